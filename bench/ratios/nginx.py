"""nginx beside the site, serving the finished page as a file, and before it."""

from __future__ import annotations

import contextlib
import getpass
import gzip
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import NamedTuple

from bench.sites import free_port, wait_for

CONFIGURATION = Path(__file__).with_name("nginx.conf")
# Debian keeps it where only root looks.
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
FILE = "page.html"
NO_NGINX = "nginx isn’t here (apt-get install nginx)."


class Nginx(NamedTuple):
    """Its ports: of the file ``page.html``, and of the site behind it."""

    files_port: int
    site_port: int


@contextlib.contextmanager
def nginx(site_ports: Sequence[int], page: bytes = b"") -> Iterator[Nginx]:
    """``page`` is compressed already, as the site sends it. Only where NGINX is."""
    ports = Nginx(free_port(), free_port())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        put_page(folder / "files", page)
        file = folder / "nginx.conf"
        file.write_text(configuration(folder, ports, site_ports))
        command = [str(NGINX), "-c", str(file), "-e", "stderr"]
        with subprocess.Popen(command) as server:
            try:
                wait_for(ports.site_port, server)
                yield ports
            finally:
                server.terminate()


def put_page(folder: Path, page: bytes) -> None:
    folder.mkdir()
    (folder / f"{FILE}.gz").write_bytes(page)
    (folder / FILE).write_bytes(gzip.decompress(page) if page else b"")


def configuration(folder: Path, ports: Nginx, site_ports: Sequence[int]) -> str:
    # Started by root it would go on as somebody who can't look into the folder.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    # A connection that breaks says nothing of the next one: both stay in use.
    servers = [f"server 127.0.0.1:{port} max_fails=0;" for port in site_ports]
    return Template(CONFIGURATION.read_text()).substitute(
        folder=folder,
        user=user,
        servers="\n        ".join(servers),
        **ports._asdict(),
    )
