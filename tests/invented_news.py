"""Knowledge for tests of the view: invented news, as small or as large as asked for.

A line of `data/invented_news.txt` is a sentence with its subject in [ ], its predicate in < > and
its object in { }, each followed by the entity or the relation it stands for after a bar where that
differs. After ## come factuality, @speaker, ~type and role=entity or role=value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.model import (
    Block,
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
    slug,
)

CORPUS = (Path(__file__).parent / "data" / "invented_news.txt").read_text(encoding="utf-8")
MARK = re.compile(r"\[(?P<subject>[^\]]+)\]|<(?P<predicate>[^>]+)>|\{(?P<object>[^}]+)\}")
NOTE = re.compile(r"(?:@|~|\w+=)?[^@~=]+?(?=\s+(?:@|~|\w+=)|$)")
VALUE_TYPES = {"time": "Date", "duration": "Duration", "content": "Text"}


def hand_made() -> Knowledge:
    """About 60 entities and 70 statements of a trade dispute that never was."""
    return _assemble(CORPUS.splitlines())


def small() -> Knowledge:
    """The first two articles: about 25 entities."""
    return _assemble("\n= ".join(CORPUS.split("\n= ")[:3]).splitlines())


def large(entities: int) -> Knowledge:
    """As many entities, three times as many statements, with the degrees of a real news graph."""
    return _assemble(_many_lines(entities))


@dataclass(frozen=True)
class Line:
    """A sentence and what it claims: per part its place in the text and its meaning."""

    text: str
    parts: dict[str, tuple[int, int, str]]
    factuality: str = "asserted"
    speaker: str = ""
    type: str = ""
    roles: tuple[tuple[str, str], ...] = ()


class _Desk:
    """Takes in lines; holds the entities, documents, statements and evidence so far."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.documents: dict[str, Document] = {}
        self.entities: dict[str, Entity] = {}
        self.statements: dict[str, Statement] = {}
        self.evidence: list[Evidence] = []
        self.article = ""

    def take(self, row: str) -> None:
        kind, _, rest = row.partition(" ")
        reader: dict[str, Callable[[str], None]] = {
            "#": lambda _: None, "%": self._types, "$": self._aliases, "=": self._article,
        }  # fmt: skip
        if kind in reader:
            reader[kind](rest)
        else:
            self._claim(_read_line(row))

    def _types(self, rest: str) -> None:
        kind, names = rest.split(" | ")
        self.types.update(dict.fromkeys(names.split(", "), kind))

    def _aliases(self, rest: str) -> None:
        name, aliases = rest.split(" | ")
        self.aliases[name] = tuple(aliases.split(", "))

    def _article(self, rest: str) -> None:
        title, source, published = rest.split(" | ")
        self.article = digest(title)
        text = f"{title}\n\n"
        blocks = (Block("heading", 0, len(title)), Block("paragraph", len(text), len(text)))
        url = f"https://example.org/{self.article}"
        self.documents[self.article] = Document(
            self.article, text, blocks, f"{self.article}.md", title, source, url, "", published
        )

    def _entity(self, label: str) -> str:
        label, _, kind = label.partition("~")
        kind = kind or self.types.get(label, "Thing")
        key = slug(label)
        self.entities[key] = Entity(key, kind, label, aliases=self.aliases.get(label, ()))
        return key

    def _sentence(self, text: str) -> Span:
        """Add it to the article; where it stands there."""
        document = self.documents[self.article]
        start = len(document.text)
        heading, body = document.blocks
        self.documents[self.article] = replace(
            document,
            text=f"{document.text}{text} ",
            blocks=(heading, replace(body, end=start + len(text) + 1)),
        )
        return Span(self.article, start, start + len(text))

    def _role(self, name: str, text: str) -> Role:
        if text in self.types:
            return Role(name, self._entity(text))
        kind = VALUE_TYPES.get(name, "Quantity")
        return Role(name, value=Value(text, kind, "" if kind == "Text" else text))

    def _claim(self, line: Line) -> None:
        subject, label = self._entity(line.parts["subject"][2]), line.parts["predicate"][2]
        object_ = self._entity(line.parts["object"][2]) if "object" in line.parts else ""
        key = digest(subject, label, object_)
        one_sided = line.factuality.removesuffix("-dispute")
        overall = one_sided if one_sided == line.factuality else "disputed"
        roles = tuple(self._role(*role) for role in line.roles)
        statement = Statement(
            key, line.type, Predicate(label, label), subject, object_, roles, overall, 0.9
        )
        self.statements.setdefault(key, statement)
        sentence = self._sentence(line.text)
        spans = {
            name: Span(self.article, sentence.start + start, sentence.start + end)
            for name, (start, end, _) in line.parts.items()
        }
        self.evidence.append(
            Evidence(
                key, "clauses", 0.8, self.article, sentence, line.text, **spans,
                polarity="negative" if one_sided == "negated" else "positive",
                certainty="possible" if one_sided == "possible" else "certain",
                tense="future" if one_sided == "planned" else "past",
                asked=one_sided == "asked",
                said_by=self._entity(line.speaker) if line.speaker else "",
            )
        )  # fmt: skip


