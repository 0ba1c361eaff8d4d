"""``./dev upgrade``: from the code that was fetched to a site that runs on it.

The old code serves until the new one answers: the web server replaces its processes one
after the other, and nothing of it is touched before the database is ready.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from workshop import answering, environment, keys
from workshop.ground import ROOT, VAR, fail, one_at_a_time, say
from workshop.processes import Children
from workshop.serving import KEYS_DO_NOT_MATCH, make_var

WEB, WORKER = "footbridge-web.service", "footbridge-worker.service"
NO_SITE_YET = 4  # what manage.py backup answers then
REPLACED_SECONDS = 60


def run() -> int:
    insist_on_the_owner()
    with one_at_a_time():
        make_var()
        environment.provide(environment.SITE)
        keys_made = keys.provide()
        with Children() as children:
            backup = back_up(children)
            prepare(children, backup, keys_made)
    restart()
    return 0


def insist_on_the_owner() -> None:
    """What root would make here the site couldn't read."""
    if os.geteuid() != ROOT.stat().st_uid:
        fail("run this as the owner of its folder: sudo -u footbridge ./dev upgrade")


def back_up(children: Children) -> Path | None:
    """Where the backup is; None where there was nothing yet."""
    folder = VAR / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / time.strftime("footbridge-%Y-%m-%dT%H%M%SZ.tar.gz", time.gmtime())
    code = children.start("manage.py", "backup", str(path)).wait()
    if code == NO_SITE_YET:
        return None
    if code:
        fail("without a backup nothing is upgraded. The site goes on as it was.")
    return path


def prepare(children: Children, backup: Path | None, keys_made: bool) -> None:
    """Migrations, files and texts. Nothing is restarted where that fails."""
    code = children.start("manage.py", "prepare").wait()
    if code == KEYS_DO_NOT_MATCH and keys_made:
        keys.FILE.unlink()
    if code and backup:
        say(f"The way back: the former code, then manage.py restore --replace {backup}")
        fail(f"not upgraded; the site goes on with the code it has. Backup: {backup}")
    if code:
        sys.exit(code)


def restart() -> None:
    """The site and its worker, where their units run."""
    web, worker = main_process(WEB), main_process(WORKER)
    if not web:
        say("Ready. Start the site and its worker anew where they run.")
        return
    try:
        replace_processes(web)
        if worker:
            # Its unit starts it again.
            os.kill(worker, signal.SIGTERM)
    except ProcessLookupError:
        fail(f"the site ended meanwhile: journalctl -u {WEB} says why.")
    except PermissionError:
        fail(f"ready, but not restarted: sudo systemctl restart {WEB} {WORKER}")
    say("Upgraded: the new code answers.")


def main_process(unit: str) -> int:
    """Its id; 0 where no such unit runs."""
    systemctl = shutil.which("systemctl")
    if not systemctl:
        return 0
    command = [systemctl, "show", "--property=MainPID", "--value", unit]
    done = subprocess.run(command, capture_output=True, text=True)
    return int(done.stdout) if done.stdout.strip().isdigit() else 0


def replace_processes(web: int) -> None:
    """Have the web server start others in place of those that answer, and wait."""
    former = children_of(web)
    port = port_of(web)
    os.kill(web, signal.SIGHUP)
    deadline = time.monotonic() + REPLACED_SECONDS
    while former & children_of(web):
        if time.monotonic() > deadline:
            fail(f"the old code still answers: journalctl -u {WEB} may say why.")
        time.sleep(0.1)
    if not answering.wait(f"http://127.0.0.1:{port}/healthz"):
        fail(f"nobody answers: journalctl -u {WEB} may say why.")


def children_of(parent: int) -> set[int]:
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.add(int(folder.name))
    return found


def port_of(web: int) -> int:
    """As it stands in the command that the unit ran."""
    words = Path(f"/proc/{web}/cmdline").read_text().split("\0")
    return int(words[words.index("--port") + 1])
