"""On what was measured, without a name or a path of it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sysconfig
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.ratios.nginx import NGINX


def describe(load_before: float) -> list[str]:
    """A line each."""
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, load {load_before:.1f} before the run",
        f"{os.cpu_count()} cores: {processor(read('/proc/cpuinfo'))}",
        f"Python {platform.python_version()}, {optimisation(config_of_python())}",
        ", ".join(f"{name} {version(name)}" for name in ("Django", "granian")),
        ", ".join(filter(None, map(program, (NGINX or "nginx", "wrk")))),
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


def program(path: str) -> str:
    """Its name and version; "" where it isn't here."""
    if not shutil.which(path):
        return ""
    done = subprocess.run([path, "-v"], capture_output=True, text=True, check=False)
    name, found = Path(path).name, re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return f"{name} {found[0]}" if found else name


def read(path: str) -> str:
    """ "" where the system has no such file."""
    try:
        return Path(path).read_text()
    except OSError:
        return ""
