"""The folder ``.venv`` with the locked packages, made once and mended when needed.

An upgrade makes another one beside it, and they change names when that is in order.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from workshop.ground import ROOT, cannot_write, fail, one_at_a_time, say

VENV = ROOT / ".venv"
# What an upgrade makes first; after it, what there was before.
OTHER = ROOT / ".venv.other"
# The name of the former one for the moment in which the two change theirs.
BETWEEN = ROOT / ".venv.between"
ENDINGS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
SITE = "requirements.txt"
WORKSHOP = "requirements-dev.txt"  # the site's packages and what tests need


def run() -> int:
    """``./dev packages``: the site's, which after an upgrade may still lie beside."""
    with one_at_a_time():
        provide(SITE)
    return 0


def provide(requirements: str, folder: Path = VENV) -> None:
    """Make sure that ``folder`` holds these packages, and say so in a line."""
    if is_ready(requirements, folder):
        say("Environment: ready.")
        return
    if folder == VENV and is_ready(requirements, OTHER):
        change_names()
        say("Environment: the packages in .venv.other are those, so it is .venv now.")
        return
    say(f"Environment: making {folder.name}, which takes about half a minute.")
    try:
        make(requirements, shutil.which("uv"), folder)
    except OSError as error:
        cannot_write(ROOT, error)


def provide_beside(requirements: str) -> Path:
    """A folder with these packages: .venv if it has them or is of no use; else the
    other one, so that what runs from .venv can go on and start again."""
    stays = is_ready(requirements) or not is_whole(VENV) or os.path.ismount(VENV)
    folder = VENV if stays else OTHER
    try:
        provide(requirements, folder)
    except SystemExit:
        if folder == OTHER:
            # Half of it would only take the room that the site's database may need.
            shutil.rmtree(OTHER, ignore_errors=True)
        raise
    return folder


def change_names() -> None:
    """What was made beside .venv becomes .venv, which is kept in its place."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        if VENV.exists():
            remove(BETWEEN)
            VENV.rename(BETWEEN)
        # Where we are killed here there is no .venv, and the next ./dev goes on below.
        OTHER.rename(VENV)
        if BETWEEN.exists():
            BETWEEN.rename(OTHER)
    except OSError as error:
        cannot_write(ROOT, error)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_ready(requirements: str, folder: Path = VENV) -> bool:
    for name in {requirements, WORKSHOP}:
        stamp = stamp_of(name, folder)
        if stamp.is_file() and stamp.read_text() == digest(name):
            return is_whole(folder)
    return False


def is_whole(folder: Path) -> bool:
    return python_of(folder).exists() and not unfinished(folder).exists()


def python_of(folder: Path) -> Path:
    return folder / "bin" / "python"


def unfinished(folder: Path) -> Path:
    """What stands there while packages are being installed."""
    return folder / "unfinished"


def stamp_of(requirements: str, folder: Path = VENV) -> Path:
    return folder / f"made-from-{requirements}"


def digest(requirements: str) -> str:
    """What .venv is made from: the locked packages, the Python and the place."""
    about = f"{sys.version_info[:2]} {ROOT} ".encode()
    return hashlib.sha256(about + (ROOT / requirements).read_bytes()).hexdigest()


def make(requirements: str, uv: str | None, folder: Path) -> None:
    if not is_usable(uv, folder):
        start_afresh(folder)
    unfinished(folder).touch()
    for stamp in folder.glob("made-from-*"):
        stamp.unlink()
    if not python_of(folder).exists():
        make_venv(folder, uv)
    quietly(
        [*installer(uv, folder), "--require-hashes", "-r", requirements],
        f"couldn't install {requirements}. Is the network there? Then start again.",
    )
    unfinished(folder).unlink()
    stamp_of(requirements, folder).write_text(digest(requirements))


def is_usable(uv: str | None, folder: Path) -> bool:
    """Whether packages can be added to what stands there."""
    if not is_whole(folder):
        return False
    test = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if not uv:
        test = f"import pip._internal.cli.main; {test}"
    command = [str(python_of(folder)), "-c", test]
    return subprocess.run(command, capture_output=True).returncode == 0


def start_afresh(folder: Path) -> None:
    remove(folder)
    folder.mkdir()


def remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


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


def installer(uv: str | None, folder: Path) -> list[str]:
    python = str(python_of(folder))
    if uv:
        return [uv, "pip", "install", "--python", python]
    calm = ["--disable-pip-version-check", "--no-input", "--retries=2"]
    return [python, "-m", "pip", "install", *calm]


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
