"""Who does what, for each frame: the subjects and the relation words that lead up to its verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.frames import Frame
from kg.extract.syntax import SUBJECTS, child, children
from kg.extract.views.phrases import Words, short


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame under one subject, with the relation up to and including its verb group."""

    frame: Frame
    subject: Token
    relation: Words
    rule: str  # how the subject and relation were found


def read_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings of a frame, its own before the merged ones."""
    if frame.relation == "open" and frame.above is not None:
        for reading in read_frame(frame.above):
            relation = (*reading.relation, *_link(frame), *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"open {reading.rule}".strip())
        return
    rule = frame.subject_by or "none"
    for head in frame.subjects:
        yield Reading(frame, head, verb_group(frame), rule)


def verb_group(frame: Frame) -> Words:
    """Auxiliaries, negation, verb and particles; a conjunct shares those of the first verb.

    "was cut and flushed" → "was flushed", but "came and was seen" → "was seen".
    """
    own = tuple(frame.group)
    verb = frame.verb
    if verb.dep_ != "conj" or child(verb, "aux", "auxpass", *SUBJECTS):
        return own
    first = verb.head
    while first.dep_ == "conj" and not child(first, "aux", "auxpass"):
        first = first.head
    if first.tag_ != verb.tag_:
        return own
    shared = [c for c in children(first, "aux", "auxpass", "neg") if c.i < first.i]
    return (*shared, *own)


def _link(frame: Frame) -> Words:
    """The adjective between a copula and its infinitive: "was able to act"."""
    head = frame.verb.head
    return () if frame.above is None or head == frame.above.verb else short(head)[0]
