"""Descriptions without a name, put together across the documents that tell one story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, product

from kg.link.alike import LINES, WORDS
from kg.link.clusters import Cluster, Discourse
from kg.model import Mention

Key = tuple[str, ...]
Member = tuple[Discourse, Cluster]
# Of these there is another next week: "the deal", "the crash".
_FLEETING = frozenset({"Event", "Thing"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "poss"})
_VAGUE = frozenset("all any few many more most other several some such various".split())
_ONE_BODY = frozenset({"crew", "police", "staff"})  # plurals of which a story has one
# What tells one thing from another that is like it.
_APART = frozenset(
    "another different first former fourth fresh last latest new next old only other previous "
    "rival same second separate similar third upcoming".split()
)
NUMBER = re.compile(r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens?)\b", re.I)
UNTOLD = frozenset({"local", "phrase", "role"})  # kinds that tell no story
RARE = 50  # documents at most that name what tells a story
_DAYS = 7  # between two texts of a story
_FLEETING_DAYS = 1
_HALF = 0.5  # of what one text names, that the other names too
_LINE = "~"  # before the number of a line of nouns that stand for each other
_MANY = 50  # phrases of one head in a document that are looked through


@dataclass(frozen=True, slots=True)
class Phrase:
    """A group of one cluster that no name names, with what may tell it from another."""

    key: Key
    document: str
    published: str
    heads: frozenset[str]  # and, by its number, each line of like nouns of which it is the only one
    modifiers: frozenset[str]
    kind: tuple[str, str]  # type and number
    gender: str
    countries: frozenset[str]
    owners: frozenset[Key]
    complements: frozenset[str]  # names and numbers after the head: "of Port Lind"
    numbers: frozenset[str]  # before the head: "23 sailors"
    is_bare: bool  # nothing before the head at all: "value", "police"
    is_only: bool  # whether nothing else in the document has its head and kind


def join_phrases(
    groups: Mapping[Key, Collection[Member]],
) -> tuple[list[tuple[float, Key, Key]], list[tuple[Key, Key]]]:
    """Pairs of groups that may be one thing, the closest first; and those that are.

    Of those the one that stays is first.

    Two texts tell one story where half of what the one names the other names too, something that
    is rare among it, within a week. There "the driver" is "the arrested driver", and, where each
    text tells of one driver, "the young driver" too, as "the old stone bridge" is "the stone road
    bridge", unless sex, country, owner, number or complement speak against it. What lasts no
    longer than its news, "the crash", is one for two texts of which one is no more than a day
    older and that have two names in common, or one of two where each tells of one such thing. There
    "the officer" is "the cop" too.
    """
    of_cluster = {id(cluster): key for key, members in groups.items() for _, cluster in members}
    stories = _stories(groups)
    pairs = _pairs_of_documents(stories)
    told = set(chain.from_iterable(pairs))
    phrases = [
        phrase
        for key in sorted(groups)
        if any(discourse.reading.document.id in told for discourse, _ in groups[key])
        for phrase in find_phrases(key, groups[key], of_cluster)
    ]
    alike = sorted(
        (-closeness, left.key, right.key)
        for left, right in _candidates(phrases, pairs)
        if (closeness := compare(left, right, stories[left.document], stories[right.document]))
    )
    return alike, unite(alike, {phrase.key: phrase for phrase in phrases})


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
    if cluster.is_named:
        return
    nominals = [m for m in cluster.mentions if m.kind == "nominal"]
    if not _is_definite(nominals):
        return
    owners = (
        discourse.of[o] for m in nominals for o in discourse.before("possessor", m)
        if o in discourse.of
    )  # fmt: skip
    yield Phrase(
        key,
        discourse.reading.document.id,
        discourse.reading.document.published[:10],
        frozenset(_heads(discourse, cluster, nominals)),
        frozenset(w for m in nominals for w in (*m.modifiers, *_APART & {m.determiner})),
        (cluster.type, cluster.number),
        cluster.gender,
        frozenset(cluster.countries),
        frozenset(of_cluster.get(id(owner), ("",)) for owner in owners),
        frozenset(word for m in nominals for word in _complement(m)),
        frozenset(number for m in nominals for number in _numbers(m)),
        all(not m.determiner and not m.modifiers for m in nominals),
        _is_only(discourse, cluster),
    )


def _is_definite(nominals: Collection[Mention]) -> bool:
    """Whether a phrase is of one thing or of a certain set: not "officials", not "many people"."""
    return any(
        m.number != "plural"
        or m.determiner in _DEFINITE
        or m.head in _ONE_BODY
        or _numbers(m)
        or not set(m.modifiers) <= _VAGUE
        for m in nominals
    )  # fmt: skip


def _complement(mention: Mention) -> list[str]:
    after = mention.text[mention.head_span.end - mention.span.start :]
    return [word for word in re.findall(r"\w+", after) if not word.islower()]


def _numbers(mention: Mention) -> list[str]:
    before = mention.text[: max(mention.head_span.start - mention.span.start, 0)]
    return [number.lower() for number in NUMBER.findall(before)]


def _heads(discourse: Discourse, cluster: Cluster, nominals: Collection[Mention]) -> Iterator[str]:
    own = {m.head.lower() for m in nominals}
    yield from own
    for number in {number for head in own for number in LINES.get(head, ())}:
        if _has(discourse, cluster, WORDS[number]):
            yield f"{_LINE}{number}"


def _is_only(discourse: Discourse, cluster: Cluster) -> bool:
    heads = {m.head.lower() for m in cluster.mentions if m.kind == "nominal"}
    return _has(discourse, cluster, heads)


def _has(discourse: Discourse, cluster: Cluster, heads: Collection[str]) -> bool:
    """Whether all phrases of a document with these heads are of one cluster."""
    alike = (m for head in sorted(heads) for m in discourse.seen_by_head.get(head, ())[:_MANY])
    return all(discourse.of[m] is cluster for m in alike)


def _pairs_of_documents(stories: Mapping[str, frozenset[Key]]) -> list[tuple[str, str]]:
    """Those that both name something rare, and half of what the one names."""
    documents: defaultdict[Key, list[str]] = defaultdict(list)
    for document in sorted(stories):
        for key in stories[document]:
            if key[0] != "place":
                documents[key].append(document)
    rare = (named for named in documents.values() if len(named) <= RARE)
    met = set(chain.from_iterable(combinations(named, 2) for named in rare))
    return sorted(
        (one, other) for one, other in met if _in_common(stories[one], stories[other])[1] >= _HALF
    )


def _candidates(
    phrases: Iterable[Phrase], pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[Phrase, Phrase]]:
    """Phrases of one kind with a head in common, in two documents of a pair."""
    blocks: defaultdict[str, defaultdict[tuple[object, ...], list[Phrase]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for phrase in phrases:
        for head in phrase.heads:
            blocks[phrase.document][head, phrase.kind].append(phrase)
    for pair in pairs:
        ours, theirs = (blocks[document] for document in pair)
        alike = (product(ours[block], theirs[block]) for block in ours.keys() & theirs.keys())
        two = (sorted(two, key=lambda p: p.key) for two in chain.from_iterable(alike))
        met = {(left.key, right.key): (left, right) for left, right in two}
        yield from (met[keys] for keys in sorted(met))


@lru_cache(1_000)  # the same two stories are asked for each two phrases of theirs
def _in_common(ours: frozenset[Key], theirs: frozenset[Key]) -> tuple[int, float]:
    """How many names two stories share, and which part of the shorter."""
    both = len(ours & theirs)
    return both, both / min(len(ours), len(theirs))


def compare(left: Phrase, right: Phrase, ours: frozenset[Key], theirs: frozenset[Key]) -> float:
    """The share of names that their documents have in common; 0 if they are two things."""
    both, share = _in_common(ours, theirs)
    if share < _HALF:
        return 0.0
    is_fleeting = left.kind[0] in _FLEETING
    is_well_told = left.is_only and right.is_only and min(len(ours), len(theirs)) > 1
    if not is_well_told:
        is_told = both > 1 or not is_fleeting
        is_well_told = is_told and any(not h.startswith(_LINE) for h in left.heads & right.heads)
    days = _FLEETING_DAYS if is_fleeting else _DAYS
    is_one_story = is_well_told and _are_near(left.published, right.published, days)
    return share if is_one_story and _is_compatible(left, right) else 0.0


def _are_near(left: str, right: str, most: int) -> bool:
    """Whether two days are no more than so many apart, or may be."""
    one, other = _day(left), _day(right)
    return one is None or other is None or abs((one - other).days) <= most


@lru_cache(1_000)
def _day(text: str) -> date | None:
    """A day, or none where only a month or a year is known."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_compatible(left: Phrase, right: Phrase) -> bool:
    if left.kind[0] in _FLEETING and left.is_bare and right.is_bare:
        return False  # "value" and "value"
    return _may_be_called(left, right) and _may_be_one(left, right)


