"""The folder ``.venv`` with the locked packages, made once and mended when needed."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from workshop.ground import PYTHON, ROOT, cannot_write, fail, say

VENV = ROOT / ".venv"
UNFINISHED = VENV / "unfinished"  # stands there while packages are being installed
SITE = "requirements.txt"
WORKSHOP = "requirements-dev.txt"  # the site's packages and what tests need


def provide(requirements: str) -> None:
    """Make sure that .venv holds these packages, and say so in a line."""
    if is_ready(requirements):
        say("Environment: ready.")
        return
    say("Environment: making .venv, which takes about half a minute.")
    try:
        make(requirements, shutil.which("uv"))
    except OSError as error:
        cannot_write(ROOT, error)


def is_ready(requirements: str) -> bool:
    for name in {requirements, WORKSHOP}:
        stamp = stamp_of(name)
        if stamp.is_file() and stamp.read_text() == digest(name):
            return PYTHON.exists() and not UNFINISHED.exists()
    return False


def stamp_of(requirements: str) -> Path:
    return VENV / f"made-from-{requirements}"


def digest(requirements: str) -> str:
    """What .venv is made from: the locked packages, the Python and the place."""
    about = f"{sys.version_info[:2]} {ROOT} ".encode()
    return hashlib.sha256(about + (ROOT / requirements).read_bytes()).hexdigest()


def make(requirements: str, uv: str | None) -> None:
    if not is_usable(uv):
        start_afresh()
    UNFINISHED.touch()
    for stamp in VENV.glob("made-from-*"):
        stamp.unlink()
    if not PYTHON.exists():
        make_venv(VENV, uv)
    quietly(
        [*installer(uv), "--require-hashes", "-r", requirements],
        f"couldn't install {requirements}. Is the network there? Then start again.",
    )
    UNFINISHED.unlink()
    stamp_of(requirements).write_text(digest(requirements))


def is_usable(uv: str | None) -> bool:
    """Whether packages can be added to the .venv that stands there."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    test = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if not uv:
        test = f"import pip._internal.cli.main; {test}"
    return subprocess.run([PYTHON, "-c", test], capture_output=True).returncode == 0


def start_afresh() -> None:
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()


def make_venv(folder: Path, uv: str | None) -> None:
    if uv:
        command = [uv, "venv", "--allow-existing", "--python", sys.executable]
    elif all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        command = [sys.executable, "-m", "venv"]
    else:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        fail(
            "this Python lacks ensurepip, which makes environments. On Debian, "
            f"install python3-venv (or {package}) and start again."
        )
    quietly([*command, str(folder)], f"couldn't make {folder}.")


def installer(uv: str | None) -> list[str]:
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON)]
    calm = ["--disable-pip-version-check", "--no-input", "--retries=2"]
    return [str(PYTHON), "-m", "pip", "install", *calm]


def quietly(command: list[str], trouble: str) -> None:
    """Run, and show nothing unless it fails: then its last lines and ``trouble``."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        print(*done.stdout.splitlines()[-12:], sep="\n", file=sys.stderr)
        fail(trouble)
