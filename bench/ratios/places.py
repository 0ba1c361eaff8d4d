"""Everything that is measured side by side: the sites, and what is quicker."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.ratios import line, nginx
from bench.sites import (
    BENCH,
    Site,
    environment,
    listening,
    open_to_readers,
    run,
)

WORKERS = 2
# A post with 50 comments, some that wait, and a few beneath another post.
FEW = 80
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Places:
    """``site`` and ``uncached`` serve the same database with ``many`` comments,
    ``few`` one with hardly any."""

    many: int
    site: Site
    uncached: Site
    few: Site
    bare_port: int
    tiny_port: int
    nginx: nginx.Nginx | None


@contextlib.contextmanager
def places(many: int) -> Iterator[Places]:
    """All of them, served at the same time."""
    url = copy_of(many)
    with contextlib.ExitStack() as stack:
        enter = stack.enter_context
        size = [str(many), "--pair"]
        site = enter(open_to_readers(environment(url), size, WORKERS))
        without = environment(url, PAGE_CACHE_MB="0")
        uncached = enter(open_to_readers(without, size, WORKERS))
        few = enter(served(FEW))
        page = finished_page(site)
        bare = {**site.env, "BENCH_PAGE": str(page)}
        yield Places(
            many,
            site,
            uncached,
            few,
            enter(listening(bare, WORKERS, "bench.ratios.bare:application"))[0],
            enter(listening(site.env, WORKERS, "bench.ratios.tiny:application"))[0],
            enter(nginx.nginx([site.port], page.read_bytes())) if nginx.NGINX else None,
        )


@contextlib.contextmanager
def served(comments: int, **settings: str) -> Iterator[Site]:
    """A pair on a copy of its own."""
    env = environment(copy_of(comments), **settings)
    with open_to_readers(env, [str(comments), "--pair"], WORKERS) as site:
        yield site


def copy_of(comments: int) -> str:
    """The URL of a database as it was filled: a run leaves comments of its own."""
    filled = BENCH / f"pair-{comments}.sqlite3"
    run(environment(f"sqlite:///{filled}"), "-m", "bench.fill", str(comments), "--pair")
    used = BENCH / f"pair-{comments}-used.sqlite3"
    for ending in ("-wal", "-shm"):
        used.with_name(used.name + ending).unlink(missing_ok=True)
    shutil.copyfile(filled, used)
    return f"sqlite:///{used}"


def finished_page(site: Site) -> Path:
    """A file with the post of 50 comments, compressed as ``site`` sends it."""
    file = BENCH / "page.html.gz"
    asked = line.request("GET", site.facts["quiet"], GZIP)
    file.write_bytes(line.Line(site.port).ask(asked).body)
    return file
