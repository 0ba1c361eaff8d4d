"""The guide, its posts, pictures and plain pages, helplines and the site's settings."""

from guide.models.helplines import Helpline
from guide.models.images import Image
from guide.models.imported import Imported
from guide.models.old_paths import OldPath
from guide.models.pages import LoadedContent, Page
from guide.models.posts import Author, Drawing, Guide, Post, Topic
from guide.models.purges import Purge
from guide.models.questions import Question
from guide.models.revisions import TextRevision, UnsavedText
from guide.models.search import PickedPost, PostTerms, SearchRow, SimilarPost
from guide.models.site import SiteSettings

__all__ = [
    "Author",
    "Drawing",
    "Guide",
    "Helpline",
    "Image",
    "Imported",
    "LoadedContent",
    "OldPath",
    "Page",
    "PickedPost",
    "Post",
    "PostTerms",
    "Purge",
    "Question",
    "SearchRow",
    "SimilarPost",
    "SiteSettings",
    "TextRevision",
    "Topic",
    "UnsavedText",
]
