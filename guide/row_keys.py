"""Keys of rows, as anybody may have written them into an address. Pure."""

BIGGEST_KEY = 2**63 - 1


def key_in(words: str) -> int:
    """The key that ``words`` of an address name, or 0 where they name none."""
    if not (words.isascii() and words.isdecimal() and len(words) < 20):
        return 0
    return min(int(words), BIGGEST_KEY)
