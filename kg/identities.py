"""Who is who in a finished graph: its entities, and why each is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.gazetteer import load_gazetteer
from kg.link.clusters import SURE
from kg.link.compare import plain
from kg.model import Document, Entity, Judgement, Knowledge, Span, Statement

PLACE = re.compile(r"([^:\s]+):(\d+):(\d+)")  # how a judgement names a mention
_NAMED = frozenset({"Person", "Organization", "Country", "Place", "Group"})


@dataclass(frozen=True, slots=True)
class Portrait:
    """An entity, with the places where it is mentioned and the statements about it."""

    entity: Entity
    mentions: int
    statements: int


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
    statements, places = count_statements(knowledge.statements), find_places(knowledge)
    found = [
        Portrait(e, len(places.get(e.id, ())), statements.get(e.id, 0))
        for e in knowledge.entities
        if kind in ("", e.type)
    ]
    return sorted(found, key=lambda p: (-p.statements, -p.mentions, p.entity.id))


def explain_entity(knowledge: Knowledge, id: str) -> list[Reason]:
    """Why each name and each mention is this entity's: names first, then the texts in order."""
    (entity,) = (e for e in knowledge.entities if e.id == id)
    judged = {j.right: j for j in knowledge.judgements if j.left == id and j.same}
    texts = {d.id: d for d in knowledge.documents}
    names = dict.fromkeys((entity.label, *entity.aliases))
    others = sorted(right for right in judged if right not in names and not PLACE.fullmatch(right))
    named = [_name_reason(name, judged) for name in (*names, *others)]
    places = find_places(knowledge)
    shared = {place for other in places if other != id for place in places[other]}
    spans = sorted(places.get(id, ()), key=lambda s: (texts[s.document_id].name, s.start, s.end))
    told = (
        _place_reason(span, texts[span.document_id], named, judged, shared, is_named(entity))
        for span in spans
    )
    return [*named, *told]


def count_statements(statements: Iterable[Statement]) -> dict[str, int]:
    """In how many statements each entity stands."""
    counts: defaultdict[str, int] = defaultdict(int)
    for statement in statements:
        for id in {statement.subject, statement.object, *(r.entity for r in statement.arguments)}:
            counts[id] += 1
    return counts


def find_places(knowledge: Knowledge) -> dict[str, set[Span]]:
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
        place = PLACE.fullmatch(judgement.right)
        if place and place[1] in known:
            places[judgement.left].add(Span(place[1], int(place[2]), int(place[3])))
    return places


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


def is_named(entity: Entity) -> bool:
    """Whether it has a name of its own."""
    return entity.type in _NAMED and entity.label[:1].isupper()
