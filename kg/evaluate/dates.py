"""Values of time expressions compared across TIMEX3, TEI and EDTF spellings."""

from __future__ import annotations

import re

from kg.times.bounds import bounds


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


def _plain(value: str) -> str:
    """Without marks of approximation, and with whole minutes only."""
    return re.sub(r"(T\d\d:\d\d):00$", r"\1", re.sub(r"[~?%]", "", value.strip().upper()))
