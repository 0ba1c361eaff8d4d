/* What was copied from a page, WordPress or a word processor becomes Markdown when it is
   pasted. Ctrl+Shift+V pastes the words alone, and so does a paste that can't be changed. */
"use strict";

window.editorParts.paste = (editor) => {
  const { area, box } = editor;
  const { text } = window.editorParts;
  const MOST = 200_000; // Characters: below what the server reads.
  const PATIENCE = 15_000; // Milliseconds.
  const MEANT = "h1, h2, h3, h4, h5, h6, p, li, a[href], b, strong, i, em, blockquote, table, br";
  const NOTHING = "style, script, meta, link, title, xml, template";
  /* The styles by which word processors say what others say by elements. */
  const TELLING = /(?:font-weight|font-style|text-decoration[\w-]*|vertical-align|mso-list|white-space|display)\s*:[^;]*/gi;
  const BLOCKS = /\n|^(?:[-*+] |\d+[.)] |[#>|]|:::|!\[)/;
  let isPlain = false;

  /* Parsed without loading or running anything, and without what says nothing. */
  function opened(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const each of page.querySelectorAll(NOTHING)) each.remove();
    for (const each of page.querySelectorAll("[style]")) {
      each.setAttribute("style", each.getAttribute("style").match(TELLING)?.join(";") ?? "");
    }
    for (const each of page.querySelectorAll("[src^='data:'], [src^='file:']")) {
      each.removeAttribute("src");
    }
    return page;
  }

  const insert = (words) =>
    editor.write(text.edit(area.selectionStart, area.selectionEnd, words));

  /* What is more than a few words gets lines of its own. */
  function insertMarkdown(markdown) {
    if (!BLOCKS.test(markdown)) return insert(markdown);
    const { value, selectionStart, selectionEnd } = area;
    editor.write(text.ownLines(value, selectionStart, selectionEnd, markdown));
  }

  async function convert(html, plain) {
    editor.say(box.dataset.pasting);
    try {
      if (html.length > MOST) throw new Error("413");
      const found = await editor.post("paste", [["html", html]], AbortSignal.timeout(PATIENCE));
      insertMarkdown(found.markdown);
      editor.say(found.told);
    } catch {
      insert(plain);
      editor.say(box.dataset.plain);
    }
  }

  area.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "v") isPlain = event.shiftKey;
  });
  area.addEventListener("paste", (event) => {
    const asPlain = isPlain;
    isPlain = false;
    const plain = event.clipboardData.getData("text/plain");
    const link = text.linkedTo(area.value, area.selectionStart, area.selectionEnd, plain.trim());
    const html = event.clipboardData.getData("text/html");
    if (asPlain || !(html || link)) return;
    const page = opened(html);
    if (!link && !page.body.querySelector(MEANT)) return;
    if (!link && !page.body.textContent.trim()) return; // A picture, with its address.
    event.preventDefault();
    if (link) editor.write(link);
    else convert(page.documentElement.outerHTML, plain);
  });
};
