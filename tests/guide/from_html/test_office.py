"""What is pasted from word processors and pages, as their clipboards have it."""

import pytest

from guide.from_html import to_markdown

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml>
<![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; margin:0cm;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'>
<!--StartFragment-->
<p class=MsoTitle>A letter<o:p></o:p></p>
<h2>One<a name="_Toc1"></a><o:p></o:p></h2>
<p class=MsoNormal><span lang=EN-GB style='mso-ansi-language:EN-GB'>In <st1:place
w:st="on">Leeds</st1:place> he said <b style='mso-bidi-font-weight:normal'>yes</b>,<span
style='mso-spacerun:yes'>  </span>and <i>smiled</i>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>first<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if
!supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>second<o:p></o:p></p>
<p class=MsoNormal><span style='font-weight:bold'>Bold by style</span>, ending.<span
class=MsoCommentReference><a href="#_msocom_1">[AE1]</a></span></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'>
<p>Too long?</p></div></div>
<!--EndFragment-->
</body></html>"""

WRITER = """<!DOCTYPE html><html><head>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">p { line-height: 115%; margin-bottom: 0.25cm }</style></head>
<body lang="en-GB" link="#000080"><h1 class="western">One</h1>
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Liberation Serif"><font
size="3" style="font-size: 12pt">Some <span style="font-weight: bold"><b>bold</b></span>
and <i>slanted</i></font></font></p>
<ol>
	<li><p style="margin-bottom: 0cm">first</p></li>
	<li><p style="margin-bottom: 0cm">second</p></li>
</ol>
<p style="margin-bottom: 0cm"><br/>

</p>
</body></html>"""

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;"
id="docs-internal-guid-1"><h2 dir="ltr" style="line-height:1.38"><span
style="font-size:16pt;font-weight:400;font-style:normal">One</span></h2><p
dir="ltr"><span style="font-weight:400;font-style:normal">Some </span><span
style="font-weight:700;font-style:normal">bold</span><span
style="font-weight:400;font-style:italic"> and slanted</span></p><br /><ul
style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p
dir="ltr" role="presentation"><span style="font-weight:400">first</span></p></li><li
dir="ltr" aria-level="1"><p role="presentation"><span>second</span></p></li></ul><p
dir="ltr"><a href="https://example.org/" style="text-decoration:none;"><span
style="color:#1155cc;text-decoration:underline;">A link</span></a></p></b><br
class="Apple-interchange-newline">"""

BLOG = """<!-- wp:heading --><h2 class="wp-block-heading">One</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p class="has-drop-cap">Some <strong>bold</strong>&nbsp;words</p>
<!-- /wp:paragraph -->
<!-- wp:quote --><blockquote class="wp-block-quote"><p>Listen.</p></blockquote>
<!-- /wp:quote -->"""

PAGE = """<meta charset='utf-8'><span style="color: rgb(0, 0, 0); font-weight: 400;
display: inline !important; float: none;">Some<span> </span></span><a
href="https://example.org/" style="font-weight: 400;">link</a><span> </span><em
>here</em>"""


CLEAN = {
    WORD: """A letter

## One

In Leeds he said **yes**, and *smiled*.

- first
- second

**Bold by style**, ending.""",
    WRITER: """## One

Some **bold** and *slanted*

1. first
2. second""",
    DOCS: """## One

Some **bold** *and slanted*

- first
- second

[A link](https://example.org/)""",
    BLOG: "## One\n\nSome **bold**\u00a0words\n\n> Listen.",
    PAGE: "Some [link](https://example.org/) *here*",
}


@pytest.mark.parametrize("html", CLEAN, ids=["word", "writer", "docs", "blog", "page"])
def test_paste_comes_out_clean(html: str) -> None:
    found = to_markdown(html)
    assert found.markdown.strip() == CLEAN[html]
    assert found.lost == ()
