"""A site that counts: each answer holds how often its path was asked for so far.

    python stub.py PORT

A path with "told" answers with the headers of the request; one with "private" must be
kept by nobody, others may be as the real pages may. ``/then/404`` is there once.
"""

import json
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

asked: Counter[str] = Counter()


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer is sent whole, or not at all where the site is killed.
    wbufsize = -1

    def do_GET(self) -> None:
        asked[self.path] += 1
        words = json.dumps(dict(self.headers.items()))
        if "/told" not in self.path:
            words = str(asked[self.path])
        later = self.path.removeprefix("/then/")
        is_later = later != self.path and asked[self.path] > 1
        self.answer(int(later) if is_later else 200, words)

    def do_POST(self) -> None:
        asked[self.path] += 1
        size = len(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, f"{asked[self.path]} {size}")

    def answer(self, status: int, words: str) -> None:
        self.send_response(status)
        if "private" in self.path or status != 200:
            self.send_header("Cache-Control", "no-store")
        else:
            keep = "public, max-age=0, s-maxage=1, stale-if-error=3"
            self.send_header("Cache-Control", keep)
            self.send_header("X-Accel-Expires", f"@{int(time.time())}")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *_: Any) -> None:
        pass


if __name__ == "__main__":
    ThreadingHTTPServer.request_queue_size = 100
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Site).serve_forever()
