"""The editor of a text: by keyboard alone, pasted into, with pictures, on a phone."""

from base64 import b64encode
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Locator, Page, expect

from guide.models import Author, Image, Post
from tests.browser.conftest import OpenPage, SignIn
from tests.browser.places import post, visit
from tests.browser.test_axe import violations
from tests.make import make_moderator
from tests.pictures import made

ADD = "/admin/guide/post/add/"
# A paste or a drop as a browser tells of it.
GIVE = """(field, [name, words, files]) => {
  const given = new DataTransfer();
  for (const [type, value] of Object.entries(words)) given.setData(type, value);
  for (const [file, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    given.items.add(new File([bytes], file, { type }));
  }
  const options = { bubbles: true, cancelable: true };
  const event = name === "paste"
    ? new ClipboardEvent(name, { ...options, clipboardData: given })
    : new DragEvent(name, { ...options, dataTransfer: given });
  field.dispatchEvent(event);
}"""

COPY = """() => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob(["<p><b>Some words</b></p>"], { type: "text/html" }),
  "text/plain": new Blob(["Some words"], { type: "text/plain" }),
})])"""


@pytest.fixture
def complaints(desk: Page) -> list[str]:
    """What the browser says of refused styles and scripts, and of mistakes in ours."""
    found: list[str] = []
    desk.on("pageerror", lambda error: found.append(str(error)))
    desk.on("console", lambda line: found.append(line.text))
    return found


def body(page: Page) -> Locator:
    return page.locator("#id_body")


def preview(page: Page) -> FrameLocator:
    return page.frame_locator(".field-body iframe")


def status(page: Page) -> Locator:
    return page.locator(".field-body .editor-status")


def give(
    field: Locator, name: str, words: dict[str, str] | None = None, *files: list[str]
) -> None:
    field.evaluate(GIVE, [name, words or {}, files])


def file(name: str, content: bytes, kind: str = "image/png") -> list[str]:
    return [name, kind, b64encode(content).decode()]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_text_is_written_by_keyboard_alone(
    desk: Page, axe: Axe, complaints: list[str]
) -> None:
    visit(desk, ADD)
    body(desk).focus()
    press(desk, "Shift+Tab", "Shift+Tab")  # by the preview's button to the toolbar
    press(desk, "Enter")
    expect(body(desk)).to_be_focused()
    desk.keyboard.type("Small steps\n\nSay it ")
    press(desk, "Control+b")
    desk.keyboard.type("softly")
    press(desk, "Control+b")
    desk.keyboard.type(".\n")
    press(desk, "Shift+Tab", "Shift+Tab", "ArrowLeft", "ArrowLeft", "Enter")
    desk.keyboard.type("“I miss you.”")
    written = "## Small steps\n\nSay it **softly**.\n\n::: say\n“I miss you.”\n:::\n"
    expect(body(desk)).to_have_value(written)
    expect(preview(desk).locator("h2")).to_have_text("Small steps")
    expect(preview(desk).locator(".say")).to_have_text("“I miss you.”")
    expect(preview(desk).locator("strong")).to_have_css("font-weight", "600")
    measure = desk.locator(".field-body .editor-measure")
    expect(measure).to_have_text("9 words · 1 minute to read")
    before = "## Small steps\n\nSay it **softly**.\n"
    for _each in range(6):  # what was typed, in the browser's portions, and the block
        if body(desk).input_value() != before:
            press(desk, "Control+z")
    expect(body(desk)).to_have_value(before)
    assert complaints == []
    assert list(violations(axe, desk, within=".field-body")) == []


def test_outline_leads_to_its_place_in_both(desk: Page) -> None:
    visit(desk, f"/admin/guide/post/{post().pk}/change/")
    desk.locator(".field-body summary").click()
    last = desk.locator(".field-body .editor-outline button").last
    words = last.inner_text()
    last.click()
    line = "field => field.value.slice(field.selectionStart).split('\\n')[0]"
    assert words in body(desk).evaluate(line)
    assert body(desk).evaluate("field => field.scrollTop") > 0
    expect(preview(desk).get_by_role("heading", name=words)).to_be_in_viewport()
    text, page = body(desk).bounding_box(), desk.locator("iframe").bounding_box()
    assert text and page and text["x"] + text["width"] < page["x"]


