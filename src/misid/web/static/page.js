// Comfort where there is script; every page works without it.
"use strict";

// A slider beside a number field: each moves the other.
function beside(slider) {
  const field = document.getElementById(slider.dataset.beside);
  slider.hidden = false;
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { if (field.value !== "") slider.value = field.value; });
}

// A file that is too large is refused before it is sent.
function bounded(field) {
  field.addEventListener("change", () => {
    const size = Array.from(field.files).reduce((sum, file) => sum + file.size, 0);
    field.setCustomValidity(size > Number(field.dataset.most) ? field.dataset.tooLarge : "");
    field.reportValidity();
  });
}

function begin() {
  document.querySelectorAll("input[data-most]").forEach(bounded);
  document.querySelectorAll("input[data-beside]").forEach(beside);
  const mistake = document.getElementById("mistake");
  if (mistake) mistake.focus();
}

document.addEventListener("DOMContentLoaded", begin);
