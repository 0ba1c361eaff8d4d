/* What was copied from a page, WordPress or a word processor becomes Markdown when it is
   pasted. With Ctrl+Shift+V a browser gives the words alone, and they stay as they are. */
"use strict";

window.editorParts.paste = (editor) => {
  const { area, box } = editor;
  const { text } = window.editorParts;
  const MOST = 200_000; // Characters: below what the server reads.
  const PATIENCE = 15_000; // Milliseconds.
  const MEANT = /<(?:h[1-6]|p|li|b|strong|i|em|blockquote|table|br|a\s[^>]*href)\b/i;
  /* What says nothing, and pictures that are in the clipboard or on somebody's disk. */
  const NOTHING = /<!--[\s\S]*?-->|<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi;
  const LEFT = /<img\b[^>]*\ssrc=["']?(?:data|file|blob|cid):[^>]*>/gi;
  /* The styles by which word processors say what others say by elements. */
  const STYLE = /\sstyle=(?:"([^"]*)"|'([^']*)')/gi;
  const TELLING = /^\s*(?:font-weight|font-style|mso-list|mso-element)\s*:/i;
  const BLOCKS = /\n|^(?:[-*+] |\d+[.)] |[#>|]|:::|!\[)/;

  /* As a string: a parser would apply its styles here, and the page's policy object. */
  function slim(html) {
    const styles = (all, one, other) => {
      const told = (one ?? other).split(";").filter((each) => TELLING.test(each));
      return told.length ? ` style="${told.join(";")}"` : "";
    };
    const tags = /<[a-z][^>]*>/gi;
    return html.replace(NOTHING, "").replace(tags, (tag) => tag.replace(STYLE, styles));
  }

  const hasWords = (html) => html.replace(/<[^>]*>/g, "").trim();

  const insert = (words) =>
    editor.write(text.edit(area.selectionStart, area.selectionEnd, words));

  /* What is more than a few words gets lines of its own. */
  function insertMarkdown(markdown) {
    if (!BLOCKS.test(markdown)) return insert(markdown);
    const { value, selectionStart, selectionEnd } = area;
    editor.write(text.ownLines(value, selectionStart, selectionEnd, markdown));
  }

  async function convert(all, plain) {
    const html = all.replace(LEFT, "");
    const told = html === all ? "" : box.dataset.left;
    editor.say(box.dataset.pasting);
    try {
      if (html.length > MOST) throw new Error("413");
      const found = await editor.post("paste", [["html", html]], AbortSignal.timeout(PATIENCE));
      insertMarkdown(found.markdown);
      editor.say(`${found.told} ${told}`.trim());
    } catch {
      insert(plain);
      editor.say(box.dataset.plain);
    }
  }

  area.addEventListener("paste", (event) => {
    const plain = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    const link = text.linkedTo(area.value, area.selectionStart, area.selectionEnd, plain.trim());
    const html = slim(event.clipboardData.getData("text/html"));
    // Without words it is a picture, which may be among the files.
    if (!link && !(MEANT.test(html) && hasWords(html))) return;
    event.preventDefault();
    if (link) editor.write(link);
    else convert(html, plain);
  });
};
