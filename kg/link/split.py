"""One entity made two: which mentions go with which name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kg.link.compare import plain
from kg.link.naming import free_id
from kg.model import Entity, Mention

Page = Mapping[Mention, tuple[str, ...]]  # what the mentions of one document mean


@dataclass(frozen=True, slots=True)
class Move:
    """What a mention meant, and what it means instead."""

    mention: Mention
    former: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An entity of which names leave, each to the entity whose id it is given with."""

    entity: Entity
    targets: Mapping[str, str]


def same_words(left: str, right: str) -> bool:
    """Whether two names are one but for case, accents, dots and article."""
    return left == right or plain(left) == plain(right)


def part_names(
    entity: Entity,
    names: Mapping[str, int],
    pairs: Collection[tuple[str, str]],
    taken: Collection[str],
) -> list[Entity]:
    """New entities for the names that leave: of each pair one, and never the label.

    `names` says how often each is used: of two aliases the one that is used less often leaves.
    """
    used: Counter[str] = Counter()
    for name, count in names.items():
        used[plain(name)] += count
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


def split_page(page: Page, parts: Mapping[str, Part]) -> list[Move]:
    """The mentions of a document that leave entities with their names."""
    meant = {id for ids in page.values() for id in ids}
    found = (spread(page, parts[id]) for id in sorted(meant & parts.keys()))
    return [move for moves in found for move in moves]


def spread(page: Page, part: Part) -> Iterator[Move]:
    """Move the mentions of the names that leave an entity, each to its target.

    In a document the short forms, descriptions and pronouns go with the full name before them,
    or, where there is none, with the one after them.
    """
    entity = part.entity
    mentions = [mention for mention, ids in page.items() if entity.id in ids]
    mentions.sort(key=lambda m: (m.head_span.start, m.span.start, -m.span.end))
    leaving = {plain(name): target for name, target in part.targets.items()}
    anchors = [_anchor(m, entity, leaving) for m in mentions]
    current = next(filter(None, anchors), entity.id)
    for mention, anchor in zip(mentions, anchors, strict=True):
        current = anchor or current
        if current != entity.id:
            former = page[mention]
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


def place_of(mention: Mention) -> str:
    """How a judgement names a mention."""
    return f"{mention.span.document_id}:{mention.span.start}:{mention.span.end}"
