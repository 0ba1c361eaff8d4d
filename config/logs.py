"""What log lines leave out: the tokens in the addresses of private pages."""

import logging
import re

# A key (with that of a renewed link) and its signature, wherever in a path they stand,
# some with the moment of signing between them, and staff's one-time links.
TOKEN = re.compile(
    r"\d+(?:\.[\w-]+)?:(?:\w+:)?[\w-]{20,}"
    r"|(?<=/admin/invitation/)[^/\s]+|(?<=/admin/reset/)[^/\s]+/[^/\s]+"
)


class WithoutTokens(logging.Filter):
    """Replace the token in every path that a record names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN.sub("…", value) if isinstance(value, str) else value
                for value in record.args
            )
        return True
