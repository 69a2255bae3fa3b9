"""Phrases of the system laid on phrases of the gold, exactly or by their heads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kg.evaluate.coreference import Coreference
from kg.evaluate.corpus import Corpus, Place, Text
from kg.evaluate.score import Figure
from kg.link.compare import plain
from kg.model import Mention

Key = TypeVar("Key")


def align(gold: Iterable[Place], system: Iterable[Place], *, heads: bool) -> dict[Place, Place]:
    """System phrase → gold phrase, one to one: equal spans first, then (if asked) equal heads.

    Of several with one head, the longest gold phrase goes first.
    """
    rest = sorted(set(gold), key=lambda p: (p.document, p.start - p.end, p))
    by_span = {place[:3]: place for place in rest}
    aligned = {place: by_span[place[:3]] for place in set(system) if place[:3] in by_span}
    if not heads:
        return aligned
    taken = set(aligned.values())
    by_head: dict[tuple[str, int], list[Place]] = {}
    for place in rest:
        if place not in taken:
            by_head.setdefault((place.document, place.head), []).append(place)
    for place in sorted(set(system) - aligned.keys(), key=lambda p: (p.start - p.end, p)):
        same_head = by_head.get((place.document, place.head))
        if same_head:
            aligned[place] = same_head.pop(0)
    return aligned


def overlaps(left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two half-open stretches share a character."""
    return left[0] < right[1] and right[0] < left[1]


def referring_mentions(text: Text) -> list[Mention]:
    """The mentions that stand for an entity: neither values nor clauses."""
    return [m for m in text.reading.mentions if m.kind not in ("value", "clause")]


def groups_of(text: Text, corpus: Corpus, *, times: Collection[str]) -> dict[Mention, object]:
    """What each mention stands for, equal where it is the same: its one entity, or its time.

    A mention of several stands for them together, one of none for itself. Clauses are left out,
    and values but for times of the given types: Date, Time, Duration. A time that comes to nothing
    known stands for its words, as the graph's literals do.
    """
    whens = read_whens(text) if times else []
    values = {when.start: when.value for when in whens if when.value and when.type in times}
    groups: dict[Mention, object] = {}
    for mention in text.reading.mentions:
        ids = corpus.linking.referents.get(mention, ())
        if mention.kind == "value" and times:
            words = plain(mention.text) if mention.label == "Date" else mention
            groups[mention] = values.get(mention.span.start, words)
        elif mention.kind not in ("value", "clause"):
            groups[mention] = ids or mention
    return groups


def clusters_of(groups: Mapping[Key, object]) -> list[set[Key]]:
    """The keys of each group."""
    clusters: dict[object, set[Key]] = {}
    for key, group in groups.items():
        clusters.setdefault(group, set()).add(key)
    return list(clusters.values())


def coreference_figure(
    dataset: str, metric: str, result: Coreference, gold: Sequence[object], note: str = ""
) -> Figure:
    """The CoNLL score with the mean precision and recall of its three metrics."""
    return Figure(dataset, metric, result.conll, result.precision, result.recall, len(gold), note)


class When(NamedTuple):
    """A time expression, half-open in characters, and what it comes to, "" if nothing."""

    start: int
    end: int
    type: str  # Date, Time or Duration
    value: str


def read_whens(text: Text) -> list[When]:
    """The time expressions of a text, as grounding reads them."""
    from kg.times import read_times

    document = text.reading.document
    found = read_times(document.text, document.published)
    return [When(start, end, value.type, value.value) for start, end, value in found]
