import io
import struct
from contextlib import suppress
from typing import Any
from zlib import crc32

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageDraw, JpegImagePlugin

from guide import images
from guide.image_names import ImageName
from tests.pictures import made, opened


def encode(content: bytes) -> images.Encoded:
    return images.encode(io.BytesIO(content), len(content))


def largest(content: bytes) -> Image.Image:
    encoded = encode(content)
    return opened(encoded.files[str(encoded.name)])


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        encode(content)
    [sentence] = caught.value.messages
    return sentence


@pytest.fixture(scope="module")
def wide() -> images.Encoded:
    return encode(made(size=(1700, 850)))


def test_files_are_those_that_the_name_promises(wide: images.Encoded) -> None:
    assert set(wide.files) == {str(name) for name in wide.name.all_files()}
    assert len(wide.files) == 12


def test_each_file_is_what_its_name_says(wide: images.Encoded) -> None:
    kinds = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
    for file, content in wide.files.items():
        name, picture = ImageName.parse(file), opened(content)
        assert name and picture.size == (name.width, name.height)
        assert picture.format == kinds[name.ending]


def test_small_formats_are_smaller() -> None:
    noise = Image.effect_noise((50, 30), 40).resize((500, 300)).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=95)
    avif, jpeg, webp = (len(each) for each in _of_one_width(written.getvalue(), 500))
    assert avif < jpeg and webp < jpeg


def _of_one_width(content: bytes, width: int) -> list[bytes]:
    files = encode(content).files.items()
    found = {file: content for file, content in files if f"-{width}x" in file}
    return [found[file] for file in sorted(found)]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_usual_format_is_read(form: str) -> None:
    assert largest(made(form)).size == (60, 40)


def test_content_decides_not_its_name() -> None:
    picture = made("PNG", colour="red")
    assert encode(picture).name.ending == "png"


def test_same_picture_has_the_same_name() -> None:
    assert encode(made()).name == encode(made()).name != encode(made(colour="red")).name


@pytest.mark.parametrize(
    ("size", "fitted"), [((3200, 20), (1600, 10)), ((20, 6400), (10, 3200))]
)
def test_larger_ones_are_made_smaller(
    size: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert largest(made(size=size)).size == fitted


def test_turned_one_stands_upright_and_fits() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # its top is at the right
    picture = largest(made(size=(80, 3200), exif=exif))
    assert picture.size == (1600, 40)
    assert min(picture.getpixel((1590, 2))) > 200  # type: ignore[arg-type]


def with_everything() -> Any:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Somebody's camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Somebody's</x:xmpmeta>"
    return {"exif": exif, "icc_profile": srgb, "xmp": xmp, "comment": b"Somebody's"}


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG", "AVIF"])
def test_nothing_but_pixels_is_kept(form: str) -> None:
    upload = made(form, size=(420, 40), **with_everything())
    assert b"Somebody's" in upload
    for content in encode(upload).files.values():
        picture = opened(content)
        assert b"Somebody" not in content
        assert not picture.getexif() and not {"icc_profile", "xmp"} & set(picture.info)


def profile(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]


def test_colours_of_another_kind_become_the_usual_ones() -> None:
    blue_for_red = profile("sRGB")
    for name, other in ((b"rXYZ", b"...."), (b"bXYZ", b"rXYZ"), (b"....", b"bXYZ")):
        blue_for_red = blue_for_red.replace(name, other, 1)
    picture = largest(made("PNG", colour="red", icc_profile=blue_for_red))
    red, _green, blue = picture.getpixel((50, 30))  # type: ignore[misc]
    assert blue > 200 > red


def test_profile_that_does_not_fit_is_passed_over() -> None:
    for useless in (profile("LAB"), b"nothing"):
        picture = largest(made("PNG", colour="red", icc_profile=useless))
        assert picture.getpixel((50, 30)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printers_colours_become_the_usual_ones(mode: str) -> None:
    assert largest(made(mode=mode, colour=None)).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    picture = largest(made("PNG", mode="I;16", colour=0x8000))
    assert picture.convert("L").getpixel((5, 5)) == 128


def test_clear_places_stay_clear() -> None:
    encoded = encode(made("PNG", mode="RGBA", colour=(200, 0, 0, 0)))
    assert encoded.name.ending == "png"
    for content in encoded.files.values():
        assert opened(content).convert("RGBA").getpixel((50, 30))[3] == 0  # type: ignore[index]


def test_colour_that_stands_for_nothing_stays_clear() -> None:
    picture = largest(made("PNG", colour=(1, 2, 3), transparency=(1, 2, 3)))
    assert picture.convert("RGBA").getpixel((50, 30))[3] == 0  # type: ignore[index]


def test_photograph_as_png_becomes_jpeg() -> None:
    picture = Image.effect_noise((80, 60), 90).convert("RGBA")
    picture.paste(Image.linear_gradient("L").resize((80, 30)), (0, 0))
    picture.putpixel((3, 3), (1, 2, 3, 255))
    for place in range(40):
        picture.putpixel((place, 50), (place * 5, 9, 99, 255))
    written = io.BytesIO()
    picture.save(written, "PNG")
    assert encode(written.getvalue()).name.ending == "jpg"


def test_thin_lines_of_a_drawing_stay_sharp() -> None:
    drawing = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(drawing).line((10, 0, 10, 40), fill="red")
    written = io.BytesIO()
    drawing.save(written, "PNG")
    avif, png, webp = (opened(each) for each in _of_one_width(written.getvalue(), 60))
    assert png.getpixel((10, 20)) == webp.getpixel((10, 20)) == (255, 0, 0)
    red, green, blue = avif.getpixel((10, 20))  # type: ignore[misc]
    assert red > 230 and max(green, blue) < 40


def two_frames(form: str) -> bytes:
    frame = Image.new("RGB", (60, 40), "red")
    return made(form, append_images=[frame], save_all=True)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_moving_one_is_refused(form: str) -> None:
    assert refused(two_frames(form)).startswith("This picture moves.")


def test_second_picture_of_a_telephone_is_left_out() -> None:
    assert largest(two_frames("MPO")).size == (60, 40)


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?>\n<!-- made with care -->\n<SVG></SVG>",
    ],
)
def test_svg_is_refused(drawing: bytes) -> None:
    assert refused(drawing).startswith("A drawing as SVG can hold a program")


