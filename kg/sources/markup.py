"""Mark-up that holds a text and nothing else: its blocks, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg.model import BlockKind
from kg.sources.drafts import Piece
from kg.sources.files import foreign, optional


def html_pieces(fragment: str) -> list[Piece]:
    """The blocks of a piece of HTML, such as feeds carry."""
    html = optional("lxml.html", "web pages")
    with foreign("damaged page"):
        return element_pieces(html.fromstring(f"<div>{fragment}</div>"))


def drop_hidden(root: Any) -> None:
    """Without what a browser shows to nobody; an article of which all is hidden stays."""
    for element in root.xpath("//body//*[@hidden]"):
        parent = element.getparent()
        if parent is not None and not element.xpath("descendant-or-self::article"):
            element.drop_tree()


def part_blocks(root: Any) -> None:
    """End the line between a division and what stands before or behind it, as a browser does.

    Of "<li><div>Who resigned</div><div>Ann Vale</div></li>" who drops the tags has one word.
    """
    for division in list(root.iter("div")):
        parent, before = division.getparent(), division.getprevious()
        if parent is None:
            continue
        if parent.tag in ("li", "blockquote") and len(division) == 0:
            division.tag = "p"  # whose lines trafilatura keeps in a list and in a quotation
        elif before is not None or (parent.text or "").strip():
            division.addprevious(division.makeelement("br"))
        if (division.tail or "").strip():
            division.addnext(division.makeelement("br"))


def article_pieces(body: Any) -> list[Piece]:
    """The blocks of an article in the elements of TEI, as trafilatura has them."""
    for element in body.iter(*_OF_TEI):
        element.tag = _OF_TEI[element.tag]
    return element_pieces(body)


_OF_TEI = {"head": "h2", "list": "ul", "item": "li", "quote": "blockquote",
           "row": "tr", "cell": "td", "lb": "br"}  # fmt: skip


def element_pieces(root: Any) -> list[Piece]:
    """The blocks under an element of HTML or NITF, by whichever library it was read.

    Without recursion, as an enemy may nest elements as deep as he likes.
    """
    pieces: list[Piece] = []
    open_kinds: list[BlockKind] = []  # without those that are blocks and no more
    words: list[str] = []
    for text, kind, is_open in _events(root):
        if kind is None:
            words.append(text)
            continue
        if line := " ".join("".join(words).split()):
            outermost = open_kinds[0] if open_kinds else "paragraph"
            pieces.append(Piece(outermost, line))
        words.clear()
        if kind == "paragraph":
            continue
        if is_open:
            open_kinds.append(kind)
        else:
            open_kinds.pop()
    return pieces


def _events(root: Any) -> Iterator[tuple[str, BlockKind | None, bool]]:
    """Texts, and the beginnings and ends of blocks, in the order in which they are written."""
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        element, is_open = stack.pop()
        if isinstance(element, str):
            yield element, None, False
        elif (name := local_name(element)) not in _NOT_READ:
            if name in _KINDS:
                yield "", _KINDS[name], is_open
            if is_open:
                stack.append((element, False))
                stack += reversed([(part, True) for part in _parts(element)])


def _parts(element: Any) -> Iterable[Any]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):  # else a comment
            yield child
        yield child.tail or ""


def local_name(element: Any) -> str:
    """The tag without its namespace.

    >>> from xml.etree.ElementTree import Element
    >>> local_name(Element("{http://www.w3.org/2005/Atom}entry"))
    'entry'
    """
    return str(element.tag).rpartition("}")[2]


_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(
        ("p", "div", "br", "hr", "body", "section", "article", "ul", "ol", "table", "tr", "block",
         "body.content", "pre", "dl"),
        "paragraph",
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "headline"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("td", "th"), "table"),
    **dict.fromkeys(("blockquote", "bq"), "quote"),
}  # fmt: skip
_NOT_READ = frozenset(
    """script style head nav figure figcaption media form iframe aside footer button svg noscript
    template del s strike""".split()
)
