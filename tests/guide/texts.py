"""A small guide in files: two posts, a page and a helpline."""

from pathlib import Path

GUIDE = """
[guide]
title = "A guide"
subtitle = "Of two posts"
slug = "a-guide"
opening = "Hello."
[author]
name = "An author"
slug = "an-author"
bio = ""
[[topics]]
slug = "rest"
name = "rest"
"""
POST = """+++
title = "{title}"
slug = "{slug}"
summary = ""
topics = ["rest"]
drawing = "yarn"
+++
<!-- points: 1A.1 -->
Some words. <!-- points: 1A.2 -->
"""
HELPLINES = """
[[helplines]]
country = "US"
kind = "crisis"
name = "A line"
numbers = "Call 988"
"""


def write_files(folder: Path) -> None:
    (folder / "pages").mkdir()
    (folder / "guide.toml").write_text(GUIDE)
    (folder / "helplines.toml").write_text(HELPLINES)
    (folder / "01-one.md").write_text(POST.format(title="One", slug="one"))
    (folder / "02-two.md").write_text(POST.format(title="Two", slug="two"))
    page = '+++\ntitle = "Help"\nslug = "help"\n+++\nHelp.\n'
    (folder / "pages" / "help.md").write_text(page)
