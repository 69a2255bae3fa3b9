"""Two wordings of one event: one kind, the same parties, at times that agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from kg.conflicts import NAMED, Point
from kg.lexicon import EVENTS
from kg.model import Connection, Entity, Evidence, Knowledge, Statement
from kg.times.bounds import bounds, may_agree

_LONGEST = 31  # days: of a year there is more than one call
Days = tuple[date, date]


def find_same(knowledge: Knowledge, at: Point | None = None) -> Iterator[Connection]:
    """Yield two claims that tell of one event: "called … on 25 November", "spoke to … on Tuesday".

    Where predicate and time are the same too, they are one claim already. With `at`, only claims
    that meet there.
    """
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        if item.factuality in ("asserted", "planned"):
            told[item.statement_id].append(item)
    named = {e.id for e in knowledge.entities if e.type in NAMED}
    groups: dict[Point, list[tuple[Days, Statement]]] = defaultdict(list)
    for claim in knowledge.statements:
        point, days = _point(claim, named), _days(claim)
        if point is not None and days is not None and at in (None, point) and told[claim.id]:
            groups[point].append((days, claim))
    for point in sorted(groups):
        for one, other in _overlapping(groups[point]):
            first, second = (min(told[c.id], key=lambda e: e.id) for c in (one, other))
            if first.factuality == second.factuality:
                yield Connection("same", "", one.id, other.id, first.id, second.id)


def meeting_point(claim: Statement, entities: Iterable[Entity]) -> Point | None:
    """What claims of one event share: where claims are spread over machines, these must meet."""
    return _point(claim, {e.id for e in entities if e.type in NAMED})


def _point(claim: Statement, named: Collection[str]) -> Point | None:
    """Its kind and its named parties, in any order if it is mutual."""
    event = EVENTS.get(claim.type)
    is_named = claim.subject in named and claim.object in named
    if event is None or event.parent == "Relation" or not is_named:
        return None
    parties = (claim.subject, claim.object)
    return ("same", claim.type, *(sorted(parties) if event.reciprocal else parties))


def _days(claim: Statement) -> Days | None:
    """The days of a claim with one time that is not too long."""
    times = [r.value.value for r in claim.arguments if r.role == "time" and r.value]
    days = bounds(times[0].split("T")[0]) if len(times) == 1 else None
    return days if days is not None and (days[1] - days[0]).days < _LONGEST else None


def _overlapping(claims: list[tuple[Days, Statement]]) -> Iterator[tuple[Statement, Statement]]:
    """Each two whose times agree; sorted by day, so that few are compared."""
    ordered = sorted(claims, key=lambda pair: (pair[0], pair[1].id))
    for number, (days, claim) in enumerate(ordered):
        for later, other in ordered[number + 1 :]:
            if later[0] > days[1]:
                break
            if may_agree(_text(days), _text(later)):
                yield claim, other


def _text(days: Days) -> str:
    return f"{days[0].isoformat()}/{days[1].isoformat()}"
