"""Who is who in a finished graph: its entities, the doubts about them, and why each is one."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.gazetteer import load_gazetteer
from kg.link.clusters import SURE
from kg.link.compare import is_acronym, plain
from kg.link.naming import Names
from kg.model import Document, Entity, Judgement, Knowledge, Span, Statement

_PLACE = re.compile(r"([^:\s]+):(\d+):(\d+)")  # how a judgement names a mention
_NAMED = frozenset({"Person", "Organization", "Country", "Place", "Group"})
_SURE = 0.8  # a name that joined with this score or a higher one is no doubt
_FEW = 3  # so many longer names at most that a short one may stand for
_SAME_NAME = 0.5  # that two entities of one name are one


@dataclass(frozen=True, slots=True)
class Portrait:
    """An entity, with the places where it is mentioned and the statements about it."""

    entity: Entity
    mentions: int
    statements: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names that may be one entity after all, or not, and what would settle it."""

    left: str  # labels
    right: str
    is_one: bool  # now
    reason: str
    chance: float  # that it is otherwise
    statements: int  # about them
    decision: str  # a line for the decisions file

    @property
    def question(self) -> str:
        """What the user is asked."""
        return f"Is {self.left} {'not ' if self.is_one else ''}{self.right}?"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name, or a mention in a document, is an entity's."""

    text: str
    reason: str
    score: float
    document: str = ""  # its name; none for a name
    start: int = 0


def list_entities(knowledge: Knowledge, kind: str = "") -> list[Portrait]:
    """All entities, or those of a type; of whom most is said comes first."""
    statements, places = _statements(knowledge.statements), _places(knowledge)
    found = [
        Portrait(e, len(places.get(e.id, ())), statements.get(e.id, 0))
        for e in knowledge.entities
        if kind in ("", e.type)
    ]
    return sorted(found, key=lambda p: (-p.statements, -p.mentions, p.entity.id))


def find_doubts(knowledge: Knowledge) -> list[Doubt]:
    """Names that were kept apart or put together for a weak reason; the likeliest errors first."""
    by_id = {e.id: e for e in knowledge.entities}
    settled = {frozenset((j.left, j.right)) for j in knowledge.judgements if j.score == 1.0}
    statements = _statements(knowledge.statements)
    names = Names(knowledge.entities, {})
    found: dict[tuple[str, str], Doubt] = {}
    named = [e for e in knowledge.entities if _is_named(e)]
    judged = [j for j in knowledge.judgements if _is_doubtful(j, by_id)]
    for doubt in (*judged, *_same_names(named), *_short_names(named)):
        left, right = by_id[doubt.left], by_id.get(doubt.right)
        if frozenset((doubt.left, doubt.right)) in settled:
            continue
        one = _called(left, names)
        other = _called(right, names) if right and not doubt.same else doubt.right
        key = "different" if doubt.same else "same"
        parties = {doubt.left} if doubt.same else {doubt.left, doubt.right}
        new = Doubt(
            left.label, right.label if right and not doubt.same else doubt.right, doubt.same,
            doubt.reason, round(1 - doubt.score if doubt.same else doubt.score, 4),
            sum(statements.get(id, 0) for id in parties),
            f"{key}: [[{_quoted(one)}, {_quoted(other)}]]",
        )  # fmt: skip
        former = found.setdefault((doubt.left, doubt.right), new)
        found[doubt.left, doubt.right] = max(former, new, key=lambda d: (d.chance, d.reason))
    return sorted(found.values(), key=lambda d: (-d.chance, -d.statements, d.decision))


def explain_entity(knowledge: Knowledge, id: str) -> list[Reason]:
    """Why each name and each mention is this entity's: names first, then the texts in order."""
    (entity,) = (e for e in knowledge.entities if e.id == id)
    judged = {j.right: j for j in knowledge.judgements if j.left == id and j.same}
    texts = {d.id: d for d in knowledge.documents}
    names = dict.fromkeys((entity.label, *entity.aliases))
    others = sorted(right for right in judged if right not in names and not _PLACE.fullmatch(right))
    named = [_name_reason(name, judged) for name in (*names, *others)]
    places = _places(knowledge)
    shared = {place for other in places if other != id for place in places[other]}
    spans = sorted(places.get(id, ()), key=lambda s: (texts[s.document_id].name, s.start, s.end))
    told = (
        _place_reason(span, texts[span.document_id], named, judged, shared, _is_named(entity))
        for span in spans
    )
    return [*named, *told]


def _statements(statements: Iterable[Statement]) -> dict[str, int]:
    """In how many statements each entity stands."""
    counts: defaultdict[str, int] = defaultdict(int)
    for statement in statements:
        for id in {statement.subject, statement.object, *(r.entity for r in statement.arguments)}:
            counts[id] += 1
    return counts


