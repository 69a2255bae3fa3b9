"""Descriptions of several: "both sides", "the two leaders", "the three countries", "the pair"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import load_gazetteer
from kg.link.clusters import Cluster, Discourse
from kg.link.compare import plain
from kg.model import Mention
from kg.words import is_abstract

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
        ("Person", "Country", "Organization", "Place", "Group"),
    ),
    (_PEOPLE, ("Person",)),
    (LANDS, ("Country",)),
    (_BODIES, ("Organization",)),
)
_TOLD_BY_NOUN = (("Country",), ("Organization",), ("Person",))
_TAKEN_FOR = {  # what names of a kind that no table has are taken for
    "Country": frozenset({"Organization", "Place", "Thing"}),
    "Organization": frozenset({"Country", "Person", "Place", "Product", "Thing"}),
    "Person": frozenset({"Organization", "Thing"}),
}
_KNOWN = frozenset({("body",), ("people",), ("role",)})
_EACH_OF_TWO = frozenset({"each", "neither"})
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
    if mention.head == "couple" and (spouses := _spouses(discourse, mention)):
        return spouses
    types = next(types for words, types in _SET_TYPES if mention.head in words)
    groups = [
        (_nearness(group[0], mention), group)
        for group in (*_groups(discourse, mention), *_met(discourse, mention, types, count))
        if len({id(discourse.of[m]) for m in group}) == count
    ]
    options = [o for o in groups if all(discourse.of[m].type in types for m in o[1])]
    last, again = _set_again(discourse, mention, types, count)
    if again and not any(near[0] == 0 or near[2] > last for near, _ in options):
        return again
    if not options and types in _TOLD_BY_NOUN:
        options = [o for o in groups if all(_may_be(discourse.of[m], types[0]) for m in o[1])]
    if options:
        best = max(options, key=lambda option: option[0])[1]
        found = tuple({id(discourse.of[m]): discourse.of[m] for m in best}.values())
        return _of_type(found, types)
    if mention.head == "both":
        return ()
    kinds = [("Country",)] if mention.head == "side" else [(t,) for t in types]
    named = (_latest_members(discourse, mention, kind, count) for kind in kinds)
    return next(filter(None, named), ())


def _spouses(discourse: Discourse, mention: Mention) -> tuple[Cluster, ...]:
    """Somebody and his wife of whom one of the last sentences tells, for "the couple"."""
    for number in range(mention.sentence, mention.sentence - 3, -1):
        for m in reversed(discourse.by_sentence.get(number, [])):
            owners = [discourse.of.get(o) for o in discourse.before("possessor", m)]
            is_spouse = m.head in _SPOUSES and m.span.end <= mention.span.start
            if is_spouse and m in discourse.of and owners and owners[0] is not None:
                return owners[0], discourse.of[m]
    return ()


_SPOUSES = frozenset("boyfriend fiance fiancee girlfriend husband partner wife".split())


def _may_be(cluster: Cluster, kind: str) -> bool:
    """Whether a thing may be of a kind, though it was taken for another: a name nobody knows."""
    if cluster.type == kind:
        return True
    if not cluster.is_named or cluster.place is not None or cluster.key[:1] in _KNOWN:
        return False
    gazetteer = load_gazetteer()
    if any(name in gazetteer.cities or name in gazetteer.capitals for name in cluster.names):
        return False
    is_full = any(" " in name for name in cluster.names)
    return cluster.type in _TAKEN_FOR[kind] and not is_full


def _of_type(found: tuple[Cluster, ...], types: tuple[str, ...]) -> tuple[Cluster, ...]:
    """The members, each of which is now what they are together said to be."""
    for cluster in found:
        if cluster.type not in types:
            cluster.votes[types[0]] += sum(cluster.votes.values())
            cluster.key = ("name", *cluster.key[1:])
    return found


def _count(mention: Mention) -> int:
    """How many a phrase is of, 0 if it says nothing of the kind."""
    if mention.head in _SETS:
        return _COUNTS[mention.head] if mention.determiner in DEFINITE else 0
    heads = _PEOPLE | LANDS | _BODIES | {"both"}
    if mention.head in heads - {"both"} and mention.determiner in _EACH_OF_TWO:
        return 2 if mention.number == "singular" else 0
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
) -> tuple[int, tuple[Cluster, ...]]:
    """Where such a phrase last stood in this document, and what it meant."""
    for other, members in reversed(discourse.sets.items()):
        if other.kind == "nominal" and len(members) == count and members[0].type in types:
            return other.span.start, members
    return 0, ()


def _groups(discourse: Discourse, mention: Mention) -> Iterator[list[Mention]]:
    """Coordinated names before the mention, or around it in its sentence."""
    for left in discourse.right.get("conjunct", {}):
        if discourse.before("conjunct", left):
            continue
        group = discourse.conjuncts(left)
        near = 0 <= mention.sentence - left.sentence <= 6
        if near and left.span.end <= mention.span.start and all(m in discourse.of for m in group):
            yield group


def _met(
    discourse: Discourse, mention: Mention, types: tuple[str, ...], count: int
) -> Iterator[list[Mention]]:
    """All that one of the last sentences names of a kind: "Vell sued Norland. The two firms …"."""
    for sentence in range(mention.sentence - 2, mention.sentence):
        first: dict[int, Mention] = {}
        for m in discourse.by_sentence.get(sentence, ()):
            cluster = discourse.of.get(m)
            if cluster is not None and cluster.is_named and cluster.type in types:
                first.setdefault(id(cluster), m)
        if len(first) == count:
            yield list(first.values())


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


def said_of(discourse: Discourse, mention: Mention) -> Cluster | None:
    """What has a name and is said to be what a description says, and no more.

    "Vale will become its chairman", "the union is a family firm".
    """
    if mention.kind != "nominal" or mention.function != "attribute":
        return None
    if mention.label == "Event" or is_abstract(mention.head):
        return None  # "it was the largest decline"
    subjects = (discourse.of.get(m) for m in discourse.before("predicate", mention))
    return next((c for c in subjects if c is not None and c.is_named), None)


def tail_of(discourse: Discourse, mention: Mention) -> str:
    """What stands after the head, but for dates, and "in a statement", of what is said there."""
    text = discourse.reading.document.text[mention.head_span.end : mention.span.end]
    if not text:
        return ""
    for value in discourse.by_sentence[mention.sentence]:
        if value.kind == "value":
            text = text.replace(value.text, "")
    tail = plain(text)
    return "" if _EMPTY_TAIL.fullmatch(tail) else tail


_EMPTY_TAIL = re.compile(r"(?:on|in|at|for|(?:in|on) (?:an? )?(?:statement|email|blog|tweet))?")
