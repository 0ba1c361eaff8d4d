import pytest

from config import hosts

LOOPBACK = list(hosts.LOOPBACK)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Guide.Example.org", "guide.example.org"),
        ("192.168.1.5", "192.168.1.5"),
        ("::1", "[::1]"),
        ("[2001:DB8:0::1]", "[2001:db8::1]"),
        ("fe80::1%eth0", "[fe80::1]"),
    ],
)
def test_host_as_browsers_send_it(written: str, normal: str) -> None:
    assert hosts.normal(written) == normal


@pytest.mark.parametrize("host", "|*|.org|a.org.|a_b|a:1|[x]|a b".split("|"))
def test_what_is_no_host(host: str) -> None:
    assert hosts.normal(host) is None


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("192.168.1.5", "http://192.168.1.5:8000"),
        ("[::1]", "http://[::1]:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("[::]", "http://127.0.0.1:8000"),
    ],
)
def test_site_that_is_named_nowhere(host: str, site: str) -> None:
    assert hosts.default_site(host, 8000) == site


@pytest.mark.parametrize(
    ("site", "host", "allowed"),
    [
        ("https://guide.example.org", "127.0.0.1", ["guide.example.org"]),
        ("https://guide.example.org", "0.0.0.0", ["guide.example.org"]),
        ("https://guide.example.org", "10.1.2.3", ["guide.example.org", "10.1.2.3"]),
        ("http://[2001:db8::1]", "127.0.0.1", ["[2001:db8::1]"]),
        ("http://192.168.1.5:8000", "192.168.1.5", ["192.168.1.5"]),
        ("http://127.0.0.1:8000", "127.0.0.1", LOOPBACK),
        ("http://[::1]:8000", "[::1]", ["[::1]", "127.0.0.1", "localhost"]),
        ("http://127.0.0.1:8000", "0.0.0.0", LOOPBACK),
        ("http://127.0.0.1:8000", "10.1.2.3", [LOOPBACK[0], "10.1.2.3", *LOOPBACK[1:]]),
        ("http://127.0.0.2:8000", "127.0.0.2", ["127.0.0.2", *LOOPBACK]),
    ],
)
def test_hosts_allowed_where_nobody_says_which(
    site: str, host: str, allowed: list[str]
) -> None:
    assert hosts.default_allowed(site, host) == allowed
