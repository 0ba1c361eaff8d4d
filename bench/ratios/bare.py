"""A WSGI function that returns a finished page: the most that the web server can do."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Vary", "Accept-Encoding"),
    ("Content-Length", str(len(PAGE))),
]


def application(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return [PAGE]
