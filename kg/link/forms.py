"""Longer and shorter forms of a name that is no person's: "Apple" and "Apple Computer"."""

from __future__ import annotations

from collections.abc import Iterator

# What a firm or an index is called after its own name, where its name is told in full.
_TRADES = frozenset(
    "aerospace airlines airways automotive average bancorp bank beverages biosciences biotech "
    "brands brewing center centre chemicals chips clinic communications composite computer "
    "computers cosmetics electronics energy enterprises entertainment films financial foods group "
    "health healthcare holding holdings hotels index industrial industries insurance international "
    "laboratories labs logistics magazine medical metals minerals mining motor motors networks oil "
    "partners petroleum pharma pharmaceutical pharmaceuticals pictures properties records "
    "resources robotics semiconductor semiconductors shipping software solutions steel studios "
    "systems technologies technology telecom therapeutics treatment ventures".split()
)

_PREPOSITIONS = frozenset({"at", "for", "in", "of", "on"})


def stem(name: str) -> str:
    """A name, as keys have it, without the words for its trade.

    >>> stem("norland motor industries"), stem("dow jones industrial average"), stem("motors")
    ('norland', 'dow jones', 'motors')
    """
    words = name.split()
    while len(words) > 1 and words[-1] in _TRADES:
        words.pop()
    return " ".join(words)


def team(name: str) -> str:
    """The last word where it may name a team by itself: "Rovers" of "Port Lind Rovers".

    >>> team("port lind rovers"), team("port lind bank"), team("university of kansas")
    ('rovers', '', '')
    """
    *first, last = name.split()
    is_plural = last.endswith("s") and len(last) > 4 and last not in _TRADES
    return last if is_plural and _PREPOSITIONS.isdisjoint(first) else ""


def form_blocks(name: str) -> Iterator[tuple[str, str]]:
    """What a name has in common with its other forms, and whether it is the short or the long one.

    >>> list(form_blocks("norland motors")), list(form_blocks("rovers"))
    ([('stem norland', 'long')], [('stem rovers', 'short'), ('team rovers', 'short')])
    """
    own, last = stem(name), team(name)
    yield f"stem {own}", "short" if own == name else "long"
    if last:
        yield f"team {last}", "short" if last == name else "long"
