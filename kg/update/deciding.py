"""What the user decided of who is who, where documents and decisions come and go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from kg.link import find_referents
from kg.link.clusters import Discourse
from kg.link.entities import judge_document
from kg.link.flat import pack, unpack
from kg.link.registry import LinkTable, Row, add_id, choose_ids, find_fits, index_rows
from kg.link.split import Move, Page, Part, split_page
from kg.link.verdict import Opinion, Tally, decide
from kg.model import Entity, Judgement, Mention, Span, digest
from kg.update.called import find_called, find_named
from kg.update.linking import (
    Relinked,
    find_entity,
    ids_in,
    judge_entity,
    judgement_row,
    read_judgements,
    take_judgements,
)
from kg.update.state import State, flat_entity


def find_decided(state: State, id: str) -> Entity | None:
    """The entity with this id, as it is in the graph."""
    query = (
        "SELECT (SELECT data FROM decided WHERE id = ?1), (SELECT id FROM linked WHERE entity = ?1)"
    )
    ((data, own),) = state.rows(query, id)
    entity = find_entity(state, id) if data is None else _read_entity(id, data)
    return add_id(entity, own) if entity is not None and own is not None else entity


def find_meant(state: State, discourse: Discourse) -> Page:
    """What the mentions of a document mean, as it was linked."""
    found = ids_in(state, discourse.reading.document.id)
    id_of = {id(discourse.clusters[number]): entity for number, entity in found.items()}
    return find_referents(discourse, id_of)


def settle(
    state: State, relinked: Relinked, opinion: Opinion, resolve: Callable[[str], Discourse]
) -> tuple[str, ...]:
    """Decide anew what a change may reach, and add to it what is otherwise by that.

    Returns a line for each decision that fits nothing, and for each row that is ambiguous.
    """
    known = _Tables(state, relinked.documents, resolve)
    verdict, unused = decide(known, opinion.decisions, opinion.documents)
    relinked.verdict = verdict
    deciding = _Deciding(state, relinked, known)
    deciding.make()
    return *unused, *_Listing(state, relinked, opinion.table, deciding.flipped).make()


# --- what decisions ask of the tables ---


class _Tables:
    """What linking found, as the tables have it."""

    def __init__(
        self, state: State, anew: Collection[str], resolve: Callable[[str], Discourse]
    ) -> None:
        self.parted: dict[str, tuple[str, list[Move]]] = {}  # what was asked of documents
        self.resolve = resolve
        self._state, self._anew = state, set(anew)
        self.paged: dict[str, Page] = {}  # what was asked for as a whole

    def find(self, names: Collection[str]) -> Iterable[Entity]:
        """Those that may be called so."""
        return find_called(self._state, names).values()

    def entity(self, id: str) -> Entity:
        """The one with this id."""
        found = find_entity(self._state, id)
        assert found is not None
        return found

    def tally(self, id: str) -> Tally:
        """How it is mentioned."""
        return read_tally(self._state, id)

    def page(self, document: str) -> Page:
        """What the mentions of a document mean, which is kept for the next time."""
        if document not in self.paged:
            query = "SELECT data FROM paged WHERE doc = ?"
            found = () if document in self._anew else self._state.firsts(query, document)
            self.paged[document] = (
                dict(_read_meant(document, flat) for flat in unpack(found[0]))
                if found
                else self._page(document)
            )
        return self.paged[document]

    def _page(self, document: str) -> Page:
        is_there = self._state.firsts("SELECT 1 FROM page WHERE doc = ?", document)
        return find_meant(self._state, self.resolve(document)) if is_there else {}

    def split(self, parts: Mapping[str, Part]) -> Iterator[Move]:
        """The mentions that leave these, found anew only where other than before is asked."""
        told: defaultdict[str, list[str]] = defaultdict(list)
        for id in sorted(parts):
            for document in documents_of(self._state, id):
                told[document].append(id)
        query = "SELECT data FROM parted WHERE doc = ? AND asked = ?"
        for document, ids in sorted(told.items()):
            here = {id: parts[id] for id in ids}
            asked = digest(repr([(p.entity.id, p.entity.label, p.targets) for p in here.values()]))
            found = () if document in self._anew else self._state.firsts(query, document, asked)
            moves = (
                [_read_move(document, flat) for flat in unpack(found[0])]
                if found
                else split_page(self._page(document), here)
            )
            self.parted[document] = asked, moves
            yield from moves


def read_tally(state: State, id: str) -> Tally:
    """How an entity is mentioned, as it was linked; its clusters are many, and many are equal."""
    query = (
        "SELECT naming.data, count(*) FROM team JOIN naming USING (team) "
        "WHERE team.id = ? GROUP BY naming.data"
    )
    tally = Tally()
    for data, times in state.rows(query, id):
        for _, _, kind, core, *_ in unpack(data)[0]:
            tally.add(core if kind == "name" else "", times)
    return tally


def documents_of(state: State, id: str) -> list[str]:
    """The documents in which something is this entity, as it was linked."""
    query = "SELECT DISTINCT doc FROM team JOIN naming USING (team) WHERE team.id = ?"
    return state.firsts(query, id)


def _flat_move(move: Move) -> tuple[Any, ...]:
    m = move.mention
    return m.span.start, m.span.end, m.label, m.kind, m.core, move.former, move.ids


def _read_move(document: str, flat: tuple[Any, ...]) -> Move:
    start, end, label, kind, core, former, ids = flat
    span = Span(document, start, end)
    return Move(Mention(span, "", label, kind, "", span, core), former, ids)


def _flat_meant(meant: tuple[Mention, tuple[str, ...]]) -> tuple[Any, ...]:
    mention, ids = meant
    m, head = mention, mention.head_span
    return m.span.start, m.span.end, m.text, m.label, m.kind, head.start, head.end, m.core, ids


def _read_meant(document: str, flat: tuple[Any, ...]) -> tuple[Mention, tuple[str, ...]]:
    start, end, text, label, kind, first, last, core, ids = flat
    span, head = Span(document, start, end), Span(document, first, last)
    return Mention(span, text, label, kind, "", head, core), ids


def _read_entity(id: str, data: bytes) -> Entity | None:
    return Entity(id, *unpack(data)) if data else None


# --- decisions ---


class _Deciding:
    """Brings the tables of what is decided up to date, and finds what is otherwise by that."""

    def __init__(self, state: State, relinked: Relinked, known: _Tables) -> None:
        self.state, self.relinked, self.known = state, relinked, known
        self.verdict = relinked.verdict
        self.watched: set[str] = set()  # all that decisions have or had to do with
        self.flipped: set[str] = (
            set()
        )  # of these, what may have a name now and had none, or had one
        self._watch()

    def _watch(self) -> None:
        verdict = self.verdict
        now = {*verdict.entities, *verdict.tallies, *verdict.owner, *verdict.owner.values()}
        now.update(judgement.left for judgement in verdict.judged)
        now.update(id for pair in verdict.apart for id in pair)
        now.update(id for step in verdict.steps for id in step.lost)
        rows = [
            (id, bool(verdict.tallies[id].names) if id in verdict.tallies else -1) for id in now
        ]
        self.flipped = {id for id, _ in self.state.exchange("watched", rows)}
        self.watched = now | self.flipped

    def make(self) -> None:
        """Do so."""
        state, verdict = self.state, self.verdict
        self._set_entities()
        moved = self._set_moves()
        owned = {id for id, _ in state.exchange("owner", list(verdict.owner.items()))}
        touched = moved.keys() | {d for id in owned for d in documents_of(state, id)}
        touched |= {doc for doc, means in self._moved().items() if means & owned}
        here = {doc for doc in touched if state.firsts("SELECT 1 FROM page WHERE doc = ?", doc)}
        self.relinked.documents |= here
        if self.watched:
            self._judge()

    def _set_entities(self) -> None:
        """Put in what is decided, and remember what was."""
        rows = [
            (id, b"" if entity is None else pack(flat_entity(entity)))
            for id, entity in self.verdict.entities.items()
        ]
        before = dict(self.state.rows("SELECT id, data FROM decided"))
        former = self.relinked.former
        for id, _ in self.state.exchange("decided", rows):
            if id not in before and id not in former:
                former[id] = find_entity(self.state, id)
        now = dict(rows)
        for id, data in before.items():
            if id in former or data != now.get(id):
                former[id] = _read_entity(id, data)

    def _set_moves(self) -> dict[str, bytes]:
        """Note which mentions mean others; give the documents where these are others now."""
        ids: defaultdict[str, dict[Mention, tuple[str, ...]]] = defaultdict(dict)
        for step in self.verdict.steps:
            for mention, move in step.moves.items():
                ids[mention.span.document_id][mention] = move.ids
        rows = [(doc, pack(sorted(map(_flat_mention, here.items())))) for doc, here in ids.items()]
        asked = [
            (doc, asked, pack(list(map(_flat_move, moves))))
            for doc, (asked, moves) in self.known.parted.items()
        ]
        self.state.exchange("parted", asked)
        pages = {doc: page for doc, page in self.known.paged.items() if page}
        paged = [(doc, pack(list(map(_flat_meant, page.items())))) for doc, page in pages.items()]
        self.state.exchange("paged", paged)
        return dict(self.state.exchange("moved", rows))

    def _moved(self) -> dict[str, set[str]]:
        """What mentions mean that were moved, by document."""
        rows = self.state.rows("SELECT doc, data FROM moved")
        return {doc: {id for *_, ids in unpack(data) for id in ids} for doc, data in rows}

    def _judge(self) -> None:
        """Say anew why names are what they are, of all that decisions may have to do with."""
        relinked, verdict, state = self.relinked, self.verdict, self.state
        doubted = (
            "SELECT near.id FROM team JOIN doubt ON doubt.other = team.team "
            "JOIN team AS near ON near.team = doubt.team WHERE team.id = ?"
        )
        near = {other for id in self.watched for other in state.firsts(doubted, id)}
        for id in sorted(self.watched | near | relinked.judging):
            told = set(verdict.judge(judge_entity(state, id)))
            self._tell("teller", id, told, teller=id)
        for document in sorted(relinked.documents):
            discourse = self.known.resolve(document)
            told = set(verdict.judge(judge_document(discourse, ids_in(state, document))))
            self._tell("doc", document, told, document)
        self._tell("teller", "", verdict.judged, teller="")

    def _tell(
        self, column: str, value: str, told: Collection[Judgement], document: str = "",
        teller: str | None = None,
    ) -> None:  # fmt: skip
        """Let a document or an entity tell this, if it told anything else."""
        before = set(read_judgements(self.state, f"{column} = ?", value))
        if before != told:
            take_judgements(self.state, column, value)
            self.state.put("judgement", [judgement_row(j, document, teller) for j in told])
            self.relinked.judged |= before ^ set(told)


def _flat_mention(item: tuple[Mention, tuple[str, ...]]) -> tuple[Any, ...]:
    mention, ids = item
    return mention.span.start, mention.span.end, mention.label, ids


# --- the registry ---


class _Listing:
    """Gives ids of the registry to the entities that its rows name, where either has changed."""

    def __init__(
        self, state: State, relinked: Relinked, table: LinkTable, flipped: Iterable[str]
    ) -> None:
        self.state, self.relinked, self.table = state, relinked, table
        self._rows: Mapping[str, Collection[Row]] = index_rows(table)
        self._flipped = flipped

    def make(self) -> tuple[str, ...]:
        """Do so; give a line for each that is ambiguous."""
        listed = {(name, row.id, row.type) for name, rows in self._rows.items() for row in rows}
        changed = self.state.exchange("listed", listed)
        if not listed and not changed:
            return ()
        ids = {*self.relinked.former, *self._flipped}
        if changed:  # some may name who is there by decision alone
            ids |= find_named(self.state, {name for name, *_ in changed})
            ids |= self.relinked.verdict.entities.keys()
        own = {found for id in sorted(ids) for found in self._fit(id)}
        query = "SELECT entity FROM fit WHERE id = ?"
        ids |= {entity for id in own for entity in self.state.firsts(query, id)}
        chosen, _ = choose_ids(self.table.file, self._fits(ids))
        for id in sorted(ids):
            self._choose(id, chosen.get(id))
        return choose_ids(self.table.file, self._fits(self._contested()))[1]

    def _fit(self, id: str) -> set[str]:
        """Note which ids of the registry fit an entity; give those that do or did."""
        entity = self._decided(id)
        found = find_fits(entity, self._rows) if entity is not None else {}
        if found and not self._is_named(id):
            found = {}
        before = set(self.state.rows("SELECT * FROM fit WHERE entity = ?", id))
        now = {(id, own, other) for own, other in found.items()}
        self.state.many("DELETE FROM fit WHERE entity = ? AND id = ? AND other = ?", before - now)
        self.state.put("fit", now - before)
        return {own for _, own, _ in before | now}

    def _decided(self, id: str) -> Entity | None:
        """An entity without an id of the registry."""
        decided = self.relinked.verdict.entities
        return decided[id] if id in decided else find_entity(self.state, id)

    def _is_named(self, id: str) -> bool:
        tally = self.relinked.verdict.tallies.get(id) or read_tally(self.state, id)
        return bool(tally.names)

    def _fits(self, ids: Iterable[str]) -> dict[str, dict[str, str]]:
        query = "SELECT id, other FROM fit WHERE entity = ?"
        return {id: dict(found) for id in ids if (found := self.state.rows(query, id))}

    def _contested(self) -> list[str]:
        """Entities about which there is something to say."""
        return self.state.firsts(
            "SELECT DISTINCT entity FROM fit WHERE other <> '' "
            "OR entity IN (SELECT entity FROM fit GROUP BY entity HAVING count(*) > 1) "
            "OR id IN (SELECT id FROM fit GROUP BY id HAVING count(*) > 1)"
        )

    def _choose(self, id: str, own: str | None) -> None:
        """Let an entity have an id; remember what it was."""
        before = next(iter(self.state.firsts("SELECT id FROM linked WHERE entity = ?", id)), None)
        former = self.relinked.former
        if id in former or own != before:
            entity = former[id] if id in former else self._decided(id)
            former[id] = add_id(entity, before) if entity is not None and before else entity
        if own != before:
            self.state.many("DELETE FROM linked WHERE entity = ?", [(id,)])
            self.state.put("linked", [(id, own)] if own is not None else [])
