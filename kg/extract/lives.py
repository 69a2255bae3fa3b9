"""Lifespans: the dates in brackets after a name, "Ann Berg (5 May 1920 – 1 June 1999)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.passage import Passage
from kg.model import Argument, Mention, Predicate, Proposition, Span
from kg.words import MONTHS

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_YEAR = r"(?:1\d|20)\d\d"
_DATE = rf"(?:\d{{1,2}} {_MONTH} |{_MONTH} \d{{1,2}}, |{_MONTH} )?{_YEAR}"
# A place may follow each date, and other names and how they are said may stand before.
_LIFE = re.compile(
    rf"\s?\(\s?(?:[^()]{{0,80}}[;,:] )??(?P<birth>{_DATE})(?:, [^()\d–—-]{{1,60}})?"
    rf"\s?[–—-]\s?(?:[^()\d]{{1,40}}, )?(?P<death>{_DATE})(?:[;,] [^()]{{1,80}})?\s?\)"
)
_TERM = 35  # years: a shorter span of years alone may be a term of office


def read_lives(passage: Passage) -> Iterator[Proposition]:
    """Yield birth and death of whom a lifespan in brackets follows."""
    text = passage.document.text
    if "(" not in text[passage.span.start : passage.span.end]:
        return
    for mention in passage.by_head.values():
        if mention.label != "Person" or mention.kind != "name":
            continue
        life = _LIFE.match(text, mention.span.end, passage.span.end)
        if life is not None and _is_life(life["birth"], life["death"]):
            yield _born(mention, Predicate("bear", "was born"), "DateOfBirth", life, passage)
            yield _born(mention, Predicate("die", "died"), "Death", life, passage)


def _is_life(birth: str, death: str) -> bool:
    has_day = not birth.isdigit()
    return int(death[-4:]) - int(birth[-4:]) >= (0 if has_day else _TERM)


def _born(
    who: Mention, predicate: Predicate, type: str, life: re.Match[str], passage: Passage
) -> Proposition:
    start, end = life.span("birth" if type == "DateOfBirth" else "death")
    span = Span(passage.document.id, start, end)
    words = passage.document.text[start:end]
    date = Mention(span, words, "Date", "value", words.lower(), span, sentence=passage.number)
    return Proposition(
        predicate=predicate,
        arguments=(Argument("subject", who), Argument("time", date)),
        sentence=passage.span,
        span=span,
        rule="lives",
        type=type,
        tense="past",
        confidence=0.9,
    )
