"""What a user's decisions come to in what linking found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Protocol

from kg.errors import KgError
from kg.link.clusters import Cluster
from kg.link.decisions import Decision, Decisions, MentionDecision
from kg.link.naming import Names, shown
from kg.link.registry import LinkTable
from kg.link.split import (
    Move,
    Page,
    Part,
    part_names,
    place_of,
    same_words,
    split_page,
    spread,
)
from kg.model import Document, Entity, Judgement, Linking, Mention

_SURE = 1.0


# --- what is known ---


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the user says of who is who; the documents by name."""

    decisions: Decisions
    table: LinkTable
    documents: Mapping[str, str]


@dataclass(slots=True)
class Tally:
    """How often something is mentioned by itself, and by which names."""

    mentions: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def count(self, mention: Mention, times: int = 1) -> None:
        """One mention more, or so many."""
        self.add(mention.core if mention.kind == "name" else "", times)

    def add(self, name: str, times: int) -> None:
        """The same by the name alone, "" where it is none."""
        self.mentions += times
        if name:
            self.names[name] += times


class Known(Protocol):
    """What linking found, as far as decisions ask for it."""

    def find(self, names: Collection[str]) -> Iterable[Entity]:
        """The entities that a user may call by one of these names, or by whose ids they begin.

        Any more do no harm.
        """

    def entity(self, id: str) -> Entity:
        """The one with this id."""

    def tally(self, id: str) -> Tally:
        """How it is mentioned."""

    def page(self, document: str) -> Page:
        """What the mentions of a document mean; nothing where there is none with this id."""

    def split(self, parts: Mapping[str, Part]) -> Iterable[Move]:
        """The mentions of all documents that leave these entities, found by `split_page`."""


class Whole:
    """All that linking found, at hand."""

    def __init__(
        self, linking: Linking, clusters: Callable[[], Mapping[str, list[Cluster]]] | None = None
    ) -> None:
        """`clusters` gives those of each entity, where these are kept; they are counted then."""
        self._linking = linking
        self._find_clusters = clusters
        self._by_id = {entity.id: entity for entity in linking.entities}

    def find(self, names: Collection[str]) -> Iterable[Entity]:
        """All."""
        return self._linking.entities

    def entity(self, id: str) -> Entity:
        """The one with this id."""
        return self._by_id[id]

    def tally(self, id: str) -> Tally:
        """How it is mentioned."""
        if self._find_clusters is None:
            return self._tallies[id]
        tally = Tally()
        for cluster in self._clusters.get(id, ()):
            for mention in cluster.mentions:
                tally.count(mention)
        return tally

    def page(self, document: str) -> Page:
        """What the mentions of a document mean."""
        return self._pages.get(document, {})

    def split(self, parts: Mapping[str, Part]) -> Iterable[Move]:
        """The mentions that leave these entities."""
        for _, page in sorted(self._pages.items()) if parts else ():
            yield from split_page(page, parts)

    @cached_property
    def _clusters(self) -> Mapping[str, list[Cluster]]:
        return self._find_clusters() if self._find_clusters is not None else {}

    @cached_property
    def _tallies(self) -> defaultdict[str, Tally]:
        found: defaultdict[str, Tally] = defaultdict(Tally)
        for mention, ids in self._linking.referents.items():
            if len(ids) == 1:
                found[ids[0]].count(mention)
        return found

    @cached_property
    def _pages(self) -> Mapping[str, Page]:
        found: defaultdict[str, dict[Mention, tuple[str, ...]]] = defaultdict(dict)
        for mention, ids in self._linking.referents.items():
            found[mention.span.document_id][mention] = ids
        return found


# --- what is decided ---


