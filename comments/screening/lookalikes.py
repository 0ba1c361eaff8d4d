"""Letters that look like others, and what a word looks like. Pure.

A small table of our own: what passes for a Latin letter in common fonts. Full-width,
mathematical and circled letters need no table, since NFKC makes them plain.
"""

import unicodedata

_LOOKALIKES = {
    "a": "аαɑ", "b": "ЬƄв", "c": "сϲᴄ", "d": "ԁɗ", "e": "еєҽεℯ", "f": "ғƒ",
    "g": "ɡԍց", "h": "һհн", "i": "іıιɩӏɪ", "j": "јϳ", "k": "кκ", "l": "ⅼ|ǀ",
    "m": "мᴍ", "n": "пոη", "o": "оοσօ०০ⲟ", "p": "рρ", "q": "ԛգ", "r": "гᴦ",
    "s": "ѕꜱ", "t": "тτ", "u": "υսц", "v": "νѵ", "w": "ԝɯω", "x": "хχ",
    "y": "уγүỿ", "z": "ᴢ",
}  # fmt: skip
_TO_LATIN = str.maketrans(
    {
        form: latin
        for latin, forms in _LOOKALIKES.items()
        for letter in forms
        for form in (letter, letter.casefold())
    }
)
_DIGITS = str.maketrans("0135$@!", "oles" + "sal")
# What one letter is taken for when it stands beside another.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def bare(words: str) -> str:
    """Lower case, without marks on letters and without what nobody sees."""
    if words.isascii():
        return words.lower()
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(
        character
        for character in unicodedata.normalize("NFD", folded)
        if unicodedata.category(character) not in ("Mn", "Cf", "Me")
    )


def in_latin(words: str) -> str:
    """``words``, already bare, with letters that look Latin as Latin ones."""
    return words.translate(_TO_LATIN)


def skeleton(words: str) -> str:
    """What ``words`` looks like at a glance: two that look alike have the same one."""
    plain = in_latin(bare(words)).translate(_DIGITS)
    plain = "".join(filter(str.isalnum, plain))
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    # A capital I is an l to the eye.
    return plain.replace("i", "l")


def script_of(letter: str) -> str:
    """The script of ``letter``, such as "latin" or "cyrillic"; "" for no letter."""
    if not letter.isalpha():
        return ""
    return unicodedata.name(letter, "?").split()[0].split("-")[0].lower()


def scripts_in(words: str) -> set[str]:
    return {script_of(character) for character in words} - {""}
