"""The guide, its posts, its plain pages and the helplines."""

from guide.models.helplines import Helpline
from guide.models.pages import LoadedContent, Page
from guide.models.posts import Author, Drawing, Guide, Post, Topic

__all__ = [
    "Author",
    "Drawing",
    "Guide",
    "Helpline",
    "LoadedContent",
    "Page",
    "Post",
    "Topic",
]
