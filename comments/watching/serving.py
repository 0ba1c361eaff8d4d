"""/metrics, at an address of its own that no reader's request comes to.

One connection after another, each with an end: Prometheus asks a few times a minute,
and nobody else should.
"""

import contextlib
import logging
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Any

from django.utils import timezone

from comments.watching.exposition import CONTENT_TYPE, written
from comments.watching.figures import figures
from comments.watching.one_at_a_time import OneAtATime

logger = logging.getLogger(__name__)
# Prometheus gives up after ten by itself.
MOST_SECONDS = 8.0
# From the first byte of a question to the last of its answer, however slowly it comes.
CONNECTION_SECONDS = 10.0
collect = OneAtATime(lambda: written(figures(timezone.now())), MOST_SECONDS)


class Handler(BaseHTTPRequestHandler):
    timeout = 5.0
    server_version = "Footbridge"
    sys_version = ""

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/metrics":
            self.send_error(404)
            return
        text = collect()
        if text is None:
            self.send_error(503)
            return
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Nothing: it would name the network address of who asks."""


class Server(TCPServer):
    allow_reuse_address = True

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        end = threading.Timer(CONNECTION_SECONDS, _hang_up, [request])
        end.daemon = True
        end.start()
        try:
            super().finish_request(request, client_address)
        finally:
            end.cancel()

    def handle_error(self, request: Any, client_address: Any) -> None:
        kind = sys.exc_info()[0]
        if kind and not issubclass(kind, OSError):  # Somebody hung up, or we did.
            logger.error("An answer with figures went wrong (%s).", kind.__name__)


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def serve(host: str, port: int) -> Server | None:
    """Begin to serve in a thread. None, and a line in the log, where the address can't
    be had: mail has to go out all the same."""
    try:
        server = Server(host, port)
    except OSError as error:
        logger.error("METRICS_BIND can't be had: %s.", error.strerror)
        return None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
