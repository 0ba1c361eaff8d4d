"""A reader of the text format, written from its grammar (version 0.0.4)."""

import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*),?\}})? (\S+)")
COMMENT = re.compile(rf"# (HELP|TYPE) ({NAME}) (.*)")
KINDS = ("counter", "gauge", "histogram", "summary", "untyped")

Labels = tuple[tuple[str, str], ...]


def read(text: str) -> dict[str, dict[Labels, float]]:
    """Values by their labels, by name. AssertionError where the format isn't kept."""
    assert text.endswith("\n"), "the last line must end"
    found: dict[str, dict[Labels, float]] = {}
    told: set[tuple[str, str]] = set()
    for line in text.splitlines():
        if line.startswith("#"):
            comment = COMMENT.fullmatch(line)
            assert comment, line
            what, name, words = comment.groups()
            assert (what, name) not in told, f"{name} has two lines of {what}"
            assert what == "HELP" or words in KINDS, line
            assert re.fullmatch(r"(?:[^\\]|\\[\\n])*", words), line
            assert name not in found, f"{what} comes after values of {name}"
            told.add((what, name))
            if what == "TYPE" and words == "counter":
                assert name.endswith("_total"), name
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        name, labels = sample[1], tuple(re.findall(LABEL, sample[2] or ""))
        assert {("HELP", name), ("TYPE", name)} <= told, name
        # Lines of one name stand together.
        assert name not in found or name == list(found)[-1], name
        values = found.setdefault(name, {})
        assert labels not in values, line
        values[labels] = float(sample[sample.lastindex or 0])
    return found
