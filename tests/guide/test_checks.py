from collections.abc import Iterable

import pytest

from guide import checks
from guide.checks import Finding, Passage
from guide.content import read_content
from guide.models import Post


def found(text: str, beneath: str = "") -> list[Finding]:
    return list(checks.of_text([Passage("body", text, beneath)]))


def lines(findings: Iterable[Finding]) -> list[int]:
    return [finding.line for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "# One\n\n## Two\n\n### Three\n\n#### Four\n\n## Five",
        "![A hill](/media/a.jpg)\n\n`[no link](a b)` and [one](/help/)",
        "::: safety\n**Afraid?** [Read this](/help/).\n:::",
        "::: safety\n- [There](https://guide.example/help/#numbers)\n:::",
        "::: say\nNo help is needed here.\n:::",
        "",
    ],
)
def test_nothing_is_found_where_all_is_well(text: str) -> None:
    assert found(text) == []


def test_shipped_guide_needs_no_mending() -> None:
    texts = [item.values["body"] for item in read_content() if item.model is Post]
    assert texts and not [found(text) for text in texts if found(text)]


def test_heading_that_skips_a_level_is_found_in_its_line() -> None:
    [jump] = found("Words.\n\n## One\n\n#### Two")
    assert str(jump).startswith("Line 5: The heading “Two” skips a level")
    assert str(jump).endswith("Begin it with ###.") and not jump.must


def test_headings_of_an_answer_begin_beneath_their_question() -> None:
    assert found("## One", beneath="how-long") == []
    assert lines(found("### One", beneath="how-long")) == [1]


def test_picture_without_words_has_to_be_mended() -> None:
    [picture] = found("Words\nand ![ ](/media/a.jpg).")
    assert (picture.line, picture.must) == (2, True)


def test_block_without_a_way_to_help_has_to_be_mended() -> None:
    text = "[Help](/help/)\n\n> ::: safety\n> Are you afraid? [Sing](/helpers/).\n> :::"
    [block] = found(text)
    assert (block.line, block.must) == (3, True)


def test_findings_come_from_the_top() -> None:
    text = "::: safety\nAre you afraid?\n:::\n\n![](/a)\n\n#### Deep\n\n![](/b)"
    assert lines(found(text)) == [1, 5, 7, 9]


def test_address_with_a_space_is_no_link() -> None:
    [link] = found("One.\nSee [this](/a page/) now.")
    assert link.line == 2 and "[this](/a page/)" in str(link)


def test_links_and_pictures_are_found_in_their_lines() -> None:
    text = "[One](/a/)\n\n- two\n- [Three](b\n 'c') ![four](/d.jpg)"
    passages = [Passage("body", text)]
    found = [
        (link.line, link.address, link.is_picture) for link in checks.links_in(passages)
    ]
    assert found == [(1, "/a/", False), (4, "b", False), (4, "/d.jpg", True)]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b#c",
        "http://[2001:db8::1]/",
        "//example.org/",
        "https://münchen.example/",
        "mailto:us@example.org",
        "tel:+1800",
    ],
)
def test_address_elsewhere_is_fine(address: str) -> None:
    assert checks.is_whole(address) and not checks.is_malformed(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "https:///path",
        "http://https://example.org",
        "https://example",
        "https://exa%20mple.org:port/",
        "htp://example.org",
        "mailto:nobody",
        "tel:",
        "https://[broken/",
    ],
)
def test_address_that_leads_nowhere_is_malformed(address: str) -> None:
    assert checks.is_whole(address) and checks.is_malformed(address)


def test_path_of_this_site_is_not_whole() -> None:
    assert not any(map(checks.is_whole, ("/a/", "a/", "#a", "", "www.example.org")))


def test_post_without_summary_and_topic_is_hinted_at() -> None:
    findings = list(checks.of_post("the-bridge", " ", has_topic=False))
    assert [each.field for each in findings] == ["summary", "topics"]
    assert not any(each.must for each in findings)


@pytest.mark.parametrize("slug", ["my-husband-and-i", "saved-marriage"])
def test_address_that_tells_what_it_is_about_is_hinted_at(slug: str) -> None:
    [hint] = checks.of_post(slug, "A summary.", has_topic=True)
    assert hint.field == "slug" and not hint.must


def test_neutral_address_passes() -> None:
    assert not list(checks.of_post("the-gentle-detective", "Words.", has_topic=True))
