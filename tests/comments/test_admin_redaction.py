import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from comments import moderation, redaction
from comments.models import Comment, Status
from tests.make import make_comment, make_moderator

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"
WORDS, EDITED = "I met John in Leeds.", "I met in Leeds."
LEFT = "I met […] in Leeds."


@pytest.fixture
def comment() -> Comment:
    return make_comment(words=WORDS)


def at(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/redact/"


def sent(client: Client, comment: Comment, **fields: str) -> dict[str, str]:
    """What a browser sends of the page as it was just served."""
    page = client.get(at(comment)).content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w*seen)" value="(.*?)"', page)
    )
    return hidden | {"words": EDITED, "wish": "save"} | fields


def stored(comment: Comment) -> tuple[str, str, int]:
    comment.refresh_from_db()
    return comment.text, comment.status, comment.redactions.count()


def test_page_holds_the_words(
    client: Client, moderator: User, comment: Comment
) -> None:
    assert f"{WORDS}</textarea>" in client.get(at(comment)).content.decode()


def test_difference_is_shown_and_nothing_stored(
    client: Client, moderator: User, comment: Comment
) -> None:
    data = sent(client, comment, wish="preview")
    page = client.post(at(comment), data).content.decode()
    assert "I met <del>John</del> in Leeds." in page and LEFT in page
    assert f"{EDITED}</textarea>" in page
    assert stored(comment) == (WORDS, Status.PENDING, 0)


@pytest.mark.parametrize(
    ("wish", "status"), [("save", Status.PENDING), ("approve", Status.APPROVED)]
)
def test_saving_keeps_it_waiting_or_approves(
    client: Client, moderator: User, comment: Comment, wish: str, status: Status
) -> None:
    client.post(at(comment), sent(client, comment, wish=wish))
    assert stored(comment) == (LEFT, status, 1)


def test_twice_is_told_and_takes_out_once(
    client: Client, moderator: User, comment: Comment
) -> None:
    data = sent(client, comment)
    assert client.post(at(comment), data).status_code == 302
    assert client.post(at(comment), data).status_code == 409
    assert stored(comment) == (LEFT, Status.PENDING, 1)


def test_concern_is_saved_and_leads_to_its_own_page(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN, words=WORDS)
    assert 'value="approve"' not in client.get(at(concern)).content.decode()
    answer = client.post(at(concern), sent(client, concern))
    assert answer["Location"] == f"{LIST}{concern.pk}/change/"
    assert stored(concern) == (LEFT, Status.CONCERN, 1)


def test_concern_is_not_approved_by_a_button_of_ones_own(
    client: Client, moderator: User
) -> None:
    concern = make_comment(Status.CONCERN, words=WORDS)
    client.post(at(concern), sent(client, concern, wish="approve", asked_twice="1"))
    assert stored(concern) == (WORDS, Status.CONCERN, 0)


@pytest.mark.parametrize("verb", [moderation.decline, moderation.raise_concern])
def test_second_moderator_is_told_and_keeps_the_edit(
    client: Client, moderator: User, comment: Comment, verb: Any
) -> None:
    data = sent(client, comment, wish="approve")
    verb(comment, make_moderator())
    answer = client.post(at(comment), data)
    page = answer.content.decode()
    assert answer.status_code == 409 and "It changed after this page" in page
    assert comment.get_status_display() in page and f"{EDITED}</textarea>" in page
    assert stored(comment) == (WORDS, comment.status, 0)


def test_edit_of_words_that_changed_is_told_with_what_stands_now(
    client: Client, moderator: User, comment: Comment
) -> None:
    data = sent(client, comment, words="I met John.")
    seen = redaction.fingerprint(comment.text)
    redaction.redact(comment, make_moderator(), EDITED, seen)
    page = client.post(at(comment), data).content.decode()
    assert LEFT in page and "I met John.</textarea>" in page
    assert stored(comment) == (LEFT, Status.PENDING, 1)


def test_conflict_page_can_be_sent_again(
    client: Client, moderator: User, comment: Comment
) -> None:
    data = sent(client, comment)
    moderation.decline(comment, make_moderator())
    page = client.post(at(comment), data).content.decode()
    fresh = dict(re.findall(r'type="hidden" name="(\w*seen)" value="(.*?)"', page))
    client.post(at(comment), data | fresh)
    assert stored(comment) == (LEFT, Status.DECLINED, 1)


