"""Nouns that take up what a verb told: "called … the call", "fired … this move"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg.lexicon import NOMINALS
from kg.link.clusters import Discourse
from kg.link.sets import DEFINITE, tail_of
from kg.model import Mention, Proposition

_BACK = 3  # sentences
_THESE = frozenset({"this", "these", "that", "those"})
# What any deed may be called where the text points to it, and what only an intended one may.
_DEEDS = frozenset("action decision development measure move step".split())
_VERBAL = "clauses"  # the rule that reads claims off verbs


def note_events(discourse: Discourse) -> None:
    """Keep, for each event that nothing before names, where a verb told of it."""
    starts = [sentence.start for sentence in discourse.reading.sentences]
    verbal = [p for p in discourse.reading.propositions if p.rule == _VERBAL]
    verbal.sort(key=lambda p: p.span.start)
    places = [p.span.start for p in verbal]
    for cluster in discourse.clusters:
        first = cluster.mentions[0] if cluster.mentions else None
        if first is None or cluster.is_named or not _points_back(discourse, first):
            continue
        before = reversed(verbal[: bisect_right(places, first.span.start)])
        cluster.told = next((p.span for p in _fitting(first, before, starts)), None)


def _points_back(discourse: Discourse, mention: Mention) -> bool:
    is_deed = mention.head in _DEEDS and mention.determiner in _THESE
    is_event = mention.label == "Event" and mention.determiner in DEFINITE
    is_short = mention.kind == "nominal" and not tail_of(discourse, mention)
    return is_short and (is_deed or is_event)


def _fitting(
    mention: Mention, before: Iterator[Proposition], starts: list[int]
) -> Iterator[Proposition]:
    """The claims that the mention may take up, the last first."""
    event = NOMINALS[mention.head].event if mention.head in NOMINALS else ""
    is_deed = mention.head in _DEEDS and mention.determiner in _THESE
    for proposition in before:
        number = bisect_right(starts, proposition.sentence.start) - 1
        if mention.sentence - number > _BACK:
            return
        if number == mention.sentence:
            continue
        is_last = is_deed and mention.sentence - number == 1 and not proposition.asked
        if is_last or (event and proposition.type == event):
            yield proposition
