"""Entities of a pipeline as times: a day with its time of day, two days apart, "mid-May"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.tree import Doc, Token
from kg.extract.tree import Span as Tokens
from kg.words import MONTHS

_DAYS = frozenset({"DATE", "TIME"})
_PART_OF_MONTH = re.compile(rf"(?:early|mid|late)-(?:{'|'.join(MONTHS)})")
UNITS = frozenset("seconds minutes hours days weeks months years decades centuries".split())


def with_moments(doc: Doc) -> Iterator[Tokens]:
    """The entities; "Monday night" and "6 a.m. Monday" are one, "Sunday and Monday" are two."""
    last: Tokens | None = None
    for ent in _entities(doc):
        if last is not None and _are_one(last, ent):
            last = Tokens(doc, last.start, ent.end, "TIME")
            continue
        if last is not None:
            yield from _apart(last)
        last = ent
    if last is not None:
        yield from _apart(last)


def _entities(doc: Doc) -> Iterator[Tokens]:
    for ent in doc.ents:
        is_month = ent.end - ent.start == 1 and is_part_of_month(doc[ent.start])
        yield Tokens(doc, ent.start, ent.end, "DATE") if is_month else ent


def is_part_of_month(token: Token) -> bool:
    """ "mid-May", which is taken for a name."""
    return _PART_OF_MONTH.fullmatch(token.text) is not None


def is_moment(adverb: Token) -> bool:
    """Whether an adverb is a time, and not how often: "five months ago", "overnight"."""
    if adverb.lower_ == "overnight":
        return adverb.dep_ == "advmod"
    return adverb.ent_type_ in _DAYS and adverb.lower_ not in _OFTEN


_OFTEN = frozenset("annually currently daily hourly monthly now nightly weekly yearly".split())


def _are_one(first: Tokens, second: Tokens) -> bool:
    if first.end != second.start or {first.label_, second.label_} != _DAYS:
        return False
    ends = (first.root, second), (second.root, first)
    return any(root.head in part for root, part in ends)


def _apart(ent: Tokens) -> Iterator[Tokens]:
    """Both of "Sunday and Monday", but "between Sunday and Monday" is one time."""
    doc, links = ent.doc, [t for t in ent if t.dep_ == "cc" and t.lower_ in {"and", "or"}]
    is_pair = ent.label_ == "DATE" and len(links) == 1
    if is_pair and ent.start < links[0].i < ent.end - 1 and _is_named(ent, links[0]):
        yield Tokens(doc, ent.start, links[0].i, "DATE")
        yield Tokens(doc, links[0].i + 1, ent.end, "DATE")
    else:
        yield ent


def _is_named(ent: Tokens, link: Token) -> bool:
    """Whether both halves begin with a name or a year, and are no ends of one time."""
    halves = ent.doc[ent.start], ent.doc[link.i + 1]
    is_range = ent.start > 0 and ent.doc[ent.start - 1].lower_ == "between"
    return not is_range and all(t.pos_ == "PROPN" or _YEAR.fullmatch(t.text) for t in halves)


_YEAR = re.compile(r"(?:1\d|20)\d\d")
