import pytest

from comments import addresses


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("wren@EXAMPLE.org", "wren@example.org"),
        ("Wren@example.org", "Wren@example.org"),
        ("wren@bücher.example.org", "wren@bücher.example.org"),
        ("wren+tag@example.org", "wren+tag@example.org"),
    ],
)
def test_normal_form(typed: str, normal: str) -> None:
    assert addresses.normalise(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "wren",
        "wren@",
        "@example.org",
        "wren@localhost",
        "a b@example.org",
        "wren@example..org",
        "wren@example.org, jay@example.org",
        "wren@example.org\nBcc: jay@example.org",
        "w" * 65 + "@example.org",
        "wren@" + "a." * 130 + "org",
    ],
)
def test_no_address(typed: str) -> None:
    assert addresses.normalise(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wren@gmial.com", "wren@gmail.com"),
        ("wren@gmail.con", "wren@gmail.com"),
        ("wren@hotmial.co.uk", "wren@hotmail.co.uk"),
    ],
)
def test_slip_of_the_finger_is_seen(typed: str, meant: str) -> None:
    assert addresses.suggest(typed) == meant


@pytest.mark.parametrize(
    "domain", ["gmail.com", "mail.com", "me.co", "ymail.com", "example.org", "gmx.at"]
)
def test_real_domain_is_not_doubted(domain: str) -> None:
    assert addresses.suggest(f"wren@{domain}") is None
