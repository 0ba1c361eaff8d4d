"""What a page is about, for machines: schema.org in JSON-LD.

It stands in the page as data that no browser runs, so the policy on scripts doesn't
concern it.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guide import links, rendering
from guide.models import Author, Image, Post, Question
from guide.trails import Trail

# What could end the element early, or begin another.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def of_post(post: Post, trail: Trail, publisher: str) -> SafeString:
    """``publisher`` is the site's name."""
    things = [
        _article(post, publisher),
        _breadcrumbs(trail, post.title, post.get_absolute_url()),
    ]
    questions = list(post.questions.all())
    return _script(*things, *([_questions(post, questions)] if questions else []))


def of_author(author: Author, trail: Trail) -> SafeString:
    return _script(
        _person(author), _breadcrumbs(trail, author.name, author.get_absolute_url())
    )


def of_list(name: str, path: str, trail: Trail) -> SafeString:
    return _script(_breadcrumbs(trail, name, path))


def _script(*things: dict[str, Any]) -> SafeString:
    """The element that holds ``things``."""
    graph = {"@context": "https://schema.org", "@graph": things}
    words = json.dumps(graph, ensure_ascii=False, cls=DjangoJSONEncoder)
    words = words.translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{words}</script>')  # noqa: S308


def _article(post: Post, publisher: str) -> dict[str, Any]:
    address = links.whole(post.get_absolute_url())
    return {
        "@type": "Article",
        "@id": f"{address}#article",
        "headline": post.title,
        "description": post.summary or post.title,
        "url": address,
        "mainEntityOfPage": address,
        "image": links.whole(reverse("guide:card", args=[post.slug])),
        "datePublished": post.published_at,
        "dateModified": post.changed_at,
        "wordCount": post.words,
        "inLanguage": get_language(),
        "keywords": [topic.name for topic in post.topics.all()],
        "author": _person(post.author),
        "publisher": {
            "@type": "Organization",
            "name": publisher,
            "url": links.whole("/"),
        },
    }


def _questions(post: Post, questions: list[Question]) -> dict[str, Any]:
    """Search engines rarely show it any more; the rows are there, so it costs little.

    Addresses in the answers are whole, since they are read elsewhere.
    """
    here = post.get_absolute_url()
    return {
        "@type": "FAQPage",
        "@id": f"{links.whole(here)}#questions",
        "mainEntity": [
            {
                "@type": "Question",
                "name": rendering.in_words(question.question),
                "url": links.whole(f"{here}#{question.slug}"),
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": rendering.with_addresses(
                        rendering.render(question.answer, beneath=question.slug).html,
                        links.seen_from(here),
                    ),
                },
            }
            for question in questions
        ],
    }


def _person(author: Author) -> dict[str, Any]:
    address = links.whole(author.get_absolute_url())
    return {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": author.name,
        "url": address,
        **_picture(author.picture),
    }


def _picture(picture: Image | None) -> dict[str, Any]:
    """The largest file of it, which every program can read."""
    if picture is None:
        return {}
    return {
        "image": {
            "@type": "ImageObject",
            "url": links.whole(picture.get_absolute_url()),
            "width": picture.width,
            "height": picture.height,
            "caption": picture.alt,
        }
    }


def _breadcrumbs(trail: Trail, name: str, path: str) -> dict[str, Any]:
    """``trail`` and the page itself at its end."""
    crumbs = enumerate([*trail, (name, path)], start=1)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": links.whole(path),
            }
            for position, (name, path) in crumbs
        ],
    }
