"""For how long nginx may keep a page."""

import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any


# As few as there are kinds of pages; to look for it takes as long as all else does.
@lru_cache(maxsize=16)
def _is_for_a_second(cache_control: str) -> bool:
    return re.search(r"\bs-maxage=1\b", cache_control) is not None


def until_the_second_ends(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """``start_response`` that tells nginx when the second ends of a page that may be
    kept for one.

    nginx counts whole seconds of the clock, the last one included, so that it would
    keep for up to two what may be kept for one. It doesn't pass this header on.
    """

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        for name, value in headers:
            if name == "Cache-Control" and _is_for_a_second(value):
                headers = [*headers, ("X-Accel-Expires", f"@{int(time.time())}")]
        return start_response(status, headers, *rest)

    return start
