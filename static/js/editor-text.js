/* What the toolbar writes. All but `put` are pure: a text and what is selected in it go in,
   an edit comes out, which says what is replaced by what and what is selected then. */
"use strict";

(() => {
  const LIST = /^(\s*)(?:[-*+]|\d+[.)])\s+/;
  const QUOTE = /^>\s?/;
  const HEADING = /^(#{1,6})\s+/;
  /* What a line may begin with that belongs to no word of it. */
  const BEGINNING = /^\s*(?:>\s?)*\s*(?:(?:[-*+]|\d+[.)]|#{1,6})\s+)?/;
  const OPENING = /^:{3,}\s*(\w+)\s*$/;
  const CLOSING = /^:{3,}\s*$/;
  const ADDRESS = /^(?:https?:\/\/|mailto:|tel:|\/)\S+$/;

  const edit = (from, to, text, start = text.length, end = start) => ({
    from,
    to,
    text,
    start: from + start,
    end: from + end,
  });
  const select = (start, end) => ({ from: start, to: start, text: "", start, end });

  /* Whole lines: from the first that is selected to the last. */
  function lines(value, start, end) {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const last = end > start && value[end - 1] === "\n" ? end - 1 : end;
    const next = value.indexOf("\n", last);
    return [from, next < 0 ? value.length : next];
  }

  /* The lines as `change` makes them; a caret stays with the words that it was at. */
  function relined(value, start, end, change) {
    const [from, to] = lines(value, start, end);
    const text = change(value.slice(from, to).split("\n")).join("\n");
    if (start !== end) return edit(from, to, text, 0, text.length);
    const caret = Math.max(0, text.length - (to - start));
    return edit(from, to, text, caret);
  }

  /* Bold and italic */

  const run = (words, pattern) => words.match(pattern)[0].length;
  const holds = (stars, mark) => (mark === "**" ? stars >= 2 : stars === 1 || stars === 3);

  function isMarked(words, mark) {
    const open = run(words, /^\**/);
    const close = run(words, /\**$/);
    return words.length > 2 * mark.length && holds(open, mark) && holds(close, mark);
  }

  const bare = (words, mark) => words.slice(mark.length, words.length - mark.length);

  function wordAt(value, at) {
    const before = value.slice(0, at).match(/[\p{L}\p{N}’'-]*$/u)[0].length;
    const after = value.slice(at).match(/^[\p{L}\p{N}’'-]*/u)[0].length;
    return [at - before, at + after];
  }

  function emphasised(value, start, end, mark) {
    if (start === end) {
      const past = end + mark.length;
      const isLast = /\S/.test(value[start - 1] ?? " ");
      if (isLast && holds(run(value.slice(end), /^\**/), mark)) return select(past, past);
      [start, end] = wordAt(value, start);
      if (start === end) return edit(start, end, mark + mark, mark.length);
    }
    while (start < end && /\s/.test(value[start])) start += 1;
    while (end > start && /\s/.test(value[end - 1])) end -= 1;
    const around = mark.length;
    const wider = value.slice(Math.max(0, start - around), end + around);
    if (!value.slice(start, end).includes("\n") && isMarkedAround(value, start, end, mark)) {
      const words = bare(wider, mark);
      return edit(start - around, end + around, words, 0, words.length);
    }
    const text = eachLine(value, start, end, mark);
    const single = !text.includes("\n") && isMarked(text, mark) && text.length > end - start;
    return single
      ? edit(start, end, text, around, text.length - around)
      : edit(start, end, text, 0, text.length);
  }

  function isMarkedAround(value, start, end, mark) {
    const before = run(value.slice(0, start), /\**$/);
    const after = run(value.slice(end), /^\**/);
    return holds(before, mark) && holds(after, mark);
  }

  /* A mark never reaches over a line's end, so each line gets its own. */
  function eachLine(value, start, end, mark) {
    const atBeginning = start === lines(value, start, start)[0];
    const parts = value
      .slice(start, end)
      .split("\n")
      .map((line, number) => {
        const length = number || atBeginning ? line.match(BEGINNING)[0].length : 0;
        return [line.slice(0, length), line.slice(length).trimEnd()];
      });
    const all = parts.filter(([, words]) => words).every(([, words]) => isMarked(words, mark));
    const changed = (words) => {
      if (!words || (!all && isMarked(words, mark))) return words;
      return all ? bare(words, mark) : mark + words + mark;
    };
    return parts.map(([beginning, words]) => beginning + changed(words)).join("\n");
  }

  /* Headings, quotes, lists */

  /* No heading becomes one, that a smaller one, and that none. */
  function headed(value, start, end) {
    return relined(value, start, end, (all) => {
      const first = all.find((line) => line.trim()) ?? "";
      const level = first.match(HEADING)?.[1].length ?? 0;
      const mark = level === 0 ? "## " : level <= 2 ? "### " : "";
      const alone = all.length === 1;
      return all.map((line) =>
        line.trim() || alone ? mark + line.replace(HEADING, "") : line,
      );
    });
  }

  function quoted(value, start, end) {
    return relined(value, start, end, (all) => {
      const is = all.every((line) => QUOTE.test(line));
      return all.map((line) => (is ? line.replace(QUOTE, "") : line ? `> ${line}` : ">"));
    });
  }

  function listed(value, start, end, isNumbered) {
    return relined(value, start, end, (all) => {
      const own = isNumbered ? /^\s*\d+[.)]\s/ : /^\s*[-*+]\s/;
      const written = all.filter((line) => line.trim());
      const is = written.length > 0 && written.every((line) => own.test(line));
      let number = 0;
      return all.map((line) => {
        if (!line.trim() && all.length > 1) return line;
        const words = line.replace(LIST, "$1");
        if (is) return words;
        const indent = words.match(/^\s*/)[0];
        const mark = isNumbered ? `${(number += 1)}. ` : "- ";
        return indent + mark + words.slice(indent.length);
      });
    });
  }

  /* What the next line of a list or a quote begins with; an empty one ends it. Null where
     Enter does what it always does. */
  function continued(value, start, end) {
    const [from, to] = lines(value, start, start);
    const line = value.slice(from, to);
    const found = line.match(/^(\s*(?:>\s?)*)([-*+]|\d+[.)])?(\s*)/);
    const hasList = found[2] && found[3];
    const beginning = hasList ? found[0] : found[1];
    if (start !== end || !(hasList || found[1].includes(">"))) return null;
    if (start < from + beginning.length) return null;
    if (line.length === beginning.length) return edit(from, to, "");
    const number = parseInt(found[2], 10);
    const mark = !hasList ? "" : number >= 0 ? number + 1 + found[2].slice(-1) : found[2];
    return edit(start, end, `\n${found[1]}${mark}${hasList ? found[3] : ""}`);
  }

  /* Links */

  function linked(value, start, end, placeholder) {
    const [from, to] = lines(value, start, end);
    for (const link of value.slice(from, to).matchAll(/\[[^\]]*\]\(([^)]*)\)/g)) {
      const at = from + link.index;
      const past = at + link[0].length;
      if (at < start && end < past) return select(past - 1 - link[1].length, past - 1);
    }
    if (start === end) [start, end] = wordAt(value, start);
    const chosen = value.slice(start, end);
    if (ADDRESS.test(chosen)) {
      return edit(start, end, `[${placeholder}](${chosen})`, 1, 1 + placeholder.length);
    }
    const text = `[${chosen || placeholder}](https://)`;
    return chosen
      ? edit(start, end, text, text.length - 9, text.length - 1)
      : edit(start, end, text, 1, 1 + placeholder.length);
  }

  /* The selected words as a link to what was pasted over them; null where that is none. */
  function linkedTo(value, start, end, pasted) {
    const chosen = value.slice(start, end);
    if (!chosen.trim() || /[\n[\]]/.test(chosen) || ADDRESS.test(chosen)) return null;
    if (!/^(?:https?:\/\/|mailto:|tel:)\S+$/.test(pasted)) return null;
    return edit(start, end, `[${chosen}](${pasted})`);
  }

  /* Blocks */

  const gapBefore = (before) => (!before.trim() ? "" : "\n\n".slice(run(before, /\n{0,2}$/)));
  const gapAfter = (after) => (!after.trim() ? "" : "\n\n".slice(run(after, /^\n{0,2}/)));

  /* Lines of their own, between empty ones. */
  function ownLines(value, start, end, text) {
    const before = gapBefore(value.slice(0, start));
    const after = gapAfter(value.slice(end)) || (value.slice(end) ? "" : "\n");
    return edit(start, end, before + text + after, before.length + text.length);
  }

  function paragraph(value, at) {
    const gap = value.lastIndexOf("\n\n", at - 1);
    const next = value.indexOf("\n\n", at);
    return [gap < 0 ? 0 : gap + 2, next < 0 ? value.length : next];
  }

  /* The block around a place: its lines' places, and its name. */
  function blockAround(value, start, end) {
    let at = 0;
    let open = null;
    for (const line of value.split("\n")) {
      const past = at + line.length;
      if (open && CLOSING.test(line)) {
        if (open.at <= start && end <= past) return { ...open, closing: at, past };
        open = null;
      } else if (!open && OPENING.test(line)) {
        open = { at, inside: past + 1, name: line.match(OPENING)[1] };
      }
      at = past + 1;
    }
    return null;
  }

  function setApart(value, start, end, name) {
    const around = blockAround(value, start, end);
    if (around?.name === name) {
      const words = value.slice(around.inside, Math.max(around.inside, around.closing - 1));
      return edit(around.at, around.past, words, 0, words.length);
    }
    if (around) return edit(around.at, around.inside - 1, `::: ${name}`);
    const [line, lineEnd] = lines(value, start, end);
    const isEmpty = start === end && !value.slice(line, lineEnd).trim();
    const [from, to] = start !== end || isEmpty ? [line, lineEnd] : paragraph(value, start);
    const words = value.slice(from, to).trim();
    const opening = gapBefore(value.slice(0, from)) + `::: ${name}\n`;
    const text = `${opening}${words}\n:::${gapAfter(value.slice(to)) || (value.slice(to) ? "" : "\n")}`;
    return edit(from, to, text, opening.length, opening.length + words.length);
  }

  const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  const escaped = (words) => words.replace(/[&<>]/g, (mark) => MARKUP[mark]);

  /* As if it had been typed: the browser's own undo takes it back. Chromium and WebKit need
     seconds to type some hundred lines, and put them in at once as HTML, which a field takes
     as words. The end of a last line WebKit leaves out: it gets another to leave out. */
  function type(words) {
    if (!words) return document.execCommand("delete");
    const isLong = words.includes("\n");
    return (
      (isLong && document.execCommand("insertHTML", false, `${escaped(words)}<br>`)) ||
      document.execCommand("insertText", false, words)
    );
  }

  function put(area, { from, to, text, start, end }) {
    const wanted = area.value.slice(0, from) + text + area.value.slice(to);
    area.focus();
    area.setSelectionRange(from, to);
    if (area.value !== wanted) type(text);
    if (area.value !== wanted) {
      area.value = wanted;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.setSelectionRange(start, end);
  }

  window.editorParts = { text: {} };
  Object.assign(window.editorParts.text, {
    continued,
    edit,
    emphasised,
    headed,
    linked,
    linkedTo,
    listed,
    ownLines,
    put,
    quoted,
    setApart,
  });
})();
