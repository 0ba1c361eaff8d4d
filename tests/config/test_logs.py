import logging

import pytest

from config.logs import WithoutTokens

TOKEN = "7:" + "aB-_" * 10 + "abc"


@pytest.mark.parametrize("token", [TOKEN, "7:1xWG7H:" + TOKEN[2:]])
@pytest.mark.parametrize(
    "path", ["/comments/receipt/{}/", "/comments//receipt/{}/", "/Comments/ {}", "{}"]
)
def test_log_line_names_no_token(path: str, token: str) -> None:
    arguments = ("Not Found", path.format(token))
    record = logging.LogRecord("django", 30, "", 0, "%s: %s", arguments, None)
    WithoutTokens().filter(record)
    assert record.getMessage() == f"Not Found: {path.format('…')}"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/admin/invitation/aB-_cd/", "/admin/invitation/…/"),
        ("/admin/reset/Mg/abc-0123/", "/admin/reset/…/"),
    ],
)
def test_log_line_names_no_link_of_staff(path: str, shown: str) -> None:
    record = logging.LogRecord("django", 30, "", 0, "%s: %s", ("Gone", path), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == f"Gone: {shown}"
