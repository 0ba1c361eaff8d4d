/* Buttons and keys that write Markdown. One stop for Tab; arrows go from button to button. */
"use strict";

window.editorParts.toolbar = (editor) => {
  const { area, box } = editor;
  const { text } = window.editorParts;
  const bar = box.querySelector(".editor-tools");
  const buttons = [...bar.querySelectorAll("button")];

  const acts = {
    heading: text.headed,
    bold: (...place) => text.emphasised(...place, "**"),
    italic: (...place) => text.emphasised(...place, "*"),
    link: (...place) => text.linked(...place, box.dataset.linkWords),
    quote: text.quoted,
    list: (...place) => text.listed(...place, false),
    numbers: (...place) => text.listed(...place, true),
    say: (...place) => text.setApart(...place, "say"),
    safety: (...place) => text.setApart(...place, "safety"),
  };

  const place = () => [area.value, area.selectionStart, area.selectionEnd];
  const act = (name) => editor.write(acts[name](...place()));

  function stopAt(button) {
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
  }

  const steps = {
    ArrowRight: (at) => (at + 1) % buttons.length,
    ArrowLeft: (at) => (at + buttons.length - 1) % buttons.length,
    Home: () => 0,
    End: () => buttons.length - 1,
  };

  bar.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons[step(buttons.indexOf(event.target.closest("button")))];
    stopAt(next);
    next.focus();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    stopAt(button);
    if (acts[button.value]) act(button.value);
  });
  // A mouse leaves the selection where it is.
  bar.addEventListener("mousedown", (event) => event.preventDefault());

  const keys = { b: "bold", i: "italic", k: "link" };
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.shiftKey) return;
    const name = (event.ctrlKey || event.metaKey) && keys[event.key];
    const next = event.key === "Enter" && !event.ctrlKey && text.continued(...place());
    if (!name && !next) return;
    event.preventDefault();
    if (name) act(name);
    else editor.write(next);
  });

  stopAt(buttons[0]);
};
