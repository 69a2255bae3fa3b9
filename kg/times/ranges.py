"""Times from one to another: "between May and July 2014", "Monday to Friday", "1999–2004"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.times.bounds import bounds
from kg.times.dates import Frame, read_day
from kg.words import MONTHS

Reading = tuple[str, str]  # type and value
# What a phrase comes to that is one time, if it is one.
Read = Callable[[str, Frame], Reading | None]


def read_range(phrase: str, frame: Frame, read: Read) -> Reading | None:
    """The interval of two times that are told as its ends; its value is "" if one is not known.

    An end without a year is of the other's, and neither comes before its beginning.
    """
    match = _RANGE.fullmatch(phrase)
    if match is None:
        return None
    first, last = match["first"] or match["from"], match["last"] or match["to"]
    ends = read(_with_year(first, last), frame), read(_with_year(last, first), frame)
    if ends[0] is None or ends[1] is None or {ends[0][0], ends[1][0]} != {"Date"}:
        return None
    return "Date", join(ends[0][1], ends[1][1], is_ahead=frame.tense == "future")


def _with_year(one: str, other: str) -> str:
    """A month or a day of one with the year of the other end; "15" after "2014" is a year."""
    year = _YEAR_AT_END.search(other)
    if year is None or _YEAR_AT_END.search(one):
        return one
    if re.fullmatch(r"\d\d", one):
        return f"{year[0][-4:-2]}{one}"
    return f"{one}{year[0]}" if _MONTH_IN.search(one) else one


_RANGE = re.compile(
    r"between (?P<first>.+) and (?P<last>.+)"
    r"|(?:from )?(?P<from>.+?)(?: (?:to|until|till|through) | ?[-–—] ?)(?P<to>.+)",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r"(?:^|,? )(?:1\d|20)\d\d$")
_MONTH_IN = re.compile("|".join(month[:3] for month in MONTHS))


def join(first: str, last: str, *, is_ahead: bool = False) -> str:
    """An interval of ISO 8601 from one value to another, or "" where there is none.

    A week or a year is between ends that are told by their names alone, in the wrong order.
    """
    begin, end = bounds(first), bounds(last)
    if begin is None or end is None:
        return ""
    if begin[0] > end[0]:
        days = 7 if (begin[0] - end[0]).days < 7 else 366
        if is_ahead:
            last = _later(last, days)
        else:
            first = _later(first, -days)
    ordered = bounds(first), bounds(last)
    if ordered[0] is None or ordered[1] is None or ordered[0][0] > ordered[1][0]:
        return ""
    return f"{first}/{last}"


def _later(value: str, days: int) -> str:
    """A day a week later or earlier, or a day or a month a year later or earlier."""
    day = read_day(value)
    if abs(days) == 7:
        return (day + timedelta(days)).isoformat() if day else ""
    year, rest = int(value[:4]) + (1 if days > 0 else -1), value[4:]
    return f"{year:04}{rest}" if re.fullmatch(r"-\d\d(?:-\d\d)?", rest) else ""


def read_days(month: int, first: int, last: int, year: str, near: date | None) -> str:
    """The interval of two days of one month; `near` is the last of them where no year is told."""
    if not year and near is None:
        return ""
    months = f"{year or (near or date.min).year}-{month:02}"
    return join(f"{months}-{first:02}", f"{months}-{last:02}") if first < last else ""
