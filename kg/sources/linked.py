"""What a web page tells machines about its article: schema.org in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from kg.sources.metadata import Metadata, read_fields

Thing = dict[str, Any]
_SCRIPTS = '//script[starts-with(@type, "application/ld+json")]'


def read_linked(root: Any) -> Metadata:
    """Of the page's own article: a live blog and not its posts, nor one of several in a list."""
    things = list(_things(root))
    article = _own([thing for thing in things if _is_article(thing)], root)
    if article is None:
        return Metadata()
    known = {str(thing["@id"]): thing for thing in things if "@id" in thing and _name(thing)}
    days = (article.get(key) for key in ("datePublished", "dateCreated", "dateModified"))
    told: dict[str, object] = {
        "title": _plain(article.get("headline")),
        "source": "; ".join(_titled(_name(t)) for t in _named(article.get("publisher"), known)),
        "author": "; ".join(_name(t) for t in _named(article.get("author"), known) if _writes(t)),
        "date": next(filter(None, map(_plain, days)), ""),
    }
    return read_fields({kind: value for kind, value in told.items() if value}, origin="web page")


def _own(articles: list[Thing], root: Any) -> Thing | None:
    """The one, or of several the one whose headline the page has above it."""
    if len(articles) < 2:
        return articles[0] if articles else None
    above = " ".join(_plain(line.text_content()) for line in root.iter("title", "h1")).casefold()
    titled = [(_plain(article.get("headline")).casefold(), article) for article in articles]
    return next((article for title, article in titled if title and title in above), None)


def drop_traps(root: Any) -> None:
    """Without scripts on which trafilatura would look for the end of each tag up to their end."""
    for script in root.xpath('//script[contains(@type, "json")]'):
        text = script.text or ""
        open_tags = text.count("<", text.rfind(">") + 1)
        if open_tags + text.count("<!--", text.rfind("-->") + 1) > _OPEN:
            script.drop_tree()


_OPEN = 100  # tags without an end


def _things(root: Any) -> Iterator[Thing]:
    """The objects of all scripts, in the order of the page; those in lists and graphs too."""
    scripts = reversed(root.xpath(_SCRIPTS))
    waiting = [parsed for script in scripts for parsed in _parsed(script.text or "")]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += reversed(thing)
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing[key] for key in ("mainEntity", "@graph") if key in thing]


def _parsed(script: str) -> Iterator[Any]:
    try:
        yield json.loads(script, strict=False)  # many have line ends in their strings
    except (ValueError, RecursionError):
        return


def _is_article(thing: Thing) -> bool:
    return any(kind.endswith(("Article", "BlogPosting", "Report")) for kind in _kinds(thing))


def _kinds(thing: Thing) -> list[str]:
    kinds = thing.get("@type", [])
    return [
        str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]


def _named(told: Any, known: dict[str, Thing]) -> Iterator[Thing]:
    """One or several, each told by its name, as a thing, or by the id of a thing in the page."""
    for one in told if isinstance(told, list) else [told]:
        thing = one if isinstance(one, dict) else {"name": one}
        thing = thing if _name(thing) else known.get(str(thing.get("@id")), thing)
        if _name(thing):
            yield thing


def _writes(thing: Thing) -> bool:
    return "Organization" not in " ".join(_kinds(thing))  # the outlet is no author


def _titled(name: str) -> str:
    """An outlet is one, whether its pages call it "the Post" or "The Post"."""
    return name if "." in name else name[:1].upper() + name[1:]


def _name(thing: Thing) -> str:
    name = _plain(thing.get("name"))
    return "" if "://" in name else name  # but the address of a profile


def _plain(told: Any) -> str:
    """One line, without the mark-up that some write even here."""
    return " ".join(_TAG.sub("", unescape(told)).split()) if isinstance(told, str) else ""


_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
