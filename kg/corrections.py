"""Which claim a correction note takes back, and what it says instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.model import Connection, Document, Evidence, Knowledge, Statement

_NEAR = 300  # characters between a note and what it says instead


def find_corrections(knowledge: Knowledge) -> Iterator[Connection]:
    """Yield, for each claim that was taken back, the note and what stands in its place.

    The first evidence is the older report where the graph has it, else the note itself. The second
    is the next sentence of the note's own paragraph that speaks of one of the same parties.
    """
    statements = {s.id: s for s in knowledge.statements}
    documents = {d.id: d for d in knowledge.documents}
    told: dict[str, list[Evidence]] = defaultdict(list)
    pages: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        told[item.statement_id].append(item)
        pages[item.document_id].append(item)
    for document, page in pages.items():
        for note, instead in find_notes(page, documents[document], statements):
            yield correct(note, instead, told[note.statement_id])


def correct(note: Evidence, instead: Evidence | None, told: Sequence[Evidence]) -> Connection:
    """From what was told of the same claim, to what stands in its place."""
    first, second = _older(note, told), instead or note
    return Connection(
        "correction", "", first.statement_id, second.statement_id, first.id, second.id
    )


def find_notes(
    page: Sequence[Evidence], document: Document, statements: Mapping[str, Statement]
) -> Iterator[tuple[Evidence, Evidence | None]]:
    """The notes among the evidence of one document, with what each says instead."""
    for note in page:
        if note.factuality == "corrected" and note.sentence is not None:
            yield note, _instead(note, page, document, statements)


def _older(note: Evidence, told: Sequence[Evidence]) -> Evidence:
    """The claim in another document, as the first of those that make it has it."""
    others = [e for e in told if e.factuality == "asserted" and e.document_id != note.document_id]
    return min(others, key=lambda e: e.id, default=note)


def _instead(
    note: Evidence,
    page: Sequence[Evidence],
    document: Document,
    statements: Mapping[str, Statement],
) -> Evidence | None:
    assert note.sentence is not None
    start, end = note.sentence.start, note.sentence.end
    close = min((b.end for b in document.blocks if b.start <= start < b.end), default=end)
    parties = _parties(statements[note.statement_id])
    after = [
        e
        for e in page
        if e.sentence is not None
        and start <= e.sentence.start < min(close, end + _NEAR)
        and e.factuality == "asserted"
        and e.statement_id != note.statement_id
        and parties & _parties(statements[e.statement_id])
    ]
    return min(after, key=lambda e: (e.sentence.start if e.sentence else 0, e.id), default=None)


def _parties(statement: Statement) -> set[str]:
    return {statement.subject, statement.object} - {""}
