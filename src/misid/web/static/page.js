// Comfort where there is script; every page works without it.
"use strict";

// A slider beside a number field: each moves the other.
function beside(slider) {
  const field = document.getElementById(slider.dataset.beside);
  slider.hidden = false;
  const touched = () => slider.classList.remove("untouched");
  slider.addEventListener("input", () => { field.value = slider.value; touched(); });
  field.addEventListener("input", () => { if (field.value !== "") { slider.value = field.value; touched(); } });
}

// A button that copies what an element says; a browser that lets nothing be copied shows none.
function copies(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    document.getElementById(`${button.dataset.copy}-copied`).hidden = false;
  });
}

// A file that is too large is refused before it is sent.
function bounded(field) {
  field.addEventListener("change", () => {
    const size = Array.from(field.files).reduce((sum, file) => sum + file.size, 0);
    field.setCustomValidity(size > Number(field.dataset.most) ? field.dataset.tooLarge : "");
    field.reportValidity();
  });
}

// A button that prints, beside the browser's own command.
function printing(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function begin() {
  document.querySelectorAll("button[data-copy]").forEach(copies);
  document.querySelectorAll("button[data-print]").forEach(printing);
  document.querySelectorAll("input[data-most]").forEach(bounded);
  document.querySelectorAll("input[data-beside]").forEach(beside);
  const mistake = document.getElementById("mistake");
  if (mistake) mistake.focus();
}

document.addEventListener("DOMContentLoaded", begin);
