/* The boxes of topics on a post's page: a search where there are many, and a tick for a
   topic that was added in the admin's window. Without a script there are all boxes. */
"use strict";

(() => {
  const MANY = 8;
  const all = document.querySelectorAll(".topic-boxes");
  /* However it is written: great or small, with its accents or without. */
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = (box) => [...box.querySelectorAll("li")];

  function search(box) {
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = box.dataset.search;
    field.setAttribute("aria-label", box.dataset.search);
    field.addEventListener("input", (event) => {
      // Nothing that the form holds has changed.
      event.stopPropagation();
      const words = plain(field.value.trim());
      for (const row of rows(box)) row.hidden = !plain(row.textContent).includes(words);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    box.prepend(field);
  }

  function add(box, value, words) {
    const [row, label, tick, name] = ["li", "label", "input", "span"].map((tag) =>
      document.createElement(tag),
    );
    Object.assign(tick, { type: "checkbox", name: box.dataset.name, value, checked: true });
    name.textContent = words;
    label.append(tick, name);
    row.append(label);
    box.querySelector("ul").prepend(row);
    box.querySelector(".topic-none")?.remove();
    tick.focus();
    tick.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const close = window.dismissAddRelatedObjectPopup;
  if (close) {
    window.dismissAddRelatedObjectPopup = (popup, value, words) => {
      for (const box of all) {
        // The admin adds a number to the name of each window.
        if (popup.name.replace(/__\d+$/, "") === box.id) add(box, value, words);
      }
      close(popup, value, words);
    };
  }
  for (const box of all) if (rows(box).length > MANY) search(box);
})();
