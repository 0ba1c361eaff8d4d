from typing import Any

import pytest

from comments import details_hint
from comments.forms import CommentForm
from tests.make import form_data

PHONE = "Call me on 020 7946 0123 if you like."
STREET = "I live at 14 Elm Street."
EMAIL = "Write to wren@example.org."


def form(**fields: Any) -> CommentForm:
    return CommentForm(form_data(**fields), action="/")


def again(form: CommentForm, **changes: Any) -> CommentForm:
    """What a browser sends of ``form`` once it came back."""
    form.is_valid()
    form.renew_stamp()
    return CommentForm(dict(form.data) | changes, action="/")


@pytest.mark.parametrize(
    ("words", "kind"),
    [(PHONE, "a phone number"), (STREET, "a street address"), (EMAIL, "an email")],
)
def test_kind_of_detail_is_named_beside_the_comment(words: str, kind: str) -> None:
    [error] = form(comment=words).errors["comment"]
    assert f"seems to hold {kind}" in error


def test_several_kinds_are_named_in_one_sentence() -> None:
    [error] = form(comment=f"{PHONE} {STREET} {EMAIL}").errors["comment"]
    assert "a phone number, a street address and an email address" in error


def test_sending_again_posts_it_as_it_is() -> None:
    second = again(form(comment=PHONE))
    assert second.is_valid() and second.cleaned_data["comment"] == PHONE


def test_new_detail_is_pointed_out_anew() -> None:
    second = again(form(comment=PHONE), comment=f"{PHONE} {EMAIL}")
    [error] = second.errors["comment"]
    assert "an email address" in error and "phone" not in error
    assert again(second).is_valid()


def test_another_of_the_same_kind_is_new() -> None:
    second = again(form(comment=PHONE), comment="Or on 020 7946 0999.")
    assert "comment" in second.errors


def test_taking_one_of_two_out_asks_nothing_more() -> None:
    assert again(form(comment=f"{PHONE} {EMAIL}"), comment=PHONE).is_valid()


def test_both_questions_come_at_once_and_one_more_send_suffices() -> None:
    first = form(comment=PHONE, email="wren@gmial.com")
    assert set(first.errors) == {"comment", "email"}
    assert again(first).is_valid()


def test_hidden_field_repeats_no_detail() -> None:
    first = form(comment=f"{PHONE} {EMAIL}")
    first.is_valid()
    carried = str(first["details_asked"])
    assert "0123" not in carried and "wren" not in carried


@pytest.mark.parametrize("asked", ["nonsense", "\0", "0" * 12])
def test_guessed_answer_asks_all_the_same(asked: str) -> None:
    assert "comment" in form(comment=PHONE, details_asked=asked).errors


def test_ordinary_words_are_asked_nothing() -> None:
    assert details_hint.asking("We met on 12.10.2019, 5 minutes down the road.") == ""
    assert form(comment="Dinner @ 7 and no phones.").is_valid()
