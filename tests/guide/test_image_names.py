import pytest

from guide.image_names import ImageName

WIDE = "0123456789abcdef-1600x901.jpg"


def parsed(name: str) -> ImageName:
    found = ImageName.parse(name)
    assert found
    return found


@pytest.mark.parametrize("name", [WIDE, WIDE.replace("jpg", "avif")])
def test_name_is_read_and_written_alike(name: str) -> None:
    assert str(parsed(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../" + WIDE,
        WIDE + "\n",
        WIDE.upper(),
        WIDE.replace("jpg", "svg"),
        WIDE.replace("x901", "x0"),
        WIDE.replace("-1600", "-1601"),
        WIDE.replace("x901", "x3201"),
        WIDE.replace("0", "\u0660"),
        WIDE.removeprefix("0"),
    ],
)
def test_what_else_is_no_name(name: str) -> None:
    assert ImageName.parse(name) is None


def test_widths_end_with_the_largest() -> None:
    sizes = parsed(WIDE).sizes()
    assert sizes == [(400, 225), (800, 450), (1200, 676), (1600, 901)]


def test_nothing_is_enlarged() -> None:
    assert parsed("0123456789abcdef-399x10.png").sizes() == [(399, 10)]


def test_flat_one_keeps_a_line() -> None:
    assert parsed("0123456789abcdef-1600x1.png").sizes()[0] == (400, 1)


def test_each_size_is_there_in_three_formats() -> None:
    files = [str(name) for name in parsed("0123456789abcdef-500x50.png").all_files()]
    sizes = ("400x40", "500x50")
    assert files == [
        f"0123456789abcdef-{size}.{ending}"
        for ending in ("avif", "webp", "png")
        for size in sizes
    ]


def test_digest_is_that_of_the_bytes() -> None:
    assert ImageName.of(b"bytes", 1, 2, "png").digest == "277089d91c0bdf4f"
