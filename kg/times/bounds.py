"""The days that a value covers: whether two times can be one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12, "21": 3, "22": 6, "23": 9, "24": 12}
_QUARTERS = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "33": 1, "34": 4, "35": 7, "36": 10}
_HALVES = {"H1": 1, "H2": 7, "40": 1, "41": 7}


@lru_cache(maxsize=2_000)
def bounds(value: str) -> tuple[date, date] | None:
    """First and last day of a date, week, month, season, quarter, year, decade or interval."""
    first, _, last = value.partition("/")
    begin = _bounds(first)
    end = _bounds(last) if last else begin
    return (begin[0], end[1]) if begin and end else None


def may_agree(left: str, right: str) -> bool:
    """Whether two times can be of one event: one lies in the other, or one is unknown.

    >>> may_agree("2025-11-25", "2025-11"), may_agree("2025-11-25", "2025-11-28")
    (True, False)
    >>> may_agree("2025-11-24/2025-11-26", "2025-11-26/2025-11-28"), may_agree("", "2025")
    (False, True)
    """
    one, other = bounds(_day_of(left)), bounds(_day_of(right))
    if one is None or other is None:
        return True
    inner, outer = sorted((one, other), key=lambda days: days[1] - days[0])
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _day_of(value: str) -> str:
    """Without the time of day: two reports seldom agree on the minute."""
    return re.sub(r"(\d{4}-\d\d-\d\d)T[^/]*", r"\1", value)


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
    """A week, or its weekend: 2025-W48, 2025-W48-WE."""
    match = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)
    if not match:
        return None
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)


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
