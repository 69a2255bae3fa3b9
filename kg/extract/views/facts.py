"""The facts view: a short subject, a relation with folded material, one object each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extract.frames import Frame, Oblique
from kg.extract.syntax import child, children, noun_conjuncts, subtree
from kg.extract.views.drafts import Draft
from kg.extract.views.phrases import Words, is_partitive, long, short, subject
from kg.extract.views.readings import Reading, read_frame


def read_facts(frames: Iterable[Frame]) -> Iterator[Draft]:
    """Yield the facts of one sentence."""
    frames = list(frames)
    for frame in frames:
        for reading in read_frame(frame):
            for words in subject(reading.subject):
                yield from _facts(reading, words)


def _facts(reading: Reading, who: Words) -> Iterator[Draft]:
    frame = reading.frame
    relation = reading.relation
    mains = [*frame.objects, *frame.attributes]
    for main in mains:
        yield from _objects(reading, who, main, "object")
    carrier = (*relation, *short(mains[0])[0]) if mains else relation
    for recipient in frame.recipients:
        yield Draft(who, relation, short(recipient)[0], f"{reading.rule}|recipient")
    for oblique in _obliques(frame):
        is_fronted = oblique.preposition.i < frame.verb.i
        if is_fronted and not mains:
            continue
        rule = "fronted" if is_fronted else "oblique"
        through = (*carrier, *_preposition(oblique))
        yield from _through(
            reading.rule, who, through, oblique.object, rule + ("+" if mains else "")
        )
    for time in frame.times:
        yield Draft(
            who, carrier, tuple(subtree(time)), f"{reading.rule}|time" + ("+" if mains else "")
        )
    for content in frame.contents:
        yield Draft(who, relation, long(content), f"{reading.rule}|content")


def _objects(reading: Reading, who: Words, head: Token, rule: str) -> Iterator[Draft]:
    for words in short(head):
        yield Draft(who, reading.relation, words, f"{reading.rule}|{rule}")
        yield from _chain(reading.rule, who, (*reading.relation, *words), head, rule + " of")


def _through(by: str, who: Words, relation: Words, head: Token, rule: str) -> Iterator[Draft]:
    if child(head, "aux", "auxpass") or head.pos_ == "VERB":
        yield Draft(who, relation, long(head), f"{by}|{rule} clause")
        return
    for words in short(head):
        yield Draft(who, relation, words, f"{by}|{rule}")
        yield from _chain(by, who, (*relation, *words), head, rule + " of")


def _chain(by: str, who: Words, relation: Words, head: Token, rule: str) -> Iterator[Draft]:
    """The prepositions of a noun, folded over it: "became a justice of" the court."""
    for preposition in children(head, "prep"):
        if preposition.i < head.i:
            continue
        below = child(preposition, "pobj")
        if below is None:
            continue
        for each in noun_conjuncts(below):
            yield from _through(by, who, (*relation, preposition), each, rule)


def _obliques(frame: Frame) -> list[Oblique]:
    agents = [(a, head) for a in children(frame.verb, "agent") for head in frame.agents]
    return [*frame.obliques, *(Oblique(a, head) for a, head in agents)]


def _preposition(oblique: Oblique) -> Words:
    preposition = oblique.preposition
    words = [t for t in preposition.children if t.dep_ in {"pcomp"} and t.pos_ == "ADP"]
    if preposition.head.dep_ == "prep" and preposition.dep_ == "prep":
        words.append(preposition.head)
    return tuple(sorted([preposition, *words], key=lambda t: t.i))
