"""Every save of a post or a page is kept, can be read and brought back.

What wrote past the admin, such as ``load_guide`` or a choice in a list, is noticed: the
state that it left is kept before the next save, with nobody's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from guide import chapters, related, text_values
from guide.models import Post, TextRevision
from guide.text_values import ROWS, Text, Values

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What is kept: all of so many days; of the time before, each day's last; of what is
# older still, each month's last. The first and the newest always stay.
ALL_OF = timedelta(days=30)
DAYS_OF = timedelta(days=365)


@dataclass(frozen=True)
class Newer:
    """What is stored meanwhile, where somebody began from something else."""

    values: Values
    by: User | None
    at: datetime

    @property
    def stamp(self) -> str:
        return text_values.stamp(self.values)


def lock(text: Text) -> Text:
    """``text`` as it is stored now; nobody else changes it before this is committed.
    Whoever works out similar posts then has waited before: ``related``."""
    rows = type(text)._default_manager.select_for_update(no_key=True, of=("self",))
    found: Text = rows.get(pk=text.pk)
    return found


def newer(text: Text, begun: str) -> Newer | None:
    """What stands there, unless it is what ``begun`` is the stamp of."""
    values = text_values.of(text)
    if text_values.stamp(values) == begun:
        return None
    last = TextRevision.objects.of(text).select_related("by").first()
    if last and not text_values.differing(last.values, values):
        return Newer(values, last.by, last.at)
    return Newer(values, None, text.updated_at)


def keep(
    text: Text,
    by: User | None,
    at: datetime | None = None,
    brought_back_at: datetime | None = None,
) -> None:
    """Keep ``text`` as it is stored, unless that is what was kept last."""
    last = TextRevision.objects.of(text).first()
    values = text_values.of(text)
    changed = text_values.differing(last.values, values) if last else []
    if last and not changed:
        return
    TextRevision.objects.create(
        **{str(text._meta.model_name): text},
        by=by,
        at=at or timezone.now(),
        values=values,
        changed=changed,
        brought_back_at=brought_back_at,
    )
    _thin_out(text)


def keep_found(text: Text) -> None:
    """Before a change: keep what nobody saved in the admin. ``text`` is as stored."""
    keep(text, None, text.updated_at)


def _thin_out(text: Text) -> None:
    rows = TextRevision.objects.of(text).values_list("pk", "at")
    TextRevision.objects.filter(pk__in=surplus(list(rows), timezone.now())).delete()


def surplus(rows: Collection[tuple[int, datetime]], now: datetime) -> list[int]:
    """Keys of those that needn't be kept at ``now``; ``rows`` are the newest first."""
    found, spans = [], set()
    for key, at in list(rows)[:-1]:
        span = _span(timezone.localtime(at), now)
        if span in spans:
            found.append(key)
        spans.add(span or key)
    return found


def _span(at: datetime, now: datetime) -> str:
    """The day or month of which one is kept; empty where all are."""
    if at > now - ALL_OF:
        return ""
    return f"{at:%Y-%m-%d}" if at > now - DAYS_OF else f"{at:%Y-%m}"


# Bringing back


@transaction.atomic
def restore(
    revision: TextRevision, names: Iterable[str], seen: str, by: User
) -> Newer | None:
    """Have the fields called ``names`` as they were. Nothing happens and what is stored
    comes back where it isn't what ``seen`` is the stamp of. ValidationError where a
    value can't stand any more, such as an address that is in use elsewhere.
    """
    related.wait_for_others()
    text = lock(revision.text)
    stored = newer(text, seen)
    if stored:
        return stored
    keep_found(text)
    values = {n: revision.values[n] for n in names if n in revision.values}
    if "published_at" in values and revision.values.get("unlisted"):
        # Who has its address could read it then, and no others.
        values["unlisted"] = True
    _put_rows(text, values)
    _put_fields(text, values)
    if isinstance(text, Post):
        related.work_out([text])
    keep(text, by, brought_back_at=revision.at)
    return None


def _put_fields(text: Text, values: Values) -> None:
    guide = text.guide_id if isinstance(text, Post) else None
    for field in text._meta.concrete_fields:
        if field.name in values:
            setattr(text, field.attname, field.to_python(values[field.name]))
    if isinstance(text, Post):
        chapters.place(text, guide)
    text.full_clean()
    text.save()
    if isinstance(text, Post) and text.guide_id != guide:
        chapters.settle([guide, text.guide_id])
    for field in text._meta.many_to_many:
        if field.name in values:
            chosen = _present(field.related_model, values[field.name])
            getattr(text, field.name).set(chosen)


def _put_rows(text: Text, values: Values) -> None:
    """Before ``text`` is saved, which tells the search index of them."""
    for name in ROWS[type(text)]:
        if name in values:
            rows = getattr(text, name)
            rows.all().delete()
            rows.bulk_create(
                row
                for kept in values[name]
                if (row := _row(rows.model, text, kept)) is not None
            )


def _row(model: type[models.Model], text: Text, kept: Values) -> models.Model | None:
    """With the key that it had; None where it leads to something that is gone."""
    row = model(pk=kept["pk"], post=text)
    if model._default_manager.filter(pk=row.pk).exists():
        row.pk = None
    for field in model._meta.concrete_fields:
        if field.name in kept:
            setattr(row, field.attname, field.to_python(kept[field.name]))
            if field.related_model and not _present(
                field.related_model, [kept[field.name]]
            ):
                return None
    return row


def _present(model: Any, keys: Iterable[int]) -> list[int]:
    """Those of ``keys`` that there still are."""
    return list(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
