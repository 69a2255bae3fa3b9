"""CaRB: lenient match of n-ary tuples, token by token.

Definition: Bhardwaj, Aggarwal and Mausam, "CaRB: A Crowdsourced Benchmark for Open IE", EMNLP
2019, in the variant that its published figures use: arguments after the first are joined.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kg.evaluate.corpus import Recipe, extract_triples
from kg.evaluate.score import (
    Figure,
    Triple,
    f1,
    group_by_sentence,
    read_lines,
    squeeze,
)

# In a gold tuple of these, speech and speaker may stand in either order.
_SAYING = ("said", "told", "added", "adds", "says")
_FORMS_OF_BE = frozenset({"be", "is", "am", "are", "was", "were", "been", "being"})


class Tuple(NamedTuple):
    """A relation with its first argument and the rest of them as one text ("" if none)."""

    relation: str
    first: str
    rest: str


class Point(NamedTuple):
    """Precision and recall of all extractions at or above one confidence."""

    threshold: float
    precision: float
    recall: float


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """Both figures for the clauses view."""
    gold = read_gold(folder / f"carb_gold_{split}.tsv")
    triples = extract_triples(list(gold), "clauses", recipe)
    yield from score(gold, triples)


def read_gold(path: Path) -> dict[str, list[Tuple]]:
    """Each sentence with its tuples; arguments marked as context ("C: ") are left out."""
    gold: dict[str, list[Tuple]] = {}
    for line in read_lines(path):
        fields = [field.strip() for field in line.strip().split("\t")]
        if len(fields) < 3:
            continue
        sentence, relation, *arguments = fields
        kept = [argument for argument in arguments if "C: " not in argument]
        gold.setdefault(sentence, []).append(Tuple(relation, kept[0], " ".join(kept[1:])))
    return gold


def score(gold: Mapping[str, Sequence[Tuple]], triples: Iterable[Triple]) -> tuple[Figure, Figure]:
    """F1 at the best confidence threshold, and area under precision over recall."""
    by_sentence = group_by_sentence(triples)
    curve = make_curve([(facts, by_sentence.get(squeeze(s), [])) for s, facts in gold.items()])
    count = sum(map(len, gold.values()))
    if not curve:
        nothing = "no extractions"
        return (
            Figure("carb", "f1", 0.0, 0.0, 0.0, count, note=nothing),
            Figure("carb", "auc", 0.0, count=count, note=nothing),
        )
    best = max(curve, key=lambda point: f1(point.precision, point.recall))
    return (
        Figure(
            "carb",
            "f1",
            f1(best.precision, best.recall),
            best.precision,
            best.recall,
            count,
            note=f"at confidence {best.threshold:g} and above",
        ),
        Figure("carb", "auc", area(curve), count=count),
    )


def make_curve(sentences: Sequence[tuple[Sequence[Tuple], Sequence[Triple]]]) -> list[Point]:
    """Precision and recall at each confidence that occurs, from the lowest up."""
    thresholds = sorted({triple.confidence for _, triples in sentences for triple in triples})
    sums = [(0.0, 0, 0.0)] * len(thresholds)
    for facts, triples in sentences:
        start = 0
        for threshold, step in _steps(facts, triples):
            stop = bisect_right(thresholds, threshold)
            for index in range(start, stop):
                true, predicted, found = sums[index]
                sums[index] = true + step[0], predicted + step[1], found + step[2]
            start = stop
    total = sum(len(facts) for facts, _ in sentences)
    return [
        Point(threshold, true / predicted, found / total)
        for threshold, (true, predicted, found) in zip(thresholds, sums, strict=True)
    ]


def _steps(
    facts: Sequence[Tuple], triples: Sequence[Triple]
) -> Iterator[tuple[float, tuple[float, int, float]]]:
    """Matched precision, number and best recall of a sentence's triples from each confidence up."""
    table = [[match(fact, _as_tuple(triple)) for triple in triples] for fact in facts]
    for threshold in sorted({triple.confidence for triple in triples}):
        columns = [i for i, triple in enumerate(triples) if triple.confidence >= threshold]
        found = sum(max(row[i][1] for i in columns) for row in table)
        true = _assign([[row[i][0] for i in columns] for row in table])
        yield threshold, (true, len(columns), found)


def match(gold: Tuple, predicted: Tuple) -> tuple[float, float]:
    """Token precision and recall of two tuples, nothing unless they share a relation word.

    Words are compared as they stand; each word of one side pairs with one of the other. A
    prediction without a second argument matches nothing that has one.
    """
    straight = _match(gold, predicted)
    if not predicted.rest or not any(word in gold.relation for word in _SAYING):
        return straight
    relation, first, rest = predicted
    return max(straight, _match(gold, Tuple(relation, rest, first)))


def area(curve: Sequence[Point]) -> float:
    """Trapezoids under precision over recall, begun at recall 0 with precision 1."""
    points = [(point.recall, point.precision) for point in curve] + [(0.0, 1.0)]
    pairs = pairwise(points)
    return sum((r - s) * (p + q) / 2 for (r, p), (s, q) in pairs)


def _as_tuple(triple: Triple) -> Tuple:
    return Tuple(triple.relation, triple.subject, triple.object)


def _match(gold: Tuple, predicted: Tuple) -> tuple[float, float]:
    shared = _shared_relation(gold.relation.split(), predicted.relation.split())
    if not shared or (gold.rest and not predicted.rest):
        return 0.0, 0.0
    shared += _shared(gold.first, predicted.first) + _shared(gold.rest, predicted.rest)
    words = sum(len(part.split()) for part in predicted[: 3 if gold.rest else 2])
    return shared / words, shared / sum(len(part.split()) for part in gold)


def _shared(left: str, right: str) -> int:
    return (Counter(left.split()) & Counter(right.split())).total()


def _shared_relation(gold: list[str], predicted: list[str]) -> int:
    """Words in common; a "be" left over in the prediction pairs with any form of it."""
    common = Counter(gold) & Counter(predicted)
    left_over = Counter(predicted) - common
    return common.total() + (left_over["be"] > 0 and not _FORMS_OF_BE.isdisjoint(gold))


def _assign(table: list[list[float]]) -> float:
    """Sum of the cells chosen from the largest down, one a row and one a column."""
    cells = ((-cell, r, c) for r, row in enumerate(table) for c, cell in enumerate(row))
    rows: set[int] = set()
    columns: set[int] = set()
    total = 0.0
    for negative, row, column in sorted(cells):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            total -= negative
    return total


if __name__ == "__main__":
    from kg.evaluate.standalone import main

    main(sys.argv[1:], lambda gold: read_gold(gold / "carb" / "carb_gold_dev.tsv"), score)
