"""A copy of the workshop alone, beside a site that does next to nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = {
    "manage.py": (
        "import os, sys, time\n"
        "with open('told', 'a') as told: print(*sys.argv[1:], file=told)\n"
        "if sys.argv[1] == 'run_worker': time.sleep(60)\n"
        "sys.exit(int(os.environ.get('STUB_CODE', '0')))\n"
    ),
    "config/wsgi.py": (
        "def application(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [b'hello']\n"
    ),
    "requirements.txt": "site\n",
    "requirements-dev.txt": "site and workshop\n",
}
# Notes what it is asked, and makes an environment that holds this Python alone.
FAKE_UV = f"""#!/bin/sh
echo "$@" >> asked-of-uv
for last; do :; done
[ "$1" = venv ] && mkdir -p "$last/bin" && ln -s {sys.executable} "$last/bin/python"
if [ "$1" = pip ] && [ -e no-network ]; then echo "no route"; exit 2; fi
"""

Ask = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "config").mkdir(parents=True)
    shutil.copy(ROOT / "dev", tree)
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "workshop", tree / "workshop", ignore=unwanted)
    for name, text in SITE.items():
        (tree / name).write_text(text)
    return tree


@pytest.fixture
def lent(tree: Path) -> Path:
    """The tree with the environment that runs these tests, stamped as its own."""
    (tree / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (tree / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    stamp = "e.stamp_of(e.SITE).write_text(e.digest(e.SITE))"
    command = [sys.executable, "-c", f"from workshop import environment as e; {stamp}"]
    subprocess.run(command, cwd=tree, check=True)
    return tree


def plain_environment(tree: Path, **settings: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(tree), **settings}


@pytest.fixture
def ask(tree: Path) -> Ask:
    """Run ``./dev`` in the tree and wait for its end."""

    def ask(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "dev", *arguments],
            cwd=tree,
            env=plain_environment(tree, **settings),
            capture_output=True,
            text=True,
            timeout=300,
        )

    return ask


@pytest.fixture
def uv(tree: Path) -> Path:
    """The folder of a fake ``uv``, to be put on the PATH."""
    folder = tree.parent / "bin"
    folder.mkdir()
    (folder / "uv").write_text(FAKE_UV)
    (folder / "uv").chmod(0o755)
    return folder
