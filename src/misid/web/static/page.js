// Comfort where there is script; every page works without it.
"use strict";

// A slider beside a number field: each moves the other.
function beside(slider) {
  const field = document.getElementById(slider.dataset.beside);
  slider.hidden = false;
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { if (field.value !== "") slider.value = field.value; });
}

function begin() {
  document.querySelectorAll("input[data-beside]").forEach(beside);
  const mistake = document.getElementById("mistake");
  if (mistake) mistake.focus();
}

document.addEventListener("DOMContentLoaded", begin);
