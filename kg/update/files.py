"""The graph's files and store, changed where the graph has changed, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import pyoxigraph as ox

from kg.export import EXPORTERS
from kg.export.turtle import write_facts
from kg.model import (
    Connection,
    Document,
    Entity,
    Evidence,
    Judgement,
    Knowledge,
    Predicate,
    Statement,
)
from kg.rdf import About, iter_named_quads, iter_sections
from kg.rdf import terms as t
from kg.rdf.write import CLAIMS, CONNECTED, DOCUMENTS, ENTITIES, HAPPENED, WORDS, Fact
from kg.update.splice import Edit, Run, find_edits, mapped, write_edited

Claim = tuple[Statement, tuple[Evidence, ...]]
Pairs = Callable[[str], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of the ontology that a graph uses."""

    types: tuple[str, ...] = ()  # classes and roles
    kinds: tuple[str, ...] = ()  # of connections: none where there are no connections


@dataclass(slots=True)
class Change:
    """In what a graph differs from the former one: by id each thing as it now is, None if gone."""

    documents: dict[str, Document | None] = field(default_factory=dict)
    entities: dict[str, Entity | None] = field(default_factory=dict)
    claims: dict[str, Claim | None] = field(default_factory=dict)
    connections: dict[str, Connection | None] = field(default_factory=dict)
    judgements: dict[Judgement, bool] = field(default_factory=dict)  # whether it is there now
    # Which subject, relation and object may be asserted now, or not any more, and which it is.
    happened: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    # The same of connections: the first claim, the second, and the kind.
    tied: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    # All relations and objects asserted of a subject, and all second claims and kinds of a first.
    told_of: Pairs = field(default=lambda subject: [])
    tied_to: Pairs = field(default=lambda first: [])
    relations: dict[str, Predicate | None] = field(default_factory=dict)
    # Classes, roles and kinds of connections in use, and those that were.
    terms: Terms = field(default_factory=lambda: Terms())
    former_terms: Terms = field(default_factory=lambda: Terms())
    # What the records of the claims in `told` name.
    told: dict[str, Claim | None] = field(default_factory=dict)
    named: dict[str, Entity] = field(default_factory=dict)
    pages: dict[str, Document] = field(default_factory=dict)


# --- the store ---


def change_store(store: ox.Store, change: Change, about: About) -> list[ox.NamedNode]:
    """Put in the store what is there now, and take out what is not there any more.

    Returns the nodes of which it says something else now, but for what they did to others.
    """
    former, now = set(_former(store, change, about)), set(_now(change, about))
    for quad in former - now:
        store.remove(quad)
    store.extend(now - former)
    relation = about.names.prefixes["rel"]  # what is asserted of whom is no matter of shapes
    changed = (q for q in former ^ now if not q.predicate.value.startswith(relation))
    touched = {q.subject for q in changed if isinstance(q.subject, ox.NamedNode)}
    return sorted(touched, key=lambda node: node.value)


def _former(store: ox.Store, change: Change, about: About) -> Iterator[ox.Quad]:
    """What the store says of all that has changed."""
    node = about.names.node
    yield from _former_things(store, change, about)
    for id in change.claims:
        yield from _former_claim(store, node("statement", id))
    for id in change.connections:
        yield from _former_connection(store, _find(store, node("connection", id)))
    for tie in change.tied:
        yield from store.quads_for_pattern(*_tie(tie, about), t.DEFAULT)
    for id in change.relations:
        yield from _find(store, node("relation", id))
    for quad in (quad for j in change.judgements for quad in _judged(j, about)):
        yield from store.quads_for_pattern(quad.subject, quad.predicate, None, quad.graph_name)
    if change.terms != change.former_terms:
        for fact in _Parts(change, about).classes(change.former_terms):
            yield ox.Quad(*fact, t.DEFAULT)


def _fact(triple: Sequence[str], about: About) -> Fact:
    node, (subject, relation, object) = about.names.node, triple
    return node("entity", subject), node("relation", relation), node("entity", object)


def _tie(tie: Sequence[str], about: About) -> Fact:
    node, (first, second, kind) = about.names.node, tie
    return node("statement", first), t.CONNECTIONS[cast(Any, kind)][1], node("statement", second)


def _find(store: ox.Store, subject: ox.NamedNode) -> list[ox.Quad]:
    return list(store.quads_for_pattern(subject, None, None, t.DEFAULT))


