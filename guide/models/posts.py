"""The guide, its posts, and who wrote them about what."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guide import formats, rendering, search
from guide.blocks import validate_blocks
from guide.formats import WRITTEN_IN, Format
from guide.models.old_paths import Moving
from guide.querysets import GuideQuerySet, PostQuerySet, TopicQuerySet


class Author(Moving):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), unique=True)
    bio = models.TextField(
        _("about the author"),
        blank=True,
        validators=[validate_blocks],
        help_text=_("A few lines in Markdown."),
    )
    picture = models.ForeignKey(
        "guide.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_(
            "Shown round and small: a face, or whatever stands for it. Its alternative "
            "text is read out."
        ),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"is_staff": True},
        verbose_name=_("account"),
        help_text=_("Who signs in with it replies to comments as this author."),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("guide:author", args=[self.slug])

    @property
    def bio_html(self) -> str:
        return rendering.render(self.bio).html

    @property
    def bio_html_beneath(self) -> str:
        """As it stands beneath a text, whose headings keep their ids."""
        return rendering.render(self.bio, within="author-heading").html


class Topic(Moving):
    name = models.CharField(
        _("name"), max_length=60, help_text=_("Reads well after “also about”.")
    )
    slug = models.SlugField(_("slug"), unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("guide:topic", args=[self.slug])


class Guide(models.Model):
    title = models.CharField(_("title"), max_length=120)
    subtitle = models.CharField(_("subtitle"), max_length=160, blank=True)
    slug = models.SlugField(_("slug"), unique=True)
    opening = models.TextField(
        _("opening"),
        blank=True,
        validators=[validate_blocks],
        help_text=_("Shown on the cover, in Markdown."),
    )
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        related_name="guides",
        verbose_name=_("author"),
    )

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def __str__(self) -> str:
        return self.title

    @property
    def opening_html(self) -> str:
        return rendering.render(self.opening).html


class Drawing(models.TextChoices):
    """The line drawings in ``templates/drawings/``."""

    DOOR = "door", _("a door")
    YARN = "yarn", _("a ball of yarn")
    LANTERN = "lantern", _("a lantern")
    FOOTBRIDGE = "footbridge", _("a footbridge")
    PUDDLE = "puddle", _("a puddle")
    PATH = "path", _("a path")
    CUP = "cup", _("a cup")


class Post(Moving):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        UNLISTED = "unlisted", _("unlisted")

    guide = models.ForeignKey(
        Guide,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("guide"),
        help_text=_("Empty for a post that stands alone."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Its place in the guide, from 1. “Chapters” is where it moves."),
    )
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        unique=True,
        help_text=_("Its address. Keep it neutral: it stays in a browser’s history."),
    )
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
    drawing = models.CharField(
        _("drawing"), max_length=20, blank=True, choices=Drawing.choices
    )
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="posts", verbose_name=_("author")
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="posts",
        verbose_name=_("topics"),
        help_text=_("Readers find there what else is about the same."),
    )
    published_at = models.DateTimeField(
        _("when"),
        null=True,
        blank=True,
        db_index=True,
    )
    # Read by who has its address, and in no list. The form asks for it as a state.
    unlisted = models.BooleanField(_("unlisted"), default=False, editable=False)
    # The link by which an outsider sees it before: guide.previews.
    preview_key = models.CharField(max_length=16, blank=True, editable=False)
    preview_until = models.DateTimeField(null=True, editable=False)
    comments_open = models.BooleanField(_("open for comments"), default=True)
    comments_close_after = models.PositiveIntegerField(
        _("closed for comments after days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(36_500)],
        help_text=_(
            "Counted from the day when it was published; 0 never closes it. Empty: as "
            "for the whole site, in the discussion settings."
        ),
    )
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["guide", "position", "-published_at"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.words = self.rendered.words
        with transaction.atomic():
            super().save(*args, **kwargs)
            search.put_posts([self])

    def get_absolute_url(self) -> str:
        return reverse("guide:post", args=[self.slug])

    def follow(self, stood: Post | None) -> None:
        """Taken back, it isn't shown to who had the link from before either."""
        super().follow(stood)
        is_back = stood and stood.is_published() and not self.is_published()
        if is_back and self.preview_key:
            self.keep_preview("", None)

    def keep_preview(self, key: str, until: datetime | None) -> None:
        """What its link needs. Nothing that readers see, so it isn't newer for it."""
        self.preview_key, self.preview_until = key, until
        Post.objects.filter(pk=self.pk).update(preview_key=key, preview_until=until)

    @property
    def path_for_readers(self) -> str:
        return self.get_absolute_url() if self.is_published() else ""

    def is_published(self, at: datetime | None = None) -> bool:
        """Whether a stranger may read it at ``at`` (aware datetime; now if None)."""
        at = at or timezone.now()
        return self.published_at is not None and self.published_at <= at

    def state(self, at: datetime | None = None) -> State:
        if self.published_at is None:
            return self.State.DRAFT
        if not self.is_published(at):
            return self.State.SCHEDULED
        return self.State.UNLISTED if self.unlisted else self.State.PUBLISHED

    @property
    def is_chapter(self) -> bool:
        """Whether it has a place in its guide, between others."""
        return self.guide_id is not None and not self.unlisted

    @property
    def changed_at(self) -> datetime:
        """When it last became something new to readers: saved, or published."""
        return max(self.updated_at, self.published_at or self.updated_at)

    @property
    def rendered(self) -> rendering.Rendered:
        return self.rendered_within("")

    def rendered_within(self, part: str) -> rendering.Rendered:
        """The whole text: the body, then its questions, which may be prefetched. For a
        page that holds it as the part with that id; "" where it is alone."""
        questions = list(self.questions.all()) if self.pk else []
        taken = frozenset(question.slug for question in questions)
        return rendering.join(
            [
                formats.render(self.body, self.format, within=part, taken=taken),
                *(question.rendered_within(part) for question in questions),
            ]
        )

    @property
    def html(self) -> str:
        return self.rendered.html

    @property
    def contents(self) -> tuple[rendering.Heading, ...]:
        return self.rendered.contents

    @property
    def reading_minutes(self) -> int:
        return rendering.reading_minutes(self.words)

    @property
    def drawing_template(self) -> str:
        """The template that draws it, or nothing."""
        return f"drawings/_{self.drawing}.html" if self.drawing else ""
