"""What is claimed, where documents come and go: only what has changed is pooled and met again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kg.answers import answer, answer_elsewhere
from kg.assemble import entities_of, fold_untimed, in_order, pool
from kg.conflicts import Point
from kg.corrections import correct, find_notes
from kg.ground import Grounded, ground
from kg.link.clusters import Discourse
from kg.link.flat import pack
from kg.model import (
    Connection,
    Document,
    Entity,
    Evidence,
    Judgement,
    Knowledge,
    Linking,
    Predicate,
    Statement,
)
from kg.orders import order_page
from kg.sameness import find_same, meeting_point
from kg.update.conflicts import Conflicting
from kg.update.deciding import find_decided, find_meant
from kg.update.files import Change, Claim, Terms
from kg.update.inferring import Inferring, read_derived
from kg.update.linking import Relinked, read_judgements
from kg.update.state import (
    State,
    code,
    connection_row,
    flat_claim,
    flat_entity,
    key_code,
    key_of,
    read_claims,
    text_of,
)

Find = Callable[[str], Document]  # a document by id
_KIND = "kind "  # before a kind of connections among the terms


@dataclass(frozen=True, slots=True)
class Page:
    """What the claims of a document are weighed by."""

    copy: str = ""  # the group of copies that it is in
    published: str = ""
    source: str = ""


# --- what is kept of claims ---


def claim_rows(claims: Iterable[Grounded]) -> dict[tuple[str, str], bytes]:
    """By statement and document, what is claimed there."""
    found: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for statement, item in claims:
        found[statement.id, item.document_id].append(flat_claim(statement, item))
    return {place: pack(flat) for place, flat in found.items()}


def statement_row(statement: Statement, items: int) -> tuple[Any, ...]:
    """What claims are found by."""
    predicate = statement.predicate
    return (
        statement.id, statement.subject, predicate.id, statement.object, code(predicate.label),
        code(predicate.lemma), statement.factuality, items,
    )  # fmt: skip


def find_point(statement: Statement, entities: Collection[Entity]) -> bytes | None:
    """Where a claim may meet others that tell of the same event."""
    point = meeting_point(statement, entities)
    return key_code(point) if point else None


def terms_of(statement: Statement) -> set[str]:
    """The classes and roles that it uses."""
    return {statement.type, *(role.role for role in statement.arguments)} - {""}


def kind_term(connection: Connection) -> str:
    """Its kind, among the terms."""
    return _KIND + connection.kind


# --- the claims as they were, and as they are ---


@dataclass(slots=True)
class Book:
    """Where claims are looked up: the tables, but for what is said to be otherwise."""

    state: State
    find: Find
    rows: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)  # by statement
    pages: Mapping[str, Page] = field(default_factory=dict)
    entities: Mapping[str, Entity | None] = field(default_factory=dict)
    told: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)  # by document
    same: dict[str, Claim | None] = field(default_factory=dict)  # in two books
    others: Collection[str] = frozenset()  # claims that are not
    _seen: dict[str, Entity | None] = field(default_factory=dict)
    _weighed: dict[str, Page] = field(default_factory=dict)

    def claim(self, id: str) -> Claim | None:
        """A statement with its evidence, if anybody makes it."""
        if id in self.others:
            return self._pool(id)
        if id not in self.same:
            self.same[id] = self._pool(id)
        return self.same[id]

    def _pool(self, id: str) -> Claim | None:
        rows = self.rows.get(id)
        if rows is None:
            rows = self.state.rows("SELECT doc, data FROM claim WHERE statement = ?", id)
        found = [
            pair for doc, data in rows for pair in read_claims(id, doc, self.find(doc).text, data)
        ]
        pages = {doc: self.page(doc) for doc, _ in rows}
        outlets = {doc: page.source for doc, page in pages.items()}
        copies = {doc: page.copy for doc, page in pages.items()}
        return next(iter(pool(found, outlets, copies)), None)

    def claim_or_derived(self, id: str) -> Claim | None:
        """The same, also where it only follows from others."""
        query = "SELECT data FROM derived WHERE id = ?"
        found = (read_derived(id, data) for data in self.state.firsts(query, id))
        return self.claim(id) or next(found, None)

    def page(self, document: str) -> Page:
        """What a document is weighed by."""
        if document in self.pages:
            return self.pages[document]
        if document not in self._weighed:
            query = "SELECT copy, published, source FROM page WHERE doc = ?"
            self._weighed[document] = Page(*next(iter(self.state.rows(query, document))))
        return self._weighed[document]

    def entity(self, id: str) -> Entity | None:
        """Who has an id."""
        if id in self.entities:
            return self.entities[id]
        if id not in self._seen:
            found = find_decided(self.state, id)
            self._seen[id] = found and in_order(found)
        return self._seen[id]

    def entities_in(self, claims: Iterable[Claim]) -> list[Entity]:
        """All that claims speak of."""
        ids = {id for statement, items in claims for id in entities_of([statement], items)}
        return [entity for id in sorted(ids) if (entity := self.entity(id)) is not None]

    def pages_of(self, document: str) -> tuple[list[Evidence], dict[str, Statement]]:
        """All that one document claims, each once, and the statements."""
        rows = self.told.get(document)
        if rows is None:
            rows = self.state.rows("SELECT statement, data FROM claim WHERE doc = ?", document)
        text = self.find(document).text if rows else ""
        pairs = [pair for id, data in rows for pair in read_claims(id, document, text, data)]
        evidence = {item.id: item for _, item in pairs}
        return [evidence[id] for id in sorted(evidence)], {s.id: s for s, _ in pairs}


def gather(book: Book, ids: Iterable[str]) -> tuple[Knowledge, dict[str, str]]:
    """Claims, with all that they are compared by, and the groups of copies."""
    claims = [claim for id in sorted(ids) if (claim := book.claim(id)) is not None]
    pages = {item.document_id: book.page(item.document_id) for _, all in claims for item in all}
    knowledge = Knowledge(
        tuple(Document(id, "", (), "", published=p.published) for id, p in pages.items()),
        tuple(book.entities_in(claims)),
        tuple(statement for statement, _ in claims),
        tuple(item for _, items in claims for item in items),
    )
    return knowledge, {id: page.copy for id, page in pages.items()}


def read_page(book: Book, document: str) -> Counter[Connection]:
    """What one document orders and corrects."""
    told, statements = book.pages_of(document)
    if not told:
        return Counter()
    page = book.find(document)
    found = Counter(order_page(told, page))
    for note, instead in find_notes(told, page, statements):
        claim = book.claim(note.statement_id)
        assert claim is not None
        found[correct(note, instead, claim[1])] += 1
    return found


# --- a change ---


@dataclass(frozen=True, slots=True)
class News:
    """What comes, goes and changes: documents by id, as their sites repeat them."""

    gone: Mapping[str, Document]
    come: Mapping[str, Document]
    find: Find  # those that are there now
    pages: Mapping[str, Page]  # of those that come, and whose copies are others
    former_pages: Mapping[str, Page]  # of those that go, and whose copies were others
    resolve: Callable[[str], Discourse]
    infer: bool = True  # also what follows


def change_claims(state: State, news: News, relinked: Relinked) -> Change:
    """Bring the claims up to date; give all in what the graph differs."""
    return _Update(state, news, relinked).make()


class _Update:
    def __init__(self, state: State, news: News, relinked: Relinked) -> None:
        self.state, self.news, self.relinked = state, news, relinked
        self.change = Change()
        entities = {id: e and in_order(e) for id, e in relinked.former.items()}
        self.before = Book(state, self._find_former, {}, news.former_pages, entities)
        self.now = Book(state, news.find, same=self.before.same)
        self.terms: Counter[str] = Counter()
        self.totals: Counter[str] = Counter()
        # What documents claim, by statement and document, before and now.
        self.old_rows: dict[tuple[str, str], bytes] = {}
        self.new_rows: dict[tuple[str, str], bytes] = {}

    def _find_former(self, id: str) -> Document:
        return self.news.gone[id] if id in self.news.gone else self.news.find(id)

    def make(self) -> Change:
        claimed, documents = self._ground()
        renamed, retold = self._by_entities()
        weighed = self._weighed()
        touched = claimed | weighed
        self.before.others = self.now.others = touched | renamed
        former = {id: self.before.claim(id) for id in touched}
        points = self._points(touched | renamed)
        noted = self._noted(touched) | documents
        pages = self._page_connections(self.before, noted) + self._answers(self.before, touched)
        met = dict(self._claims_at(points))
        self._write_claims()
        now = {id: self.now.claim(id) for id in touched}
        self._infer(touched | renamed, former, now)
        self._settle(former, now)
        self._place(touched | renamed)
        met_now = dict(self._claims_at(points))
        pages_now = self._page_connections(self.now, noted) + self._answers(self.now, touched)
        told = partial(self._told, self.now)
        went, came = Conflicting(self.state).change(touched | renamed, told)
        self._connect(
            self._meet(self.before, met) + pages + went,
            self._meet(self.now, met_now) + pages_now + came,
        )
        self._tell(former, now, retold)
        self._finish()
        self.change.told_of, self.change.tied_to = self._told_of, self._tied_to
        return self.change

    # --- what is touched ---

    def _ground(self) -> tuple[set[str], set[str]]:
        """Ground documents again whose mentions mean others; which statements that touches."""
        documents = set(self.relinked.documents)
        for document in sorted(documents):
            discourse = self.news.resolve(document)
            meant = self.relinked.verdict.meant(find_meant(self.state, discourse))
            linking = Linking((), meant)
            self.new_rows |= claim_rows(fold_untimed(ground([discourse.reading], linking)))
        documents |= set(self.news.gone)
        told: dict[str, list[tuple[str, bytes]]] = {}
        for document in documents:
            query = "SELECT statement, data FROM claim WHERE doc = ?"
            told[document] = self.state.rows(query, document)
        self.old_rows = {(id, doc): data for doc, rows in told.items() for id, data in rows}
        places = self.old_rows.keys() | self.new_rows.keys()
        claimed = {p[0] for p in places if self.old_rows.get(p) != self.new_rows.get(p)}
        query = "SELECT doc, data FROM claim WHERE statement = ?"
        self.before.rows = {id: self.state.rows(query, id) for id in claimed}
        self.before.told = told
        return claimed, documents

    def _by_entities(self) -> tuple[set[str], set[str]]:
        """The claims about what is called otherwise now: by its name, by any of its names."""
        renamed: set[str] = set()
        retold: set[str] = set()
        for id, former in self.before.entities.items():
            entity = self.now.entity(id)
            if entity is None or former is None or flat_entity(entity) == flat_entity(former):
                continue
            ids = self.state.firsts("SELECT statement FROM use WHERE entity = ?", id)
            retold.update(ids)
            if (entity.type, entity.label) != (former.type, former.label):
                said = "SELECT 1 FROM claim WHERE statement = ? LIMIT 1"
                renamed.update(id for id in ids if self.state.firsts(said, id))
        return renamed, retold

    def _weighed(self) -> set[str]:
        """The claims of documents that are copies of others now."""
        ids = set(self.news.pages) & set(self.news.former_pages)
        query = "SELECT statement FROM claim WHERE doc = ?"
        return {found for id in ids for found in self.state.firsts(query, id)}

    def _points(self, ids: Iterable[str]) -> set[bytes]:
        """Where claims met, and where they meet now."""
        query = "SELECT point FROM point WHERE statement = ?"
        found: set[bytes | None] = {p for id in ids for p in self.state.firsts(query, id)}
        now = Book(self.state, self.news.find, self._rows_now(), self.news.pages)
        for id in ids:
            if claim := now.claim(id):
                found.add(find_point(claim[0], now.entities_in([claim])))
        return {point for point in found if point is not None}

    def _rows_now(self) -> dict[str, list[tuple[str, bytes]]]:
        """The claims that are touched, as they will be in the tables."""
        rows = {
            id: [(doc, data) for doc, data in before if (id, doc) not in self.old_rows]
            for id, before in self.before.rows.items()
        }
        for (id, doc), data in self.new_rows.items():
            if id in rows:
                rows[id].append((doc, data))
        return rows

    def _noted(self, touched: Iterable[str]) -> set[str]:
        query = "SELECT doc FROM note WHERE statement = ?"
        return {doc for id in touched for doc in self.state.firsts(query, id)}

    # --- connections ---

    def _page_connections(self, book: Book, documents: Iterable[str]) -> Counter[Connection]:
        found: Counter[Connection] = Counter()
        for document in sorted(documents):
            found += read_page(book, document)
        return found

    def _answers(self, book: Book, ids: Iterable[str]) -> Counter[Connection]:
        found: Counter[Connection] = Counter()
        for id in sorted(ids):
            if claim := book.claim(id):
                days = {
                    item.document_id: book.page(item.document_id).published for item in claim[1]
                }
                found.update(answer(claim[1], days))
        return found

    def _meet(self, book: Book, met: Mapping[Point, list[str]]) -> Counter[Connection]:
        """Which claims tell of one event, and answer one another."""
        found: Counter[Connection] = Counter()
        for at, ids in met.items():
            knowledge, _ = gather(book, ids)
            found.update(find_same(knowledge, at))
            found.update(answer_elsewhere(knowledge, at))
        return found

    def _claims_at(self, points: Iterable[bytes]) -> Iterator[tuple[Point, list[str]]]:
        query = "SELECT statement FROM point WHERE point = ?"
        for point in sorted(points):
            yield key_of(point), self.state.firsts(query, point)

    def _told_of(self, subject: str) -> list[tuple[Any, ...]]:
        query = (
            "SELECT DISTINCT relation, object FROM statement "
            "WHERE subject = ? AND factuality = 'asserted' AND object <> ''"
        )
        return self.state.rows(query, subject)

    def _tied_to(self, first: str) -> list[tuple[Any, ...]]:
        query = (
            "SELECT DISTINCT second, kind FROM connection "
            "WHERE first = ?1 AND second <> ?1 AND kind <> 'answer'"
        )
        return self.state.rows(query, first)

    def _told(self, book: Book, id: str) -> tuple[Knowledge, Mapping[str, str]]:
        return gather(book, [id])

    def _connect(self, before: Counter[Connection], now: Counter[Connection]) -> None:
        for connection in sorted(before.keys() | now.keys(), key=lambda c: c.id):
            step = now[connection] - before[connection]
            if not step:
                continue
            query = "SELECT count FROM connection WHERE id = ?"
            count = sum(self.state.firsts(query, connection.id)) + step
            if bool(count) == (count != step):
                self._set_connection(connection, count)
                continue
            self.terms[kind_term(connection)] += 1 if count else -1
            self.change.connections[connection.id] = connection if count else None
            self._set_connection(connection, count)
            # An answer is between two pieces of evidence: see kg/rdf/write.py.
            if connection.first != connection.second and connection.kind != "answer":
                self.change.tied[connection.first, connection.second, connection.kind] = False
        query = "SELECT 1 FROM connection WHERE first = ? AND second = ? AND kind = ? LIMIT 1"
        for tie in self.change.tied:
            self.change.tied[tie] = bool(self.state.firsts(query, *tie))

    def _set_connection(self, connection: Connection, count: int) -> None:
        if count:
            self.state.put("connection", [connection_row(connection, count)])
        else:
            self.state.many("DELETE FROM connection WHERE id = ?", [(connection.id,)])

    # --- the tables ---

    def _write_claims(self) -> None:
        gone = self.old_rows.keys() - self.new_rows.keys()
        self.state.many("DELETE FROM claim WHERE statement = ? AND doc = ?", sorted(gone))
        changed = [
            (*place, data) for place, data in self.new_rows.items()
            if self.old_rows.get(place) != data
        ]  # fmt: skip
        self.state.put("claim", changed)
        self.state.many(
            "UPDATE page SET copy = ?, published = ?, source = ? WHERE doc = ?",
            [(p.copy, p.published, p.source, id) for id, p in self.news.pages.items()],
        )

    def _settle(self, former: Mapping[str, Claim | None], now: Mapping[str, Claim | None]) -> None:
        """Pool what is touched, and note who and which words are used by it."""
        uses: set[str] = set()
        was_used: dict[str, bool] = {}
        relations: dict[str, Predicate | None] = {}
        happened: Counter[tuple[str, str, str]] = Counter()
        for id in sorted(now):
            before, claim = former[id], now[id]
            for side, step in ((before, -1), (claim, 1)):
                if side is not None:
                    self._count(side, step, happened)
                    relation = side[0].predicate.id
                    relations.setdefault(relation, self._words(relation))
            used = set(self.state.firsts("SELECT entity FROM use WHERE statement = ?", id))
            uses_now = set(entities_of([claim[0]], claim[1])) - {""} if claim else set()
            for entity in used ^ uses_now:
                was_used.setdefault(entity, self._is_used(entity))
            self._set_statement(id, claim, used, uses_now)
            uses |= used ^ uses_now
        self._set_relations(relations)
        self._set_triples(happened)
        self._set_entities(was_used)

    def _infer(
        self, ids: Iterable[str], former: dict[str, Claim | None], now: dict[str, Claim | None]
    ) -> None:
        """Add what followed from the claims, and what follows now."""
        if not self.news.infer:
            return
        inferring = Inferring(self.state, self.now.claim, self.now.entities_in)
        followed, follows = inferring.infer(ids)
        for id in followed:
            former[id] = former.get(id) or followed[id]
            now[id] = now.get(id) or follows[id]

    def _count(self, claim: Claim, step: int, happened: Counter[tuple[str, str, str]]) -> None:
        statement = claim[0]
        for term in terms_of(statement):
            self.terms[term] += step
        self.totals["statements"] += step
        self.totals["evidence"] += step * len(claim[1])
        if statement.factuality == "asserted" and statement.subject and statement.object:
            happened[statement.subject, statement.predicate.id, statement.object] += step

    def _set_statement(
        self, id: str, claim: Claim | None, used: Collection[str], uses: Collection[str]
    ) -> None:
        for table in ("statement WHERE id", "note WHERE statement"):
            self.state.many(f"DELETE FROM {table} = ?", [(id,)])
        gone = [(entity, id) for entity in set(used) - set(uses)]
        self.state.many("DELETE FROM use WHERE entity = ? AND statement = ?", gone)
        self.state.put("use", [(entity, id) for entity in set(uses) - set(used)])
        if claim is not None:
            self.state.put("statement", [statement_row(claim[0], len(claim[1]))])
            self.state.put("note", note_rows(claim[1]))

    def _words(self, relation: str) -> Predicate | None:
        query = (
            "SELECT lemma, label FROM statement WHERE relation = ? "
            "ORDER BY relation, label, lemma LIMIT 1"
        )
        found = self.state.rows(query, relation)
        return Predicate(*map(text_of, found[0])) if found else None

    def _set_relations(self, before: Mapping[str, Predicate | None]) -> None:
        for relation, words in before.items():
            now = self._words(relation)
            if now != words:
                self.change.relations[relation] = now

    def _set_triples(self, happened: Counter[tuple[str, str, str]]) -> None:
        query = (
            "SELECT 1 FROM statement WHERE subject = ? AND relation = ? AND object = ? "
            "AND factuality = 'asserted' LIMIT 1"
        )
        changed = (triple for triple, step in happened.items() if step)
        self.change.happened = {t: bool(self.state.firsts(query, *t)) for t in changed}

    def _is_used(self, entity: str) -> bool:
        return bool(self.state.firsts("SELECT 1 FROM use WHERE entity = ? LIMIT 1", entity))

    def _set_entities(self, was_used: Mapping[str, bool]) -> None:
        """The entities that come, go or are others, and with them what is said of who is who."""
        judged = set(self.relinked.judged)
        for id in sorted(was_used.keys() | self.before.entities.keys()):
            is_used = self._is_used(id)
            was = was_used.get(id, is_used)
            former = self.before.entity(id) if was else None
            entity = self.now.entity(id) if is_used else None
            if was != is_used:
                self.totals["entities"] += is_used - was
                judged.update(self._judgements_of(id))
            if (former and flat_entity(former)) != (entity and flat_entity(entity)):
                self.change.entities[id] = entity
                for side, step in ((former, -1), (entity, 1)):
                    if side is not None:
                        self.terms[side.type] += step
        for judgement in judged:
            self.change.judgements[judgement] = self._is_told(judgement)

    def _judgements_of(self, id: str) -> Iterator[Judgement]:
        for side, value in (("left", id), ("right", code(id))):
            yield from read_judgements(self.state, f"{side} = ?", value)

    def _is_told(self, judgement: Judgement) -> bool:
        """Whether it is there, about something that is in the graph."""
        query = (
            "SELECT 1 FROM judgement WHERE left = ? AND right = ? AND same = ? AND reason = ? "
            "AND score = ?"
        )
        j = judgement
        is_there = self.state.firsts(query, j.left, code(j.right), j.same, j.reason, j.score)
        return bool(is_there) and (self._is_used(j.left) or self._is_used(j.right))

    def _place(self, ids: Iterable[str]) -> None:
        """Note where claims meet now."""
        for id in sorted(ids):
            claim = self.now.claim(id)
            now = find_point(claim[0], self.now.entities_in([claim])) if claim else None
            self.state.db.execute("DELETE FROM point WHERE statement = ?", (id,))
            self.state.put("point", [(now, id)] if now is not None else [])

    # --- what there is to write ---

    def _tell(
        self, former: Mapping[str, Claim | None], now: Mapping[str, Claim | None],
        retold: Iterable[str],
    ) -> None:  # fmt: skip
        change, news = self.change, self.news
        change.documents |= {id: news.come.get(id) for id in {*news.gone, *news.come}}
        # Statements are equal where their ids are.
        changed = {id for id in now if repr(now[id]) != repr(former[id])}
        change.claims |= {id: now[id] for id in changed}
        again = news.gone.keys() & news.come.keys()
        query = "SELECT statement FROM claim WHERE doc = ?"
        told = {*changed, *retold}.union(*(self.state.firsts(query, id) for id in again))
        change.told |= {id: now[id] if id in now else self.now.claim_or_derived(id) for id in told}
        claims = list(filter(None, (*change.told.values(), *change.claims.values())))
        change.named |= {entity.id: entity for entity in self.now.entities_in(claims)}
        pages = {item.document_id for _, items in claims for item in items} - {""}
        change.pages |= {id: news.find(id) for id in sorted(pages)}

    def _finish(self) -> None:
        """Count what there is, and the words of the ontology that are in use."""
        more = [(step, name) for name, step in self.totals.items()]
        self.state.many("UPDATE total SET count = count + ? WHERE name = ?", more)
        before = dict(self.state.rows("SELECT name, uses FROM term"))
        now = Counter(before)
        now.update(self.terms)
        self.state.put("term", [(name, now[name]) for name in self.terms])
        self.state.db.execute("DELETE FROM term WHERE uses = 0")
        self.change.former_terms, self.change.terms = _terms(before), _terms(now)


def _terms(uses: Mapping[str, int]) -> Terms:
    names = sorted(name for name, count in uses.items() if count)
    kinds = tuple(name.removeprefix(_KIND) for name in names if name.startswith(_KIND))
    return Terms(tuple(name for name in names if not name.startswith(_KIND)), kinds)


def note_rows(evidence: Iterable[Evidence]) -> set[tuple[str, str]]:
    """Of what takes a claim back, the claim and the document."""
    return {
        (item.statement_id, item.document_id)
        for item in evidence if item.factuality == "corrected"
    }  # fmt: skip
