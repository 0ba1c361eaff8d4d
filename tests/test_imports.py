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


# Calls that take a status as a question, not as an order.
ASKING = {"filter", "exclude", "get", "Q", "When", "Count", "get_or_none"}
# Calls to which a status is an HTTP answer's.
ANSWERING = {"render", "HttpResponse", "JsonResponse", "TemplateResponse"}
# What a file of elsewhere says of a comment, and how moderation is told: no rows.
READING = {"SourceComment", "Arrival"}


# What says where a comment is.
KEPT = {"status", "stands"}


def names_status(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in KEPT


def is_a_status(target: ast.AST) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return any(map(is_a_status, target.elts))
    return isinstance(target, ast.Attribute) and target.attr in KEPT


def writes_a_status(node: ast.AST) -> bool:
    """Whether ``node`` may change a comment's status, whatever the way."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(map(is_a_status, targets))
    if isinstance(node, ast.Call):
        verb = getattr(node.func, "attr", getattr(node.func, "id", ""))
        keywords = {keyword.arg for keyword in node.keywords}
        if verb == "setattr":
            return any(map(names_status, node.args))
        if verb in ("update", "create", "bulk_create", "bulk_update", "save"):
            return bool(KEPT & keywords) or any(map(names_status, ast.walk(node)))
        return bool(KEPT & keywords) and verb not in ASKING | ANSWERING | READING
    return False


@pytest.mark.parametrize(
    "line",
    [
        "comment.status = x",
        "a, comment.status = x, y",
        "comment.status: str = x",
        "setattr(comment, 'status', x)",
        "found.update(status=x)",
        "found.update(stands=x)",
        "comment.stands = x",
        "found.update(**{'status': x})",
        "Comment(status=x)",
        "Comment.objects.create(status=x)",
        "Comment.objects.update_or_create(pk=1, status=x)",
        "Comment.objects.bulk_update(rows, ['status'])",
        "comment.save(update_fields=['status'])",
        "replace(comment, status=x)",
    ],
)
def test_every_way_of_writing_a_status_is_seen(line: str) -> None:
    assert any(map(writes_a_status, ast.walk(ast.parse(line))))


@pytest.mark.parametrize(
    "line",
    ["found.filter(status=x)", "if comment.status == x: pass", "y[a.status] = 1"],
)
def test_asking_for_a_status_is_no_writing(line: str) -> None:
    assert not any(map(writes_a_status, ast.walk(ast.parse(line))))


def test_only_moderation_writes_a_status() -> None:
    paths = [*(ROOT / "comments").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    writers = {
        path.parent.name
        for path in paths
        if "migrations" not in path.parts
        and any(map(writes_a_status, ast.walk(ast.parse(path.read_text()))))
    }
    assert writers == {"moderation"}
