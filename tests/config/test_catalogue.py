"""The Spanish catalogue says all that the site says, and its compiled file is of it."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from tests.make import make_post

ROOT = Path(__file__).parents[2]
MESSAGES = Path("locale", "es", "LC_MESSAGES")
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\}|</?\w+")

MSGFMT, MSGATTRIB = shutil.which("msgfmt"), shutil.which("msgattrib")
needs_gettext = pytest.mark.skipif(not MSGFMT, reason="gettext isn't installed")


def catalogue(file: Path) -> dict[str | tuple[str, int], str]:
    with file.open("rb") as opened:
        found = gettext.GNUTranslations(opened)
    said: dict[str | tuple[str, int], str] = found._catalog  # type: ignore[attr-defined] # noqa: SLF001
    return {key: words for key, words in said.items() if key}


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue brought up to the code, in a copy of it, and compiled."""
    copy = tmp_path_factory.mktemp("code")
    for folder in ("comments", "config", "guide", "templates", "workshop", "locale"):
        shutil.copytree(ROOT / folder, copy / folder)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "es"]
    alone = {"PATH": os.environ["PATH"]}  # without settings, which have other folders
    subprocess.run(command, cwd=copy, env=alone, check=True, capture_output=True)
    return copy / MESSAGES / "django.po"


@needs_gettext
@pytest.mark.parametrize("kind", ["--untranslated", "--only-fuzzy", "--only-obsolete"])
def test_nothing_is_missing_doubtful_or_left_over(anew: Path, kind: str) -> None:
    done = subprocess.run(
        [str(MSGATTRIB), kind, anew], capture_output=True, check=True, text=True
    )
    assert not done.stdout, done.stdout


@needs_gettext
def test_compiled_file_is_of_the_catalogue(tmp_path: Path) -> None:
    source, compiled = ROOT / MESSAGES / "django.po", tmp_path / "django.mo"
    command = [str(MSGFMT), "-o", str(compiled), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    assert catalogue(ROOT / MESSAGES / "django.mo") == catalogue(compiled)


def test_each_sentence_keeps_its_places_and_tags() -> None:
    """The plurals' first forms have their own words, so they are told by the others."""
    said = catalogue(ROOT / MESSAGES / "django.mo")
    broken = [
        key
        for key, words in said.items()
        if isinstance(key, str)
        and sorted(PLACE.findall(key)) != sorted(PLACE.findall(words))
    ]
    assert said and not broken


@pytest.mark.django_db
def test_page_is_in_spanish(client: Client) -> None:
    post = make_post()
    with translation.override("es"):
        page = client.get(post.get_absolute_url()).content.decode()
    assert '<html lang="es">' in page
    assert "Salir de esta página" in page and "Enviar mi comentario" in page
