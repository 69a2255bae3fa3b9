"""Claims of different documents that cannot both hold: other numbers, sums, dates or positions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import combinations
from operator import itemgetter

from kg.amounts import read_amount
from kg.model import Connection, Document, Entity, Evidence, Knowledge, Statement, Value
from kg.times.bounds import bounds, may_agree
from kg.times.dates import read_day

# What happens once, if at all: two dates for it are one too many.
ONCE = frozenset(
    "Acquisition Appointment Bankruptcy Closure Conviction DateOfBirth DateOfDeath Death Execution "
    "FoundedBy FoundedIn Inception Merger Resignation Sentence TakingOffice".split()
)
_POSITIONS = frozenset(
    "HoldsPosition HeadOfState HeadOfGovernment ChiefExecutive Chairperson LeaderOf BoardMember "
    "SpokespersonFor".split()
)
NAMED = frozenset("Person Organization Country Place Work Law Product".split())
_PEOPLE = frozenset("people person persons".split())
_NUMBERS = frozenset({"Money", "Percent", "Quantity", "Number"})
_NEAR, _SEASON = 7, 60  # days between reports of what is likely one event, or may be one
_EXACT, _LEEWAY, _ROUGH = Decimal(0), Decimal("0.025"), Decimal("0.125")  # either way
_SMALL = 100  # counts below are given exactly
_FEW = 3  # documents that say the same, of which each is compared with all that say otherwise


NUMBER = "number"
Point = tuple[str, ...]  # a kind of conflict, and what claims that are in it have in common


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a comparison looks things up: who is who, which document, which copies."""

    entities: Mapping[str, Entity]
    documents: Mapping[str, Document]
    copies: Mapping[str, str]
    told: Mapping[str, Sequence[Evidence]]  # by statement

    def label(self, id: str) -> str:
        """What an entity is called, or ""."""
        return self.entities[id].label if id in self.entities else ""

    def is_named(self, id: str) -> bool:
        """Whether an entity has a name of its own, rather than a description."""
        return id in self.entities and self.entities[id].type in NAMED and id[:1].isupper()

    def known(self, id: str) -> str:
        """The id of what is named, the words of what is only described: "elections"."""
        return id if self.is_named(id) else self.label(id).lower()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in one sentence: between which bounds, of whom, and what else tells the event."""

    low: Decimal
    high: Decimal | None
    party: str  # the party that is not counted, by id; "" if it has no name
    times: tuple[str, ...]
    anchors: tuple[str, ...]  # the other arguments, and the names in the words of the party


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence has for a number, a date or a post."""

    claim: str
    item: str  # the evidence
    words: str
    value: str
    origin: str  # the document, or the group of copies that it belongs to
    published: str
    parties: tuple[str, str] = ("", "")  # of a date, by id
    figure: Figure | None = None  # of a number


def find_conflicts(
    knowledge: Knowledge, copies: Mapping[str, str], at: Point | None = None
) -> list[Connection]:
    """The conflicts between documents; the report that came first is the first.

    What copies of one story say is said once, and what one document says twice is left to its
    author. With `at`, only between claims that meet there. "About 200" leaves room for 190, "at
    least 12" for all above.
    """
    listed = list_readings(knowledge, copies)
    points = sorted(point for point in listed if at is None or point[: len(at)] == at)
    return [c for point in points for c in compare(point, keep_few(point, listed[point]))]


def list_readings(
    knowledge: Knowledge, copies: Mapping[str, str]
) -> dict[Point, dict[Place, Reading]]:
    """What sentences have for a number, a date or a post, by what two must share to be of one."""
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        if item.sentence is not None and item.factuality in ("asserted", "planned"):
            told[item.statement_id].append(item)
    entities = {entity.id: entity for entity in knowledge.entities}
    documents = {document.id: document for document in knowledge.documents}
    desk = Desk(entities, documents, copies, told)
    found: dict[Point, dict[Place, Reading]] = defaultdict(dict)
    for claim in knowledge.statements:
        for read in (_numbers, _dates, _positions):
            for point, reading in read(claim, desk):
                found[point][place_of(reading)] = reading
    return found


# Which are compared

Place = tuple[str, str, str, str, str]


def place_of(reading: Reading) -> Place:
    """Where it stands, in the order of the reports."""
    r = reading
    return r.published or "~", r.origin, r.item, r.value, r.words


