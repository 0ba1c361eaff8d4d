/* The editor of a text: a plain field, and around it what the other files add to it. */
"use strict";

(() => {
  const { text, toolbar, preview, paste, pictures } = window.editorParts;

  function begin(box) {
    const area = box.querySelector(".editor-panes > textarea");
    const form = area.form;
    const status = box.querySelector(".editor-status");
    const say = (sentence) => (status.textContent = sentence);

    function body(fields) {
      const sent = new FormData();
      sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      for (const [name, value] of fields) sent.append(name, value);
      return sent;
    }

    async function post(name, fields, signal) {
      const answer = await fetch(box.dataset[`${name}Url`], {
        method: "POST",
        body: body(fields),
        redirect: "manual",
        signal,
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (!answer.ok || !isJson) throw new Error(String(answer.status));
      return answer.json();
    }

    /* Said once when the server can't be reached, and taken back when it can. */
    let isAway = false;
    function away(error) {
      const isOut = ["0", "403"].includes(error.message);
      if (!isAway) say(isOut ? box.dataset.signedOut : box.dataset.away);
      isAway = true;
    }
    function back() {
      if (isAway) say("");
      isAway = false;
    }

    /* On a small screen the preview makes room for the field. */
    function write(edit) {
      if (!area.offsetParent) box.querySelector(".editor-toggle").click();
      text.put(area, edit);
    }

    const editor = { area, away, back, body, box, form, post, say, write };
    // All but the preview write Markdown.
    const isMarkdown = box.dataset.format === "markdown";
    const added = isMarkdown ? [toolbar, preview, paste, pictures] : [preview];
    for (const part of added) part(editor);
    for (const each of box.querySelectorAll(".editor-script")) each.hidden = false;
    box.classList.add("editor-works");
  }

  const beginIn = (place) => {
    for (const box of place.querySelectorAll(".editor:not(.editor-works)")) {
      if (!box.closest(".empty-form")) begin(box);
    }
  };

  // A file that misses its field must not take the page, and all that is written, away.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if ([...event.dataTransfer.types].includes("Files") && event.target.type !== "file") {
        event.preventDefault();
      }
    });
  }
  document.addEventListener("formset:added", (event) => beginIn(event.target));
  beginIn(document);
})();
