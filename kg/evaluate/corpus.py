"""A gold set as the pipeline reads it: its documents, and who is who in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.evaluate.cache import cached_docs
from kg.evaluate.score import Triple
from kg.model import (
    Block,
    Document,
    Entity,
    Evidence,
    Linking,
    Mention,
    Proposition,
    Reading,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What hangs on a noun phrase without being part of the phrase.
# Rules that read what a thing is, where, or whose: event gold annotates nothing there.
STATES = frozenset({"appositions", "owners", "parts", "places", "titles"})
_OUTSIDE = frozenset({"conj", "cc", "preconj", "punct", "parataxis", "advcl"})


class Place(NamedTuple):
    """A phrase in a document: half-open, in characters, with the start of its head word."""

    document: str
    start: int
    end: int
    head: int


@dataclass(frozen=True)
class Text:
    """One document as read, with its parse to place phrases in."""

    reading: Reading
    doc: Doc

    @cached_property
    def _tokens(self) -> dict[int, Token]:
        return {token.idx: token for token in self.doc}

    def token_at(self, position: int) -> Token | None:
        """The token that begins at a character, or covers it."""
        token = self._tokens.get(position)
        if token is None:
            span = self.doc.char_span(position, position + 1, alignment_mode="expand")
            token = span[0] if span else None
        return token

    def place(self, start: int, end: int) -> Place:
        """A phrase of the gold, with the head that the parse gives it: "Oslo" of "in Oslo"."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        if not span:
            return Place(self.reading.document.id, start, end, start)
        head = span.root
        if head.pos_ == "ADP":
            inside = (t for t in head.children if t.dep_ == "pobj" and t.i < span.end)
            head = next(inside, head)
        return Place(self.reading.document.id, start, end, head.idx)

    def extent(self, mention: Mention, *, possessive: bool = True) -> Place:
        """The whole noun phrase of a mention, with its relative clauses and appositions.

        A name keeps its words where it is only part of a compound; a pronoun is one word. Whether
        the mark of the genitive belongs to it, corpora decide differently.
        """
        head = mention.head_span.start
        token = self.token_at(head)
        identity = self.reading.document.id
        is_whole = mention.kind in ("pronoun", "value", "clause") or mention.function == "nested"
        if token is None or is_whole:
            return Place(identity, mention.span.start, mention.span.end, head)
        inside = _phrase(token)
        if not possessive and inside[-1].tag_ == "POS" and len(inside) > 1:
            inside.pop()
        start = min(mention.span.start, inside[0].idx)
        end = max(mention.span.end, inside[-1].idx + len(inside[-1]))
        return Place(identity, start, self._closed(start, end), head)

    def _closed(self, start: int, end: int) -> int:
        """The end, behind the quotation mark or bracket that closes one opened within."""
        text = self.reading.document.text
        for opening, closing in (("(", ")"), ("“", "”"), ('"', '"')):
            inside = text[start:end]
            is_open = inside.count(opening) > inside.count(closing)
            if opening == closing:
                is_open = inside.count(opening) % 2 == 1
            if is_open and text[end : end + 1] == closing:
                return end + 1
        return end

    def triggers(self, proposition: Proposition) -> list[Place]:
        """The words that tell of the event, in their order: verbs, and nouns of an event class.

        The last is the event itself: "meet" in "agreed to meet".
        """
        span = proposition.span
        words = [t for t in self.doc if span.start <= t.idx < span.end]
        told = [t for t in words if t.pos_ == "VERB"] or [t for t in words if t.pos_ == "AUX"]
        if proposition.type or not told:
            told += [t for t in words if t.pos_ in ("NOUN", "PROPN") and t not in told]
        return [self._word(token) for token in told or words[-1:]]

    def _word(self, token: Token) -> Place:
        end = token.idx + len(token)
        return Place(self.reading.document.id, token.idx, end, token.idx)


def _phrase(token: Token) -> list[Token]:
    """The token and what belongs to its phrase, in the order of the text."""
    found = [token]
    for child in token.children:
        if child.dep_ not in _OUTSIDE and not _is_aside(child):
            found += _phrase(child)
    return sorted(found, key=lambda t: t.i)


def _is_aside(token: Token) -> bool:
    """Whether a dependent is set apart: "Photo: Ann Vale", "Vale, famous for her songs"."""
    before = token.doc[token.left_edge.i - 1].text if token.left_edge.i else ""
    if before in (":", ";", "|"):
        return True
    is_after = token.i > token.head.i and before == ","
    return is_after and token.dep_ == "amod"


@dataclass(frozen=True)
class Corpus:
    """The texts by document id, linked together, with the claims they make."""

    texts: Mapping[str, Text]
    linking: Linking
    grounded: tuple[tuple[Statement, Evidence], ...]

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.linking.entities}

    @cached_property
    def statements_at(self) -> dict[str, list[tuple[str, Span]]]:
        """For each document: ids of statements, and where their predicates stand."""
        places: dict[str, list[tuple[str, Span]]] = {}
        for statement, evidence in self.grounded:
            if evidence.predicate is not None:
                place = (statement.id, evidence.predicate)
                places.setdefault(evidence.document_id, []).append(place)
        return places

    def entities_of(self, mention: Mention) -> list[Entity]:
        """Whom a mention means; several for "both sides"."""
        ids = self.linking.referents.get(mention, ())
        return [self.entities[i] for i in ids if i in self.entities]


