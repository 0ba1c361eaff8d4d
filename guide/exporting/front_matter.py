"""A text with what is known of it above, as ``guide/content/`` has it. Pure.

TOML between ``+++`` lines, then the body. ``tomllib`` reads back what is written here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from guide.exporting.values import as_text

# What a long string of TOML holds only escaped: what it takes for more than itself.
_ESCAPED = re.compile(r'["\\\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f]')


def document(values: Mapping[str, Any], body: str) -> str:
    """``values`` are text, numbers, truths, aware datetimes, lists of those, and lists
    of tables; what is None isn't written. The body stands as it is."""
    return f"+++\n{toml(values)}+++\n{body}"


def toml(values: Mapping[str, Any]) -> str:
    """Tables last: what follows one belongs to it."""
    given = {name: value for name, value in values.items() if value is not None}
    lines = [
        f"{name} = {_written(value)}\n"
        for name, value in given.items()
        if not _is_tables(value)
    ]
    return "".join([*lines, *_tables(given)])


def _tables(values: Mapping[str, Any]) -> Iterator[str]:
    for name, rows in values.items():
        if _is_tables(rows):
            yield from (f"\n[[{name}]]\n{toml(row)}" for row in rows)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return as_text(value)
    if isinstance(value, list):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, str) and "\n" in value:
        return f'"""\n{_ESCAPED.sub(_escape, value)}"""'
    if isinstance(value, str):
        return f'"{_ESCAPED.sub(_escape, value)}"'
    return json.dumps(value)


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}"
