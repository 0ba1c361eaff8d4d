"""``dev`` itself: which Python it takes, what it understands, and what it needs."""

import ast
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.workshop.conftest import ROOT, Ask

SOURCES = [ROOT / "dev", *(ROOT / "workshop").glob("*.py")]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_loader("dev", SourceFileLoader("dev", str(ROOT / "dev")))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def put_on_path(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_python_3_6_can_read_it() -> None:
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 6))


def test_too_old_a_python_is_told_so(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is 3\.6"):
        dev.insist_on_python((3, 6, 15))


def test_newest_python_that_starts_is_taken(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    put_on_path(tmp_path, "python3.13", "exit 127")
    put_on_path(tmp_path, "python3.12", f'exec {sys.executable} "$@"')
    put_on_path(tmp_path, "python3.11", f'exec {sys.executable} "$@"')
    assert dev.newest_python() == str(tmp_path / "python3.12")


def test_it_goes_on_in_the_newer_python(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(Exception):
        pass

    def leave(path: str, arguments: list[str]) -> None:
        raise Gone(path, *arguments)

    monkeypatch.setattr(os, "execv", leave)
    monkeypatch.setattr(sys, "argv", ["./dev", "run"])
    monkeypatch.setattr(dev, "newest_python", lambda: "/x/python3.13")
    with pytest.raises(Gone) as gone:
        dev.insist_on_python((3, 10, 1))
    assert gone.value.args == ("/x/python3.13", "/x/python3.13", "./dev", "run")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_it_needs_the_standard_library_alone(source: Path) -> None:
    known = {*sys.stdlib_module_names, "workshop"}
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            assert {name.name.partition(".")[0] for name in node.names} <= known
        if isinstance(node, ast.ImportFrom):
            assert str(node.module).partition(".")[0] in known


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_usage(ask: Ask, arguments: tuple[str, ...]) -> None:
    answer = ask(*arguments)
    assert answer.returncode == 0
    assert "./dev run" in answer.stdout


@pytest.mark.parametrize("arguments", [("walk",), ("run", "faster"), ("check", "x")])
def test_what_it_does_not_understand(ask: Ask, arguments: tuple[str, ...]) -> None:
    answer = ask(*arguments)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
