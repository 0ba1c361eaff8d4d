/* Words save themselves: what stands in the form is sent every 20 seconds if it changed,
   and kept for whoever typed it. Nothing of it is stored on this device. */
"use strict";

(() => {
  const place = document.getElementById("saving");
  if (!place) return;
  const form = place.closest("form");
  const line = document.getElementById("saving-line");
  const kept = document.getElementById("saving-kept");
  const trouble = document.getElementById("saving-trouble");
  const EVERY = 20_000;
  const MOST_AT_THE_END = 60_000; // Browsers send no more while a page goes away.
  let last = null;
  let isSending = false;
  let isLeaving = false;

  /* Else a browser might put old words back beside the mark of a newer version. */
  form.autocomplete = "off";
  /* At the end, where it stays in view at the foot of the screen. */
  form.append(line);

  /* As it would be sent, without files. */
  function words() {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "_turn") found.append(name, value);
    }
    return found;
  }

  function say(place, sentence) {
    if (place.textContent !== sentence) place.textContent = sentence;
  }

  async function send(body) {
    const answer = await fetch(place.dataset.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: String(body).length < MOST_AT_THE_END,
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.ok && isJson) return answer.json();
    const signedOut = answer.type === "opaqueredirect" || answer.status === 403;
    if (signedOut) throw new Error("signedOut");
    throw new Error(answer.status === 413 ? "tooLong" : "lost");
  }

  async function keep() {
    const now = words();
    if (isSending || isLeaving || last === null || String(now) === last) return;
    isSending = true;
    const turn = form.elements._turn;
    turn.value = Number(turn.value) + 1;
    const body = new URLSearchParams(now);
    body.append("_turn", turn.value);
    try {
      const answer = await send(body);
      last = String(now);
      say(kept, answer.said);
      say(trouble, "");
    } catch (error) {
      say(kept, "");
      say(trouble, place.dataset[error.message] ?? place.dataset.lost);
    } finally {
      isSending = false;
    }
  }

  /* After the other scripts of the page have put their boxes in place. */
  window.addEventListener("load", () =>
    setTimeout(() => {
      last = String(words());
      setInterval(keep, EVERY);
    }),
  );
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  /* What is saved for good needn't be kept as well, unless the answer fails to come. */
  window.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    isLeaving = true;
    setTimeout(() => (isLeaving = false), 3 * EVERY);
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
})();
