"""What the user decided of who is who, where documents and entities are rows on any machine.

What decisions ask for is brought here: the entities that they name, how these are mentioned, and
the documents in which one is split. What they come to goes to where the rows are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kg.engines.linking import Linked
from kg.engines.rows import Row, Rows
from kg.link import find_referents
from kg.link.clusters import Discourse
from kg.link.naming import Called
from kg.link.registry import LinkTable, add_id, choose_ids, find_fits, index_rows
from kg.link.registry import Row as Listed
from kg.link.split import Move, Page, Part, split_page
from kg.link.verdict import Opinion, Tally, Verdict, decide
from kg.link.within import resolve
from kg.model import Entity, Judgement, Reading

Within = Callable[[frozenset[str]], Rows]  # the readings of these documents


@dataclass(frozen=True, slots=True)
class Decided:
    """Who is who, as `link_rows` has it, but for mentions, which the verdict gives to others."""

    linked: Linked
    verdict: Verdict = field(default_factory=Verdict)
    unused: tuple[str, ...] = ()  # a line for each decision or row that fits nothing


def decide_rows(within: Within, linked: Linked, opinion: Opinion) -> Decided:
    """Decide what is linked; raises KgError where decisions contradict each other."""
    verdict, unused = Verdict(), tuple[str, ...]()
    if not opinion.decisions.is_empty():
        known = _Gathered(within, linked, opinion)
        verdict, unused = decide(known, opinion.decisions, opinion.documents)
        linked = _apply(linked, verdict)
    if not opinion.table.rows:
        return Decided(linked, verdict, unused)
    chosen, unlinked = _choose(linked, verdict, opinion.table)
    listed = replace(linked, entities=linked.entities.flat_map(_AddIds(chosen)))
    return Decided(listed, verdict, (*unused, *unlinked))


def _apply(linked: Linked, verdict: Verdict) -> Linked:
    told = linked.judgements.made((judgement.left, judgement) for judgement in verdict.judged)
    others = ((e.id, e) for e in verdict.entities.values() if e is not None)
    stay = linked.entities.flat_map(_Stay(frozenset(verdict.entities)))
    return replace(
        linked,
        entities=stay.union(linked.entities.made(others)),
        judgements=linked.judgements.flat_map(_Judge(verdict)).union(told),
    )


class _Gathered:
    """What linking found, as far as decisions ask for it, brought here."""

    def __init__(self, within: Within, linked: Linked, opinion: Opinion) -> None:
        self._within, self._linked = within, linked
        decisions = opinion.decisions
        named = (mention.document for mention in decisions.mentions)
        ids = {opinion.documents.get(name, name.removeprefix("doc:")) for name in named}
        self._pages: dict[str, Page] = dict(self._ask(ids, _meant))
        told = {id for page in self._pages.values() for ids in page.values() for id in ids}
        is_asked = _Asked(Called(decisions.names()), frozenset(told))
        self._entities: dict[str, Entity] = dict(linked.entities.flat_map(is_asked).collect())
        self._tallies = self._count(frozenset(self._entities))

    def find(self, names: Collection[str]) -> Iterable[Entity]:
        """Those that may be called so, and those of the documents that are named."""
        return self._entities.values()

    def entity(self, id: str) -> Entity:
        """The one with this id."""
        return self._entities[id]

    def tally(self, id: str) -> Tally:
        """How it is mentioned."""
        return self._tallies.get(id, Tally())

    def page(self, document: str) -> Page:
        """What the mentions of a document mean."""
        return self._pages.get(document, {})

    def split(self, parts: Mapping[str, Part]) -> Iterable[Move]:
        """The mentions that leave these."""
        found = self._ask(self._documents(frozenset(parts)), _Split(parts)) if parts else []
        return [move for _, moves in sorted(found, key=lambda row: row[0]) for move in moves]

    def _count(self, ids: frozenset[str]) -> dict[str, Tally]:
        tallies: dict[str, Tally] = {}
        for id, tally in self._ask(self._documents(ids), _Count(ids)):
            total = tallies.setdefault(id, Tally())
            total.mentions += tally.mentions
            total.names.update(tally.names)
        return tallies

    def _documents(self, ids: frozenset[str]) -> set[str]:
        """Those in which something is one of these."""
        return {document for document, _ in self._linked.ids.flat_map(_Naming(ids)).collect()}

    def _ask(self, documents: Collection[str], act: Callable[..., Iterator[Row]]) -> list[Row]:
        """What each of some documents has to say, given its discourse and the ids in it."""
        if not documents:
            return []
        here = frozenset(documents)
        ids = self._linked.ids.flat_map(In(here))
        return list(self._within(here).join(ids, _Tell(act)).collect())


@dataclass(frozen=True, slots=True)
class In:
    """The rows with these keys."""

    keys: frozenset[str]

    def __call__(self, key: str, value: Any) -> Iterator[Row]:
        """The row, if it is one of them."""
        if key in self.keys:
            yield key, value


@dataclass(frozen=True, slots=True)
class _Asked:
    """The entities that may be called so, or that have one of these ids."""

    called: Called
    ids: frozenset[str]

    def __call__(self, id: str, entity: Entity) -> Iterator[Row]:
        if id in self.ids or self.called.may_be(entity):
            yield id, entity


@dataclass(frozen=True, slots=True)
class _Naming:
    """The documents in which a cluster is one of these entities."""

    ids: frozenset[str]

    def __call__(self, document: str, value: tuple[int, str]) -> Iterator[Row]:
        if value[1] in self.ids:
            yield document, None


@dataclass(frozen=True, slots=True)
class _Tell:
    act: Callable[..., Iterator[Row]]

    def __call__(
        self, document: str, reading: Reading, ids: Iterator[tuple[int, str]]
    ) -> Iterator[Row]:
        yield from self.act(resolve(reading), dict(sorted(ids)))


def read_meant(discourse: Discourse, ids: Mapping[int, str]) -> Page:
    """What the mentions of a document mean, by the entity of each cluster."""
    return find_referents(discourse, {id(discourse.clusters[n]): own for n, own in ids.items()})


def _meant(discourse: Discourse, ids: Mapping[int, str]) -> Iterator[Row]:
    yield discourse.reading.document.id, dict(read_meant(discourse, ids))


@dataclass(frozen=True, slots=True)
class _Split:
    parts: Mapping[str, Part]

    def __call__(self, discourse: Discourse, ids: Mapping[int, str]) -> Iterator[Row]:
        moves = split_page(read_meant(discourse, ids), self.parts)
        yield discourse.reading.document.id, moves


@dataclass(frozen=True, slots=True)
class _Count:
    ids: frozenset[str]

    def __call__(self, discourse: Discourse, ids: Mapping[int, str]) -> Iterator[Row]:
        for number, id in ids.items():
            if id in self.ids:
                tally = Tally()
                for mention in discourse.clusters[number].mentions:
                    tally.count(mention)
                yield id, tally


@dataclass(frozen=True, slots=True)
class _Stay:
    """The entities that are not others."""

    others: frozenset[str]

    def __call__(self, id: str, entity: Entity) -> Iterator[Row]:
        if id not in self.others:
            yield id, entity


@dataclass(frozen=True, slots=True)
class _Judge:
    """What is left of judgements."""

    verdict: Verdict

    def __call__(self, _: str, told: Judgement) -> Iterator[Row]:
        yield from ((judgement.left, judgement) for judgement in self.verdict.judge([told]))


# --- the registry ---


def _choose(
    linked: Linked, verdict: Verdict, table: LinkTable
) -> tuple[dict[str, str], tuple[str, ...]]:
    found = dict(linked.entities.flat_map(_Fit(index_rows(table))).collect())
    named = {
        id for id, team in linked.teams.flat_map(In(frozenset(found))).collect() if team.has_name
    }
    for id, tally in verdict.tallies.items():
        named = named | {id} if tally.names else named - {id}
    return choose_ids(table.file, {id: fits for id, fits in found.items() if id in named})


@dataclass(frozen=True, slots=True)
class _Fit:
    rows: Mapping[str, Collection[Listed]]

    def __call__(self, id: str, entity: Entity) -> Iterator[Row]:
        if fits := find_fits(entity, self.rows):
            yield id, fits


@dataclass(frozen=True, slots=True)
class _AddIds:
    chosen: Mapping[str, str]

    def __call__(self, id: str, entity: Entity) -> Iterator[Row]:
        yield id, add_id(entity, self.chosen[id]) if id in self.chosen else entity
