"""What came before: found again by its source, and never written where a person here
has changed or deleted it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models import Imported

DELETED = _("deleted here, so it stays away")
CHANGED = _("changed here, so it stays as it is")


def digest_of(values: Mapping[str, Any]) -> str:
    written = json.dumps(values, sort_keys=True, default=_in_utc)
    return hashlib.sha256(written.encode()).hexdigest()


def _in_utc(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)


def present_values(row: models.Model, names: Mapping[str, Any]) -> dict[str, Any]:
    """What ``row`` has now in the fields ``names``, in the form that is compared."""
    found: dict[str, Any] = {}
    for name in names:
        if name == "topics":
            found[name] = sorted(row.topics.values_list("pk", flat=True))  # type: ignore[attr-defined]
        elif name == "questions":
            questions = row.questions.values_list("question", "slug", "answer")  # type: ignore[attr-defined]
            found[name] = [list(question) for question in questions]
        else:
            found[name] = row.serializable_value(name)
    return found


def remember(
    source: str, row: models.Model, digest: str, before: Imported | None = None
) -> None:
    """``source`` is ``row`` from now on; ``digest`` is "" where it was here before."""
    noted = before or Imported(source=source)
    noted.object_pk, noted.digest = row.pk, digest
    noted.save()
