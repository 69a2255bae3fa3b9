"""Equal statements become one, their evidence is pooled, and belief follows from the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod
from types import MappingProxyType

from kg.answers import find_answers
from kg.collector import without_collector
from kg.conflicts import find_conflicts
from kg.corrections import find_corrections
from kg.ground import Grounded
from kg.infer import infer
from kg.model import (
    Connection,
    Document,
    Entity,
    Evidence,
    Factuality,
    Knowledge,
    Linking,
    Role,
    Statement,
)
from kg.orders import find_orders
from kg.sameness import find_same

NO_COPIES: Mapping[str, str] = MappingProxyType({})
# The first of these that any evidence has is what the statement is, if nobody contradicts.
_ORDER: tuple[Factuality, ...] = (
    "asserted", "corrected", "negated", "planned", "possible", "asked",
)  # fmt: skip


@without_collector
def assemble(
    documents: Iterable[Document],
    linking: Linking,
    grounded: Iterable[Grounded],
    *,
    copies: Mapping[str, str] = NO_COPIES,
    inferred: bool = True,
) -> Knowledge:
    """Pool what all documents say. The order of the input does not matter.

    `copies` groups documents that are copies of one story, which are one witness. What follows from
    the claims is added last, unless it is not to be `inferred`.
    """
    knowledge = gather(documents, linking, fold_untimed(grounded), copies)
    return add_inferred(knowledge) if inferred else knowledge


def gather(
    documents: Iterable[Document],
    linking: Linking,
    claims: Iterable[Grounded],
    copies: Mapping[str, str],
    met: list[Connection] | None = None,
) -> Knowledge:
    """What all documents say, of claims that have joined the timed ones of their documents.

    `met` is filled with their connections as they are found, one perhaps several times.
    """
    documents = tuple(documents)
    outlets = {d.id: d.source for d in documents}
    pooled = pool(claims, outlets, copies)
    statements = [statement for statement, _ in pooled]
    evidence = sorted((e for _, items in pooled for e in items), key=lambda e: e.id)
    named = set(entities_of(statements, evidence))
    knowledge = Knowledge(
        documents=tuple(sorted(documents, key=lambda d: d.id)),
        entities=tuple(
            in_order(e) for e in sorted(linking.entities, key=lambda e: e.id) if e.id in named
        ),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        evidence=tuple(evidence),
        judgements=tuple(j for j in linking.judgements if {j.left, j.right} & named),
    )
    found = connect(knowledge, copies)
    if met is not None:
        met += found
    connections = sorted({c.id: c for c in found}.values(), key=lambda c: c.id)
    return replace(knowledge, connections=tuple(connections))


def add_inferred(knowledge: Knowledge) -> Knowledge:
    """The same with what follows from its claims, which bears on no other claim."""
    found = infer(knowledge.statements, knowledge.evidence, knowledge.entities)
    statements = [*knowledge.statements, *(statement for statement, _ in found)]
    evidence = [*knowledge.evidence, *(item for _, items in found for item in items)]
    return replace(
        knowledge,
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        evidence=tuple(sorted(evidence, key=lambda e: e.id)),
    )


def connect(knowledge: Knowledge, copies: Mapping[str, str]) -> list[Connection]:
    """How the claims bear on one another."""
    return [
        *find_conflicts(knowledge, copies),
        *find_corrections(knowledge),
        *find_answers(knowledge),
        *find_orders(knowledge),
        *find_same(knowledge),
    ]


def narrow(knowledge: Knowledge, *, since: str = "", until: str = "") -> Knowledge:
    """What the documents of some days say by themselves: ISO dates, both included.

    Documents without a date are left out, and what others say no longer counts.
    """
    documents = [d for d in knowledge.documents if _is_between(d.published, since, until)]
    ids = {d.id for d in documents}
    pools: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        if item.document_id in ids:
            pools[item.statement_id].append(item)
    kept = [s for s in knowledge.statements if s.id in pools]
    outlets = {d.id: d.source for d in documents}
    statements = [_settle(s, pools[s.id], outlets, NO_COPIES) for s in kept]
    evidence = [item for item in knowledge.evidence if item.document_id in ids]
    named = set(entities_of(statements, evidence))
    entities = tuple(e for e in knowledge.entities if e.id in named)
    shown = {item.id for item in evidence}
    connections = tuple(
        c for c in knowledge.connections if {c.first_evidence, c.second_evidence} <= shown
    )
    narrowed = Knowledge(
        tuple(documents), entities, tuple(statements), tuple(evidence), connections=connections
    )
    return add_inferred(narrowed) if any(e.derived_from for e in knowledge.evidence) else narrowed


def _is_between(published: str, since: str, until: str) -> bool:
    day = published[:10]
    return bool(day) and since <= day and (not until or day <= until)


def belief(
    evidence: Iterable[Evidence],
    *,
    systematic: float = 0.05,
    copies: Mapping[str, str] = NO_COPIES,
) -> float:
    """Weigh the evidence that a thing happened against the evidence that denies it.

    Independent origins add up: those who say it, or else the documents that do. What one origin
    repeats counts once, as do the copies of one agency story; `copies` gives each copied document
    the name of its group. A method that misreads a construction misreads it every time, so each
    has a ceiling. Plans and possibilities say nothing of whether it happened.

    >>> read = [Evidence("statement-1", "clauses", 0.8, document_id=str(i)) for i in range(9)]
    >>> round(belief(read[:1]), 3), round(belief(read[:1] * 9), 3), round(belief(read), 3)
    (0.75, 0.75, 0.95)
    """
    said, denied = list[Evidence](), list[Evidence]()
    for item in evidence:
        kind = item.factuality
        if kind == "asserted":
            said.append(item)
        elif kind in ("negated", "corrected"):
            denied.append(item)
    return float(_witness(said, systematic, copies) * (1 - _witness(denied, systematic, copies)))


def _witness(evidence: Sequence[Evidence], systematic: float, copies: Mapping[str, str]) -> float:
    """That at least one method reads at least one origin right."""
    if not evidence:
        return 0.0
    if len(evidence) == 1:  # as most claims have, and the same comes to
        return 1 - min(1.0, 1 - evidence[0].confidence + systematic)
    surest: dict[tuple[str, str], float] = defaultdict(float)
    for item in evidence:
        document = copies.get(item.document_id, item.document_id)
        origin = f"said by {item.said_by}" if item.said_by else document
        key = item.method, origin
        surest[key] = max(surest[key], item.confidence)
    doubts: dict[str, list[float]] = defaultdict(list)
    for (method, _), confidence in sorted(surest.items()):
        doubts[method].append(1 - confidence)
    return 1 - prod(min(1.0, prod(d) + systematic) for _, d in sorted(doubts.items()))


def status(evidence: Iterable[Evidence]) -> Factuality:
    """What all evidence makes of a statement: disputed where one asserts and another denies."""
    words = {e.factuality for e in evidence}
    if "asserted" in words and words & {"negated", "corrected"}:
        return "disputed"
    return next((word for word in _ORDER if word in words), "possible")


def standing(evidence: Sequence[Evidence], outlets: Mapping[str, str]) -> list[Evidence]:
    """The evidence that corrections leave: what an outlet takes back, it no longer says.

    `outlets` names the publisher of each document; one without a publisher may be any. A note in
    a story that goes on saying so corrects another detail of it, and closes nothing.
    """
    notes = {e.document_id for e in evidence if e.factuality == "corrected"}
    if not notes:
        return list(evidence)
    kept = {e.document_id for e in evidence if e.factuality == "asserted"} & notes
    closed = {outlets.get(document, "") for document in notes - kept}
    return [
        e
        for e in evidence
        if not (e.factuality == "corrected" and e.document_id in kept)
        and not (e.factuality == "asserted" and _is_of(outlets.get(e.document_id, ""), closed))
    ]


def _is_of(outlet: str, closed: Collection[str]) -> bool:
    return outlet in closed or bool(closed and not outlet) or "" in closed


def _settle(
    statement: Statement,
    evidence: Sequence[Evidence],
    outlets: Mapping[str, str],
    copies: Mapping[str, str],
) -> Statement:
    rest = standing(evidence, outlets)
    return Statement(
        statement.id, statement.type, statement.predicate, statement.subject, statement.object,
        statement.arguments, status(rest), round(belief(rest, copies=copies), 4),
    )  # fmt: skip


def pool(
    grounded: Iterable[Grounded], outlets: Mapping[str, str], copies: Mapping[str, str]
) -> list[tuple[Statement, tuple[Evidence, ...]]]:
    """One statement for each id, with the arguments and the evidence of all its readings."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    taken_back: dict[str, list[Statement]] = defaultdict(list)
    evidence: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for statement, item in grounded:
        same = taken_back if item.factuality == "corrected" else statements
        same[statement.id].append(statement)
        evidence[statement.id][item.id] = item
    found = []
    for id in sorted(evidence):
        items = tuple(evidence[id][key] for key in sorted(evidence[id]))
        merged = _merge(statements[id] or taken_back[id])
        found.append((_settle(merged, items, outlets, copies), items))
    return found


