"""What scorers share: the figure they return, counts to F1, triples and gold files as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one metric on one set; `value` is None when it cannot be made, with a note."""

    set: str
    metric: str
    value: float | None
    precision: float | None = None
    recall: float | None = None
    count: int | None = None  # gold items the figure rests on
    note: str = ""
    misses: tuple[str, ...] = ()
    false_finds: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record that `kg eval --format json` prints; what is unknown is left out."""
        record: dict[str, Any] = {"set": self.set, "metric": self.metric, "value": self.value}
        for name in ("precision", "recall", "count", "note", "misses", "false_finds"):
            value = getattr(self, name)
            if value not in (None, "", ()):
                record[name] = list(value) if isinstance(value, tuple) else value
        return record


class Triple(NamedTuple):
    """One extraction: slots in the sentence's own tokens, joined by single spaces."""

    sentence: str
    subject: str
    relation: str
    object: str
    confidence: float = 1.0


class Ratio(NamedTuple):
    """Precision and recall as two fractions; their denominators may count different things."""

    true: float  # right predictions
    predicted: float
    found: float  # gold items found
    gold: float

    @property
    def precision(self) -> float:
        """Right predictions over predictions, 0 where there are none."""
        return self.true / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Gold items found over gold items."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return f1(self.precision, self.recall)


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of the two, 0 where both are.

    >>> f1(0.5, 1.0) == 2 / 3, f1(0.0, 0.0)
    (True, 0.0)
    """
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def make_figure(
    dataset: str,
    metric: str,
    ratio: Ratio,
    *,
    note: str = "",
    misses: Iterable[str] = (),
    false_finds: Iterable[str] = (),
) -> Figure:
    """The F1 of a ratio with its parts, or no value where there is no gold to compare with."""
    if not ratio.gold:
        return Figure(dataset, metric, None, note="the gold holds no such item")
    return Figure(
        dataset,
        metric,
        ratio.f1,
        ratio.precision,
        ratio.recall,
        int(ratio.gold),
        note,
        tuple(misses),
        tuple(false_finds),
    )


def macro_f1(
    dataset: str, metric: str, pairs: Sequence[tuple[str, str]], *, misses: Iterable[str] = ()
) -> Figure:
    """Mean F1 over the classes of the gold, from (gold, system) values."""
    if not pairs:
        return Figure(dataset, metric, None, note="none of the gold's items were found")
    scores = {}
    for name in sorted({gold for gold, _ in pairs}):
        true = sum(gold == name == system for gold, system in pairs)
        said = sum(system == name for _, system in pairs)
        real = sum(gold == name for gold, _ in pairs)
        scores[name] = f1(true / said if said else 0.0, true / real)
    note = ", ".join(f"{name} {score:.3f}" for name, score in scores.items())
    mean = sum(scores.values()) / len(scores)
    return Figure(dataset, metric, mean, count=len(pairs), note=note, misses=tuple(misses))


def shares(hits: Iterable[tuple[str, bool]]) -> str:
    """How many of each kind are right, for a note.

    >>> shares([("titles", True), ("clauses", True), ("clauses", False)])
    'clauses 1/2, titles 1/1'
    """
    found: dict[str, list[bool]] = {}
    for kind, is_hit in hits:
        found.setdefault(kind, []).append(is_hit)
    return ", ".join(f"{kind} {sum(flags)}/{len(flags)}" for kind, flags in sorted(found.items()))


def read_lines(path: Path) -> list[str]:
    """The lines of a gold file; a missing file names the set it belongs to."""
    if not path.is_file():
        raise EvaluationError(f"{path}: no such gold file")
    return path.read_text(encoding="utf-8").splitlines()


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """One JSON object a line."""
    records = []
    for number, line in enumerate(read_lines(path), 1):
        try:
            records.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise EvaluationError(f"{path}:{number}: not JSON ({error.msg})") from error
    return records


def read_triples(lines: Iterable[str]) -> Iterator[Triple]:
    """Read `sentence ⇥ subject ⇥ relation ⇥ object ⇥ confidence`, as `kg extract` prints it."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        fields = line.rstrip("\n").split("\t")
        if len(fields) != 5:
            raise EvaluationError(f"line {number}: {len(fields)} fields, where a triple has 5")
        sentence, subject, relation, object_, confidence = fields
        yield Triple(sentence, subject, relation, object_, float(confidence))


def group_by_sentence(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """The triples of each sentence, in the order given; spacing of the sentence does not count."""
    groups: dict[str, list[Triple]] = {}
    for triple in triples:
        groups.setdefault(squeeze(triple.sentence), []).append(triple)
    return groups


def squeeze(text: str) -> str:
    """The text without white space, as a key that survives tokenisation.

    >>> squeeze("It rained , again .")
    'Itrained,again.'
    """
    return "".join(text.split())
