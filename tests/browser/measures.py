"""What a page looks like, measured in the page itself."""

from playwright.sync_api import Page

# WCAG 1.4.12: text must bear this.
SPACED = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important }"""

_ADD_STYLE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
}"""

_OUTSIDE = """() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push("the page scrolls sideways");
    for (const each of document.body.querySelectorAll("*")) {
        // What scrolls by itself, is hidden for good reason, or is no text.
        if (each.closest(".hidden-visually, .skip-link, svg, table, input")) continue;
        const box = each.getBoundingClientRect();
        const style = getComputedStyle(each);
        const name = `${each.tagName}.${each.className}: ${each.textContent.trim()}`;
        if (box.left < -1 || box.right > root.clientWidth + 1) found.push(name);
        const clips = [style.overflowX, style.overflowY].some(way => way !== "visible");
        const full = each.scrollWidth > each.clientWidth + 1
            || each.scrollHeight > each.clientHeight + 1;
        if (clips && full && box.width) found.push(`cut: ${name}`);
    }
    return found.map(name => name.slice(0, 100));
}"""

_SMALL_FIELDS = """() => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    const fields = "textarea, select, input:is([type=text], [type=search],"
        + " [type=email], [type=number], [type=password], [type=url], :not([type]))";
    return [...document.querySelectorAll(fields)]
        .filter(each => each.checkVisibility()
            && parseFloat(getComputedStyle(each).fontSize) < 16)
        .map(each => `${each.tagName} ${each.name || each.id}`);
}"""

_PAINTED = """() => {
    const seen = {visibilityProperty: true, opacityProperty: true};
    const found = [];
    [...document.querySelectorAll("*")].forEach((each, place) => {
        // A drawing holds no words.
        if (each.closest("svg") || !each.checkVisibility(seen)) return;
        const style = getComputedStyle(each);
        found.push([place, style.color, style.backgroundColor, style.opacity,
            style.backgroundImage.replace(/[0-9.]+px/g, ""), style.textDecorationLine
        ].join(" "));
    });
    return found;
}"""

_PAINT = """() => new Promise(painted =>
    new PerformanceObserver(painted).observe({type: "paint", buffered: true})
).then(() => null)"""

_COVERED = """elements => elements.filter(each => {
    const box = each.getClientRects()[0];
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return right <= left || bottom <= top || !each.contains(hit);
}).map(each => each.outerHTML.slice(0, 100))"""

_SMALL = """targets => targets.filter(each => {
    const box = each.getBoundingClientRect();
    const within = each.closest("p, li, h3, blockquote");
    const isInSentence = getComputedStyle(each).display === "inline" && within
        && within.textContent.trim() !== each.textContent.trim();
    return box.width && !isInSentence && !each.matches(".skip-link")
        && (box.width < 24 || box.height < 24);
}).map(each => {
    const box = each.getBoundingClientRect();
    return `${box.width} x ${box.height}: ${each.outerHTML.slice(0, 100)}`;
})"""

_LINES = """() => {
    const lines = [];
    for (const paragraph of document.querySelectorAll("main article > p")) {
        const counts = new Map();
        const range = document.createRange();
        const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            for (let place = 0; place < text.length; place++) {
                range.setStart(text, place);
                range.setEnd(text, place + 1);
                const box = range.getClientRects()[0];
                const line = box && Math.round((box.top + box.bottom) / 8);
                if (box) counts.set(line, (counts.get(line) ?? 0) + 1);
            }
        }
        lines.push(...[...counts.values()].slice(0, -1));
    }
    return lines;
}"""

_SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const each of list.getEntries()) sum += each.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 250);
})"""


def small_fields(page: Page) -> list[str]:
    """Fields whose letters an iPhone finds too small: it enlarges the page for them."""
    return list(page.evaluate(_SMALL_FIELDS))


def add_style(page: Page, css: str) -> None:
    page.evaluate(_ADD_STYLE, css)


def outside(page: Page) -> list[str]:
    """What sticks out of the window or is cut off."""
    return page.evaluate(_OUTSIDE)


def painted(page: Page) -> set[str]:
    """What can be seen, each part by its place in the page and with its colours."""
    return set(page.evaluate(_PAINTED))


def covered(page: Page, selector: str) -> list[str]:
    """Those of ``selector`` that can't be seen in the window just now."""
    return page.locator(selector).evaluate_all(_COVERED)


def small_targets(page: Page) -> list[str]:
    """What is to be hit, stands outside a sentence and is under 24 pixels."""
    seen = "a, button, input:not(.hidden-visually *), textarea, summary, select"
    return page.locator(seen).evaluate_all(_SMALL)


def line_lengths(page: Page) -> list[int]:
    """Characters on each full line of the text's own paragraphs."""
    return page.evaluate(_LINES)


def wait_for_paint(page: Page) -> None:
    # Playwright's own way to wait evaluates words, which the site's policy forbids.
    page.evaluate(_PAINT)


def layout_shift(page: Page) -> float:
    return page.evaluate(_SHIFT)
