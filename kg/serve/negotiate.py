"""Content negotiation (RFC 9110, section 12.5.1): which of our forms a client wants most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^;,]*)*)$")
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The offer with the highest weight, of equals the one named more exactly, then the first.

    >>> choose("text/csv;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> choose("text/*;q=0.3, text/csv;q=0", ["text/csv", "text/turtle"])
    'text/turtle'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    ranges = list(_ranges(accept)) if accept.strip() else [("*/*", 1.0)]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for offer in offers:
        rank = _rank(offer, ranges)
        if rank[0] > 0 and rank > best:
            best, chosen = rank, offer
    return chosen


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield media ranges with their weights; what is malformed asks for nothing."""
    for part in accept.split(","):
        match = _RANGE.match(part)
        if match is None:
            continue
        weights = [p for p in match[2].split(";") if p.strip().lower().startswith("q")]
        weight = _WEIGHT.fullmatch(weights[0]) if weights else None
        if weight is not None or not weights:
            yield match[1].lower(), float(weight[1]) if weight else 1.0


def _rank(offer: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """The weight that the most exact range gives, and how exact that is."""
    exactness = {offer: 3, offer.split("/")[0] + "/*": 2, "*/*": 1}
    found = [(exactness[name], weight) for name, weight in ranges if name in exactness]
    exact, weight = max(found, default=(0, 0.0))
    return weight, exact