def _former_things(store: ox.Store, change: Change, about: About) -> Iterator[ox.Quad]:
    node, relation = about.names.node, about.names.prefixes["rel"]
    for triple in change.happened:
        yield from store.quads_for_pattern(*_fact(triple, about), t.DEFAULT)
    for id in change.entities:
        facts = _find(store, node("entity", id))
        yield from (quad for quad in facts if not quad.predicate.value.startswith(relation))
    for id in change.documents:
        graph = node("document", id)
        told = store.quads_for_pattern(None, None, None, graph)
        yield from _find(store, graph)
        yield from (quad for quad in told if quad.predicate != t.EVIDENCE)


def _former_connection(store: ox.Store, facts: list[ox.Quad]) -> Iterator[ox.Quad]:
    yield from facts
    ends = {quad.predicate: quad.object for quad in facts}
    reply, claim = ends.get(t.SECOND_EVIDENCE), ends.get(t.FIRST_EVIDENCE)
    if isinstance(reply, ox.NamedNode) and isinstance(claim, ox.NamedNode):
        replied = store.quads_for_pattern(reply, None, claim, t.DEFAULT)
        yield from (quad for quad in replied if quad.predicate in _REPLIES)


_REPLIES = frozenset(t.REPLIES.values())
_TIES = frozenset(property for _, property in t.CONNECTIONS.values())