def test_paste_becomes_markdown_unless_it_is_plain(desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(desk, ADD)
    desk.evaluate(COPY)
    body(desk).focus()
    press(desk, "Control+Shift+V")
    expect(body(desk)).to_have_value("Some words")
    press(desk, "Control+a", "Control+v")
    expect(body(desk)).to_have_value("**Some words**")
    body(desk).fill("")
    words = {"text/html": "<p>Some <b>bold</b> words</p>", "text/plain": "Some words"}
    give(body(desk), "paste", words)
    expect(body(desk)).to_have_value("Some **bold** words")
    expect(status(desk)).to_have_text("Pasted as Markdown.")
    press(desk, "Control+z")
    expect(body(desk)).to_have_value("")
    desk.route("**/writing/paste/", lambda route: route.abort())
    give(body(desk), "paste", words)
    expect(body(desk)).to_have_value("Some words")
    expect(status(desk)).to_contain_text("Pasted as plain words")
    body(desk).select_text()
    give(body(desk), "paste", {"text/plain": "https://example.org/"})
    expect(body(desk)).to_have_value("[Some words](https://example.org/)")


def test_picture_that_is_dropped_or_pasted_comes_with_its_words(
    desk: Page, axe: Axe, complaints: list[str]
) -> None:
    visit(desk, ADD)
    with desk.expect_file_chooser() as choosing:
        desk.locator(".field-body").get_by_role("button", name="Picture").click()
    content: Any = {"name": "a.png", "mimeType": "image/png", "buffer": made("PNG")}
    choosing.value.set_files(content)
    desk.keyboard.type("A lantern")
    desk.get_by_role("button", name="Cancel").click()
    expect(body(desk)).to_have_value("")
    body(desk).fill("Before.")
    press(desk, "Control+End")
    give(body(desk), "drop", None, file("a.png", made("PNG")), file("b.png", b"<svg/>"))
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("a.png (1 / 2)")
    press(desk, "Enter")
    expect(dialog).to_be_visible()
    assert not Image.objects.exists()
    desk.keyboard.type("A lantern")
    press(desk, "Enter")
    expect(dialog).to_contain_text("b.png (2 / 2)")
    line = Image.objects.get().markdown
    assert line.startswith("![A lantern](")
    desk.keyboard.type("A drawing")
    press(desk, "Enter")
    expect(dialog).to_contain_text("A drawing as SVG can hold a program")
    assert [each for each in complaints if "422" not in each] == []
    assert list(violations(axe, desk, within="dialog")) == []
    press(desk, "Escape")
    expect(dialog).to_be_hidden()
    expect(body(desk)).to_have_value(f"Before.\n\n{line}\n")
    expect(body(desk)).to_be_focused()
    caret = body(desk).evaluate("field => field.selectionStart")
    assert caret == len(f"Before.\n\n{line}")
    expect(preview(desk).get_by_role("img", name="A lantern")).to_be_visible()
    press(desk, "Control+z")
    expect(body(desk)).to_have_value("Before.")
    give(body(desk), "paste", {}, file("c.png", made("PNG")))
    expect(dialog).to_contain_text("c.png")


def test_preview_stays_while_the_server_is_away(desk: Page) -> None:
    visit(desk, ADD)
    body(desk).fill("One.")
    expect(preview(desk).locator("p")).to_have_text("One.")
    desk.route("**/writing/preview/", lambda route: route.abort())
    body(desk).fill("Two.")
    expect(status(desk)).to_contain_text("The preview can’t be reached")
    expect(preview(desk).locator("p")).to_have_text("One.")
    desk.unroute("**/writing/preview/")
    body(desk).fill("Three.")
    expect(preview(desk).locator("p")).to_have_text("Three.")
    expect(status(desk)).to_have_text("")


def test_added_question_has_its_editor_and_is_in_the_preview(desk: Page) -> None:
    visit(desk, ADD)
    desk.get_by_role("button", name="Add another Question").click()
    desk.locator("#id_questions-0-question").fill("How long?")
    answer = desk.locator("#id_questions-0-answer")
    answer.focus()
    press(desk, "Control+i")
    desk.keyboard.type("Long")
    expect(answer).to_have_value("*Long*")
    expect(preview(desk).locator("h2")).to_have_text("How long?")
    expect(preview(desk).locator("em")).to_have_text("Long")
    own = desk.locator("#questions-0")
    own.get_by_role("button", name="Preview").click()
    expect(own.frame_locator("iframe").locator("em")).to_have_text("Long")


def test_phone_writes_or_previews_and_nothing_sticks_out(
    open_page: OpenPage, sign_in: SignIn
) -> None:
    page = sign_in(open_page(width=360, has_touch=True), make_moderator())
    visit(page, f"/admin/guide/post/{post().pk}/change/")
    toggle = page.locator(".field-body").get_by_role("button", name="Preview")
    toggle.tap()
    expect(body(page)).to_be_hidden()
    expect(preview(page).locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".field-body").get_by_role("button", name="Words to say").tap()
    expect(body(page)).to_be_focused()
    toggle.tap()
    expect(preview(page).locator(".say").first).to_be_visible()


def test_without_script_it_is_a_field(open_page: OpenPage, sign_in: SignIn) -> None:
    page = sign_in(open_page(java_script_enabled=False), make_moderator())
    author = Author.objects.first()
    assert author
    visit(page, f"/admin/guide/author/{author.pk}/change/")
    expect(page.locator(".editor-bar")).to_be_hidden()
    page.locator("#id_bio").fill("A few *words*.")
    page.locator("[name=_save]").click()
    author.refresh_from_db()
    assert author.bio == "A few *words*." and Post.objects.exists()
