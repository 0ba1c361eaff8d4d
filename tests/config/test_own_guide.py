"""Somebody else's guide, in a folder of its own: docs/your-own-guide.md, tried."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings

from comments.screening import own
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Limits
from config.static_files import TOKENS, missing_tokens

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "data" / "own_guide"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    database = tmp_path_factory.mktemp("own") / "own.sqlite3"
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.own_guide"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "k" * 50,
            "ADDRESS_KEYS": "b" * 43 + "=",
            "DATABASE_URL": f"sqlite:///{database}",
            "SITE_URL": "http://testserver",
            "DEBUG": "True",  # files by their own names, as they aren't collected
            "SITE_NAME": "The Slow Kitchen",
            "SITE_DIR": str(FOLDER),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_cover_is_that_of_the_other_guide(seen: dict[str, Any]) -> None:
    assert "Bread, soup and patience" in seen["cover"]
    assert "Husband" not in seen["cover"]
    assert "<title>The Slow Kitchen</title>" in seen["cover"]


def test_post_shows_its_question_and_the_template_from_outside(
    seen: dict[str, Any],
) -> None:
    assert '<h2 id="too-old">Is it too old?</h2>' in seen["post"]
    assert "Written beside an oven by Basil Example." in seen["post"]


def test_colours_are_those_of_the_folder(seen: dict[str, Any]) -> None:
    assert Path(seen["tokens"]).is_relative_to(FOLDER)


def test_pages_and_helplines_that_it_lacks_are_those_that_ship(
    seen: dict[str, Any],
) -> None:
    assert "Samaritans" in seen["help"]


def test_added_check_holds_a_comment_with_its_reason(seen: dict[str, Any]) -> None:
    assert seen["signs"] == [Reason.EVERYTHING_WAITS, Reason.OWN]


def test_words_of_the_folder_join_those_that_ship(seen: dict[str, Any]) -> None:
    assert {"Fire", "Fear"} <= set(seen["families"])


# A file that doesn't work


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("CHECKS = (1,)", "CHECKS must be a tuple of Check"),
        ("", "CHECKS must be a tuple of Check"),
        ("1 / 0", "ZeroDivisionError"),
        ("CHECKS = (", "SyntaxError"),
    ],
)
def test_file_that_is_none_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / own.NAME).write_text(text)
    with pytest.raises(own.BadChecks, match=sentence):
        own.read(tmp_path / own.NAME)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("I use margarine.", "I use olive oil.", "should trip"),
        ("I use butter.", "No margarine.", "shouldn't trip"),
        ("Reason.OWN", "Reason.FLOOD", "must be Reason.OWN"),
    ],
)
def test_check_does_what_its_examples_say(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    text = (FOLDER / own.NAME).read_text()
    (tmp_path / own.NAME).write_text(text.replace(old, new))
    with pytest.raises(own.BadChecks, match=sentence):
        own.read(tmp_path / own.NAME)


def test_check_that_fails_over_some_words_holds_them(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(own, "checks", lambda: (Broken(),))
    [sign] = own.signs(Candidate(words="private words"), Limits())
    assert sign.code == Reason.OWN_FAILED
    assert "LookupError" in caplog.text and "private" not in caplog.text


class Broken:
    def signs(self, candidate: Candidate, limits: Limits) -> None:
        raise LookupError(candidate.words)


def test_colours_that_the_folder_forgot_are_named(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    text = (ROOT / "static" / TOKENS).read_text().replace("--found:", "--lost:")
    (tmp_path / TOKENS).write_text(text)
    with override_settings(STATICFILES_DIRS=[tmp_path, ROOT / "static"]):
        assert missing_tokens() == ["--found"]


@pytest.mark.parametrize("name", ["content/guide.toml", "content/01-flour.md"])
def test_handbook_shows_the_files_that_are_tried(name: str) -> None:
    shown = (FOLDER / name).read_text()
    handbook = (ROOT / "docs" / "your-own-guide.md").read_text()
    assert textwrap.indent(shown, "    ") in handbook
