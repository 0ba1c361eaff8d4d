/* How a comment will look while it is typed, made by the server as it will be later.
   Nothing is sent before its writer opens it; where no answer comes, the last one stays. */
"use strict";

(() => {
  const box = document.querySelector(".live-preview");
  const field = document.getElementById("id_comment");
  if (!box || !field) return;
  const place = box.querySelector(".live-preview-words");
  const PAUSE = 700; // Milliseconds without a key.
  let shown = null;
  let waiting = 0;
  let asked = null;

  async function show() {
    const words = field.value;
    if (words === shown) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(box.dataset.url, {
        method: "POST",
        body: new URLSearchParams({ comment: words }),
        credentials: "omit",
        signal: asked.signal,
      });
      if (!answer.ok) return;
      place.innerHTML = await answer.text();
      shown = words;
    } catch {
      // Away, or overtaken by the next one.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (box.open) waiting = setTimeout(show, PAUSE);
  });
  box.addEventListener("toggle", () => box.open && show());
  box.classList.add("live-preview-works");
})();
