"""Events told of again without their parties: "the Friday call", after "Berg called Moro"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.nominals import ACTORS, BareEvent, find_bare_events
from kg.extract.passage import Passage
from kg.model import Argument, Proposition, Span

RULE = "recalls"
_BACK, _AHEAD = 6, 2  # sentences
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "poss"})
_OTHER = frozenset(
    "another other next new previous earlier former first second third last latest future "
    "separate similar further".split()
)
# Kinds of event that news names by either word.
_ALIKE = ({"Call", "Talks"}, {"Meeting", "Talks"})
_CARRIED = frozenset({"time", "place", "duration", "topic"})


def recall_events(
    passages: Sequence[Passage], propositions: Sequence[Proposition]
) -> Iterator[Proposition]:
    """Yield, for each event noun that brings a time or the like but no parties, its event's claim.

    "The call on Friday lasted an hour" recalls the last event of that kind whose parties are told.
    What is new ("a call on Friday, officials said") may get its parties right after: "during a
    25-minute conversation, Berg and Moro agreed …".
    """
    numbers = {passage.span: passage.number for passage in passages}
    events = [p for p in propositions if p.type and _is_of_two(p) and p.sentence in numbers]
    for passage in passages:
        for event in find_bare_events(passage):
            if _OTHER.isdisjoint(event.modifiers):
                found = _antecedents(event, passage.number, events, numbers)
                yield from (_again(event, told, passage) for told in found)


def _is_of_two(told: Proposition) -> bool:
    """Whether it is an event between two who act, so that either may recall it."""
    sides = (told.mentions("subject"), told.mentions("object"))
    return all(any(m.label in ACTORS or m.kind == "pronoun" for m in side) for side in sides)


def _antecedents(
    event: BareEvent, here: int, events: Sequence[Proposition], numbers: Mapping[Span, int]
) -> list[Proposition]:
    """The claims of one place in the text that the event was told of: the nearest that fits."""
    is_known = event.noun.determiner in _DEFINITE or any(
        a.role == "time" and a.mention.span.start < event.noun.head_span.start for a in event.rest
    )  # "the call", "Friday's call"
    low, high = (here - _BACK, here) if is_known else (here + 1, here + _AHEAD)
    fitting = [
        p for p in events
        if low <= numbers[p.sentence] <= high and _is_same(event, p) and (
            p.span.start < event.noun.span.start or not is_known
        )
    ]  # fmt: skip
    if not is_known:
        fitting = [p for p in fitting if p.rule == "nominals"]
    pick = max if is_known else min
    place = pick((p.span.start for p in fitting), default=None)
    return [p for p in fitting if p.span.start == place]


def _is_same(event: BareEvent, told: Proposition) -> bool:
    """One kind of event, and nothing known of either that would make it another."""
    kinds = {event.type, told.type}
    if len(kinds) > 1 and not any(kinds <= alike for alike in _ALIKE):
        return False
    if told.asked or told.certainty != "certain" or told.polarity != "positive":
        return False
    ours, theirs = ({(a.role, a.mention.text.lower()) for a in arguments if a.role != "topic"}
                    for arguments in (event.rest, told.arguments))  # fmt: skip
    roles = {role for role, _ in ours} & {role for role, _ in theirs}
    return all(pair in theirs for pair in ours if pair[0] in roles)


def _again(event: BareEvent, told: Proposition, passage: Passage) -> Proposition:
    """The claim as this sentence tells it: with what it adds, by whom it is told here."""
    parties = [a for a in told.arguments if a.role in {"subject", "object"}]
    added = [a for a in event.rest if a.role in _CARRIED]
    known = [a for a in told.arguments if a.role == "time" and not _has(added, "time")]
    return replace(
        told,
        arguments=(*parties, *added, *known),
        sentence=passage.span,
        span=event.noun.head_span,
        rule=RULE,
        said_by=event.said_by,
        reply="",
        answers=None,
        confidence=round(told.confidence * 0.8, 4),
    )


def _has(arguments: Sequence[Argument], role: str) -> bool:
    return any(a.role == role for a in arguments)
