/* The queue with keys and without reloads. Everything it does, the page's forms do too:
   it only sends them in the background, one after the other, in the order given. */
"use strict";

(() => {
  const queue = document.getElementById("queue");
  if (!queue) return;
  const form = document.getElementById("queue-form");
  const list = document.getElementById("queue-cards");
  const status = document.getElementById("queue-status");
  const count = document.getElementById("queue-count");
  const empty = document.getElementById("queue-empty");
  const rest = document.getElementById("queue-rest");
  const FEW = 8; // With fewer cards below, the next ones are fetched.

  const cards = () => [...list.querySelectorAll(".card:not([hidden])")];
  const current = () => document.activeElement.closest(".card:not([hidden])");
  const say = (...sentences) => (status.textContent = sentences.filter(Boolean).join(" "));

  const moreLink = () => list.querySelector("[data-after]");

  /* Where nothing is left to focus on, the answer that is awaited says what comes next. */
  function focus(card) {
    const target = card || moreLink() || [empty, rest].find((line) => !line.hidden);
    if (!target) return document.activeElement.blur();
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  /* With no card left: that nothing waits, or that more does than is shown. What is still
     on its way may bring a card back, and the count with it. */
  let awaited = 0;
  function showEnd() {
    const isEnd = !awaited && !cards().length && !moreLink();
    empty.hidden = !isEnd || count.textContent !== "0";
    rest.hidden = !isEnd || !empty.hidden;
  }

  /* Nobody who has gone on, to another card or to a field, or waits for the next ones, is
     called away: the next key would decide on the wrong one. */
  function focusUnlessElsewhere(card) {
    const at = document.activeElement;
    if (at === document.body || at.closest("[hidden]")) focus(card);
  }

  function step(from, by) {
    const all = cards();
    focus(all[Math.min(Math.max(all.indexOf(from) + by, 0), all.length - 1)]);
  }

  /* One request at a time, so that decisions arrive in the order in which they were made. */
  let line = Promise.resolve();
  function inLine(act) {
    awaited += 1;
    showEnd();
    line = line.then(act, act).finally(() => {
      awaited -= 1;
      showEnd();
      if (document.activeElement === document.body && !cards().length) focus();
    });
  }

  async function post(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      throw new Error("signed out");
    }
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!answer.ok || !isJson) throw new Error(String(answer.status));
    return answer.json();
  }

  function show(found) {
    say(found.done, ...found.told);
    document.getElementById("queue-again")?.remove();
    count.textContent = found.waiting;
    document.getElementById("queue-undo").innerHTML = found.undo;
  }

  /* Signed out: the page that answers keeps what is sent, until one is back. What was
     ordered after it is still in the queue then. A bare undo leads to the queue instead,
     which offers it once more: by then the last decision may be another one. */
  let isWhole = false;
  function trouble(error, button) {
    if (error.message !== "signed out") return say(queue.dataset.lost);
    if (!button) return location.assign(queue.dataset.againUrl);
    isWhole = true;
    button.click();
  }

  /* What the form sends for one card alone: the order, the word, and nothing else. */
  function bodyFor(button, card) {
    const body = new FormData();
    const key = card.id.replace("card-", "");
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append(button.name, button.value);
    for (const name of [`reason-${key}`, `word-${key}`]) {
      body.append(name, form.elements[name]?.value ?? "");
    }
    return body;
  }

  /* What somebody has in front of them stays there, whatever comes above it. */
  function inPlace(act) {
    const card = current();
    const top = () => card?.getBoundingClientRect().top ?? 0;
    const before = top();
    act();
    scrollBy({ top: top() - before, behavior: "instant" });
  }

  /* The card leaves at once; where it waits all the same it comes back, on top. */
  function order(button) {
    const card = button.closest(".card");
    const body = bodyFor(button, card);
    const all = cards();
    const at = all.indexOf(card);
    const next = all[at + 1] || (moreLink() ? null : all[at - 1]);
    card.hidden = true;
    focus(next);
    inLine(async () => {
      if (isWhole) return void (card.hidden = false);
      try {
        const found = await post(queue.dataset.orderUrl, body);
        card.remove();
        inPlace(() => {
          show(found);
          if (found.back) focusUnlessElsewhere(bring(found.back));
        });
        await refill().catch(() => {}); // The decision is made; the link is still there.
      } catch (error) {
        card.hidden = false;
        focusUnlessElsewhere(card);
        trouble(error, button);
      }
    });
  }

  async function refill() {
    const more = moreLink();
    const all = cards();
    const isAtEnd = document.activeElement === more;
    const below = isAtEnd ? [] : all.slice(all.indexOf(current()) + 1);
    if (!more || below.length >= FEW) return;
    const address = `${queue.dataset.cardsUrl}?after=${more.dataset.after}`;
    const answer = await fetch(address, { redirect: "manual" });
    if (!answer.ok) return;
    const piece = document.createElement("template");
    piece.innerHTML = await answer.text();
    for (const card of piece.content.querySelectorAll(".card")) {
      if (document.getElementById(card.id)) card.remove();
    }
    const hadFocus = document.activeElement === more;
    const first = piece.content.querySelector(".card");
    more.closest(".queue-more").replaceWith(piece.content);
    if (hadFocus) focus(first || cards()[0]);
  }

  /* The card of a comment that waits again, on top. */
  function bring(html) {
    const piece = document.createElement("template");
    piece.innerHTML = html;
    const card = piece.content.querySelector(".card");
    document.getElementById(card.id)?.remove();
    list.prepend(card);
    return card;
  }

  function undo(button) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (button) body.append("decision", button.value);
    inLine(async () => {
      if (isWhole) return;
      try {
        const found = await post(queue.dataset.undoUrl, body);
        show(found);
        if (found.back) focus(bring(found.back));
      } catch (error) {
        trouble(error, button);
      }
    });
  }

  queue.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (isWhole) return;
    if (button?.name === "order" && !("wholePage" in button.dataset)) {
      event.preventDefault();
      if (button.value) order(button);
    } else if (button?.name === "decision") {
      event.preventDefault();
      undo(button);
    }
  });

  /* A reason's own words, to be changed before they are sent. */
  queue.addEventListener("change", (event) => {
    if (!event.target.matches(".word-reason")) return;
    const own = event.target.closest("details").querySelector(".word-own");
    own.value = event.target.selectedOptions[0].dataset.words;
  });

  const press = (key) => (card) => card?.querySelector(`[data-key="${key}"]`)?.click();
  const keys = {
    j: (card) => step(card, document.activeElement === card ? 1 : 0),
    k: (card) => step(card, -1),
    a: press("a"),
    d: press("d"),
    s: press("s"),
    c: press("c"),
    e: press("e"),
    r: press("r"),
    n: press("n"),
    w: (card) => {
      const word = card?.querySelector(".card-word");
      if (!word) return;
      word.open = true;
      word.querySelector(".word-reason, .word-own").focus();
    },
    o: (card) => {
      const words = card?.querySelector("details.card-words");
      if (words) words.open = !words.open;
    },
    x: (card) => card?.querySelector(".card-choose")?.click(),
    u: () => undo(),
    "?": () => {
      const help = document.getElementById("keys");
      help.open = !help.open;
      help.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox])");
    const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (queue.dataset.keys !== "on" || typing || held || !keys[event.key]) return;
    if (isWhole) return;
    event.preventDefault();
    const card = current();
    /* Nothing is decided on a card that isn't the one in focus: it may be far away. Nor
       does a key lead back up from where the next ones are about to be. */
    if (card || "u?".includes(event.key)) keys[event.key](card);
    else if (!awaited || document.activeElement !== moreLink()) focus(cards()[0]);
  });

  if (queue.dataset.keys === "on") queue.classList.add("queue-with-keys");
})();
