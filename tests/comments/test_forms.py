from datetime import date
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form

from comments import stamps
from comments.forms import CommentForm
from tests.make import form_data

LONG_AGO = date(2020, 1, 1)


def errors(**fields: Any) -> dict[str, Any]:
    return CommentForm(form_data(**fields), action="/").errors.get_json_data()


def test_good_form_has_no_error() -> None:
    assert not errors()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", ""),
        ("comment", " \n\t "),
        ("comment", "a"),
        ("comment", "\u200b\u200b\u200b"),
        ("comment", "x" * 5001),
        ("comment", "nul\0"),
        ("comment", "turned \u202e round"),
        ("comment", "broken \ufffd"),
        ("name", ""),
        ("name", "\u2060"),
        ("name", "n" * 81),
        ("name", "wren@example.org"),
        ("name", "https://example.org"),
        ("name", "www.example.com"),
        ("name", "bell\x07"),
        ("name", "\u3164"),
        ("name", "e" + "\u0301" * 20),
        ("comment", "a" + "\u0301\u0316" * 100_000),
        ("email", ""),
        ("email", "wren"),
        ("email", "wren@example.org\0"),
        ("email", "w" * 255),
    ],
)
def test_mistake_is_told_beside_its_field(field: str, value: str) -> None:
    assert list(errors(**{field: value})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", "ok"),
        ("comment", "x" * 5000),
        ("comment", "e\u0301" * 5000),
        ("comment", "👍👍"),
        ("comment", "a\r\nb" + "\r\n" * 4000 + "c"),
        ("name", "n" * 80),
        ("name", "Ana María"),
        ("name", "J. R."),
        ("name", "小鳥"),
        ("email", " wren@example.org "),
        ("email", "wren@bücher.example.org"),
    ],
)
def test_what_people_type_is_accepted(field: str, value: str) -> None:
    assert not errors(**{field: value})


def test_words_are_tidied() -> None:
    form = CommentForm(form_data(comment=" a\r\nb ", name=" two \n words"), action="/")
    assert form.is_valid()
    assert form.cleaned_data["comment"] == "a\nb"
    assert form.cleaned_data["name"] == "two words"


def test_invisible_characters_are_gone_when_the_form_comes_back() -> None:
    form = CommentForm(form_data(comment="bell\x07 and \u202ewords"), action="/")
    assert form["comment"].value() == "bell and words"


def test_length_is_told_and_nothing_cut() -> None:
    form = CommentForm(form_data(comment="x" * 5001), action="/")
    assert "5001 characters" in str(form.errors)
    assert form["comment"].value() == "x" * 5001


def test_likely_slip_is_asked_about_once() -> None:
    first = CommentForm(form_data(email="wren@gmial.com"), action="/")
    assert "Did you mean wren@gmail.com?" in str(first.errors)
    asked = str(first["email_asked"].value())
    again = form_data(email="wren@gmial.com", email_asked=asked)
    assert CommentForm(again, action="/").is_valid()


def test_hidden_field_is_no_reason_of_its_own() -> None:
    form = CommentForm(form_data(email_asked="\0"), action="/")
    assert form.is_valid()
    assert "\0" not in str(form["email_asked"])


@pytest.mark.parametrize("stamp", ["", "forged", "2020-01-01:abc"])
def test_bad_stamp_asks_to_send_again_with_a_good_one(stamp: str) -> None:
    form = CommentForm(form_data(stamp=stamp), action="/")
    assert "send it once more" in str(form.non_field_errors())
    form.renew_stamp()
    again = dict(form.data) | {"stamp": form["stamp"].value()}
    assert CommentForm(again, action="/").is_valid()


def test_browser_never_cuts_what_is_typed() -> None:
    form = CommentForm(action="/")
    assert not any("maxlength" in str(form[name]) for name in form.fields)


def test_browser_offers_no_name_but_an_address() -> None:
    form = CommentForm(action="/")
    assert 'autocomplete="off"' in str(form["name"])
    assert 'autocomplete="email"' in str(form["email"])


@pytest.mark.parametrize(
    ("stamp", "doubtful"), [("forged", True), (stamps.make_stamp(LONG_AGO), False)]
)
def test_only_a_form_that_was_never_served_is_doubted_when_it_comes_again(
    stamp: str, doubtful: bool
) -> None:
    form = CommentForm(form_data(stamp=stamp), action="/")
    for _ in range(2):
        form.renew_stamp()
        form = CommentForm(dict(form.data), action="/")
    assert form.is_valid()
    assert form.is_doubtful() is doubtful


def test_trap_is_labelled_and_out_of_everybodys_way() -> None:
    page = render_crispy_form(CommentForm(action="/"))
    trap = page[page.index('<div class="hidden-visually"') :]
    trap = trap[: trap.index("</div>")]
    assert 'aria-hidden="true"' in trap and "Leave this empty" in trap
    assert 'tabindex="-1"' in trap and 'autocomplete="off"' in trap


def test_filled_trap_is_no_mistake() -> None:
    form = CommentForm(form_data(website="https://example.org\0"), action="/")
    assert form.is_valid() and form.cleaned_data["website"]
