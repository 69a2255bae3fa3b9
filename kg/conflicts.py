"""Claims of different documents that cannot both hold: other numbers, sums, dates or positions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations

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
_NEAR, _SEASON = 7, 60  # days between reports of what is likely one event, or one plan
_EXACT, _LEEWAY, _ROUGH = Decimal(0), Decimal("0.025"), Decimal("0.125")  # either way
_SMALL = 100  # counts below are given exactly
_FEW = 3  # documents that say the same, of which each is compared with all that say otherwise


NUMBER = "number"
Point = tuple[str, ...]  # a kind of conflict, and what claims that are in it have in common
# Of a reading: when and where it was published, its evidence, its value and its words.
Place = tuple[str, str, str, str, str]
Compared = tuple[Point | None, str, str, str]  # there, a claim and an evidence, for these words


@dataclass(frozen=True, slots=True)
class Notes:
    """What needs no comparing with each other; or where to note what would be compared."""

    at: Point | None = None
    known: Collection[Compared] = frozenset()
    found: set[Compared] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a comparison looks things up: who is who, which document, which copies."""

    entities: Mapping[str, Entity]
    documents: Mapping[str, Document]
    copies: Mapping[str, str]
    told: Mapping[str, Sequence[Evidence]]  # by statement
    notes: Notes = Notes()

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
class _Reading:
    """What one sentence has for a number, a date or a post."""

    claim: Statement
    item: Evidence
    words: str
    value: str
    origin: str  # the document, or the group of copies that it belongs to
    published: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in one sentence: between which bounds, of whom, and what else tells the event."""

    reading: _Reading
    low: Decimal
    high: Decimal | None
    party: str  # the party that is not counted, by id
    times: frozenset[str]
    anchors: frozenset[str]  # the other arguments, and the names in the words of the party


_Figures = dict[tuple[str, str, str, str], dict[_Reading, _Figure]]


def find_conflicts(
    knowledge: Knowledge,
    copies: Mapping[str, str],
    at: Point | None = None,
    known: Collection[Compared] = frozenset(),
) -> list[Connection]:
    """The conflicts between documents; the report that came first is the first.

    What copies of one story say is said once, and what one document says twice is left to its
    author. With `at`, only between claims that meet there, and not between two of the `known`.
    "About 200" leaves room for 190, "at least 12" for all above.
    """
    return _find(knowledge, copies, at, Notes(at, known))


def list_compared(knowledge: Knowledge, copies: Mapping[str, str], at: Point) -> set[Compared]:
    """What is compared there: of many that say the same, a few."""
    found: set[Compared] = set()
    _find(knowledge, copies, at, Notes(at, found=found))
    return found


def list_places(knowledge: Knowledge, copies: Mapping[str, str]) -> dict[Point, list[Place]]:
    """Where claims have the numbers that are compared, by what these have in common."""
    figures = _figures(knowledge.statements, _open_desk(knowledge, copies, Notes()))
    return {(NUMBER, *key): list(map(_place, alike)) for key, alike in figures.items()}


def _find(
    knowledge: Knowledge, copies: Mapping[str, str], at: Point | None, notes: Notes
) -> list[Connection]:
    desk, claims = _open_desk(knowledge, copies, notes), knowledge.statements
    return [*_numbers(claims, desk, at), *_dates(claims, desk, at), *_positions(claims, desk, at)]


def _open_desk(knowledge: Knowledge, copies: Mapping[str, str], notes: Notes) -> Desk:
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        if item.sentence is not None and item.factuality in ("asserted", "planned"):
            told[item.statement_id].append(item)
    entities = {entity.id: entity for entity in knowledge.entities}
    documents = {document.id: document for document in knowledge.documents}
    return Desk(entities, documents, copies, told, notes)


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


def _readings(claim: Statement, value: Value, desk: Desk) -> Iterator[_Reading]:
    """The sentences that have this value: the arguments of a claim are pooled over all of them."""
    for item in desk.told[claim.id]:
        if _is_told(value.text, " ".join(item.text.split())):
            yield _reading(claim, item, value.text, value.value, desk)


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


def _reading(claim: Statement, item: Evidence, words: str, value: str, desk: Desk) -> _Reading:
    origin = desk.copies.get(item.document_id, item.document_id)
    published = desk.documents[item.document_id].published
    return _Reading(claim, item, words, value, origin, published)


def _each_two(readings: Iterable[_Reading], notes: Notes) -> Iterator[tuple[_Reading, _Reading]]:
    """Each two of different documents with different values, the older first."""
    places = {_place(reading): reading for reading in readings}
    kept = [places[place] for place in keep_few(places)]
    for one, other in _pairs(kept, notes):
        if one.value != other.value and one.origin != other.origin:
            yield one, other


def _place(reading: _Reading) -> Place:
    return reading.published or "~", reading.origin, reading.item.id, reading.value, reading.words


def keep_few(places: Iterable[Place]) -> list[Place]:
    """In their order, those that are compared: of many documents that say the same, the first."""
    ordered = sorted(places, key=lambda place: place[:3])
    first: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in ordered:
        _, origin, _, value, _ = place
        if len(first[value]) < _FEW:
            first[value].setdefault(origin, place)
    return [place for place in ordered if first[place[3]].get(place[1]) == place]


def _pairs(kept: list[_Reading], notes: Notes) -> Iterator[tuple[_Reading, _Reading]]:
    """Each two, but for what is known; none where it is only to be noted what they are."""
    if notes.found is not None:
        notes.found.update((notes.at, r.claim.id, r.item.id, r.words) for r in kept)
        return
    if not notes.known:
        yield from combinations(kept, 2)
        return
    known = [(notes.at, r.claim.id, r.item.id, r.words) in notes.known for r in kept]
    for n, one in enumerate(kept):
        if not known[n]:
            yield from ((kept[m], one) for m in range(n) if known[m])
            yield from ((one, other) for other in kept[n + 1 :])


def _connect(about: str, one: _Reading, other: _Reading) -> Connection:
    return Connection("conflict", about, one.claim.id, other.claim.id, one.item.id, other.item.id,
                      one.words, other.words)  # fmt: skip


def _days_apart(one: _Reading, other: _Reading) -> int | None:
    first, second = read_day(one.published), read_day(other.published)
    return abs((first - second).days) if first and second else None


# Numbers and sums


def _numbers(claims: Iterable[Statement], desk: Desk, at: Point | None) -> Iterator[Connection]:
    alike = _figures(claims, desk)
    for key in sorted(key for key in alike if at in (None, (NUMBER, *key))):
        figures = alike[key]
        about = "sum" if key[2].isupper() else "number"
        for one, other in _each_two(figures, desk.notes):
            if _disagree(figures[one], figures[other]) and _is_one_event(
                figures[one], figures[other], desk, by_date=about == "number" and key[2] != "%"
            ):
                yield _connect(about, one, other)


def _figures(claims: Iterable[Statement], desk: Desk) -> _Figures:
    """The numbers that sentences have, by what two must share to be of one thing."""
    alike: _Figures = defaultdict(dict)
    for claim in claims:
        for slot, party, value in _values(claim, desk):
            key = _counted(claim, slot, party, value, desk)
            for reading in _readings(claim, value, desk):
                if figure := _figure(reading, value, party, desk):
                    alike[key][reading] = figure
    return alike


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
            yield "counted" if role.role == "object" else role.role, claim.subject, role.value
    for counted, party in ((claim.object, claim.subject), (claim.subject, claim.object)):
        value = read_amount(desk.label(counted)) if counted and party else None
        if value is not None and value.type in ("Quantity", "Number"):
            yield "counted", party, value


def _unit(value: Value) -> str:
    if value.type != "Quantity":
        return value.unit
    head = _head(value.unit)
    return "people" if head in _PEOPLE else head


def _head(label: str) -> str:
    """ "fire" of "fire at a warehouse in Varna" """
    words = re.split(r" (?:at|in|of|on|near|from|to|with|for|by) ", label)[0].split()
    return words[-1].lower() if words else ""


def _figure(reading: _Reading, value: Value, party: str, desk: Desk) -> _Figure | None:
    try:
        number = Decimal(value.value)
    except InvalidOperation:
        return None
    claim = reading.claim
    before = " ".join(reading.item.text.split()).partition(value.text)[0].rstrip()
    low, high = _room(number, value.type, before)
    names = {word for word in desk.label(party).split() if word[:1].isupper()}
    others = {role.entity for role in claim.arguments if role.entity} | {claim.object} - {party, ""}
    others -= {id for id in others if read_amount(desk.label(id))}
    times = {r.value.value for r in claim.arguments if r.role == "time" and r.value} - {""}
    return _Figure(reading, low, high, party, frozenset(times), frozenset(names | others))


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


def _disagree(one: _Figure, other: _Figure) -> bool:
    is_above = one.high is not None and one.high < other.low
    return is_above or (other.high is not None and other.high < one.low)


def _is_one_event(one: _Figure, other: _Figure, desk: Desk, *, by_date: bool) -> bool:
    """Whether both tell of one thing: they share two of party, time, arguments, days of report.

    A party that is only described ("a fire") is no bond, and a sum needs more than a date.
    """
    if not all(may_agree(a, b) for a in one.times for b in other.times):
        return False
    days = _days_apart(one.reading, other.reading)
    bonds = (
        one.party == other.party and desk.is_named(one.party),
        any(bounds(time) for time in one.times & other.times),
        bool(one.anchors & other.anchors),
        by_date and days is not None and days <= _NEAR,
    )
    return sum(bonds) >= 2


# Dates


def _dates(claims: Iterable[Statement], desk: Desk, at: Point | None) -> Iterator[Connection]:
    """Of what happens once, or lies ahead for both: times that exclude each other."""
    alike: dict[tuple[str, ...], list[_Reading]] = defaultdict(list)
    for claim in claims:
        times = [r.value for r in claim.arguments if r.role == "time" and r.value]
        for reading in (r for v in times if bounds(v.value) for r in _readings(claim, v, desk)):
            once = claim.type if claim.type in ONCE else ""
            if once or reading.item.factuality == "planned":
                kind = once or claim.predicate.id
                parties = (desk.known(claim.subject), desk.known(claim.object))
                alike[kind, *parties, reading.item.factuality].append(reading)
    for key in sorted(key for key in alike if at in (None, ("date", *key[:3]))):
        for one, other in _each_two(alike[key], desk.notes):
            if not may_agree(one.value, other.value) and _is_one_date(one, other, key[3], desk):
                yield _connect("date", one, other)


def _is_one_date(one: _Reading, other: _Reading, factuality: str, desk: Desk) -> bool:
    """Plans change, and of "the talks" each month has some: a report of one is soon old."""
    if one.claim.subject != other.claim.subject:
        return False
    is_same = one.claim.object == other.claim.object
    if is_same and factuality == "asserted":
        return True
    return (_days_apart(one, other) or 0) <= (_SEASON if is_same else _NEAR)


# Positions


def _positions(claims: Iterable[Statement], desk: Desk, at: Point | None) -> Iterator[Connection]:
    """ "President Ann Berg" in one document, "former President Ann Berg" in another."""
    for claim in claims:
        if claim.type in _POSITIONS and at in (None, ("position", claim.id)):
            titles = [e for e in desk.told[claim.id] if e.method == "titles"]
            posts = [
                _reading(claim, e, _post(e, claim), "past" if e.tense == "past" else "now", desk)
                for e in titles
            ]
            yield from (_connect("position", *pair) for pair in _each_two(posts, desk.notes))


def _post(item: Evidence, claim: Statement) -> str:
    """The words of the sentence where they are marked: "former President"."""
    if item.predicate is None or item.sentence is None:
        return claim.predicate.label
    start = item.sentence.start
    return " ".join(item.text[item.predicate.start - start : item.predicate.end - start].split())
