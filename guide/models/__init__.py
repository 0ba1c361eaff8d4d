"""The guide, its posts, its plain pages, the helplines and the site's settings."""

from guide.models.helplines import Helpline
from guide.models.pages import LoadedContent, Page
from guide.models.posts import Author, Drawing, Guide, Post, Topic
from guide.models.questions import Question
from guide.models.site import SiteSettings

__all__ = [
    "Author",
    "Drawing",
    "Guide",
    "Helpline",
    "LoadedContent",
    "Page",
    "Post",
    "Question",
    "SiteSettings",
    "Topic",
]
