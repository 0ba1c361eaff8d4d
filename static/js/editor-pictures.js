/* Pictures by button, dropped or pasted: each is asked for its words, then goes to the server,
   then has its line in the text. */
"use strict";

window.editorParts.pictures = (editor) => {
  const { area, box } = editor;
  const { text } = window.editorParts;
  const chooser = box.querySelector(".editor-files");
  const waiting = [];
  let dialog = null;
  let done = 0;

  function take(files) {
    const pictures = [...files].filter((file) => file.type.startsWith("image/"));
    if (pictures.length < files.length) editor.say(box.dataset.noPicture);
    waiting.push(...pictures);
    if (!dialog) next();
  }

  function next() {
    const file = waiting.shift();
    if (file) return ask(file);
    done = 0;
    area.focus();
  }

  /* One picture's dialog. It stays, with its words, until the picture is in the text. */
  function ask(file) {
    const piece = box.querySelector(".editor-ask").content.cloneNode(true);
    dialog = piece.querySelector("dialog");
    const words = dialog.querySelector("input");
    const told = dialog.querySelector("[role=status]");
    const button = dialog.querySelector("[type=submit]");
    // Where the line goes: a dialog that closes may take the caret to the beginning.
    const place = [area.selectionStart, area.selectionEnd];
    let sending = null;
    const all = done + 1 + waiting.length;
    const count = all > 1 ? ` (${done + 1} / ${all})` : "";
    dialog.querySelector(".editor-file").textContent = file.name + count;
    document.body.append(dialog);

    async function send(event) {
      event.preventDefault();
      if (sending) return;
      if (!words.value.trim()) {
        told.textContent = box.dataset.noWords;
        return words.focus();
      }
      button.disabled = true;
      sending = new XMLHttpRequest();
      const progress = (percent) =>
        (told.textContent = `${box.dataset.sending} ${percent} %`);
      progress(0);
      const found = await upload(sending, { picture: file, alt: words.value.trim() }, progress);
      sending = null;
      button.disabled = false;
      if (!dialog) return;
      if (found.line) return close(found.line);
      told.textContent = found.told;
      words.focus();
    }

    function close(line) {
      sending?.abort();
      dialog.close();
      dialog.remove();
      dialog = null;
      done += 1;
      area.setSelectionRange(...place);
      if (line) {
        editor.write(text.ownLines(area.value, ...place, line));
        editor.say(box.dataset.sent);
      }
      next();
    }

    dialog.querySelector("form").addEventListener("submit", send);
    dialog.querySelector(".editor-cancel").addEventListener("click", () => close());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close();
    });
    dialog.showModal();
  }

  /* `fetch` doesn't tell how far it is. */
  function upload(request, fields, progress) {
    const failed = () => ({ told: box.dataset.notSent });
    return new Promise((answered) => {
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress(Math.floor((100 * event.loaded) / event.total));
      });
      request.addEventListener("loadend", () => {
        if (request.status === 413) return answered({ told: box.dataset.tooBig });
        const found = request.response;
        answered(found?.line || found?.told ? found : failed());
      });
      request.responseType = "json";
      request.open("POST", box.dataset.pictureUrl);
      request.send(editor.body(Object.entries(fields)));
    });
  }

  /* The caret goes where they were dropped, in browsers that say which word that is. */
  function caretTo({ clientX, clientY }) {
    const spot = document.caretPositionFromPoint?.(clientX, clientY);
    if (spot?.offsetNode === area) area.setSelectionRange(spot.offset, spot.offset);
  }

  const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");

  box.querySelector("[value=picture]").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    take([...chooser.files]);
    chooser.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      box.classList.add("editor-takes");
    });
  }
  area.addEventListener("dragleave", () => box.classList.remove("editor-takes"));
  area.addEventListener("drop", (event) => {
    box.classList.remove("editor-takes");
    if (!hasFiles(event)) return;
    event.preventDefault();
    caretTo(event);
    take([...event.dataTransfer.files]);
  });
  area.addEventListener("paste", (event) => {
    if (event.defaultPrevented || !event.clipboardData.files.length) return;
    if (event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    take([...event.clipboardData.files]);
  });
};
