"""A picture as uploaded, made into the files that pages load. Pure: bytes to bytes.

Nothing of an upload is kept but its pixels: no place, no camera, no program in it.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import PIL.Image
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, ImageCms, ImageOps

from guide.image_names import HIGHEST, WIDTHS, ImageName

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_MEGABYTES = 20
# What telephones take today is 50 million. JPEG is unpacked at a smaller size where
# that is enough, the other formats in whole; either needs 300 MB at most for a moment.
MOST_MILLION_PIXELS = {"JPEG": 64, "MPO": 64}
MOST_MILLION_PIXELS_OF_OTHERS = 32
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")

TOO_HEAVY = _("This file has %(megabytes)d MB. At most %(most)d MB can be uploaded.")
TOO_BIG = _(
    "This picture has %(width)d × %(height)d pixels, and at most %(most)d million can "
    "be read in its format. Make it smaller and upload that."
)
FAR_TOO_BIG = _(
    "This picture has far too many pixels to be read. Make it smaller and upload that."
)
NO_PICTURE = _(
    "This file is no picture that can be read here. JPEG, PNG, WebP, AVIF and still "
    "GIF can."
)
SVG = _(
    "A drawing as SVG can hold a program, so it isn’t taken. Save it as PNG, 1600 "
    "pixels wide, and upload that."
)
HEIC = _(
    "This is a telephone’s own format (HEIC), which browsers can’t show. Save or share "
    "the picture as JPEG and upload that."
)
MOVES = _(
    "This picture moves. Only still ones are taken: nothing on these pages moves by "
    "itself."
)
DAMAGED = _(
    "This file can’t be read to its end; it may be damaged. Open it in another "
    "program, save it as JPEG or PNG, and upload that."
)

# How each format is written. Drawings, and screens full of letters, have thin coloured
# lines that the ways of photographs would blur.
_PHOTOGRAPH: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 7},
    "webp": {"format": "WEBP", "quality": 78},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}
_DRAWING = _PHOTOGRAPH | {
    "avif": {"format": "AVIF", "quality": 70, "speed": 7, "subsampling": "4:4:4"},
    "webp": {"format": "WEBP", "lossless": True},
}
_COLOURS_OF_A_DRAWING = 256


@dataclass(frozen=True)
class Encoded:
    """``name`` is that of the largest file; ``files`` are all by their names."""

    name: ImageName
    files: dict[str, bytes]


def encode(upload: IO[bytes], size: int) -> Encoded:
    """The files of the picture in ``upload``, which has ``size`` bytes.

    ValidationError with a sentence for its author where there is none to be made.
    """
    if size > MOST_MEGABYTES * 1_000_000:
        values = {"megabytes": -(-size // 1_000_000), "most": MOST_MEGABYTES}
        raise ValidationError(TOO_HEAVY, code="heavy", params=values)
    opened = _open(upload)
    try:
        picture, is_drawing = _pixels(opened)
    except Exception:
        # A decoder may raise anything at all over bytes that somebody made up.
        raise ValidationError(DAMAGED, code="damaged") from None
    return _written(picture, is_drawing)


def encode_again(content: bytes, name: ImageName) -> Encoded:
    """The files of a picture that ``encode`` once made, from the largest, which stays
    as it is: texts name it.

    ValidationError where ``content`` isn't that file, or holds more than pixels.
    """
    opened = _open(io.BytesIO(content))
    try:
        picture, is_drawing = _pixels(opened)
    except Exception:
        raise ValidationError(DAMAGED, code="damaged") from None
    said = ImageName.of(content, *picture.size, name.ending)
    if said != name or opened.info.keys() & {"exif", "icc_profile", "comment", "xmp"}:
        raise ValidationError(DAMAGED, code="damaged")
    return _written(picture, is_drawing, content)


def _open(upload: IO[bytes]) -> PIL.Image.Image:
    """The picture, of which only the head has been read."""
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(0)
    try:
        opened = PIL.Image.open(upload, formats=FORMATS)
        # MPO is the JPEG of telephones that keep a second picture behind the first.
        frames = 1 if opened.format == "MPO" else getattr(opened, "n_frames", 1)
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning):
        raise ValidationError(FAR_TOO_BIG, code="big") from None
    except PIL.UnidentifiedImageError:
        raise ValidationError(_what_else(head), code="format") from None
    except Exception:
        raise ValidationError(DAMAGED, code="damaged") from None
    most = MOST_MILLION_PIXELS.get(opened.format or "", MOST_MILLION_PIXELS_OF_OTHERS)
    if opened.width * opened.height > most * 1_000_000:
        values = {"width": opened.width, "height": opened.height, "most": most}
        raise ValidationError(TOO_BIG, code="big", params=values)
    if frames > 1:
        raise ValidationError(MOVES, code="moves")
    return opened


def _what_else(head: bytes) -> StrPromise:
    """What to say of a file that begins with ``head``."""
    if b"<svg" in head.lower():
        return SVG
    if head[4:8] != b"ftyp":
        return NO_PICTURE
    kinds = {b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC, b"avif": DAMAGED}
    return kinds.get(head[8:12], NO_PICTURE)


def _pixels(opened: PIL.Image.Image) -> tuple[PIL.Image.Image, bool]:
    """Upright, in sRGB, no larger than pages need; and whether it is a drawing."""
    picture = opened
    turned = opened.getexif().get(ExifTags.Base.Orientation, 1) > 4
    if opened.mode.startswith("I"):  # 16 bits of grey, which would be cut off
        picture = opened.point(lambda grey: grey * (1 / 256)).convert("L")
    elif opened.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    elif (
        opened.mode != "RGBA" and opened.has_transparency_data
    ):  # one colour of it stands for none
        picture = opened.convert("RGBA")
    is_drawing = (
        opened.format in {"PNG", "GIF", "WEBP"}
        and picture.getcolors(_COLOURS_OF_A_DRAWING) is not None
    )
    box = (HIGHEST, WIDTHS[-1]) if turned else (WIDTHS[-1], HIGHEST)
    picture.thumbnail(_fitted(picture.size, box), PIL.Image.Resampling.LANCZOS)
    picture = _in_srgb(ImageOps.exif_transpose(picture))
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    alone = PIL.Image.new(picture.mode, picture.size)  # nothing beside the pixels
    alone.paste(picture)
    return alone, is_drawing


def _fitted(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """``size`` within ``box``: a JPEG is unpacked no larger than twice of that."""
    scale = min(1, box[0] / size[0], box[1] / size[1])
    return math.ceil(size[0] * scale), math.ceil(size[1] * scale)


def _in_srgb(picture: PIL.Image.Image) -> PIL.Image.Image:
    """In the colours that a browser takes for granted, so that no profile is needed."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            changed = None  # a profile of another kind of picture, or none at all
        if changed is not None:
            return changed
    return picture.convert(mode)


def _written(
    picture: PIL.Image.Image, is_drawing: bool, largest: bytes = b""
) -> Encoded:
    options = _DRAWING if is_drawing else _PHOTOGRAPH
    ending = "png" if is_drawing or picture.mode == "RGBA" else "jpg"
    largest = largest or _bytes(picture, options[ending])
    name = ImageName.of(largest, *picture.size, ending)
    files = {str(name): largest}
    for width, height in name.sizes():
        smaller = picture
        if (width, height) != picture.size:
            smaller = picture.resize((width, height), PIL.Image.Resampling.LANCZOS)
        for one in name.endings():
            file = str(ImageName(name.digest, width, height, one))
            if file not in files:
                files[file] = _bytes(smaller, options[one])
    return Encoded(name, files)


def _bytes(picture: PIL.Image.Image, options: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    picture.save(written, **options)
    return written.getvalue()
