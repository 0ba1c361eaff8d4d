"""What is measured: each act is asked of a site and must be answered as it should."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from bench.sites import Answer, Site

LIST = "/admin/comments/comment/"
WRITERS = "/admin/comments/correspondent/"
# First pages of posts: the others may take little longer than the first of these.
FEW_COMMENTS = "Post, 100 comments"
MANY_COMMENTS = "Post, a tenth of all comments"
LONG_THREAD = "Post, a tenth as one thread"
# Each stands in almost every text of a blog.
TWELVE_WORDS = (
    "listen talk walk evening kitchen letter river bridge quiet morning step patient"
)
_numbers = itertools.count(1)


class WrongAnswer(Exception):
    """A sentence: what is measured would mean nothing."""


class Act(NamedTuple):
    """``has_bar``: whether it must stay within 100 ms."""

    name: str
    status: int
    ask: Callable[[Site], Answer]
    has_bar: bool = True


def timed(act: Act, site: Site) -> float:
    """Seconds; WrongAnswer where it isn't what the act is about."""
    answer = act.ask(site)
    if answer.status != act.status:
        raise WrongAnswer(f"{act.name}: answered {answer.status}, not {act.status}.")
    return answer.seconds


def acts(site: Site) -> Iterator[Act]:
    if site.facts["queue"]:
        yield Act("Queue, first page", 200, lambda s: s.ask(s.facts["queue"]))
    yield Act("List, what waits", 200, page(LIST))
    yield Act("List, last of 20 pages", 200, last_page)
    yield Act("Filter by status", 200, page(f"{LIST}?status=approved"))
    yield Act("Filter by post", 200, by_post)
    yield Act("Filter by month", 200, by_month)
    yield Act("Filter by days, spam", 200, page(f"{LIST}?status=spam&sent=30"))
    yield Act("Filter by reason", 200, page(f"{LIST}?reason=everything-waits"))
    why = "reason=everything-waits&status=all"
    yield Act("Filter by reason, all", 200, page(f"{LIST}?{why}"))
    yield Act("Search by address, known", 302, find_known)
    yield Act("Search by address, unknown", 200, find_unknown)
    yield Act("Page of the busiest writer", 200, page(f"{WRITERS}1/"))
    yield Act("One comment in the admin", 200, one_comment)
    yield Act("One decision", 302, decide)
    yield Act(FEW_COMMENTS, 200, lambda s: s.ask(s.facts["quiet"]))
    yield Act(MANY_COMMENTS, 200, lambda s: s.ask(s.facts["busy"]))
    yield Act(LONG_THREAD, 200, lambda s: s.ask(s.facts["deep"]))
    yield Act("That thread, its end", 200, end_of_thread)
    yield Act("Link to its last reply", 302, last_reply)
    yield Act("Newest first, a tenth of all", 200, newest_first)
    yield Act("Feed of a post, 100 comments", 200, page("/posts/quiet-post/feed/"))
    yield Act("Small steps of the busiest post", 200, page("/steps/busy-post/"))
    yield Act("Small steps of all posts", 200, page("/steps/"), False)
    yield Act("A comment is sent", 303, submit)
    yield Act("Search for a common word", 200, page(f"{LIST}?q=listened"), False)
    yield Act("Search for a rare word", 200, page(f"{LIST}?q=4711."), False)


def blog_acts(site: Site) -> Iterator[Act]:
    """What readers ask of a blog with many posts and comments."""
    yield Act("Search, common word", 200, finding("listen"))
    yield Act("Search, common words", 200, finding("listen walk evening"))
    yield Act("Search, twelve common words", 200, finding(TWELVE_WORDS))
    yield Act(
        "Search, words that no text has all of", 200, finding("listen walk zebra")
    )
    yield Act("Search, word of comments alone", 200, finding("grateful"))
    yield Act("Search, rare word", 200, finding("4711"))
    yield Act("Search, phrase", 200, finding('"burnt soup"'))
    yield Act("Search, nothing found", 200, finding("zebra"))
    yield Act("Search, second page of texts", 200, finding("listen", page=2))
    yield Act("Cover", 200, page("/"))
    yield Act("All posts", 200, page("/posts/"))
    yield Act("All topics", 200, page("/topics/"))
    yield Act("A topic", 200, page("/topics/topic-1/"))
    yield Act("An author", 200, page("/authors/nobody/"))
    yield Act("Feed with whole texts", 200, page("/feed/"), False)
    yield Act("Sitemap", 200, page("/sitemap.xml"), False)


def finding(asked: str, **where: int) -> Callable[[Site], Answer]:
    return page(f"/search/?{urlencode({'q': asked, **where})}")


def page(path: str) -> Callable[[Site], Answer]:
    return lambda site: site.ask(path)


def last_page(site: Site) -> Answer:
    """Where the list is long; the last page there is on a small site."""
    path = f"{LIST}?status=approved&p="
    answer = site.ask(f"{path}20")
    return answer if answer.status == 200 else site.ask(f"{path}1")


def by_post(site: Site) -> Answer:
    return site.ask(f"{LIST}?status=approved&post__id__exact={site.facts['busy_key']}")


def by_month(site: Site) -> Answer:
    return site.ask(f"{LIST}?status=all&sent={site.facts['month']}")


def find_known(site: Site) -> Answer:
    return site.ask(WRITERS, {"address": site.facts["address"]})


def find_unknown(site: Site) -> Answer:
    return site.ask(WRITERS, {"address": f"nobody{next(_numbers)}@example.org"})


def one_comment(site: Site) -> Answer:
    return site.ask(f"{LIST}{site.facts['waiting'][-1]}/change/")


def decide(site: Site) -> Answer:
    """Approve one that waits, or put it back: as many of one as of the other."""
    site.decided = not site.decided
    verb = "approve" if site.decided else "hold"
    return site.ask(f"{LIST}{site.facts['waiting'][0]}/decide/", {"verb": verb})


def end_of_thread(site: Site) -> Answer:
    """A page of 50 replies on the big site, of all there are on a small one."""
    after = max(0, site.facts["last_in_thread"] - 600)
    return site.ask(f"{site.facts['thread']}?after={after}")


def last_reply(site: Site) -> Answer:
    return site.ask(f"/comments/{site.facts['last_in_thread']}/")


def newest_first(site: Site) -> Answer:
    return site.ask(f"{site.facts['busy']}?order=newest")


def submit(site: Site) -> Answer:
    """Under the busiest post, by the busiest writer."""
    words = f"One more small step among a great many: it is number {next(_numbers)}."
    fields = {
        "comment": f"{words} {site.token}",
        "name": "Wren",
        "email": site.facts["address"],
        "stamp": site.facts["stamp"],
        "email_asked": "",
    }
    return site.ask(f"{site.facts['busy']}comments/", fields)
