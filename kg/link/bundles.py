"""What documents call things, as records small enough to meet those of other documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.link.across import Group, Key, Member, cross_key, is_worth_a_node
from kg.link.clusters import Cluster, Discourse
from kg.link.phrases import Phrase, find_phrases
from kg.model import Document, Mention, Reading

_SOCIAL = frozenset({"person", "name"})  # kinds that are told apart by their company
_TOLD = frozenset({"body"})  # kinds whose label depends on the whole phrase


@dataclass(frozen=True, slots=True)
class Naming:
    """One thing of one document: its names, and the keys of what else is named there."""

    document: str
    number: int  # of the cluster in its document
    key: Key
    cluster: Cluster
    company: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group of namings, as it travels."""

    key: Key
    namings: tuple[Naming, ...]
    reasons: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[Key, str], ...] = ()


def iter_namings(discourse: Discourse) -> Iterator[Naming]:
    """The things of a document that are worth a node."""
    for number, cluster in enumerate(discourse.clusters):
        if is_worth_a_node(cluster):
            key = cross_key(discourse, cluster, number)
            yield Naming(
                discourse.reading.document.id, number, key, _slim(cluster, key),
                _company(discourse, cluster) if key[0] in _SOCIAL else (),
            )  # fmt: skip


def _company(discourse: Discourse, cluster: Cluster) -> tuple[Key, ...]:
    others = {c.key for c in discourse.clusters if c.key and c is not cluster}
    return tuple(sorted(others))


def _slim(cluster: Cluster, key: Key) -> Cluster:
    """What grouping, voting and naming look at."""
    mentions = [_slim_mention(m, told=key[0] in _TOLD) for m in cluster.mentions]
    return replace(cluster, mentions=mentions, reasons=[], seen=[], voice=None)


def _slim_mention(mention: Mention, *, told: bool) -> Mention:
    is_needed = told or mention.kind == "name"
    return Mention(
        mention.span, mention.text if is_needed else "", mention.label, mention.kind, "",
        mention.span, mention.core, number=mention.number, gender=mention.gender,
    )  # fmt: skip


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


def gather(namings: Iterable[Naming]) -> Bundle:
    """The namings of one key, in the order that does not depend on how they came."""
    ordered = sorted(namings, key=lambda n: (n.document, n.number))
    return Bundle(ordered[0].key, tuple(ordered))


class Table:
    """Groups that a machine has before it, out of bundles, and bundles out of groups."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        self.groups: dict[Key, Group] = {}
        self._naming: dict[int, Naming] = {}
        for bundle in sorted(bundles, key=lambda b: b.key):
            members = [self._member(naming) for naming in bundle.namings]
            self.groups[bundle.key] = Group(
                bundle.key, members, dict(bundle.reasons), dict(bundle.doubts)
            )

    def _member(self, naming: Naming) -> Member:
        """The cluster in a document of which nothing else is known than what it names."""
        page = Document(naming.document, "", (), "")
        discourse = Discourse(Reading(page, (), (), (), ()))
        discourse.clusters = [*(Cluster(key=key) for key in naming.company), naming.cluster]
        self._naming[id(naming.cluster)] = naming
        return discourse, naming.cluster

    def bundle(self, group: Group) -> Bundle:
        """A group as it travels."""
        namings = tuple(self._naming[id(cluster)] for _, cluster in group.members)
        reasons, doubts = tuple(group.reasons.items()), tuple(group.doubts.items())
        return Bundle(group.key, namings, reasons, doubts)
