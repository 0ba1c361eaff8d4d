"""How a log line is written, and all that it leaves out.

Lines are read by others, kept and sent on. So none holds an address, a name, words that
somebody typed, a query, a cookie, a network address or the token of a private page,
whoever logs it:

- what our own rooms log is written by us: kinds, numbers, classes of errors;
- of a request there is its status, its method and the pattern of its page;
- of anybody else's line the arguments are left out, and all of one without any, since
  that may have been put together before;
- of an error there are its class and the lines it came by, never its text: drivers and
  mail servers quote what they were given.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType

from django.http import HttpRequest

# A key (with that of a renewed link) and its signature, wherever in a path they stand,
# some with the moment of signing between them, and staff's one-time links.
TOKEN = re.compile(
    r"\d+(?:\.[\w-]+)?:(?:\w+:)?[\w-]{20,}"
    r"|(?<=/admin/invitation/)[^/\s]+|(?<=/admin/reset/)[^/\s]+/[^/\s]+"
)
OURS = ("bench", "comments", "config", "guide")
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
LEFT_OUT = "…"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[#0 +-]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
ROOT = Path(__file__).parent.parent


class Lines(logging.Formatter):
    """For people: a line, and beneath it where an error came by."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{moment(record)} {record.levelname} {record.name}: {said(record)}"
        return "\n    ".join([head, *trace(record)])


class JsonLines(logging.Formatter):
    """For machines: an object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said(record),
        }
        if steps := trace(record):
            line["trace"] = steps
        return json.dumps(line, ensure_ascii=False)


def moment(record: logging.LogRecord) -> str:
    """In UTC, as in ``2026-11-03T10:00:00.000Z``."""
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return TOKEN.sub(LEFT_OUT, record.getMessage())
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return _asked(request, getattr(record, "status_code", None))
    where = f"{_place(record.pathname)}:{record.lineno}"
    words = PLACEHOLDER.sub(LEFT_OUT, str(record.msg)) if record.args else LEFT_OUT
    return f"{words} ({where})"


def _asked(request: HttpRequest, status: int | None) -> str:
    """Such as ``404 Not Found: GET posts/<slug:slug>/``."""
    method = request.method if request.method in METHODS else LEFT_OUT
    route = request.resolver_match.route if request.resolver_match else LEFT_OUT
    phrase = f"{status} {HTTPStatus(status).phrase}" if status else "No answer"
    return f"{phrase}: {method} {route}"


def trace(record: logging.LogRecord) -> list[str]:
    """The lines an error came by and its class, the first cause first."""
    error = record.exc_info[1] if record.exc_info else None
    return [step for each in _causes(error) for step in _steps(each)]


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error and error not in found:
        found.append(error)
        is_hidden = error.__cause__ is None and error.__suppress_context__
        error = None if is_hidden else error.__cause__ or error.__context__
    return found[::-1]


def _steps(error: BaseException) -> Iterator[str]:
    yield from _frames(error.__traceback__)
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}"


def _frames(came_by: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(came_by):
        code = frame.f_code
        yield f"{_place(code.co_filename)}:{line} {code.co_name}"


def _place(file: str) -> str:
    """A path that names no folder of this machine."""
    path = Path(file)
    if "site-packages" in path.parts:
        return file.rpartition("site-packages/")[2]
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
