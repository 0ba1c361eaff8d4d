import logging

from config.logs import WithoutTokens


def test_log_line_names_no_token() -> None:
    record = logging.LogRecord(
        "django.request", 30, "", 0, "%s: %s", ("Not Found", "/comments/receipt/7:abc/"), None
    )
    WithoutTokens().filter(record)
    assert record.getMessage() == "Not Found: /comments/receipt/…/"
