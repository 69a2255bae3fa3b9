"""Correction notes: what an outlet takes back, and what it puts in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Document, Mention, Proposition, Span

RULE = "corrections"

_HEADS = "version edition draft article story report post column headline caption dispatch".split()
_TEXTS = rf"(?:{'|'.join(_HEADS)})s?"
_EARLIER = re.compile(
    rf"\b(?:earlier|previous|prior|original|initial|first|older) (?:\w+ )?{_TEXTS}\b", re.IGNORECASE
)
_WRONGLY = re.compile(
    r"\b(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately|falsely)\b", re.IGNORECASE
)
_SPEAKERS = frozenset({*_HEADS, "correction", "note", "we"})
_TAKEN_BACK = re.compile(
    r"\b(?:retract|withdr[ae]w|took back|taken back|walked back)\w* "
    rf"(?:its|his|her|their|our|the|a|an)\b[\w ]* (?:claim|allegation|accusation|{_TEXTS}) that\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated|corrected|amended|revised|edited|changed) to "
    r"(?:reflect|clarify|correct|note|show|say|state|add|make clear|make it clear)\b",
    re.IGNORECASE,
)


def read_corrections(
    document: Document, propositions: Sequence[Proposition]
) -> Iterator[Proposition]:
    """Yield the propositions; those of a correction note as the note means them.

    "An earlier version of this story said that Ann Berg resigned" takes back that she did, and
    that the story said so is no news. "Updated to reflect that she resigned" says that she did.
    """
    if not any(_may_correct(document, s) for s in {p.sentence for p in propositions}):
        yield from propositions
        return
    taken = {p.said_by for p in propositions if _is_taken_back(document, p)}
    notes = {p.sentence for p in propositions if p.said_by in taken and p.said_by}
    for proposition in propositions:
        if _is_taken_back(document, proposition):
            yield _taken_back(proposition)
        elif _is_put_right(document, proposition):
            yield replace(proposition, said_by=())
        elif proposition.sentence in notes and _is_note(proposition):
            continue
        elif proposition.sentence in notes and _are_texts(proposition.said_by):
            yield replace(proposition, said_by=())  # "…; he was questioned and released."
        else:
            yield proposition


def _may_correct(document: Document, sentence: Span) -> bool:
    text = document.text[sentence.start : sentence.end]
    return any(sign.search(text) for sign in (_TAKEN_BACK, _EARLIER, _WRONGLY, _UPDATED))


def _is_taken_back(document: Document, proposition: Proposition) -> bool:
    if not proposition.said_by:
        return False
    before = _before(document, proposition)
    if ";" in before:
        return False
    if _TAKEN_BACK.search(before):
        return True
    is_wrong = _EARLIER.search(before) or _WRONGLY.search(before)
    return bool(is_wrong) and _are_texts(proposition.said_by)


def _is_put_right(document: Document, proposition: Proposition) -> bool:
    """ "The story was corrected to say that …": the outlet itself says so now."""
    is_told = _are_texts(proposition.said_by)
    return is_told and bool(_UPDATED.search(_before(document, proposition)))


def _before(document: Document, proposition: Proposition) -> str:
    """The words of the sentence before the predicate."""
    return document.text[proposition.sentence.start : proposition.span.start]


def _are_texts(speakers: Sequence[Mention]) -> bool:
    return any(m.head.lower() in _SPEAKERS for m in speakers)


def _is_note(proposition: Proposition) -> bool:
    return _are_texts(proposition.mentions("subject"))


def _taken_back(proposition: Proposition) -> Proposition:
    speakers = () if _are_texts(proposition.said_by) else proposition.said_by
    negative = proposition.polarity == "negative"
    return replace(
        proposition,
        polarity="positive" if negative else "negative",
        rule=RULE,
        said_by=speakers,
        confidence=round(proposition.confidence * 0.9, 4),
    )
