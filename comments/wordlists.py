"""The words that ship: read from ``comments/content/`` and made rows of the Rule table.

Each is made once. What an editor changes or deletes in the admin stays as they left it.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from comments.models import Rule
from comments.screening.listed import BadPhrase, Effect, pattern
from guide.models import LoadedContent

CONTENT_DIR = Path(__file__).parent / "content"
NAME = "concern.toml"
_OVERLOOKED = "overlooked"


class BadWords(ValueError):
    """A sentence with the file's name."""


def read_words(folder: Path = CONTENT_DIR) -> Iterator[Rule]:
    """A rule for each phrase, unsaved. BadWords where a file can't be one."""
    path = folder / NAME
    try:
        families = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise BadWords(f"{path.name}: {error}.") from None
    for name, family in families.items():
        effect = Effect.OVERLOOK if name == _OVERLOOKED else Effect.CONCERN
        for phrase in family["phrases"]:
            try:
                pattern(phrase)
            except BadPhrase as error:
                raise BadWords(f"{path.name}: “{phrase}”: {error}") from None
            yield Rule(effect=effect, value=phrase, family=family["title"])


def _own_words() -> Iterator[Rule]:
    folder = settings.SITE_DIR and settings.SITE_DIR / "content"
    if folder and (folder / NAME).exists():
        yield from read_words(folder)


@transaction.atomic
def load_words(folder: Path = CONTENT_DIR) -> int:
    """Make rows of the phrases that were never loaded here; how many those are. With
    those of the site's own folder (SITE_DIR), where it has any.

    A phrase that an editor wrote before it shipped stays theirs.
    """
    found = [*read_words(folder), *_own_words()]
    rules = {f"words/{rule.effect}/{rule.value}": rule for rule in found}
    loaded = LoadedContent.objects.filter(source__startswith="words/")
    known = set(loaded.values_list("source", flat=True))
    new = {source: rule for source, rule in rules.items() if source not in known}
    # Two first starts at once: the second finds each row there and adds none.
    Rule.objects.bulk_create(new.values(), ignore_conflicts=True)
    LoadedContent.objects.bulk_create(
        [
            LoadedContent(source=source, object_pk=0, values={"value": rule.value})
            for source, rule in new.items()
        ],
        ignore_conflicts=True,
    )
    return len(new)
