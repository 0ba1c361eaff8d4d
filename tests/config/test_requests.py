from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from config.requests import with_plain_content_type


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ("text/plain; charset=rot13", "text/plain"),
        ("text/plain; x*=bogus''a", "text/plain"),
        ("multipart/form-data; boundary=a-b", "multipart/form-data; boundary=a-b"),
        (
            'multipart/form-data; boundary="a b"; charset=hex',
            "multipart/form-data; boundary=a",
        ),
        ("", ""),
    ],
)
def test_content_type_keeps_only_what_forms_need(sent: str, read: str) -> None:
    environ = {"CONTENT_TYPE": sent}
    assert with_plain_content_type(environ)["CONTENT_TYPE"] == read


@pytest.mark.django_db(transaction=True)
def test_the_application_that_servers_run_reads_it_so() -> None:
    from config.wsgi import application

    environ: dict[str, Any] = {"CONTENT_TYPE": "text/plain; x*=bogus''a"}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    application(environ, lambda status, headers, error=None: statuses.append(status))
    assert statuses == ["200 OK"]