def month_of(at: Point, reading: Reading) -> str:
    """Of a number, the month of its report; "" where it has no day, and of all else."""
    day = read_day(reading.published) if at[0] == NUMBER else None
    return f"{day:%Y-%m}" if day else ""


def months_near(at: Point, reading: Reading) -> set[str] | None:
    """The months of all that a reading is compared with by its day; None if it is by no day."""
    day = read_day(reading.published) if at[0] == NUMBER else None
    if day is None:
        return None
    days = (day + timedelta(days=step) for step in range(-_SEASON, _SEASON + 1, _SEASON // 3))
    return {f"{day:%Y-%m}" for day in days} | {""}


def times_of(reading: Reading) -> list[str]:
    """The times that a number is of, by which reports of other seasons may tell of one event."""
    figure = reading.figure
    return [time for time in figure.times if bounds(time)] if figure else []


def keep_few(at: Point, readings: Mapping[Place, Reading]) -> list[Reading]:
    """In their order, those that are compared: of documents that say the same in a month, a few."""
    first: dict[tuple[str, str], dict[str, Reading]] = defaultdict(dict)
    ordered = [readings[place] for place in sorted(readings)]
    for reading in ordered:
        same = first[month_of(at, reading), reading.value]
        if len(same) < _FEW:
            same.setdefault(reading.origin, reading)
    kept = {id(reading) for same in first.values() for reading in same.values()}
    return [reading for reading in ordered if id(reading) in kept]


def compare(
    at: Point, kept: Sequence[Reading], new: Collection[Reading] | None = None
) -> Iterator[Connection]:
    """The conflicts among readings, which are in their order; only with the new ones, if given."""
    is_conflict, about = _RULES[at[0]], at[0]
    if about == NUMBER:
        about = "sum" if at[3].isupper() else about
    for one, other in _pairs(at, kept, new):
        if one.value != other.value and one.origin != other.origin and is_conflict(at, one, other):
            yield Connection("conflict", about, one.claim, other.claim, one.item, other.item,
                             one.words, other.words)  # fmt: skip


def _pairs(
    at: Point, kept: Sequence[Reading], new: Collection[Reading] | None
) -> Iterator[tuple[Reading, Reading]]:
    """Each two that may be of one event, the older first."""
    if new is not None:
        for n, one in enumerate(kept):
            if one in new:
                yield from ((other, one) for other in kept[:n] if other not in new)
                yield from ((one, other) for other in kept[n + 1 :])
        return
    for place, later in _meeting(at, kept):
        yield kept[place], kept[later]


def _meeting(at: Point, kept: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """The places of each two that are compared, in order: of numbers, of one season or one time."""
    if at[0] != NUMBER:
        yield from combinations(range(len(kept)), 2)
        return
    days = [read_day(reading.published) for reading in kept]
    dated = sorted((day, place) for place, day in enumerate(days) if day)
    undated = [place for place, day in enumerate(days) if day is None]
    alike: dict[str, list[int]] = defaultdict(list)
    for place, reading in enumerate(kept):
        for time in times_of(reading):
            alike[time].append(place)
    for place, day in enumerate(days):
        near: set[int] = set(undated if day else range(len(kept)))
        near.update(*(alike[time] for time in times_of(kept[place])))
        near.update(_in_season(dated, day) if day else ())
        yield from ((place, other) for other in sorted(near) if other > place)


def _in_season(dated: list[tuple[date, int]], day: date) -> Iterator[int]:
    """The places of the reports about a day."""
    first = bisect_left(dated, day - timedelta(days=_SEASON), key=itemgetter(0))
    last = bisect_right(dated, day + timedelta(days=_SEASON), key=itemgetter(0))
    return (place for _, place in dated[first:last])


def meeting_points(claim: Statement, entities: Iterable[Entity]) -> set[Point]:
    """What claims that conflict have in common: which kind of conflict, and in what.

    Where claims are spread over machines, those that share one must meet.
    """
    desk = Desk({entity.id: entity for entity in entities}, {}, {}, {})
    points: set[Point] = {
        (NUMBER, *_counted(claim, slot, party, value, desk))
        for slot, party, value in _values(claim, desk)
    }
    if any(r.role == "time" and r.value and bounds(r.value.value) for r in claim.arguments):
        kind = claim.type if claim.type in ONCE else claim.predicate.id
        points.add(("date", kind, desk.known(claim.subject), desk.known(claim.object)))
    if claim.type in _POSITIONS:
        points.add(("position", claim.id))
    return points


def _readings(claim: Statement, value: Value, desk: Desk) -> Iterator[tuple[Evidence, Reading]]:
    """The sentences that have this value: the arguments of a claim are pooled over all of them."""
    for item in desk.told[claim.id]:
        if _is_told(value.text, " ".join(item.text.split())):
            yield item, _reading(claim, item, value.text, value.value, desk)


def _is_told(number: str, sentence: str) -> bool:
    """Whether a sentence has this number, not as a part of another: "2" is not in "2,000".

    There are thousands, and a regular expression for each takes longer to compile than to use.
    """
    start = sentence.find(number)
    while start >= 0:
        end = start + len(number)
        before, after = sentence[max(start - 1, 0) : start], sentence[end : end + 2]
        goes_on = _is_letter(after[:1]) or (after[:1] in (".", ",") and after[1:].isdecimal())
        if not (goes_on or _is_letter(before) or before in (".", ",")):
            return True
        start = sentence.find(number, start + 1)
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _reading(claim: Statement, item: Evidence, words: str, value: str, desk: Desk) -> Reading:
    origin = desk.copies.get(item.document_id, item.document_id)
    return Reading(claim.id, item.id, words, value, origin,
                   desk.documents[item.document_id].published)  # fmt: skip


def _days_apart(one: Reading, other: Reading) -> int | None:
    first, second = read_day(one.published), read_day(other.published)
    return abs((first - second).days) if first and second else None


# Numbers and sums


def _numbers(claim: Statement, desk: Desk) -> Iterator[tuple[Point, Reading]]:
    for slot, party, value in _values(claim, desk):
        point = (NUMBER, *_counted(claim, slot, party, value, desk))
        for item, reading in _readings(claim, value, desk):
            if figure := _figure(claim, item, value, party, desk):
                yield point, replace(reading, figure=figure)


def _counted(
    claim: Statement, slot: str, party: str, value: Value, desk: Desk
) -> tuple[str, str, str, str]:
    """What two numbers must share to be of one thing."""
    whom = party if desk.is_named(party) else _head(desk.label(party))
    return claim.type or claim.predicate.lemma, slot, _unit(value), whom


def _values(claim: Statement, desk: Desk) -> Iterator[tuple[str, str, Value]]:
    """Each number with its role and the party that it is not of: "the fire" of those killed."""
    for role in claim.arguments:
        if role.value and role.value.type in _NUMBERS and role.value.value:
            yield _slot(role.role, role.value), claim.subject, role.value
    for counted, party in ((claim.object, claim.subject), (claim.subject, claim.object)):
        value = read_amount(desk.label(counted)) if counted and party else None
        if value is not None and value.type in ("Quantity", "Number"):
            yield "counted", party, value


def _slot(role: str, value: Value) -> str:
    """Where the number stands: what sales fell to is not what they fell from."""
    end = re.match(r"(?:from|to) ", value.text)
    return "counted" if role == "object" else f"{role} {end[0]}" if end else role


def _unit(value: Value) -> str:
    if value.type != "Quantity":
        return value.unit
    head = _head(value.unit)
    return "people" if head in _PEOPLE else head


def _head(label: str) -> str:
    """ "fire" of "fire at a warehouse in Varna" """
    words = re.split(r" (?:at|in|of|on|near|from|to|with|for|by) ", label)[0].split()
    return words[-1].lower() if words else ""


def _figure(
    claim: Statement, item: Evidence, value: Value, party: str, desk: Desk
) -> Figure | None:
    try:
        number = Decimal(value.value)
    except InvalidOperation:
        return None
    before = " ".join(item.text.split()).partition(value.text)[0].rstrip()
    low, high = _room(number, value.type, before)
    names = {word for word in desk.label(party).split() if word[:1].isupper()}
    others = {role.entity for role in claim.arguments if role.entity} | {claim.object} - {party, ""}
    others -= {id for id in others if read_amount(desk.label(id))}
    times = {r.value.value for r in claim.arguments if r.role == "time" and r.value} - {""}
    named = party if desk.is_named(party) else ""
    return Figure(low, high, named, tuple(sorted(times)), tuple(sorted(names | others)))


_FROM = re.compile(r"(?:at least|more than|over|above|no fewer than|upwards of)$", re.I)
_UP_TO = re.compile(r"(?:up to|at most|less than|fewer than|under|below|no more than)$", re.I)
_ABOUT = re.compile(r"(?:about|around|nearly|almost|roughly|approximately|some|estimated)$", re.I)


def _room(number: Decimal, kind: str, before: str) -> tuple[Decimal, Decimal | None]:
    """What the number may be, after these words: large numbers are rounded without a word."""
    if _FROM.search(before):
        return number, None
    if _UP_TO.search(before):
        return Decimal(0), number
    is_small = kind in ("Quantity", "Number") and number < _SMALL
    leeway = _ROUGH if _ABOUT.search(before) else _EXACT if is_small else _LEEWAY
    return number - abs(number) * leeway, number + abs(number) * leeway


def _is_number_conflict(at: Point, one: Reading, other: Reading) -> bool:
    left, right = one.figure, other.figure
    assert left is not None
    assert right is not None
    by_date = not at[3].isupper() and at[3] != "%"
    days = _days_apart(one, other)
    if at[1] in _DAILY and days != 0 and not {*left.times} & {*right.times}:
        return False
    return _disagree(left, right) and _is_one_event(left, right, days, by_date)


_DAILY = frozenset({"Increase", "Decrease"})  # what fell on one day may fall again on the next


def _disagree(one: Figure, other: Figure) -> bool:
    is_above = one.high is not None and one.high < other.low
    return is_above or (other.high is not None and other.high < one.low)


def _is_one_event(one: Figure, other: Figure, days: int | None, by_date: bool) -> bool:
    """Whether both tell of one thing: they share two of party, time, arguments, days of report.

    A party that is only described ("a fire") is no bond, and a sum needs more than a date. What
    each season has some of, reports of other seasons share only if they tell its time.
    """
    if not all(may_agree(a, b) for a in one.times for b in other.times):
        return False
    is_of_one_time = any(bounds(time) for time in {*one.times} & {*other.times})
    if days is not None and days > _SEASON and not is_of_one_time:
        return False
    bonds = (
        bool(one.party) and one.party == other.party,
        is_of_one_time,
        not {*one.anchors}.isdisjoint(other.anchors),
        by_date and days is not None and days <= _NEAR,
    )
    return sum(bonds) >= 2


# Dates


def _dates(claim: Statement, desk: Desk) -> Iterator[tuple[Point, Reading]]:
    """Of what happens once, or lies ahead: when."""
    times = [r.value for r in claim.arguments if r.role == "time" and r.value]
    if not times:
        return
    once = claim.type if claim.type in ONCE else ""
    known = desk.known(claim.subject), desk.known(claim.object)
    for item, reading in (r for v in times if bounds(v.value) for r in _readings(claim, v, desk)):
        if once or item.factuality == "planned":
            point = ("date", once or claim.predicate.id, *known, item.factuality)
            yield point, replace(reading, parties=(claim.subject, claim.object))


def _is_date_conflict(at: Point, one: Reading, other: Reading) -> bool:
    """Plans change, and of "the talks" each month has some: a report of one is soon old."""
    if may_agree(one.value, other.value) or one.parties[0] != other.parties[0]:
        return False
    is_same = one.parties[1] == other.parties[1]
    if is_same and at[-1] == "asserted":
        return True
    return (_days_apart(one, other) or 0) <= (_SEASON if is_same else _NEAR)


# Positions


def _positions(claim: Statement, desk: Desk) -> Iterator[tuple[Point, Reading]]:
    """ "President Ann Berg" in one document, "former President Ann Berg" in another."""
    if claim.type in _POSITIONS:
        for item in (e for e in desk.told[claim.id] if e.method == "titles"):
            when = "past" if item.tense == "past" else "now"
            yield ("position", claim.id), _reading(claim, item, _post(item, claim), when, desk)


def _is_position_conflict(at: Point, one: Reading, other: Reading) -> bool:
    return True


def _post(item: Evidence, claim: Statement) -> str:
    """The words of the sentence where they are marked: "former President"."""
    if item.predicate is None or item.sentence is None:
        return claim.predicate.label
    start = item.sentence.start
    return " ".join(item.text[item.predicate.start - start : item.predicate.end - start].split())


_RULES: Mapping[str, Callable[[Point, Reading, Reading], bool]] = {
    NUMBER: _is_number_conflict, "date": _is_date_conflict, "position": _is_position_conflict,
}  # fmt: skip
