"""On what was measured, without a name or a path of it."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sysconfig
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def describe(load_before: float) -> list[str]:
    """A line each."""
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, load {load_before:.1f} before the run",
        f"{os.cpu_count()} cores: {processor(read('/proc/cpuinfo'))}",
        f"Python {platform.python_version()}, {optimisation(config_of_python())}",
        ", ".join(f"{name} {version(name)}" for name in ("Django", "granian")),
        ", ".join(filter(None, map(program, (["nginx", "-v"], ["wrk", "-v"])))),
    ]


def processor(told: str) -> str:
    """Its model by what the system tells of it."""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.M)
    return found[1].strip() if found else platform.machine()


def optimisation(config: str) -> str:
    """What the arguments with which the interpreter was configured say of its speed."""
    profiled = "--enable-optimizations" in config
    linked = "--with-lto" in config
    if profiled and linked:
        return "built with profile-guided and link-time optimisation"
    if profiled:
        return "built with profile-guided optimisation"
    return (
        "built without profile-guided optimisation, which costs up to 1.4 times the "
        "processor time"
    )


def config_of_python() -> str:
    names = ("CONFIG_ARGS", "PY_CFLAGS")
    return " ".join(str(sysconfig.get_config_var(name) or "") for name in names)


def program(command: list[str]) -> str:
    """Its name and version; "" where it isn't here."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return f"{command[0]} {found[0]}" if found else command[0]


def read(path: str) -> str:
    """ "" where the system has no such file."""
    try:
        return Path(path).read_text()
    except OSError:
        return ""
