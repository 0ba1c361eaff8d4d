/* The text beside itself as its page will show it, with its headings and its length. All of
   it is one answer of the server; where none comes, the last one stays. */
"use strict";

window.editorParts.preview = (editor) => {
  const { area, box, form } = editor;
  const pane = box.querySelector(".editor-preview");
  const toggle = box.querySelector(".editor-toggle");
  const outline = box.querySelector(".editor-outline");
  const PAUSE = 500; // Milliseconds without a key.
  let page = null; // The element of the preview that holds the text, once it is there.
  let shown = null;
  let waiting = 0;
  let asked = null;

  /* What the page consists of: the field of each part, and what else is sent of it. */

  const row = (answer) => (name) =>
    form.elements[answer.name.replace(/answer$/, name)] ?? { value: "" };

  function questions() {
    const answers = [...form.querySelectorAll("textarea[name$='-answer']")].filter(
      (answer) => !answer.closest(".empty-form") && !row(answer)("DELETE").checked,
    );
    const position = (answer) => Number(row(answer)("position").value);
    return answers.sort((one, other) => position(one) - position(other));
  }

  function parts() {
    if (area.name === "body") return [area, ...questions()];
    return area.name.endsWith("-answer") ? [null, area] : [area];
  }

  function fields(all) {
    const [text, ...answers] = all;
    return [
      ["text", text?.value ?? ""],
      ["format", form.elements.format?.value ?? box.dataset.format],
      ...answers.flatMap((answer) => [
        ["question", row(answer)("question").value],
        ["anchor", row(answer)("slug").value],
        ["answer", answer.value],
      ]),
    ];
  }

  /* Asking, and showing what comes */

  async function look() {
    if (!area.isConnected) return; // A question that was taken away.
    const all = parts();
    const sent = fields(all);
    const words = JSON.stringify([title(), sent]);
    if (words === shown) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const found = await editor.post("preview", sent, asked.signal);
      shown = words;
      show(found, all);
      editor.back();
    } catch (error) {
      if (error.name !== "AbortError") editor.away(error);
    }
  }

  function show(found, all) {
    box.querySelector(".editor-measure").textContent = found.measure;
    box.querySelector(".editor-mistake").textContent = found.mistake;
    if (page) {
      page.innerHTML = found.html;
      if (title()) page.prepend(head(title()));
    }
    const list = document.createElement("ol");
    list.append(...found.outline.map((heading) => entry(heading, all)));
    outline.querySelector("ol")?.remove();
    outline.append(list);
    outline.hidden = !found.outline.length;
  }

  const title = () => (area.name === "body" && form.elements.title?.value) || "";

  function head(words) {
    const heading = document.createElement("h1");
    heading.textContent = words;
    return heading;
  }

  function entry(heading, all) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.text;
    button.addEventListener("click", () => goTo(all[heading.part], heading));
    const item = document.createElement("li");
    item.className = `editor-outline-${heading.level}`;
    item.append(button);
    return item;
  }

  function goTo(field, heading) {
    if (field === area && !area.offsetParent) open(false);
    const before = field.value.split("\n").slice(0, Math.max(0, heading.line - 1));
    const at = before.reduce((sum, line) => sum + line.length + 1, 0);
    field.setSelectionRange(at, at);
    field.blur(); // A field scrolls to where it is written when it takes focus.
    field.focus();
    page?.ownerDocument.getElementById(heading.id)?.scrollIntoView();
  }

  /* Whether a field of that name is shown beside the text. */
  function isBeside(name) {
    if (area.name === "body") return /^(title$|format$|questions-)/.test(name);
    return area.name.endsWith("-answer") && name.startsWith(area.name.replace(/answer$/, ""));
  }

  const lookSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  };

  /* The frame: a page of ours within this one, in which no script runs. */

  async function frame() {
    pane.append(pane.querySelector("template").content.cloneNode(true));
    const element = pane.querySelector("iframe");
    await new Promise((done) => element.addEventListener("load", done, { once: true }));
    page = element.contentDocument.querySelector("main");
    page.addEventListener("click", follow);
    shown = null;
    look();
  }

  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const anchor = link.getAttribute("href");
    if (anchor.startsWith("#")) {
      page.ownerDocument.getElementById(anchor.slice(1))?.scrollIntoView();
    } else {
      window.open(link.href, "_blank", "noopener");
    }
  }

  function open(isOpen) {
    pane.hidden = !isOpen;
    toggle.setAttribute("aria-pressed", isOpen);
    box.classList.toggle("editor-with-preview", isOpen);
    if (isOpen && !pane.querySelector("iframe")) frame();
  }

  toggle.addEventListener("click", () => open(pane.hidden));
  area.addEventListener("scroll", () => {
    const room = area.scrollHeight - area.clientHeight;
    const paper = page?.ownerDocument.scrollingElement;
    if (!paper || room <= 0) return;
    paper.scrollTop = (area.scrollTop / room) * (paper.scrollHeight - paper.clientHeight);
  });
  area.addEventListener("focus", () => shown ?? look(), { once: true });
  form.addEventListener("input", (event) => {
    if (event.target === area || isBeside(event.target.name ?? "")) lookSoon();
  });
  document.addEventListener("formset:removed", lookSoon);
  if ("previewed" in box.dataset && box.offsetWidth >= 640) open(true);
  else if ("previewed" in box.dataset) look();
};
