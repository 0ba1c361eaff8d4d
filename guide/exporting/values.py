"""JSON that loses nothing of a moment: the framework's own cuts it to milliseconds."""

import json
from datetime import UTC, date, datetime
from typing import Any


def as_json(values: Any, indent: int | None = None) -> str:
    return json.dumps(values, default=_plain, ensure_ascii=False, indent=indent)


def as_text(moment: datetime) -> str:
    """An aware datetime as ISO 8601, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an export")
