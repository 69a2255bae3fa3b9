"""Arithmetic on the calendar: steps, periods, and the nearest of several dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple, TypeVar


class Frame(NamedTuple):
    """What relative words are relative to."""

    today: date | None = None  # when the text was published
    tense: str = ""  # of the clause: past, present, future, or "" for unknown
    anchor: str = ""  # the value of the time that the text spoke of last


def read_day(text: str) -> date | None:
    """The day that an ISO 8601 date or date-time begins with, away from the calendar's ends."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if 100 <= day.year <= 9900 else None


_STEPS = {  # months, days
    "day": (0, 1), "night": (0, 1), "week": (0, 7), "weekend": (0, 7), "fortnight": (0, 14),
    "month": (1, 0), "quarter": (3, 0), "year": (12, 0), "decade": (120, 0), "century": (1200, 0),
}  # fmt: skip


def shift(day: date, unit: str, count: int) -> date | None:
    """The day so many units away; the 31st may become the 30th. None outside the years 1 to 9998.

    >>> shift(date(2024, 3, 31), "month", -1)
    datetime.date(2024, 2, 29)
    """
    months, days = _STEPS[unit]
    index = day.year * 12 + day.month - 1 + months * count
    if not 24 <= index < 12 * 9998 or abs(days * count) > 300_000:
        return None
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    shifted = date(year, month + 1, min(day.day, last)).toordinal() + days * count
    return date.fromordinal(shifted) if 0 < shifted < date.max.toordinal() else None


def period(day: date | None, unit: str) -> str:
    """The unit of the calendar in which the day lies; "" for no day.

    >>> period(date(2025, 11, 25), "week"), period(date(2025, 11, 25), "quarter")
    ('2025-W48', '2025-Q4')
    """
    if day is None:
        return ""
    week = day.isocalendar()
    return {
        "day": day.isoformat(),
        "night": f"{day.isoformat()}TNI",
        "week": f"{week.year}-W{week.week:02}",
        "fortnight": f"{week.year}-W{week.week:02}",
        "weekend": f"{week.year}-W{week.week:02}-WE",
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04}",
        "decade": f"{day.year // 10:03}X",
        "century": f"{day.year // 100:02}XX",
    }[unit]


_ANCHORS = (
    ("day", re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    ("week", re.compile(r"(\d{4})-W(\d\d)")),
    ("quarter", re.compile(r"(\d{4})-Q(\d)")),
    ("month", re.compile(r"(\d{4})-(\d\d)")),
    ("year", re.compile(r"(\d{4})$")),
)


def read_anchor(value: str) -> tuple[str, date] | None:
    """How fine a value is, and its first day."""
    for unit, pattern in _ANCHORS:
        if match := pattern.match(value):
            year, *rest = map(int, match.groups())
            try:
                return unit, _first_day(unit, year, *rest)
            except ValueError:
                return None
    return None


def _first_day(unit: str, year: int, number: int = 1, day: int = 1) -> date:
    if unit == "week":
        return date.fromisocalendar(year, number, 1)
    return date(year, 3 * number - 2 if unit == "quarter" else number, day)


def shift_anchor(frame: Frame, unit: str, count: int, *, whole: bool = False) -> str:
    """Count from the time that the text spoke of; never finer than that time is known.

    A week later is a day, the following week is a `whole` one.

    >>> [shift_anchor(Frame(anchor=known), "month", -1) for known in ("2006-01-04", "2006")]
    ['2005-12', '']
    """
    anchor = read_anchor(frame.anchor)
    if anchor is None:
        return ""
    known, day = anchor
    if _size(unit) < _size(known):
        return ""
    finest = unit if known == "day" and (whole or unit not in ("week", "fortnight")) else known
    return period(shift(day, unit, count), finest)


def _size(unit: str) -> int:
    months, days = _STEPS[unit]
    return 30 * months + days


T = TypeVar("T")


def nearest(
    candidates: Iterable[T], away: Callable[[T], int], tense: str, *, against: int = 3
) -> T | None:
    """The candidate fewest units away; on the side that the tense denies each counts threefold."""

    def distance(candidate: T) -> int:
        units = away(candidate)
        denied = (tense == "past" and units > 0) or (tense == "future" and units < 0)
        return abs(units) * (against if denied else 1)

    return min(candidates, key=distance, default=None)


def near_day(frame: Frame, month: int, day: int) -> date | None:
    """The day of that date nearest to today."""
    if frame.today is None:
        return None
    today = frame.today
    days = [
        date(year, month, day)
        for year in range(today.year - 4, today.year + 5)  # 29 February is rare
        if day and 1 <= month <= 12 and day <= calendar.monthrange(year, month)[1]
    ]
    return nearest(days, lambda d: (d - today).days, frame.tense)


def near_month(frame: Frame, month: int, which: str = "") -> str:
    """The month of that name nearest to today, or the last, this year's, or the next."""
    if frame.today is None:
        return ""
    here = frame.today.year * 12 + frame.today.month - 1
    there = [here - frame.today.month + month + 12 * year for year in range(-2, 3)]
    if which == "last":
        found: int | None = max(m for m in there if m < here)
    elif which == "next":
        found = min(m for m in there if m > here)
    elif which == "this":
        found = there[2]
    else:
        found = nearest(there, lambda m: m - here, frame.tense)
    assert found is not None
    return f"{found // 12:04}-{found % 12 + 1:02}"


def near_weekday(frame: Frame, weekday: int, which: str = "") -> date | None:
    """The last such weekday, today included; the coming one where the tense or a word says so."""
    if frame.today is None:
        return None
    ahead = (weekday - frame.today.weekday()) % 7
    if which == "this":
        return frame.today + timedelta(days=weekday - frame.today.weekday())
    if which == "next":
        return frame.today + timedelta(days=ahead or 7)
    if which == "last":
        return frame.today + timedelta(days=ahead - 7)
    if frame.tense == "future" or not ahead:
        return frame.today + timedelta(days=ahead)
    return frame.today + timedelta(days=ahead - 7)
