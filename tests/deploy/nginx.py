"""A real nginx with the shipped configuration, on ports of its own."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

from tests.start.server import free_port

CONF = Path(__file__).parent.parent.parent / "deploy/nginx/footbridge.conf"
HOST = "guide.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
PURGE_MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
STUB = Path(__file__).with_name("stub.py")
MAIN = """
load_module {module};
{user}
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/footbridge.conf;
}}
"""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    words: str


def make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256".split()),
            *("-nodes", "-days", "2", "-subj", f"/CN={HOST}"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


class Front:
    """nginx before as many stubs as ``sites`` says."""

    def __init__(self, folder: Path, sites: int = 1) -> None:
        self.folder = folder
        self.plain, self.secure, self.purge = free_port(), free_port(), free_port()
        self.ports = [free_port() for _ in range(sites)]
        self.sites = [
            subprocess.Popen([sys.executable, STUB, str(port)]) for port in self.ports
        ]
        make_certificate(folder)
        (folder / "footbridge.conf").write_text(self.adapted(CONF.read_text()))
        user = "user root;" if os.geteuid() == 0 else ""
        main = MAIN.format(folder=folder, user=user, module=PURGE_MODULE)
        (folder / "nginx.conf").write_text(main)
        self.process = self.started()

    def adapted(self, conf: str) -> str:
        """Other ports and folders, and nothing else."""
        servers = "\n".join(
            f"server 127.0.0.1:{port} max_fails=0;" for port in self.ports
        )
        for old, new in {
            r"(server 127\.0\.0\.1:800[01] max_fails=0;\s*){2}": servers,
            r"listen \[::\]:\S+( ssl http2)?;": "",
            r"listen 80;": f"listen 127.0.0.1:{self.plain};",
            r"listen 443 ": f"listen 127.0.0.1:{self.secure} ",
            r"127\.0\.0\.1:8081;": f"127.0.0.1:{self.purge};",
            r"/etc/letsencrypt/live/guide\.example\.org/": f"{self.folder}/",
            r"/var/log/nginx/": f"{self.folder}/",
            r"/run/|/var/cache/": f"{self.folder}/",
        }.items():
            conf, count = re.subn(old, new, conf)
            assert count, old
        return conf

    def started(self) -> subprocess.Popen[bytes]:
        assert NGINX
        conf = str(self.folder / "nginx.conf")
        command = [NGINX, "-p", str(self.folder), "-c", conf, "-g", "daemon off;"]
        process = subprocess.Popen(command)
        deadline = time.monotonic() + 60
        while not all(map(self.answers, [self.plain, self.purge, *self.ports])):
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.02)
        return process

    def answers(self, port: int) -> bool:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/started")
            connection.getresponse()
        except OSError:
            return False
        finally:
            connection.close()
        return True

    def end(self) -> None:
        for process in (self.process, *self.sites):
            process.terminate()
            process.wait(timeout=30)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        context = ssl._create_unverified_context()  # noqa: SLF001, S323 (made here)
        connection = HTTPSConnection(
            "127.0.0.1", self.secure, context=context, timeout=30
        )
        return _answer(connection, method, path, body, headers)

    def ask_plainly(self, port: int, path: str, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        return _answer(connection, "GET", path, None, headers)

    def log_once_it_has(self, line: str) -> str:
        """A line is written once its answer is out."""
        deadline = time.monotonic() + 30
        while line not in (log := (self.folder / "footbridge.log").read_text()):
            assert time.monotonic() < deadline, log
            time.sleep(0.02)
        return log


def _answer(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, {"Host": HOST} | named)
        response = connection.getresponse()
        words = response.read().decode()
        return Answer(response.status, dict(response.getheaders()), words)
    finally:
        connection.close()


def wait_for_a_new_second() -> None:
    """A page is kept until the second ends, so two questions must fall into one."""
    time.sleep(1 - time.time() % 1 + 0.02)
