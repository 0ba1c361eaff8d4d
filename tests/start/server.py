"""``./dev run`` in a copy of this tree, its processes, and how they are ended."""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.start.client import Client

ROOT = Path(__file__).parent.parent.parent
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "__pycache__"
)
FIRST_START_SECONDS = 60
ANNOUNCEMENT = "Footbridge is at "
STAMP = (
    "from workshop import environment as e; n = e.WORKSHOP; "
    "e.stamp_of(n).write_text(e.digest(n))"
)


def copy_tree(target: Path) -> None:
    """What a clone of this tree would hold, with what isn't committed yet."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = done.stdout.split("\0")[:-1]
    if "manage.py" not in names:  # No checkout, such as an unpacked archive.
        shutil.copytree(ROOT, target, ignore=NOT_COPIED)
        return
    for name in names:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def lend_environment(tree: Path) -> None:
    """The packages that run this test, in a .venv that ``dev`` takes for its own."""
    venv = tree / ".venv"
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (venv / name).symlink_to(Path(sys.prefix) / name)
    subprocess.run([sys.executable, "-c", STAMP], cwd=tree, check=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self.port = free_port()
        self.client = Client(self.port)
        self.log = tree.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until the first 200."""
        began, announced = time.monotonic(), self.told().count(ANNOUNCEMENT)
        # The venv's own python3 comes first, whatever else the machine calls so.
        env = {
            "PATH": f"{sys.prefix}/bin:{os.environ['PATH']}",
            "HOME": str(self.tree),
            "PORT": str(self.port),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["./dev", "run"],
                cwd=self.tree,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not self.answers():
            waited = time.monotonic() - began
            if self.process.poll() is not None or waited > FIRST_START_SECONDS:
                raise AssertionError(f"No start after {waited:.0f} s:\n{self.told()}")
            time.sleep(0.02)
        seconds = time.monotonic() - began
        while self.told().count(ANNOUNCEMENT) == announced:
            time.sleep(0.02)
        return seconds

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.client.get("/").status == 200
        return False

    def told(self) -> str:
        """Everything that was printed since the very first start."""
        return self.log.read_text() if self.log.exists() else ""

    @property
    def var(self) -> Path:
        return self.tree / "var"

    def database(self) -> contextlib.closing[sqlite3.Connection]:
        """To look, not to write."""
        file = f"file:{self.var}/footbridge.sqlite3?mode=ro"
        return contextlib.closing(sqlite3.connect(file, uri=True))

    def processes(self) -> dict[int, int]:
        """The process group of each process that ``./dev run`` started, by its id."""
        assert self.process
        found = {}
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                state, _, group, session = fields[0], *map(int, fields[1:4])
                if session == self.process.pid and state != "Z":
                    found[int(folder.name)] = group
        return found

    def stop(self) -> int:
        """Ctrl-C, as a terminal gives it; the exit code."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """kill -9 for every group at once."""
        assert self.process
        for group in set(self.processes().values()):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self.process.wait(timeout=30)
