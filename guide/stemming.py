"""English words to their stems, after Martin Porter's algorithm of 1980. Pure.

"listening" and "listened" are one stem, so that who searches for one finds the other.
Written out here, because SQLite and PostgreSQL stem differently, and the words of an
excerpt must be marked exactly where the index found them.
"""

from functools import lru_cache

_VOWELS = "aeiou"
# The longest ending that fits counts, whether or not what is before it is long enough.
_SECOND = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
    "logi": "log",
}
_THIRD = {
    "icate": "ic",
    "ative": "",
    "alize": "al",
    "iciti": "ic",
    "ical": "ic",
    "ful": "",
    "ness": "",
}
_FOURTH = dict.fromkeys(
    "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive "
    "ize".split(),
    "",
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of ``word`` in lower case; what isn't written in ASCII stays."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    word = _without_plural(word)
    word = _without_past(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replace(word, _SECOND, more_than=0)
    word = _replace(word, _THIRD, more_than=0)
    word = _replace(word, _FOURTH, more_than=1)
    return _without_last_letter(word)


def _shape(word: str) -> str:
    """``c`` or ``v`` for each letter; y is a vowel behind a consonant."""
    shape = ""
    for letter in word:
        is_vowel = letter in _VOWELS or (letter == "y" and shape.endswith("c"))
        shape += "v" if is_vowel else "c"
    return shape


def _measure(word: str) -> int:
    """How often a consonant follows a vowel, which is about its syllables."""
    return _shape(word).count("vc")


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _ends_short(word: str) -> bool:
    """As "hop" does: consonant, vowel, and a consonant that is no w, x or y."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _without_plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        before = word.removesuffix(ending)
        if before != word:
            return _mended(before) if _has_vowel(before) else word
    return word


def _mended(word: str) -> str:
    """``word`` as it was before "ed" or "ing" came: hoped to hope, hopped to hop."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    is_double = word[-1:] == word[-2:-1] and _shape(word).endswith("c")
    if is_double and word[-1] not in "lsz":
        return word[:-1]
    if _measure(word) == 1 and _ends_short(word):
        return word + "e"
    return word


def _replace(word: str, endings: dict[str, str], more_than: int) -> str:
    fitting = [ending for ending in endings if word.endswith(ending)]
    if not fitting:
        return word
    ending = max(fitting, key=len)
    before = word.removesuffix(ending)
    if _measure(before) <= more_than:
        return word
    if ending == "ion" and not before.endswith(("s", "t")):
        return word
    return before + endings[ending]


def _without_last_letter(word: str) -> str:
    if word.endswith("e"):
        before, measure = word[:-1], _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _ends_short(before)):
            word = before
    if word.endswith("ll") and _measure(word) > 1:
        return word[:-1]
    return word
