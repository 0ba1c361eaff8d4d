from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from guide import readiness
from guide.formats import Format
from guide.models import OldPath, Post
from tests.make import (
    make_image,
    make_page,
    make_post,
    make_question,
    make_topic,
)

pytestmark = pytest.mark.django_db
TO_COME = datetime(2096, 3, 4, tzinfo=UTC)


def ready(body: str = "Words.", **fields: Any) -> Post:
    given = {"slug": "here", "summary": "A summary.", "body": body}
    return make_post((make_topic(),), **given | fields)


def sentences(post: Post) -> list[str]:
    return [str(finding) for finding in readiness.of_post(post)]


def musts(post: Post) -> list[bool]:
    return [finding.must for finding in readiness.of_post(post)]


def test_post_can_be_ready() -> None:
    assert sentences(ready()) == []


def test_text_in_html_is_looked_at_too_and_names_the_heading_above() -> None:
    link = '<p><a href="/nowhere/">a</a></p>'
    picture = '<p><img src="/b.jpg"></p>'
    safety = '<aside class="safety"><p>Afraid?</p></aside>'
    body = f"{link}<h2>Deep &amp; far</h2>{link}{picture}{safety}"
    found = sentences(ready(body, format="html"))
    assert [each.partition(":")[0] for each in found if "eneath" in each] == [
        "Beneath “Deep & far”"
    ] * 4
    assert found.count("“/nowhere/” leads nowhere: there is no such page.") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/help/",
        "/help",
        "/posts/",
        "/posts/other/#two",
        "/posts/other/#how-long",
        "/posts/other/#comments",
        "../other/",
        f"{settings.SITE_URL}/about/#us",
        f"{settings.SITE_URL}",
        "/about/?a=b",
        "/steps/other/",
        "/2019/moved/",
        "#one",
        "#how-long--deep",
        "/posts/here/#own-question",
        "/static/css/site.css",
        "https://elsewhere.example/nothing/",
    ],
)
def test_link_that_leads_somewhere_passes(address: str) -> None:
    make_question(post=make_post(slug="other", body="## Two"), slug="how-long")
    make_page(slug="about", body="## Us")
    OldPath.objects.lead("/2019/moved/", make_post())
    post = ready(f"## One\n\n[words]({address})")
    for slug in ("own-question", "how-long"):
        make_question(post=post, slug=slug, answer="## Deep")
    assert sentences(post) == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/posts/nothing/", "leads nowhere"),
        ("/nothing/", "leads nowhere"),
        ("nothing.html", "leads nowhere"),
        ("/topics/nothing/", "leads nowhere"),
        ("/admin/", "leads nowhere"),
        ("/admin/guide/post/", "leads nowhere"),
        ("/posts/other/#three", "leads to no place"),
        ("/about/#you", "leads to no place"),
        ("#two", "leads to no place"),
        ("www.example.org", "Put https:// in front"),
        ("htp://example.org", "no address that a browser can follow"),
        ("", "A link has no address"),
    ],
)
def test_link_to_nowhere_has_to_be_mended(address: str, sentence: str) -> None:
    make_post(slug="other", body="## Two")
    make_page(slug="about", body="## Us")
    [found] = readiness.of_post(ready(f"Words.\n\n[words]({address})"))
    assert sentence in found.sentence
    assert (found.field, found.line, found.must) == ("body", 3, True)


def test_link_to_a_post_that_is_out_by_then_passes() -> None:
    make_post(slug="other", published_at=TO_COME)
    link = "[words](/posts/other/)"
    assert sentences(ready(link, published_at=TO_COME)) == []


def test_link_to_a_post_that_comes_later_is_hinted_at() -> None:
    make_post(slug="other", published_at=TO_COME)
    early = ready("[words](/posts/other/)", published_at=TO_COME - timedelta(1))
    assert "readers can’t open yet" in sentences(early)[0]
    assert musts(early) == [False]


def test_picture_that_is_here_passes() -> None:
    assert sentences(ready(make_image().markdown)) == []


def test_picture_that_went_has_to_be_mended() -> None:
    post = ready("![A hill](/media/5744c525c3a8de06-1600x889.jpg)")
    assert "isn’t here" in sentences(post)[0] and musts(post) == [True]


def test_picture_of_another_site_is_hinted_at() -> None:
    post = ready("![A hill](https://elsewhere.example/a.jpg)")
    assert "becomes a link" in sentences(post)[0] and musts(post) == [False]


def test_answer_is_checked_where_the_form_has_it() -> None:
    post = ready()
    make_question(post=post, answer="Fine.", position=1)
    make_question(post=post, answer="One.\n\n[words](/nothing/)", position=2)
    [found] = readiness.of_post(post)
    assert (found.field, found.line) == ("questions-1-answer", 3)


def test_what_has_to_be_mended_comes_first() -> None:
    assert musts(ready("[words](/nothing/)", summary="")) == [True, False]


@pytest.mark.parametrize("links", [1, 20])
def test_links_cost_the_same_queries(
    links: int, django_assert_num_queries: Any
) -> None:
    post = ready(" ".join(f"[a](/posts/p{n}/) [b](/b{n}/)" for n in range(links)))
    with django_assert_num_queries(5):
        readiness.of_post(post)


def in_html(body: str) -> list[str]:
    return sentences(ready(body, format=Format.HTML))


def test_html_is_not_taken_for_markdown() -> None:
    assert in_html("<h2>One</h2><p>![ ](a b) <a href='#one'>up</a> [b](c d)</p>") == []


def test_html_is_looked_at_as_markdown_is() -> None:
    found = in_html(
        '<h2>One</h2><h4>Two</h4><p><a href="/nowhere/">x</a><img src="/media/a.jpg">'
        '</p><aside class="safety"><p>Are you afraid?</p></aside>'
    )
    parts = ["leads nowhere", "isn’t here", "as its alt", "“safety”", "with <h3>."]
    assert all(any(part in each for each in found) for part in parts)
    assert len(found) == len(parts)
