// Play: one step after the other by itself. Where motion is not wanted, it is not offered.
"use strict";

(() => {
  const PAUSE = 4500;
  let timer = 0;

  const stop = () => { clearInterval(timer); timer = 0; show(); };

  function show() {
    const button = document.getElementById("play");
    if (!button) return;
    button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const words = timer ? button.dataset.pause : button.dataset.play;
    // What is watched for changes is changed only where it differs.
    if (button.textContent !== words) button.textContent = words;
  }

  // On a phone places stand one below the other: the one that is told comes into sight.
  function here() {
    const place = document.querySelector(".place.here, #place-6");
    if (place) place.scrollIntoView({ block: "nearest" });
  }

  function step() {
    const next = document.getElementById("next");
    if (next) next.click(); else stop();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#play");
    if (button) {
      if (timer) { stop(); return; }
      timer = setInterval(step, PAUSE);
      show();
      step();
    } else if (timer && event.isTrusted) stop();
  });
  document.addEventListener("keydown", (event) => {
    if (timer && event.key !== "Tab" && event.target.id !== "play") stop();
  });
  let told = walk();
  function walk() {
    const one = document.getElementById("walk");
    return one ? one.dataset.step : "";
  }
  function changed() {
    show();
    if (walk() !== told) { told = walk(); here(); }
  }
  new MutationObserver(changed).observe(document.getElementById("main"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-step"] });
  document.addEventListener("DOMContentLoaded", show);
  show();
})();
