"""What follows from claims, where some of these have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kg.infer import Fact, bears, conclude, find_facts, join, middles_of, named_types, pair_of
from kg.link.flat import pack
from kg.model import Entity, Statement
from kg.update.files import Claim
from kg.update.state import State, code, flat_claim, read_claims

Find = Callable[[str], Claim | None]
Types = Callable[[Iterable[Claim]], list[Entity]]


def derived_row(claim: Claim, pair: str) -> tuple[str, bytes, bytes]:
    """A claim that follows from others, and between whom it is."""
    statement, items = claim
    return statement.id, code(pair), pack([flat_claim(statement, item) for item in items])


def read_derived(id: str, data: bytes) -> Claim:
    """The claim again."""
    pairs = list(read_claims(id, "", "", data))
    items = tuple(item for _, item in pairs)
    return replace(pairs[0][0], belief=max(item.confidence for item in items)), items


class Inferring:
    """Infers again between those of whom something else is claimed now.

    `find` gives the claims that are made now, `entities` all that some of them speak of.
    """

    def __init__(self, state: State, find: Find, entities: Types) -> None:
        self._state = state
        self._find = find
        self._entities = entities
        self._facts: dict[str, list[Fact]] = {}
        self._types: dict[str, str] = {}

    def infer(self, ids: Iterable[str]) -> tuple[dict[str, Claim | None], dict[str, Claim | None]]:
        """What followed and what follows, by id, after these claims have changed."""
        state = self._state
        pairs: set[bytes] = set()
        middles: set[bytes] = set()
        for id in sorted(ids):
            pairs.update(state.firsts("SELECT pair FROM bearing WHERE statement = ?", id))
            middles.update(state.firsts("SELECT middle FROM middle WHERE statement = ?", id))
            for table in ("bearing", "middle"):
                state.db.execute(f"DELETE FROM {table} WHERE statement = ?", (id,))
            pair, met = self.place(id)
            pairs |= pair
            middles |= met
        for middle in sorted(middles):
            pairs.update(state.firsts("SELECT pair FROM joined WHERE middle = ?", middle))
            pairs |= self.join(middle)
        return self._conclude(pairs)

    def place(self, id: str) -> tuple[set[bytes], set[bytes]]:
        """Note between whom a claim is, and where its facts meet others."""
        claim = self._find(id)
        if claim is None or not bears(claim[0]):
            return set(), set()
        pair = code(pair_of(claim[0]))
        middles = {code(m) for fact in self.facts(id) for m in middles_of(fact)}
        self._state.put("bearing", [(pair, id)])
        self._state.put("middle", [(middle, id) for middle in middles])
        return {pair}, middles

    def join(self, middle: bytes) -> set[bytes]:
        """Note between whom something follows from facts that meet there."""
        pairs = {code(pair_of(fact)) for fact in self._joined(middle)}
        self._state.db.execute("DELETE FROM joined WHERE middle = ?", (middle,))
        self._state.put("joined", [(pair, middle) for pair in pairs])
        return pairs

    def facts(self, id: str) -> list[Fact]:
        """What a claim says of two that are named."""
        if id not in self._facts:
            claim = self._find(id)
            assert claim is not None
            types = named_types(self._entities([claim]))
            self._types |= types
            self._facts[id] = list(find_facts(*claim, types))
        return self._facts[id]

    def _joined(self, middle: bytes) -> Iterator[Fact]:
        query = "SELECT statement FROM middle WHERE middle = ? ORDER BY statement"
        name = middle.decode()
        met = [
            fact
            for id in self._state.firsts(query, middle)
            for fact in self.facts(id)
            if name in middles_of(fact)
        ]
        yield from join(name, met, self._types)

    def _conclude(
        self, pairs: Iterable[bytes]
    ) -> tuple[dict[str, Claim | None], dict[str, Claim | None]]:
        state = self._state
        former: dict[str, Claim | None] = {}
        now: dict[str, Claim | None] = {}
        for pair in sorted(pairs):
            rows = state.rows("SELECT id, data FROM derived WHERE pair = ?", pair)
            former |= {id: read_derived(id, data) for id, data in rows}
            state.db.execute("DELETE FROM derived WHERE pair = ?", (pair,))
            found = [*conclude(self._claims(pair), self._between(pair))]
            now |= {statement.id: (statement, items) for statement, items in found}
            state.put("derived", [derived_row(claim, pair.decode()) for claim in found])
        ids = former.keys() | now.keys()
        return {id: former.get(id) for id in ids}, {id: now.get(id) for id in ids}

    def _claims(self, pair: bytes) -> list[Statement]:
        ids = self._state.firsts("SELECT statement FROM bearing WHERE pair = ?", pair)
        return [claim[0] for id in sorted(ids) if (claim := self._find(id)) is not None]

    def _between(self, pair: bytes) -> Iterator[Fact]:
        for claim in self._claims(pair):
            yield from self.facts(claim.id)
        query = "SELECT middle FROM joined WHERE pair = ? ORDER BY middle"
        for middle in self._state.firsts(query, pair):
            facts = self._joined(middle)
            yield from (fact for fact in facts if code(pair_of(fact)) == pair)
