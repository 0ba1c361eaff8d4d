"""The Nu checker finds no error in any kind of page."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments import moderation, tokens
from comments.models import DiscussionSettings, Status
from guide.content import load_content, read_content
from guide.models import Post
from tests.browser import NODE_MODULES
from tests.make import (
    form_data,
    make_comment,
    make_moderator,
    make_post,
    report_data,
)

JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
STATUSES = {"200", "403", "404", "405", "409", "410", "413", "422"}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("java"), reason="java isn't there"),
    pytest.mark.skipif(
        not JAR.exists(), reason="vnu-jar isn't there (npm ci in tests/browser)"
    ),
]


def answers(client: Client) -> Iterator[Any]:
    """Every kind of page, as served."""
    yield client.get("/")  # Nothing to read yet.
    load_content(read_content())
    make_post(title="Alone", body="## A table\n\n| a | b |\n|--|--|\n| 1 | 2 |\n")
    closed = make_post(comments_open=False)
    post = Post.objects.get(slug="the-bridge")
    for number in range(51):
        make_comment(Status.APPROVED, post=post, words=f"> *{number}*\n\n- one")
    waiting = make_comment(post=post)
    long_ago = make_comment(submitted_at=timezone.now() - timedelta(hours=2))
    yield from (client.get(each.get_absolute_url()) for each in Post.objects.all())
    yield from (client.get(tokens.receipt_url(each)) for each in (waiting, long_ago))
    declined = make_comment(post=post)
    moderation.decline(declined, make_moderator(), "A word,\n\nand <more>.")
    removed = make_comment(post=post)
    moderation.withdraw(removed)
    for each in (waiting, declined, removed):
        yield client.get(tokens.manage_url(each))
    late = make_comment(submitted_at=timezone.now() - timedelta(days=9))
    yield client.post(tokens.withdraw_url(late))
    report = f"{post.comments.approved()[0].get_absolute_url()}report/"
    yield client.get(report)
    yield client.post(report, {"words": "<b>&"})
    yield client.get(client.post(report, report_data())["Location"])
    yield client.post("/comments/0/report/", report_data())
    for address in ("/", "/help/", "/privacy/", "/house-rules/", "/comments/removed/"):
        yield client.get(address)
    for address in ("/posts/", "/topics/", "/authors/amanda-erin/", "/whole-guide/"):
        yield client.get(address)
    yield client.get(f"{post.get_absolute_url()}?after=50")
    yield client.get("/nothing/")
    form = f"{post.get_absolute_url()}comments/"
    yield client.get(form)
    yield client.post(form, {"comment": "<b>&", "email": '"'})
    yield client.post(form, form_data(comment=waiting.text))
    yield client.post(form, form_data(comment="x" * 300_000))
    DiscussionSettings.objects.create(pk=1, paused=True)
    yield client.get(post.get_absolute_url())
    yield client.post(form, form_data())
    yield client.post(f"{closed.get_absolute_url()}comments/", form_data())


def test_nu_checker_finds_no_error(client: Client, tmp_path: Path) -> None:
    for number, answer in enumerate(answers(client)):
        file = tmp_path / f"{number}-{answer.status_code}.html"
        file.write_bytes(answer.content)
    assert {file.stem[-3:] for file in tmp_path.iterdir()} == STATUSES
    command = ["java", "-jar", str(JAR), "--Werror", "--stdout", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout or done.stderr
