"""Names within names: "Ann Vale" in "the Ann Vale Foundation", "Norway" in "Bank of Norway"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.names import Name, name_text
from kg.extract.tree import Doc
from kg.gazetteer import load_gazetteer
from kg.words import INSTITUTIONS

_LONGEST = 5  # words of a name within another
_LINES = frozenset({"Organization", "Product", "Thing", "Work"})  # what goods are taken for
_PLACES = frozenset({"Country", "Place"})
_INNER = _PLACES | {"Person", "Organization", "Product", "Work"}
# What stands after "of" in these is a place: the University of X.
_OF_PLACES = frozenset("university college bank city municipality county port diocese".split())


def find_nested(doc: Doc, names: Sequence[Name]) -> Iterator[Name]:
    """Yield the names that stand inside longer ones: countries, and what else is named alone.

    The short form of a thing in its own long form is none: "Acme" in "Acme Corp.".
    """
    known = {name_text(doc, n): n.label for n in names if n.part == (0, 0) and n.label in _INNER}
    for outer in names:
        is_simple = outer.part != (0, 0) or outer.end - outer.start == 1 or outer.place is not None
        if not is_simple and outer.label not in ("Person", "Place"):
            yield from _inside(doc, outer, known)


def _inside(doc: Doc, outer: Name, known: Mapping[str, str]) -> Iterator[Name]:
    start = outer.start
    while start < outer.end:
        ends = range(min(outer.end, start + _LONGEST), start, -1)
        labels = ((end, _label(doc, outer, start, end, known)) for end in ends)
        end, label = next(((end, label) for end, label in labels if label), (start + 1, ""))
        if label:
            place = load_gazetteer().names.get(doc[start:end].text)
            yield Name(start, end, label, place=place)
        start = end


def _label(doc: Doc, outer: Name, start: int, end: int, known: Mapping[str, str]) -> str:
    """What a part of a name names by itself, "" if nothing."""
    text = doc[start:end].text
    if end - start == outer.end - outer.start or not text[0].isupper():
        return ""
    gazetteer = load_gazetteer()
    place = gazetteer.find(text)
    if place is not None:
        return place.type if text in gazetteer.names else ""
    label = known.get(text, "")
    if label == "Person" and "&" in {t.text for t in doc[outer.start : outer.end]}:
        return ""  # Odd Berg is not in "Berg & Moe"
    at_end = end == outer.end
    if not label and at_end and _is_located(doc, outer, start):
        return "Place"
    is_maker = label == "Organization" and start == outer.start and end - start == 1
    is_line = "Product" in (label, outer.label) and {label, outer.label} <= _LINES
    is_one = label == outer.label or (is_line and not is_maker)
    is_short_form = is_one and (start == outer.start or at_end)
    is_kind = end - start == 1 and text.lower() in INSTITUTIONS
    is_no_place = at_end and label not in _PLACES
    return "" if is_short_form or is_kind or is_no_place else label


def _is_located(doc: Doc, outer: Name, start: int) -> bool:
    """Whether a name goes on as "University of …" does."""
    if start - 2 < outer.start or doc[start - 1].lower_ != "of":
        return False
    rest = {t.lower_ for t in doc[start : outer.end]}
    return doc[start - 2].lower_ in _OF_PLACES and not rest & INSTITUTIONS
