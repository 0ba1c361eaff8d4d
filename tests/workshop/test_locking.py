"""``./dev lock``: both files, the same versions, and no address of a registry."""

from pathlib import Path

import pytest

from tests.workshop.conftest import Ask


@pytest.fixture
def path(uv: Path) -> str:
    return f"{uv}:/usr/bin:/bin"


def test_the_workshop_gets_the_sites_versions(ask: Ask, tree: Path, path: str) -> None:
    assert ask("lock", "--upgrade", PATH=path).returncode == 0
    site, workshop = (tree / "asked-of-uv").read_text().splitlines()
    assert site.endswith("requirements.in -o requirements.txt --upgrade")
    assert workshop.endswith("requirements-dev.txt --upgrade -c requirements.txt")


def test_an_address_in_a_lock_file_is_refused(ask: Ask, tree: Path, path: str) -> None:
    (tree / "requirements.txt").write_text("--index-url https://example.org/simple\n")
    answer = ask("lock", PATH=path)
    assert answer.returncode == 1
    assert "requirements.txt names an address" in answer.stderr