def _merge(same: list[Statement]) -> Statement:
    if len(same) == 1 and len(same[0].arguments) < 2:
        return same[0]
    arguments = {a for statement in same for a in statement.arguments}
    types = sorted({s.type for s in same} - {""})
    first = min(same, key=lambda s: (s.predicate.lemma, s.predicate.label))
    return replace(
        first, type=types[0] if types else "", arguments=tuple(sorted(arguments, key=_role_key))
    )


def _role_key(role: Role) -> tuple[str, str, str, str]:
    value = role.value
    return role.role, role.entity, value.text if value else "", value.value if value else ""


def fold_untimed(grounded: Iterable[Grounded]) -> Iterator[Grounded]:
    """A claim without a time joins the only timed one of its document with the same parties."""
    items = list(grounded)
    timed: dict[tuple[str, ...], dict[str, Statement]] = defaultdict(dict)
    for statement, item in items:
        if statement.object and _has_time(statement):
            timed[_parties(statement, item)][statement.id] = statement
    for statement, item in items:
        same = timed.get(_parties(statement, item), {})
        if statement.object and not _has_time(statement) and len(same) == 1:
            (id,) = same
            times = tuple(r for r in same[id].arguments if r.role == "time")
            moved = replace(statement, id=id, arguments=(*statement.arguments, *times))
            yield moved, replace(item, statement_id=id)
        else:
            yield statement, item


def _has_time(statement: Statement) -> bool:
    """Whether a time is part of what it claims: one of which a value is known."""
    return any(r.role == "time" and r.value and r.value.value for r in statement.arguments)


def _parties(statement: Statement, item: Evidence) -> tuple[str, ...]:
    return item.document_id, statement.predicate.id, statement.subject, statement.object


def in_order(entity: Entity) -> Entity:
    """Names and codes in the order of their quoted forms, as the Turtle file has them."""
    if len(entity.aliases) < 2 and len(entity.codes) < 2 and len(entity.same_as) < 2:
        return entity
    return Entity(
        entity.id,
        entity.type,
        entity.label,
        tuple(sorted(entity.aliases, key='"{}"'.format)),
        tuple(sorted(entity.same_as)),
        tuple(sorted(entity.codes, key=lambda code: (f'"{code[1]}"', code[0]))),
    )


def entities_of(statements: Iterable[Statement], evidence: Iterable[Evidence]) -> Iterator[str]:
    """The ids of all that the claims speak of, and of who makes them."""
    for statement in statements:
        yield from (statement.subject, statement.object)
        yield from (role.entity for role in statement.arguments)
    yield from (item.said_by for item in evidence)
