"""Knowledge out of a random generator with a fixed seed: as much of it as a measurement needs."""

from __future__ import annotations

from random import Random

from kg.model import (
    Document,
    Entity,
    Evidence,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
    digest,
)

_VERBS = ("accuse", "advise", "call", "criticize", "help", "invite", "meet", "praise", "visit")
_CLASSES = ("Accusation", "Advice", "Call", "Criticism", "Aid", "Invitation", "Meeting", "Visit")
_TYPES = ("Person", "Organization", "Country", "Place", "Product")
_FACTUALITY = ("asserted",) * 7 + ("possible", "planned", "negated", "disputed")
_PER_DOCUMENT = 20


def make_knowledge(claims: int, seed: int = 7) -> Knowledge:
    """So many claims between a fifth as many entities, some popular and most not."""
    random = Random(seed)
    count = max(claims // 5, 10)
    entities = [
        Entity(f"Entity_{n}", random.choice(_TYPES), f"Entity {n}", (f"The {n}th",))
        for n in range(count)
    ]
    documents = [_document(n) for n in range(claims // _PER_DOCUMENT + 1)]
    statements: dict[str, Statement] = {}
    evidence: list[Evidence] = []
    while len(statements) < claims:
        statement = _statement(random, count)
        statements[statement.id] = statement
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            evidence.append(_evidence(random, statement, documents, count))
    unique = {e.id: e for e in evidence}
    return Knowledge(
        tuple(sorted(documents, key=lambda d: d.id)),
        tuple(sorted(entities, key=lambda e: e.id)),
        tuple(statements[key] for key in sorted(statements)),
        tuple(unique[key] for key in sorted(unique)),
    )


def _document(number: int) -> Document:
    text = f"Report {number}. Somebody did something to somebody else."
    day = f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return Document(
        digest("document", str(number)),
        text,
        (),
        f"report_{number}.txt",
        title=f"Report {number}",
        source=f"Paper {number % 40}",
        published=day,
    )


def _entity(random: Random, count: int) -> str:
    """An entity's id, the low numbers far more often than the high."""
    return f"Entity_{int(count * random.random() ** 3)}"


def _statement(random: Random, count: int) -> Statement:
    subject, object_ = _entity(random, count), _entity(random, count)
    verb = random.choice(_VERBS)
    day = f"{random.randint(2000, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    factuality = random.choice(_FACTUALITY)
    return Statement(
        digest(subject, verb, object_, day),
        random.choice(_CLASSES),
        Predicate(verb, verb + "ed"),
        subject,
        object_,
        (Role("time", value=Value(day, "Date", day)), Role("place", _entity(random, count))),
        factuality,  # type: ignore[arg-type]
        random.randint(30, 95) / 100,
    )


def _evidence(
    random: Random, statement: Statement, documents: list[Document], count: int
) -> Evidence:
    document = random.choice(documents)
    start = random.randint(0, 20)
    return Evidence(
        statement.id,
        "generated",
        random.randint(50, 95) / 100,
        document.id,
        Span(document.id, 0, 40),
        document.text[:40],
        Span(document.id, start, start + 1),
        Span(document.id, start + 1, start + 2),
        Span(document.id, start + 2, start + 3),
        polarity="negative" if statement.factuality == "negated" else "positive",
        certainty="possible" if statement.factuality == "possible" else "certain",
        tense="future" if statement.factuality == "planned" else "past",
        said_by=_entity(random, count) if random.random() < 0.4 else "",
    )
