"""The texts of WordPress as the HTML that it would have made of them. Pure.

They are stored before that: blank lines stand for paragraphs, and short codes in
brackets for whatever a program puts there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

_BLOCK = (
    r"(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|"
    r"form|blockquote|address|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|"
    r"header|footer|nav|figure|figcaption|details|summary|iframe|video|audio)"
)
_OPENING = re.compile(rf"(<{_BLOCK}(?:\s[^>]*|/)?>)", re.I)
_CLOSING = re.compile(rf"(</{_BLOCK}\s*>)", re.I)
_EDGES = re.compile(rf"\s*(?:</?{_BLOCK}(?:\s[^>]*|/)?>\s*)+", re.I)
# None of these looks past where the next of its kind begins: of what is opened without
# end, time would grow with the square.
_AS_TYPED = re.compile(
    r"<(pre|script|style|textarea)\b(?:(?!<\1\b).)*?</\1\s*>", re.I | re.S
)
_KEPT = "\ue000%d\ue001"
_PUT_BACK = re.compile("\ue000(\\d+)\ue001")
_MARKS_OF_OURS = re.compile("[\ue000-\ue003]")
_ADDRESS_ALONE = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"']+)[ \t]*$")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s\]]+))""")
_CAPTION = re.compile(
    r"\[(wp_)?caption\b([^\]]*)\]((?:(?!\[(?:wp_)?caption\b).)*?)\[/\1?caption\]",
    re.S | re.I,
)
_PICTURE = re.compile(
    r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.S | re.I
)
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]", re.I)
_EMBED = re.compile(r"\[embed\b[^\[\]]*\]\s*([^\s\[]+)\s*\[/embed\]", re.I)
_PLAYER = re.compile(
    r"\[(?:video|audio|youtube|vimeo)\b([^\[\]]*)\](?:\[/(?:video|audio)\])?", re.I
)
_ESCAPED = re.compile(r"\[\[([a-z][\w-]*\b[^\]]*)\]\]", re.I)
_OTHER = re.compile(
    r"\[/?([a-z][a-z0-9_-]+)(?:\s+[\w-]+=[^\]]*|\s*/)\]|\[/([a-z][a-z0-9_-]+)\]", re.I
)
_REUSED = re.compile(r'<!--\s*wp:block\s*\{[^}]*"ref"\s*:\s*(\d+)[^}]*\}\s*/?-->')


@dataclass(frozen=True)
class Gallery:
    """The pictures that ``[gallery]`` stands for: by their numbers, or all of the text;
    each an address and what it shows."""

    numbered: Callable[[str], tuple[str, str] | None] = lambda number: None
    of_text: Callable[[], Iterator[tuple[str, str]]] = lambda: iter(())


@dataclass
class Text:
    """A text, and the names of the short codes that are ``left`` in it as typed."""

    html: str
    left: list[str] = field(default_factory=list)


def as_html(
    content: str,
    gallery: Gallery = Gallery(),
    blocks: Callable[[str], str] = lambda number: "",
) -> Text:
    """``blocks`` gives the content of a block that several texts share."""
    text = _MARKS_OF_OURS.sub("", content.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ESCAPED.sub("\ue002\\1\ue003", text)
    text = _REUSED.sub(lambda block: blocks(block[1]), text)
    text = _CAPTION.sub(_figure, text)
    text = _GALLERY.sub(lambda code: _all_of(code[1], gallery), text)
    text = _EMBED.sub(lambda code: _link(code[1]), text)
    text = _PLAYER.sub(_played, text)
    text = _ADDRESS_ALONE.sub(lambda address: _link(address[1]), text)
    left = [code[1] or code[2] for code in _OTHER.finditer(text)]
    text = text.replace("\ue002", "[").replace("\ue003", "]")
    # The newer editor writes paragraphs, and says so.
    html = text if "<!-- wp:" in text else paragraphs(text)
    return Text(html, list(dict.fromkeys(left)))


def paragraphs(text: str) -> str:
    """``text`` with ``<p>`` and ``<br>`` for its blank lines and line ends."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\n\n{_KEPT % (len(kept) - 1)}\n\n"

    text = _AS_TYPED.sub(keep, text)
    # No line end within a tag is one of the text.
    text = re.sub(r"<[^<>]*>", lambda tag: tag[0].replace("\n", " "), text)
    text = re.sub(r"<br\s*/?>\s*\n", "<br>", text, flags=re.I)
    text = _CLOSING.sub(r"\1\n\n", _OPENING.sub(r"\n\n\1", text))
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    written = "\n".join(map(_paragraph, parts))
    return _PUT_BACK.sub(lambda mark: kept[int(mark[1])], written)


def _paragraph(part: str) -> str:
    if _PUT_BACK.fullmatch(part.strip()):
        return part.strip()
    edge = _EDGES.match(part)
    words = part[edge.end() :] if edge else part
    broken = words.strip().replace("\n", "<br>\n")
    if edge:
        return edge[0].strip() + broken
    return f"<p>{broken}</p>"


def _attributes(written: str) -> dict[str, str]:
    return {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(written)
    }


def _figure(code: re.Match[str]) -> str:
    found = _PICTURE.match(code[3])
    if not found:
        return code[3]
    caption = _attributes(code[2]).get("caption", "") or found[2].strip()
    return (
        f"\n\n<figure>{found[1]}<figcaption>{caption}</figcaption></figure>\n\n"
        if caption
        else f"\n\n{found[1]}\n\n"
    )


def _all_of(written: str, gallery: Gallery) -> str:
    attributes = _attributes(written)
    numbers = re.findall(r"\d+", attributes.get("ids") or attributes.get("include", ""))
    named = (gallery.numbered(number) for number in numbers)
    shown = filter(None, named) if numbers else gallery.of_text()
    return "".join(
        f'\n\n<img src="{escape(address)}" alt="{escape(alt)}">\n\n'
        for address, alt in shown
    )


def _played(code: re.Match[str]) -> str:
    attributes = _attributes(code[1])
    names = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "url")
    address = next((attributes[name] for name in names if name in attributes), "")
    bare = re.search(r"https?://[^\s\]\"']+", code[1])
    address = address or (bare[0] if bare else "")
    return _link(address) if address else ""


def _link(address: str) -> str:
    shown = address if "&amp;" in address else escape(address)
    return f'\n\n<p><a href="{shown}">{shown}</a></p>\n\n'
