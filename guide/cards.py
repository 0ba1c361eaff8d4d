"""The picture that goes with a shared link, and the e-book's cover. Pure."""

import io
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
COVER_SIZE = 1200, 1600
PAPER, INK, MUTED, LINE = "#fbf7f1", "#2a2320", "#665a52", "#8f5540"
MARGIN = 90
# What the title may fill, and the sizes that are tried for it, the largest first.
ROOM_WIDTH, ROOM_HEIGHT = WIDTH - 2 * MARGIN, 305
SIZES = range(88, 39, -4)
FACE = Path(__file__).parent / "fonts" / "footbridge-serif-cards.ttf"

Point = tuple[float, float]
# The lines of templates/drawings/_mark.html, as Bézier curves: 28 wide, 20 high.
_CURVES: list[list[Point]] = [
    [(1, 13.5), (5.5, 13.5), (8, 9), (14, 9), (20, 9), (22.5, 13.5), (27, 13.5)],
    [(3, 7.5), (7, 7.2), (9, 3), (14, 3), (19, 3), (21, 7.2), (25, 7.5)],
    [(8, 18), (9.5, 16.8), (11, 16.8), (12.5, 18), (14, 19.2), (15.5, 19.2), (17, 18)],
    [(17, 18), (18.5, 16.8), (20, 16.8), (21.5, 18)],
]
_POSTS = [(5, 5.5, 12.5), (9.5, 3, 9.5), (14, 2, 8.5), (18.5, 3, 9.5), (23, 5.5, 12.5)]
MARK_WIDTH, MARK_HEIGHT = 28, 20


def card(title: str, site: str) -> bytes:
    """A PNG with ``title``, whatever its length, and the site's name beneath it."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    words, face = fitted(writable(title))
    draw.multiline_text(
        (MARGIN, MARGIN - face.size // 4), words, INK, face, spacing=face.size * 0.22
    )
    scale = 7
    foot = HEIGHT - MARGIN
    _draw_mark(image, (WIDTH - MARGIN - MARK_WIDTH * scale, foot - 19 * scale), scale)
    draw.text((MARGIN, foot), writable(site), MUTED, _face(38), anchor="ls")
    return _png(image)


def cover(site: str) -> bytes:
    """A PNG for the e-book's shelf: the mark and the site's name alone."""
    image = Image.new("RGB", COVER_SIZE, PAPER)
    scale = 20
    middle = COVER_SIZE[0] // 2
    _draw_mark(image, (middle - MARK_WIDTH * scale // 2, 420), scale)
    words, face = fitted(writable(site))
    ImageDraw.Draw(image).multiline_text(
        (middle, 1000), words, INK, face, anchor="ma", align="center"
    )
    return _png(image)


def writable(words: str) -> str:
    """``words`` as the face writes them: without pictures and signs that it lacks;
    nothing at all where it lacks their letters."""
    words = unicodedata.normalize("NFC", " ".join(words.split()))
    lacking = {character for character in words if _is_lacking(character)}
    if any(unicodedata.category(character)[0] in "LMN" for character in lacking):
        return ""
    return " ".join("".join(c for c in words if c not in lacking).split())


@cache
def _is_lacking(character: str) -> bool:
    face = _face(SIZES[-1])
    return not character.isspace() and _looks(face, character) == _looks(face, "\uffff")


def _looks(face: ImageFont.FreeTypeFont, character: str) -> tuple[object, bytes]:
    mask = face.getmask(character)
    return mask.size, bytes(mask)


def fitted(words: str) -> tuple[str, ImageFont.FreeTypeFont]:
    """``words`` broken into lines, and the face in the largest size in which they fit;
    in the smallest one the end is cut off where even that doesn't do."""
    for size in SIZES:
        face = _face(size)
        lines = _lines(words, face, ROOM_WIDTH)
        possible = int(ROOM_HEIGHT // (size * 1.25))
        if len(lines) <= possible:
            return "\n".join(_balanced(words, face, len(lines))), face
    lines[possible - 1 :] = [lines[possible - 1][:-1].rstrip() + "…"]
    return "\n".join(lines), face


def _balanced(words: str, face: ImageFont.FreeTypeFont, number: int) -> list[str]:
    """As many lines, of lengths that are much the same."""
    width = ROOM_WIDTH
    while len(_lines(words, face, width - 20)) == number and width > ROOM_WIDTH // 3:
        width -= 20
    return _lines(words, face, width)


def _lines(words: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, face, width)
        lines[len(lines) - (not lines[-1]) :] = pieces
    return lines


def _pieces(word: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """``word``, broken where it is wider than a line."""
    pieces = [""]
    for character in word:
        if pieces[-1] and face.getlength(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACE, size)


def _draw_mark(image: Image.Image, corner: tuple[int, int], scale: int) -> None:
    """Drawn four times as large and made small, which smooths its lines."""
    big = scale * 4
    mark = Image.new("L", (MARK_WIDTH * big, MARK_HEIGHT * big))
    draw = ImageDraw.Draw(mark)
    straight = [[(x, top), (x, bottom)] for x, top, bottom in _POSTS]
    for points in [*map(_along, _CURVES), *straight]:
        places = [(x * big, y * big) for x, y in points]
        draw.line(places, fill=255, width=round(0.9 * big), joint="curve")
        for x, y in (places[0], places[-1]):
            draw.circle((x, y), 0.45 * big, fill=255)
    size = (MARK_WIDTH * scale, MARK_HEIGHT * scale)
    image.paste(LINE, (*corner,), mark.resize(size, Image.Resampling.LANCZOS))


def _along(curve: list[Point]) -> list[Point]:
    """Points on the cubic curves that follow each other in ``curve``."""
    starts = range(0, len(curve) - 1, 3)
    parts = [curve[start : start + 4] for start in starts]
    return [_on(part, step / 24) for part in parts for step in range(25)]


def _on(curve: list[Point], t: float) -> Point:
    """The point at ``t`` of 0 to 1, after de Casteljau."""
    while len(curve) > 1:
        curve = [
            (a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(curve)
        ]
    return curve[0]


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
