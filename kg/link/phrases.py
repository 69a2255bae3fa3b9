"""Descriptions without a name, put together across the documents that tell one story."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from kg.link.clusters import Cluster, Discourse
from kg.model import Mention

Key = tuple[str, ...]
Member = tuple[Discourse, Cluster]
# A phrase for one of these is the same thing in each text of a story; "the deal" need not be.
_LASTING = frozenset({"Person", "Group", "Organization", "Place", "Product", "Work", "Law"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_VAGUE = frozenset("all any few many more most other several some such various".split())
UNTOLD = frozenset({"local", "phrase", "role"})  # kinds that tell no story
RARE = 50  # documents at most that name what tells a story
_DAYS = 7  # between two texts of a story


@dataclass(frozen=True, slots=True)
class Phrase:
    """A group of one cluster that no name names, with what may tell it from another."""

    key: Key
    document: str
    published: str
    heads: frozenset[str]
    modifiers: frozenset[str]
    kind: tuple[str, str]  # type and number
    gender: str
    countries: frozenset[str]
    owners: frozenset[Key]
    complements: frozenset[str]  # names and numbers after the head: "of Port Lind"


def join_phrases(groups: Mapping[Key, Collection[Member]]) -> list[tuple[Key, Key]]:
    """Pairs of groups that are one thing, the one that stays first.

    Two texts tell one story where half of what the one names the other names too, something that
    is rare among it, within a week. There "the driver" is "the arrested driver", unless sex,
    country, owner or complement speak against it, or one text tells of two.
    """
    of_cluster = {id(cluster): key for key, members in groups.items() for _, cluster in members}
    stories = _stories(groups)
    phrases = [p for key in sorted(groups) for p in find_phrases(key, groups[key], of_cluster)]
    alike = [
        (-closeness, left.key, right.key)
        for left, right in _candidates(phrases, stories)
        if (closeness := compare(left, right, stories[left.document], stories[right.document]))
    ]
    return unite(sorted(alike), {phrase.key: phrase for phrase in phrases})


def _stories(groups: Mapping[Key, Collection[Member]]) -> dict[str, frozenset[Key]]:
    """The named things of each document."""
    named: defaultdict[str, set[Key]] = defaultdict(set)
    for key, members in groups.items():
        if key[0] not in UNTOLD:
            for discourse, _ in members:
                named[discourse.reading.document.id].add(key)
    return {document: frozenset(keys) for document, keys in named.items()}


def find_phrases(
    key: Key, members: Collection[Member], of_cluster: Mapping[int, Key]
) -> Iterator[Phrase]:
    """The phrase that a group is, if it may be one of several.

    `of_cluster` has the key of each cluster by its `id()`.
    """
    if key[0] != "local" or len(members) != 1:
        return
    ((discourse, cluster),) = members
    nominals = [m for m in cluster.mentions if m.kind == "nominal"]
    if cluster.is_named or cluster.type not in _LASTING or not _is_definite(nominals):
        return
    owners = (
        discourse.of[o] for m in nominals for o in discourse.before("possessor", m)
        if o in discourse.of
    )  # fmt: skip
    yield Phrase(
        key,
        discourse.reading.document.id,
        discourse.reading.document.published[:10],
        frozenset(m.head.lower() for m in nominals),
        frozenset(w for m in nominals for w in m.modifiers),
        (cluster.type, cluster.number),
        cluster.gender,
        frozenset(cluster.countries),
        frozenset(of_cluster.get(id(owner), ("",)) for owner in owners),
        frozenset(word for m in nominals for word in _complement(m)),
    )


def _is_definite(nominals: Collection[Mention]) -> bool:
    """Whether a phrase is of one thing or of a certain set: not "officials", not "many people"."""
    return any(
        m.number != "plural"
        or m.determiner in _DEFINITE
        or not set(m.modifiers) <= _VAGUE
        for m in nominals
    )  # fmt: skip


def _complement(mention: Mention) -> list[str]:
    after = mention.text[mention.head_span.end - mention.span.start :]
    return [word for word in re.findall(r"\w+", after) if not word.islower()]


def _candidates(
    phrases: Iterable[Phrase], stories: Mapping[str, frozenset[Key]]
) -> list[tuple[Phrase, Phrase]]:
    """Phrases with a head in common, in documents that both name something rare."""
    frequency = Counter(key for keys in stories.values() for key in keys)
    blocks: defaultdict[tuple[object, ...], list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        for key in stories.get(phrase.document, ()):
            if key[0] != "place" and frequency[key] <= RARE:
                for head in phrase.heads:
                    blocks[head, phrase.kind, key].append(phrase)
    found = {
        (left.key, right.key): (left, right)
        for block in blocks.values()
        for left, right in combinations(block, 2)
        if left.document != right.document
    }
    return [found[keys] for keys in sorted(found)]


def compare(left: Phrase, right: Phrase, ours: frozenset[Key], theirs: frozenset[Key]) -> float:
    """The share of names that their documents have in common; 0 if they are two things."""
    share = len(ours & theirs) / min(len(ours), len(theirs))
    is_one_story = share >= 0.5 and _are_near(left.published, right.published)
    return share if is_one_story and _is_compatible(left, right) else 0.0


def _are_near(left: str, right: str) -> bool:
    """Whether two days are of one week, or may be."""
    one, other = _day(left), _day(right)
    return one is None or other is None or abs((one - other).days) <= _DAYS


def _day(text: str) -> date | None:
    """A day, or none where only a month or a year is known."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_compatible(left: Phrase, right: Phrase) -> bool:
    ours, theirs = left.modifiers, right.modifiers
    if not (ours <= theirs or theirs <= ours):
        return False
    if "" not in (left.gender, right.gender) and left.gender != right.gender:
        return False
    told = (
        (left.countries, right.countries),
        (left.owners, right.owners),
        (left.complements, right.complements),
    )
    return all(not one or not other or not one.isdisjoint(other) for one, other in told)


def unite(
    pairs: Iterable[tuple[float, Key, Key]], phrases: Mapping[Key, Phrase]
) -> list[tuple[Key, Key]]:
    """The closest pairs first; all that are together fit each other, each of another document."""
    parts: dict[Key, list[Phrase]] = {}
    for _, *keys in pairs:
        one, other = (parts.setdefault(key, [phrases[key]]) for key in keys)
        is_apart = one is not other and all(
            p.document != q.document and _is_compatible(p, q) for p, q in product(one, other)
        )
        if is_apart:
            one += other
            parts.update((phrase.key, one) for phrase in other)
    return sorted({(min(p.key for p in part), key) for key, part in parts.items()
                   if key != min(p.key for p in part)})  # fmt: skip
