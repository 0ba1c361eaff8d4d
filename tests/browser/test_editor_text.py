"""What the editor's buttons write. Two bars hold what is selected, one is the caret."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

SCRIPT = settings.BASE_DIR / "static" / "js" / "editor-text.js"
RUN = """([name, value, start, end, more]) => {
  const edit = editorParts.text[name](value, start, end, ...more);
  if (!edit) return null;
  const text = value.slice(0, edit.from) + edit.text + value.slice(edit.to);
  return [text, edit.start, edit.end];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty one, with the script alone."""
    with closing(browser.new_page()) as page:
        page.add_script_tag(path=SCRIPT)
        yield page


def edited(page: Page, marked: str, name: str, *more: Any) -> str | None:
    before, *within, after = marked.split("|")
    words = "".join(within)
    place = [before + words + after, len(before), len(before + words)]
    found = page.evaluate(RUN, [name, *place, more])
    if found is None:
        return None
    text, start, end = found
    chosen = f"|{text[start:end]}|" if start < end else "|"
    return text[:start] + chosen + text[end:]


BOLD = {
    "say |it| now": "say **|it|** now",
    "say **|it|** now": "say |it| now",
    "say |**it**| now": "say |it| now",
    "say | it |now": "say  **|it|** now",
    "say wi|th": "say **|with|**",
    "say |": "say **|**",
    "say **it|**": "say **it**|",
    "*|it|*": "***|it|***",
    "|One.\n\n- Two.|": "|**One.**\n\n- **Two.**|",
    "|**One.**\n\n- **Two.**|": "|One.\n\n- Two.|",
    "|**One.**\nTwo.|": "|**One.**\n**Two.**|",
}
ITALIC = {"|it|": "*|it|*", "*|it|*": "|it|", "**|it|**": "***|it|***"}
HEADING = {
    "One\nT|wo": "One\n## T|wo",
    "## T|wo": "### T|wo",
    "### T|wo": "T|wo",
    "|": "## |",
    "|One\n\nTwo|": "|## One\n\n## Two|",
}
QUOTE = {"|One\n\nTwo|": "|> One\n>\n> Two|", "|> One\n>\n> Two|": "|One\n\nTwo|"}
LIST = {
    "|One\n\nTwo\n|Three": "|- One\n\n- Two|\nThree",
    "|- One\n- Two|": "|One\nTwo|",
    "|1. One\n  2. Two|": "|- One\n  - Two|",
    "|": "- |",
}
NUMBERS = {"|One\nTwo|": "|1. One\n2. Two|", "|- One\n- Two|": "|1. One\n2. Two|"}
LINK = {
    "see |there| now": "see [there](|https://|) now",
    "see th|ere": "see [there](|https://|)",
    "see |": "see [|words|](https://)",
    "|/help/|": "[|words|](/help/)",
    "see [th|ere](/help/)": "see [there](|/help/|)",
}
SAY = {
    "One.\n|": "One.\n\n::: say\n|\n:::\n",
    "One.\n\nT|wo\nlines.\n\nThree.": ("One.\n\n::: say\n|Two\nlines.|\n:::\n\nThree."),
    "One.\n|Two.\n|Three.": "One.\n\n::: say\n|Two.|\n:::\n\nThree.",
    "::: say\nT|wo.\n:::": "|Two.|",
    "::: safety\nT|wo.\n:::": "::: say|\nTwo.\n:::",
}


@pytest.mark.parametrize(
    ("name", "more", "cases"),
    [
        ("emphasised", ["**"], BOLD),
        ("emphasised", ["*"], ITALIC),
        ("headed", [], HEADING),
        ("quoted", [], QUOTE),
        ("listed", [False], LIST),
        ("listed", [True], NUMBERS),
        ("linked", ["words"], LINK),
        ("setApart", ["say"], SAY),
    ],
)
def test_button_writes_and_takes_back(
    page: Page, name: str, more: list[Any], cases: dict[str, str]
) -> None:
    assert {case: edited(page, case, name, *more) for case in cases} == cases


def test_enter_goes_on_with_a_list_and_ends_it(page: Page) -> None:
    cases = {
        "- One|": "- One\n- |",
        "9. One|": "9. One\n10. |",
        "> One|": "> One\n> |",
        "- One\n- |": "- One\n|",
        "**One**|": None,
        "|- One": None,
        "One|": None,
    }
    assert {case: edited(page, case, "continued") for case in cases} == cases


def test_picture_has_lines_of_its_own(page: Page) -> None:
    cases = {
        "|": "![](x)|\n",
        "One.|Two.": "One.\n\n![](x)|\n\nTwo.",
        "One.\n|": "One.\n\n![](x)|\n",
    }
    found = {case: edited(page, case, "ownLines", "![](x)") for case in cases}
    assert found == cases


def test_address_pasted_over_words_makes_a_link(page: Page) -> None:
    address = "https://example.org/a"
    assert edited(page, "|there|", "linkedTo", address) == f"[there]({address})|"
    assert edited(page, "|", "linkedTo", address) is None
    assert edited(page, "|there|", "linkedTo", "two words") is None


# A browser that leaves out the end of the last line of what it puts in, as WebKit does.
LIKE_WEBKIT = """() => {
    const act = document.execCommand.bind(document);
    document.execCommand = (name, _, words) =>
        act(name, false, words?.replace(/(?:\\n|<br>)$/, ""));
}"""


@pytest.fixture(params=["chromium", "webkit"])
def engine(page: Page, request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "webkit":
        page.evaluate(LIKE_WEBKIT)
    yield request.param
    page.evaluate("() => delete document.execCommand")


@pytest.mark.usefixtures("engine")
def test_undo_takes_back_what_was_put_in_as_it_stands(page: Page) -> None:
    page.set_content("<textarea>Before. After.</textarea>")
    put = """(field, text) => {
      editorParts.text.put(field, editorParts.text.edit(8, 8, text));
      return field.value;
    }"""
    words = "<b>One</b> &amp;  two\n\n- three\n"
    field = page.locator("textarea")
    assert field.evaluate(put, words) == f"Before. {words}After."
    field.press("Control+z")
    assert field.input_value() == "Before. After."