def _assemble(rows: Iterable[str]) -> Knowledge:
    desk = _Desk()
    for row in rows:
        desk.take(row)
    return Knowledge(
        tuple(sorted(desk.documents.values(), key=lambda d: d.id)),
        tuple(sorted(desk.entities.values(), key=lambda e: e.id)),
        tuple(sorted(desk.statements.values(), key=lambda s: s.id)),
        tuple(sorted(desk.evidence, key=lambda e: e.id)),
    )


def _read_line(row: str) -> Line:
    sentence, _, notes = row.partition(" ## ")
    text, parts, at = "", dict[str, tuple[int, int, str]](), 0
    for match in MARK.finditer(sentence):
        name = match.lastgroup or ""
        words, _, meaning = match[name].partition("|")
        text += sentence[at : match.start()]
        parts[name] = (len(text), len(text) + len(words), meaning or words)
        text, at = text + words, match.end()
    line = Line(text + sentence[at:], parts)
    for note in map(str.strip, NOTE.findall(notes)):
        if note.startswith("@"):
            line = replace(line, speaker=note[1:])
        elif note.startswith("~"):
            line = replace(line, type=note[1:])
        elif "=" in note:
            name, _, value = note.partition("=")
            line = replace(line, roles=(*line.roles, (name, value)))
        elif note:
            line = replace(line, factuality=note)
    return line


FIRST = "Ada Bo Cid Dot Eli Fay Gus Hal Ina Jon Kay Leo Mia Ned Ola Pam Rex Sue Tim Una".split()
LAST = "Abel Bond Cole Dorn Emery Frost Gale Hart Ives Joss Kern Lund Moss Nash Odell Pike".split()
BODIES = "Works Bank Council Union Agency Press Lines Trust Institute Court".split()
RELATIONS = "met called accused backed sued visited praised advised financed joined".split()
STATED = ("asserted",) * 40 + ("possible", "planned") * 3 + ("negated", "disputed")


def _many_lines(count: int) -> Iterator[str]:
    """Sentences over made-up names: few names come often, most come once or twice."""
    names = [_make_name(i) for i in range(count)]
    chance = 12345  # a plain congruential generator: the same numbers on every machine
    for i in range(count * 3):
        if i % 30 == 0:
            month, day = divmod(i // 30 % 336, 28)
            yield f"= News {i // 30} | Paper {i // 30 % 9} | 2025-{1 + month:02}-{1 + day:02}"
        picks = []
        for steepness in (3, 1.6):
            chance = (chance * 1103515245 + 12345) % 2**31
            picks.append(names[int((chance / 2**31) ** steepness * count)])
        (subject, _), (thing, _) = (name.split("~") for name in picks)
        relation, stated = RELATIONS[chance // 997 % 10], STATED[chance // 7919 % len(STATED)]
        if subject != thing:
            parts = f"[{subject}|{picks[0]}] <{relation}> {{{thing}|{picks[1]}}}"
            yield f"{parts} on that day. ## {stated}"


def _make_name(i: int) -> str:
    place = f"{LAST[i * 7 % 16]}{LAST[i // 16 % 16].lower()}"
    again = f" {i // 160}" if i >= 160 else ""
    forms = (
        f"{FIRST[i % 20]} {place}{again}~Person",
        f"{place} {BODIES[i % 10]}{again}~Organization",
        f"{place}land{again}~Country",
        f"plans for {place.lower()} number {i}~Thing",
    )
    return forms[i % 4] if i % 4 != 2 or i % 40 == 2 else forms[3]