def _may_be_one(left: Phrase, right: Phrase) -> bool:
    """Whether neither sex nor country, owner, number, complement or what tells apart forbids it."""
    if "" not in (left.gender, right.gender) and left.gender != right.gender:
        return False
    is_told_apart = (
        _differ(left.countries, right.countries)
        or _differ(_named(left.owners), _named(right.owners))
        or _differ(left.complements, right.complements)
        or _differ(left.numbers, right.numbers)
    )
    ours, theirs = left.modifiers, right.modifiers
    return not is_told_apart and (ours <= theirs or theirs <= ours or _is_alike(ours ^ theirs))


def _differ(ours: frozenset[Key] | frozenset[str], theirs: frozenset[Key] | frozenset[str]) -> bool:
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


def _is_alike(modifiers: Collection[str]) -> bool:
    """Whether no adjective that only one of two has tells things apart: "the second officer"."""
    return _APART.isdisjoint(modifiers)


def _named(owners: frozenset[Key]) -> frozenset[Key]:
    """Of "his mother" in two texts it is not known whether the two are one."""
    return owners and frozenset(owner for owner in owners if owner[0] and owner[0] not in UNTOLD)


def _may_be_called(left: Phrase, right: Phrase) -> bool:
    """Whether the adjectives of one may be said of the other."""
    ours, theirs = left.modifiers, right.modifiers
    if ours <= theirs or theirs <= ours:
        return True
    is_near = (left.is_only and right.is_only) or not ours.isdisjoint(theirs)
    return is_near and _is_alike(ours ^ theirs)


def unite(
    pairs: Iterable[tuple[float, Key, Key]], phrases: Mapping[Key, Phrase]
) -> list[tuple[Key, Key]]:
    """The closest pairs first; of all that are together none forbids another.

    Two of one document that are no things of a day are one if both are the one of which another
    tells: "a driver" and "the drunken driver".
    """
    parts: dict[Key, list[Phrase]] = {}
    for _, *keys in pairs:
        one, other = (parts.get(key) or parts.setdefault(key, [phrases[key]]) for key in keys)
        is_apart = one is not other and all(
            _may_be_one(p, q) and (p.document != q.document or _is_told_twice(p, q))
            for p, q in product(one, other)
        )
        if is_apart:
            one += other
            parts.update((phrase.key, one) for phrase in other)
    first = {key: min(p.key for p in part) for key, part in parts.items()}
    return sorted((kept, key) for key, kept in first.items() if key != kept)


def _is_told_twice(left: Phrase, right: Phrase) -> bool:
    """Whether two phrases of a text may be one person, place or body: not "another driver"."""
    return left.kind[0] not in _FLEETING and _is_alike(left.modifiers ^ right.modifiers)
