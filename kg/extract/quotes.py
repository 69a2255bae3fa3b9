"""Quotations that run over several sentences: whoever speaks in one of them speaks in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.passage import Passage
from kg.lexicon import SPEECH
from kg.model import Mention, Proposition, Span

_MARKS = frozenset('"“”«»„')


def continue_quotes(
    passages: Sequence[Passage], propositions: Sequence[Proposition]
) -> Iterator[Proposition]:
    """Yield the propositions, those of a quoted sentence without a speaker with its neighbour's.

    "It is over," Ann Berg said. "Nobody will come back." A sentence counts as quoted when it
    begins inside quotation marks or with one.
    """
    speakers = _speakers(passages, propositions)
    for proposition in propositions:
        speaker = speakers.get(proposition.sentence)
        told = proposition.said_by
        if speaker and not _is_told_outside(proposition) and _is_quoted(proposition):
            yield replace(proposition, said_by=(*speaker, *(m for m in told if m not in speaker)))
        else:
            yield proposition


def _is_told_outside(proposition: Proposition) -> bool:
    """Whether somebody says it who is no part of a quotation himself."""
    return bool(proposition.said_by) and not proposition.said_by[0].quoted


def _speakers(
    passages: Sequence[Passage], propositions: Iterable[Proposition]
) -> dict[Span, tuple[Mention, ...]]:
    """The speaker of each quoted sentence that names none: of the one before, or the one after."""
    known: dict[Span, tuple[Mention, ...]] = {}
    found: dict[Span, tuple[Mention, ...]] = {}
    told = list(propositions)
    for proposition in told:
        if _is_told_outside(proposition):
            known.setdefault(proposition.sentence, proposition.said_by)
    for proposition in told:
        # "It is over," Ann Berg said: her words claim nothing, but she goes on.
        if _is_saying(proposition) and proposition.sentence not in known:
            known[proposition.sentence] = found[proposition.sentence] = proposition.mentions(
                "subject"
            )[:1]
    for ordered in (passages, passages[::-1]):
        speaker: tuple[Mention, ...] = ()
        for passage in ordered:
            if not _begins_quoted(passage):
                speaker = known.get(passage.span, ()) if _has_mark(passage) else ()
            elif passage.span in known:
                speaker = known[passage.span]
            elif speaker:
                found.setdefault(passage.span, speaker)
    return found


def _is_saying(proposition: Proposition) -> bool:
    """Whether it tells, outside of any quotation, that somebody says something."""
    if any(m.quoted for m in proposition.mentions("subject")):
        return False
    verb = SPEECH.get(proposition.predicate.lemma)
    is_said = verb is not None and verb.kind in {"say", "write", "reply"}
    return is_said and bool(proposition.mentions("content")) and proposition.rule == "clauses"


def _has_mark(passage: Passage) -> bool:
    return any(t.text in _MARKS for t in passage.tokens)


def _begins_quoted(passage: Passage) -> bool:
    first = next((t for t in passage.tokens if not t.is_space), None)
    mention = min(passage.by_head.values(), key=lambda m: m.span.start, default=None)
    if first is None or first.text in _MARKS or mention is None:
        return first is not None and first.text in _MARKS
    upto = passage.document.text[passage.span.start : mention.span.end]
    return mention.quoted and _MARKS.isdisjoint(upto)  # not 'The "Back to Work" plan'


def _is_quoted(proposition: Proposition) -> bool:
    return any(a.mention.quoted for a in proposition.arguments)
