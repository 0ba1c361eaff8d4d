"""What the web processes hold in memory, and whether it grows: their PSS, which counts
what several share once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bench.ratios import wrk
from bench.ratios.places import GZIP
from bench.ratios.rows import Row, at_most
from bench.sites import Site, read

REQUESTS = 100_000
MOST_SECONDS = 300
BURST_SECONDS = 2
MB = 1_000_000
# Also where no growth is: a garbage collection more or less.
NO_GROWTH_MB = 5
# One of so many is a search, which the cache of pages is no help for.
MIX = Path(__file__).with_name("mix.lua")


def rows(site: Site) -> list[Row]:
    name, growth = (
        f"Memory after {REQUESTS:,} requests",
        "Its growth in the second half",
    )
    if not shutil.which("wrk"):
        return [Row(each, note=wrk.MISSING) for each in (name, growth)]
    first, half = ask(site, REQUESTS // 2), pss(site.server_id)
    second, whole = ask(site, REQUESTS - REQUESTS // 2), pss(site.server_id)
    asked = first + second
    note = "" if asked >= REQUESTS else f"After {asked:,}, for want of time."
    return [
        Row(name, [whole / MB], " MB", bar=at_most(200), note=note),
        Row(
            growth,
            [(whole - half) / MB],
            " MB",
            bar=at_most(NO_GROWTH_MB),
        ),
    ]


def ask(site: Site, requests: int) -> int:
    """How many were asked, which are fewer where it takes too long."""
    url = f"http://127.0.0.1:{site.port}{site.facts['quiet']}"
    asked = 0
    for _burst in range(MOST_SECONDS // 2 // BURST_SECONDS):
        asked += wrk.load(url, BURST_SECONDS, GZIP, "-s", str(MIX)).requests
        if asked >= requests:
            break
    return asked


def pss(server_id: int) -> int:
    """Bytes, of the web server's first process and its workers."""
    family = [server_id, *children(server_id)]
    return sum(of_rollup(read(Path(f"/proc/{pid}/smaps_rollup"))) for pid in family)


def children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        fields = read(folder / "stat").rpartition(")")[2].split()
        if fields and int(fields[1]) == parent:
            found.append(int(folder.name))
    return found


def of_rollup(told: str) -> int:
    """Bytes, by what the system tells of a process; 0 of one that has ended."""
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.M)
    return int(found[1]) * 1024 if found else 0
