"""Claims of a whole corpus: grounded document by document, pooled claim by claim, as quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

import pyoxigraph as ox

from kg.answers import answer, answer_elsewhere
from kg.assemble import entities_of, fold_untimed, in_order, pool
from kg.conflicts import ONCE, Point, find_conflicts, meeting_points
from kg.corrections import correct, find_notes
from kg.engines.deciding import Decided, read_meant
from kg.engines.linking import Linked
from kg.engines.rows import Row, Rows, by_tag, tag_as, tagged
from kg.ground import Grounded, ground
from kg.infer import Fact, bears, conclude, find_facts, join, middles_of, named_types, pair_of
from kg.link.entities import judge_document
from kg.link.verdict import Verdict
from kg.link.within import resolve
from kg.model import (
    Connection,
    Document,
    Entity,
    Evidence,
    Judgement,
    Knowledge,
    Linking,
    Predicate,
    Reading,
    Statement,
)
from kg.orders import order_page
from kg.rdf import About, iter_named_quads, iter_sections
from kg.sameness import find_same, meeting_point
from kg.update.claims import claim_rows

TABLES = ("documents", "entities", "statements", "evidence")


@dataclass(frozen=True, slots=True)
class GroundedRows:
    """What documents say."""

    claims: Rows  # by statement: it, an evidence of it, and what that is weighed by
    notes: Rows  # by statement: what takes it back, and says what instead
    told: Rows  # by document: it, with the ids of the claims and of their evidence in it
    judgements: Rows  # by entity
    orders: Rows  # connections, by their ids
    flat: Rows  # by statement: a document, and what is claimed there


def ground_rows(readings: Rows, decided: Decided, copies: Rows) -> GroundedRows:
    """Ground each document by itself."""
    known = decided.linked.ids.flat_map(tag_as("id")).union(copies.flat_map(tag_as("copy")))
    rows = readings.join(known, _Ground(decided.verdict))
    return GroundedRows(
        *rows.split("claim", "note", "told", "judgement", "order", "flat", safe=True)
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    verdict: Verdict

    def __call__(
        self, document: str, reading: Reading, values: Iterator[tuple[str, Any]]
    ) -> Iterator[Row]:
        found = by_tag(values)
        discourse, ids = resolve(reading), dict(sorted(found["id"]))
        for judgement in self.verdict.judge(judge_document(discourse, ids)):
            yield judgement.left, ("judgement", judgement)
        linking = Linking((), self.verdict.meant(read_meant(discourse, ids)), ())
        grounded = list(fold_untimed(ground([reading], linking)))
        yield from _told(reading.document, grounded, next(iter(found["copy"]), document))


def _told(told_in: Document, grounded: list[Grounded], copy: str) -> Iterator[Row]:
    """What a document says, and of which copies it is one."""
    page = Page(copy, told_in.published, told_in.source)
    yield from ((statement.id, ("claim", (statement, item, page))) for statement, item in grounded)
    flat = claim_rows(grounded)
    yield from ((id, ("flat", (document, data))) for (id, document), data in flat.items())
    evidence = {item.id: item for _, item in grounded}
    told = tuple(evidence[id] for id in sorted(evidence))
    links = tuple((item.statement_id, item.id) for item in told)
    yield told_in.id, ("told", (told_in, links))
    statements = {statement.id: statement for statement, _ in grounded}
    for note, instead in find_notes(told, told_in, statements):
        yield note.statement_id, ("note", (note, instead))
    yield from ((c.id, ("order", c)) for c in order_page(told, told_in))


def pool_rows(grounded: GroundedRows) -> Rows:
    """Each claim by its id, with all its evidence."""
    notes = grounded.notes.flat_map(tag_as("note"))
    return grounded.claims.flat_map(tag_as("claim")).union(notes).group(_pool, in_order=True)


@dataclass(frozen=True, slots=True)
class Page:
    """What the claims of a document are weighed by."""

    copy: str  # the group of copies that it is in
    published: str
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its evidence, the pages of that, and notes that take it back."""

    statement: Statement
    evidence: tuple[Evidence, ...]
    pages: Mapping[str, Page]
    notes: tuple[tuple[Evidence, Evidence | None], ...]

    @property
    def is_told(self) -> bool:
        """Whether a document makes it, or it only follows from others."""
        return bool(self.pages)

    @property
    def entities(self) -> set[str]:
        """The ids of all that it speaks of, and of who makes it."""
        return set(entities_of([self.statement], self.evidence)) - {""}


