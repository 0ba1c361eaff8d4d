"""The guide's text makes every point of its outline, and keeps its readers safe."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CONTENT = Path(__file__).parents[2] / "guide" / "content"
if not (CONTENT / "outline.toml").exists():
    pytest.skip("the guide's text isn't here", allow_module_level=True)

OUTLINE = tomllib.loads((CONTENT / "outline.toml").read_text())
COUNTS = OUTLINE["counts"]
HELP = "](/help/)"
ITEM = re.compile(r"(?:- |\d+\. )")
POINTS = re.compile(r"<!-- points: (.*?) -->")
# A container with what it holds, or else all up to the next empty line.
BLOCK = re.compile(
    r"(?:<!--[^>]*-->\n)?::: \w+\n.*?\n:::$|\S.*?(?=\n\n|\Z)", re.M | re.S
)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, container, list or list item.

    ``guarded`` says whether a safety line stands above it, under the same h2.
    """

    text: str
    points: frozenset[str]
    guarded: bool

    @property
    def links_to_help(self) -> bool:
        return HELP in self.text


@dataclass(frozen=True)
class Post:
    name: str
    front: dict[str, str]
    body: str


def posts() -> list[Post]:
    parts = [(path, path.read_text().split("+++\n")) for path in CONTENT.glob("*.md")]
    return [Post(p.stem, tomllib.loads(front), body) for p, (_, front, body) in parts]


def blocks() -> list[Block]:
    return [block for post in posts() for block in blocks_of(post.body)]


def blocks_of(body: str) -> Iterator[Block]:
    guarded = False
    for text in BLOCK.findall(body):
        words = POINTS.sub("", text).strip()
        if words.startswith("## "):
            guarded = False
        if ITEM.match(words):
            yield from items_of(text, guarded)
        else:
            yield Block(text, points_of(text), guarded)
        guarded = guarded or (words.startswith("::: safety") and HELP in text)


def items_of(text: str, guarded: bool) -> Iterator[Block]:
    """The items of a list, and the list as a whole where it carries points itself."""
    first, *items = re.split(rf"^(?={ITEM.pattern})", text, flags=re.M)
    if first:
        yield Block(text, points_of(first), guarded)
    for item in items:
        yield Block(item, points_of(item), guarded)


def points_of(text: str) -> frozenset[str]:
    return frozenset(" ".join(POINTS.findall(text)).split())


def carriers(point: str) -> list[Block]:
    return [block for block in blocks() if point in block.points]


def words_in(text: str) -> int:
    text = re.sub(r"<!--.*?-->|\]\([^)]*\)|^:::.*$", " ", text, flags=re.M)
    return len(re.findall(r"\S*\w\S*", text))


def headings(name: str) -> list[str]:
    [body] = [post.body for post in posts() if post.name.endswith(name)]
    return re.findall(r"^## (.+?)(?: \{#.*\})?$", body, re.M)


def test_a_container_is_one_block() -> None:
    texts = [block.text for block in blocks_of("One.\n\n::: say\nA\n\nB\n:::\n\nTwo.")]
    assert texts == ["One.", "::: say\nA\n\nB\n:::", "Two."]


def test_a_heading_ends_what_a_safety_line_guards() -> None:
    body = f"::: safety\n[x{HELP}\n:::\n\nA\n\n- b\n- c\n\n## D\n\nE"
    found = [block.guarded for block in blocks_of(body)]
    assert found == [False, True, True, True, False, False]


def test_the_outline_names_115_points_once() -> None:
    assert len(OUTLINE["ids"]) == len(set(OUTLINE["ids"])) == 115


def test_every_point_is_made() -> None:
    made = {point for block in blocks() for point in block.points}
    assert set(OUTLINE["ids"]) - made == set()


def test_no_block_carries_an_unknown_point() -> None:
    made = {point for block in blocks() for point in block.points}
    assert made - set(OUTLINE["ids"]) == set()


