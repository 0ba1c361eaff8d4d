"""nginx beside the site, serving the finished page as a file, and before it."""

from __future__ import annotations

import contextlib
import getpass
import gzip
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import NamedTuple

from bench.sites import free_port, wait_for
from workshop.ground import ROOT, fail

CONFIGURATION = Path(__file__).with_name("nginx.conf")
SHIPPED = ROOT / "deploy" / "nginx" / "footbridge.conf"
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
        file.write_text(configuration(folder, ports))
        (folder / "site.conf").write_text(site_configuration(folder, ports, site_ports))
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


def configuration(folder: Path, ports: Nginx) -> str:
    # Started by root it would go on as somebody who can't look into the folder.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    return Template(CONFIGURATION.read_text()).substitute(
        folder=folder, user=user, files_port=ports.files_port
    )


def site_configuration(folder: Path, ports: Nginx, site_ports: Sequence[int]) -> str:
    """The shipped one, without the servers that lead to https and that forget pages."""
    shipped = SHIPPED.read_text()
    servers = re.findall(r"^server \{.*?^\}\n", shipped, re.M | re.S)
    for other in [each for each in servers if "listen 443" not in each]:
        shipped = shipped.replace(other, "")
    sites = "".join(f"server 127.0.0.1:{port} max_fails=0;" for port in site_ports)
    for old, new in {
        r"(server 127\.0\.0\.1:800[01] max_fails=0;\s*){2}": sites,
        r"listen \[::\]:443 [^;]*;": "",
        r"listen 443 [^;]*;": f"listen 127.0.0.1:{ports.site_port};",
        r"ssl_\w+ [^;]*;": "",
        r"server_name [^;]*;": "",
        r"/run/|/var/cache/|/var/log/nginx/": f"{folder}/",
    }.items():
        shipped, count = re.subn(old, new, shipped)
        if not count:
            fail(f"{SHIPPED.name} is another one: {old} isn't in it.")
    return shipped
