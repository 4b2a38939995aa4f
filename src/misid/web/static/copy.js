// A copy of the page in files: a lever that is moved shows the change that was exported, or says
// that it was not. Nothing is computed here, and nothing lies between two exported changes.
"use strict";

const misid = { places: {}, waiting: new Map(), packs: new Map() };

misid.begin = (places) => { misid.places = places; };
misid.put = (name, packed) => { misid.waiting.get(name)(packed); };

async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// A page that is read from a disk may not fetch; it may load a script.
function loaded(name) {
  if (!misid.packs.has(name)) {
    misid.packs.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      misid.waiting.set(name, done);
      script.onerror = failed;
      script.src = `packs/${name}.js`;
      document.head.append(script);
    }).then(unpacked));
  }
  return misid.packs.get(name);
}

// A text: words of its own, and pieces of its shelf by their places.
async function pack(name) {
  const [shelf, ...parts] = await loaded(name);
  const pieces = await loaded(shelf);
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const [first, count] = typeof part === "number" ? [part, 1] : part;
    return pieces.slice(first, first + count).join("");
  }).join("");
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
}

async function draw(picture) {
  const narrow = matchMedia("(max-width: 43.5rem)").matches && picture.querySelector("source");
  const address = narrow ? narrow.getAttribute("srcset") : picture.querySelector("img").getAttribute("src");
  picture.replaceWith(parsed(await pack(address.replace("drawing:", ""))));
}

async function show(place) {
  const answers = parsed(await pack(place));
  await Promise.all(Array.from(answers.querySelectorAll("picture"), draw));
  document.getElementById("answers").replaceWith(document.adoptNode(answers));
}

// What the form says, as the exported changes are named.
function key(form) {
  const given = Array.from(new FormData(form)).filter(([name, value]) => value && (name === "with" || name.includes(".")));
  const by = ([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : (a === "with" ? -1 : b === "with" ? 1 : a < b ? -1 : 1));
  return given.sort(by).map((pair) => pair.join("=")).join("&");
}

function fill(form, state) {
  const given = state.split("&").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  const has = (field, value) => given.some(([name, one]) => name === field && one === value);
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = has(field.name, field.value);
    else if (field.type === "radio") field.checked = has(field.name, field.value) || (field.value === "" && !given.some(([name]) => name === field.name));
    else if (field.type === "number") field.value = (given.find(([name]) => name === field.name) || ["", ""])[1];
  }
}

function command(state) {
  const options = state.split("&").map((pair) => {
    const [name, value] = pair.split("=");
    if (name === "with") return `--with=${value}`;
    return name.endsWith(".percent") ? `--set=${name.slice(0, -8)}=${value}%` : `--set=${name}=${value}`;
  });
  const [program, run, scenario, ...rest] = document.getElementById("copy").dataset.run.split(" ");
  return [program, run, scenario, ...options, ...rest].join(" ");
}

function missing(state) {
  const box = document.getElementById("copy-missing");
  box.hidden = !state;
  if (state) box.querySelector("code").textContent = command(state);
}

// Numbers that were exported for a field by itself, in order.
function stops(field) {
  return Object.keys(misid.places)
    .filter((state) => state.startsWith(`${field.name}=`) && !state.includes("&"))
    .map((state) => state.slice(field.name.length + 1))
    .sort((a, b) => a - b);
}

function stepped(field, up) {
  const every = stops(field);
  if (!every.length) return;
  const here = field.value === "" ? null : Number(field.value);
  const beyond = every.filter((stop) => here === null || (up ? Number(stop) > here : Number(stop) < here));
  if (beyond.length) field.value = here === null ? every[up ? every.length - 1 : 0] : beyond[up ? 0 : beyond.length - 1];
}