def test_every_comment_in_the_text_is_read_as_points() -> None:
    read = sum(len(POINTS.findall(post.body)) for post in posts())
    assert read == sum(post.body.count("<!--") for post in posts())


def test_the_guide_has_its_parts() -> None:
    assert len(posts()) == COUNTS["parts"]


def test_the_bridge_has_its_steps_in_order() -> None:
    steps = [heading.split(":")[0] for heading in headings("the-bridge")]
    assert steps == [f"Step {number}" for number in range(1, COUNTS["steps"] + 1)]


def test_each_mistake_has_its_heading() -> None:
    assert len(headings("common-mistakes")) == COUNTS["mistakes"]


def test_each_question_has_its_heading() -> None:
    questions = headings("questions-and-answers")
    assert len(questions) == COUNTS["questions"]
    assert all(question.endswith("?") for question in questions)


def test_the_guide_has_enough_list_items() -> None:
    lines = [line for post in posts() for line in post.body.splitlines()]
    assert sum(bool(ITEM.match(line)) for line in lines) >= COUNTS["list_items"]


def test_each_anecdote_is_told_in_full() -> None:
    told = {point[:-1] for point in OUTLINE["ids"] if re.search(r"\.A\d$", point)}
    assert len(told) == COUNTS["anecdotes"]
    for anecdote in told:
        parts = [b for b in blocks() if any(p.startswith(anecdote) for p in b.points)]
        assert sum(words_in(part.text) for part in parts) >= 80, anecdote


def test_one_call_to_action_asks_for_a_step_in_the_comments() -> None:
    calls = carriers("C9")
    assert len(calls) == COUNTS["calls_to_action"]
    assert {"this week", "in the comments"} <= set(
        re.findall("this week|in the comments", calls[0].text)
    )


@pytest.mark.parametrize("point", OUTLINE["safety"])
def test_a_point_about_safety_links_to_help(point: str) -> None:
    found = carriers(point)
    assert found
    assert all(block.links_to_help for block in found)


@pytest.mark.parametrize("point", OUTLINE["flagged"])
def test_a_flagged_point_stands_below_a_safety_line(point: str) -> None:
    found = carriers(point)
    assert found
    assert all(block.guarded or block.links_to_help for block in found)


def test_every_safety_line_links_to_help() -> None:
    lines = [block for block in blocks() if "::: safety" in block.text]
    assert lines
    assert all(line.links_to_help for line in lines)


def test_a_safety_line_opens_the_pause_and_the_first_step() -> None:
    bodies = {post.name[3:]: post.body for post in posts()}
    first_step = bodies["the-bridge"].split("## Step 1")[1].split("\n\n")[1]
    assert bodies["the-pause"].startswith("::: safety\n")
    assert first_step.startswith("::: safety\n")


def test_the_guide_is_neither_thin_nor_endless() -> None:
    assert 4000 <= sum(words_in(post.body) for post in posts()) <= 6000


@pytest.mark.parametrize("post", posts(), ids=lambda post: post.name)
def test_an_address_gives_no_marriage_away(post: Post) -> None:
    loud = {"husband", "wife", "marriage", "divorce", "love", "spouse", "back"}
    assert loud.isdisjoint(post.front["slug"].split("-"))


@pytest.mark.parametrize("post", posts(), ids=lambda post: post.name)
def test_a_post_leaves_the_first_heading_to_its_title(post: Post) -> None:
    assert not re.search(r"^(# |=+$)", post.body, re.M)


@pytest.mark.parametrize("post", posts(), ids=lambda post: post.name)
def test_a_post_shares_a_topic_with_two_others(post: Post) -> None:
    mine = set(post.front["topics"])
    alike = [other for other in posts() if mine & set(other.front["topics"])]
    assert len(alike) >= 3  # Itself is one.


@pytest.mark.parametrize("post", posts(), ids=lambda post: post.name)
def test_a_summary_fits_where_it_is_shown(post: Post) -> None:
    assert 40 <= len(post.front["summary"]) <= 160
