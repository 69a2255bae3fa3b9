"""`kg extract`: text in, one line per proposition out, no store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.model import Argument, Mention, Proposition


def iter_lines(
    file: str, *, form: str, view: str, tokenized: bool, min_confidence: float, pipeline: str | None
) -> Iterator[str]:
    """Yield JSON lines, or tab-separated sentence, subject, relation, object, confidence.

    `tokenized` reads one sentence a line with its tokens between single spaces, and keeps them;
    JSON lines need running text. `file` is a path, or - for standard input.
    """
    from kg.parse import DEFAULT_PIPELINE

    name = pipeline or DEFAULT_PIPELINE
    if form == "tsv":
        yield from _iter_triples(file, view, name, min_confidence, tokenized=tokenized)
    else:
        yield from _iter_propositions(file, name, min_confidence, tokenized=tokenized)


def _iter_triples(
    file: str, view: str, pipeline: str, min_confidence: float, *, tokenized: bool
) -> Iterator[str]:
    from kg.extract.syntax import iter_sentences
    from kg.extract.tree import plain
    from kg.extract.views import read_triples
    from kg.parse import parse_documents, parse_tokenized

    if tokenized:
        lines = [line for line in _read_text(file).splitlines() if line.strip()]
        docs = zip(lines, parse_tokenized(lines, pipeline=pipeline), strict=True)
    else:
        parsed = (doc for _, doc in parse_documents(_documents(file), pipeline=pipeline))
        sentences = (
            doc[s.start : s.end].as_doc() for doc in parsed for s in iter_sentences(plain(doc))
        )
        docs = ((" ".join(s.text.split()), s) for s in sentences)  # type: ignore[assignment]
    for sentence, doc in docs:
        for triple in read_triples(doc, view):  # type: ignore[arg-type]
            if triple.confidence >= min_confidence:
                slots = (triple.subject, triple.relation, triple.object)
                phrases = (" ".join(slot.split()) for slot in slots)
                yield "\t".join((sentence, *phrases, f"{triple.confidence:.4f}"))


def _iter_propositions(
    file: str, pipeline: str, min_confidence: float, *, tokenized: bool
) -> Iterator[str]:
    from kg.extract import read
    from kg.parse import parse_documents, parse_tokenized
    from kg.sources import make_document

    parsed: Iterable[tuple[Any, Any]]
    if tokenized:
        lines = [line for line in _read_text(file).splitlines() if line.strip()]
        docs = parse_tokenized(lines, pipeline=pipeline)
        parsed = (
            (make_document(doc.text, name=f"{file}:{i}", clean=False), doc)
            for i, doc in enumerate(docs, 1)
        )
    else:
        parsed = parse_documents(_documents(file), pipeline=pipeline)
    for document, doc in parsed:
        for proposition in read(document, doc).propositions:
            if proposition.confidence >= min_confidence:
                sentence = proposition.sentence
                text = document.text[sentence.start : sentence.end]
                yield json.dumps(_record(proposition, document.name, text), ensure_ascii=False)


def _documents(file: str) -> list[Any]:
    from kg.sources import Skipped, read_documents

    report = Skipped()
    documents = list(read_documents([Path(file)], report=report))
    if not documents:
        raise SourceError("; ".join(map(str, report.skips)) or f"{file}: nothing to read")
    return documents


def _read_text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file}: cannot be read as UTF-8 text: {error}") from error


def _record(proposition: Proposition, document: str, sentence: str) -> dict[str, Any]:
    roles = [a for a in proposition.arguments if a.role not in {"subject", "object"}]
    return {
        "document": document,
        "sentence": " ".join(sentence.split()),
        "subject": _phrases(proposition.mentions("subject")),
        "predicate": {"lemma": proposition.predicate.lemma, "label": proposition.predicate.label},
        "object": _phrases(proposition.mentions("object")),
        "arguments": [_argument(a) for a in roles],
        "type": proposition.type or None,
        "polarity": proposition.polarity,
        "certainty": proposition.certainty,
        "tense": proposition.tense,
        "asked": proposition.asked,
        "said_by": [m.text for m in proposition.said_by],
        "rule": proposition.rule,
        "confidence": proposition.confidence,
    }


def _phrases(mentions: tuple[Mention, ...]) -> dict[str, Any] | None:
    if not mentions:
        return None
    mention = mentions[0]
    span = mention.span
    return {"text": mention.text, "type": mention.label, "start": span.start, "end": span.end}


def _argument(argument: Argument) -> dict[str, Any]:
    return {"role": argument.role, "preposition": argument.preposition or None,
            "text": argument.mention.text}  # fmt: skip