def make_document(record: Mapping[str, Any]) -> Document:
    """A document out of a gold record: its lines as blocks, the title's line as a heading."""
    text = record["text"]
    title = record.get("title", "")
    return Document(
        id=str(record["id"]),
        text=text,
        blocks=tuple(_blocks(text, title)),
        name=str(record["id"]),
        title=title,
        url=record.get("url", ""),
        published=record.get("dct") or "",
    )


def _blocks(text: str, title: str) -> Iterable[Block]:
    position = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        start = position + (len(line) - len(line.lstrip()))
        position += len(line)
        if content:
            is_title = start == 0 and content == title.strip()
            yield Block("heading" if is_title else "paragraph", start, start + len(content))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to read: with which language pipeline, and without which repairs."""

    pipeline: str
    without: tuple[str, ...] = ()


def read_texts(documents: Sequence[Document], recipe: Recipe) -> list[Text]:
    """Parse and read each document."""
    from kg.parse import parse_documents

    key = [part for d in documents for part in (d.text, repr(d.blocks))]
    parsed = parse_documents(documents, pipeline=recipe.pipeline)
    docs = cached_docs(key, recipe.pipeline, (doc for _, doc in parsed))
    return [_read_text(d, doc, recipe.without) for d, doc in zip(documents, docs, strict=True)]


def _read_text(document: Document, parsed: Doc, without: Collection[str]) -> Text:
    """What is read, with the parse as the repairs left it: phrases are placed by that."""
    from kg.extract import read_tree
    from kg.extract.repair import repair
    from kg.extract.tree import lay_on, plain

    mended = repair(plain(parsed), without=without)
    lay_on(parsed, mended)
    return Text(read_tree(document, mended, without=without), parsed)


def extract_triples(
    sentences: Sequence[str], view: Literal["facts", "clauses"], recipe: Recipe
) -> Iterator[Triple]:
    """Read sentences whose tokens are separated by spaces, as `kg extract --tokenized` does."""
    from kg.extract.views import read_triples
    from kg.parse import parse_tokenized

    parsed = parse_tokenized(sentences, pipeline=recipe.pipeline)
    docs = cached_docs(sentences, recipe.pipeline, parsed)
    options = {"without": recipe.without} if recipe.without else {}
    for sentence, doc in zip(sentences, docs, strict=True):
        for t in read_triples(doc, view=view, **options):
            yield Triple(sentence, t.subject, t.relation, t.object, t.confidence)


def read_corpus(
    records: Iterable[Mapping[str, Any]],
    recipe: Recipe,
    *,
    group: Callable[[Mapping[str, Any]], object] = lambda record: "",
) -> Corpus:
    """Read the documents of a gold set and link them, each group apart from the others."""
    rows = list(records)
    texts = read_texts([make_document(row) for row in rows], recipe)
    return link_texts(texts, [group(row) for row in rows])


def link_texts(texts: Sequence[Text], groups: Sequence[object]) -> Corpus:
    """Link texts that are read, those of each group apart from the others."""
    from kg.ground import ground
    from kg.link import link

    grouped: dict[object, list[Reading]] = {}
    for text, group in zip(texts, groups, strict=True):
        grouped.setdefault(group, []).append(text.reading)
    parts = []
    for number, readings in enumerate(grouped.values()):
        linking = link(readings)
        prefix = f"{number}:" if len(grouped) > 1 else ""
        parts.append(_apart(prefix, linking, ground(readings, linking)))
    return Corpus(
        {text.reading.document.id: text for text in texts},
        Linking(
            tuple(entity for linking, _ in parts for entity in linking.entities),
            {m: ids for linking, _ in parts for m, ids in linking.referents.items()},
        ),
        tuple(pair for _, grounded in parts for pair in grounded),
    )


def _apart(
    prefix: str, linking: Linking, grounded: Iterable[tuple[Statement, Evidence]]
) -> tuple[Linking, list[tuple[Statement, Evidence]]]:
    """A group's results with all ids under a prefix, so that groups share none."""

    def name(identity: str) -> str:
        return prefix + identity if identity else ""

    entities = tuple(replace(e, id=name(e.id)) for e in linking.entities)
    referents = {m: tuple(map(name, ids)) for m, ids in linking.referents.items()}
    pairs = [
        (
            replace(
                s,
                id=name(s.id),
                subject=name(s.subject),
                object=name(s.object),
                arguments=tuple(replace(r, entity=name(r.entity)) for r in s.arguments),
            ),
            replace(e, statement_id=name(e.statement_id), said_by=name(e.said_by)),
        )
        for s, e in grounded
    ]
    return Linking(entities, referents), pairs
