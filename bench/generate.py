"""Knowledge out of a random generator with a fixed seed: as much of it as a measurement needs."""

from __future__ import annotations

from random import Random

from kg.model import (
    Connection,
    ConnectionKind,
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

_VERBS = (
    "accuse", "advise", "agree on", "attack", "be premier of", "buy", "call", "criticize", "help",
    "invite", "meet", "praise", "sanction", "visit",
)  # fmt: skip
_CLASSES = (
    "Accusation", "Advice", "Agreement", "Attack", "HeadOfGovernment", "Acquisition", "Call",
    "Criticism", "Aid", "Invitation", "Meeting", "Praise", "Sanction", "Visit",
)  # fmt: skip
_TYPES = ("Person", "Organization", "Country", "Place", "Product")
_FACTUALITY = ("asserted",) * 7 + ("possible", "planned", "negated", "disputed", "asked")
_PER_DOCUMENT = 20  # claims
_SENTENCES = 10  # in a document


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
        pieces = random.choice((1, 1, 1, 2, 3)) + (statement.factuality == "disputed")
        evidence += [
            _evidence(random, statement, documents, count, denies=number % 2 == 1)
            for number in range(pieces)
        ]
    unique = {e.id: e for e in evidence}
    return Knowledge(
        tuple(sorted(documents, key=lambda d: d.id)),
        tuple(sorted(entities, key=lambda e: e.id)),
        tuple(statements[key] for key in sorted(statements)),
        tuple(unique[key] for key in sorted(unique)),
    )


def make_connections(knowledge: Knowledge, seed: int = 7) -> tuple[Connection, ...]:
    """How some of the claims bear on others: a conflict for each twenty claims, and so on."""
    random = Random(seed)
    kinds: tuple[tuple[ConnectionKind, tuple[str, ...], int], ...] = (
        ("conflict", ("number", "sum", "date", "position"), 20), ("before", ("after",), 20),
        ("correction", ("",), 100), ("same", ("",), 40),
    )  # fmt: skip
    found = {}
    for kind, subjects, each in kinds:
        for _ in range(len(knowledge.statements) // each):
            first, second = random.sample(knowledge.evidence, 2)
            words = ("$40 million", "$55 million") if kind == "conflict" else ("", "")
            connection = Connection(kind, random.choice(subjects), first.statement_id,
                                    second.statement_id, first.id, second.id, *words)  # fmt: skip
            found[connection.id] = connection
    return tuple(found[id] for id in sorted(found))


def _document(number: int) -> Document:
    sentences = (
        f"Somebody did {n} things to somebody else, said report {number}."
        for n in range(_SENTENCES)
    )
    day = f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return Document(
        digest("document", str(number)),
        "\n".join(sentences),
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
    kind = random.randrange(len(_VERBS))
    day = f"{random.randint(2000, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    factuality = random.choice(_FACTUALITY)
    return Statement(
        digest(subject, _VERBS[kind], object_, day),
        _CLASSES[kind],
        Predicate(_VERBS[kind], _VERBS[kind]),
        subject,
        object_,
        _roles(random, day, count),
        factuality,  # type: ignore[arg-type]
        random.randint(30, 95) / 100,
    )


def _roles(random: Random, day: str, count: int) -> tuple[Role, ...]:
    """A day, a place, and now and then a sum."""
    roles = (Role("time", value=Value(day, "Date", day)), Role("place", _entity(random, count)))
    if random.random() < 0.9:
        return roles
    millions = str(random.randint(1, 900))
    value = Value(f"${millions} million", "Money", f"{millions}000000", "USD")
    return (*roles, Role("price", value=value))


def _evidence(
    random: Random,
    statement: Statement,
    documents: list[Document],
    count: int,
    *,
    denies: bool,
) -> Evidence:
    """A sentence about the claim; of a disputed one, each second sentence denies it."""
    document = random.choice(documents)
    sentence = random.choice(document.text.split("\n"))
    start = document.text.index(sentence)
    spans = [Span(document.id, start + n, start + n + 1) for n in range(3)]
    is_negative = statement.factuality == "negated" or (
        denies and statement.factuality == "disputed"
    )
    return Evidence(
        statement.id,
        "generated",
        random.randint(50, 95) / 100,
        document.id,
        Span(document.id, start, start + len(sentence)),
        sentence,
        *spans,
        polarity="negative" if is_negative else "positive",
        certainty="possible" if statement.factuality == "possible" else "certain",
        tense="future" if statement.factuality == "planned" else "past",
        asked=statement.factuality == "asked",
        said_by=_entity(random, count) if random.random() < 0.4 else "",
    )
