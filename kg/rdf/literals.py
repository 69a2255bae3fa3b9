"""Text, numbers and times as literals, and text back again."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox
from rdflib import XSD

from kg.model import Value
from kg.rdf.terms import DECIMAL, Term
from kg.vocabulary import KG

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
ESCAPED = ox.NamedNode(KG.escaped)

# What XML 1.0 can hold, without the carriage return that it would turn into a line feed.
_PLAIN = re.compile("[\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_DURATION = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII
)
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_WEEKS = re.compile(r"P(\d{1,6})W", re.ASCII)
_TIMES = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"), XSD.dateTime),
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
    (re.compile(r"[\dXYE?~%/.,:{}\[\]TZ+-]*\d[\dXYE?~%/.,:{}\[\]TZ+-]*"), EDTF),
)
_NO_SECONDS = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)((?:Z|[+-]\d\d:\d\d)?)")


def literal_value(value: Value) -> ox.Literal:
    """The narrowest datatype that holds the value; the words, where they come to nothing.

    >>> str(literal_value(Value("this spring", "Date", "2026-21")))
    '"2026-21"^^<http://id.loc.gov/datatypes/edtf/EDTF>'
    >>> str(literal_value(Value("for a while", "Duration")))
    '"for a while"'
    """
    if not value.value:
        return literal(value.text)
    if value.type in ("Date", "Time"):
        return literal_time(value.value)
    if value.type == "Duration":
        weeks = _WEEKS.fullmatch(value.value)  # XML Schema has no weeks
        duration = f"P{int(weeks[1]) * 7}D" if weeks else value.value
        return _typed_if(bool(_DURATION.fullmatch(duration)), duration, XSD.duration)
    return _typed_if(bool(_DECIMAL.fullmatch(value.value)), value.value, XSD.decimal)


def literal_time(text: str) -> ox.Literal:
    """A date or time as finely as it is known: a year, a month, a day, a moment, else EDTF."""
    text = _NO_SECONDS.sub(r"\1:00\2", text) if _NO_SECONDS.fullmatch(text) else text
    for form, datatype in _TIMES:
        if form.fullmatch(text):
            return _typed_if(_is_on_the_calendar(text, datatype), text, datatype)
    return literal(text)


def _is_on_the_calendar(text: str, datatype: str) -> bool:
    if datatype not in (XSD.date, XSD.dateTime):
        return not text.startswith("0000")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _typed_if(valid: bool, text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(datatype)) if valid else literal(text)


def literal(text: str) -> ox.Literal:
    """Text as it is, or escaped where RDF or XML could not hold it."""
    if _PLAIN.fullmatch(text):
        return ox.Literal(text)
    return ox.Literal(text.encode("unicode_escape").decode(), datatype=ESCAPED)


@lru_cache(20_000)
def decimal(number: float) -> ox.Literal:
    """The same number without an exponent, which xsd:decimal does not have."""
    return ox.Literal(format(Decimal(repr(float(number))), "f"), datatype=DECIMAL)


def iri_or_literal(iri: str) -> ox.NamedNode | ox.Literal:
    """An IRI from outside is not always one; of a rare scheme, JSON-LD may think it a prefix."""
    if not iri.startswith(("http://", "https://", "urn:")):
        return literal(iri)
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return literal(iri)


def text_of(term: Term) -> str:
    """The text of a literal, unescaped, or the IRI."""
    assert isinstance(term, ox.Literal | ox.NamedNode)
    if isinstance(term, ox.Literal) and term.datatype == ESCAPED:
        return term.value.encode("ascii").decode("unicode_escape")
    return term.value
