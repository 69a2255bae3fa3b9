"""What the graph did not read: the sentences that gave nothing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Block, Document, Knowledge, Reading, Span


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch of a document that no evidence stands in."""

    document: str  # its name
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a document's sentences the graph has something from."""

    document: str
    heard: int
    sentences: int


def measure_coverage(
    knowledge: Knowledge, *, pipeline: str | None = None
) -> tuple[list[Share], list[Silence]]:
    """Read the documents of a graph again, and tell what of them is not in it.

    Headings count as sentences; boilerplate is listed, but does not count.
    """
    from kg.extract import read
    from kg.parse import DEFAULT_PIPELINE, parse_documents

    heard = {(e.document_id, e.sentence.start) for e in knowledge.evidence if e.sentence}
    shares: list[Share] = []
    silences: list[Silence] = []
    parsed = parse_documents(knowledge.documents, pipeline=pipeline or DEFAULT_PIPELINE)
    for document, doc in parsed:
        reading = read(document, doc)
        silent = [s for s in reading.sentences if (document.id, s.start) not in heard]
        told = len(reading.sentences) - len(silent)
        shares.append(Share(document.name, told, len(reading.sentences)))
        silences += _explain(document, reading, silent)
        silences += _unread(document)
    return shares, silences


def _explain(document: Document, reading: Reading, silent: Iterable[Span]) -> Iterator[Silence]:
    read = {p.sentence for p in reading.propositions}
    headings = [b for b in document.blocks if b.kind == "heading"]
    for span in silent:
        text = " ".join(document.text[span.start : span.end].split())
        if span in read:
            reason = "nobody in it is known"
        elif any(b.start <= span.start < b.end for b in headings):
            reason = "a heading that claims nothing"
        else:
            reason = "no claim with a subject"
        yield Silence(document.name, span.start, span.end, text, reason)


def _unread(document: Document) -> Iterator[Silence]:
    for block in document.blocks:
        if block.kind in ("boilerplate", "table"):
            yield Silence(document.name, block.start, block.end, _text(document, block), block.kind)


def _text(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())
