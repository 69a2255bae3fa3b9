"""Facts of the seed documents: found, right, and never claimed where the text only considers them.

A fact is found when one statement, or one evidence of it, has its subject, predicate and object. It
is right when factuality, source and time agree too. A fact that is possible, planned or negated
and comes out as plainly true is a violation, as is any statement read from boilerplate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import EvaluationError
from kg.evaluate.corpus import Recipe, read_texts
from kg.evaluate.score import Figure, read_json_lines

Record = Mapping[str, Any]  # of a statement, as `kg export --format jsonl` writes it

_FURNITURE = re.compile(
    r"\b(advertise?ment|reklam|table of contents|comments? you|other users|subscribe|newsletter"
    r"|cookies)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its accepted forms, normalised; "*" accepts anything, "" a missing object."""

    id: str
    document: str  # the first part of the file's name
    subject: frozenset[str]
    predicate: frozenset[str]
    object: frozenset[str]
    factuality: str
    source: frozenset[str]  # empty where the fact names none
    time: str
    symmetric: bool

    def __str__(self) -> str:
        slots = (self.subject, self.predicate, self.object)
        return f"{self.id} {' → '.join(min(s) for s in slots)} ({self.factuality})"


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """The three figures on the documents beside the gold folder; these facts have no splits."""
    from kg.assemble import assemble
    from kg.export.record import iter_records
    from kg.ground import ground
    from kg.link import link
    from kg.sources import read_documents

    texts = folder.parents[1] / "seeds"
    if not texts.is_dir():
        for metric in ("found", "right", "violations"):
            yield Figure("seeds", metric, None, note=f"the documents are not in {texts}")
        return
    documents = list(read_documents([texts]))
    readings = [t.reading for t in read_texts(documents, recipe)]
    linking = link(readings)
    knowledge = assemble(documents, linking, ground(readings, linking))
    yield from score(read_gold(folder), iter_records(knowledge))


def read_gold(folder: Path) -> list[Fact]:
    """The facts of every file in the folder, each named after its document."""
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise EvaluationError(f"{folder}: no seed facts (*.jsonl)")
    return [_read_fact(path.stem, record) for path in paths for record in read_json_lines(path)]


def _read_fact(document: str, record: Record) -> Fact:
    return Fact(
        record["id"],
        document,
        normalised(record["subject"]),
        normalised(record["predicate"]),
        normalised(record["object"]),
        record["factuality"],
        normalised(record.get("source", ())),
        record.get("time", ""),
        record.get("symmetric", False),
    )


def score(facts: Sequence[Fact], records: Iterable[Record]) -> tuple[Figure, Figure, Figure]:
    """Facts found, facts right, and the number of violations."""
    statements = list(records)
    names = _names_by_id(statements)
    hits = [_hits(fact, statements) for fact in facts]
    right = [
        [evidence for record, evidence in hit if _is_right(fact, record, evidence, names)]
        for fact, hit in zip(facts, hits, strict=True)
    ]
    violations = [
        *(str(f) for f, hit in zip(facts, hits, strict=True) if _is_violated(f, hit)),
        *sorted({e["sentence"] for s in statements for e in s["evidence"] if _is_furniture(e)}),
    ]
    return (
        _share("found", facts, [[evidence for _, evidence in hit] for hit in hits]),
        _share("right", facts, right),
        Figure("seeds", "violations", len(violations), false_finds=tuple(violations)),
    )


def normalised(forms: Iterable[str]) -> frozenset[str]:
    """Forms without case, leading article and possessive marks, as the gold compares them.

    >>> sorted(normalised(["The Mayor’s office", "the citizens' vote"]))
    ['citizens vote', 'mayor office']
    """
    return frozenset(_normal(form) for form in forms)


def _normal(form: str) -> str:
    text = form.casefold().replace("’", "'")
    text = re.sub(r"'s\b|'(?!\w)", "", text)
    text = re.sub(r"^(the|an?|some)\s+", "", " ".join(text.split()))
    return text.strip(' .,"“”')


