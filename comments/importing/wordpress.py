"""The comments of an export of WordPress, one at a time, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from django.utils.text import slugify
from django.utils.translation import gettext as _

from comments.importing.source import SourceComment
from comments.importing.words import from_wordpress
from comments.models import Status
from guide.importing.report import Report
from guide.importing.wordpress.export import Site, Tell, moment, parts, text_of

_STATUSES = {
    "1": Status.APPROVED,
    "approved": Status.APPROVED,
    "0": Status.PENDING,
    "hold": Status.PENDING,
    "spam": Status.SPAM,
    "trash": Status.DECLINED,
    "post-trashed": Status.DECLINED,
}
_COMMENTS = {"", "comment"}
_MACHINES = {"pingback", "trackback"}


def read_comments(
    path: Path, site: Site, report: Report, tell: Tell = lambda done, total: None
) -> Iterator[SourceComment]:
    """In the order of the file. Network addresses aren't even looked at."""
    names = {"wp:post_id", "wp:post_type", "wp:post_date_gmt", "wp:comment"}
    post: dict[str, str] = {}
    for found in parts(path, names, tell, without=()):
        element = found.element
        if element.tag == "wp:comment":
            comment = _comment(element, post, site, report)
            if comment:
                yield comment
            continue
        if element.tag == "wp:post_id":
            post = {}
        post[element.tag] = (element.text or "").strip()


def _comment(
    element: Element, post: dict[str, str], site: Site, report: Report
) -> SourceComment | None:
    why = _why_not(element, post)
    at = moment(
        text_of(element, "wp:comment_date_gmt"),
        text_of(element, "wp:comment_date"),
        post.get("wp:post_date_gmt", ""),
    )
    if why or at is None:
        report.skip(_("comments"), why or _("without a date"))
        return None
    parent = text_of(element, "wp:comment_parent")
    login = site.logins.get(text_of(element, "wp:comment_user_id"), "")
    return SourceComment(
        source=site.source("comment", text_of(element, "wp:comment_id")),
        post=site.source("post", post.get("wp:post_id", "")),
        name=text_of(element, "wp:comment_author"),
        text=from_wordpress(text_of(element, "wp:comment_content")),
        created_at=at,
        status=_STATUSES.get(text_of(element, "wp:comment_approved"), Status.PENDING),
        parent=site.source("comment", parent) if parent.strip("0") else "",
        email=text_of(element, "wp:comment_author_email"),
        author=site.source("author", slugify(login)) if login else "",
    )


def _why_not(element: Element, post: dict[str, str]) -> str:
    kind = text_of(element, "wp:comment_type").lower()
    if kind in _MACHINES:
        return _("pingbacks and trackbacks, which nobody wrote")
    if kind not in _COMMENTS:
        return _("of another kind than comments")
    if post.get("wp:post_type") not in (None, "", "post"):
        return _("beneath what takes no comments here")
    return ""
