"""XML that carries news: RSS, Atom, NewsML-G2 and NITF. Entities are never resolved."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import tostring

from kg.sources.drafts import Broken, Draft, draft_of_pieces
from kg.sources.files import MAX_FILE, UnreadableError, decode, foreign, optional, read_limited
from kg.sources.markup import element_pieces, html_pieces, local_name
from kg.sources.metadata import Metadata, read_fields, told_by
from kg.sources.pages import draft_of_html, looks_like_html


def read_xml(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The items of a feed, the parts of an agency's message, or a page."""
    data = read_limited(stream, limit=MAX_FILE)
    for number, (root, site, element) in enumerate(_elements(data), start=1):
        if root == "html":
            yield draft_of_html(decode(data, limit=MAX_FILE), Metadata(), "")
            return
        part = "" if root in ("nitf", "newsItem") else str(number)
        read = _read_item if _UNITS[root] in ("item", "entry") else _read_agency
        try:
            yield read(element, part, site)
        except UnreadableError as error:
            yield Broken(part, error.reason, error.detail)


# Which element holds one text, by the element that holds everything.
_UNITS = {
    "rss": "item",
    "RDF": "item",
    "feed": "entry",
    "newsMessage": "newsItem",
    "newsItem": "newsItem",
    "nitf": "nitf",
    "html": "html",
}


def _elements(data: bytes) -> Iterator[tuple[str, str, Any]]:
    """The root's name, the title of the whole, and each element that holds a text."""
    etree = optional("defusedxml.ElementTree", "XML files")
    path: list[str] = []
    site = ""
    with foreign("damaged XML"):
        for event, element in etree.iterparse(_Chunks(data), events=("start", "end")):
            if event == "start":
                path.append(local_name(element))
                if path[0] not in _UNITS:
                    raise UnreadableError("not a kind of XML that kg reads", path[0])
                continue
            name = path.pop()
            if name == "title" and path in (["rss", "channel"], ["RDF", "channel"], ["feed"]):
                site = _text(element)
            root = path[0] if path else name
            if name == _UNITS[root]:
                yield root, site, element
                element.clear()


class _Chunks(io.BytesIO):
    """Gives much at once, as the parser looks at an unfinished name anew for each piece of it."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(2**20 if size and size > 0 else size)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


# --- feeds ---


def _read_item(item: Any, part: str, site: str) -> Draft | Broken:
    fields = _item_fields(item)
    name = next((name for name in _CONTENTS if fields.get(name)), "")
    if not name:
        return Broken(part, "no text in the item")
    content = fields[name]
    told: dict[str, object] = {name: fields[name] for name in _TOLD if name in fields}
    told["date"] = next((fields[name] for name in _DATES if fields.get(name)), "")
    metadata = read_fields(told, origin="feed").with_defaults(told_by("feed title", source=site))
    if looks_like_html(content):
        return draft_of_pieces(html_pieces(content), metadata, part)
    return Draft(content, metadata, part=part, inside=f"element {name}")


_CONTENTS = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "updated")
_TOLD = ("title", "link", "author", "creator", "source")


def _item_fields(item: Any) -> dict[str, str]:
    """The children's texts; of two with one name, the one of the feed's own vocabulary."""
    fields: dict[str, str] = {}
    own = item.tag.rpartition("}")[0]
    for child in sorted(item, key=lambda child: child.tag.rpartition("}")[0] != own):
        name = local_name(child)
        if name not in fields and (text := _field(child, name)):
            fields[name] = text
    return fields


def _field(child: Any, name: str) -> str:
    if name == "link" and child.get("href"):
        return str(child.get("href")) if child.get("rel", "alternate") == "alternate" else ""
    if name in ("author", "source") and len(child):  # Atom: a name beside addresses
        return next((_text(inner) for inner in child if local_name(inner) in ("name", "title")), "")
    if name in _CONTENTS:
        return _inner(child) if len(child) else child.text or ""
    return _without_marks(_text(child))


def _without_marks(text: str) -> str:
    """Titles are text, and many feeds write mark-up in them all the same."""
    return " ".join(html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", text)).split())


def _inner(content: Any) -> str:
    for element in content.iter():
        element.tag = local_name(element)
    return str(tostring(content, encoding="unicode"))


# --- agencies ---


def _read_agency(item: Any, part: str, _: str) -> Draft | Broken:
    metadata = Metadata().with_defaults(read_fields(_agency_fields(item), origin="agency item"))
    body = _first(item, ("body.content", "body", "html"))
    if body is not None:
        pieces = element_pieces(body)
    else:
        data = _first(item, ("inlineData",))
        if data is not None:
            return Draft("".join(data.itertext()), metadata, part=part)
        pieces = []
    if not pieces:
        return Broken(part, "no text in the item")
    return draft_of_pieces(pieces, metadata, part)


def _agency_fields(item: Any) -> dict[str, object]:
    fields: dict[str, object] = {}
    for field, names in _AGENCY.items():
        found = _first(item, names)
        if found is not None:
            fields[field] = found.get("norm") or _text(found) or found.get("literal", "")
    if author := fields.get("author"):
        fields["author"] = str(author).removeprefix("By ")
    return fields


# NewsML-G2 before NITF, which it may carry.
_AGENCY = {
    "title": ("headline", "hl1", "title"),
    "author": ("by", "byline"),
    "source": ("creditline", "provider", "doc.copyright", "distributor"),
    "date": ("versionCreated", "contentCreated", "date.issue", "story.date"),
}


def _first(item: Any, names: Iterable[str]) -> Any:
    """The first element by the first of the names that any has."""
    elements = list(item.iter())
    return next((e for name in names for e in elements if local_name(e) == name), None)
