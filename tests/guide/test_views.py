import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from comments.models import Status
from guide import related
from guide.content import load_content, read_content
from guide.models import Helpline, Page, Post
from guide.neighbours import neighbours
from tests.make import make_comment, make_guide, make_page, make_post, make_topic

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def title_of(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0].strip()


def test_cover_shows_the_chapters_in_order(client: Client) -> None:
    guide = make_guide(title="The guide", opening="Come *in*.")
    for position in (2, 1):
        make_post(guide=guide, position=position, title=f"Chapter {position}")
    page = text_of(client, "/")
    assert "The guide" in page and "Come <em>in</em>." in page
    assert page.index("Chapter 1") < page.index("Chapter 2")


def test_cover_shows_posts_that_stand_alone(client: Client) -> None:
    make_guide()
    make_post(title="A letter beside it")
    assert "A letter beside it" in text_of(client, "/")


def test_cover_of_an_empty_site_says_so(client: Client) -> None:
    assert "There is nothing to read" in text_of(client, "/")


def test_cover_of_posts_without_a_guide_says_nothing_else(client: Client) -> None:
    make_post(title="A letter")
    page = text_of(client, "/")
    assert "A letter" in page and "There is nothing to read" not in page


def test_cover_is_of_the_first_guide_with_a_chapter_to_read(client: Client) -> None:
    make_post(guide=make_guide(title="Put away"), published_at=None)
    make_post(guide=make_guide(title="Brought along"))
    assert "Brought along</h1>" in text_of(client, "/")
    assert "Brought along" in text_of(client, "/whole-guide/")


def test_chapters_of_another_guide_stand_beside(client: Client) -> None:
    for title in ("The first", "The other"):
        make_post(guide=make_guide(title=title), title=f"{title} chapter")
    page = text_of(client, "/")
    assert "The first</h1>" in page
    assert page.index("Also here") < page.index("The other chapter")


def test_draft_is_nowhere(client: Client) -> None:
    draft = make_post(guide=make_guide(), title="Not yet", published_at=None)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Not yet" not in text_of(client, "/")


def test_post_shows_what_belongs_to_it(client: Client) -> None:
    post = make_post(
        title="A title",
        body="## One\n\ntext\n\n## Two\n\ntext",
        published_at=datetime(2026, 3, 4, tzinfo=UTC),
    )
    page = text_of(client, post.get_absolute_url())
    for part in (
        "A title",
        post.author.name,
        "1 minute",
        "4 March 2026",
        'href="#two"',
    ):
        assert part in page, part


def test_post_without_sections_has_no_contents(client: Client) -> None:
    page = text_of(client, make_post(body="Words.").get_absolute_url())
    assert 'class="contents' not in page


def test_post_leads_to_its_neighbours(client: Client) -> None:
    guide = make_guide()
    a, b, c = (make_post(guide=guide, position=n) for n in (1, 2, 3))
    page = text_of(client, b.get_absolute_url())
    assert f'href="{a.get_absolute_url()}" rel="prev"' in page
    assert f'href="{c.get_absolute_url()}" rel="next"' in page


def test_ends_of_the_guide_have_one_neighbour(client: Client) -> None:
    guide = make_guide()
    first, last = (make_post(guide=guide, position=n) for n in (1, 2))
    assert 'rel="prev"' not in text_of(client, first.get_absolute_url())
    assert 'rel="next"' not in text_of(client, last.get_absolute_url())


def test_chapter_that_was_taken_back_meanwhile_has_no_neighbours() -> None:
    chapter = make_post(guide=make_guide(), published_at=None)
    assert neighbours(chapter) == (None, None)


def neighbours_on(client: Client, address: str) -> str:
    _before, after = text_of(client, address).split('<nav class="neighbours"')
    return after.split("</nav>")[0]


@pytest.mark.parametrize(
    ("comments_open", "leads_to"), [(True, "#respond"), (False, "/")]
)
def test_end_of_the_guide_leads_on(
    client: Client, comments_open: bool, leads_to: str
) -> None:
    guide = make_guide()
    make_post(guide=guide, position=1)
    last = make_post(guide=guide, position=2, comments_open=comments_open)
    shown = neighbours_on(client, last.get_absolute_url())
    assert f'href="{leads_to}"' in shown and "You’ve come to the end" in shown


