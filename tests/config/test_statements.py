"""What /privacy/ and /accessibility/ say is so, by the settings and the headers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from comments import (
    fingerprints,
    mail_tokens,
    outbox,
    ratelimit,
    reader_letters,
    retention,
    tokens,
    worker,
)
from comments.models import Throttle
from guide.models import Author, Page, Post
from tests.make import LONG_AGO, make_report

ROOT = Path(__file__).parents[2]
LEFT_ON_A_DEVICE = re.compile(
    r"\b(localStorage|sessionStorage|indexedDB|caches|cookie|serviceWorker|cookieStore)\b"
)


@dataclass(frozen=True)
class Shipped:
    """What a reader has of the shipped guide."""

    texts: dict[str, str]  # of the statements, by slug, without tags
    pages: dict[str, Any]  # answers, by address


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Shipped:
    """Loaded and asked for once; the database is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_guide", verbosity=0)
        texts = {page.slug: plain(page.html) for page in Page.objects.all()}
        client = Client()
        shipped = Shipped(
            texts, {address: client.get(address) for address in readers_pages()}
        )
        transaction.set_rollback(True)
    return shipped


@pytest.fixture
def said(shipped: Shipped) -> Callable[[str], str]:
    """The shipped text of a page, as a reader has it."""
    return shipped.texts.__getitem__


def plain(html: str) -> str:
    text = re.sub(r"<[^>]*>", "", html)
    return re.sub(r"\s+", " ", text).replace("’", "'")


def readers_pages() -> list[str]:
    posts = [post.get_absolute_url() for post in Post.objects.all()]
    own = ["/", "/steps/", "/step-card/", "/nowhere/", "/comments/my-address/"]
    lists = ["/posts/", "/topics/", "/whole-guide/", "/search/?q=x"]
    authors = [author.get_absolute_url() for author in Author.objects.all()]
    assert posts and authors
    return [*own, *lists, *authors, *posts, *(f"/{slug}/" for slug in Page.FIXED)]


def test_no_cookie_and_nothing_from_anybody_else(
    said: Callable[[str], str], shipped: Shipped
) -> None:
    assert "set no cookie, store nothing on your device and load nothing from" in said(
        "privacy"
    )
    for address, answer in shipped.pages.items():
        assert not answer.cookies, address
        assert "set no cookie and load nothing from" in answer.content.decode()
        policy = answer.headers["Content-Security-Policy"]
        sources = {word for part in policy.split(";") for word in part.split()[1:]}
        assert sources == {"'self'", "'none'"}, address


def test_nothing_is_stored_on_the_device() -> None:
    """By no script; answers with cookies are looked for above."""
    found = list((ROOT / "static" / "js").glob("*.js"))
    assert len(found) >= 6
    for path in found:
        assert not LEFT_ON_A_DEVICE.search(path.read_text()), path.name


def test_staff_have_a_cookie_that_readers_never_meet(
    said: Callable[[str], str],
) -> None:
    assert "log in with a cookie. It is limited to the admin pages" in said("privacy")
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == "/admin/"


@pytest.mark.parametrize(
    ("sentence", "is_so"),
    [
        ("(those for that are gone after 30 days)", fingerprints.KEPT.days == 30),
        (
            "All of that is gone within 48 hours",
            timedelta(hours=48) > ratelimit.KEYS_KEPT,
        ),
        (
            "after seven days without that your ticks are forgotten",
            timedelta(days=7) == mail_tokens.CONFIRM_WORKS,
        ),
        (
            "at most five such mails a day to one address",
            reader_letters.UNPROVED_A_DAY == 5,
        ),
        (
            "a list of which kind was sent when goes after a week",
            timedelta(days=7) == outbox.KEPT,
        ),
        (
            "shows your words for 30 minutes",
            timedelta(minutes=30) == tokens.RECEIPT_SHOWS,
        ),
        (
            "a link that works for an hour",
            timedelta(hours=1) == mail_tokens.MY_ADDRESS_WORKS,
        ),
    ],
)
def test_times_in_the_text_are_those_of_the_clocks(
    said: Callable[[str], str], sentence: str, is_so: bool
) -> None:
    assert sentence in said("privacy")
    assert is_so


@pytest.mark.parametrize(
    "sentence",
    [
        "for at most 48 hours a scrambled code of your network address",
        "under a scrambled code that's gone within 48 hours",
    ],
)
def test_codes_of_reports_and_of_counted_mail_are_gone_in_time(
    db: None, said: Callable[[str], str], sentence: str
) -> None:
    assert sentence in said("privacy")
    report = make_report(at=LONG_AGO)
    ratelimit.hit("mails:code", reader_letters.DAY, LONG_AGO)
    # The clocks run at any time of their hour: later than this they may not have run.
    ratelimit.forget_senders(LONG_AGO + timedelta(hours=48) - worker.CLOCKS_EVERY)
    report.refresh_from_db()
    assert report.sender == "" and not Throttle.objects.exists()


def test_times_that_an_owner_sets_stand_at_the_end_alone(
    db: None, said: Callable[[str], str], shipped: Shipped
) -> None:
    assert not re.search(r"\b(kept for|erased) \d+", said("privacy"))
    page = shipped.pages["/privacy/"].content.decode()
    for promise in retention.promises():
        assert promise in page.replace("&#x27;", "'")


def test_pages_work_without_script_and_hold_none(
    said: Callable[[str], str], shipped: Shipped
) -> None:
    assert "No script. Everything works without it." in said("accessibility")
    for address, answer in shipped.pages.items():
        page = answer.content.decode()
        # What search engines read is no script: a browser runs none of it.
        page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
        for tag in re.findall(r"<script\b[^>]*>[^<]*", page):
            assert re.fullmatch(r"<script\b[^>]* src=\"/static/[^>]*>", tag), address
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), address


def test_pages_speak_of_titles_as_they_are(
    said: Callable[[str], str], shipped: Shipped
) -> None:
    assert "the same for every page, unless the owner chose" in said("accessibility")
    pages = [answer.content.decode() for answer in shipped.pages.values()]
    titles = {re.sub(r"\s+", "", p.split("<title>")[1].split("<")[0]) for p in pages}
    assert titles == {settings.SITE_NAME}
    assert all(page.count("<h1") == 1 for page in pages)


def test_nothing_moves(said: Callable[[str], str]) -> None:
    assert "Nothing moves, blinks, plays or jumps" in said("accessibility")
    moving = re.compile(
        r"animation|transition|(?<!over)scroll-behavior|<(video|audio|marquee)"
    )
    for path in [*ROOT.glob("static/css/*.css"), *ROOT.glob("templates/**/*.html")]:
        assert not moving.search(path.read_text()), path.name


def test_footer_leads_to_each_statement(client: Client, db: Any) -> None:
    footer = client.get("/").content.decode().split("<footer")[1]
    for slug in Page.FIXED:
        assert f'href="/{slug}/"' in footer
