"""One entity made two: which mentions go with which name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace

from kg.link.compare import plain
from kg.link.naming import free_id
from kg.model import Entity, Judgement, Linking, Mention


@dataclass(frozen=True, slots=True)
class Move:
    """What a mention meant, and what it means instead."""

    mention: Mention
    former: tuple[str, ...]
    ids: tuple[str, ...]


def same_words(left: str, right: str) -> bool:
    """Whether two names are one but for case, accents, dots and article."""
    return left == right or plain(left) == plain(right)


def part_names(
    linking: Linking, entity: Entity, pairs: Collection[tuple[str, str]], taken: Collection[str]
) -> list[Entity]:
    """New entities for the names that leave: of each pair one, and never the label.

    Of two aliases the one that is used less often leaves.
    """
    used = Counter(
        plain(m.core)
        for m, ids in linking.referents.items()
        if entity.id in ids and m.kind == "name"
    )
    label = plain(entity.label)
    spelt = {plain(name): name for pair in sorted(pairs) for name in pair}
    keys = {frozenset(map(plain, pair)) for pair in pairs}
    leaving = {key for pair in keys if label in pair for key in pair - {label}}
    for pair in [p for p in keys if label not in p and not p & leaving]:
        leaving.add(min(pair, key=lambda key: (used[key], key)))
    made: list[Entity] = []
    for key in sorted(leaving):
        id = free_id(spelt[key], {*taken, *(e.id for e in made)})
        made.append(Entity(id, entity.type, spelt[key]))
    return made


def spread(
    linking: Linking,
    entity: Entity,
    targets: Mapping[str, str],
    within: Collection[Mention] | None = None,
) -> Iterator[Move]:
    """Move the mentions of the names that leave an entity, each to its target.

    In each document the short forms, descriptions and pronouns go with the full name before them,
    or, where there is none, with the one after them.
    """
    by_document: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in linking.referents if within is None else within:
        if entity.id in linking.referents[mention]:
            by_document[mention.span.document_id].append(mention)
    leaving = {plain(name): target for name, target in targets.items()}
    for _, mentions in sorted(by_document.items()):
        mentions.sort(key=lambda m: (m.head_span.start, m.span.start, -m.span.end))
        anchors = [_anchor(m, entity, leaving) for m in mentions]
        current = next(filter(None, anchors), entity.id)
        for mention, anchor in zip(mentions, anchors, strict=True):
            current = anchor or current
            if current != entity.id:
                former = linking.referents[mention]
                yield Move(mention, former, tuple(current if i == entity.id else i for i in former))


def _anchor(mention: Mention, entity: Entity, leaving: Mapping[str, str]) -> str:
    """The id that a name by itself belongs to, "" if it may be short for either."""
    if mention.kind != "name":
        return ""
    name = plain(mention.core)
    if name in leaving:
        return leaving[name]
    words = set(name.split())
    fitting = {target for long, target in leaving.items() if words <= set(long.split())}
    if not fitting:
        return entity.id
    is_of_label = words <= set(plain(entity.label).split())
    return "" if is_of_label or len(fitting) > 1 else min(fitting)


def add_entities(linking: Linking, made: Iterable[Entity]) -> Linking:
    """With entities that nothing means yet."""
    entities = sorted((*linking.entities, *made), key=lambda e: e.id)
    return Linking(tuple(entities), linking.referents, linking.judgements)


def move_mentions(linking: Linking, moves: Iterable[Move]) -> Linking:
    """Give mentions to other entities, and with them their names and judgements."""
    moved = {move.mention: move for move in moves if move.former != move.ids}
    if not moved:
        return linking
    referents = {m: moved[m].ids if m in moved else ids for m, ids in linking.referents.items()}
    kept, gained = _names_by_id(referents), _names_by_id({m: v.ids for m, v in moved.items()})
    lost = {id: names - kept[id] for id, names in _names_by_id(_former(moved)).items()}
    entities = tuple(
        _renamed(e, lost.get(e.id, set()), gained.get(e.id, set())) for e in linking.entities
    )
    places = {place_of(mention): move for mention, move in moved.items()}
    judgements = {
        _readdress(judgement, places.get(judgement.right))
        for judgement in linking.judgements
        if not judgement.same or judgement.right not in lost.get(judgement.left, ())
    }
    ordered = sorted(judgements, key=astuple)
    return Linking(entities, referents, tuple(ordered))


def place_of(mention: Mention) -> str:
    """How a judgement names a mention."""
    return f"{mention.span.document_id}:{mention.span.start}:{mention.span.end}"


def _former(moved: Mapping[Mention, Move]) -> dict[Mention, tuple[str, ...]]:
    return {m: tuple(i for i in v.former if i not in v.ids) for m, v in moved.items()}


def _names_by_id(referents: Mapping[Mention, tuple[str, ...]]) -> defaultdict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for mention, ids in referents.items():
        if mention.kind == "name" and len(ids) == 1:
            names[ids[0]].add(mention.core)
    return names


def _renamed(entity: Entity, lost: Collection[str], gained: Collection[str]) -> Entity:
    if not lost and not gained:
        return entity
    known = {a.casefold(): a for a in (*sorted(gained), *entity.aliases) if a not in lost}
    known.pop(entity.label.casefold(), None)
    return replace(entity, aliases=tuple(sorted(known.values())))


def _readdress(judgement: Judgement, move: Move | None) -> Judgement:
    """Why a mention is what it is now said to be."""
    if move is None or judgement.left not in move.former:
        return judgement
    left = next((id for id in move.ids if id not in move.former), judgement.left)
    return replace(judgement, left=left)
