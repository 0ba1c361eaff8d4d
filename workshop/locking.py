"""``./dev lock``: the exact packages, with hashes, that environments are made of."""

import shutil
import tempfile
from pathlib import Path

from workshop.environment import make_venv, quietly
from workshop.ground import ROOT, fail, say

OPTIONS = (
    "-q --universal --generate-hashes --python-version 3.11 --no-emit-index-url "
    "--no-header"
).split()


def run(arguments: list[str]) -> int:
    """``arguments`` go to ``uv pip compile``, such as ``--upgrade``."""
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or borrowed_uv(Path(folder))
        lock(uv, "requirements", arguments)
        # The site's versions in the workshop, so that one .venv serves both.
        lock(uv, "requirements-dev", [*arguments, "-c", "requirements.txt"])
    return 0


def borrowed_uv(folder: Path) -> str:
    make_venv(folder, None)
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "uv"]
    quietly(install, "couldn't install uv, which makes the lock files.")
    return str(folder / "bin" / "uv")


def lock(uv: str, name: str, arguments: list[str]) -> None:
    files = [f"{name}.in", "-o", f"{name}.txt"]
    command = [uv, "pip", "compile", *OPTIONS, *files, *arguments]
    quietly(command, f"couldn't lock {name}.in.")
    if "://" in (ROOT / f"{name}.txt").read_text():
        fail(f"{name}.txt names an address of a registry: take it out.")
    say(f"Locked {name}.txt.")