@dataclass(frozen=True, slots=True)
class Step:
    """Mentions that mean others than before, and the names by which nothing means an entity now."""

    moves: Mapping[Mention, Move]
    places: Mapping[str, Move]
    lost: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What decisions make of what linking found."""

    # The entities that are others, None where one is another's.
    entities: Mapping[str, Entity | None] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)  # of those that are there
    owner: Mapping[str, str] = field(default_factory=dict)  # of those that are another's
    steps: tuple[Step, ...] = ()
    settled: frozenset[str] = frozenset()  # places of mentions of which it is said whom they mean
    apart: frozenset[tuple[str, str]] = frozenset()
    judged: frozenset[Judgement] = frozenset()

    def meant(self, page: Page) -> dict[Mention, tuple[str, ...]]:
        """What mentions mean."""
        return {mention: self._meant(mention, ids) for mention, ids in page.items()}

    def _meant(self, mention: Mention, ids: tuple[str, ...]) -> tuple[str, ...]:
        for step in self.steps:
            move = step.moves.get(mention)
            ids = move.ids if move is not None else ids
        return tuple(dict.fromkeys(self.owner.get(id, id) for id in ids))

    def judge(self, judgements: Iterable[Judgement]) -> Iterator[Judgement]:
        """What is left of the reasons and doubts that linking told."""
        for judgement in judgements:
            kept = self._judge(judgement)
            if kept is not None:
                yield kept

    def _judge(self, judgement: Judgement) -> Judgement | None:
        for step in self.steps:
            if judgement.same and judgement.right in step.lost.get(judgement.left, ()):
                return None
            judgement = _readdress(judgement, step.places.get(judgement.right))
        if judgement.right in self.settled:
            return None
        left = self.owner.get(judgement.left, judgement.left)
        if judgement.same:
            return replace(judgement, left=left)
        right = self.owner.get(judgement.right, judgement.right)
        is_settled = left == right or tuple(sorted((left, right))) in self.apart
        return None if is_settled else replace(judgement, left=left, right=right)


def _readdress(judgement: Judgement, move: Move | None) -> Judgement:
    """Why a mention is what it is now said to be."""
    if move is None or judgement.left not in move.former:
        return judgement
    left = next((id for id in move.ids if id not in move.former), judgement.left)
    return replace(judgement, left=left)


def apply_decisions(
    linking: Linking, decisions: Decisions, documents: Iterable[Document] = ()
) -> tuple[Linking, tuple[str, ...]]:
    """Apply decisions to all that linking found; also a line for each that fits nothing."""
    verdict, unused = decide(Whole(linking), decisions, {d.name: d.id for d in documents})
    return apply_verdict(linking, verdict), unused


def apply_verdict(linking: Linking, verdict: Verdict) -> Linking:
    """What linking found, as it was decided."""
    if verdict == Verdict():
        return linking
    entities = {**{e.id: e for e in linking.entities}, **verdict.entities}
    judgements = {*verdict.judge(linking.judgements), *verdict.judged}
    return Linking(
        tuple(entity for _, entity in sorted(entities.items()) if entity is not None),
        verdict.meant(linking.referents),
        tuple(sorted(judgements, key=astuple)),
    )


Warn = Callable[[int, str], None]
Find = Callable[[int, str], str]  # the id of a name, "" if it is not one entity's


def decide(
    known: Known, decisions: Decisions, documents: Mapping[str, str]
) -> tuple[Verdict, tuple[str, ...]]:
    """Take decisions, in whatever order they stand; also a line for each that fits nothing.

    `documents` has the id of each by its name. Names are split first, then mentions moved, then
    entities merged, named and typed. An entity keeps its id under a new label; of merged ones the
    id of the best known stays. Raises KgError where decisions contradict each other.
    """
    if decisions.is_empty():
        return Verdict(), ()
    unknown: list[tuple[int, str]] = []

    def warn(line: int, message: str) -> None:
        unknown.append((line, f"{decisions.at(line)}: {message}"))

    roll = _Roll(known, decisions)
    split = _split(roll, decisions, warn)
    mentions = _Mentions(roll, split, decisions, documents, warn)
    moved = mentions.settle()
    find = _finder(roll, decisions, warn)
    apart = _find_apart(decisions, find)
    group = _merge_ids(roll, decisions, apart, find)
    owner = _owners(roll, group)
    labels = _values(decisions.rename, decisions, find, owner)
    types = _values(decisions.type, decisions, find, owner)
    told_apart = {*apart, *mentions.told_apart()}
    pairs = {tuple(sorted({owner.get(id, id) for id in pair})) for pair in told_apart}
    pairs = {pair for pair in pairs if len(pair) == 2}
    judged = {Judgement(left, right, False, decisions.reason, _SURE) for left, right in pairs}
    judged |= mentions.judgements(owner) | _merge(roll, owner, decisions.reason)
    judged |= _relabel(roll, labels, types, decisions.reason)
    verdict = Verdict(
        roll.changes(owner), roll.tallies(owner), owner, (split, moved), mentions.places,
        frozenset((left, right) for left, right in pairs), frozenset(judged),
    )  # fmt: skip
    return verdict, tuple(dict.fromkeys(message for _, message in sorted(unknown)))


class _Roll:
    """The entities that decisions may mean, as they stand after each step."""

    def __init__(self, known: Known, decisions: Decisions) -> None:
        self.known = known
        self.entities = {entity.id: entity for entity in known.find(decisions.names())}
        self._linked = dict(self.entities)
        self._renamed = {d.value: d.names[0] for d in decisions.rename}
        self._more: defaultdict[str, Tally] = defaultdict(Tally)  # that moves brought, or took

    def names(self) -> Names:
        """Who is called what."""
        return Names(self.entities.values(), self._renamed)

    def load(self, ids: Iterable[str]) -> None:
        """Have these too, which no decision names."""
        for id in ids:
            if id not in self.entities:
                self.entities[id] = self._linked[id] = self.known.entity(id)

    def tally(self, id: str) -> Tally:
        """How something is mentioned now."""
        known = self.known.tally(id) if id in self._linked else Tally()
        more = self._more.get(id, Tally())
        names = Counter({n: known.names[n] + more.names[n] for n in {*known.names, *more.names}})
        return Tally(known.mentions + more.mentions, +names)

    def move(self, made: Iterable[Entity], moves: Iterable[Move]) -> Step:
        """Add entities, and let mentions mean others; names go with them."""
        self.entities |= {entity.id: entity for entity in made}
        moved = {move.mention: move for move in moves if move.former != move.ids}
        left: defaultdict[str, set[str]] = defaultdict(set)
        gained: defaultdict[str, set[str]] = defaultdict(set)
        for mention, move in moved.items():
            for ids, step in ((move.former, -1), (move.ids, 1)):
                if len(ids) == 1:
                    self._more[ids[0]].count(mention, step)
            for ids, names in ((_gone(move), left), (move.ids, gained)):
                if mention.kind == "name" and len(ids) == 1:
                    names[ids[0]].add(mention.core)
        lost = {id: names - self.tally(id).names.keys() for id, names in left.items()}
        for id in {*lost, *gained}:
            entity = self.entities[id]
            self.entities[id] = _renamed(entity, lost.get(id, set()), gained.get(id, set()))
        return Step(moved, {place_of(mention): move for mention, move in moved.items()}, lost)

    def changes(self, owner: Mapping[str, str]) -> dict[str, Entity | None]:
        """The entities that are others than linking found, or are another's."""
        now = {id: None if id in owner else entity for id, entity in self.entities.items()}
        return {
            id: entity
            for id, entity in sorted(now.items())
            if repr(entity) != repr(self._linked.get(id))  # they are equal where their ids are
        }

    def tallies(self, owner: Mapping[str, str]) -> dict[str, Tally]:
        """How those are mentioned that something came to or went from."""
        touched = {*self._more, *owner, *owner.values()}
        found: dict[str, Tally] = {}
        for id in sorted(touched):
            tally, total = self.tally(id), found.setdefault(owner.get(id, id), Tally())
            total.mentions += tally.mentions
            total.names.update(tally.names)
        return found