def _places(knowledge: Knowledge) -> dict[str, set[Span]]:
    """Where each entity is mentioned, as far as evidence or a judgement tells."""
    places: defaultdict[str, set[Span]] = defaultdict(set)
    statements = {s.id: s for s in knowledge.statements}
    for evidence in knowledge.evidence:
        statement = statements[evidence.statement_id]
        pairs = (statement.subject, evidence.subject), (statement.object, evidence.object)
        for id, span in pairs:
            if id and span is not None:
                places[id].add(span)
    known = {d.id for d in knowledge.documents}
    for judgement in knowledge.judgements:
        place = _PLACE.fullmatch(judgement.right)
        if place and place[1] in known:
            places[judgement.left].add(Span(place[1], int(place[2]), int(place[3])))
    return places


def _is_doubtful(judgement: Judgement, by_id: Mapping[str, Entity]) -> bool:
    if judgement.left not in by_id:
        return False
    if not judgement.same:
        return judgement.right in by_id and judgement.score < 1
    is_name = _is_named(by_id[judgement.left]) and not _PLACE.fullmatch(judgement.right)
    return is_name and judgement.score < _SURE and judgement.right != by_id[judgement.left].label


def _same_names(entities: Iterable[Entity]) -> Iterator[Judgement]:
    """Entities of one type, one of which has the other's label for a name."""
    by_name: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        for name in {plain(n) for n in (entity.label, *entity.aliases)}:
            by_name[entity.type, name].append(entity)
    for (_, name), alike in sorted(by_name.items()):
        labelled = [e for e in alike if plain(e.label) == name]
        pairs = {tuple(sorted((one.id, other.id))) for one in labelled for other in alike}
        for left, right in sorted(pairs):
            if left != right:
                yield Judgement(left, right, False, "same name", _SAME_NAME)


def _short_names(entities: Iterable[Entity]) -> Iterator[Judgement]:
    """Labels of one word that end a person's name, or abbreviate another, of a few at most.

    Of whatever type: a surname without more is often taken for a firm.
    """
    long: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        words = entity.label.split()
        if len(words) > 1 and entity.type == "Person":
            long["surname", plain(words[-1])].append(entity)
        if len(words) > 2 and entity.type != "Person":
            long["acronym", "".join(w[0] for w in words if w[0].isupper()).lower()].append(entity)
    for short in entities:
        for reason in ("surname", "acronym") if " " not in short.label else ():
            fitting = long.get((reason, plain(short.label)), ())
            for entity in fitting if len(fitting) <= _FEW and not short.codes else ():
                if reason == "surname" or is_acronym(short.label, entity.label):
                    left, right = sorted((short.id, entity.id))
                    yield Judgement(left, right, False, reason, SURE[reason] / 2)


def _called(entity: Entity, names: Names) -> str:
    """What the decisions file may call an entity: its label if no other has it."""
    is_clear = names.find(entity.label) == (entity.id,)
    return entity.label if is_clear else f"ent:{entity.id}"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _name_reason(name: str, judged: Mapping[str, Judgement]) -> Reason:
    judgement = judged.get(name)
    return Reason(name, *(("same name", 1.0) if judgement is None else
                          (judgement.reason, judgement.score)))  # fmt: skip


def _place_reason(
    span: Span, document: Document, named: Iterable[Reason], judged: Mapping[str, Judgement],
    shared: Collection[Span], is_named: bool,
) -> Reason:  # fmt: skip
    """A mention without a judgement is there by its name, as one of several, or the first."""
    text = " ".join(document.text[span.start : span.end].split())
    judgement = judged.get(f"{span.document_id}:{span.start}:{span.end}")
    if judgement is not None:
        reason, score = judgement.reason, judgement.score
    elif span in shared:
        reason, score = "one of several", SURE["members"]
    else:
        words = f" {plain(text)} "
        fitting = [r for r in named if f" {plain(r.text)} " in words]
        best = max(fitting, key=lambda r: (len(r.text), r.text), default=None)
        reason, score = (best.reason, best.score) if best else _without_name(text, is_named)
    return Reason(text, reason, score, document.name, span.start)


def _without_name(text: str, is_named: bool) -> tuple[str, float]:
    if load_gazetteer().find(text) is not None:
        return "gazetteer", SURE["gazetteer"]
    return ("one of several", SURE["members"]) if is_named else ("first mention", 1.0)


def _is_named(entity: Entity) -> bool:
    return entity.type in _NAMED and entity.label[:1].isupper()
