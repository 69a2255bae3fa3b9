"""`kg extract`: texts in, one line per proposition out, no store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import tee
from typing import Any

from kg.errors import SourceError
from kg.fingerprint import DEFAULT_PIPELINE
from kg.model import Argument, Document, Mention, Proposition
from kg.sources import Skipped, make_document, read_documents
from kg.sources.files import as_input
from kg.sources.network import fetch, no_fetch
from kg.sources.records import check_fields


def iter_lines(
    paths: Sequence[str],
    *,
    form: str,
    view: str,
    tokenized: bool,
    min_confidence: float,
    pipeline: str | None,
    fields: Mapping[str, Sequence[str]],
    allow_network: bool,
    report: Skipped,
) -> Iterator[str]:
    """Yield JSON lines, or tab-separated sentence, subject, relation, object, confidence.

    `tokenized` reads one sentence a line with its tokens between single spaces, and keeps them;
    JSON lines need running text. A path may be - for standard input. Documents are let go as soon
    as they are read; raises SourceError at the end where there was none.
    """
    name = pipeline or DEFAULT_PIPELINE
    texts: Iterator[Any]
    if tokenized:
        texts = _sentences(paths)
    else:
        inputs = map(as_input, paths)
        documents = read_documents(
            inputs, report=report, fields=check_fields(fields),
            fetch=fetch if allow_network else no_fetch,
        )  # fmt: skip
        texts = _some(documents, paths, report)
    if form == "tsv":
        yield from _iter_triples(texts, view, name, min_confidence, tokenized=tokenized)
    else:
        yield from _iter_propositions(texts, name, min_confidence, tokenized=tokenized)


def _some(
    documents: Iterable[Document], paths: Sequence[str], report: Skipped
) -> Iterator[Document]:
    """The same documents; SourceError if there is none."""
    is_empty = True
    for document in documents:
        is_empty = False
        yield document
    if is_empty:
        reasons = "; ".join(map(str, report.skips[:3]))
        raise SourceError(reasons or f"{', '.join(paths)}: nothing to read")


def _sentences(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The lines that are not empty, each with its file and number among them."""
    for path in paths:
        lines = (line for part in _open_lines(path) for line in part.splitlines() if line.strip())
        yield from ((f"{path}:{number}", line) for number, line in enumerate(lines, start=1))


def _open_lines(path: str) -> Iterator[str]:
    try:
        with nullcontext(sys.stdin) if path == "-" else open(path, encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def _iter_triples(
    texts: Iterator[Any], view: str, pipeline: str, min_confidence: float, *, tokenized: bool
) -> Iterator[str]:
    from kg.extract.syntax import iter_sentences
    from kg.extract.tree import plain
    from kg.extract.views import read_triples
    from kg.parse import parse_documents, parse_tokenized

    docs: Iterable[tuple[str, Any]]
    if tokenized:
        given, lines = tee(line for _, line in texts)
        docs = zip(given, parse_tokenized(lines, pipeline=pipeline), strict=True)
    else:
        parsed = (doc for _, doc in parse_documents(texts, pipeline=pipeline))
        sentences = (
            doc[s.start : s.end].as_doc() for doc in parsed for s in iter_sentences(plain(doc))
        )
        docs = ((" ".join(s.text.split()), s) for s in sentences)
    for sentence, doc in docs:
        for triple in read_triples(doc, view):  # type: ignore[arg-type]
            if triple.confidence >= min_confidence:
                slots = (triple.subject, triple.relation, triple.object)
                phrases = (" ".join(slot.split()) for slot in slots)
                yield "\t".join((sentence, *phrases, f"{triple.confidence:.4f}"))


def _iter_propositions(
    texts: Iterator[Any], pipeline: str, min_confidence: float, *, tokenized: bool
) -> Iterator[str]:
    from kg.extract import read
    from kg.parse import parse_documents, parse_tokenized

    parsed: Iterable[tuple[Document, Any]]
    if tokenized:
        given, lines = tee(texts)
        docs = parse_tokenized((line for _, line in lines), pipeline=pipeline)
        parsed = (
            (make_document(doc.text, name=name, clean=False), doc)
            for (name, _), doc in zip(given, docs, strict=True)
        )
    else:
        parsed = parse_documents(texts, pipeline=pipeline)
    for document, doc in parsed:
        for proposition in read(document, doc).propositions:
            if proposition.confidence >= min_confidence:
                sentence = proposition.sentence
                text = document.text[sentence.start : sentence.end]
                yield json.dumps(_record(proposition, document.name, text), ensure_ascii=False)


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
