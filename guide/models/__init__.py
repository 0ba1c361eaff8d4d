"""The guide, its posts, its plain pages and the helplines."""

from guide.models.helplines import Helpline
from guide.models.pages import LoadedContent, Page
from guide.models.posts import Author, Drawing, Guide, Post, Topic
from guide.models.search import PickedPost, PostTerms, SearchRow, SimilarPost

__all__ = [
    "Author",
    "Drawing",
    "Guide",
    "Helpline",
    "LoadedContent",
    "Page",
    "PickedPost",
    "Post",
    "PostTerms",
    "SearchRow",
    "SimilarPost",
    "Topic",
]