def test_heic_is_refused_by_its_name() -> None:
    assert "HEIC" in refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")


@pytest.mark.parametrize("content", [b"", b"GIF", b"%PDF-1.7", b"BM" + b"\0" * 90])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refused(content).startswith("This file is no picture that can be read here")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_damaged_one_is_refused(form: str) -> None:
    noise = Image.effect_noise((90, 90), 90)
    written = io.BytesIO()
    noise.save(written, form)
    whole = written.getvalue()
    assert refused(whole[: len(whole) * 2 // 3]).startswith("This file can’t be read")


@given(st.binary(max_size=60), st.integers(0, 300))
def test_no_bytes_end_in_an_error(noise: bytes, place: int) -> None:
    picture = made("PNG")
    with suppress(ValidationError):
        encode(picture[:place] + noise + picture[place + len(noise) :])


def png_that_says(width: int, height: int) -> bytes:
    """Its head alone, with that many pixels in it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"\0\0\0\0IDAT" + struct.pack(">I", crc32(b"IDAT"))
    signature = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13)
    return signature + head + struct.pack(">I", crc32(head)) + end


def test_more_pixels_than_can_be_read_are_refused_unread() -> None:
    sentence = refused(png_that_says(8001, 4000))
    assert sentence.startswith("This picture has 8001 × 4000 pixels, and at most 32")


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_bomb_is_refused_unread(side: int) -> None:
    assert "far too many pixels" in refused(png_that_says(side, side))


def test_heavy_file_is_refused_unread() -> None:
    with pytest.raises(ValidationError, match="has 21 MB") as caught:
        images.encode(io.BytesIO(), 20_000_001)
    assert caught.value.code == "heavy"


def test_jpeg_may_have_more_pixels() -> None:
    content = bytearray(made())
    place = content.index(b"\xff\xc0") + 5  # the height in its head, then the width
    content[place : place + 4] = struct.pack(">HH", 8001, 8000)
    assert "at most 64 million" in refused(bytes(content))


def test_jpeg_is_unpacked_no_larger_than_is_of_use(monkeypatch: Any) -> None:
    unpacked = []
    load = JpegImagePlugin.JpegImageFile.load

    def spy(picture: JpegImagePlugin.JpegImageFile) -> Any:
        unpacked.append(picture.size)
        return load(picture)

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", spy)
    encode(made(size=(6400, 48)))
    assert unpacked[0] == (3200, 24)
