"""``./dev upgrade``: from the code that was fetched to a site that runs on it.

The old code serves until the new one answers: its packages stay in their place until
there is a backup and the database is ready. Then the site's processes are started anew,
the next one only when the last one answers.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from workshop import answering, environment, keys
from workshop.ground import ROOT, VAR, Stopped, fail, one_at_a_time, say
from workshop.processes import Children
from workshop.serving import KEYS_DO_NOT_MATCH, make_var

WEB, WORKER = "footbridge-web@*.service", "footbridge-worker.service"
NO_SITE_YET = 4  # what manage.py backup answers then
REPLACED_SECONDS = 60
WAY_BACK = "docs/operating.md, under Upgrading"


def run() -> int:
    insist_on_the_owner()
    with one_at_a_time():
        make_var()
        with way_back_named():
            get_ready()
    restart()
    return 0


def get_ready() -> None:
    """Packages, a backup and the database. The new code may need packages that the
    former ones lack, so the backup too is made with the new ones, beside them."""
    packages = environment.provide_beside(environment.SITE)
    keys_made = keys.provide()
    with Children(environment.python_of(packages)) as children:
        is_backed_up = back_up(children, keys_made)
        prepare(children, keys_made, is_backed_up)
    if packages != environment.VENV:
        environment.change_names()


@contextlib.contextmanager
def way_back_named() -> Iterator[None]:
    """Where something fails and there was a site before."""
    is_new = not environment.is_whole(environment.VENV)
    try:
        yield
    except (SystemExit, Stopped):
        if not is_new:
            say(
                ".venv holds the former packages. Upgrade again, or go back to the "
                f"former code before anything is started anew: {WAY_BACK}."
            )
        raise


def insist_on_the_owner() -> None:
    """What root would make here the site couldn't read."""
    if os.geteuid() != ROOT.stat().st_uid:
        fail("run this as the owner of its folder: sudo -u footbridge ./dev upgrade")


def back_up(children: Children, keys_made: bool) -> bool:
    """Into the usual folder, sealed as all are. False where there was nothing yet."""
    code = children.start("manage.py", "backup").wait()
    if code and code != NO_SITE_YET:
        if keys_made:
            # There was something to back up, which is under other keys.
            keys.FILE.unlink()
        fail("without a backup nothing more is done; the site goes on as it runs.")
    return not code


def prepare(children: Children, keys_made: bool, is_backed_up: bool) -> None:
    """Migrations, files and texts. Nothing is restarted where that fails."""
    code = children.start("manage.py", "prepare").wait()
    if code == KEYS_DO_NOT_MATCH and keys_made:
        keys.FILE.unlink()
    if code and is_backed_up:
        fail(
            "not upgraded; the site goes on with the code it has in memory. The newest "
            f"file in {VAR / 'backups'} is from before."
        )
    if code:
        sys.exit(code)


def restart() -> None:
    """The site's processes, one after the other, and then its worker."""
    sites = running_units(WEB)
    for unit in sites:
        say(f"Starting anew: {unit}")
        start_anew(unit)
        port = unit.partition("@")[2].partition(".")[0]
        if not answering.wait(port):
            fail(
                f"{unit} doesn't answer: journalctl -u {unit} may say why. Where there "
                "is another, it goes on with the former code. The way back: "
                f"{WAY_BACK}."
            )
    for unit in running_units(WORKER):
        start_anew(unit)
    if sites:
        say("Upgraded: the new code answers.")
    else:
        say("Ready. Start the site and its worker anew where they run.")


def running_units(pattern: str) -> list[str]:
    """Names of systemd's that fit ``pattern`` and run from this very folder; none where
    there is no systemd."""
    words = "list-units --plain --no-legend --state=active".split()
    lines = asked(*words, pattern).splitlines()
    names = [line.split()[0] for line in lines if line.strip()]
    return [name for name in names if shown(name, "WorkingDirectory") == str(ROOT)]


def asked(*words: str) -> str:
    systemctl = shutil.which("systemctl")
    if not systemctl:
        return ""
    return subprocess.run([systemctl, *words], capture_output=True, text=True).stdout


def shown(unit: str, name: str) -> str:
    return asked("show", f"--property={name}", "--value", unit).strip()


def start_anew(unit: str) -> None:
    """End its process, and systemd starts it again: that needs no right of root's."""
    number = shown(unit, "MainPID")
    former = int(number) if number.isdigit() else 0
    try:
        if former:
            os.kill(former, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError:
        fail(f"ready, but not started anew: sudo systemctl restart {unit}")
    deadline = time.monotonic() + REPLACED_SECONDS
    while former and Path(f"/proc/{former}").exists():
        if time.monotonic() > deadline:
            fail(f"{unit} doesn't end; what wasn't started anew keeps the former code.")
        time.sleep(0.05)