def _gone(move: Move) -> tuple[str, ...]:
    return tuple(id for id in move.former if id not in move.ids)


def _renamed(entity: Entity, lost: Collection[str], gained: Collection[str]) -> Entity:
    if not lost and not gained:
        return entity
    known = {a.casefold(): a for a in (*sorted(gained), *entity.aliases) if a not in lost}
    known.pop(entity.label.casefold(), None)
    return replace(entity, aliases=tuple(sorted(known.values())))


def _finder(roll: _Roll, decisions: Decisions, warn: Warn) -> Find:
    names = roll.names()

    def find(line: int, name: str) -> str:
        found = names.find(name)
        if len(found) == 1:
            return found[0]
        choice = ", ".join(f"ent:{id}" for id in found)
        several = f"names several entities; choose one of {choice}"
        warn(line, f"{name!r} {several if found else 'names no entity'}")
        return ""

    return find


# --- apart ---


def _split(roll: _Roll, decisions: Decisions, warn: Warn) -> Step:
    """Part the names that one entity has and that the file says are different."""
    find = _finder(roll, decisions, warn)
    pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for decision in decisions.different:
        found = [(find(decision.line, name), name) for name in decision.names]
        for (left, one), (right, other) in combinations(found, 2):
            if left and left == right:
                one, other = (shown(roll.entities[left], name) for name in (one, other))
                if same_words(one, other):
                    raise KgError(f"{decisions.at(decision.line)}: both names are {one!r}")
                pairs[left].add((one, other))
    taken = set(roll.entities)
    parts: dict[str, Part] = {}
    made: list[Entity] = []
    for id in sorted(pairs):
        entity = roll.entities[id]
        new = part_names(entity, roll.tally(id).names, pairs[id], taken)
        taken |= {other.id for other in new}
        made += new
        parts[id] = Part(entity, {other.label: other.id for other in new})
    return roll.move(made, roll.known.split(parts))


