"""Values of time expressions compared across TIMEX3, TEI and EDTF spellings."""

from __future__ import annotations

import re
from datetime import date, timedelta

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12, "21": 3, "22": 6, "23": 9, "24": 12}
_QUARTERS = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "33": 1, "34": 4, "35": 7, "36": 10}
_HALVES = {"H1": 1, "H2": 7, "40": 1, "41": 7}


def same_time(left: str, right: str) -> bool:
    """Whether two values mean the same days, or are the same where they are no dates.

    >>> same_time("2008-SP", "2008-21"), same_time("2008-W09", "2008-02-25/2008-03-02")
    (True, True)
    >>> same_time("P1Y", "P1Y"), same_time("2008", "2008-02")
    (True, False)
    """
    left, right = _plain(left), _plain(right)
    if left == right:
        return bool(left)
    return bounds(left) is not None and bounds(left) == bounds(right)


def bounds(value: str) -> tuple[date, date] | None:
    """First and last day of a date, week, month, season, quarter, year, decade or interval."""
    first, _, last = value.partition("/")
    begin = _bounds(first)
    end = _bounds(last) if last else begin
    return (begin[0], end[1]) if begin and end else None


def _plain(value: str) -> str:
    """Without marks of approximation, and with whole minutes only."""
    return re.sub(r"(T\d\d:\d\d):00$", r"\1", re.sub(r"[~?%]", "", value.strip().upper()))


def _bounds(value: str) -> tuple[date, date] | None:
    try:
        return _day(value) or _week(value) or _part(value) or _years(value)
    except ValueError:  # the thirtieth of February: well formed, but no date
        return None


def _day(value: str) -> tuple[date, date] | None:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    if not match:
        return None
    day = date(*map(int, match.groups()))
    return day, day


def _week(value: str) -> tuple[date, date] | None:
    match = re.fullmatch(r"(\d{4})-W(\d\d)", value)
    if not match:
        return None
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return monday, monday + timedelta(days=6)


def _part(value: str) -> tuple[date, date] | None:
    """A month, season, quarter or half of a year."""
    match = re.fullmatch(r"(\d{4})-(\w\w)", value)
    if not match:
        return None
    year, part = int(match[1]), match[2]
    for starts, length in ((_SEASONS, 3), (_QUARTERS, 3), (_HALVES, 6)):
        if part in starts:
            return _months(year, starts[part], length)
    return _months(year, int(part), 1) if part.isdigit() else None


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    after = month - 1 + length
    end = date(year + after // 12, after % 12 + 1, 1)
    return date(year, month, 1), end - timedelta(days=1)


def _years(value: str) -> tuple[date, date] | None:
    """A year, or a decade or century with X for the digits left open."""
    match = re.fullmatch(r"(\d{2,4})(X{0,2})", value)
    if not match or len(value) != 4:
        return None
    first = int(match[1]) * 10 ** len(match[2])
    return date(first, 1, 1), date(first + 10 ** len(match[2]) - 1, 12, 31)
