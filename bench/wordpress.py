"""An export of WordPress as large as asked for, of a blog that nobody wrote.

    python -m bench.wordpress FILE [--megabytes N]

Bring it in with ``manage.py import_wordpress FILE``; docs/measuring.md says what that
takes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench import words

COMMENTS_A_POST = 60
BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Large</title><link>https://large.example</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://large.example</wp:base_blog_url>
"""
_ITEM = """<item><title>{title}</title><link>https://large.example/{number}/</link>
<dc:creator>wren</dc:creator><content:encoded><![CDATA[{html}]]></content:encoded>
<excerpt:encoded></excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status><wp:post_name>post-{number}</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="topic-{topic}">Topic {topic}</category>
<wp:postmeta><wp:meta_key>_plugin</wp:meta_key><wp:meta_value><![CDATA[{meta}]]>
</wp:meta_value></wp:postmeta>
"""
_COMMENT = """<wp:comment><wp:comment_id>{key}</wp:comment_id>
<wp:comment_author><![CDATA[{name}]]></wp:comment_author>
<wp:comment_author_email>{name}{writer}@letters.example</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>
<wp:comment_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>
"""


def export(megabytes: float, random: Random) -> Iterator[str]:
    """The file in pieces; as ever more than half of it is what programs left there."""
    yield _HEAD
    written, number = 0, 0
    while written < megabytes * 1_000_000:
        number += 1
        piece = "".join(_post(random, number))
        written += len(piece)
        yield piece
    yield "</channel></rss>\n"


def _post(random: Random, number: int) -> Iterator[str]:
    at = BEGIN + timedelta(hours=30 * number)
    article = words.article(random, number)
    yield _ITEM.format(
        title=words.title(random, number),
        number=number,
        html=article.replace("## Part", "<h2>Part</h2>\n\n<b>Chapter</b>"),
        at=at,
        topic=number % 40,
        meta=article * 4,
    )
    for place in range(COMMENTS_A_POST):
        key = number * 1000 + place
        yield _COMMENT.format(
            key=key,
            name=words.name(random),
            writer=random.randrange(20_000),
            at=at + timedelta(hours=place),
            text=words.comment(random, key),
            parent=key - 1 if place % 3 else 0,
        )
    yield "</item>\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--megabytes", type=float, default=200)
    options = parser.parse_args()
    random = Random(1)  # noqa: S311 (the same file each time, no secret)
    with options.file.open("w", encoding="utf-8") as file:
        file.writelines(export(options.megabytes, random))


if __name__ == "__main__":
    main()
