import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from config.logs import JsonLines, Lines, said, trace

TOKEN = "7:" + "aB-_" * 10 + "abc"


def record(
    name: str, message: str, *arguments: object, **extra: Any
) -> logging.LogRecord:
    made = logging.LogRecord(
        name, 30, __file__, 7, message, arguments, extra.pop("exc_info", None)
    )
    vars(made).update(extra)
    return made


def failed(words: str) -> Any:
    """What ``sys.exc_info`` says of an error that quotes ``words``, caused by one."""
    try:
        vars(str)[words]
    except KeyError:
        try:
            int(words)
        except ValueError:
            return sys.exc_info()


@pytest.mark.parametrize("token", [TOKEN, "7:1xWG7H:" + TOKEN[2:]])
@pytest.mark.parametrize(
    "path", ["/comments/receipt/{}/", "/comments//receipt/{}/", "/Comments/ {}", "{}"]
)
def test_log_line_names_no_token(path: str, token: str) -> None:
    line = said(record("comments", "%s: %s", "Not Found", path.format(token)))
    assert line == f"Not Found: {path.format('…')}"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/admin/invitation/aB-_cd/", "/admin/invitation/…/"),
        ("/admin/reset/Mg/abc-0123/", "/admin/reset/…/"),
    ],
)
def test_log_line_names_no_link_of_staff(path: str, shown: str) -> None:
    assert said(record("config", "%s: %s", "Gone", path)) == f"Gone: {shown}"


def test_of_a_request_there_is_the_pattern_of_its_page() -> None:
    request = RequestFactory().get("/posts/wren/?q=wren")
    request.resolver_match = SimpleNamespace(  # type: ignore[assignment]
        route="posts/<slug:slug>/"
    )
    line = record(
        "django.request", "%s: %s", "wren", "wren", request=request, status_code=404
    )
    assert said(line) == "404 Not Found: GET posts/<slug:slug>/"


def test_of_a_request_to_nowhere_there_is_neither_path_nor_strange_method() -> None:
    request = RequestFactory().generic("WREN", "/wren/")
    line = record("django.security.csrf", "wren", request=request, status_code=403)
    assert said(line) == "403 Forbidden: … …"


@pytest.mark.parametrize(
    ("message", "arguments", "shown"),
    [
        ("error connecting in %r: %s", ("pool", "wren"), "error connecting in …: …"),
        ("%(who)s after %5.1f s", ({"who": "wren"},), "… after … s"),
        ("It may have been put together before: wren", (), "…"),
    ],
)
def test_others_lines_have_holes(
    message: str, arguments: tuple[object, ...], shown: str
) -> None:
    line = record("psycopg.pool", message, *arguments)
    assert said(line) == f"{shown} (tests/config/test_logs.py:7)"


def test_error_is_told_by_where_it_came_by_and_its_class() -> None:
    steps = trace(record("guide", "It broke.", exc_info=failed("wren")))
    classes = [step for step in steps if step.startswith("builtins.")]
    assert classes == ["builtins.KeyError", "builtins.ValueError"]
    assert steps[0].startswith("tests/config/test_logs.py:")
    assert not [step for step in steps if "wren" in step]


def test_error_that_hides_another_is_told_alone() -> None:
    error = ValueError()
    error.__context__, error.__suppress_context__ = KeyError(), True
    line = record("guide", "It broke.", exc_info=(ValueError, error, None))
    assert trace(line) == ["builtins.ValueError"]


def test_line_for_people() -> None:
    line = record("guide.epub", "It broke.", exc_info=failed("x"), created=0.25)
    first, *steps = Lines().format(line).splitlines()
    assert first == "1970-01-01T00:00:00.250Z WARNING guide.epub: It broke."
    assert steps and all(step.startswith("    ") for step in steps)


def test_line_for_machines_is_one_object() -> None:
    line = record("guide.epub", "Two\nlines.", exc_info=failed("x"), created=0.25)
    written = JsonLines().format(line)
    assert "\n" not in written
    found = json.loads(written)
    assert found.pop("trace")[-1] == "builtins.ValueError"
    assert found == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "warning",
        "logger": "guide.epub",
        "message": "Two\nlines.",
    }
