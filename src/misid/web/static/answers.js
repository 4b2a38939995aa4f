// What is entered stays in the browser, and is there again when the page is.
"use strict";

const answers = document.getElementById("answers");
const shelf = answers.dataset.answers;

function kept() {
  try { return JSON.parse(localStorage.getItem(shelf)); } catch { return null; }
}

// A browser that keeps nothing says so by not saying that it keeps.
function keep() {
  try {
    localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(new FormData(answers))));
    document.querySelector("[data-kept]").hidden = false;
  } catch { document.querySelector("[data-kept]").hidden = true; }
}

function fill(fields) {
  for (const [name, text] of Object.entries(fields)) {
    const field = answers.elements.namedItem(name);
    if (field) field.value = text;
  }
  document.querySelector("[data-kept]").hidden = false;
}

// What was entered of another questionnaire is folded in by the server, which then shows the next.
function goOn(fields, next = answers.elements.form.value) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = answers.action;
  for (const [name, value] of Object.entries({ ...fields, next })) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  // What is entered here meanwhile would be lost on the page that comes.
  answers.hidden = true;
  form.submit();
}

function begin() {
  const fields = kept();
  const brought = "brought" in answers.elements.own.dataset;
  // A page that is loaded again has what was sent with it, and not what was entered since.
  const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const same = fields && fields.form === answers.elements.form.value;
  if (("new" in answers.dataset && !(again && same)) || (brought && !fields)) keep();
  else if (brought) goOn({ ...fields, own: answers.elements.own.value });
  else if (same) fill(fields);
  else if (fields && new URL(location).searchParams.has("form")) goOn(fields);
  else if (fields && fields.own) goOn(fields, fields.form);
  else if (fields) location.replace(`${location.href}${location.search ? "&" : "?"}form=${encodeURIComponent(fields.form)}`);
  answers.addEventListener("input", keep);
  document.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(shelf);
    location.assign(answers.action);
  });
}

document.addEventListener("DOMContentLoaded", begin);
addEventListener("pageshow", (shown) => { if (shown.persisted) answers.hidden = false; });
