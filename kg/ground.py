"""Propositions become statements about entities, each with the evidence that it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from kg.amounts import read_amount
from kg.model import (
    VALUE_TYPES,
    Argument,
    Document,
    Evidence,
    Linking,
    Mention,
    Predicate,
    Proposition,
    Reading,
    Role,
    Span,
    Statement,
    Value,
    digest,
)
from kg.times import normalise, read_times
from kg.words import MONTHS, OFFICES_IN_FULL

Grounded = tuple[Statement, Evidence]
_TIMES = frozenset({"Date", "Time", "Duration"})


def ground(readings: Iterable[Reading], linking: Linking) -> Iterator[Grounded]:
    """Yield a statement and its evidence for each proposition whose subject is known.

    A mention of several entities gives a statement for each; a reciprocal claim of a set holds
    between its members. A pronoun that stands for nobody gives none.
    """
    for reading in readings:
        page = _Page(reading.document, linking.referents, tuple(_times(reading.document)))
        for proposition in reading.propositions:
            yield from _ground(proposition, page)


def statement_id(predicate: Predicate, subject: str, object: str, arguments: Sequence[Role]) -> str:
    """Hash of what is claimed: predicate, subject, object and time.

    Where there is no object the other arguments tell claims apart: "said that …" of one day.
    """
    times = sorted({r.value.value for r in arguments if r.role == "time" and r.value} - {""})
    rest = [] if object else sorted(
        f"{r.role}={r.entity or (r.value.text if r.value else '')}"
        for r in arguments
        if r.role != "time"
    )  # fmt: skip
    return digest(predicate.id, subject, object, *times, *rest)


@dataclass(frozen=True, slots=True)
class _Page:
    """A document with who its mentions are and when its times are."""

    document: Document
    referents: Mapping[Mention, tuple[str, ...]]
    times: tuple[tuple[int, int, Value], ...]

    def ids(self, mention: Mention | None) -> tuple[str, ...]:
        return self.referents.get(mention, ()) if mention is not None else ()

    def time(self, span: Span) -> Value | None:
        """The time that covers most of a place, or a clock's in it, which has its day."""
        met = [
            (_is_clock(value) and span.start <= start and end <= span.end,
             min(end, span.end) - max(start, span.start), -start, value)
            for start, end, value in self.times if start < span.end and span.start < end
        ]  # fmt: skip
        return max(met, key=lambda item: item[:3])[3] if met else None


def _is_clock(value: Value) -> bool:
    return ":" in value.value


def _times(document: Document) -> Iterator[tuple[int, int, Value]]:
    """All times of a text, read in its order, so that "a day earlier" has a day to count from."""
    yield from read_times(document.text, document.published)


def _ground(proposition: Proposition, page: _Page) -> Iterator[Grounded]:
    subject, object = _first(proposition, "subject"), _first(proposition, "object")
    objects = page.ids(object)
    pairs = list(_pairs(proposition, page.ids(subject), objects))
    if not pairs:
        return
    roles = list(_roles(proposition, page, is_linked=bool(objects)))
    said_by = _speaker(proposition, page)
    places = _place(subject, proposition.sentence), _place(object, proposition.sentence)
    for one, other in pairs:
        told = _partnered(proposition) if other and object is None else proposition
        yield _make(told, page.document, (one, other), places, roles, said_by)


def _first(proposition: Proposition, role: str) -> Mention | None:
    return next((a.mention for a in proposition.arguments if a.role == role), None)


def _partnered(proposition: Proposition) -> Proposition:
    """ "the two leaders met": each of them met *with* the other."""
    predicate = proposition.predicate
    if predicate.lemma in _TOGETHER or predicate.label.endswith(" with"):
        return proposition
    return replace(proposition, predicate=replace(predicate, label=f"{predicate.label} with"))


_TOGETHER = frozenset({"call", "marry", "divorce"})  # one does it to the other


