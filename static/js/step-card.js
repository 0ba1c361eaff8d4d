// The step card's comfort: print it, save it, let its fields grow. What is written there
// never leaves the page but on paper or in the file that its writer asks for.
"use strict";

const card = document.getElementById("step_card");
const said = document.getElementById("card_said");
const fields = [...card.querySelectorAll("textarea")];

function words() {
  const lines = fields
    .filter((field) => field.value.trim())
    .map((field) => `${field.labels[0].textContent}: ${field.value.trim()}\n`);
  return lines.join("\n");
}

function isEmpty() {
  const empty = !words();
  said.textContent = empty ? said.dataset.empty : "";
  if (empty) fields[0].focus();
  return empty;
}

// By a URL that holds none of the words: a browser's list of downloads keeps it.
function save() {
  if (isEmpty()) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words()], { type: "text/plain" }));
  link.download = "note.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  said.textContent = said.dataset.saved;
}

function grow(field) {
  field.style.blockSize = "auto";
  const line = field.offsetHeight - field.clientHeight; // Beneath it; no part of the scroll.
  field.style.blockSize = `${field.scrollHeight + line}px`;
}

// So that Back doesn't bring up what was written.
function clear() {
  for (const field of fields) field.value = "";
  said.textContent = "";
}

if (!CSS.supports("field-sizing", "content")) {
  for (const field of fields) field.addEventListener("input", () => grow(field));
}
document.getElementById("card_tools").hidden = false;
document.getElementById("card_by_hand").hidden = true;
document.getElementById("card_print").addEventListener("click", () => {
  if (!isEmpty()) window.print();
});
document.getElementById("card_save").addEventListener("click", save);
window.addEventListener("pagehide", clear);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) clear();
});