function offer(form, field, go) {
  const every = stops(field);
  if (!every.length) return;
  const line = document.createElement("p");
  line.className = "note stops";
  line.append(`${document.getElementById("copy").dataset.stops}: `);
  for (const stop of every) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = stop;
    button.setAttribute("aria-label", `${form.querySelector(`label[for="${field.id}"]`).textContent}: ${stop}`);
    button.addEventListener("click", () => { field.value = stop; go(); });
    line.append(button);
  }
  field.closest(".row").after(line);
}

function levers(form) {
  const asItIs = document.getElementById("answers").cloneNode(true);
  const state = () => (location.hash.includes("=") ? decodeURIComponent(location.hash.slice(1)) : "");
  let here = null;
  const turn = async () => {
    const wanted = state();
    if (wanted === here) return;
    here = wanted;
    fill(form, wanted);
    missing(wanted in misid.places ? "" : wanted);
    if (!wanted) document.getElementById("answers").replaceWith(asItIs.cloneNode(true));
    else if (wanted in misid.places) await show(misid.places[wanted]);
  };
  const go = () => {
    const wanted = key(form);
    if (wanted === state()) missing(wanted && !(wanted in misid.places) ? wanted : "");
    else if (wanted in misid.places) location.hash = wanted;
    else if (wanted) missing(wanted);
    else { history.pushState(null, "", location.pathname); turn(); }
  };
  form.addEventListener("change", go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button && ["less", "more"].includes(button.name)) stepped(document.getElementById(`in-${button.value}`), button.name === "more");
    go();
  });
  form.querySelectorAll("input[type=number]").forEach((field) => offer(form, field, go));
  for (const event of ["hashchange", "popstate"]) window.addEventListener(event, turn);
  turn();
}

// Where a drawing has its guess: the dashed line, and the words beside it.
function marks(svg) {
  const line = svg.querySelector("line[stroke-dasharray]"), words = svg.querySelector('text[font-weight="700"]');
  const [x] = line.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
  return { line, words, x };
}

function moved(element, by) {
  const [x, y] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
  element.setAttribute("transform", `translate(${x + by},${y})`);
}

// Two drawn guesses say where every other stands on the axis.
async function marked(line, guess) {
  const picture = document.querySelector("#figure-guess picture");
  const names = matchMedia("(max-width: 43.5rem)").matches ? line.dataset.narrow : line.dataset.wide;
  const [none, left, right] = (await Promise.all(names.split(" ").map(pack))).map(parsed);
  const shown = guess > 500 ? right : left, drawn = guess > 500 ? 999 : 499;
  const from = marks(none).x, each = (marks(left).x - from) / 499;
  const { line: rule, words, x } = marks(shown);
  for (const element of [rule, words]) moved(element, from + each * guess - x);
  words.textContent = words.textContent.replace(drawn, guess);
  shown.setAttribute("aria-label", shown.getAttribute("aria-label").replace(drawn, guess));
  picture.replaceWith(document.adoptNode(shown));
}

function guessed(line) {
  const guess = new URLSearchParams(location.search).get("guess");
  if (!/^\d{1,4}$/.test(guess || "") || Number(guess) > 1000) return;
  line.textContent = line.textContent.replace("{guess}", Number(guess));
  line.hidden = false;
  document.querySelectorAll("form.guess input:not([type=hidden])").forEach((field) => { field.value = Number(guess); });
  marked(line, Number(guess));
}

// One of the encounters that the copy holds, in the place of the first.
function walk() {
  const first = document.getElementById("main").cloneNode(true);
  const turn = async () => {
    const wanted = location.hash.slice(1);
    if (wanted && !(wanted in misid.places)) return;
    const main = wanted ? parsed(await pack(misid.places[wanted])) : first.cloneNode(true);
    document.getElementById("main").replaceWith(document.adoptNode(main));
  };
  const asked = new URLSearchParams(location.search).get("n");
  if (asked && !location.hash) history.replaceState(null, "", `${location.pathname}#n=${asked}`);
  window.addEventListener("hashchange", turn);
  turn();
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("levers"), line = document.getElementById("your-guess");
  if (document.getElementById("copy-walk")) walk();
  if (form) levers(form);
  if (line) guessed(line);
});
