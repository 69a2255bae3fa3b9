"""Who does what, for each frame: the subjects and the relation words that lead up to its verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.frames import Frame
from kg.extract.syntax import SUBJECTS, child, children
from kg.extract.views.phrases import Words, short, thing


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame under one subject, with the relation up to and including its verb group."""

    frame: Frame
    subject: Token
    relation: Words
    rule: str  # how subject and relation were found


def read_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings of a frame: with its own subject, then folded into the clause above."""
    if frame.relation == "open" and frame.above is not None:
        for reading in read_frame(frame.above):
            relation = (*reading.relation, *_link(frame), *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"{reading.rule}>open")
        return
    rule = _rule(frame)
    for head in frame.subjects:
        yield Reading(frame, head, verb_group(frame), rule)


def fold_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings under the subject of the clause above: "urged voters to" sign."""
    above = frame.above
    if above is None:
        return
    for reading in (*read_frame(above), *fold_frame(above)):
        for link, rule in _fold(frame, reading):
            relation = (*link, *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"{reading.rule}>{rule}")


def mains(frame: Frame) -> list[Token]:
    """The heads that the further arguments of a verb are folded over: objects, predicates."""
    amounts = [t for t in frame.times if t.i > frame.verb.i and not is_time(t)]
    return [*frame.objects, *frame.attributes, *amounts]


def is_time(noun: Token) -> bool:
    """Whether a bare noun phrase says when or how long: "last week"."""
    return noun.ent_type_ in {"DATE", "TIME"} or noun.lemma_.lower() in _TIME_NOUNS


_TIME_NOUNS = frozenset(
    "time day week month year decade century hour minute second morning afternoon evening night "
    "today tomorrow yesterday weekend spring summer autumn fall winter season".split()
)


def carrier(reading: Reading) -> Words:
    """The relation with the first object folded in, as further arguments follow it."""
    heads = mains(reading.frame)
    return (*reading.relation, *thing(heads[0])[0]) if heads else reading.relation


def verb_group(frame: Frame) -> Words:
    """Auxiliaries, negation, verb and particles; a conjunct shares those of the first verb.

    "was cut and flushed" → "was flushed", but "came and was seen" → "was seen".
    """
    own = tuple(frame.group)
    verb = frame.verb
    if verb.dep_ != "conj" or child(verb, "aux", "auxpass", *SUBJECTS):
        return own
    first = _first_conjunct(verb)
    if first.tag_ != verb.tag_ and {first.tag_, verb.tag_} != {"VBN", "VBD"}:
        return own
    shared = [c for c in children(first, "aux", "auxpass", "neg") if c.i < first.i]
    return (*shared, *own)


def _fold(frame: Frame, reading: Reading) -> Iterator[tuple[Words, str]]:
    """The words that lead from the clause above to this verb, and the rule."""
    first = _first_conjunct(frame.verb)
    if frame.relation == "purpose" and frame.verb.i > reading.frame.verb.i:
        yield carrier(reading), "purpose"
    elif frame.relation == "object-control":
        yield carrier(reading), "control"
    elif frame.relation == "gerund" and first.head.head == reading.frame.verb:
        if first.head.i > reading.frame.verb.i:
            yield (*carrier(reading), first.head), "gerund"
    elif frame.relation == "participle" and first.head in mains(reading.frame):
        yield (*reading.relation, *thing(first.head)[0]), "modifier"


def _rule(frame: Frame) -> str:
    """The name of the rule that found the subject, for its confidence."""
    if frame.subject_by in {"own", "conjoined", "relative"}:
        return frame.subject_by
    form = "to" if any(t.tag_ == "TO" for t in frame.group) else frame.verb.tag_[-1:].lower()
    return f"{frame.relation or frame.subject_by or 'none'}.{form}"


def _link(frame: Frame) -> Words:
    """The adjective between a copula and its infinitive: "was able to act"."""
    head = _first_conjunct(frame.verb).head
    return () if frame.above is None or head == frame.above.verb else short(head)[0]


def _first_conjunct(verb: Token) -> Token:
    while verb.dep_ == "conj":
        verb = verb.head
    return verb
