"""Plain pages beside the posts, and what the shipped text has loaded."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from guide import formats, search
from guide.blocks import validate_blocks
from guide.formats import WRITTEN_IN, Format
from guide.models.old_paths import Moving


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> PageQuerySet:
        """Pages a stranger may read."""
        return self.filter(is_published=True)


class Page(Moving):
    """A plain page beside the posts: help, privacy, accessibility, house rules, and
    what else an author wants to say beside them."""

    # Every page links to these, so they keep their address and are not deleted.
    FIXED = ("help", "privacy", "accessibility", "house-rules")

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(
        _("text"), validators=[validate_blocks], help_text=_("In Markdown.")
    )
    is_published = models.BooleanField(
        _("published"),
        default=True,
        help_text=_("Off while it isn’t ready: readers don’t find it then."),
    )
    in_footer = models.BooleanField(
        _("link at the foot of every page"),
        default=False,
        help_text=_("As soon as it is published."),
    )
    footer_title = models.CharField(
        _("words of that link"),
        max_length=40,
        blank=True,
        help_text=_("Empty for the title."),
    )
    footer_place = models.PositiveSmallIntegerField(
        _("place among those links"),
        default=0,
        blank=True,
        help_text=_("The smaller, the nearer to the beginning."),
    )
    format = models.CharField(
        _("written in"),
        max_length=10,
        choices=Format.choices,
        default=Format.MARKDOWN,
        help_text=WRITTEN_IN,
    )
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)

    objects = PageQuerySet.as_manager()

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

    def clean(self) -> None:
        self.footer_place = self.footer_place or 0
        if self.slug in self.FIXED:
            self.is_published = True
        elif self.slug and not self.can_stand_at(self.slug):
            raise ValidationError(
                {"slug": _("The site has another page at this address.")}
            )

    @staticmethod
    def can_stand_at(slug: str) -> bool:
        """Whether readers find a plain page there, and nothing else."""
        match = resolve(reverse("guide:page", args=[slug]))
        return match.view_name == "guide:page" or slug in Page.FIXED

    def get_absolute_url(self) -> str:
        return reverse("guide:page", args=[self.slug])

    @property
    def path_for_readers(self) -> str:
        return self.get_absolute_url() if self.is_published else ""

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
