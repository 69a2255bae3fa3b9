"""BenchIE: exact match against every wording of every fact of a sentence.

Definition: Gashteovski et al., "BenchIE: A Framework for Multi-Faceted Fact-Based Open
Information Extraction Evaluation", ACL 2022. All facts of a sentence are known, each with all its
accepted wordings, so what matches none of them is wrong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.evaluate.corpus import Recipe, extract_triples
from kg.evaluate.score import (
    Figure,
    Ratio,
    Triple,
    group_by_sentence,
    make_figure,
    read_lines,
    squeeze,
)

Form = tuple[str, str, str]  # subject, relation, object; words in brackets may be left out
Fact = tuple[Form, ...]

_UNIT = re.compile(r"\[([^\]]*)\]|[^\s\[\]]+")


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """The figure for the facts view."""
    gold = read_gold(folder / f"{split}.txt")
    triples = extract_triples(list(gold), "facts", recipe)
    yield score(gold, triples)


def read_gold(path: Path) -> dict[str, list[Fact]]:
    """Each sentence with its facts."""
    gold: dict[str, list[Fact]] = {}
    facts: list[Fact] = []
    for line in read_lines(path):
        if line.startswith("sent_id:"):
            facts = gold.setdefault(line.split("\t", 1)[1].strip(), [])
        elif re.match(r"\d+-->\s*Cluster", line):
            facts.append(())
        elif line.strip():
            subject, relation, object_ = (part.strip() for part in line.split(" --> "))
            facts[-1] += ((subject, relation, object_),)
    return gold


def score(gold: Mapping[str, Sequence[Fact]], triples: Iterable[Triple]) -> Figure:
    """Found facts over facts, and over found facts and triples that match no fact.

    Further triples that match a fact already found count neither way. Triples of sentences that
    are not in the gold are left out.
    """
    by_sentence = group_by_sentence(triples)
    found = wrong = 0
    misses: list[str] = []
    false_finds: list[str] = []
    for sentence, facts in gold.items():
        extracted = by_sentence.get(squeeze(sentence), [])
        patterns = [[_compile(form) for form in fact] for fact in facts]
        hits = [[_matches(triple, fact) for fact in patterns] for triple in extracted]
        for triple, row in zip(extracted, hits, strict=True):
            if not any(row):
                wrong += 1
                false_finds.append(f"{_show(triple[1:4])}   in: {sentence}")
        for index, fact in enumerate(facts):
            if any(row[index] for row in hits):
                found += 1
            else:
                misses.append(f"{_show(fact[0])}   in: {sentence}")
    ratio = Ratio(found, found + wrong, found, sum(map(len, gold.values())))
    return make_figure("benchie", "f1", ratio, misses=misses, false_finds=false_finds)


def is_right(triple: Triple, facts: Sequence[Fact]) -> bool:
    """Whether a triple is an accepted form of one of a sentence's facts."""
    return any(_matches(triple, [_compile(form) for form in fact]) for fact in facts)


def _show(slots: Sequence[str]) -> str:
    return " → ".join(slots)


def _compile(form: Form) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_pattern(slot)) for slot in form)


def _pattern(slot: str) -> str:
    """A regular expression for the slot's tokens, each followed by a space.

    >>> _pattern("John Doe[,] Jr")
    'John Doe (?:, )?Jr '
    """
    return "".join(
        re.escape(unit[0] + " ").replace("\\ ", " ")
        if unit[1] is None
        else f"(?:{re.escape(' '.join(unit[1].split()) + ' ')})?".replace("\\ ", " ")
        for unit in _UNIT.finditer(slot)
    )


def _matches(triple: Triple, fact: Sequence[Sequence[re.Pattern[str]]]) -> bool:
    slots = [" ".join(slot.split()) + " " for slot in triple[1:4]]
    return any(
        all(pattern.fullmatch(slot) for pattern, slot in zip(form, slots, strict=True))
        for form in fact
    )


if __name__ == "__main__":
    from kg.evaluate.standalone import main

    main(sys.argv[1:], lambda gold: read_gold(gold / "benchie" / "dev.txt"), score)
