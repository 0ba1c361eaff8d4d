"""The settings as a start sees them, each in a process of its own."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

KEYS = {"SECRET_KEY": "k" * 50, "ADDRESS_KEYS": "b" * 43 + "="}


def run(*words: str, **values: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    kept["DATABASE_URL"] = "sqlite://:memory:"
    return subprocess.run(
        [sys.executable, *words],
        env=kept | KEYS | values,
        capture_output=True,
        text=True,
    )


def settings_with(**values: str) -> dict[str, Any]:
    names = (
        "ALLOWED_HOSTS DEBUG SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS "
        "SECURE_HSTS_INCLUDE_SUBDOMAINS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE"
    )
    code = (
        "import json;from django.conf import settings as s;"
        f"print(json.dumps({{n: getattr(s, n) for n in '{names}'.split()}}))"
    )
    done = run("-c", code, DJANGO_SETTINGS_MODULE="config.settings", **values)
    return dict(json.loads(done.stdout))


def test_plain_http_turns_nothing_on() -> None:
    found = settings_with()
    assert not any(
        found[name] for name in ("DEBUG", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    )


def test_https_turns_on_redirect_hsts_and_secure_cookies() -> None:
    found = settings_with(SITE_URL="https://guide.example.org")
    assert found == {
        "ALLOWED_HOSTS": ["guide.example.org"],
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({"HOST": "192.168.1.5"}, ["192.168.1.5"]),
        ({"HOST": "::1"}, ["[::1]", "127.0.0.1", "localhost"]),
        ({"HOST": "0.0.0.0"}, ["127.0.0.1", "localhost", "[::1]"]),
        ({"SITE_URL": "http://[2001:db8::1]"}, ["[2001:db8::1]"]),
        ({"HOST": "192.168.1.5", "ALLOWED_HOSTS": "a.org"}, ["a.org"]),
    ],
    ids=str,
)
def test_site_answers_where_it_is_served(
    values: dict[str, str], allowed: list[str]
) -> None:
    assert settings_with(**values)["ALLOWED_HOSTS"] == allowed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("HOST", "a b"),
        ("PORT", "many"),
        ("ALLOWED_HOSTS", "https://a.org"),
        ("SITE_URL", "ftp://example.org"),
        ("SECRET_KEY", "short"),
        ("ADDRESS_KEYS", "short"),
        ("DATABASE_URL", "mysql://x/y"),
        ("SITE_NAME", "a\nb"),
        ("EMAIL_URL", "mail.example.org"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_SITE_URL", "example.org"),
    ],
)
def test_wrong_setting_stops_with_one_sentence_that_names_it(
    name: str, value: str
) -> None:
    done = run("manage.py", "check", **{name: value})
    assert done.returncode != 0
    assert name in done.stderr and len(done.stderr.splitlines()) == 1


def test_deploy_check_is_clean_under_https() -> None:
    done = run(
        *"manage.py check --deploy --fail-level WARNING".split(),
        SITE_URL="https://guide.example.org",
        SECRET_KEY="abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOP",
    )
    assert done.returncode == 0, done.stderr


def test_host_that_a_stranger_wrote_is_told_to_nobody() -> None:
    # In a process without pytest, which hands every logger a handler.
    code = (
        "import django, logging; django.setup();"
        "logging.getLogger('django.security.DisallowedHost').error('words of theirs')"
    )
    done = run("-c", code, DJANGO_SETTINGS_MODULE="config.settings")
    assert (done.returncode, done.stderr) == (0, "")
