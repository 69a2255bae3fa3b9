"""What the graph did not read: the sentences that gave nothing, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.fingerprint import DEFAULT_PIPELINE
from kg.model import Block, Document, Knowledge, Mention, Reading, Span
from kg.sources.language import is_foreign_line


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
    from kg.parse import parse_documents

    known = {name.lower() for e in knowledge.entities for name in (e.label, *e.aliases)}
    heard = {(e.document_id, e.sentence.start) for e in knowledge.evidence if e.sentence}
    shares: list[Share] = []
    silences: list[Silence] = []
    parsed = parse_documents(knowledge.documents, pipeline=pipeline or DEFAULT_PIPELINE)
    for document, doc in parsed:
        reading = read(document, doc)
        silent = [s for s in reading.sentences if (document.id, s.start) not in heard]
        told = len(reading.sentences) - len(silent)
        shares.append(Share(document.name, told, len(reading.sentences)))
        verbs = [t.idx for t in doc if t.pos_ in ("VERB", "AUX")]
        silences += _explain(document, reading, silent, known, verbs)
        silences += _unread(document)
    return shares, silences


def _explain(
    document: Document,
    reading: Reading,
    silent: Iterable[Span],
    known: Collection[str],
    verbs: Iterable[int],
) -> Iterator[Silence]:
    """Say of each sentence why; `verbs` are the places of all verbs, `known` the names in use."""
    read: dict[Span, list[Mention]] = {}
    for proposition in reading.propositions:
        read.setdefault(proposition.sentence, []).extend(proposition.mentions("subject"))
    headings = [b for b in document.blocks if b.kind == "heading"]
    places = list(verbs)
    for span in silent:
        text = " ".join(document.text[span.start : span.end].split())
        if span in read:
            is_known = any(m.core.lower() in known for m in read[span])
            reason = "below the confidence asked for" if is_known else "nobody in it is known"
        elif any(b.start <= span.start < b.end for b in headings):
            reason = "a heading that claims nothing"
        elif not any(span.start <= place < span.end for place in places):
            reason = "no verb"
        else:
            reason = "no claim with a subject"
        yield Silence(document.name, span.start, span.end, text, reason)


def _unread(document: Document) -> Iterator[Silence]:
    for block in document.blocks:
        if block.kind in ("boilerplate", "table"):
            text = _text(document, block)
            reason = "another language" if is_foreign_line(text) else block.kind
            yield Silence(document.name, block.start, block.end, text, reason)


def _text(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())
