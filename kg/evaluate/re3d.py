"""re3d: entity – predicate – entity in press prose on one conflict, sentence by sentence.

Dstl, "Relationship and Entity Extraction Evaluation Dataset", 2017. Whether every relation is
annotated is not stated, so recall is the number, and false finds are for reading by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from pathlib import Path
from typing import Any, NamedTuple

from kg.evaluate.corpus import Corpus, Recipe, Text, read_corpus
from kg.evaluate.score import Figure, read_json_lines, shares
from kg.evaluate.spans import overlaps
from kg.event_classes import is_inverse
from kg.lexicon import EVENTS
from kg.model import Argument, Mention, Proposition

Record = Mapping[str, Any]
Stretch = tuple[int, int]

_SYMMETRIC = frozenset(
    {"CoLocated", "CommWith", "IsSynonymOf", "FightingAgainst", "AlliesOf", "Apart"}
)


class Link(NamedTuple):
    """Two phrases and the words that relate them."""

    subject: Stretch
    predicate: Stretch
    object: Stretch


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """Recall with equal and with overlapping spans."""
    records = read_json_lines(folder / f"{split}.jsonl")
    yield from score(records, read_corpus(records, recipe))


def score(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """The share of relations whose three parts one claim of ours has."""
    gold = [(r, g) for r in records for g in r["relations"] if "pred" in g]
    ours = {str(r["id"]): list(_links(corpus.texts[str(r["id"])])) for r in records}
    for metric, is_match in (("recall_exact", _is_equal), ("recall_overlap", _is_near)):
        hits = [
            any(is_match(w, link) for w in _readings(relation) for link in ours[str(record["id"])])
            for record, relation in gold
        ]
        if not gold:
            yield Figure("re3d", metric, None, note="the gold holds no such item")
            continue
        recall = sum(hits) / len(gold)
        by_type = zip((relation["type"] for _, relation in gold), hits, strict=True)
        misses = (_show(relation) for (_, relation), hit in zip(gold, hits, strict=True) if not hit)
        yield Figure(
            "re3d",
            metric,
            recall,
            recall=recall,
            count=len(gold),
            note=shares(by_type),
            misses=tuple(misses),
        )


def _readings(relation: Record) -> list[Link]:
    """The relation, and its converse where the type has no direction."""
    subject, predicate, object_ = (
        (relation[part]["start"], relation[part]["end"]) for part in ("subj", "pred", "obj")
    )
    links = [Link(subject, predicate, object_)]
    if relation["type"] in _SYMMETRIC:
        links.append(Link(object_, predicate, subject))
    return links


def _links(text: Text) -> Iterator[Link]:
    """Each two arguments of a claim, related by its predicate or by what stands between them.

    A subject begins them, or the object where the other is no subject: "a base in the north".
    """
    for proposition in text.reading.propositions:
        for left, right in permutations(proposition.arguments, 2):
            if left.role == "subject" or (left.role == "object" and right.role != "subject"):
                for predicate in _predicates(proposition, left, right):
                    for ours, others in product(
                        _stretches(left.mention), _stretches(right.mention)
                    ):
                        yield Link(ours, predicate, others)
                        if _is_converse(proposition):
                            yield Link(others, predicate, ours)


def _is_converse(proposition: Proposition) -> bool:
    """Whether the claim is a relation of ours the other way: "the league includes Peru"."""
    event = EVENTS.get(proposition.type)
    return event is not None and is_inverse(proposition.predicate.lemma.split()[-1], event)


def _predicates(proposition: Proposition, left: Argument, right: Argument) -> list[Stretch]:
    """The words of the claim; those between the two; the preposition of the second."""
    verb = (proposition.span.start, proposition.span.end)
    start, end = right.mention.span.start, right.mention.span.end
    between = (left.mention.span.end, start)
    if end < left.mention.span.start:
        between = (end, left.mention.span.start)
    preposition = (start - 1 - len(right.preposition), start - 1)
    stretches = [verb, between, (verb[0], start - 1), preposition if right.preposition else verb]
    return [stretch for stretch in dict.fromkeys(stretches) if stretch[0] < stretch[1]]


def _stretches(mention: Mention) -> set[Stretch]:
    """The phrase, and its name or base without what surrounds it."""
    whole = (mention.span.start, mention.span.end)
    at = mention.text.find(mention.core) if mention.core else -1
    if at < 0:
        return {whole}
    start = mention.span.start + at
    return {whole, (start, start + len(mention.core))}


def _is_equal(gold: Link, ours: Link) -> bool:
    return gold == ours


def _is_near(gold: Link, ours: Link) -> bool:
    return all(overlaps(a, b) for a, b in zip(gold, ours, strict=True))


def _show(relation: Record) -> str:
    words = " → ".join(relation[part]["text"] for part in ("subj", "pred", "obj"))
    return f"{words}   ({relation['type']})"
