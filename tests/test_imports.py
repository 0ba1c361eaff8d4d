"""Imports go config → comments → guide, never back."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {"guide": {"comments", "config"}, "comments": {"config"}}


def imported_packages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", FORBIDDEN)
def test_no_import_goes_back(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        assert not imported_packages(path) & FORBIDDEN[package], path


def writes_a_status(node: ast.AST) -> bool:
    """An assignment to ``x.status``, or ``update(status=…)`` and its like."""
    if isinstance(node, ast.Assign):
        return any(getattr(target, "attr", "") == "status" for target in node.targets)
    if isinstance(node, ast.Call):
        verb = getattr(node.func, "attr", "")
        named = any(keyword.arg == "status" for keyword in node.keywords)
        return named and verb in ("update", "create", "update_or_create", "Comment")
    return False


def test_only_moderation_writes_a_status() -> None:
    paths = [*(ROOT / "comments").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    writers = {
        path.name
        for path in paths
        if "migrations" not in path.parts
        and any(map(writes_a_status, ast.walk(ast.parse(path.read_text()))))
    }
    assert writers == {"moderation.py"}
