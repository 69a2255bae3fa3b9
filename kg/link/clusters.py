"""What one document says of one thing: its mentions, and what they tell about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter

from kg.gazetteer import Place, load_gazetteer
from kg.model import Mention, Reading, Span

# Why a mention joined, and how sure that is.
SURE = {
    "same name": 1.0, "gazetteer": 1.0, "acronym": 0.95, "apposition": 0.9, "same body": 0.95,
    "surname": 0.9, "given name": 0.75, "misspelling": 0.6, "part of the name": 0.8,
    "also called": 0.95, "double name": 0.7, "nickname": 0.7, "generation": 0.7,
    "transliteration": 0.7,
    "capital for country": 0.8,
    "description": 0.85, "role": 0.8, "same words": 0.75, "same head": 0.65, "kind": 0.55,
    "same story": 0.6, "called": 0.6, "event": 0.6, "speaker": 0.8, "speaker's body": 0.5,
    "members": 0.7, "headline": 0.75, "lead": 0.75, "age": 0.85,
    "he": 0.75, "she": 0.75, "it": 0.5, "they": 0.5,
}  # fmt: skip


@cache
def _regions() -> frozenset[str]:
    return frozenset(p.name for p in load_gazetteer().places.values() if p.kind == "region")


# Verbs of saying.
SPEECH = frozenset(
    "say tell add state announce explain note claim argue insist warn write ask reply report "
    "comment declare admit confirm deny suggest believe think describe remark recall".split()
)
_KIND = attrgetter("kind")
_VOTES = {"name": 3, "nominal": 1}


@dataclass(slots=True)
class Cluster:
    """The mentions of one document that mean the same thing, in the order they joined."""

    mentions: list[Mention] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    seen: list[Mention] = field(default_factory=list)  # those read so far, in order
    place: Place | None = None
    owner: Place | None = None  # of a ministry, an army …: the country it belongs to
    key: tuple[str, ...] = ()  # what makes it the same thing in another document
    also: set[tuple[str, ...]] = field(default_factory=set)  # keys of its other names
    countries: set[str] = field(default_factory=set)  # names of countries that modify its mentions
    roles: set[str] = field(default_factory=set)  # "minister", "president" …
    voice: Cluster | None = None  # of "we": who says it, for others too
    told: Span | None = None  # of "the call": the verb that told of it
    votes: Counter[str] = field(default_factory=Counter)  # for each type, by its mentions

    def add(self, mention: Mention, reason: str) -> None:
        """Let a mention join."""
        self.mentions.append(mention)
        self.reasons.append(reason)
        self.votes[mention.label] += _VOTES.get(mention.kind, 0)

    @property
    def type(self) -> str:
        """By vote; a name has more to say than a description, a pronoun nothing."""
        if self.place is not None and self.key[:1] == ("place",):
            return self.place.type
        if len(self.votes) < 2:
            return next(iter(self.votes), "Thing")
        return min(self.votes, key=lambda label: (-self.votes[label], label))

    @property
    def nations(self) -> set[str]:
        """The countries without regions: one may be of Texas, and of the United States."""
        return self.countries - _regions() if self.countries else self.countries

    @property
    def names(self) -> list[str]:
        """The different proper names, in the order of their first mention."""
        return list(dict.fromkeys(m.core for m in self.mentions if m.kind == "name"))

    @property
    def gender(self) -> str:
        """What most mentions tell, or nothing."""
        return _usual(m.gender for m in self.mentions)

    @property
    def sex(self) -> str:
        """As `gender`, without what a bare name seems to tell: "Reid" may be a surname.

        What a full name tells counts where nothing else tells it: Jean Vale may be a man.
        """
        told = [m for m in self.mentions if m.kind != "name" or m.text != m.core]
        full = [m for m in self.mentions if m.kind == "name" and " " in m.text]
        return _usual(_sexes(told)) or _usual(_sexes(full))

    @property
    def is_named(self) -> bool:
        """Whether any mention is a name."""
        return "name" in map(_KIND, self.mentions)

    @property
    def number(self) -> str:
        """That of the first mention that is no pronoun."""
        return next((m.number for m in self.mentions if m.kind != "pronoun"), "")


@dataclass(slots=True)
class Kept(Cluster):
    """A cluster that was put together and does not change: what is asked often is at hand."""

    names: list[str] = field(default_factory=list)
    sex: str = ""

    @classmethod
    def of(cls, cluster: Cluster) -> Kept:
        """The same, of which it shares all that it holds."""
        own = {one.name: getattr(cluster, one.name) for one in fields(cls)}
        return cls(**own)


def _sexes(mentions: Iterable[Mention]) -> Iterator[str]:
    return (m.gender for m in mentions if m.gender != "neuter")


def _usual(genders: Iterable[str]) -> str:
    told = Counter(filter(None, genders))
    return max(sorted(told), key=lambda g: told[g]) if told else ""


@dataclass(slots=True)
class Discourse:
    """One document while its mentions are being resolved."""

    reading: Reading
    mentions: list[Mention] = field(default_factory=list)  # by place of the head
    clusters: list[Cluster] = field(default_factory=list)
    of: dict[Mention, Cluster] = field(default_factory=dict)
    seen_by_head: dict[str, list[Mention]] = field(default_factory=dict)
    by_key: dict[tuple[str, ...], Cluster] = field(default_factory=dict)
    sets: dict[Mention, tuple[Cluster, ...]] = field(default_factory=dict)  # "both sides"
    by_sentence: dict[int, list[Mention]] = field(default_factory=dict)
    left: dict[str, dict[Mention, list[Mention]]] = field(default_factory=dict)
    right: dict[str, dict[Mention, list[Mention]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mentions = in_order(self.reading.mentions)
        for mention in self.reading.mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        for pair in self.reading.pairs:
            self.right.setdefault(pair.kind, {}).setdefault(pair.left, []).append(pair.right)
            self.left.setdefault(pair.kind, {}).setdefault(pair.right, []).append(pair.left)

    def before(self, kind: str, mention: Mention) -> list[Mention]:
        """The left sides of the pairs of a kind that have this mention on the right."""
        pairs = self.left.get(kind)
        return pairs.get(mention, []) if pairs else []

    def after(self, kind: str, mention: Mention) -> list[Mention]:
        """The right sides of the pairs of a kind that have this mention on the left."""
        pairs = self.right.get(kind)
        return pairs.get(mention, []) if pairs else []

    def start(self, mention: Mention, reason: str = "") -> Cluster:
        """A new cluster."""
        cluster = Cluster()
        self.clusters.append(cluster)
        self.join(mention, cluster, reason)
        return cluster

    def place_cluster(self, place: Place) -> Cluster:
        """The cluster of a place, with no mention yet where it is new."""
        key = ("place", place.code)
        if key not in self.by_key:
            self.by_key[key] = Cluster(place=place, key=key)
            self.clusters.append(self.by_key[key])
        return self.by_key[key]

    def join(self, mention: Mention, cluster: Cluster, reason: str) -> None:
        """Put a mention into a cluster."""
        cluster.add(mention, reason)
        self.of[mention] = cluster

    def see(self, mention: Mention) -> None:
        """Note that the text has been read as far as this mention."""
        self.of[mention].seen.append(mention)
        if mention.kind != "pronoun":
            self.seen_by_head.setdefault(mention.head.lower(), []).append(mention)

    def merge(self, kept: Cluster, gone: Cluster, reason: str) -> None:
        """Move all mentions of one cluster to another."""
        if kept is gone:
            return
        for mention, why in zip(gone.mentions, gone.reasons, strict=True):
            self.join(mention, kept, why or reason)
        kept.place = kept.place or gone.place
        kept.owner = kept.owner or gone.owner
        kept.also |= gone.also | ({gone.key} if reason == "also called" and gone.key else set())
        kept.key = kept.key or gone.key
        kept.countries |= gone.countries
        kept.roles |= gone.roles
        self.clusters = [c for c in self.clusters if c is not gone]

    def beside(self, cluster: Cluster) -> Set[tuple[str, ...]]:
        """The keys of the other named things."""
        return {other.key for other in self.clusters if other.key and other is not cluster}

    def conjuncts(self, mention: Mention) -> list[Mention]:
        """The mention and those coordinated after it."""
        found = [mention]
        for other in self.after("conjunct", mention):
            found += self.conjuncts(other)
        return found

    def text_before(self, mention: Mention) -> str:
        """The word before a mention, in lower case."""
        start = mention.span.start
        words = self.reading.document.text[max(start - 30, 0) : start].split()
        return words[-1].lower() if words else ""


def places_of(discourse: Discourse, mention: Mention) -> Iterator[Cluster]:
    """The countries that modify or own a mention, and those inside it: "the UN chief"."""
    related = [m for kind in ("nationality", "possessor") for m in discourse.before(kind, mention)]
    start, end = mention.span.start, mention.head_span.start
    inside = (
        m
        for m in (discourse.by_sentence[mention.sentence] if start < end else ())
        if m.kind == "name" and start <= m.span.start and m.span.end <= end
    )
    for other in (*related, *inside):
        cluster = discourse.of.get(other)
        if cluster is not None and cluster.place is not None:
            yield cluster


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """By place of the head, then the longer first."""
    return sorted(mentions, key=lambda m: (m.head_span.start, m.span.start, -m.span.end))
