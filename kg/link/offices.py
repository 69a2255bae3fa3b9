"""Offices before a name, which one person has and another of the surname has not."""

from __future__ import annotations

from collections.abc import Mapping

_LONG = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general",
    "adm": "admiral", "col": "colonel", "maj": "major", "capt": "captain", "lt": "lieutenant",
    "sgt": "sergeant", "cpl": "corporal", "det": "detective", "insp": "inspector",
    "supt": "superintendent", "cmdr": "commander", "prof": "professor", "justice": "judge",
    "premier": "minister",
}  # fmt: skip
# Who has one of these has no other at the time, and is not told of by what else he is.
OFFICES = frozenset(
    "president minister mayor governor judge senator representative chancellor ambassador king "
    "queen pope bishop archbishop cardinal general admiral colonel major captain lieutenant "
    "sergeant corporal detective inspector superintendent sheriff professor".split()
)
_LAWMAKERS = frozenset("senator representative congressman congresswoman mp deputy".split())
_OFFICERS = frozenset("lieutenant sergeant corporal detective inspector captain constable".split())
# What else a text calls who has an office.
CALLED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("lawmaker", "legislator"), _LAWMAKERS),
    **dict.fromkeys(("congressman", "congresswoman"), frozenset({"representative"})),
    "officer": _OFFICERS,
    "detective": frozenset({"inspector", "sergeant", "constable"}),
}


def office(word: str) -> str:
    """A title in full, as texts have it later: "senator" for "Sen.".

    >>> office("Sen."), office("mayor")
    ('senator', 'mayor')
    """
    plain = word.lower().strip(".").rpartition("-")[2]
    return _LONG.get(plain, plain)
