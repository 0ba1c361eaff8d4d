/* Marks in the contents the section that is being read, and keeps that in sight where
   they are longer than the window. Without script they are a list. */
"use strict";

(() => {
  const list = document.querySelector(".beside");
  const links = new Map();
  for (const link of list.querySelectorAll("a")) {
    links.set(document.getElementById(link.hash.slice(1)), link);
  }
  const headings = [...links.keys()];
  const LINE = 0.35; // Of the window's height: what has passed it is being read.
  let marked = null;

  function mark() {
    const line = innerHeight * LINE;
    const heading = headings.findLast((each) => each.getBoundingClientRect().top < line);
    const link = links.get(heading) ?? null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    marked = link;
    if (link) show(link);
  }

  /* Within the list alone: the page stays where its reader is. */
  function show(link) {
    const box = list.getBoundingClientRect();
    const own = link.getBoundingClientRect();
    const isSeen = own.top >= box.top && own.bottom <= box.bottom;
    if (!isSeen) list.scrollTop += own.top - box.top - box.height / 3;
  }

  // Endless upwards: a long leap takes a heading past the line and the window at once.
  const margin = `1000000px 0px -${100 - LINE * 100}% 0px`;
  const watch = new IntersectionObserver(mark, { rootMargin: margin });
  for (const heading of headings) watch.observe(heading);
})();
