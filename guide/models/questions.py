"""Questions that a post answers, one by one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from guide import rendering
from guide.blocks import validate_blocks
from guide.models.posts import Post


def validate_anchor(anchor: str) -> None:
    """ValidationError where an id on the post's page could be the same."""
    if not rendering.is_free(anchor):
        raise ValidationError(
            _(
                "Small letters and digits, joined by single hyphens: “%(anchor)s” is "
                "something else, or the page has another use for it."
            ),
            code="anchor",
            params={"anchor": anchor},
        )


class Question(models.Model):
    post = models.ForeignKey(
        Post,
        on_delete=models.CASCADE,
        related_name="questions",
        verbose_name=_("post"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    question = models.CharField(_("question"), max_length=200)
    slug = models.SlugField(
        _("anchor"),
        max_length=100,
        validators=[validate_anchor],
        help_text=_(
            "Where links to this question lead, after the #. Keep it when you reword "
            "the question."
        ),
    )
    answer = models.TextField(
        _("answer"), validators=[validate_blocks], help_text=_("In Markdown.")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "slug"], name="question_has_its_own_anchor"
            )
        ]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        self._tell_post()

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#{self.slug}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        self._tell_post()
        return gone

    def rendered_within(self, part: str) -> rendering.Rendered:
        """As a section of its post, see ``Post.rendered_within``."""
        return rendering.render_answer(self.question, self.slug, self.answer, part)

    def _tell_post(self) -> None:
        """Its text has another length now, and is newer."""
        post = Post.objects.get(pk=self.post_id)
        post.save(update_fields=["words", "updated_at"])