def _pool(id: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    pages: dict[str, Page] = {item.document_id: page for _, item, page in found["claim"]}
    outlets = {document: page.source for document, page in pages.items()}
    copies = {document: page.copy for document, page in pages.items()}
    pairs = [(statement, item) for statement, item, _ in found["claim"]]
    for statement, evidence in pool(pairs, outlets, copies):
        yield id, Claim(statement, evidence, pages, tuple(found["note"]))


def connect_rows(claims: Rows, parties: Rows, replies: Rows) -> Rows:
    """How claims bear on one another: connections, all of two claims together."""
    conflicts = claims.join(parties, _meet).group(_conflict)
    return conflicts.union(replies).group(_once).group(_by_pair)


def _bits(id: str, claim: Claim) -> Iterator[Row]:
    """What a claim has to do with other things."""
    yield from ((entity, ("used", id)) for entity in claim.entities)
    if bears(claim.statement):
        yield id, ("bearing", claim)
    published = {id: page.published for id, page in claim.pages.items()}
    found = [correct(note, instead, claim.evidence) for note, instead in claim.notes]
    yield from ((c.id, ("reply", c)) for c in (*found, *answer(claim.evidence, published)))


def _by_claim(_: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    for entity in found["entity"]:
        yield from ((id, entity) for id in found["claim"])


def _meet(_: str, claim: Claim, parties: Iterator[Entity]) -> Iterator[Row]:
    """To each point where a claim may meet others, the claim and its entities."""
    statement = claim.statement
    if not (
        statement.object or statement.type in ONCE or any(r.value for r in statement.arguments)
    ):
        return
    found = list(parties)
    points = meeting_points(claim.statement, found)
    same = meeting_point(claim.statement, found)
    for point in sorted(points | ({same} if same else set())):
        yield "\x1f".join(point), (point, claim, found)


def _conflict(_: str, values: Iterator[tuple[Point, Claim, list[Entity]]]) -> Iterator[Row]:
    found = sorted(values, key=lambda value: value[1].statement.id)
    pages = {id: page for _, claim, _ in found for id, page in claim.pages.items()}
    knowledge = Knowledge(
        days_of(pages),
        tuple({e.id: e for *_, entities in found for e in entities}.values()),
        tuple(claim.statement for _, claim, _ in found),
        tuple(item for _, claim, _ in found for item in claim.evidence),
    )
    copies = {id: page.copy for id, page in pages.items()}
    at = found[0][0]
    met = (
        *find_conflicts(knowledge, copies, at), *find_same(knowledge, at),
        *answer_elsewhere(knowledge, at),
    )  # fmt: skip
    yield from ((c.id, c) for c in met)


def days_of(pages: Mapping[str, Page]) -> tuple[Document, ...]:
    """Documents of which only the day is known."""
    return tuple(Document(id, "", (), "", published=p.published) for id, p in pages.items())


def _once(id: str, same: Iterator[Connection]) -> Iterator[Row]:
    connection, times = next(same), 1 + sum(1 for _ in same)
    yield f"{connection.first} {connection.second}", (connection, times)


def _by_pair(pair: str, connections: Iterator[tuple[Connection, int]]) -> Iterator[Row]:
    yield pair, tuple(sorted(connections, key=lambda found: found[0].id))


# --- all of it ---


def infer_rows(bearing: Rows, entities: Rows) -> Rows:
    """The claims that follow from others, by their ids."""
    parties = bearing.flat_map(_ends).union(entities.flat_map(tag_as("entity")))
    between, middles = bearing.join(parties.group(_by_claim), _facts).split("between", "middle")
    return between.union(middles.group(_join)).group(_conclude)


def _ends(id: str, claim: Claim) -> Iterator[Row]:
    yield from ((end, ("claim", id)) for end in {claim.statement.subject, claim.statement.object})


def _facts(_: str, claim: Claim, ends: Iterator[Entity]) -> Iterator[Row]:
    """To each two entities the claims and facts between them, to each middle what meets there."""
    yield pair_of(claim.statement), ("between", ("claim", claim.statement))
    types = named_types(ends)
    for fact in find_facts(claim.statement, claim.evidence, types):
        yield pair_of(fact), ("between", ("fact", fact))
        yield from ((middle, ("middle", (fact, types))) for middle in middles_of(fact))


def _join(middle: str, values: Iterator[tuple[Fact, dict[str, str]]]) -> Iterator[Row]:
    met = list(values)
    types = {id: type for _, known in met for id, type in known.items()}
    for fact in join(middle, [fact for fact, _ in met], types):
        yield pair_of(fact), ("fact", fact)


def _conclude(_: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    for statement, evidence in conclude(found["claim"], found["fact"]):
        yield statement.id, Claim(statement, evidence, {}, ())


@dataclass(frozen=True, slots=True)
class Settled:
    """The whole graph, each part by its ids; connections by the two claims."""

    told: Rows  # documents, each with the ids of the claims and of their evidence in it
    entities: Rows
    judgements: Rows
    claims: Rows
    connections: Rows  # each with how often it was found
    parties: Rows  # entities, by the claims that speak of them


def settle_rows(
    grounded: GroundedRows, linked: Linked, told: Rows, *, infer: bool = True
) -> Settled:
    """What there is to say: things of which there is a claim, and what follows from claims."""
    used, bearing, replies = told.flat_map(_bits).split("used", "bearing", "reply")
    judged = linked.judgements.union(grounded.judgements).flat_map(_judged)
    things = linked.entities.flat_map(tag_as("entity"))
    known = things.union(judged, used.flat_map(tag_as("used"))).group(_settle)
    entities, judgements, parties = known.split("entity", "judgement", "party")
    return Settled(
        grounded.told,
        entities,
        judgements.group(_any),
        told.union(infer_rows(bearing, entities)) if infer else told,
        connect_rows(told, parties, replies.union(grounded.orders)),
        parties,
    )


def _judged(_: str, judgement: Judgement) -> Iterator[Row]:
    """A judgement to both that it is about: it counts where one of them is in the graph."""
    for side in {judgement.left, judgement.right}:
        yield side, ("judgement", judgement)


def _settle(id: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = by_tag(values)
    if found["used"]:
        for entity in map(in_order, found["entity"]):
            yield id, ("entity", entity)
            yield from ((claim, ("party", entity)) for claim in found["used"])
        yield from ((repr(judged), ("judgement", judged)) for judged in found["judgement"])


def _any(key: str, same: Iterator[Any]) -> Iterator[Row]:
    """One of several that say the same."""
    yield key, next(same)


# --- as quads and tables ---


def write_rows(settled: Settled, about: About) -> Rows:
    """All that is written: under `quads` lines of N-Quads, under each of TABLES its records."""
    write = _Writer(about)
    claims, connections = settled.claims.keep(), settled.connections.keep()
    words = claims.flat_map(_terms).union(
        settled.entities.flat_map(_entity_terms), connections.flat_map(_connection_terms)
    )
    words = words.group(_least).keep()
    classes = [value for _, value in words.flat_map(tagged("class")).collect()]
    return words.made(write.graph(classes)).union(
        settled.entities.flat_map(write.entity),
        settled.judgements.flat_map(write.judgement),
        settled.told.flat_map(write.document),
        claims.flat_map(write.claim),
        claims.flat_map(_asserted).group(_any).flat_map(write.triple),
        connections.flat_map(write.connections),
        words.flat_map(tagged("relation")).flat_map(write.relation),
    )


def _least(key: str, words: Iterator[Any]) -> Iterator[Row]:
    """The first of the words for one relation."""
    yield key, min(words)


def _asserted(_: str, claim: Claim) -> Iterator[Row]:
    statement = claim.statement
    if statement.factuality == "asserted" and statement.subject and statement.object:
        triple = statement.subject, statement.predicate.id, statement.object
        yield (
            "\x1f".join(triple),
            replace(_relation(statement), subject=triple[0], object=triple[2]),
        )


def _relation(statement: Statement) -> Statement:
    """A statement of which only the relation counts."""
    return Statement("", "", statement.predicate, "", "", factuality="asserted")


def _terms(_: str, claim: Claim) -> Iterator[Row]:
    """The relation of a claim with its words, and its classes and roles."""
    statement = claim.statement
    predicate = statement.predicate
    yield f"relation {predicate.id}", ("relation", (predicate.label, predicate.lemma))
    names = {statement.type, *(role.role for role in statement.arguments)} - {""}
    yield from ((f"class {name}", ("class", ("statement", name))) for name in names)


def _entity_terms(_: str, entity: Entity) -> Iterator[Row]:
    yield f"class {entity.type}", ("class", ("statement", entity.type))


def _connection_terms(_: str, found: tuple[tuple[Connection, int], ...]) -> Iterator[Row]:
    yield from ((f"connection {c.kind}", ("class", ("connection", c.kind))) for c, _ in found)


class _Writer:
    """Makes parts of the graph out of parts of the knowledge."""

    def __init__(self, about: About) -> None:
        self._about = about

    def graph(self, classes: Iterable[tuple[str, str]]) -> Iterator[Row]:
        """What is said of the graph as a whole, and of the classes in it."""
        names = sorted(classes)
        statements = tuple(_typed(name) for kind, name in names if kind == "statement")
        connections = tuple(
            Connection(cast(Any, name), "", "", "", "", "")
            for kind, name in names if kind == "connection"
        )  # fmt: skip
        knowledge = Knowledge((), (), statements, (), connections=connections)
        yield from self._section(knowledge, "This graph")
        relation = self._about.names.prefixes["rel"]
        yield from self._section(knowledge, "Words used above", without=relation)

    def entity(self, _: str, entity: Entity) -> Iterator[Row]:
        yield from self._section(Knowledge((), (entity,), (), ()), "Entities")
        yield "entities", entity

    def judgement(self, _: str, judgement: Judgement) -> Iterator[Row]:
        yield from self._graphs(Knowledge((), (), (), (), (judgement,)))

    def document(self, _: str, told: tuple[Document, tuple[tuple[str, str], ...]]) -> Iterator[Row]:
        document, links = told
        evidence = [_Link(*link, document.id) for link in links]
        knowledge = Knowledge((document,), (), (), tuple(cast(list[Evidence], evidence)))
        yield from self._section(knowledge, "Documents")
        yield from self._graphs(knowledge)
        yield "documents", document

    def claim(self, _: str, claim: Claim) -> Iterator[Row]:
        knowledge = Knowledge(days_of(claim.pages), (), (claim.statement,), claim.evidence)
        yield from self._section(knowledge, "Statements and their evidence")
        yield "statements", claim.statement
        yield from (("evidence", item) for item in claim.evidence)

    def triple(self, _: str, statement: Statement) -> Iterator[Row]:
        knowledge = Knowledge((), (), (statement,), ())
        yield from self._section(knowledge, "What happened, as far as it is asserted")

    def connections(self, _: str, found: tuple[tuple[Connection, int], ...]) -> Iterator[Row]:
        connections = tuple(connection for connection, _ in found)
        knowledge = Knowledge((), (), (), (), connections=connections)
        yield from self._section(knowledge, "How claims bear on one another")

    def relation(self, key: str, words: tuple[str, str]) -> Iterator[Row]:
        label, lemma = words
        statement = _relation(Statement("", "", Predicate(lemma, label), "", ""))
        relation = self._about.names.prefixes["rel"]
        yield from self._section(
            Knowledge((), (), (statement,), ()), "Words used above", only=relation
        )

    def _section(
        self, knowledge: Knowledge, heading: str, *, only: str = "", without: str = "\0"
    ) -> Iterator[Row]:
        sections = iter_sections(knowledge, self._about)
        facts = next(facts for title, facts in sections if title == heading)
        quads = [
            ox.Quad(*fact)
            for fact in facts
            if fact[0].value.startswith(only) and not fact[0].value.startswith(without)
        ]
        yield from _lines(quads)

    def _graphs(self, knowledge: Knowledge) -> Iterator[Row]:
        """What is not in the default graph."""
        yield from _lines(list(iter_named_quads(knowledge, self._about)))


class _Link(NamedTuple):
    """As much of an evidence as the graph of its document tells."""

    statement_id: str
    id: str
    document_id: str


def _typed(name: str) -> Statement:
    return Statement("", name, Predicate("", ""), "", "")


def _lines(quads: list[ox.Quad]) -> Iterator[Row]:
    """Quads that stand together, as N-Quads."""
    if quads:
        text = cast(bytes, ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
        yield "quads", text.decode()
