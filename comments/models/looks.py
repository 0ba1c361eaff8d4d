"""Who looked at which address, and when: lines of the admin's own log."""

from __future__ import annotations

from typing import Self

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, When
from django.db.models.functions import Cast
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.people import Correspondent

# What the log keeps of each kind, by which it is found again: as it is, untranslated.
LOOKED = gettext_noop("Looked at the address.")
FOUND = gettext_noop("Found by searching for its address.")
NOT_FOUND = gettext_noop("Searched for an address: not found")
SAVED = gettext_noop("Saved everything from this address as a file.")
TRIED = gettext_noop("Tried a rule about addresses.")


class AddressLookQuerySet(models.QuerySet["AddressLook"]):
    def of_all_kinds(self) -> Self:
        """The looks in the log, the latest first."""
        said = Q(change_message__in=[LOOKED, FOUND, SAVED, TRIED])
        found = self.filter(said | Q(object_repr=NOT_FOUND))
        return found.select_related("user", "content_type").order_by("-pk")

    def at(self, writer: Correspondent) -> Self:
        """Those at the address of ``writer``, from its own page or from a comment's."""
        own = Q(content_type=_type_of(Correspondent), object_id=str(writer.pk))
        # A line about something else may have a key that is no number.
        on_comment = When(
            content_type=_type_of(Comment), then=Cast("object_id", BigIntegerField())
        )
        theirs = Comment.objects.filter(pk=OuterRef("comment_key"))
        found = self.of_all_kinds().alias(comment_key=Case(on_comment))
        return found.filter(own | Exists(theirs.filter(correspondent=writer)))


def _type_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


class AddressLook(LogEntry):
    looks = AddressLookQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("look at an address")
        verbose_name_plural = _("looks at addresses")
        # The log is written by looking alone.
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        return gettext(self.change_message or self.object_repr)
