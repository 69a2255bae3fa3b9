"""Nouns that take up what a verb told: "called … the call", "fired … this move"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from kg.lexicon import EVENTS, NOMINALS
from kg.link.clusters import Discourse
from kg.link.sets import DEFINITE, tail_of
from kg.model import Mention, Proposition

_BACK = 3  # sentences
_THESE = frozenset({"this", "these", "that", "those"})
# What any deed may be called where the text points to it, and what only an intended one may.
_DEEDS = frozenset("action decision development measure move step".split())
# What a noun may take up beyond the events of its own class and those below it.
_TAKES_UP: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        "accord agreement contract deal pact".split(),
        frozenset("Acquisition Ceasefire Cooperation Investment Merger Sale Settlement".split()),
    ),
    "transaction": frozenset("Acquisition Investment Merger Sale".split()),
    "takeover": frozenset({"Merger"}),
    **dict.fromkeys(
        "accident disaster incident tragedy".split(),
        frozenset("Attack Crash Death Explosion Fire Flood Kidnapping Theft".split()),
    ),
    **dict.fromkeys("bloodshed unrest violence".split(), frozenset({"Attack", "Protest"})),
    **dict.fromkeys(
        "assault attack raid strike".split(), frozenset("Cyberattack Explosion".split())
    ),
    **dict.fromkeys("conversation discussion talk".split(), frozenset("Call Meeting".split())),
    "blast": frozenset({"Bombing"}),
    **dict.fromkeys(("killing", "murder"), frozenset({"Shooting"})),
    "tour": frozenset({"Visit"}),
}
_VERBAL = "clauses"  # the rule that reads claims off verbs


def note_events(discourse: Discourse) -> None:
    """Keep, for each event that nothing before names, where a verb told of it."""
    starts = [sentence.start for sentence in discourse.reading.sentences]
    verbal = [p for p in discourse.reading.propositions if p.rule == _VERBAL]
    verbal.sort(key=lambda p: p.span.start)
    places = [p.span.start for p in verbal]
    for cluster in discourse.clusters:
        first = cluster.mentions[0] if cluster.mentions else None
        if first is None or not _points_back(discourse, first) or cluster.is_named:
            continue
        before = reversed(verbal[: bisect_right(places, first.span.start)])
        cluster.told = next((p.span for p in _fitting(first, before, starts)), None)


def _points_back(discourse: Discourse, mention: Mention) -> bool:
    if mention.kind != "nominal" or mention.determiner not in DEFINITE:
        return False
    is_deed = mention.head in _DEEDS and mention.determiner in _THESE
    is_event = mention.label == "Event" or mention.head in _TAKES_UP
    is_event = is_event and mention.determiner in DEFINITE
    is_event = is_event or (mention.determiner in _THESE and bool(_classes(mention.head)))
    return (is_deed or is_event) and not tail_of(discourse, mention)


def _fitting(
    mention: Mention, before: Iterator[Proposition], starts: list[int]
) -> Iterator[Proposition]:
    """The claims that the mention may take up, the last first."""
    events = _classes(mention.head)
    is_deed = mention.head in _DEEDS and mention.determiner in _THESE
    for proposition in before:
        number = bisect_right(starts, proposition.sentence.start) - 1
        if mention.sentence - number > _BACK:
            return
        if number == mention.sentence:
            continue
        is_last = is_deed and mention.sentence - number == 1 and not proposition.asked
        if is_last or not events.isdisjoint(_lineage(proposition.type)):
            yield proposition


def _classes(noun: str) -> frozenset[str]:
    """The classes of the events that a noun may take up."""
    own = NOMINALS[noun].event if noun in NOMINALS else ""
    return _TAKES_UP.get(noun, frozenset()) | (frozenset({own}) if own else frozenset())


def _lineage(event: str) -> Iterator[str]:
    """A class and those above it."""
    while event in EVENTS:
        yield event
        event = EVENTS[event].parent
