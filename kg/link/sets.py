"""Descriptions of several: "both sides", "the two leaders", "the three countries", "the pair"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.clusters import Cluster, Discourse
from kg.link.compare import plain
from kg.model import Mention

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_PEOPLE = frozenset(
    "leader president minister man woman official chief head politician figure candidate "
    "player brother sister rival".split()
)
LANDS = frozenset(
    "country nation side government state neighbor neighbour ally power capital".split()
)
_BODIES = frozenset("company firm bank group party organization club team union agency".split())
_SET_TYPES = (
    (frozenset({"couple"}), ("Person",)),
    (
        frozenset({"side", "both", "duo", "pair", "trio", "twosome"}),
        ("Person", "Country", "Organization"),
    ),
    (_PEOPLE, ("Person",)),
    (LANDS, ("Country",)),
    (_BODIES, ("Organization",)),
)
_SETS = frozenset({"couple", "duo", "pair", "trio", "twosome"})  # they count themselves
_COUNTS = {
    "both": 2, "two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4,
    **dict.fromkeys(_SETS, 2), "trio": 3,
}  # fmt: skip


def members(discourse: Discourse, mention: Mention) -> tuple[Cluster, ...]:
    """Who "both sides", "the two leaders", "the three countries" are."""
    if mention.determiner == "the" and not mention.modifiers and mention.head not in _SETS:
        return _same_set(discourse, mention) if mention.number == "plural" else ()
    count = _count(mention)
    if not count:
        return ()
    types = next(types for words, types in _SET_TYPES if mention.head in words)
    options = [
        (_nearness(group[0], mention), group)
        for group in _groups(discourse, mention)
        if len({id(discourse.of[m]) for m in group}) == count
        and all(discourse.of[m].type in types for m in group)
    ]
    again = _set_again(discourse, mention, types, count)
    if again and not any(near[0] == 0 for near, _ in options):
        return again
    if options:
        best = max(options, key=lambda option: option[0])[1]
        return tuple({id(discourse.of[m]): discourse.of[m] for m in best}.values())
    if mention.head == "both":
        return ()
    kinds = [("Country",)] if mention.head == "side" else [(t,) for t in types]
    named = (_latest_members(discourse, mention, kind, count) for kind in kinds)
    return next(filter(None, named), ())


def _count(mention: Mention) -> int:
    """How many a phrase is of, 0 if it says nothing of the kind."""
    if mention.head in _SETS:
        return _COUNTS[mention.head] if mention.determiner in DEFINITE else 0
    heads = _PEOPLE | LANDS | _BODIES | {"both"}
    if mention.head not in heads or mention.number != "plural":
        return 0
    if mention.determiner not in DEFINITE | {"both", ""}:
        return 0
    words = (mention.head, mention.determiner, *mention.modifiers)
    return next((_COUNTS[w] for w in words if w in _COUNTS), 0)


def _same_set(discourse: Discourse, mention: Mention) -> tuple[Cluster, ...]:
    """Those meant by "the two leaders" before, for "the leaders"."""
    for other, meant in reversed(discourse.sets.items()):
        if other.head == mention.head and not tail_of(discourse, mention):
            return meant
    return ()


def _set_again(
    discourse: Discourse, mention: Mention, types: tuple[str, ...], count: int
) -> tuple[Cluster, ...]:
    """What such a phrase meant before in this document."""
    for other, members in reversed(discourse.sets.items()):
        if other.kind == "nominal" and len(members) == count and members[0].type in types:
            return members
    return ()


def _groups(discourse: Discourse, mention: Mention) -> Iterator[list[Mention]]:
    """Coordinated names before the mention, or around it in its sentence."""
    for left in discourse.right.get("conjunct", {}):
        if discourse.before("conjunct", left):
            continue
        group = discourse.conjuncts(left)
        near = 0 <= mention.sentence - left.sentence <= 6
        if near and left.span.end <= mention.span.start and all(m in discourse.of for m in group):
            yield group


def _nearness(first: Mention, mention: Mention) -> tuple[int, bool, int]:
    distance = mention.sentence - first.sentence
    return (-distance // 2, first.function == "subject", first.span.start)


def _latest_members(
    discourse: Discourse, mention: Mention, types: tuple[str, ...], count: int
) -> tuple[Cluster, ...]:
    """The things of the kind that were named last, in the order of the text."""
    named = [
        (cluster.seen[-1].span.start, n)
        for n, cluster in enumerate(discourse.clusters)
        if cluster.is_named and cluster.seen and cluster.type in types
        if mention.sentence - cluster.seen[-1].sentence <= 6
    ]
    chosen = sorted(named)[-count:]
    return tuple(discourse.clusters[n] for _, n in chosen) if len(chosen) == count else ()


def tail_of(discourse: Discourse, mention: Mention) -> str:
    """What stands after the head, but for dates."""
    text = discourse.reading.document.text[mention.head_span.end : mention.span.end]
    if not text:
        return ""
    for value in discourse.by_sentence[mention.sentence]:
        if value.kind == "value":
            text = text.replace(value.text, "")
    return re.sub(r"^(?:on|in|at|for)?$", "", plain(text))
