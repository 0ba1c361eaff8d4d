"""HTML as our Markdown: from other programs, a word processor, a page. Pure.

No word is lost: where Markdown can't show something, ``Converted.lost`` names it, and
who calls may keep the HTML.
"""

from guide.from_html.converting import Converted, to_markdown

__all__ = ["Converted", "to_markdown"]