def test_only_the_end_says_so(client: Client) -> None:
    guide = make_guide()
    first, _last = (make_post(guide=guide, position=n) for n in (1, 2))
    assert "to the end" not in neighbours_on(client, first.get_absolute_url())
    assert "to the end" not in text_of(client, make_post().get_absolute_url())


def test_plain_page(client: Client) -> None:
    make_page(slug="privacy", body="We keep *little*.")
    assert "We keep <em>little</em>." in text_of(client, "/privacy/")


def test_help_lists_lines_by_country_with_numbers_to_tap(client: Client) -> None:
    make_page(slug="help")
    Helpline.objects.create(
        country="US", kind="crisis", name="A line", numbers="Call 988\nText HI to 741"
    )
    page = text_of(client, "/help/")
    assert "United States" in page
    assert 'href="tel:988"' in page and 'href="sms:741"' in page


def test_help_begins_with_what_to_do_in_danger(client: Client) -> None:
    make_page(slug="help", body="In danger now?")
    Helpline.objects.create(country="US", kind="crisis", name="A line")
    page = text_of(client, "/help/")
    assert page.index("In danger now?") < page.index("United States")


def test_help_says_who_checked_a_line(client: Client) -> None:
    make_page(slug="help")
    Helpline.objects.create(country="US", kind="crisis", name="A", source="a page")
    page = text_of(client, "/help/")
    assert "a page" in page and "Not yet checked by this site" in page


def test_help_is_there_before_its_page_is(client: Client) -> None:
    Helpline.objects.create(
        country="US", kind="crisis", name="A line", numbers="Call 988"
    )
    page = text_of(client, "/help/")
    assert "If you are in danger now, call your emergency number" in page
    assert 'href="tel:112"' in page and 'href="tel:988"' in page


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/", "/house-rules/"])
def test_page_that_every_page_links_to_says_if_it_is_missing(
    client: Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "This page is not written yet" in answer.content.decode()


def test_address_that_nothing_links_to_is_nothing(client: Client) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "not written yet" not in answer.content.decode()


def test_links_within_a_page_of_the_shipped_guide_lead_somewhere(
    client: Client,
) -> None:
    load_content(read_content())
    posts = [post.get_absolute_url() for post in Post.objects.published()]
    for address in ("/", *(f"/{slug}/" for slug in Page.FIXED), *posts):
        page = text_of(client, address)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids), address
        assert len(ids) == len(set(ids)), address


def test_shipped_help_leads_to_its_helplines(client: Client) -> None:
    load_content(read_content())
    assert 'href="#countries-heading"' in text_of(client, "/help/")


def test_way_out_and_help_are_on_every_page(client: Client) -> None:
    make_page(slug="help")
    for address in ("/", make_post().get_absolute_url(), "/help/"):
        page = text_of(client, address)
        assert 'href="https://www.wikipedia.org/" rel="noreferrer nofollow"' in page
        assert 'class="site-help" href="/help/"' in page


def test_titles_in_the_history_name_no_marriage(client: Client) -> None:
    make_guide(title="Winning Back Your Husband")
    post = make_post(title="The pause")
    assert title_of(text_of(client, "/")) == "Footbridge"
    assert title_of(text_of(client, post.get_absolute_url())) == "Footbridge"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(make_post().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("posts", [1, 7, 30])
def test_cover_costs_the_same_queries(
    client: Client, posts: int, django_assert_num_queries: Any
) -> None:
    guide = make_guide()
    for position in range(posts):
        make_post(guide=guide, position=position)
    with django_assert_num_queries(4):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 7, 30])
def test_post_costs_the_same_queries(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    guide, topic = make_guide(), make_topic()
    posts = [make_post((topic,), guide=guide, position=n) for n in range(rows + 3)]
    for _ in range(rows):
        make_comment(Status.APPROVED, post=posts[1])
    related.catch_up()
    with django_assert_num_queries(10):
        client.get(posts[1].get_absolute_url())


@pytest.mark.parametrize("slug", ["help", "privacy"])
def test_sections_of_a_page_can_be_pointed_at(client: Client, slug: str) -> None:
    make_page(slug=slug, body="## A part\n\n### Of it")
    page = text_of(client, f"/{slug}/").split('id="help-panel"')[0]
    links = re.findall(r'<a class="section-link" href="#([^"]*)"', page)
    assert links == ["a-part", "of-it"]
