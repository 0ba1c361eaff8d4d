"""EMAIL_URL, MAIL_FROM and MAIL_SITE_URL, and mail that becomes files."""

from email import message_from_bytes
from pathlib import Path
from typing import Any

import django
import pytest
from django.core.mail import EmailMessage

from config import mail
from config.env import BadSetting, Environment
from config.mail_files import EmailBackend
from tests.config.test_settings import run

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def tls_of(address: str) -> tuple[int, bool, bool]:
    found = mail.server(address)
    return found["port"], found.get("use_tls", False), found.get("use_ssl", False)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://localhost", (25, False, False)),
        ("smtp://localhost:2525/", (2525, False, False)),
        ("smtp+tls://mail.example.org", (587, True, False)),
        ("smtp+ssl://mail.example.org", (465, False, True)),
        ("smtps://mail.example.org", (465, False, True)),
        ("smtps://mail.example.org:587", (587, True, False)),
    ],
)
def test_each_kind_of_address_has_its_port_and_its_tls(
    address: str, expected: tuple[int, bool, bool]
) -> None:
    assert tls_of(address) == expected


def test_name_and_password_may_hold_any_character() -> None:
    found = mail.server("smtp+tls://me%40example.org:p%23+%2F%C3%A9@mail.example.org")
    assert (found["username"], found["password"]) == ("me@example.org", "p#+/é")


def test_every_step_has_a_timeout() -> None:
    assert 0 < mail.server("smtp://localhost")["timeout"] <= 30


@pytest.mark.parametrize(
    "address",
    [
        "mail.example.org",
        "http://mail.example.org",
        "consolemail://",
        "smtp://",
        "smtp://:25",
        "smtp://host:port",
        "smtp://host:0",
        "smtp://host:99999",
        "smtp://[host",
        "smtp://host/path",
        "smtp://host?timeout=1",
        "smtp://user@host",
        "smtp://user:secret#@host",
        "smtp://user:sec ret@host",
    ],
)
def test_bad_server_is_refused_without_a_word_of_it(address: str) -> None:
    with pytest.raises(BadSetting, match="EMAIL_URL must look like") as caught:
        Environment({"EMAIL_URL": address}).mail_server("EMAIL_URL")
    assert "secret" not in str(caught.value)


def test_settings_have_the_names_that_this_django_knows() -> None:
    options = mail.server("smtp+tls://me:secret@mail.example.org")
    found = mail.as_settings(options)
    if django.VERSION >= (6, 1):
        assert found["MAILERS"]["default"] == {"BACKEND": SMTP, "OPTIONS": options}
    else:
        assert found["EMAIL_BACKEND"] == SMTP
        assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", 587)
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (
            "me",
            "secret",
        )
        assert found["EMAIL_USE_TLS"] and found["EMAIL_TIMEOUT"]


@pytest.mark.parametrize(
    "text",
    [
        "notes@example.org",
        "A. Erin <notes@example.org>",
        '"A, B & C" <notes@example.org>',
        "É <n@example.org>",
    ],
)
def test_one_address_may_send(text: str) -> None:
    found = EmailMessage(from_email=mail.mailbox(text)).message()
    assert "example.org" in str(found["From"])


@pytest.mark.parametrize(
    "text",
    [
        "nobody",
        "a@example.org, b@example.org",
        "A <a@example.org",
        "a@example.org\nBcc: b@example.org",
        "A\r\nBcc: b@example.org <a@example.org>",
        "A\u202e <a@example.org>",
        "<>",
        "a b@example.org",
    ],
)
def test_what_is_no_address_may_not(text: str) -> None:
    with pytest.raises(BadSetting, match="MAIL_FROM must be one address"):
        Environment({"MAIL_FROM": text}).mailbox("MAIL_FROM", "")


@pytest.mark.parametrize(
    ("name", "origin", "expected"),
    [
        ("Footbridge", "http://127.0.0.1:8000", "Footbridge <footbridge@localhost>"),
        ("Footbridge", "http://[::1]:8000", "Footbridge <footbridge@localhost>"),
        ("A Walk", "https://walk.example.org", "A Walk <a-walk@walk.example.org>"),
        ('Say "hi", you', "https://x.org", '"Say \\"hi\\", you" <say-hi-you@x.org>'),
        ("橋", "https://x.org", "橋 <site@x.org>"),
    ],
)
def test_usual_sender_is_the_sites_name_at_its_host(
    name: str, origin: str, expected: str
) -> None:
    assert mail.mailbox(mail.neutral_mailbox(name, origin)) == expected


def settings_with(**values: str) -> str:
    code = (
        "from django.conf import settings as s;"
        "print(s.DEFAULT_FROM_EMAIL, s.MAIL_SITE_URL, s.ALLOWED_HOSTS);"
        "print(s.CSRF_TRUSTED_ORIGINS)"
    )
    done = run("-c", code, DJANGO_SETTINGS_MODULE="config.settings", **values)
    assert not done.stderr
    return done.stdout


def test_mailed_links_may_lead_to_a_host_of_their_own() -> None:
    told = settings_with(
        SITE_URL="https://guide.example.org", MAIL_SITE_URL="https://m.example.org:8443"
    )
    assert "@m.example.org> https://m.example.org:8443 " in told
    assert "['guide.example.org', 'm.example.org']" in told
    # Moderators who follow such a link sign in there.
    assert "'https://m.example.org:8443']" in told


def test_without_one_they_lead_to_the_site() -> None:
    told = settings_with(SITE_URL="https://guide.example.org")
    assert "https://guide.example.org ['guide.example.org']" in told


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "mail"


def send_to_files(*subjects: str) -> None:
    messages = [
        EmailMessage(subject, "Words.", to=["mo@example.org"]) for subject in subjects
    ]
    assert EmailBackend(alias="default").send_messages(messages) == len(subjects)


def test_each_mail_is_a_file_that_its_owner_alone_reads(folder: Path) -> None:
    send_to_files("One", "Two")
    files = list(folder.iterdir())
    assert {file.suffix for file in files} == {".eml"}
    subjects = {message_from_bytes(file.read_bytes())["Subject"] for file in files}
    assert subjects == {"One", "Two"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_folder_that_others_could_read_is_closed(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    send_to_files("One")
    assert folder.stat().st_mode & 0o777 == 0o700
