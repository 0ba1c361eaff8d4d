/* The way out and the help panel. Without script both are links, as everywhere. */
"use strict";

/* Leaving blanks the page before anything is fetched, since fetching may take a while.
   The address that takes this one's place takes its place in the list behind Back, too. */
(() => {
  const TIMES = 3;
  const PAUSE = 5000; // Milliseconds without Shift, after which counting begins anew.
  const way = document.querySelector(".exit");
  const said = document.querySelector(".exit-count");
  document.getElementById("shift-hint").hidden = false;
  let pressed = 0;
  let isAlone = false;
  let waiting = 0;

  function leave() {
    document.title = document.querySelector(".site-name").textContent.trim();
    document.body.remove();
    location.replace(way.href);
  }

  function count(number) {
    if (!document.body) return; // On the way already.
    pressed = number;
    clearTimeout(waiting);
    if (number === TIMES) return leave();
    say(["", said.dataset.two, said.dataset.one][number]);
    if (number) waiting = setTimeout(beginAnew, PAUSE);
  }

  function beginAnew() {
    count(0);
    say(said.dataset.anew);
    waiting = setTimeout(say, PAUSE, "");
  }

  function say(words) {
    said.textContent = words;
    // Beneath an open dialog it would neither be seen nor read out.
    const dialog = document.querySelector("dialog[open]") ?? document.body;
    if (said.parentElement !== dialog) dialog.append(said);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".exit, .skip-exit")) return;
    event.preventDefault();
    leave();
  });

  /* Shift by itself: with a letter it makes a capital, with a click it chooses text, with
     Alt or Ctrl it changes what the keyboard types. */
  document.addEventListener("keydown", (event) => {
    const withOther = event.altKey || event.ctrlKey || event.metaKey;
    isAlone = event.key === "Shift" && !withOther && (isAlone || !event.repeat);
    if (event.key !== "Shift" && said.textContent) count(0);
  });
  document.addEventListener("pointerdown", () => (isAlone = false));
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && isAlone) count(pressed + 1);
    isAlone = false;
  });
})();

/* Help is in the page already: opening it asks for nothing and adds nothing to a list. */
(() => {
  const panel = document.getElementById("help-panel");
  const opener = document.querySelector(".site-help");
  if (!panel?.showModal) return;

  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    panel.showModal();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    panel.showModal();
  });
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest(".help-panel-close")) panel.close();
  });
  panel.addEventListener("close", () => opener.focus({ preventScroll: true }));
})();
