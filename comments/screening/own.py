"""The checks that a site adds in ``screening.py`` of its own folder (SITE_DIR)."""

from __future__ import annotations

import importlib.util
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from comments.screening.reasons import Reason
from comments.screening.values import Candidate, Check, Limits, Sign

logger = logging.getLogger(__name__)

NAME = "screening.py"


class BadChecks(ValueError):
    """A sentence with the file's name."""


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    """Those of this site, read once a process; none where it has no folder."""
    return read(settings.SITE_DIR / NAME) if settings.SITE_DIR else ()


def signs(candidate: Candidate, limits: Limits) -> list[Sign]:
    """What they notice. One that fails over these words is a reason to hold, too: what
    it should have seen is a person's to look for."""
    found = []
    for check in checks():
        try:
            found += check.signs(candidate, limits)
        except Exception as error:
            # Its message may quote the words.
            logger.error("A check of %s failed: %s", NAME, type(error).__name__)
            found.append(Sign(Reason.OWN_FAILED))
    return found


def read(path: Path) -> tuple[Check, ...]:
    """``CHECKS`` of the module at ``path``; none where it isn't there.

    BadChecks where it can't be run, or where a check doesn't do what its own two
    examples say.
    """
    if not path.exists():
        return ()
    found = _run(path)
    if not isinstance(found, tuple) or not all(isinstance(one, Check) for one in found):
        raise BadChecks(f"{path.name}: CHECKS must be a tuple of Check.")
    for check in found:
        _try_examples(path, check)
    return found


def _run(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("site_screening", path)
    if spec is None or spec.loader is None:
        raise BadChecks(f"{path.name} can't be read as Python.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        # Whatever a file of somebody's own may raise; the start says it and stops.
        raise BadChecks(f"{path.name}: {type(error).__name__}: {error}") from error
    return getattr(module, "CHECKS", None)


def _try_examples(path: Path, check: Check) -> None:
    if check.reason != Reason.OWN:
        raise BadChecks(f"{path.name}: the reason of a check must be Reason.OWN.")
    if not check.signs(check.trips.candidate, check.limits):
        raise BadChecks(f"{path.name}: “{check.trips.told}” should trip a check.")
    if check.signs(check.spares.candidate, check.limits):
        raise BadChecks(f"{path.name}: “{check.spares.told}” shouldn't trip a check.")
