"""Word processors' files, made of as little as they have."""

import io
import zipfile

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
STYLES = """
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1">
 <w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My heading"/>
 <w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>
 <w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Leveled"><w:name w:val="Leveled"/>
 <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="List Bullet"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/>
 <w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="https://example.org/?a=1&amp;b=2"/></Relationships>'
)
NOTES = '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'


def docx(body: str, **parts: str) -> bytes:
    """``body`` is what a document holds in XML; ``parts`` replace whole other parts."""
    files = {
        "document": _whole("document", f"<w:body>{body}</w:body>"),
        "styles": _whole("styles", STYLES),
        "numbering": _whole("numbering", NUMBERING),
        "footnotes": _whole("footnotes", NOTES),
        "_rels/document.xml.rels": LINKS,
    } | parts
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"word/{name if '.' in name else f'{name}.xml'}", content)
    return packed.getvalue()


def _whole(tag: str, inside: str) -> str:
    return f"<w:{tag} {_SPACES}>{inside}</w:{tag}>"


def p(*runs: str, style: str = "", listed: tuple[int, int] | None = None) -> str:
    """A paragraph of runs, or of plain words; ``listed`` as list and depth."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        key, depth = listed
        named += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{named}</w:pPr>{inside}</w:p>"


def r(words: str, marks: str = "") -> str:
    """A run with marks such as ``b``, with commas between."""
    named = "".join(f"<w:{mark}/>" for mark in marks.split(",") if mark)
    return f'<w:r><w:rPr>{named}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
