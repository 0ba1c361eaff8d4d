"""The guide, its posts, pictures and plain pages, and the helplines."""

from guide.models.helplines import Helpline
from guide.models.images import Image
from guide.models.pages import LoadedContent, Page
from guide.models.posts import Author, Drawing, Guide, Post, Topic

__all__ = [
    "Author",
    "Drawing",
    "Guide",
    "Helpline",
    "Image",
    "LoadedContent",
    "Page",
    "Post",
    "Topic",
]
