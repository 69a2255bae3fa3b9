"""What documents call things, as records small enough to meet those of other documents."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple, cast

from kg.link.across import Group, Key, Member, cross_key, is_worth_a_node
from kg.link.clusters import Cluster, Discourse
from kg.link.flat import flat_cluster, read_cluster
from kg.link.phrases import Phrase, find_phrases
from kg.model import Document, Reading

_SOCIAL = frozenset({"person", "name"})  # kinds that are told apart by their company


class Naming(NamedTuple):
    """One thing of one document: its names, and the keys of what else is named there."""

    document: str
    number: int  # of the cluster in its document
    key: Key
    data: bytes  # the cluster: see `flat_cluster`
    company: tuple[Key, ...]

    def cluster(self) -> Cluster:
        """What grouping, voting and naming look at."""
        return read_cluster(self.data, self.key)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group of namings, as it travels: packed, as most of its ways are no concern of theirs."""

    key: Key
    packed: bytes
    reasons: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[Key, str], ...] = ()
    usual: str = ""  # see `Group`

    @property
    def namings(self) -> list[Naming]:
        """Those of the group, in its order."""
        return [Naming(*row) for row in marshal.loads(self.packed)]

    @property
    def places(self) -> list[tuple[str, int]]:
        """The documents of its namings, and the numbers of their clusters there."""
        return [(document, number) for document, number, *_ in marshal.loads(self.packed)]

    def clusters(self) -> list[Cluster]:
        """The different ones."""
        distinct = {(naming.key, naming.data): naming for naming in self.namings}
        return [naming.cluster() for naming in distinct.values()]


def iter_namings(discourse: Discourse) -> Iterator[Naming]:
    """The things of a document that are worth a node."""
    for number, cluster in enumerate(discourse.clusters):
        if is_worth_a_node(cluster):
            key = cross_key(discourse, cluster, number)
            yield Naming(
                discourse.reading.document.id, number, key, flat_cluster(cluster, key),
                _company(discourse, cluster) if key[0] in _SOCIAL else (),
            )  # fmt: skip


def _company(discourse: Discourse, cluster: Cluster) -> tuple[Key, ...]:
    return tuple(sorted(discourse.beside(cluster)))


def iter_phrases(discourse: Discourse) -> Iterator[Phrase]:
    """The phrases that may be one with those of other documents; owners by number."""
    number_of = {id(c): ("", f"{n}") for n, c in enumerate(discourse.clusters)}
    of_cluster: dict[int, Key] = {
        id(c): number_of[id(c)] for c in discourse.clusters if is_worth_a_node(c)
    }
    for number, cluster in enumerate(discourse.clusters):
        if is_worth_a_node(cluster):
            key = cross_key(discourse, cluster, number)
            yield from find_phrases(key, [(discourse, cluster)], of_cluster)


def place_owners(phrase: Phrase, key_of: dict[int, Key]) -> Phrase:
    """With the owners by the keys of their groups."""
    owners = (key_of[int(owner[1])] if owner != ("",) else owner for owner in phrase.owners)
    return replace(phrase, owners=frozenset(owners))


def gather(namings: Iterable[tuple[Any, ...]]) -> Bundle:
    """The namings of one key, in the order that does not depend on how they came."""
    ordered = sorted(map(tuple, namings))
    return Bundle(Naming(*ordered[0]).key, marshal.dumps(ordered, 2))


class Table:
    """Groups that a machine has before it, out of bundles, and bundles out of groups."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        self.groups: dict[Key, Group] = {}
        self._bundles: dict[Key, tuple[Bundle, list[int]]] = {}
        self._naming: dict[int, Naming] = {}
        for bundle in sorted(bundles, key=lambda b: b.key):
            members = [self._member(naming) for naming in bundle.namings]
            self._bundles[bundle.key] = bundle, [id(cluster) for _, cluster in members]
            self.groups[bundle.key] = Group(
                bundle.key, members, dict(bundle.reasons), dict(bundle.doubts), bundle.usual
            )

    def _member(self, naming: Naming) -> Member:
        """The cluster in a document of which nothing else is known than what it names."""
        cluster = naming.cluster()
        self._naming[id(cluster)] = naming
        return cast(Discourse, _Story(naming)), cluster

    def bundle(self, group: Group) -> Bundle:
        """A group as it travels."""
        packed = self._packed(group)
        reasons, doubts = tuple(group.reasons.items()), tuple(group.doubts.items())
        return Bundle(group.key, packed, reasons, doubts, group.usual)

    def _packed(self, group: Group) -> bytes:
        own = [id(cluster) for _, cluster in group.members]
        former, same = self._bundles.get(group.key, (None, []))
        if former is not None and own == same:
            return former.packed
        rows = [tuple(self._naming[one]) for one in own]
        return marshal.dumps(rows, 2)


class _Story:
    """As much of a discourse as grouping looks at."""

    __slots__ = ("_company", "reading")

    def __init__(self, naming: Naming) -> None:
        self.reading = _empty_reading(naming.document)
        self._company = frozenset(naming.company)

    def beside(self, _: Cluster) -> AbstractSet[Key]:
        """What else the document names."""
        return self._company


@lru_cache(maxsize=2_000)
def _empty_reading(document: str) -> Reading:
    return Reading(Document(document, "", (), ""), (), (), (), ())
