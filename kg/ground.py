"""Propositions become statements about entities, each with the evidence that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from kg.times import normalise

Grounded = tuple[Statement, Evidence]
_TIMES = frozenset({"Date", "Time", "Duration"})


def ground(readings: Iterable[Reading], linking: Linking) -> Iterator[Grounded]:
    """Yield a statement and its evidence for each proposition whose subject is known.

    A mention of several entities gives a statement for each; a reciprocal claim of a set holds
    between its members. A pronoun that stands for nobody gives none.
    """
    for reading in readings:
        for proposition in reading.propositions:
            yield from _ground(proposition, reading.document, linking.referents)


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


def _ground(
    proposition: Proposition, document: Document, referents: Mapping[Mention, tuple[str, ...]]
) -> Iterator[Grounded]:
    subject = next(iter(proposition.mentions("subject")), None)
    object = next(iter(proposition.mentions("object")), None)
    subjects = referents.get(subject, ()) if subject is not None else ()
    objects = referents.get(object, ()) if object is not None else ()
    roles = list(_roles(proposition, document, referents, is_linked=bool(objects)))
    said_by = _speaker(proposition, referents)
    for one, other in _pairs(proposition, subjects, objects):
        yield _make(proposition, document, one, other, roles, said_by)


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
    proposition: Proposition, document: Document, subject: str, object: str,
    roles: Sequence[Role], said_by: str,
) -> Grounded:  # fmt: skip
    predicate = proposition.predicate
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
        subject=_place(proposition, "subject", sentence),
        predicate=_inside(proposition.span, sentence),
        object=_place(proposition, "object", sentence),
        polarity=proposition.polarity,
        certainty=proposition.certainty,
        tense=proposition.tense,
        asked=proposition.asked,
        said_by=said_by,
    )
    return Statement(id, proposition.type, predicate, subject, object, arguments), evidence


def _place(proposition: Proposition, role: str, sentence: Span) -> Span | None:
    mention = next(iter(proposition.mentions(role)), None)
    return _inside(mention.span, sentence) if mention is not None else None


def _inside(span: Span, sentence: Span) -> Span | None:
    """A denied claim's words stand in another sentence than the denial: they are not marked."""
    return span if sentence.start <= span.start and span.end <= sentence.end else None


def _speaker(proposition: Proposition, referents: Mapping[Mention, tuple[str, ...]]) -> str:
    """The nearest speaker that is known: of "the paper said officials said", the officials."""
    for mention in reversed(proposition.said_by):
        if found := referents.get(mention):
            return found[0]
    return ""


def _roles(
    proposition: Proposition, document: Document, referents: Mapping[Mention, tuple[str, ...]],
    *, is_linked: bool,
) -> Iterator[Role]:  # fmt: skip
    found: dict[tuple[str, str, str], Role] = {}
    for argument in proposition.arguments:
        if argument.role == "subject" or (argument.role == "object" and is_linked):
            continue
        for role in _role(argument, document, referents, proposition.tense):
            found[role.role, role.entity, role.value.text if role.value else ""] = role
    yield from (found[key] for key in sorted(found))


def _role(
    argument: Argument, document: Document, referents: Mapping[Mention, tuple[str, ...]], tense: str
) -> Iterator[Role]:
    mention = argument.mention
    if mention.label in VALUE_TYPES:
        yield Role(argument.role, value=_value(mention, document, tense))
    elif ids := referents.get(mention, ()):
        yield from (Role(argument.role, entity=id) for id in ids)
    else:
        yield Role(argument.role, value=Value(" ".join(mention.text.split()), "Text"))


def _value(mention: Mention, document: Document, tense: str) -> Value:
    text = " ".join(mention.text.split())
    if mention.label in _TIMES:
        value = normalise(text, document.published, tense=tense)
        return value or Value(text, mention.label)
    return read_amount(text) or Value(text, mention.label)
