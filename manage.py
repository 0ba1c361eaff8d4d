#!/usr/bin/env python
"""Django's command line, with one clear sentence where a setting is wrong."""

import os
import sys


def main() -> None:
    os.umask(0o077)  # The database and what lies beside it are the owner's alone.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.env import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as error:
        sys.exit(f"footbridge: {error}")


if __name__ == "__main__":
    main()
