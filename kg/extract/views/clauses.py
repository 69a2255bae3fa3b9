"""The clauses view: one long tuple for each verb, further arguments joined to the object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.frames import Frame, antecedent
from kg.extract.syntax import child, children, clause_head, is_relative
from kg.extract.tree import Token
from kg.extract.views.arguments import is_side_by_side
from kg.extract.views.drafts import Draft
from kg.extract.views.nouns import read_nouns
from kg.extract.views.phrases import Words, long, noun_phrase, ordered, whole
from kg.extract.views.readings import Reading, read_frame

_ARGUMENTS = "dobj obj dative attr acomp oprd agent prep npadvmod ccomp".split()
_UNTOLD = frozenset(
    "when where how why however though moreover furthermore therefore thus hence consequently "
    "nevertheless nonetheless meanwhile indeed instead otherwise so".split()
)


def read_clauses(frames: Iterable[Frame]) -> Iterator[Draft]:
    """Yield a tuple for each clause of one sentence, then what its noun phrases say."""
    frames = list(frames)
    outer = {f.above.verb.i for f in frames if f.above and f.relation == "open"}
    for frame in frames:
        if frame.verb.i in outer and not frame.objects:
            continue  # "wanted to leave" is told by "leave"
        for reading in read_frame(frame):
            yield _clause(reading)
    yield from read_nouns(frames)


def _clause(reading: Reading) -> Draft:
    frame = reading.frame
    relation = _with_adverbs(reading)
    arguments = [a for a in _arguments(frame) if a not in relation]
    first = next(iter(arguments), None)
    marker = _marker(first, frame) if first is not None else None
    if marker is not None:
        relation = (*relation, marker)
    rest = [t for a in arguments for t in _words(a, frame) if t not in relation]
    subject = tuple(t for t in _subject(reading) if t not in relation)
    return Draft(
        subject,
        relation,
        tuple(dict.fromkeys(rest)),
        reading.rule,
        "clause" if rest else "bare",
        _implied(reading),
    )


def _with_adverbs(reading: Reading) -> Words:
    """The relation with the adverbs among its words or right before them: "also said"."""
    start = reading.relation[0].i - 1
    adverbs = [a for a in _adverbs(reading.frame.verb) if start <= a.i < reading.frame.verb.i]
    return ordered([*reading.relation, *adverbs])


def _adverbs(verb: Token) -> list[Token]:
    return [a for a in children(verb, "advmod") if a.lower_ not in _UNTOLD or any(a.children)]


def _arguments(frame: Frame) -> list[Token]:
    """The heads of all arguments, those after the verb first, but for objects from elsewhere.

    Objects from elsewhere are antecedents, "the price they paid", and shared, "buy and sell".
    """
    verb = frame.verb
    found = [*children(verb, *_ARGUMENTS), *_adverbs(verb)]
    found = [a for a in found if a.dep_ != "ccomp" or not is_side_by_side(a, frame)]
    elsewhere = [o for o in frame.objects if not verb.is_ancestor(o)]
    here = [a for a in found if not is_relative(a) and a.tag_ not in {"WP", "WDT"}]
    return [*elsewhere, *sorted(here, key=lambda t: (t.i < verb.i, t.i))]


def _words(argument: Token, frame: Frame) -> Words:
    """The whole argument, with what its relative pronouns stand for in their place."""
    if argument.is_ancestor(frame.verb):
        return noun_phrase(argument)
    words: list[Token] = []
    for token in whole(argument):
        is_own = is_relative(token) and clause_head(token) == frame.verb
        words += noun_phrase(antecedent(token)) if is_own else (token,)
    return tuple(words)


def _marker(argument: Token, frame: Frame) -> Token | None:
    """What the relation takes from the first argument: its preposition, or "that"."""
    if argument.i < frame.verb.i or argument.head != frame.verb:
        return None
    if argument.dep_ in {"prep", "agent"}:
        return argument
    mark = child(argument, "mark")
    is_that = argument.dep_ == "ccomp" and mark is not None and mark.lower_ == "that"
    return mark if is_that else None


def _subject(reading: Reading) -> Words:
    """The whole subject; without clauses where this is in the clause that modifies it."""
    if reading.subject.is_ancestor(reading.frame.verb):
        return noun_phrase(reading.subject)
    if len(reading.frame.subjects) == 1:
        return whole(reading.subject)
    return long(reading.subject)


def _implied(reading: Reading) -> str:
    """ "a bank founded in 1920", "leaving the room": reduced clauses leave out the auxiliary."""
    return "be" if reading.rule.endswith((".n", ".g", ".d")) and ">" not in reading.rule else ""
