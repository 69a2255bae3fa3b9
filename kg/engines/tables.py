"""The tables of a graph that was made on disk: see `kg.update.keep`, which makes them in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.engines.claims import Claim, GroundedRows, Settled, days_of
from kg.engines.disk import DiskRows
from kg.engines.linking import Linked, Team
from kg.engines.rows import Row, Rows
from kg.engines.spool import Shelf, Spool
from kg.infer import bears, pair_of
from kg.link.across import Key
from kg.link.bundles import Bundle
from kg.link.clusters import Discourse
from kg.link.flat import flat_phrase, pack, unpack
from kg.link.phrases import Phrase
from kg.link.verdict import Opinion
from kg.model import Document, Entity, Judgement, Knowledge, slug
from kg.readings import Readings
from kg.sources.copies import find_shingles, signature_of
from kg.update.blocks import find_blocks
from kg.update.called import called_rows
from kg.update.claims import find_point, kind_term, note_rows, statement_row, terms_of
from kg.update.conflicts import moment_rows, reading_rows
from kg.update.deciding import settle
from kg.update.files import Claim as Told
from kg.update.files import list_sections
from kg.update.inferring import Inferring, derived_row
from kg.update.linking import LOCAL, NAMED, PHRASE, Relinked, home_of, judgement_row, team_values
from kg.update.state import State, code, connection_row, key_code
from kg.update.texts import band_rows, line_rows, pack_kinds

_MANY = 2_000  # rows of a table that are written at once


@dataclass(frozen=True, slots=True)
class Made:
    """A whole graph on disk, and what its making went by."""

    marked: DiskRows
    shelf: Readings
    copies: Rows
    linked: Linked
    grounded: GroundedRows
    settled: Settled
    spool: Spool


def fill_tables(
    state: State, made: Made, given: Iterable[Document], turtle: Path | None, folder: Path
) -> None:
    """Write all tables but those of decisions."""
    state.put("section", list_sections(turtle).items() if turtle else ())
    state.put("line", (row for document in given for row in line_rows(document)))
    _fill_pages(state, made)
    _fill_names(state, made.linked)
    state.put("judgement", _judgements(made))
    _fill_claims(state, made, folder)


def fill_decided(state: State, opinion: Opinion, find: Callable[[str], Discourse]) -> None:
    """Write the tables of decisions; `find` gives the discourse of a document."""
    settle(state, Relinked(set()), opinion, find)


# --- documents and names ---


def _fill_pages(state: State, made: Made) -> None:
    named = made.linked.pages.flat_map(lambda id, page: [(id, ("page", page))])
    copies = made.copies.flat_map(lambda id, copy: [(id, ("copy", copy))])
    desk = _Desk(state)
    for id, row in made.marked.join(named.union(copies), _page):
        desk.put("page", [row])
        _, _, _, _, published, _, _, signature = row
        desk.put("band", band_rows(signature, published, id))
    desk.clear()


def _page(id: str, document: Document, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = dict(values)
    keys, phrases = found["page"]
    signature = signature_of(find_shingles(document))
    yield id, (
        id, pack(list(keys)), pack(list(map(flat_phrase, phrases))), found.get("copy", id),
        document.published, document.source, pack_kinds(document), signature,
    )  # fmt: skip


# --- who is who ---


def _fill_names(state: State, linked: Linked) -> None:
    entities = linked.entities.flat_map(lambda id, entity: [(id, ("entity", entity))])
    teams = linked.teams.flat_map(lambda id, team: [(id, ("team", team))])
    met = _here(entities.union(teams).group(_team))
    for _, (row, called, doubts) in met:
        state.put("team", [row])
        state.put("called", called)
        state.put("doubt", doubts)
    state.put("naming", _rows(linked.placed, _namings))
    state.put("aside", _asides(state))
    state.put("block", _rows(linked.bundles, _blocks))
    state.put("pair", _rows(linked.alike, _pair))


def _team(id: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    found = dict(values)
    entity: Entity = found["entity"]
    team: Team = found["team"]
    kind = NAMED if team.is_named else LOCAL if team.key[0] == "local" else PHRASE
    wanted = id if kind == LOCAL else slug(entity.label)
    size, first = len(team.places), team.places[0][0]
    row = team_values(team.key, kind, entity, wanted, size, first, team.reasons, team.doubts)
    doubts = [(row[0], key_code(other)) for other, _ in team.doubts]
    yield id, (row, called_rows(row[0], entity), doubts)


def _namings(placed: tuple[Key, str, bytes]) -> Iterator[tuple[Any, ...]]:
    key, usual, packed = placed
    name, home, team = code(usual) if usual else None, home_of(key), key_code(key)
    for document, number, own, data, _ in Bundle(key, packed).namings:
        it = None if own[0] == "local" else key_code(own)
        yield document, number, it, name, home, team, data


def _asides(state: State) -> Iterator[tuple[bytes, str]]:
    """The keys of clusters that are not worth a node."""
    for document, keys in state.db.execute("SELECT doc, keys FROM page"):
        named = set(state.firsts("SELECT number FROM naming WHERE doc = ?", document))
        others = {tuple(key) for number, key in enumerate(unpack(keys)) if number not in named}
        yield from ((key_code(key), document) for key in others if key)


def _blocks(bundle: Bundle) -> Iterator[tuple[Any, ...]]:
    if bundle.key[0] != "local":
        own = key_code(bundle.key)
        yield from ((b, role, own) for b, role in find_blocks(bundle.key, bundle.clusters()))


def _pair(pair: tuple[float, Phrase, Phrase]) -> Iterator[tuple[Any, ...]]:
    less, one, two = pair
    yield key_code(one.key), key_code(two.key), -less


def _judgements(made: Made) -> Iterator[tuple[Any, ...]]:
    """Of groups, each told by its entity; of mentions, each told by its document."""
    of_groups = made.linked.judgements.flat_map(_by_words).group(_first)
    yield from (judgement_row(j, teller=j.left) for _, j in _here(of_groups))
    of_mentions = made.grounded.judgements.flat_map(_by_words).group(_first)
    yield from (judgement_row(j, j.right.split(":")[0]) for _, j in _here(of_mentions))


def _by_words(_: str, judgement: Judgement) -> Iterator[Row]:
    yield repr(judgement), judgement


def _first(key: str, same: Iterator[Judgement]) -> Iterator[Row]:
    yield key, next(same)


# --- claims ---


def _fill_claims(state: State, made: Made, folder: Path) -> None:
    spool = made.spool
    state.put("claim", ((id, *told) for id, told in _here(made.grounded.flat).sort()))
    terms = Counter(entity.type for entity in spool.entities)
    sizes = Counter(entities=terms.total(), statements=0, evidence=0)
    desk = _Desk(state)
    for id, (claim, named) in spool.claims.join(made.settled.parties, _with_parties):
        terms.update(terms_of(claim.statement))
        sizes.update(statements=1, evidence=len(claim.evidence))
        desk.put("statement", [statement_row(claim.statement, len(claim.evidence))])
        if claim.is_told:
            _fill_told(desk, claim, named)
        else:
            ends = claim.statement.subject, claim.statement.object
            pair = pair_of(claim.statement)
            desk.put("derived", [derived_row((claim.statement, claim.evidence), pair)])
            desk.put("use", [(end, id) for end in ends])
    for connection, times in spool.found:
        terms[kind_term(connection)] += 1
        desk.put("connection", [connection_row(connection, times)])
    desk.clear()
    _fill_bearing(state, spool, folder)
    state.put("term", terms.items())
    state.put("total", sizes.items())


def _with_parties(id: str, claim: Claim, named: Iterator[Entity]) -> Iterator[Row]:
    yield id, (claim, list(named))


def _fill_told(desk: _Desk, claim: Claim, named: list[Entity]) -> None:
    id = claim.statement.id
    desk.put("use", [(entity, id) for entity in claim.entities])
    point = find_point(claim.statement, named)
    desk.put("point", [(point, id)] if point is not None else [])
    copies = {document: page.copy for document, page in claim.pages.items()}
    told = Knowledge(days_of(claim.pages), tuple(named), (claim.statement,), claim.evidence)
    readings = list(reading_rows(told, copies))
    desk.put("reading", readings)
    desk.put("moment", {found for row in readings for found in moment_rows(row)})
    desk.put("note", note_rows(claim.evidence))


def _fill_bearing(state: State, spool: Spool, folder: Path) -> None:
    """Between whom claims are from which others follow, and by whom these are joined."""
    bearing = (
        (id, (claim.statement, claim.evidence))
        for id, claim in spool.claims if claim.is_told and bears(claim.statement)
    )  # fmt: skip
    claims = Shelf(folder, bearing)

    def entities_in(some: Iterable[Told]) -> list[Entity]:
        ids = (id for statement, _ in some for id in (statement.subject, statement.object))
        return [spool.entity(id) for id in ids if id]

    inferring = Inferring(state, claims.find, entities_in)
    middles: set[bytes] = set()
    for id in claims.keys:
        middles |= inferring.place(id)[1]
    for middle in sorted(middles):
        inferring.join(middle)


class _Desk:
    """Rows that wait until they are many."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._waiting: defaultdict[str, list[Any]] = defaultdict(list)

    def put(self, table: str, rows: Iterable[Any]) -> None:
        """Add rows."""
        waiting = self._waiting[table]
        waiting.extend(rows)
        if len(waiting) > _MANY:
            self._state.put(table, waiting)
            waiting.clear()

    def clear(self) -> None:
        """Write the rest."""
        for table, rows in self._waiting.items():
            self._state.put(table, rows)
        self._waiting.clear()


def _rows(rows: Rows, make: Callable[[Any], Iterable[tuple[Any, ...]]]) -> Iterator[Any]:
    return (row for _, value in _here(rows) for row in make(value))


def _here(rows: Rows) -> DiskRows:
    assert isinstance(rows, DiskRows)
    return rows