def _former_claim(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    """What is said of a claim, its arguments and its evidence, and where documents name it."""
    for quad in store.quads_for_pattern(node, None, None, None):
        if quad.predicate in _TIES:
            continue
        yield quad
        is_here = quad.graph_name == t.DEFAULT
        if is_here and quad.predicate in (t.ARGUMENT, t.EVIDENCE):
            facts = store.quads_for_pattern(cast(ox.NamedNode, quad.object), None, None, t.DEFAULT)
            yield from (fact for fact in facts if fact.predicate not in _REPLIES)


def _now(change: Change, about: About) -> Iterator[ox.Quad]:
    parts = _Parts(change, about)
    for section in (parts.entities, parts.documents, parts.claims, parts.connections,
                    parts.relations):  # fmt: skip
        yield from (ox.Quad(*fact, t.DEFAULT) for fact in section())
    happened = (triple for triple, is_there in change.happened.items() if is_there)
    yield from (ox.Quad(*_fact(triple, about), t.DEFAULT) for triple in happened)
    tied = (tie for tie, is_there in change.tied.items() if is_there)
    yield from (ox.Quad(*_tie(tie, about), t.DEFAULT) for tie in tied)
    if change.terms != change.former_terms:
        yield from (ox.Quad(*fact, t.DEFAULT) for fact in parts.classes(change.terms))
    documents = tuple(filter(None, change.documents.values()))
    yield from iter_named_quads(Knowledge(documents, (), (), ()), about)
    node = about.names.node
    for claim in filter(None, change.claims.values()):
        for item in claim[1]:
            parts_of = node("statement", item.statement_id), t.EVIDENCE, node("evidence", item.id)
            if item.document_id:
                yield ox.Quad(*parts_of, node("document", item.document_id))
    for judgement, is_there in change.judgements.items():
        yield from _judged(judgement, about) if is_there else ()


def _judged(judgement: Judgement, about: About) -> list[ox.Quad]:
    return list(iter_named_quads(Knowledge((), (), (), (), (judgement,)), about))


class _Parts:
    """The facts of a change as it is now, section by section of the assembled graph."""

    def __init__(self, change: Change, about: About) -> None:
        self._change = change
        self._about = about
        self._relation = about.names.prefixes["rel"]

    def entities(self) -> list[Fact]:
        entities = tuple(filter(None, self._change.entities.values()))
        return self._section(ENTITIES, Knowledge((), entities, (), ()))

    def triples(self) -> list[Fact]:
        return [
            _fact((subject, *pair), self._about)
            for subject in self.subjects for pair in sorted(self._change.told_of(subject))
        ]  # fmt: skip

    @property
    def subjects(self) -> list[str]:
        """Of which something is asserted that was not, or the other way."""
        return sorted({subject for subject, _, _ in self._change.happened})

    @property
    def firsts(self) -> list[str]:
        """The claims that are connected to others than they were."""
        return sorted({first for first, _, _ in self._change.tied})

    def documents(self) -> list[Fact]:
        documents = tuple(filter(None, self._change.documents.values()))
        return self._section(DOCUMENTS, Knowledge(documents, (), (), ()))

    def claims(self) -> list[Fact]:
        claims = list(filter(None, self._change.claims.values()))
        pages = tuple(self._change.pages.values())
        evidence = sorted((item for _, items in claims for item in items), key=lambda e: e.id)
        knowledge = Knowledge(pages, (), tuple(s for s, _ in claims), tuple(evidence))
        return self._section(CLAIMS, knowledge)

    def connections(self) -> list[Fact]:
        """Without the short forms of them, which several may share."""
        found = tuple(filter(None, self._change.connections.values()))
        facts = self._section(CONNECTED, Knowledge((), (), (), (), connections=found))
        return [fact for fact in facts if fact[1] not in _TIES]

    def ties(self) -> list[Fact]:
        """In the order in which the whole graph has them."""
        node = self._about.names.node
        return [
            (node("statement", first), property, node("statement", second))
            for first in self.firsts
            for second, property in sorted(
                {(s, t.CONNECTIONS[cast(Any, kind)][1]) for s, kind in self._change.tied_to(first)},
                key=str,
            )
        ]

    def relations(self) -> list[Fact]:
        words = tuple(
            Statement("", "", predicate, "", "")
            for predicate in self._change.relations.values() if predicate
        )  # fmt: skip
        facts = self._section(WORDS, Knowledge((), (), words, ()))
        return [fact for fact in facts if fact[0].value.startswith(self._relation)]

    def classes(self, terms: Terms) -> list[Fact]:
        typed = tuple(Statement("", name, Predicate("", ""), "", "") for name in terms.types)
        tied = tuple(Connection(cast(Any, kind), "", "", "", "", "") for kind in terms.kinds)
        facts = self._section(WORDS, Knowledge((), (), typed, (), connections=tied))
        return [fact for fact in facts if not fact[0].value.startswith(self._relation)]

    def _section(self, heading: str, knowledge: Knowledge) -> list[Fact]:
        sections = iter_sections(knowledge, self._about)
        return next((list(facts) for title, facts in sections if title == heading), [])


# --- the Turtle file ---


Sections = Mapping[str, int]  # by heading, where its first paragraph begins


def change_turtle(
    source: Path, target: Path, change: Change, about: About, sections: Sections
) -> Sections:
    """Write the former file with the paragraphs that are others; where its sections are then."""
    with mapped(source) as data:
        if not sections or not all(_is_at(data, *section) for section in sections.items()):
            sections = list_sections(source)
        found = _turtle_edits(data, change, about, _ends(sections, len(data)))
        edits = sorted(found, key=lambda e: (e.start, e.end))
    write_edited(source, target, edits)
    if (CONNECTED in sections) == bool(change.terms.kinds):
        return {title: _moved(title, start, edits) for title, start in sections.items()}
    return list_sections(target)


def list_sections(path: Path) -> Sections:
    """Where the sections of a Turtle file of ours begin; no literal in it holds a line feed."""
    found, former, start = dict[str, int](), b"", 0
    with path.open("rb") as lines:
        for line in lines:
            start += len(line)
            if line == b"\n" and former.startswith(b"# "):
                found[former[2:-1].decode()] = start
            former = line
    return found


def _line(title: str) -> bytes:
    return f"# {title}\n\n".encode()


def _is_at(data: Any, title: str, start: int) -> bool:
    return bool(data[start - len(_line(title)) : start] == _line(title))


def _moved(title: str, start: int, edits: Iterable[Edit]) -> int:
    before = (edit for edit in edits if edit.end <= start - len(_line(title)))
    return start + sum(len(edit.content) - (edit.end - edit.start) for edit in before)


def _ends(sections: Sections, end: int) -> dict[str, tuple[int, int]]:
    """Where the paragraphs under each heading begin and end."""
    found = sorted(sections.items(), key=lambda section: section[1])
    ends = [start - len(_line(title)) for title, start in found[1:]] + [end]
    return {title: (start, end) for (title, start), end in zip(found, ends, strict=True)}


def _turtle_edits(
    data: Any, change: Change, about: About, places: Mapping[str, tuple[int, int]]
) -> Iterator[Edit]:
    parts, pages = _Parts(change, about), _Paragraphs(data, about)

    def edit(heading: str, kind: str, now: list[Fact], changed: Iterable[str]) -> Iterator[Edit]:
        return pages.edit(*places[heading], kind, now, changed)

    yield from edit(ENTITIES, "ent", parts.entities(), change.entities)
    yield from edit(HAPPENED, "ent", parts.triples(), parts.subjects)
    yield from edit(DOCUMENTS, "doc", parts.documents(), change.documents)
    yield from edit(CLAIMS, "st", parts.claims(), change.claims)
    start, end = places[WORDS]
    middle = pages.first(start, end, lambda begin: not pages.is_of(begin, "rel"))
    yield from pages.edit(start, middle, "rel", parts.relations(), change.relations)
    if change.terms != change.former_terms:
        yield Edit(middle, end, pages.text(parts.classes(change.terms)))
    heading, words = _line(CONNECTED), start - len(_line(WORDS))
    if CONNECTED not in places:
        content = pages.text([*parts.connections(), *parts.ties()])
        yield Edit(words, words, heading + content if content else b"")
        return
    start, end = places[CONNECTED]
    if not change.terms.kinds:
        yield Edit(start - len(heading), end, b"")
        return
    middle = pages.first(start, end, lambda begin: pages.is_of(begin, "st"))
    yield from pages.edit(start, middle, "con", parts.connections(), change.connections)
    yield from pages.edit(middle, end, "st", parts.ties(), parts.firsts)


class _Paragraphs:
    """The paragraphs of a Turtle file, one for each subject."""

    def __init__(self, data: Any, about: About) -> None:
        self._data = data
        self._about = about

    def text(self, facts: Iterable[Fact]) -> bytes:
        """As the file has them."""
        stream = BytesIO()
        write_facts(facts, self._about.names.prefixes, stream)
        return stream.getvalue()

    def edit(
        self, start: int, end: int, kind: str, now: list[Fact], changed: Iterable[str]
    ) -> Iterator[Edit]:
        """Put in what is there now of the things that have changed."""
        mark = self._mark(kind)
        text = self.text(now)
        starts = [0, *(m.start() + 1 for m in mark.finditer(text))] if text else []
        parts = [text[i:j] for i, j in pairwise([*starts, len(text)])]
        changes = dict.fromkeys(changed, b"") | {self._key(part): part for part in parts}
        return find_edits(self._data, Run(start, end, mark, self._key, changes))

    def is_of(self, begin: int, kind: str) -> bool:
        """Whether a paragraph is about something of a kind."""
        return self._mark(kind).match(self._data, begin - 1) is not None

    def first(self, start: int, end: int, is_later: Callable[[int], bool]) -> int:
        """Where the first of the later paragraphs begins, all of which come last."""
        low, high = start, end
        while low < high:
            begin = self._next(start, (low + high) // 2, high)
            begin = begin if begin < high else self._next(start, low, high)
            if begin >= high:
                break
            if is_later(begin):
                high = begin
            else:
                low = begin + 1
        return high

    def _next(self, start: int, at: int, end: int) -> int:
        """Where the first paragraph begins that does not begin before this."""
        if at <= start:
            return start
        found = self._data.find(b"\n\n", at - 2, end)
        return end if found < 0 else found + 2

    def _mark(self, kind: str) -> re.Pattern[bytes]:
        """A name with a sign that a prefixed one may not have is written as a whole IRI."""
        namespace = re.escape(self._about.names.prefixes[kind].encode())
        return re.compile(rb"\n(?:%s:|<%s)" % (kind.encode(), namespace))

    def _key(self, part: bytes) -> str:
        name = part.split(b" ", 1)[0].decode(errors="surrogatepass")
        local = name.rsplit("/", 1)[1][:-1] if name.startswith("<") else name.split(":", 1)[1]
        return unquote(local.replace("\\", ""), errors="surrogatepass")


# --- the records ---


def changed_part(change: Change) -> Knowledge:
    """The claims that are told anew, with all that they name."""
    claims = [claim for claim in change.told.values() if claim]
    return Knowledge(
        tuple(change.pages.values()), tuple(change.named.values()),
        tuple(statement for statement, _ in claims), tuple(e for _, items in claims for e in items),
    )  # fmt: skip


def change_records(source: Path, target: Path, change: Change, about: About) -> None:
    """Write the former file with the lines that are others."""
    stream = BytesIO()
    EXPORTERS["jsonl"](changed_part(change), about, stream)
    lines = stream.getvalue().splitlines(keepends=True)
    changes = dict.fromkeys(change.told, b"") | {_record_key(line): line for line in lines}
    with mapped(source) as data:
        edits = list(find_edits(data, Run(0, len(data), _RECORD, _record_key, changes)))
    write_edited(source, target, edits)


_RECORD = re.compile(rb'\n\{"id": "st:')


def _record_key(line: bytes) -> str:
    return line[len(b'{"id": "st:') :].split(b'"', 1)[0].decode()
