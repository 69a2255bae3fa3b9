"""What happened before what, where a sentence says so: "after", "before", "following"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations

from kg.model import Connection, Document, Evidence, Knowledge, Span

_LATER = {"after": True, "following": True, "since": True, "before": False, "until": False,
          "ahead of": False, "prior to": False}  # fmt: skip
_WORDS = rf"\b(?P<word>{'|'.join(_LATER)})(?: (?:the|a|an|its|his|her|their|having|being|both))?"
# The word that joins, then at most an auxiliary, an article or the like before the second event.
_JOINT = re.compile(rf"{_WORDS}\W*$", re.IGNORECASE)
# Before a noun there may be more: "after a long phone *call*".
_JOINT_TO_NOUN = re.compile(rf"{_WORDS}(?: (?!and|or)[\w-]+){{0,3}}$", re.IGNORECASE)
_OTHERWISE = re.compile(r"\b(?:not|never|ever|look\w*|nam(?:e|ed|ing)|tak(?:e|es|en)) *$", re.I)
_NOUNS = frozenset({"nominals", "recalls"})  # the rules that read events off nouns
# Verbs that put what their subject tells of after or before what their object does.
_FOLLOWING = re.compile(r"\b(?P<word>follow(?:ed|s|ing)?|preced(?:ed|es|ing))\b", re.IGNORECASE)
# Without any of these there is none of the above.
_ANY = (*(word.partition(" ")[0] for word in _LATER), "follow", "preced")


def find_orders(knowledge: Knowledge) -> Iterator[Connection]:
    """Yield the orders of all documents."""
    pages: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        pages[item.document_id].append(item)
    for document in knowledge.documents:
        yield from order_page(pages[document.id], document)


def order_page(told: Iterable[Evidence], document: Document) -> Iterator[Connection]:
    """Yield two claims of one sentence of which one is said to have come first.

    "Arden called Moro after Norland closed the port", "After closing the port, Norland …", "the
    talks followed a strike". The first must be asserted, the second too, or planned "ahead of" it:
    what would come after something has no place in time.
    """
    sentences: dict[tuple[int, int], dict[Span, list[Evidence]]] = {}
    for item in told:
        if item.sentence and item.predicate and item.factuality in ("asserted", "planned"):
            place = (item.sentence.start, item.sentence.end)
            sentences.setdefault(place, {}).setdefault(item.predicate, []).append(item)
    for place in sorted(sentences):
        words = document.text[slice(*place)].casefold()
        if not any(word in words for word in _ANY):
            continue
        events = sentences[place]
        for main, other in permutations(sorted(events, key=lambda s: (s.start, s.end)), 2):
            word = _joint(main, events[other][0], place[0], document.text)
            if word and not _is_between(main, other, events):
                yield from _connect(events[main], events[other], word, is_later=_LATER[word])
        for verb in sorted(events, key=lambda s: (s.start, s.end)):
            yield from _follow(events[verb][0], events, document.text)


def _follow(
    verb: Evidence, events: Mapping[Span, list[Evidence]], text: str
) -> Iterator[Connection]:
    """ "Norland's attack followed talks": the events told of in the subject and in the object."""
    assert verb.predicate is not None
    word = _FOLLOWING.search(text[verb.predicate.start : verb.predicate.end])
    if word is not None and verb.factuality == "asserted":
        subject, object = _within(verb.subject, events), _within(verb.object, events)
        is_later = word["word"].lower().startswith("follow")
        yield from _connect(subject, object, word["word"].lower(), is_later=is_later)


def _within(span: Span | None, events: Mapping[Span, list[Evidence]]) -> list[Evidence]:
    """The event that the head of a phrase names: the first in it that a noun tells of."""
    inside = [s for s in events if span is not None and span.start <= s.start and s.end <= span.end]
    nouns = [s for s in inside if any(e.method in _NOUNS for e in events[s])]
    first = min(nouns, key=lambda s: s.start, default=None)
    return events[first] if first is not None else []


def _joint(main: Span, other: Evidence, start: int, text: str) -> str:
    """The word that puts the other event before or after the main one, or ""."""
    assert other.predicate is not None
    begin = main.end if main.end <= other.predicate.start else start
    if begin == start and main.start < other.predicate.end:
        return ""
    is_noun = other.method in _NOUNS
    pattern = _JOINT_TO_NOUN if is_noun else _JOINT
    joint = pattern.search(" ".join(text[begin : _opening(begin, other)].split()))
    if joint is None or _OTHERWISE.search(joint.string[: joint.start()]):
        return ""
    is_opened = begin == main.end or not joint.string[: joint.start()].strip()
    return joint["word"].lower() if is_opened else ""


def _opening(begin: int, other: Evidence) -> int:
    """Where the other clause begins after the joint: with its subject, if that stands there."""
    assert other.predicate is not None
    subject = other.subject
    if subject is not None and begin <= subject.start and subject.end <= other.predicate.start:
        return subject.start
    return other.predicate.start  # "after closing the port": whoever it was stands elsewhere


def _is_between(main: Span, other: Span, events: Iterable[Span]) -> bool:
    """Whether a nearer event stands between: "said it would pay after the court ruled"."""
    low, high = sorted((main, other), key=lambda s: s.start)
    return any(low.end <= s.start and s.end <= high.start for s in events)


def _connect(
    main: list[Evidence], other: list[Evidence], word: str, *, is_later: bool
) -> Iterator[Connection]:
    for one in sorted(main, key=lambda e: e.id):
        for two in sorted(other, key=lambda e: e.id):
            first, second = (two, one) if is_later else (one, two)
            is_told = first.factuality == "asserted" and (
                second.factuality == "asserted" or not is_later
            )
            if is_told and first.statement_id != second.statement_id:
                yield Connection("before", word, first.statement_id, second.statement_id,
                                 first.id, second.id)  # fmt: skip
