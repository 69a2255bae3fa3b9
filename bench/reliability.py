"""How often a triple of a given confidence is right, on the dev halves of BenchIE and CaRB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.tables import iter_table
from kg.evaluate import benchie, carb
from kg.evaluate.corpus import Recipe, extract_triples
from kg.evaluate.score import group_by_sentence, squeeze

Graded = tuple[float, float]  # confidence, and how right the triple is, from 0 to 1


def measure_reliability(gold: Path, pipeline: str) -> Iterator[str]:
    """A table of bands of confidence: triples in each, and their mean precision."""
    recipe = Recipe(pipeline, ())
    yield from _iter_bands("facts, by BenchIE", _grade_facts(gold / "benchie", recipe))
    yield ""
    yield from _iter_bands("clauses, by CaRB", _grade_clauses(gold / "carb", recipe))


def _grade_facts(folder: Path, recipe: Recipe) -> Iterator[Graded]:
    facts = benchie.read_gold(folder / "dev.txt")
    by_sentence = group_by_sentence(extract_triples(list(facts), "facts", recipe))
    for sentence, known in facts.items():
        for triple in by_sentence.get(squeeze(sentence), []):
            yield triple.confidence, float(benchie.is_right(triple, known))


def _grade_clauses(folder: Path, recipe: Recipe) -> Iterator[Graded]:
    tuples = carb.read_gold(folder / "carb_gold_dev.tsv")
    by_sentence = group_by_sentence(extract_triples(list(tuples), "clauses", recipe))
    for sentence, known in tuples.items():
        for triple in by_sentence.get(squeeze(sentence), []):
            offered = carb.Tuple(triple.relation, triple.subject, triple.object)
            best = max((carb.match(fact, offered)[0] for fact in known), default=0.0)
            yield triple.confidence, best


def _iter_bands(what: str, graded: Iterable[Graded]) -> Iterator[str]:
    bands: defaultdict[int, list[Graded]] = defaultdict(list)
    for confidence, right in graded:
        bands[min(9, int(confidence * 10))].append((confidence, right))
    rows = [
        (
            f"{band / 10:.1f} to {(band + 1) / 10:.1f}",
            len(members),
            f"{sum(c for c, _ in members) / len(members):.2f}",
            f"{sum(r for _, r in members) / len(members):.2f}",
        )
        for band, members in sorted(bands.items())
    ]
    yield from iter_table((what, "triples", "mean confidence", "precision"), rows)
