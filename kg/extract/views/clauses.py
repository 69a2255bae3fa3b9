"""The clauses view: one long tuple for each verb, further arguments joined to the object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extract.frames import Frame
from kg.extract.syntax import children
from kg.extract.views.drafts import Draft
from kg.extract.views.phrases import Words, long, whole
from kg.extract.views.readings import Reading, read_frame


def read_clauses(frames: Iterable[Frame]) -> Iterator[Draft]:
    """Yield the clauses of one sentence."""
    for frame in frames:
        for reading in read_frame(frame):
            yield from _clause(reading)


def _clause(reading: Reading) -> Iterator[Draft]:
    frame = reading.frame
    arguments = sorted(_arguments(frame), key=lambda t: (t.i < frame.verb.i, t.i))
    relation = list(reading.relation)
    rest: list[Token] = []
    for n, argument in enumerate(arguments):
        words = list(whole(argument))
        if n == 0 and argument.dep_ in {"prep", "agent"} and argument.i > frame.verb.i:
            relation.append(argument)
            words = [t for t in words if t != argument]
        rest += words
    who = whole(reading.subject) if len(frame.subjects) == 1 else long(reading.subject)
    who = tuple(t for t in who if t not in relation)
    yield Draft(who, tuple(relation), tuple(rest), f"{reading.rule}|{'+' if rest else '-'}")


def _arguments(frame: Frame) -> list[Token]:
    labels = (
        "dobj",
        "obj",
        "dative",
        "attr",
        "acomp",
        "oprd",
        "agent",
        "prep",
        "npadvmod",
        "ccomp",
        "advmod",
    )
    return children(frame.verb, *labels)
