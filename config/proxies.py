"""For how long nginx may keep a page."""

import re
import time
from collections.abc import Callable
from typing import Any

_A_SECOND = re.compile(r"\bs-maxage=1\b")


def until_the_second_ends(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """``start_response`` that tells nginx when the second ends of a page that may be
    kept for one.

    nginx counts whole seconds of the clock, the last one included, so that it would
    keep for up to two what may be kept for one. It doesn't pass this header on.
    """

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        for name, value in headers:
            if name == "Cache-Control" and _A_SECOND.search(value):
                headers = [*headers, ("X-Accel-Expires", f"@{int(time.time())}")]
        return start_response(status, headers, *rest)

    return start
