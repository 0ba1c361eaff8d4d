/* Reply without leaving the page: the form moves beneath the comment, with all that was
   typed. Without script each link leads to the same form on a page of its own. */
"use strict";

(() => {
  const form = document.getElementById("comment-form");
  const note = document.querySelector("[data-reply-here]");
  if (!form || !note) return;
  const away = document.querySelector("[data-reply-away]");
  const parent = form.elements.parent;
  let from = null;

  function move(link) {
    from = link;
    parent.value = link.dataset.reply;
    note.querySelector("b").textContent = link.dataset.name;
    link.closest("p").after(note, form);
    note.hidden = away.hidden = false;
  }

  function back() {
    parent.value = "";
    away.after(note, form);
    note.hidden = away.hidden = true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    if (event.target.closest("[data-reply-cancel]")) {
      const wasHere = away.contains(event.target);
      back();
      (wasHere ? form.elements.comment : from).focus();
    } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      move(link);
      form.elements.comment.focus();
    }
  });

  /* Browsers fill in again what the form held, hidden fields too: be where that says. */
  addEventListener("pageshow", () => {
    if (!parent.value) return;
    const link = document.querySelector(`[data-reply="${CSS.escape(parent.value)}"]`);
    if (link) move(link);
    else back();
  });
})();
