"""Plain pages beside the posts, and what the shipped text has loaded."""

from __future__ import annotations

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide import formats, search
from guide.blocks import validate_blocks
from guide.formats import WRITTEN_IN, Format
from guide.models.old_paths import Moving


class Page(Moving):
    """A plain page beside the posts: help, privacy, accessibility, house rules."""

    # Every page links to these, so they keep their address and are not deleted.
    FIXED = ("help", "privacy", "accessibility", "house-rules")

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(
        _("text"), validators=[validate_blocks], help_text=_("In Markdown.")
    )
    format = models.CharField(
        _("written in"),
        max_length=10,
        choices=Format.choices,
        default=Format.MARKDOWN,
        help_text=WRITTEN_IN,
    )
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            search.put_pages([self])

    def get_absolute_url(self) -> str:
        return reverse("guide:page", args=[self.slug])

    @property
    def is_fixed(self) -> bool:
        return self.slug in self.FIXED

    @property
    def html(self) -> str:
        return formats.render(self.body, self.format).html


class LoadedContent(models.Model):
    """What ``load_guide`` last wrote, so that it can tell an editor's change.

    ``values`` are the fields as loaded, relations as keys. A row whose object is gone
    was deleted by an editor, and stays gone.
    """

    source = models.CharField(max_length=200, unique=True)
    object_pk = models.BigIntegerField()
    values = models.JSONField()

    def __str__(self) -> str:
        return self.source
