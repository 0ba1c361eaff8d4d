/* Rows that are dragged to their place by a handle. The chapters of a guide are saved at
   once; rows of a form get their numbers, and are saved with the rest of it. Without a
   script there are buttons and numbers. */
"use strict";

(() => {
  const DOTS = "⠿";

  function handle() {
    const dots = document.createElement("span");
    dots.className = "order-handle";
    dots.textContent = DOTS;
    dots.setAttribute("aria-hidden", "true");
    return dots;
  }

  /* `others` are the rows among which `row` may stand; `dropped` is told once it stands
     elsewhere. */
  function drag(event, row, others, dropped) {
    event.preventDefault();
    const dots = event.currentTarget;
    const [parent, home] = [row.parentNode, row.nextElementSibling];
    const goes = new AbortController();
    const on = (name, act) => dots.addEventListener(name, act, { signal: goes.signal });
    const middle = (each) => {
      const box = each.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    const end = () => {
      goes.abort();
      row.classList.remove("order-held");
    };

    dots.setPointerCapture(event.pointerId);
    row.classList.add("order-held");
    // The others step aside: taken out of the page, the row would lose the pointer.
    on("pointermove", ({ clientY }) => {
      const all = others();
      const at = all.indexOf(row);
      const place = all.filter((each) => each !== row && middle(each) < clientY).length;
      if (place > at) row.before(...all.slice(at + 1, place + 1));
      if (place < at) row.after(...all.slice(place, at));
    });
    on("pointerup", () => {
      end();
      if (row.nextElementSibling !== home) dropped();
    });
    on("pointercancel", () => {
      end();
      parent.insertBefore(row, home);
    });
  }

  /* The chapters of a guide. */
  const form = document.getElementById("chapters");
  const before = document.getElementById("order-before");
  if (form && before) {
    const rows = () => [...form.querySelectorAll("[data-key]")];
    const put = document.createElement("button");
    put.name = "act";
    put.hidden = true;
    form.append(put);
    form.querySelector(".order-hint").hidden = false;
    for (const row of rows()) {
      const dots = handle();
      row.prepend(dots);
      dots.addEventListener("pointerdown", (event) =>
        drag(event, row, rows, () => {
          before.value = row.nextElementSibling?.dataset.key ?? "";
          put.value = `put:${row.dataset.key}`;
          put.click();
        }),
      );
    }
  }

  /* Rows of a form, in Django's own markup: those that are there, and not yet deleted. */
  for (const group of document.querySelectorAll(".ordered-rows")) {
    const box = group.querySelector(".inline-group");
    const rows = () => [...box.querySelectorAll(".inline-related:not(.empty-form)")];
    const number = (row) => row.querySelector("[name$=-position]");
    const index = (row) => Number(row.id.match(/\d+$/));
    const sort = (key) => {
      for (const row of rows().sort((a, b) => key(a) - key(b))) {
        box.querySelector(".empty-form")?.before(row);
      }
    };
    const count = () => rows().forEach((row, at) => (number(row).value = at + 1));

    const step = (row, way) => {
      const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (!rows().includes(other)) return;
      if (way === "up") other.before(row);
      else other.after(row);
      count();
    };
    const button = (row, way, sign) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button order-step";
      made.textContent = sign;
      made.setAttribute("aria-label", group.dataset[way]);
      made.addEventListener("click", () => {
        step(row, way);
        made.focus();
      });
      return made;
    };
    const dress = (row) => {
      const dots = handle();
      dots.addEventListener("pointerdown", (event) => drag(event, row, rows, count));
      row
        .querySelector("h3")
        .prepend(dots, button(row, "up", "↑"), button(row, "down", "↓"));
    };

    // Who may only look finds no number to change.
    if (!box.querySelector("[name$=-position]")) continue;
    rows().forEach(dress);
    box.addEventListener("formset:added", ({ target }) => {
      dress(target);
      count();
      target.querySelectorAll("details").forEach((each) => (each.open = true));
      target.querySelector("input:not([type=hidden]):not([name$=-position]), select")?.focus();
    });
    // Django numbers the rows anew in the order in which they stand, and expects those
    // that are saved already to come first.
    document.addEventListener("formset:removed", ({ detail }) => {
      if (`${detail.formsetName}-group` !== box.id) return;
      const places = new Map(rows().map((row, at) => [row, at]));
      sort(index);
      queueMicrotask(() => {
        sort((row) => places.get(row));
        count();
      });
    });
  }
})();
