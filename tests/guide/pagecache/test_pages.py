"""A kept page in its encodings, and how many of them there are."""

from __future__ import annotations

import gzip
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import brotli  # type: ignore[import-untyped]
import pytest

from guide.pagecache.generation import Generation
from guide.pagecache.pages import Page, Pages, preferred

WORDS = b"<p>One step this week.</p>" * 40


def page(body: bytes = WORDS, until: float | None = None) -> Page:
    headers = [("Content-Type", "text/html"), ("X-Frame-Options", "DENY")]
    return Page(body, headers, ((0, 0), (9, 0)), until or time.time() + 60)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("", ""),
        ("identity", ""),
        ("br;q=0, gzip", "gzip"),
        ("BR ; q=0.5", "br"),
        ("*", "br"),
        ("*;q=0, gzip;q=1.0", "gzip"),
        ("gzip;q=nonsense", ""),
        (",;,=", ""),
    ],
)
def test_what_a_browser_likes_best(accepted: str, encoding: str) -> None:
    assert preferred(accepted) == encoding


def test_each_encoding_holds_the_same_words() -> None:
    made = page()
    assert made.variant("").body == WORDS
    assert gzip.decompress(made.variant("gzip").body) == WORDS
    assert brotli.decompress(made.variant("br").body) == WORDS


def test_each_encoding_has_a_strong_tag_of_its_own() -> None:
    made = page()
    tags = {made.variant(accepted).tag for accepted in ("", "gzip", "br")}
    assert len(tags) == 3
    assert all(tag.startswith('"') for tag in tags)


def test_the_same_words_have_the_same_tag_in_another_process() -> None:
    assert page().variant("gzip").tag == page().variant("gzip").tag


def test_a_304_keeps_what_guards_the_reader_and_names_no_length() -> None:
    names = [name for name, _value in page().variant("br").without_words]
    assert names == ["X-Frame-Options", "ETag"]


def test_a_page_is_good_while_its_values_stay() -> None:
    ours = Generation(None)
    made = page()
    assert made.is_good(ours.values)
    ours.change(9)
    assert not made.is_good(ours.values)


def test_a_page_is_good_until_its_time() -> None:
    assert not page(until=time.time() - 1).is_good(Generation(None).values)


def test_links_with_a_query_are_known() -> None:
    body = b'<a href="/posts/one/?after=5&amp;order=newest#comments">More</a>'
    assert page(body).links == {"/posts/one/?after=5&order=newest"}


def test_a_link_s_parameters_may_come_in_any_order() -> None:
    body = b'<a href="/posts/one/?order=newest&amp;after=5#comments">More</a>'
    assert page(body).links == {"/posts/one/?after=5&order=newest"}


def test_the_memory_is_bounded_and_the_oldest_goes_first() -> None:
    pages = Pages(most=page().size * 4)
    for key in "abcd":
        pages.put(key, page())
    pages.get("a")
    pages.put("e", page())
    assert [key for key in "abcde" if pages.get(key)] == ["a", "c", "d", "e"]
    assert pages.size == page().size * 4


def test_readers_may_turn_the_order_over_while_pages_go() -> None:
    """More often than chance would have it, every few bytes of Python's code."""
    pages, keys = Pages(most=page().size * 4), [str(key) for key in range(9)]
    made, interval = page(), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(3) as threads:
            reads = [threads.submit(_read, pages, keys) for _ in range(2)]
            for number in range(4000):
                pages.put(keys[number % 9], made)
            for each in reads:
                each.result()
    finally:
        sys.setswitchinterval(interval)
    assert pages.size <= pages.most


def _read(pages: Pages, keys: list[str]) -> None:
    for number in range(20_000):
        pages.get(keys[number % 9])


def test_a_page_that_would_push_out_most_others_isn_t_kept() -> None:
    pages = Pages(most=page().size * 4)
    pages.put("large", page(WORDS * 100))
    assert pages.get("large") is None


def test_a_page_in_another_s_place_counts_once() -> None:
    pages = Pages(most=page().size * 4)
    for _ in range(3):
        pages.put("a", page())
    assert pages.size == page().size


def test_a_link_is_known_until_the_page_that_has_it_is_gone() -> None:
    pages = Pages(most=1_000_000)
    pages.put("a", page(b'<a href="/posts/one/?after=5">'))
    assert pages.is_linked("/posts/one/?after=5")
    pages.put("a", page())
    assert not pages.is_linked("/posts/one/?after=5")
