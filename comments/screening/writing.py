"""How it is written: capitals, exclamation marks, another script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from comments.screening.lookalikes import script_of
from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Limits, saying

_FEW_LETTERS = 20
_LOUD_SHARE = 0.7
_MARKS = re.compile(r"[!?！？]{6}")  # noqa: RUF001
SCRIPTS = [
    ("latin", _("Latin")),
    ("cyrillic", _("Cyrillic")),
    ("greek", _("Greek")),
    ("arabic", _("Arabic")),
    ("hebrew", _("Hebrew")),
    ("devanagari", _("Devanagari")),
    ("hangul", _("Korean")),
    ("cjk", _("Chinese or Japanese")),
]
_JAPANESE = {"hiragana": "cjk", "katakana": "cjk"}


def _shouting(candidate: Candidate, limits: Limits) -> Iterator[str]:
    capitals = sum(map(str.isupper, candidate.words))
    cased = capitals + sum(map(str.islower, candidate.words))
    if cased >= _FEW_LETTERS and capitals >= _LOUD_SHARE * cased:
        yield f"{100 * capitals // cased} %"
    elif _MARKS.search(candidate.words):
        yield "!!!!!!"


def _other_script(candidate: Candidate, limits: Limits) -> Iterator[str]:
    if limits.script == "latin" and candidate.words.isascii():
        return
    scripts = Counter(script_of(letter) for letter in candidate.words)
    del scripts[""]
    for other, name in _JAPANESE.items():
        scripts[name] += scripts.pop(other, 0)
    foreign = scripts.total() - scripts[limits.script]
    if foreign >= 5 and foreign > scripts.total() / 2:
        del scripts[limits.script]
        yield scripts.most_common(1)[0][0]


CHECKS = (
    Check(
        Reason.SHOUTING,
        "writing",
        _shouting,
        trips=saying("HE NEVER LISTENS TO ANYTHING I SAY"),
        spares=saying("We watched the NBA on TV and it was OK!"),
    ),
    Check(
        Reason.OTHER_SCRIPT,
        "writing",
        _other_script,
        trips=saying("Лучшие цены здесь"),
        spares=saying("My mother always says «душа моя» to him."),
    ),
)
