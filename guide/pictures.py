"""Pictures in a text: which become figures, and what a browser is told of each. Pure.

Only pictures of this site are shown. One from elsewhere would tell another host who
reads here, so it becomes a link with its alternative text.
"""

from collections.abc import Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from guide.image_names import TYPES, ImageName

FOLDER = "/media"
# As wide as the text is at most: --measure and --gutter in site.css.
SIZES = "(min-width: 44rem) 41.25rem, calc(100vw - 2rem)"
_BESIDE = {"softbreak", "hardbreak"}


def arrange(tokens: list[Token], *, further_down: bool = False) -> None:
    """Prepare the pictures among ``tokens`` for ``render``.

    Those that have a paragraph to themselves become figures. The first one, where no
    words stand before its own paragraph, is in the first view and loaded at once; the
    others when a reader comes near, as do all of what stands ``further_down``.
    """
    shown, words = False, further_down
    for place, token in enumerate(tokens):
        if token.type != "inline":
            continue
        children = token.children or []
        own = [each for each in children if _own_name(each)]
        for number, each in enumerate(own):
            each.meta["lazy"] = shown or words or number > 0
        others = [
            each for each in children if each.type not in _BESIDE and each not in own
        ]
        alone = bool(own) and not others
        if alone and tokens[place - 1].type == "paragraph_open":
            tokens[place - 1].hidden = tokens[place + 1].hidden = True
            token.children = own
            for each in own:
                each.meta["figure"] = True
        _link_foreign(token)
        shown = shown or bool(own)
        words = words or not alone


def is_picture(address: str) -> bool:
    """Whether ``address`` is one of a picture of this site, in any of its formats."""
    return _name_in(address) is not None


def _own_name(token: Token) -> ImageName | None:
    return _name_in(str(token.attrs["src"])) if token.type == "image" else None


def _name_in(address: str) -> ImageName | None:
    folder, _slash, name = address.rpartition("/")
    return ImageName.parse(name) if folder == FOLDER else None


def in_html(address: str, alt: str) -> str:
    """What shows the picture at ``address``; "" where that is none of this site."""
    name = _name_in(address)
    return _picture(name, alt, lazy=True) if name else ""


def _link_foreign(inline: Token) -> None:
    """Turn pictures of other places into links, or into words within a link."""
    found: list[Token] = []
    depth = 0
    for each in inline.children or []:
        depth += each.nesting if each.type in {"link_open", "link_close"} else 0
        if each.type != "image" or _own_name(each):
            found.append(each)
            continue
        address = str(each.attrs["src"])
        words = [Token("text", "", 0, content=each.content or address)]
        if not depth:
            opening = Token("link_open", "a", 1, attrs={"href": address})
            words = [opening, *words, Token("link_close", "a", -1)]
        found += words
    inline.children = found


def render(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """A picture of this site, which ``arrange`` has left alone here."""
    token = tokens[index]
    name = _own_name(token)
    if name is None:
        return ""
    alt = renderer.renderInlineAsText(token.children or [], options, env)
    picture = _picture(name, alt, lazy=token.meta.get("lazy", True))
    if not token.meta.get("figure"):
        return picture
    title = str(token.attrs.get("title", ""))
    caption = f"<figcaption>{escape(title)}</figcaption>\n" if title else ""
    return f"<figure>\n{picture}\n{caption}</figure>\n"


def _picture(name: ImageName, alt: str, lazy: bool) -> str:
    sources = "".join(_source(name, ending) for ending in name.endings())
    loading = ' loading="lazy"' if lazy else ""
    return (
        f'<picture>{sources}<img src="{FOLDER}/{name}" width="{name.width}" '
        f'height="{name.height}" alt="{escape(alt)}"{loading} decoding="async">'
        "</picture>"
    )


def _source(name: ImageName, ending: str) -> str:
    files = ", ".join(
        f"{FOLDER}/{each} {each.width}w" for each in name.in_format(ending)
    )
    return f'<source type="{TYPES[ending]}" srcset="{files}" sizes="{SIZES}">'
