"""The pages above a page: names and paths, the outermost first."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guide.models import Post

Trail = list[tuple[str, str]]


def to_post(post: Post) -> Trail:
    """A chapter is found from the cover, a post that stands alone in the archive."""
    cover = [(_("The guide"), reverse("guide:cover"))]
    return cover if post.is_chapter else to_lists()


def to_lists() -> Trail:
    return [(_("All posts"), reverse("guide:archive"))]


def to_topic() -> Trail:
    return [*to_lists(), (_("Topics"), reverse("guide:topics"))]
