"""A comment is left, read, approved, seen and taken back: by plain scripts."""

import hashlib
import secrets
from collections.abc import Iterator
from urllib.parse import urldefrag

import pytest

from tests.start.client import Answer, Client
from tests.start.server import Server

POST = "/posts/the-bridge/"
LIST = "/admin/comments/comment/"
HASHES = ("md5", "sha1", "sha256")


@pytest.fixture
def words() -> str:
    return f"My small step of this week is number {secrets.token_hex(8)}."


@pytest.fixture
def address() -> str:
    return f"heather-{secrets.token_hex(6)}@example.org"


@pytest.fixture
def receipt(client: Client, moderator: Client, words: str, address: str) -> str:
    """The path of the receipt of a comment that was just sent."""
    answer = send(client, words, address)
    assert answer.status == 303, answer.words
    return answer["Location"]


def send(client: Client, words: str, address: str) -> Answer:
    form = client.get(POST).form(action="/comments/")
    fields = form.filled(comment=words, name="Heather", email=address)
    return client.post(form.action, fields)


def decide(moderator: Client, words: str, verb: str) -> None:
    """Find the comment by its words, and choose what holds ``verb`` from the menu."""
    number = words.split()[-1].strip(".")
    form = moderator.get(f"{LIST}?q={number}").form(field="action")
    ticked = [box for box in form.boxes if box[0] == "_selected_action"]
    assert len(ticked) == 1
    answer = moderator.post(LIST, [*form.filled(action=verb), *ticked])
    assert answer.status == 302, answer.words


def withdraw(client: Client, receipt: str) -> Answer:
    form = client.get(receipt).form(action="withdraw")
    return client.post(form.action, form.fields)


def public_pages(client: Client) -> Iterator[Answer]:
    """Everything that a reader reaches from the cover by following links."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        answer = client.get(waiting.pop())
        yield answer
        if answer["Content-Type"].startswith("text/html"):
            for _, attributes in answer.links:
                path = urldefrag(attributes.get("href") or attributes["src"]).url
                if path.startswith("/") and path not in seen:
                    seen.add(path)
                    waiting.append(path)


def test_receipt_shows_what_was_sent(client: Client, receipt: str, words: str) -> None:
    page = client.get(receipt)
    assert page.status == 200 and words in page.words


def test_comment_waits(client: Client, receipt: str, words: str) -> None:
    assert words not in client.get(POST).words


def test_approved_comment_is_there_at_the_next_request(
    client: Client, moderator: Client, receipt: str, words: str
) -> None:
    decide(moderator, words, "approve")
    assert words in client.get(POST).words


@pytest.mark.parametrize("verb", ["decline", "mark_spam"])
def test_others_stay_off_the_page(
    client: Client, moderator: Client, receipt: str, words: str, verb: str
) -> None:
    decide(moderator, words, verb)
    assert words not in client.get(POST).words


def test_removed_comment_is_gone_at_the_next_request(
    client: Client, moderator: Client, receipt: str, words: str
) -> None:
    decide(moderator, words, "approve")
    assert withdraw(client, receipt).status == 303
    assert words not in client.get(POST).words
    assert words not in client.get(receipt).words


def test_removed_words_are_in_no_row(
    client: Client, server: Server, receipt: str, words: str
) -> None:
    withdraw(client, receipt)
    with server.database() as database:
        assert words not in "\n".join(database.iterdump())


def test_address_appears_nowhere(
    client: Client,
    moderator: Client,
    server: Server,
    receipt: str,
    words: str,
    address: str,
) -> None:
    decide(moderator, words, "approve")
    hashes = [hashlib.new(name, address.encode()).hexdigest() for name in HASHES]
    traces = [address, address.partition("@")[0], *hashes]
    answers = [client.get(receipt), *public_pages(client)]
    # The receipt, the post, the page on which a reader may report it or answer; and
    # the post the other way round, where others have written there too.
    assert sum(words.encode() in answer.body for answer in answers) >= 4
    for answer in answers:
        served = str(answer.headers).encode() + answer.body
        assert not [trace for trace in traces if trace.encode() in served]
    assert not [trace for trace in traces if trace in server.told()]


def test_no_link_leads_nowhere(client: Client) -> None:
    assert {answer.status for answer in public_pages(client)} <= {200, 302}


def test_no_public_answer_sets_a_cookie(client: Client, receipt: str) -> None:
    answers = [client.get(receipt), *public_pages(client)]
    assert len(answers) > 12
    assert {answer["Set-Cookie"] for answer in answers} == {""}


def test_same_comment_sent_twice_is_stored_once(
    client: Client, receipt: str, server: Server, words: str, address: str
) -> None:
    assert send(client, words, address)["Location"] == receipt
    with server.database() as database:
        count = "SELECT count(*) FROM comments_comment WHERE text = ?"
        assert database.execute(count, [words]).fetchone() == (1,)