def _share(metric: str, facts: Sequence[Fact], evidence: Sequence[Sequence[Record]]) -> Figure:
    """The facts with any evidence, with the number that each construction contributes to."""
    if not facts:
        return Figure("seeds", metric, None, note="the gold holds no facts")
    share = sum(map(bool, evidence)) / len(facts)
    rules = Counter(rule for found in evidence for rule in {e.get("rule", "") for e in found})
    return Figure(
        "seeds",
        metric,
        share,
        recall=share,
        count=len(facts),
        note=", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()) if rule),
        misses=tuple(str(f) for f, found in zip(facts, evidence, strict=True) if not found),
    )


def _hits(fact: Fact, statements: Iterable[Record]) -> list[tuple[Record, Record]]:
    """The statements that have the fact's slots, each with an evidence from its document."""
    return [
        (record, evidence)
        for record in statements
        for evidence in record["evidence"]
        if Path(evidence.get("document") or "").name.startswith(fact.document)
        and _is_match(fact, record, evidence)
    ]


def _is_match(fact: Fact, record: Record, evidence: Record) -> bool:
    if not any(_fits(form, name) for form in fact.predicate for name in _verbs(record, evidence)):
        return False
    subjects = _phrases(record, evidence, "subject")
    objects = _phrases(record, evidence, "object") or frozenset([""])
    objects |= _role_phrases(record)
    straight = _accepts(fact.subject, subjects) and _accepts(fact.object, objects)
    crossed = _accepts(fact.subject, objects) and _accepts(fact.object, subjects)
    return straight or (fact.symmetric and crossed)


def _accepts(forms: frozenset[str], phrases: frozenset[str]) -> bool:
    return "*" in forms or not forms.isdisjoint(phrases)


def _phrases(record: Record, evidence: Record, slot: str) -> frozenset[str]:
    said = evidence.get(slot)
    return _names(record.get(slot)) | normalised([said["text"]] if said else [])


def _role_phrases(record: Record) -> frozenset[str]:
    return frozenset(name for argument in record["arguments"] for name in _names(argument))


def _names(entity: Record | None) -> frozenset[str]:
    if not entity:
        return frozenset()
    names = [entity.get("label"), entity.get("text"), *entity.get("aliases", ())]
    return normalised(name for name in names if name)


def _verbs(record: Record, evidence: Record) -> Iterator[str]:
    """What the predicate is called: lemma, label, class ("holds position") and own words."""
    predicate = record["predicate"]
    yield from normalised([predicate["lemma"], predicate["label"]])
    yield re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.get("type") or "").casefold()
    if evidence.get("predicate"):
        yield _normal(evidence["predicate"]["text"])


def _fits(form: str, verb: str) -> bool:
    """Whether the verb is the form, or the form with a noun or particle ("hold" – "hold call")."""
    rest = verb.removeprefix(form + " ")
    return verb == form or (rest != verb and not rest.startswith("to "))


def _is_right(
    fact: Fact, record: Record, evidence: Record, names: Mapping[str, frozenset[str]]
) -> bool:
    if fact.factuality not in ("*", evidence["factuality"]):
        return False
    speaker = evidence.get("said_by") or {}
    speakers = _names(speaker) | names.get(speaker.get("id") or "", frozenset())
    if fact.source and fact.source.isdisjoint(speakers):
        return False
    return not fact.time or any(_is_time(fact.time, role) for role in record["arguments"])


def _is_time(expected: str, role: Record) -> bool:
    """Whether a time argument has the words, perhaps within more of them, or the value.

    A record names a time without its preposition, so "In November" is asked for as "November".
    """
    if expected == role.get("value"):
        return True
    asked = re.sub(r"^(in|on|at) ", "", _normal(expected))
    words = f" {_normal(role.get('text') or '')} "
    return "time" in role["role"] and f" {asked} " in words


def _names_by_id(statements: Iterable[Record]) -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for record in statements:
        for entity in (record["subject"], record.get("object"), *record["arguments"]):
            if entity and entity.get("id"):
                names[entity["id"]] = names.get(entity["id"], frozenset()) | _names(entity)
    return names


def _is_violated(fact: Fact, hits: Iterable[tuple[Record, Record]]) -> bool:
    is_open = fact.factuality in ("possible", "planned", "negated")
    return is_open and any(record["factuality"] == "asserted" for record, _ in hits)


def _is_furniture(evidence: Record) -> bool:
    return bool(_FURNITURE.search(evidence.get("sentence") or ""))
