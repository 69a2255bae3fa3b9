"""The statement record: all there is to a statement, in one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.collector import without_collector
from kg.model import Document, Evidence, Knowledge, Role, Span, Statement
from kg.origins import find_place
from kg.rdf import About, Pool
from kg.rdf.pool import pool

Record = dict[str, Any]


@without_collector
def write_jsonl(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """One record a line, sorted by id."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for record in iter_records(knowledge):
        stream.write(encode(record).encode(errors="backslashreplace"))
        stream.write(b"\n")


def iter_records(knowledge: Knowledge | Pool) -> Iterator[Record]:
    """Yield a record for each statement, sorted by id."""
    whole = pool(knowledge)
    for statement in whole.statements:
        record = _statement_record(statement, whole)
        record["evidence"] = [
            _evidence_record(evidence, whole) for evidence in whole.evidence_of(statement.id)
        ]
        yield record


def _statement_record(statement: Statement, whole: Pool) -> Record:
    predicate = statement.predicate
    return {
        "id": f"st:{statement.id}",
        "type": statement.type or None,
        "predicate": {
            "id": f"rel:{predicate.id}",
            "label": predicate.label,
            "lemma": predicate.lemma,
        },
        "subject": _entity_record(statement.subject, whole),
        "object": _entity_record(statement.object, whole) or _phrase_record(statement),
        "arguments": [_argument_record(role, whole) for role in statement.arguments],
        "factuality": statement.factuality,
        "belief": statement.belief,
    }


def _entity_record(id: str, whole: Pool) -> Record | None:
    if not id:
        return None
    entity = whole.entity(id)
    return {
        "id": f"ent:{id}",
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
    }


def _phrase_record(statement: Statement) -> Record | None:
    """What is no entity but stands in the object's place: the clause that is said or wanted."""
    for role in statement.arguments:
        if role.role in ("object", "content") and role.value is not None:
            kind = "Clause" if role.role == "content" else role.value.type
            return {"id": None, "label": role.value.text, "type": kind, "aliases": []}
    return None


def _argument_record(role: Role, whole: Pool) -> Record:
    """A value with what it comes to, if anything; other words with the entity, if they are one."""
    value = role.value
    text = value.text if value else whole.entity(role.entity).label
    record: Record = {"role": role.role, "text": text}
    if value is None or role.entity or value.type == "Text":
        record["id"] = f"ent:{role.entity}" if role.entity else None
    else:
        record["value"] = value.value or None
        if value.unit:
            record["unit"] = value.unit
    return record


def _evidence_record(evidence: Evidence, whole: Pool) -> Record:
    sentence = evidence.sentence
    document = whole.document(evidence.document_id)
    record: Record = {
        "id": f"ev:{evidence.id}",
        "document": document.name if document else None,
        "sentence": evidence.text or None,
        "start": sentence.start if sentence else None,
        "end": sentence.end if sentence else None,
        "subject": _mark(evidence, evidence.subject),
        "predicate": _mark(evidence, evidence.predicate),
        "object": _mark(evidence, evidence.object),
        "origin": _origin(evidence, document),
        "factuality": evidence.factuality,
        "said_by": _speaker(evidence.said_by, whole),
        "rule": evidence.method,
        "confidence": evidence.confidence,
    }
    if evidence.reply:
        record["reply"] = evidence.reply
    if evidence.derived_from:
        record["derived_from"] = [f"st:{id}" for id in evidence.derived_from]
    return record


def _mark(evidence: Evidence, span: Span | None) -> Record | None:
    """A marked place with its words, cut from the sentence it stands in."""
    if span is None:
        return None
    start = evidence.sentence.start if evidence.sentence else 0
    words = evidence.text[max(0, span.start - start) : max(0, span.end - start)]
    return {"text": words, "start": span.start, "end": span.end}


def _origin(evidence: Evidence, document: Document | None) -> Record | None:
    """Where the sentence stands in what was read, before cleaning, if that is known."""
    place = find_place(document, evidence.sentence) if document else None
    if place is None:
        return None
    return {"in": place.inside, "start": place.start, "end": place.end, "line": place.line}


def _speaker(id: str, whole: Pool) -> Record | None:
    return {"id": f"ent:{id}", "label": whole.entity(id).label} if id else None
