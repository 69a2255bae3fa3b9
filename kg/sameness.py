"""Two wordings of one event: one kind, the same parties, at times that agree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.conflicts import NAMED, ONCE, Point
from kg.lexicon import EVENTS
from kg.model import Connection, Entity, Evidence, Knowledge, Statement
from kg.times.bounds import bounds, may_agree
from kg.times.dates import read_day

_LONGEST = 31  # days: of a year there is more than one call
_FRESH = timedelta(days=7)  # news without a date is of the days before it


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with the days that it may be of, and the evidence that shows it."""

    first: date
    last: date
    claim: Statement
    item: Evidence
    is_dated: bool


def find_same(knowledge: Knowledge, at: Point | None = None) -> Iterator[Connection]:
    """Yield two claims that tell of one event: "called … on 25 November", "spoke to … on Tuesday".

    Where predicate and time are the same too, they are one claim already. A claim without a time is
    of the week before its documents, and joins the only one that is dated there. With `at`, only
    claims that meet there.
    """
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        if item.factuality in ("asserted", "planned"):
            told[item.statement_id].append(item)
    published = {d.id: d.published for d in knowledge.documents}
    named = {e.id for e in knowledge.entities if e.type in NAMED}
    groups: dict[Point, list[_Told]] = defaultdict(list)
    for claim in knowledge.statements:
        point = point_of(claim, named) if told[claim.id] else None
        if point is not None and at in (None, point):
            groups[point] += _days(claim, told[claim.id], published)
    for point in sorted(groups):
        for one, other in _overlapping(groups[point]):
            if one.item.factuality == other.item.factuality:
                yield Connection("same", "", one.claim.id, other.claim.id, one.item.id,
                                 other.item.id)  # fmt: skip


def meeting_point(claim: Statement, entities: Iterable[Entity]) -> Point | None:
    """What claims of one event share: where claims are spread over machines, these must meet."""
    return point_of(claim, {e.id for e in entities if e.type in NAMED})


def point_of(claim: Statement, named: Collection[str]) -> Point | None:
    """Its kind and its named parties, in any order if it is mutual; one, of what happens once."""
    event = EVENTS.get(claim.type)
    is_named = claim.subject in named and (
        claim.object in named or (not claim.object and claim.type in ONCE)
    )
    if event is None or event.parent == "Relation" or not is_named:
        return None
    parties = (claim.subject, claim.object)
    return ("same", claim.type, *(sorted(parties) if event.reciprocal else parties))


def _days(
    claim: Statement, told: Sequence[Evidence], published: Mapping[str, str]
) -> Iterator[_Told]:
    """The days of a claim with one time that is not too long, or of fresh news without one."""
    item = min(told, key=lambda e: e.id)
    if all(r.role != "time" for r in claim.arguments):
        asserted = [e.document_id for e in told if e.factuality == "asserted"]
        days = [read_day(published.get(id, "")) for id in asserted]
        known = [day for day in days if day is not None]
        if known and len(known) == len(days) and max(known) - min(known) <= _FRESH:
            yield _Told(max(known) - _FRESH, min(known), claim, item, is_dated=False)
        return
    span = days_of(claim)
    if span is not None and (span[1] - span[0]).days < _LONGEST:
        yield _Told(*span, claim, item, is_dated=True)


def days_of(claim: Statement) -> tuple[date, date] | None:
    """The first and the last day of a claim with one time."""
    times = [r.value.value for r in claim.arguments if r.role == "time" and r.value]
    return bounds(times[0].split("T")[0]) if len(times) == 1 else None


def _overlapping(claims: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Each two whose times agree; sorted by day, so that few are compared."""
    ordered = sorted((c for c in claims if c.is_dated), key=_order)
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.first > one.last:
                break
            if may_agree(_text(one), _text(other)):
                yield one, other
    firsts = [c.first for c in ordered]
    for fresh in sorted((c for c in claims if not c.is_dated), key=_order):
        low, high = bisect_left(firsts, fresh.first), bisect_right(firsts, fresh.last)
        dated = [c for c in ordered[low:high] if c.last <= fresh.last]
        if len({(c.first, c.last) for c in dated}) == 1:
            yield from ((one, fresh) for one in dated)


def _order(told: _Told) -> tuple[date, date, str]:
    return told.first, told.last, told.claim.id


def _text(told: _Told) -> str:
    return f"{told.first.isoformat()}/{told.last.isoformat()}"
