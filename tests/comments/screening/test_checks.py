"""Each rule of ours against its own examples, odd cases, and whatever can be typed."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.evidence import links_in
from comments.screening import handbook
from comments.screening.listed import signs as listed_signs
from comments.screening.reasons import Reason
from comments.screening.values import (
    Candidate,
    Check,
    Example,
    Limits,
    Link,
    PublicNames,
    Sign,
)
from comments.screening.verdict import CHECKS, signs_of
from comments.text import render

HANDBOOK = Path(__file__).parents[3] / "docs" / "moderating.md"
BY_REASON = {check.reason: check for check in CHECKS}
LISTED = list(handbook.listed_examples())


def trips(reason: Reason, candidate: Candidate, limits: Limits | None = None) -> bool:
    check = BY_REASON[reason]
    return bool(check.signs(candidate, limits or check.limits))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.reason.value)
def test_examples_of_the_handbook_hold(check: Check) -> None:
    assert check.signs(check.trips.candidate, check.limits)
    assert not check.signs(check.spares.candidate, check.limits)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.reason.value)
def test_family_that_is_off_finds_nothing(check: Check) -> None:
    limits = Limits(off=frozenset({check.family}), names=check.limits.names)
    assert not check.signs(check.trips.candidate, limits)


@pytest.mark.parametrize(("reason", "trips", "spares"), LISTED)
def test_examples_of_listed_words_hold(
    reason: Reason, trips: Example, spares: Example
) -> None:
    [sign] = listed_signs(trips.candidate, trips.rules)
    assert sign.code == reason
    assert not listed_signs(spares.candidate, spares.rules)


def test_handbook_has_the_table_of_these_rules() -> None:
    """``manage.py rules_table`` prints it anew."""
    assert handbook.table() in HANDBOOK.read_text()


def test_each_reason_that_no_rule_finds_is_known() -> None:
    found = {*BY_REASON, *(reason for reason, _trips, _spares in LISTED)}
    assert set(Reason) - found == {
        Reason.EVERYTHING_WAITS,
        Reason.TRUSTED,
        # Of a comment that its writer changed.
        Reason.EDITED,
        Reason.EARLIER_CONCERN,
        # Of a site's own checks.
        Reason.OWN,
        Reason.OWN_FAILED,
    }


@pytest.mark.parametrize(
    "href",
    [
        "https://xn--80ak6aa92e.com/",  # apple, all Cyrillic
        "https://paypa1.example/",
        "https://g00gle.example/",
        "https://xn--/",
        "https://xn--\u4e00-999999999999.example/",
    ],
)
def test_host_in_disguise(href: str) -> None:
    assert trips(Reason.LOOKALIKE_HOST, Candidate(links=(Link(href, ""),)))


@pytest.mark.parametrize(
    "href",
    [
        "https://paypal.com/",
        "https://xn--e1afmkfd.example/",  # a Russian word
        "https://xn--mnchen-3ya.example/",
        "https://[::1]/",
        "https://[broken",
        "//",
        "",
    ],
)
def test_honest_host(href: str) -> None:
    assert not trips(Reason.LOOKALIKE_HOST, Candidate(links=(Link(href, href),)))


def test_link_that_says_another_host() -> None:
    html = render("[paypal.com](https://elsewhere.example/) and example.com")
    assert trips(Reason.LOOKALIKE_HOST, Candidate(links=links_in(html)))
    assert not trips(Reason.LOOKALIKE_HOST, Candidate(links=links_in(render("a.com"))))


@pytest.mark.parametrize(
    "words",
    ["+1 (555) 010-9999", "0049 30 901820", "555-0123", "tel.: 07700900123"],
)
def test_phone_number(words: str) -> None:
    assert trips(Reason.PHONE_NUMBER, Candidate(words=words))


@pytest.mark.parametrize(
    "words", ["2019-2020", "24/7", "10.000", "call 988", "1-2-3", "12/10/2019 - 3"]
)
def test_other_number(words: str) -> None:
    assert not trips(Reason.PHONE_NUMBER, Candidate(words=words))


@pytest.mark.parametrize(
    "words",
    ["22 old road", "Lindenstraße 4", "Portland OR 97201", "SW1A 1AA", "9 Oak Hill Dr"],
)
def test_street(words: str) -> None:
    assert trips(Reason.STREET_ADDRESS, Candidate(words=words))


@pytest.mark.parametrize("name", ["Αdmin", "MODERAT0R", "The Team", "Wren  AUTHOR"])  # noqa: RUF001
def test_name_of_an_office_or_author(name: str) -> None:
    limits = Limits(names=PublicNames(("Wren Author",)))
    assert trips(Reason.IMITATED_NAME, Candidate(name=name), limits)


PEOPLE = ("Amanda Erin", "Jo Reed", "mo", "The Editors")
SITE = Limits(names=PublicNames(PEOPLE, sites=("Footbridge",)))


@pytest.mark.parametrize(
    ("name", "taken_for"),
    [
        ("Amanda", "Amanda Erin"),
        ("Аmаndа", "Amanda Erin"),  # noqa: RUF001
        ("amanda e.", "Amanda Erin"),
        ("The real Amanda", "Amanda Erin"),
        ("Author Amanda", "Amanda Erin"),
        ("Amanda Erin Books", "Amanda Erin"),
        ("Jo", "Jo Reed"),
        ("Mo", "mo"),
        ("Site admin", "admin"),
        ("siteadmin", "admin"),
        ("M o d e r a t o r", "moderator"),
        ("Admin Jane", "admin"),
        ("Mod team", "team"),
        ("F00tbridge", "Footbridge"),
        ("Footbridge Team", "Footbridge"),
    ],
)
def test_name_says_whose_it_looks_like(name: str, taken_for: str) -> None:
    [sign] = BY_REASON[Reason.IMITATED_NAME].signs(Candidate(name=name), SITE)
    assert sign.found == taken_for


@pytest.mark.parametrize(
    "name",
    [
        "Erin",
        "The",
        "Amanda K.",
        "Mandy",
        "Joan",
        "Joa Ann",
        "Reed",
        "Mona",
        "A Friend",
        "Modesty",
    ],
)
def test_first_names_of_others_are_free(name: str) -> None:
    assert not trips(Reason.IMITATED_NAME, Candidate(name=name), SITE)


@pytest.mark.parametrize("name", ["Teamwork", "Ina", "Adina", "小鳥", ""])
def test_name_of_their_own(name: str) -> None:
    limits = Limits(names=PublicNames(("", "!!!", "Ana")))
    assert not trips(Reason.IMITATED_NAME, Candidate(name=name), limits)


@pytest.mark.parametrize(
    "words", ["こんにちは、元気ですか", "你好你好你好", "Привет, как дела"]
)
def test_other_script(words: str) -> None:
    assert trips(Reason.OTHER_SCRIPT, Candidate(words=words))


def test_script_of_the_site_is_a_setting() -> None:
    words = Candidate(words="Мы разговаривали вчера")
    assert not trips(Reason.OTHER_SCRIPT, words, Limits(script="cyrillic"))
    latin = Candidate(words="We talked yesterday")
    assert trips(Reason.OTHER_SCRIPT, latin, Limits(script="cyrillic"))


def test_nought_switches_a_number_off() -> None:
    links = (Link("https://one.example/", ""),) * 9
    limits = Limits(links=0, pause_seconds=0)
    assert not trips(Reason.MANY_LINKS, Candidate(links=links), limits)
    assert not trips(Reason.TOO_FAST, Candidate(pause=timedelta(0)), limits)


def test_details_are_not_repeated_in_the_sign() -> None:
    words = "020 7946 0123, 14 Elm Street, wren@example.org"
    found = signs_of(Candidate(words=words), [], Limits())
    assert len(found) == 3
    assert not any(sign.found for sign in found)


def test_sign_survives_being_stored() -> None:
    sign = Sign(Reason.CONCERN, "hit me", "negated", 7)
    assert Sign.from_json(sign.as_json()) == sign
    assert sign.sentence.endswith("“hit me” (said with a “not”)")


HOSTILE = [
    piece * (5000 // len(piece))
    for piece in (
        "1", "1 ", "(", "+1-", "1.", "a@", "a.", "a.b@", "12 Elm ", "12 a", "A", "A1 ",
        "Aa", "AA 1", "http://a.b ", "[a](http://b.c) ", "!", "! ", "ﷺ", "xn--", "vv",
    )
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:8])
def test_no_text_takes_long(words: str) -> None:
    links = tuple(Link(f"https://{words[:60]}.example/", words) for _ in range(200))
    began = time.process_time()
    signs_of(Candidate(words=words, name=words[:80], links=links), [], Limits())
    assert time.process_time() - began < 1


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=100))
def test_nothing_that_can_be_typed_raises(words: str, name: str, href: str) -> None:
    links = (*links_in(render(words)), Link(href, words), Link(f"//{href}", name))
    candidate = Candidate(words=words, name=name, domain=href, links=links)
    limits = Limits(names=PublicNames(("Wren Author", name)))
    assert all(len(sign.found) <= 60 for sign in signs_of(candidate, [], limits))
