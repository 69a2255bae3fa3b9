"""The tables of a graph that was made as a whole, out of what its making left at hand."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.assemble import entities_of
from kg.errors import StoreError
from kg.ground import Grounded
from kg.infer import bears, pair_of
from kg.link import Linked
from kg.link.across import Key, cross_key
from kg.link.clusters import Cluster
from kg.link.verdict import Opinion
from kg.memory import give_back
from kg.model import Connection, Document, Entity, Evidence, Knowledge, slug
from kg.update.blocks import find_blocks
from kg.update.called import called_rows
from kg.update.claims import (
    claim_rows,
    find_point,
    kind_term,
    note_rows,
    statement_row,
    terms_of,
)
from kg.update.conflicts import moment_rows, reading_rows
from kg.update.deciding import settle
from kg.update.files import Claim, list_sections
from kg.update.inferring import Inferring, derived_row
from kg.update.linking import (
    LOCAL,
    Relinked,
    aside_rows,
    home_of,
    judgement_row,
    kind_of,
    naming_rows,
    page_row,
    team_row,
)
from kg.update.state import State, code, connection_row, key_code, make_state
from kg.update.texts import band_rows, line_rows, pack_kinds


@dataclass(frozen=True, slots=True)
class Made:
    """A whole graph, and what its making went by."""

    given: tuple[Document, ...]
    linked: Linked
    opinion: Opinion
    claims: list[Grounded]
    met: list[Connection]
    copies: Mapping[str, str]
    signatures: Mapping[str, bytes]
    said: Knowledge  # without what only follows
    knowledge: Knowledge


def keep(path: Path, made: Made, turtle: Path | None, meta: dict[str, str]) -> None:
    """Write the tables of a graph that is in memory."""
    write_tables(
        path,
        lambda state: _fill(state, made, turtle, meta),
        lambda state: _settle(state, made),
    )


def write_tables(
    path: Path, fill: Callable[[State], None], finish: Callable[[State], None]
) -> None:
    """Put tables in place of the former ones; they are flushed by nobody, as they may go."""
    draft = path.with_suffix(".new")
    give_back()  # what it took to check the graph
    try:
        make_state(draft, fill, finish)
        draft.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def _fill(state: State, made: Made, turtle: Path | None, meta: dict[str, str]) -> None:
    state.set_meta(meta)
    state.put("section", list_sections(turtle).items() if turtle else ())
    _fill_pages(state, made)
    _fill_names(state, made)
    _fill_claims(state, made)
    k = made.knowledge
    sizes = {"entities": k.entities, "statements": k.statements, "evidence": k.evidence}
    state.put("total", [(name, len(things)) for name, things in sizes.items()])


def _settle(state: State, made: Made) -> None:
    discourses = {d.reading.document.id: d for d in made.linked.discourses}
    settle(state, Relinked(set()), made.opinion, discourses.__getitem__)


def _fill_pages(state: State, made: Made) -> None:
    pages = {document.id: document for document in made.knowledge.documents}
    rows = []
    bands: list[tuple[bytes, str, str]] = []
    for discourse in made.linked.discourses:
        id, keys, phrases = page_row(discourse)
        page = pages[id]
        signature = made.signatures.get(id, b"")
        weighed = made.copies[id], page.published, page.source
        rows.append((id, keys, phrases, *weighed, pack_kinds(page), signature))
        bands += band_rows(signature, page.published, id)
    state.put("page", rows)
    state.put("band", sorted(bands))
    lines = (row for document in made.given for row in line_rows(document))
    state.put("line", lines)


def _fill_names(state: State, made: Made) -> None:
    linked = made.linked
    entities = {entity.id: entity for entity in linked.linking.entities}
    place: dict[int, tuple[str, bytes | None, bytes | None]] = {}
    teams, doubts = [], []
    called = set[tuple[int, bytes]]()
    for group in linked.groups:
        kind, own = kind_of(group), key_code(group.key)
        for _, cluster in group.members:
            place[id(cluster)] = (group.usual, home_of(group.key), own)
        entity = entities[linked.id_of[id(group.members[0][1])]]
        wanted = entity.id if kind == LOCAL else slug(entity.label)
        teams.append(team_row(group, kind, entity, wanted))
        called |= called_rows(own, entity)
        doubts += [(own, key_code(other)) for other in group.doubts]
    state.put("team", teams)
    state.put("called", called)
    state.put("doubt", doubts)
    namings = []
    clusters: defaultdict[Key, list[Cluster]] = defaultdict(list)
    for discourse in linked.discourses:
        state.put("aside", aside_rows(discourse))
        for document, number, own, _, _, _, data in naming_rows(discourse):
            cluster = discourse.clusters[number]
            usual, home, team = place.get(id(cluster), ("", None, None))
            if own is not None:
                clusters[cross_key(discourse, cluster, number)].append(cluster)
            name = code(usual) if usual else None
            namings.append((document, number, own, name, home, team, data))
    state.put("naming", namings)
    blocks = (
        (block, role, key_code(key))
        for key, same in clusters.items()
        for block, role in find_blocks(key, same)
    )
    state.put("block", blocks)
    pairs = [(key_code(one), key_code(two), -close) for close, one, two in linked.alike]
    state.put("pair", pairs)
    state.put("judgement", [judgement_row(j, teller=j.left) for j in set(linked.of_groups)])
    told = set(linked.of_mentions)
    state.put("judgement", [judgement_row(j, j.right.split(":")[0]) for j in told])


def _fill_claims(state: State, made: Made) -> None:
    knowledge = made.said
    state.put("claim", ((*place, data) for place, data in claim_rows(made.claims).items()))
    told: defaultdict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        told[item.statement_id].append(item)
    entities = {entity.id: entity for entity in knowledge.entities}
    terms = Counter(entity.type for entity in knowledge.entities)
    uses: list[Any] = []
    days = {d.id: Document(d.id, "", (), "", published=d.published) for d in knowledge.documents}
    for statement in knowledge.statements:
        ids = set(entities_of([statement], told[statement.id])) - {""}
        uses += [(id, statement.id) for id in ids]
        named = [entities[id] for id in ids if id in entities]
        point = find_point(statement, named)
        state.put("point", [(point, statement.id)] if point is not None else [])
        _fill_readings(state, (statement, tuple(told[statement.id])), named, days, made.copies)
        terms.update(terms_of(statement))
    state.put("use", uses)
    rows = (statement_row(s, len(told[s.id])) for s in knowledge.statements)
    state.put("statement", rows)
    state.put("note", note_rows(knowledge.evidence))
    _fill_derived(state, made, told, entities, terms)
    counts = Counter(made.met)
    terms.update(map(kind_term, counts))
    state.put("connection", (connection_row(c, n) for c, n in counts.items()))
    state.put("term", terms.items())


def _fill_readings(
    state: State, claim: Claim, named: Collection[Entity],
    days: Mapping[str, Document], copies: Mapping[str, str],
) -> None:  # fmt: skip
    pages = {item.document_id: days[item.document_id] for item in claim[1]}
    knowledge = Knowledge(tuple(pages.values()), tuple(named), (claim[0],), claim[1])
    rows = list(reading_rows(knowledge, copies))
    state.put("reading", rows)
    state.put("moment", {found for row in rows for found in moment_rows(row)})


def _fill_derived(
    state: State, made: Made, told: Mapping[str, list[Evidence]], entities: Mapping[str, Entity],
    terms: Counter[str],
) -> None:  # fmt: skip
    claims = {s.id: (s, tuple(told[s.id])) for s in made.said.statements if bears(s)}

    def entities_in(some: Iterable[Claim]) -> list[Entity]:
        ids = (id for statement, _ in some for id in (statement.subject, statement.object))
        return [entities[id] for id in ids if id in entities]

    inferring = Inferring(state, claims.get, entities_in)
    middles: set[bytes] = set()
    for id in claims:
        middles |= inferring.place(id)[1]
    for middle in middles:
        inferring.join(middle)
    derived: defaultdict[str, list[Evidence]] = defaultdict(list)
    for item in made.knowledge.evidence:
        if item.statement_id not in told:
            derived[item.statement_id].append(item)
    for statement in made.knowledge.statements:
        if items := derived.get(statement.id):
            state.put("derived", [derived_row((statement, tuple(items)), pair_of(statement))])
            state.put("statement", [statement_row(statement, len(items))])
            state.put("use", [(id, statement.id) for id in (statement.subject, statement.object)])
            terms.update(terms_of(statement))
