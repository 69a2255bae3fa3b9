"""Clusters and phrases as plain tuples, which are written and read ten times as fast as values."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from kg.gazetteer import load_gazetteer
from kg.link.clusters import Cluster, Kept
from kg.link.phrases import Phrase
from kg.model import Mention, Span

unpack = marshal.loads


def pack(value: Any) -> bytes:
    """Bytes that depend on the value alone: later versions note what is one object."""
    return marshal.dumps(value, 2)


_SETS = ("also", "countries", "roles")  # of a cluster, that grouping reads


def flat_cluster(cluster: Cluster, key: Sequence[str]) -> bytes:
    """What grouping, voting and naming look at."""
    told = key[0] == "body"
    return pack((
        [
            (
                m.text if told or m.kind == "name" else "",
                m.label, m.kind, m.core, m.number, m.gender,
            )
            for m in cluster.mentions
        ],
        *(sorted(getattr(cluster, name)) for name in _SETS), list(cluster.votes.items()),
        cluster.place.code if cluster.place else "", cluster.owner.code if cluster.owner else "",
    ))  # fmt: skip


_NOWHERE = Span("", 0, 0)


def read_cluster(data: bytes, key: tuple[str, ...]) -> Cluster:
    """The cluster again, as far as that goes; it shares what it holds with those that are equal."""
    return Kept(*_values(_read(data, key)))


_values = attrgetter(*(field.name for field in fields(Kept)))


@lru_cache(maxsize=4_000)
def _read(data: bytes, key: tuple[str, ...]) -> Kept:
    mentions, also, countries, roles, votes, place, owner = unpack(data)
    places = load_gazetteer().places
    cluster = Cluster(key=key if key[0] not in ("local", "phrase") else ())
    cluster.mentions = [
        Mention(_NOWHERE, text, label, kind, "", _NOWHERE, core, number=number, gender=gender)
        for text, label, kind, core, number, gender in mentions
    ]
    cluster.also = set(map(tuple, also))
    cluster.countries, cluster.roles = set(countries), set(roles)
    cluster.votes.update(dict(votes))
    cluster.place, cluster.owner = places.get(place), places.get(owner)
    return Kept.of(cluster)


def flat_phrase(phrase: Phrase) -> list[Any]:
    """A phrase, its owners by number."""
    values = (getattr(phrase, field.name) for field in fields(Phrase))
    return [sorted(v) if isinstance(v, frozenset) else v for v in values]


def read_phrase(values: Iterable[Any]) -> Phrase:
    """The phrase again."""
    own: list[Any] = [frozenset(v) if isinstance(v, list) else v for v in values]
    return Phrase(*own)
