"""Pictures that posts show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.image_names import ImageName
from guide.images import Encoded
from guide.models.pages import Page
from guide.models.posts import Author, Guide, Post
from guide.models.questions import Question
from guide.pictures import FOLDER

_MARKS = re.compile(r"([\\`*_\[\]<&])")


class ImageQuerySet(models.QuerySet["Image"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        images = list(self)
        deleted = super().delete()
        _remove_files_when_committed(images)
        return deleted


class Image(models.Model):
    """Its files lie in the default storage under the names that ``name`` gives."""

    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_(
            "What it shows, in a sentence, for those who don’t see it. It comes with "
            "the line for your text, where you can change it."
        ),
    )
    digest = models.CharField(max_length=16, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    ending = models.CharField(max_length=4, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("guide:image", args=[self.name])

    @classmethod
    def keep(cls, encoded: Encoded, alt: str) -> Image:
        """The new row with its files, or the row that such a picture has already.

        The row holds up whoever uploads the same at this moment, and isn't seen before
        all files are there. What a crash in between left in the store is written anew.
        """
        name = encoded.name
        values = {"width": name.width, "height": name.height, "ending": name.ending}
        with transaction.atomic():
            image, is_new = cls.objects.get_or_create(
                digest=name.digest, defaults=values | {"alt": alt}
            )
            if is_new:
                for file, content in encoded.files.items():
                    default_storage.delete(file)
                    default_storage.save(file, ContentFile(content))
        return image

    @property
    def name(self) -> ImageName:
        return ImageName(self.digest, self.width, self.height, self.ending)

    @property
    def smallest_files(self) -> list[ImageName]:
        """One in each format, the one that takes least first."""
        return [self.name.in_format(ending)[0] for ending in self.name.endings()]

    @property
    def smallest_url(self) -> str:
        return reverse("guide:image", args=[self.smallest_files[-1]])

    @property
    def markdown(self) -> str:
        """The line that shows it in a text."""
        alt = _MARKS.sub(r"\\\1", self.alt)
        return f"![{alt}]({self.get_absolute_url()})"

    def used_in(self) -> list[models.Model]:
        """The rows with a text that names it, drafts too; for a question its post. And
        whom it shows."""
        address = f"{FOLDER}/{self.digest}-"
        answers = Question.objects.filter(answer__contains=address)
        in_post = Q(body__contains=address) | Q(pk__in=answers.values("post"))
        return [
            *Post.objects.filter(in_post),
            *Page.objects.filter(body__contains=address),
            *Guide.objects.filter(opening__contains=address),
            *Author.objects.filter(Q(bio__contains=address) | Q(picture=self)),
        ]

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        deleted = super().delete(using=using, keep_parents=keep_parents)
        _remove_files_when_committed([self])
        return deleted


def _remove_files_when_committed(images: Iterable[Image]) -> None:
    for image in images:
        transaction.on_commit(partial(remove_files, image.name), robust=True)


def remove_files(name: ImageName) -> None:
    """Remove the files of ``name`` from the store, unless a row is there for them."""
    # Somebody may have uploaded the same picture since its row went.
    if Image.objects.filter(digest=name.digest).exists():
        return
    for file in name.all_files():
        default_storage.delete(str(file))
