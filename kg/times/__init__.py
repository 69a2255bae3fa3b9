"""Time expressions: where they stand in a text, and what they come to.

Values are ISO 8601 ("2025-11-25", "2025-11", "2025-W47", "PT25M") and EDTF (seasons "2026-21" for
spring to "2026-24" for winter, decades "199X", centuries "19XX"). For what neither can say they
are TIMEX3: quarters "2025-Q3", weekends "2025-W47-WE", parts of the day "2025-11-25TMO" and the
unknown number in "PXY". A winter has the year in which it begins. What cannot be known keeps its
words and has the value "".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kg.model import Value
from kg.times.dates import Frame, read_anchor, read_day
from kg.times.expressions import RULES, find_expressions
from kg.times.ranges import read_range

__all__ = ["find_times", "guess_tense", "normalise", "read_times"]


@lru_cache(10_000)  # "on Tuesday" is asked of many sentences of a day
def normalise(text: str, reference: str = "", *, tense: str = "", anchor: str = "") -> Value | None:
    """What a time expression comes to, or None if it is none.

    `reference` is the day of publication. `anchor` is the time that "a day earlier" counts from;
    without one it is the reference. A month or a day without year is the nearest one, the more so
    on the side that `tense` tells; a weekday is the last one, today included, unless the tense is
    future.

    >>> normalise("on Tuesday", "2025-11-26").value, normalise("this spring", "2026-01-03").value
    ('2025-11-25', '2026-21')
    >>> normalise("on Tuesday").value, normalise("the ministry", "2025-11-26")
    ('', None)
    """
    words = " ".join(text.replace("’", "'").split())
    frame = Frame(read_day(reference), tense, anchor or reference[:10])
    core = _TAIL.sub("", _LEAD.sub("", words))
    reading = _read(words, frame) or _read(core, frame)
    reading = reading or read_range(words, frame, _read) or _read_parts(core, frame)
    return Value(text, *reading) if reading else None


def _read(phrase: str, frame: Frame) -> tuple[str, str] | None:
    for rule in RULES:
        if match := rule.whole.fullmatch(phrase):
            return rule.read(match, frame)
    return None


_LEAD = re.compile(
    r"^(?:(?:on|in|at|by|during|since|until|till|from|for|after|before|within|over|throughout|of|"
    r"about|around|almost|nearly|roughly|approximately|just|only|some|more than|less than|as of|"
    r"up to|sometime|to|between|dated?|exactly|back|ever|not)\b *)+(?=\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:'s|')?[,;:)]*$")


def _read_parts(phrase: str, frame: Frame) -> tuple[str, str] | None:
    """The one expression in a phrase that says little else, or a clock's time with its day.

    "a hot Friday afternoon", "5 p.m. on Friday"
    """
    parts = [phrase[start:end] for start, end in find_times(phrase)]
    if not parts or 2 * sum(map(len, parts)) < len(phrase) or len(parts) > 2:
        return None
    if len(parts) == 1:
        return _read(parts[0], frame)
    for day, clock in (parts, reversed(parts)):
        date = _read(day, frame)
        time = _read(clock, frame._replace(anchor=date[1])) if date and read_day(date[1]) else None
        if time and time[0] == "Time":
            return time
    return None


def find_times(text: str) -> Iterator[tuple[int, int]]:
    """The places of time expressions, in order, without overlap, without prepositions.

    >>> [text[a:b] for text in ["It may rain on May 5."] for a, b in find_times(text)]
    ['May 5']
    """
    found = sorted(set(find_expressions(text)), key=lambda span: (span[0], -span[1]))
    end = 0
    for span in found:
        if span[0] >= end and span[1] > span[0]:
            end = span[1]
            yield span


def read_times(text: str, reference: str = "") -> Iterator[tuple[int, int, Value]]:
    """Find and normalise in reading order: "a day earlier" counts from the time named before it.

    The tense is guessed from the words around; who has a parse should ask `normalise`.
    """
    anchor = ""
    places = list(find_times(text))
    for number, (start, end) in enumerate(places):
        tense = guess_tense(text, start, end)
        day = _day_after_clock(text, places[number : number + 3], reference, tense)
        value = normalise(text[start:end], reference, tense=tense, anchor=day or anchor)
        if value is None:
            continue
        if read_anchor(value.value):
            anchor = value.value
        yield start, end, value


def _day_after_clock(
    text: str, places: Sequence[tuple[int, int]], reference: str, tense: str
) -> str:
    """The day of a time of the clock that is told right after it: "6 a.m. (0400 GMT) Monday"."""
    for (start, end), (following, last) in pairwise(places):
        if not (_CLOCK.match(text, start, end) and _JOINED.fullmatch(text, end, following)):
            break
        if not _CLOCK.match(text, following, last):
            value = normalise(text[following:last], reference, tense=tense)
            return value.value[:10] if value is not None and read_day(value.value[:10]) else ""
    return ""


_CLOCK = re.compile(
    r"\d\d? ?[ap]\.?m\b|\d\d?[:.]?\d\d(?: ?[ap]\.?m\b| ?[A-Z]+\b|$)|(?:noon|mid(?:day|night))\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\)?,? \(?(?:(?:local time,?|on|of|early|late) )*(?:the )?")


def guess_tense(text: str, start: int, end: int) -> str:
    """Tense of the clause around a place, by its nearest auxiliary or verb ending; "" for none."""
    before = _START.split(text[max(0, start - 100) : start])[-1]
    marks = list(_TENSE.finditer(before))
    mark = marks[-1] if marks else _TENSE.search(_STOP.split(text[end : end + 60], 1)[0])
    if mark is None:
        return ""
    return "future" if mark["future"] else "past"


_START = re.compile(r"[.!?]\s|\n")
_STOP = re.compile(r"[.!?](?:\s|$)|\n")
_TENSE = re.compile(
    r"\b(?:(?P<future>will|won't|shall|would|plans?|planned|planning|scheduled|slated|expected|"
    r"expects?|due|upcoming|until|going|ahead|set to|to be(?: \w+)?|to (?!the\b|an?\b|\d)[a-z]+)"
    r"|was|were|had|has|have|did|said|since|last|fell|rose|began|took|held|came|went|met|"
    r"spoke|told|made|left|won|lost|died|\w{2,}ed)\b",
    re.IGNORECASE,
)
