"""Knowledge for tests of the view: invented news, as small or as large as asked for.

A line of the corpus is a sentence with its subject in [ ], its predicate in < > and its object in
{ }, each followed by the entity or the relation it stands for after a bar where that differs.
After ## come factuality, @speaker, ~type and role=entity or role=value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.model import (
    Block,
    Document,
    Entity,
    Evidence,
    Factuality,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
    digest,
    slug,
)

ENTITIES = {
    "Person": "Mara Olsen, Ivo Brandt, Lena Fisk, Tomas Varga, Rui Sandoval, Anya Petrova, Henrik Dahl, "
    "Noor Haddad, Felix Roth, Greta Holm, Samir Aziz, Yuki Tanabe, Dev Rahman",
    "Organization": "Norland Parliament, Harbor Authority, Northquay Logistics, Coast Guard, Meridian Bank, "
    "Ministry of Trade, Dock Workers Union, Green Coast Alliance, Evening Courier, World Trade Council, "
    "Foreign Ministry of Veskia, Court of Audit, Steel Federation, Aurora Airlines",
    "Country": "Norland, Veskia, Tamar Republic, Kestria",
    "Place": "Halden, Pier Nine, Orlen, Strait of Vesna",
    "Group": "striking dockers, fishing crews, opposition lawmakers",
    "Event": "the June election, the ferry accident, border talks, a naval exercise",
    "Work": "the audit report",
    "Product": "patrol boats",
    "Law": "the Harbor Act",
}
ALIASES = {
    "Mara Olsen": ("Olsen", "Prime Minister Olsen", "Prime Minister Mara Olsen"),
    "Ivo Brandt": ("Brandt", "President Brandt"),
    "Tomas Varga": ("Varga", "the harbor chief"),
    "Veskia": ("Veskian government",),
    "Yuki Tanabe": ("田辺ゆき",),
    "Anya Petrova": ("Аня Петрова",),
    "Noor Haddad": ("نور حداد",),
}
CORPUS = (Path(__file__).parent / "data" / "invented_news.txt").read_text(encoding="utf-8")
MARK = re.compile(r"\[([^\]]+)\]|<([^>]+)>|\{([^}]+)\}")


def hand_made() -> Knowledge:
    """About 60 entities and 75 statements of a trade dispute that never was."""
    return _assemble(_read(CORPUS))


def small() -> Knowledge:
    """The first two articles: about 20 entities."""
    return _assemble(_read("= ".join(CORPUS.split("= ")[:3])))


def large(entities: int) -> Knowledge:
    """As many entities, three times as many statements, with the degrees of a real news graph."""
    return _assemble(_read("\n".join(_many_lines(entities))))


@dataclass(frozen=True)
class Line:
    """A sentence, what it claims, and the article it stands in."""

    article: str
    text: str
    parts: dict[str, tuple[int, int, str]]
    factuality: str
    speaker: str
    type: str
    roles: tuple[tuple[str, str], ...]


def _read(corpus: str) -> Iterator[Line]:
    article = ""
    for row in filter(None, map(str.strip, corpus.splitlines())):
        if row.startswith("= "):
            article = row[2:]
            continue
        sentence, _, notes = row.partition(" ## ")
        text, parts, at = "", dict[str, tuple[int, int, str]](), 0
        for match in MARK.finditer(sentence):
            text += sentence[at : match.start()]
            words, _, meaning = next(filter(None, match.groups())).partition("|")
            name = {"[": "subject", "<": "predicate", "{": "object"}[match.group()[0]]
            parts[name] = (len(text), len(text) + len(words), meaning or words)
            text, at = text + words, match.end()
        words = re.findall(r"(?:@|~|\w+=)?[^@~=]+?(?=\s+(?:@|~|\w+=)|$)", notes)
        yield Line(
            article,
            text + sentence[at:],
            parts,
            next(
                (
                    w.strip()
                    for w in words
                    if w.strip() and w.strip()[0] not in "@~" and "=" not in w
                ),
                "asserted",
            ),
            next((w.strip()[1:] for w in words if w.strip().startswith("@")), ""),
            next((w.strip()[1:] for w in words if w.strip().startswith("~")), ""),
            tuple(tuple(w.strip().split("=", 1)) for w in words if "=" in w),  # type: ignore[misc]
        )


def _assemble(lines: Iterable[Line]) -> Knowledge:
    types = {name.strip(): kind for kind, names in ENTITIES.items() for name in names.split(",")}
    documents, entities = dict[str, Document](), dict[str, Entity]()
    statements, evidence = dict[str, Statement](), list[Evidence]()

    def entity(label: str) -> str:
        kind = types.get(label) or (label.split("~")[1] if "~" in label else "Thing")
        label = label.split("~")[0]
        entities[slug(label)] = Entity(slug(label), kind, label, aliases=ALIASES.get(label, ()))
        return slug(label)

    for line in lines:
        document = documents.get(line.article) or _article(line.article)
        start = len(document.text) + 1
        text = f"{document.text} {line.text}"
        block = Block("paragraph", len(document.title) + 2, len(text))
        documents[line.article] = replace(document, text=text, blocks=(document.blocks[0], block))
        subject, object_ = entity(line.parts["subject"][2]), entity(line.parts["object"][2])
        label = line.parts["predicate"][2]
        key = digest(subject, label, object_)
        roles = tuple(_role(name, value, entity, types) for name, value in line.roles)
        factuality = line.factuality.removesuffix("-dispute")
        known = statements.get(key)
        word: Factuality = "disputed" if "dispute" in line.factuality else factuality  # type: ignore[assignment]
        statements[key] = known or Statement(
            key, line.type, Predicate(label, label), subject, object_, roles, word, 0.9
        )
        spans = {
            name: Span(document.id, start + a, start + b) for name, (a, b, _) in line.parts.items()
        }
        evidence.append(
            Evidence(
                key, "clauses", 0.8, document.id, Span(document.id, start, start + len(line.text)), line.text,
                spans["subject"], spans["predicate"], spans["object"],
                polarity="negative" if factuality == "negated" else "positive",
                certainty="possible" if factuality == "possible" else "certain",
                tense="future" if factuality == "planned" else "past",
                asked=factuality == "asked",
                said_by=entity(line.speaker) if line.speaker else "",
            )
        )  # fmt: skip
    return Knowledge(
        tuple(sorted(documents.values(), key=lambda d: d.id)),
        tuple(sorted(entities.values(), key=lambda e: e.id)),
        tuple(sorted(statements.values(), key=lambda s: s.id)),
        tuple(sorted(evidence, key=lambda e: e.id)),
    )


def _article(heading: str) -> Document:
    title, source, published = heading.split(" | ")
    name = digest(title)
    text = f"{title}\n\n"
    blocks = (Block("heading", 0, len(title)), Block("paragraph", len(title) + 2, len(text)))
    return Document(
        name,
        text,
        blocks,
        f"{name}.md",
        title,
        source,
        f"https://example.org/{name}",
        "",
        published,
    )


def _role(name: str, value: str, entity: object, types: dict[str, str]) -> Role:
    if value in types:
        return Role(name, entity(value))  # type: ignore[operator]
    return Role(name, value=Value(value, "Date" if name == "time" else "Quantity", value))


def _many_lines(count: int) -> Iterator[str]:
    """Sentences over made-up names: few names come often, most come once or twice."""
    first = "Ada Bo Cid Dot Eli Fay Gus Hal Ina Jon Kay Leo Mia Ned Ola Pam Rex Sue Tim Una".split()
    last = (
        "Abel Bond Cole Dorn Emery Frost Gale Hart Ives Joss Kern Lund Moss Nash Odell Pike".split()
    )
    nouns = "Works Bank Council Union Agency Press Lines Trust Institute Court".split()
    relations = "met called accused backed sued visited praised advised financed joined".split()
    kinds = ("asserted",) * 40 + ("possible", "planned") * 3 + ("negated", "disputed")
    names = []
    for i in range(count):
        place = f"{last[i * 7 % 16]}{last[i // 16 % 16].lower()}"
        names.append(
            (
                f"{first[i % 20]} {place} {i // 320 or ''}".strip() + "~Person",
                f"{place} {nouns[i % 10]} {i // 160 or ''}".strip() + "~Organization",
                f"{place}land {i // 160 or ''}".strip() + "~Country",
                f"plans for {place.lower()} number {i}~Thing",
            )[i % 4 if i % 40 != 2 and i % 4 == 2 else (i % 4 if i % 4 != 2 else 3)]
        )
    state = 12345
    for i in range(count * 3):
        if i % 30 == 0:
            day = i // 30 % 360
            yield f"= News number {i // 30} | Paper {i // 30 % 9} | 2025-{1 + day // 30:02}-{1 + day % 30 % 28:02}"
        state = (state * 1103515245 + 12345) % 2**31
        subject = names[int((state / 2**31) ** 3 * count)]
        state = (state * 1103515245 + 12345) % 2**31
        thing = names[int((state / 2**31) ** 1.6 * count)]
        if subject == thing:
            continue
        a, b = subject.split("~")[0], thing.split("~")[0]
        kind = kinds[state // 7919 % len(kinds)]
        yield f"[{a}|{subject}] <{relations[state // 997 % 10]}> {{{b}|{thing}}} on that day. ## {kind}"
