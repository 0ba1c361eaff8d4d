"""The guide's own text, loaded into the database from the files that hold it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone

from guide import related, revisions
from guide.content_files import (
    CONTENT_DIR,
    BadContent,
    Item,
    read_content,
    read_markdown,
    read_site,
)
from guide.models import LoadedContent, Page, Post, Question

__all__ = [
    "CONTENT_DIR",
    "BadContent",
    "Report",
    "load_content",
    "read_content",
    "read_markdown",
    "read_site",
]

RELATIONS = ("author", "guide", "post")


@dataclass
class Report:
    """Sources by what became of them; ``left_alone`` also says why."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[tuple[str, str]] = field(default_factory=list)
    # Posts and pages of which it is kept how they were before, or that are new.
    kept: list[Post | Page] = field(default_factory=list)

    def has_left(self, source: str | None) -> bool:
        return source in {left for left, _why in self.left_alone}

    def __str__(self) -> str:
        counts = (
            f"{len(self.created)} created, {len(self.updated)} updated, "
            f"{len(self.unchanged)} unchanged, {len(self.left_alone)} left alone"
        )
        reasons = [f"  left alone: {source} ({why})" for source, why in self.left_alone]
        return "\n".join([counts, *reasons])


@transaction.atomic
def load_content(items: Iterable[Item]) -> Report:
    """Bring the database up to ``items``; what an editor changed or deleted stays.

    BadContent where a row can't be what its file says; then nothing is loaded.
    """
    related.wait_for_others()
    report = Report()
    known = {row.source: row for row in LoadedContent.objects.select_for_update()}
    keys: dict[str, int] = {}
    for item in items:
        if item.source in keys:
            raise BadContent(f"{item.place} is there twice.")
        try:
            _load(item, known.get(item.source), keys, report)
        except ValidationError as error:
            raise BadContent(f"{item.place}: {_in_words(error)}") from None
        except (DataError, IntegrityError) as error:
            reason = str(error).strip().splitlines()[0]
            raise BadContent(
                f"{item.place}: the database refuses it: {reason}"
            ) from None
    related.catch_up()
    return report


def _in_words(error: ValidationError) -> str:
    """Such as “title: This field cannot be blank.”"""
    named = error.message_dict.items()
    return " ".join(f"{name}: {' '.join(sentences)}" for name, sentences in named)


def _load(
    item: Item, row: LoadedContent | None, keys: dict[str, int], report: Report
) -> None:
    present = _find(item.model, row)
    if present:
        keys[item.source] = present.pk
    values = _resolve(item.values, keys)
    why = _why_left_alone(item, row, present, values)
    # Its editor may have kept the question in the post's own text, or dropped it.
    if not row and report.has_left(item.values.get("post")):
        why = why or "its post was changed in the admin"
    if why:
        report.left_alone.append((item.source, why))
    elif row and row.values == values:
        report.unchanged.append(item.source)
    else:
        _keep_before(present, values, report)
        written = _write(present or _new(item.model), values)
        keys[item.source] = written.pk
        if not present and isinstance(written, (Post, Page)):
            report.kept.append(written)
        LoadedContent.objects.update_or_create(
            source=item.source, defaults={"object_pk": written.pk, "values": values}
        )
        (report.updated if row else report.created).append(item.source)


def _keep_before(
    present: models.Model | None, values: dict[str, Any], report: Report
) -> None:
    """Let what a post or a page was be brought back, once for all that is loaded."""
    text = Post.objects.get(pk=values["post"]) if "post" in values else present
    if isinstance(text, (Post, Page)) and text not in report.kept:
        revisions.keep_found(text)
        report.kept.append(text)


def _find(model: type[models.Model], row: LoadedContent | None) -> models.Model | None:
    return row and model._default_manager.filter(pk=row.object_pk).first()


def _new(model: type[models.Model]) -> models.Model:
    if model is not Post:
        return model()
    # To the minute: chapters that come together keep their order in lists by time.
    return Post(published_at=timezone.now().replace(second=0, microsecond=0))


def _resolve(values: dict[str, Any], keys: dict[str, int]) -> dict[str, Any]:
    """Relations as keys of rows; a topic that an editor deleted is left out."""
    found = dict(values)
    for name in RELATIONS:
        if name in values:
            found[name] = keys.get(values[name])
    if "topics" in values:
        found["topics"] = sorted(
            {keys[source] for source in values["topics"] if source in keys}
        )
    return found


def _why_left_alone(
    item: Item,
    row: LoadedContent | None,
    present: models.Model | None,
    values: dict[str, Any],
) -> str:
    """The reason not to write ``values``, or nothing."""
    if row and not present:
        return "deleted in the admin"
    if row and present and _is_edited(present, row.values, values):
        return "changed in the admin"
    for name in RELATIONS:
        if name in values and values[name] is None:
            return f"its {name} isn’t here"
    if "slug" in values:
        within = {"post": values["post"]} if item.model is Question else {}
        namesakes = item.model._default_manager.filter(slug=values["slug"], **within)
        if namesakes.exclude(pk=present and present.pk).exists():
            return "its address is in use here"
    return ""


def _is_edited(
    present: models.Model, loaded: dict[str, Any], values: dict[str, Any]
) -> bool:
    """Whether an editor changed what was loaded, or set what is new in the file."""
    now = _values_of(present, loaded | values)
    blank = type(present)()
    for name in loaded:
        if now[name] != loaded[name]:
            return True
    for name in values.keys() - loaded.keys():
        default = [] if name == "topics" else blank.serializable_value(name)
        if now[name] not in (default, values[name]):
            return True
    return False


def _write(present: models.Model, values: dict[str, Any]) -> models.Model:
    """ValidationError where a field doesn't take its value."""
    for name, value in values.items():
        if name != "topics":
            setattr(present, f"{name}_id" if name in RELATIONS else name, value)
    present.full_clean()
    present.save()
    if isinstance(present, Post):
        present.topics.set(values["topics"])
    return present


def _values_of(present: models.Model, names: dict[str, Any]) -> dict[str, Any]:
    """The present values of the fields in ``names``, in the form that is stored."""
    found = {}
    for name in names:
        if name == "topics":
            found[name] = sorted(present.topics.values_list("pk", flat=True))  # type: ignore[attr-defined]
        else:
            found[name] = present.serializable_value(name)
    return found