def test_erased_meanwhile_is_told_and_shows_no_word_of_it(
    client: Client, moderator: User, comment: Comment
) -> None:
    data = sent(client, comment)
    moderation.withdraw(comment)
    answer = client.post(at(comment), data)
    page = answer.content.decode()
    assert answer.status_code == 409 and "was erased" in page
    assert "Leeds" not in page and "<textarea" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "No word would be left"),
        ("...", "was added"),
        (WORDS, "Nothing was taken out"),
        ("I met Jo.", "“Jo” was added"),
        ("I met John\x07.", "invisible or broken"),
        ("word " * 50_000, "249999 characters"),
        ("word " * 2000, "was added"),
    ],
)
@pytest.mark.parametrize("wish", ["preview", "save"])
def test_bad_input_is_named_and_kept(
    client: Client, moderator: User, comment: Comment, words: str, told: str, wish: str
) -> None:
    answer = client.post(at(comment), sent(client, comment, words=words, wish=wish))
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and told in page
    assert words.replace("\x07", "").strip() in page
    assert stored(comment) == (WORDS, Status.PENDING, 0)


@pytest.mark.parametrize("wish", ["approve", "nonsense"])
def test_no_other_button_takes_bad_input(
    client: Client, moderator: User, comment: Comment, wish: str
) -> None:
    data = sent(client, comment, words="I met Jo.", wish=wish)
    assert client.post(at(comment), data).status_code == 422
    assert stored(comment) == (WORDS, Status.PENDING, 0)


@pytest.mark.parametrize("field", ["seen", "words_seen"])
@pytest.mark.parametrize("value", ["", "x", "9" * 400, "\x00"])
def test_nonsense_in_hidden_fields_is_no_error(
    client: Client, moderator: User, comment: Comment, field: str, value: str
) -> None:
    answer = client.post(at(comment), sent(client, comment) | {field: value})
    assert answer.status_code in (302, 409)


def test_markup_is_shown_as_typed(client: Client, moderator: User) -> None:
    comment = make_comment(words="<b>I</b> met John.")
    data = sent(client, comment, words="<b>I</b> met.", wish="preview")
    assert "<b>" not in client.post(at(comment), data).content.decode()


def test_reading_stores_nothing(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.get(at(comment), sent(client, comment))
    assert stored(comment) == (WORDS, Status.PENDING, 0)


def test_other_methods_are_refused(
    client: Client, moderator: User, comment: Comment
) -> None:
    assert client.put(at(comment)).status_code == 405


def test_stranger_is_asked_to_sign_in(client: Client, comment: Comment) -> None:
    answer = client.post(at(comment), {"words": EDITED, "wish": "save"})
    assert answer["Location"].startswith("/admin/login/")
    assert stored(comment) == (WORDS, Status.PENDING, 0)


@pytest.fixture
def helper(client: Client) -> User:
    """A moderator without the permission to see originals."""
    helper = User.objects.create_user("helper", is_staff=True)
    names = ["view_comment", "change_comment"]
    helper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(helper)
    return helper


def test_who_may_only_look_takes_nothing_out(
    client: Client, helper: User, comment: Comment
) -> None:
    data = sent(client, comment)
    helper.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    assert client.get(at(comment)).status_code == 403
    assert client.post(at(comment), data).status_code == 403
    own_page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert at(comment) not in own_page
    assert stored(comment) == (WORDS, Status.PENDING, 0)


def own_page(client: Client, comment: Comment) -> str:
    return client.get(f"{LIST}{comment.pk}/change/").content.decode()


def test_original_stands_under_the_log_for_who_may_see_it(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.post(at(comment), sent(client, comment))
    page = own_page(client, comment)
    assert WORDS in page and page.index('id="decisions-group"') < page.index(WORDS)


def test_original_needs_its_permission(
    client: Client, helper: User, comment: Comment
) -> None:
    client.post(at(comment), sent(client, comment))
    page = own_page(client, comment)
    assert "Words taken out" in page and "John" not in page
    helper.user_permissions.add(Permission.objects.get(codename="view_original"))
    assert WORDS in own_page(client, comment)


def test_erased_original_is_said_to_be_erased(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.post(at(comment), sent(client, comment))
    comment.redactions.update(original="")
    assert "What stood there before is erased." in own_page(client, comment)


def test_no_page_of_the_admin_logs_the_words(
    client: Client, moderator: User, comment: Comment
) -> None:
    client.post(at(comment), sent(client, comment))
    assert b"John" not in client.get(f"{LIST}{comment.pk}/history/").content


def test_page_costs_four_queries(
    client: Client, moderator: User, comment: Comment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        client.get(at(comment))
