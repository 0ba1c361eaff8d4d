from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from config.requests import with_plain_content_length, with_plain_content_type


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


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("262144", "262144"),
        ("", ""),
        ("0" * 5000, "0"),
        ("0" * 5000 + "9", "9"),
        ("9" * 5000, "9" * 18),
        ("-5", "9" * 18),
        ("many", "9" * 18),
    ],
)
def test_content_length_is_one_that_can_be_read(sent: str, read: str) -> None:
    environ = {"CONTENT_LENGTH": sent}
    assert with_plain_content_length(environ)["CONTENT_LENGTH"] == read


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"CONTENT_TYPE": "text/plain; x*=bogus''a"}, "200 OK"),
        (
            {
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": "0" * 5000,
                "HTTP_COOKIE": f"csrftoken={'c' * 32}",
                "PATH_INFO": "/admin/login/",
                "REQUEST_METHOD": "POST",
            },
            "403 Forbidden",
        ),
    ],
    ids=["type", "length"],
)
def test_the_application_that_servers_run_reads_them_so(
    values: dict[str, Any], status: str
) -> None:
    from config.wsgi import application

    setup_testing_defaults(values)
    statuses: list[str] = []
    application(values, lambda status, headers, error=None: statuses.append(status))
    assert statuses == [status]


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["9" * 5000, "0" * 5000])
def test_comment_whose_length_nobody_can_read_is_too_big(
    client: Client, length: str
) -> None:
    answer = client.post("/posts/the-pause/comments/", CONTENT_LENGTH=length)
    assert answer.status_code == 413
