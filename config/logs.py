"""What log lines leave out: the tokens in the addresses of private pages."""

import logging
import re

TOKEN = re.compile(r"(/comments/[a-z-]+/)[^/\s]+")


class WithoutTokens(logging.Filter):
    """Replace the token in every path that a record names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
                for value in record.args
            )
        return True