def _pairs(
    proposition: Proposition, subjects: Sequence[str], objects: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if proposition.reciprocal and not objects and len(subjects) > 1:
        yield from combinations(subjects, 2)
        return
    for one, other in product(subjects, objects or ("",)):
        if one != other:
            yield one, other


def _make(
    proposition: Proposition, document: Document, parties: tuple[str, str],
    places: tuple[Span | None, Span | None], roles: Sequence[Role], said_by: str,
) -> Grounded:  # fmt: skip
    predicate, (subject, object) = _spelt_out(proposition.predicate), parties
    arguments = tuple(r for r in roles if not r.entity or r.entity not in (subject, object))
    id = statement_id(predicate, subject, object, arguments)
    sentence = proposition.sentence
    evidence = Evidence(
        statement_id=id,
        method=proposition.rule,
        confidence=proposition.confidence,
        document_id=document.id,
        sentence=sentence,
        text=document.text[sentence.start : sentence.end],
        subject=places[0],
        predicate=_inside(proposition.span, sentence),
        object=places[1],
        polarity=proposition.polarity,
        certainty=proposition.certainty,
        tense=proposition.tense,
        asked=proposition.asked,
        said_by=said_by,
        reply=proposition.reply,
        answers=proposition.answers,
    )
    return Statement(id, proposition.type, predicate, subject, object, arguments), evidence


def _spelt_out(predicate: Predicate) -> Predicate:
    """The office by its full name: "CEO of" and "chief executive of" are one relation."""
    if not _SHORT.search(predicate.label):
        return predicate
    return Predicate(_in_full(predicate.lemma), _in_full(predicate.label))


def _in_full(words: str) -> str:
    return _SHORT.sub(lambda match: OFFICES_IN_FULL[match[0].lower()], words)


_SHORT = re.compile(rf"\b(?:{'|'.join(OFFICES_IN_FULL)})\b(?! officer)", re.IGNORECASE)


def _place(mention: Mention | None, sentence: Span) -> Span | None:
    return _inside(mention.span, sentence) if mention is not None else None


def _inside(span: Span, sentence: Span) -> Span | None:
    """A denied claim's words stand in another sentence than the denial: they are not marked."""
    return span if sentence.start <= span.start and span.end <= sentence.end else None


def _speaker(proposition: Proposition, page: _Page) -> str:
    """The nearest speaker that is known: of "the paper said officials said", the officials."""
    for mention in reversed(proposition.said_by):
        if found := page.ids(mention):
            return found[0]
    return ""


def _roles(proposition: Proposition, page: _Page, *, is_linked: bool) -> Iterator[Role]:
    found: dict[tuple[str, str, str], Role] = {}
    for argument in proposition.arguments:
        if argument.role == "subject" or (argument.role == "object" and is_linked):
            continue
        for role in _role(argument, page, proposition.tense):
            found[role.role, role.entity, role.value.text if role.value else ""] = role
    yield from (found[key] for key in sorted(found))


def _role(argument: Argument, page: _Page, tense: str) -> Iterator[Role]:
    mention = argument.mention
    if mention.label in _TIMES:
        yield Role(argument.role, value=_time(argument, page, tense))
    elif mention.label in VALUE_TYPES:
        yield Role(argument.role, value=_amount(argument))
    elif ids := page.ids(mention):
        yield from (Role(argument.role, entity=id) for id in ids)
    else:
        yield Role(argument.role, value=Value(" ".join(mention.text.split()), "Text"))


# Open intervals of EDTF: "before Friday" ends there, "since Friday" begins there.
_BEFORE = frozenset({"before", "until", "till", "prior to"})
_AFTER = frozenset({"after", "since"})


def _amount(argument: Argument) -> Value:
    """An amount; where "fell to 30 from 42" it says which is which, as the words do."""
    text = " ".join(argument.mention.text.split())
    value = read_amount(text) or Value(text, argument.mention.label)
    is_end = argument.role == "amount" and argument.preposition in {"from", "to"}
    return replace(value, text=f"{argument.preposition} {text}") if is_end else value


_RANGE = re.compile(r"\w(?: (?:and|to|until|till|through) | ?[-–—] ?)\w")
# Days and months by their names, which are before or after the text as the clause's tense says.
_NAMED = re.compile(rf"\b(?:\w+day|{'|'.join(MONTHS)}|(?:this|the) weekend)\b")


def _time(argument: Argument, page: _Page, tense: str) -> Value:
    mention = argument.mention
    text = " ".join(mention.text.split())
    if mention.determiner in {"every", "each"}:
        return Value(text, mention.label)  # "every Friday" is no day
    told = "future" if argument.preposition in {"until", "till"} else tense
    own = normalise(text, page.document.published, tense=told)
    is_known = told in {"past", "future"} and _NAMED.search(text)
    is_own = own is not None and own.value and (is_known or _RANGE.search(text))
    read = own if is_own else page.time(mention.span) or own
    value = replace(read, text=text) if read else Value(text, mention.label)
    if mention.label != "Duration" and argument.preposition in _BEFORE | _AFTER:
        before = argument.preposition in _BEFORE
        interval = f"../{value.value}" if before else f"{value.value}/.."
        text = f"{argument.preposition} {text}"
        return replace(value, text=text, value=interval if value.value else "")
    return value