def _find_apart(decisions: Decisions, find: Find) -> dict[frozenset[str], int]:
    """The line that tells a pair of entities apart."""
    apart: dict[frozenset[str], int] = {}
    for decision in sorted(decisions.different, key=lambda d: d.line):
        ids = {id for name in decision.names if (id := find(decision.line, name))}
        for pair in combinations(sorted(ids), 2):
            apart.setdefault(frozenset(pair), decision.line)
    return apart


# --- mentions ---


class _Mentions:
    """The mentions that are given to the entities that the file names, and those that follow."""

    def __init__(
        self, roll: _Roll, split: Step, decisions: Decisions, documents: Mapping[str, str],
        warn: Warn,
    ) -> None:  # fmt: skip
        self._roll, self._split = roll, split
        self._decisions, self._documents, self._warn = decisions, documents, warn
        self._pages: dict[str, Page] = {}
        self._settled: dict[Mention, tuple[str, MentionDecision]] = {}

    @property
    def places(self) -> frozenset[str]:
        """Where the mentions are that somebody settled."""
        return frozenset(map(place_of, self._settled))

    def told_apart(self) -> Iterator[frozenset[str]]:
        """Whom a name meant and whom it means: who says that it is the one thinks them two."""
        for mention, (id, _) in self._settled.items():
            if mention.kind == "name":
                former = self._pages[mention.span.document_id][mention]
                yield from (frozenset((other, id)) for other in former if other != id)

    def judgements(self, owner: Mapping[str, str]) -> set[Judgement]:
        """Whom they mean, because it is decided."""
        return {
            Judgement(owner.get(id, id), place_of(mention), True, self._decisions.reason, _SURE)
            for mention, (id, _) in self._settled.items()
        }

    def settle(self) -> Step:
        """Find them, and let them mean whom they should."""
        names, made = self._roll.names(), dict[str, Entity]()
        for decision in sorted(self._decisions.mentions, key=_specific_first):
            id = self._documents.get(decision.document, decision.document.removeprefix("doc:"))
            page = self._page(id)
            found = sorted(
                (mention for mention in page if _is_meant(mention, decision)),
                key=lambda m: (m.span.start, m.span.end),
            )
            if not found:
                self._warn(decision.line, _missing(decision, bool(page)))
                continue
            self._roll.load(id for mention in found for id in page[mention])
            former = self._roll.entities[page[found[0]][0]]
            target = _target(decision, names, made, former, self._warn)
            for mention in found if target else ():
                self._give(mention, target, decision)
        return self._roll.move(made.values(), list(self._follow()))

    def _page(self, id: str) -> Page:
        """What a document means after names were split."""
        if id not in self._pages:
            split = self._split.moves
            self._pages[id] = {
                mention: split[mention].ids if mention in split else ids
                for mention, ids in self._roll.known.page(id).items()
            }
        return self._pages[id]

    def _give(self, mention: Mention, target: str, decision: MentionDecision) -> None:
        id, other = self._settled.setdefault(mention, (target, decision))
        if id != target and (other.at is None) == (decision.at is None):
            raise KgError(
                f"{self._decisions.at(decision.line, other.line)}: {decision.text!r} is said to "
                f"be two: {decision.value!r} and {other.value!r}"
            )

    def _follow(self) -> Iterator[Move]:
        """The settled mentions, and in their documents the short forms and pronouns of names."""
        leaving: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for mention, (target, decision) in self._settled.items():
            document = mention.span.document_id
            ids = self._pages[document][mention]
            yield Move(mention, ids, (target,))
            is_whole = mention.kind == "name" and decision.at is None
            if is_whole and len(ids) == 1 and ids != (target,):
                leaving[document, ids[0]][mention.core] = target
        for (document, id), targets in sorted(leaving.items()):
            moves = spread(self._pages[document], Part(self._roll.entities[id], targets))
            yield from (move for move in moves if move.mention not in self._settled)


def _specific_first(decision: MentionDecision) -> tuple[bool, str, str, str, int]:
    return (
        decision.at is None, decision.value, decision.document, decision.text, decision.at or 0
    )  # fmt: skip


def _missing(decision: MentionDecision, is_read: bool) -> str:
    if not is_read:
        return f"no document is called {decision.document!r}"
    at = "" if decision.at is None else f" at {decision.at}"
    return f"{decision.text!r} is no mention of anything known in {decision.document!r}{at}"


def _is_meant(mention: Mention, decision: MentionDecision) -> bool:
    is_there = decision.at in (None, mention.span.start)
    return is_there and any(same_words(t, decision.text) for t in (mention.text, mention.core))


