"""Figures in the text format that Prometheus reads, version 0.0.4. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """``values`` by the value of ``label``, or one under the empty string without it.

    Of a counter the name ends in ``_total``.
    """

    name: str
    what: str
    values: dict[str, float]
    label: str = ""
    kind: Literal["gauge", "counter"] = "gauge"


def written(figures: Iterable[Figure]) -> str:
    return "".join(f"{line}\n" for figure in figures for line in _lines(figure))


def _lines(figure: Figure) -> list[str]:
    what = figure.what.replace("\\", r"\\").replace("\n", r"\n")
    return [
        f"# HELP {figure.name} {what}",
        f"# TYPE {figure.name} {figure.kind}",
        *(
            f"{figure.name}{_labels(figure.label, word)} {_number(value)}"
            for word, value in figure.values.items()
        ),
    ]


def _labels(label: str, word: str) -> str:
    if not label:
        return ""
    escaped = word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'{{{label}="{escaped}"}}'


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
