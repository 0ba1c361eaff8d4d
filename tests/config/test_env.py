from pathlib import Path

import pytest

from config.env import BadSetting, Environment, read_environment


def env(**values: str) -> Environment:
    return Environment(values)


@pytest.mark.parametrize(
    ("word", "flag"), [("True", True), ("on", True), ("0", False), ("", False)]
)
def test_flag(word: str, flag: bool) -> None:
    assert env(DEBUG=word).flag("DEBUG", default=False) is flag


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        (lambda e: e.flag("DEBUG", False), "DEBUG", "maybe"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "example.org"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "http://[x"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "https://example.org/blog"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "https://example.org?a"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "http://*"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "http://me@example.org"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "http://example.org:"),
        (lambda e: e.origin("SITE_URL", ""), "SITE_URL", "http://exam\tple.org"),
        (lambda e: e.host("HOST", ""), "HOST", "a b"),
        (lambda e: e.host("HOST", ""), "HOST", "*"),
        (lambda e: e.allowed_hosts("ALLOWED_HOSTS"), "ALLOWED_HOSTS", "a.org:8000"),
        (lambda e: e.allowed_hosts("ALLOWED_HOSTS"), "ALLOWED_HOSTS", "https://a.org"),
        (lambda e: e.whole_number("PORT", 1, 9), "PORT", "10"),
        (lambda e: e.whole_number("PORT", 1, 9), "PORT", "one"),
        (lambda e: e.time_zone("TIME_ZONE", "UTC"), "TIME_ZONE", "Nowhere"),
        (lambda e: e.folder("SITE_DIR"), "SITE_DIR", "/no/such/folder"),
        (lambda e: e.folder("SITE_DIR"), "SITE_DIR", "."),
        (lambda e: e.language("SITE_LANGUAGE", "en", []), "SITE_LANGUAGE", "tlh"),
        (
            lambda e: e.url("EXIT_URL", "", ("https",)),
            "EXIT_URL",
            "http://example.org/",
        ),
        (
            lambda e: e.url("EXIT_URL", "", ("https",)),
            "EXIT_URL",
            "javascript:alert(1)",
        ),
        (lambda e: e.secret("SECRET_KEY"), "SECRET_KEY", "short"),
        (lambda e: e.secret("SECRET_KEY"), "SECRET_KEY", ""),
        (lambda e: e.fernet_keys("ADDRESS_KEYS"), "ADDRESS_KEYS", ""),
        (lambda e: e.fernet_keys("ADDRESS_KEYS"), "ADDRESS_KEYS", "no key"),
        (lambda e: e.networks("TRUSTED_PROXIES"), "TRUSTED_PROXIES", "10.0.0.1/8"),
        (lambda e: e.choice("LOG_FORMAT", "lines", "json"), "LOG_FORMAT", "xml"),
        (lambda e: e.bind("METRICS_BIND"), "METRICS_BIND", "9100"),
        (lambda e: e.bind("METRICS_BIND"), "METRICS_BIND", "127.0.0.1"),
        (lambda e: e.bind("METRICS_BIND"), "METRICS_BIND", "127.0.0.1:0"),
        (lambda e: e.bind("METRICS_BIND"), "METRICS_BIND", "127.0.0.1:65536"),
        (lambda e: e.bind("METRICS_BIND"), "METRICS_BIND", "a b:9100"),
    ],
)
def test_bad_value_is_refused_by_name(read, name: str, value: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadSetting, match=name):
        read(env(**{name: value}))


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("HTTPS://Guide.Example.org/", "https://guide.example.org"),
        ("https://guide.example.org:443", "https://guide.example.org"),
        ("http://[2001:DB8::1]:8000", "http://[2001:db8::1]:8000"),
    ],
)
def test_origin_as_browsers_write_it(written: str, origin: str) -> None:
    assert env(SITE_URL=written).origin("SITE_URL", "") == origin


def test_allowed_hosts() -> None:
    found = env(ALLOWED_HOSTS="A.org, .b.org,::1,*").allowed_hosts("ALLOWED_HOSTS")
    assert found == ["a.org", ".b.org", "[::1]", "*"]


@pytest.mark.parametrize(
    ("written", "bind"),
    [
        ("", None),
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("[::1]:9100", ("::1", 9100)),
    ],
)
def test_where_to_listen(written: str, bind: tuple[str, int] | None) -> None:
    assert env(METRICS_BIND=written).bind("METRICS_BIND") == bind


def test_refusal_never_shows_a_key() -> None:
    with pytest.raises(BadSetting) as caught:
        env(ADDRESS_KEYS="almost-a-key").fernet_keys("ADDRESS_KEYS")
    assert "almost-a-key" not in str(caught.value)


def test_keys_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys.env"
    file.write_text("# a comment\nONE_OF_OURS=file=1\nANOTHER=file\n")
    monkeypatch.setenv("ANOTHER", "environment")
    found = read_environment(file)
    assert found.text("ONE_OF_OURS", "") == "file=1"
    assert found.text("ANOTHER", "") == "environment"


def test_of_two_files_the_later_one_wins(tmp_path: Path) -> None:
    settings, keys = tmp_path / "settings.env", tmp_path / "keys.env"
    settings.write_text("ONE_OF_OURS=settings\nANOTHER=settings\n")
    keys.write_text("ONE_OF_OURS=keys\n")
    found = read_environment(settings, keys, tmp_path / "none")
    assert found.text("ONE_OF_OURS", "") == "keys"
    assert found.text("ANOTHER", "") == "settings"


def test_blank_in_the_environment_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keys.env").write_text("ONE_OF_OURS=file\n")
    monkeypatch.setenv("ONE_OF_OURS", " ")
    assert read_environment(tmp_path / "keys.env").text("ONE_OF_OURS", "") == "file"


def test_keys_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.env").write_bytes(b"SECRET_KEY=\xff\n")
    with pytest.raises(BadSetting, match=r"keys\.env can't be read"):
        read_environment(tmp_path / "keys.env")


def test_language_of_a_catalogue_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "pt_BR" / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    file.touch()
    given = Environment({"SITE_LANGUAGE": "pt-br"})
    assert given.language("SITE_LANGUAGE", "en", [tmp_path]) == "pt-br"
