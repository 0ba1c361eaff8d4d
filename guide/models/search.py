"""What can be found by its words, and which posts are alike."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """One thing that can be found: a post, a question, a plain page, a comment.

    The database keeps its index of ``title_words`` and ``text_words`` by itself (see
    the migration ``search``): SQLite by triggers, which go when this table is remade,
    so a migration that alters it has to make them again.
    """

    class Kind(models.TextChoices):
        POST = "post", _("post")
        QUESTION = "question", _("question")
        PAGE = "page", _("page")
        COMMENT = "comment", _("comment")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Of the post, question, page or comment, in its own table.
    key = models.BigIntegerField()
    # Found while a stranger may read this post, where there is one.
    post = models.ForeignKey(
        "guide.Post", null=True, on_delete=models.CASCADE, related_name="search_rows"
    )
    page = models.ForeignKey(
        "guide.Page", null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Found while the row of the same kind with this key is there: a reply goes with the
    # first comment of its thread, however many replies there are.
    under = models.BigIntegerField(null=True)
    url = models.CharField(max_length=300)
    # Shown, not searched: who looks for a person shall not find all they said.
    byline = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_row"),
        ]

    def __str__(self) -> str:
        # No words: they may be a comment's.
        return f"{self.kind} {self.key}"


class PostTerms(models.Model):
    """The words that tell a post from others, and when it was last compared by them.

    ``terms`` are stems, each with how often it occurs and a form in which it does.
    """

    post = models.OneToOneField(
        "guide.Post", on_delete=models.CASCADE, related_name="terms"
    )
    terms = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Terms of {self.post_id}"


class PickedPost(models.Model):
    """A post that an editor lists beneath another one, before all that are alike."""

    post = models.ForeignKey(
        "guide.Post", on_delete=models.CASCADE, related_name="picked"
    )
    other = models.ForeignKey(
        "guide.Post",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("post"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    why = models.CharField(
        _("why"),
        max_length=80,
        blank=True,
        help_text=_("Such as “what comes after the pause”. Empty: what both share."),
    )

    class Meta:
        verbose_name = _("similar post")
        verbose_name_plural = _("similar posts, by hand")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "other"], name="picked_once"),
            models.CheckConstraint(
                condition=~Q(post=models.F("other")),
                name="picked_another",
                violation_error_message=_("A post isn’t similar to itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.other)


class SimilarPost(models.Model):
    """``other`` beneath ``post``, the ``place`` it has there and how alike they are.

    ``guide.related`` alone writes these. What isn't published is among them, and shows
    once it is.
    """

    post = models.ForeignKey(
        "guide.Post", on_delete=models.CASCADE, related_name="similar"
    )
    other = models.ForeignKey(
        "guide.Post", on_delete=models.CASCADE, related_name="similar_to"
    )
    place = models.PositiveSmallIntegerField()
    score = models.FloatField(default=0)
    # An editor's sentence, or words that both posts speak of.
    why = models.CharField(max_length=80, blank=True)
    shared_words = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["post", "other"], name="similar_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.other_id}"