def _target(
    decision: MentionDecision, names: Names, made: dict[str, Entity], former: Entity, warn: Warn
) -> str:
    """The id of the entity that a mention is said to be; a new one if no other has that label."""
    found = names.find(decision.value)
    if len(found) == 1:
        return found[0]
    if found or decision.value.startswith("ent:"):
        several = f"names several entities: {', '.join(f'ent:{id}' for id in found)}"
        warn(decision.line, f"{decision.value!r} {several if found else 'names no entity'}")
        return ""
    if decision.value not in made:
        id = names.free_id(decision.value, {e.id for e in made.values()})
        made[decision.value] = Entity(id, former.type, decision.value)
    return made[decision.value].id


# --- together ---


def _merge_ids(
    roll: _Roll, decisions: Decisions, apart: Mapping[frozenset[str], int], find: Find
) -> set[frozenset[str]]:
    """The ids that are one entity's."""
    group: dict[str, frozenset[str]] = {id: frozenset([id]) for id in roll.entities}
    lines: defaultdict[frozenset[str], set[int]] = defaultdict(set)
    for decision in sorted(decisions.same, key=lambda d: d.line):
        ids = {id for name in decision.names if (id := find(decision.line, name))}
        old = {group[id] for id in ids}
        merged = frozenset[str]().union(*old)
        lines[merged] = {decision.line}.union(*(lines[part] for part in old))
        group.update(dict.fromkeys(merged, merged))
    for pair, line in apart.items():
        left, right = sorted(pair)
        if group[left] == group[right]:
            raise KgError(
                f"{decisions.at(line, *lines[group[left]])}: ent:{left} and ent:{right} are said "
                "to be the same and to be different"
            )
    return {ids for ids in group.values() if len(ids) > 1}


def _owners(roll: _Roll, groups: Iterable[frozenset[str]]) -> dict[str, str]:
    """The id that stays, by each id that goes."""

    def known(id: str) -> tuple[bool, int, int, str]:
        entity = roll.entities[id]
        return not entity.codes, -roll.tally(id).mentions, -len(entity.label.split()), id

    found: dict[str, str] = {}
    for ids in groups:
        kept = min(ids, key=known)
        found |= dict.fromkeys(ids - {kept}, kept)
    return dict(sorted(found.items()))


def _merge(roll: _Roll, owner: Mapping[str, str], reason: str) -> set[Judgement]:
    parts: defaultdict[str, list[Entity]] = defaultdict(list)
    for id, kept in owner.items():
        parts[kept].append(roll.entities[id])
    for kept, gone in parts.items():
        roll.entities[kept] = _union(roll.entities[kept], gone)
    return {
        Judgement(kept, entity.label, True, reason, _SURE)
        for kept, gone in parts.items() for entity in gone
    }  # fmt: skip


def _union(kept: Entity, gone: Collection[Entity]) -> Entity:
    """One entity with the names and codes of all."""
    parts = (kept, *gone)
    return replace(
        kept,
        aliases=_others(kept.label, (n for e in parts for n in (e.label, *e.aliases))),
        same_as=tuple(sorted({iri for e in parts for iri in e.same_as})),
        codes=tuple(sorted({code for e in parts for code in e.codes})),
    )


def _others(label: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names other than the label, sorted, each once without regard to case."""
    kept = {name.casefold(): name for name in sorted(names)}
    kept.pop(label.casefold(), None)
    return tuple(sorted(kept.values()))


# --- labels and types ---


def _values(
    decided: Iterable[Decision], decisions: Decisions, find: Find, owner: Mapping[str, str]
) -> dict[str, str]:
    """The new value by the id that stays."""
    values: dict[str, Decision] = {}
    for decision in sorted(decided, key=lambda d: d.line):
        id = find(decision.line, decision.names[0])
        if not id:
            continue
        other = values.setdefault(owner.get(id, id), decision)
        if other.value != decision.value:
            raise KgError(
                f"{decisions.at(decision.line, other.line)}: {decision.names[0]!r} is said to be "
                f"{other.value!r} and {decision.value!r}"
            )
    return {id: decision.value for id, decision in values.items()}


def _relabel(
    roll: _Roll, labels: Mapping[str, str], types: Mapping[str, str], reason: str
) -> set[Judgement]:
    for id, label in labels.items():
        entity = roll.entities[id]
        aliases = _others(label, (entity.label, *entity.aliases))
        roll.entities[id] = replace(entity, label=label, aliases=aliases)
    for id, kind in types.items():
        roll.entities[id] = replace(roll.entities[id], type=kind)
    judged = {Judgement(id, label, True, reason, _SURE) for id, label in labels.items()}
    typed = {Judgement(id, kind, True, f"type {reason}", _SURE) for id, kind in types.items()}
    return judged | typed
