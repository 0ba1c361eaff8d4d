"""Pictures as somebody would upload them, as bytes."""

import io
from typing import Any

from PIL import Image, ImageDraw


def made(
    form: str = "JPEG",
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    colour: Any = "peru",
    **options: Any,
) -> bytes:
    """One colour, and a white corner at the top left."""
    picture = Image.new(mode, size, colour)
    if mode in {"RGB", "RGBA"}:
        corner = (0, 0, size[0] // 4, size[1] // 4)
        ImageDraw.Draw(picture).rectangle(corner, fill="white")
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))
