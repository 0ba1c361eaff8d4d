"""Whether a post is ready to be published: all that the checks find, links included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urldefrag

from django.conf import settings
from django.utils.translation import gettext as _

from guide import checks, formats, links, rendering
from guide.checks import Finding, Link, Passage
from guide.destinations import Standing, anchors_in, standings
from guide.models import Post


def of_post(post: Post) -> list[Finding]:
    """All findings in ``post`` as it is stored."""
    questions = enumerate(post.questions.all())
    answers = [
        Passage(f"questions-{place}-answer", question.answer, question.slug)
        for place, question in questions
    ]
    body = Passage("body", post.body, written_in=post.format)
    passages = [body, *answers]
    return findings(post, passages, has_topic=post.topics.exists())


def findings(
    post: Post, passages: Sequence[Passage], *, has_topic: bool
) -> list[Finding]:
    """All findings in a ``post`` with these ``passages``, the body first, stored or
    not. What has to be mended comes first."""
    found = [
        *checks.of_text(passages),
        *_links(post, passages),
        *checks.of_post(post.slug, post.summary, has_topic),
    ]
    return sorted(found, key=lambda finding: not finding.must)


def _links(post: Post, passages: Sequence[Passage]) -> Iterator[Finding]:
    here = post.get_absolute_url() if post.slug else "/posts/-/"
    make_whole = links.seen_from(here)
    every = list(checks.links_in(passages))
    paths = {
        link: _path(make_whole(link.address))
        for link in every
        if not _is_elsewhere(link)
    }
    own = {path for path in paths.values() if urldefrag(path).url == here}
    standing = standings(set(paths.values()) - own, at=post.published_at)
    standing |= _own_standings(own, passages)
    for link in every:
        if link not in paths:
            yield from _elsewhere(link)
        elif not link.address:
            yield link.finding(_("A link has no address."))
        else:
            yield from _here(link, standing[paths[link]])


def _is_elsewhere(link: Link) -> bool:
    own = link.address == settings.SITE_URL or link.address.startswith(
        f"{settings.SITE_URL}/"
    )
    return checks.is_whole(link.address) and not own


def _path(address: str) -> str:
    return address.removeprefix(settings.SITE_URL) or "/"


def _own_standings(
    addresses: Iterable[str], passages: Sequence[Passage]
) -> dict[str, Standing]:
    """Of those that lead to the text itself, which needn't be stored."""
    taken = frozenset(each.beneath for each in passages if each.beneath)
    html = "".join(
        rendering.render(each.text, beneath=each.beneath).html
        if each.beneath
        else formats.render(each.text, each.written_in, taken=taken).html
        for each in passages
    )
    present = anchors_in(html) | taken | {""}
    return {
        address: Standing.THERE
        if urldefrag(address).fragment in present
        else Standing.NO_ANCHOR
        for address in addresses
    }


def _elsewhere(link: Link) -> Iterator[Finding]:
    if checks.is_malformed(link.address):
        yield link.finding(
            _("“%(address)s” is no address that a browser can follow. Look it over.")
        )
    elif link.is_picture:
        sentence = _(
            "The picture %(address)s is on another site, so it becomes a link. Upload "
            "it under Pictures to show it."
        )
        yield link.finding(sentence, must=False)


def _here(link: Link, standing: Standing) -> Iterator[Finding]:
    sentence = {
        Standing.NOWHERE: _("“%(address)s” leads nowhere: there is no such page."),
        Standing.NO_ANCHOR: _(
            "“%(address)s” leads to no place: no heading there has this anchor."
        ),
        Standing.LATER: _("“%(address)s” leads to what readers can’t open yet."),
    }.get(standing)
    if link.is_picture and standing is Standing.NOWHERE:
        sentence = _("The picture “%(address)s” isn’t here. Upload it under Pictures.")
    elif link.address.startswith("www."):
        sentence = _("“%(address)s” leads nowhere. Put https:// in front of it.")
    if sentence:
        yield link.finding(sentence, must=standing is not Standing.LATER)
