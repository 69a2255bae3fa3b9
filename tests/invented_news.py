"""Knowledge for tests of the view: invented news, as small or as large as asked for.

A line of the corpus is a sentence with its subject in [ ], its predicate in < > and its object in
{ }, each followed by the entity or the relation it stands for after a bar where that differs.
After ## come factuality, @speaker, ~type and role=entity or role=value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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
CORPUS = """
= Olsen calls Brandt over steel dispute | Evening Courier | 2026-03-03
Prime Minister [Mara Olsen] <called> President {Ivo Brandt} on Tuesday. ## ~Call time=2026-03-03
[Norland] <suspended> {imports of steel pipes} from Veskia last week. ## ~Sanction time=2026-02-24
[Veskia] <threatened|threatened to restrict> {restrictions on certain imports} in return. ## planned
[Olsen|Mara Olsen] <agreed to hold|agreed to hold> {border talks} in Orlen. ## planned ~Meeting place=Orlen
[Brandt|Ivo Brandt] <urged> {Norland} to lift the ban. ## ~Appeal
The [Steel Federation] <welcomed> {the suspension of imports|imports of steel pipes}.
[The Foreign Ministry of Veskia|Foreign Ministry of Veskia] <criticised> {Norland} sharply.
[Rui Sandoval], the trade minister, <leads> {the Ministry of Trade|Ministry of Trade}.
[The Ministry of Trade|Ministry of Trade] <imposed> {a 25 percent duty on coils} in January. ## time=2026-01-12
= Harbor chief advised minister, paper reports | Halden Post | 2026-03-05
[Tomas Varga] <advised> {Mara Olsen} on the tender, two officials said. ## disputed @Evening Courier
[Varga|Tomas Varga] <runs|heads> {the Harbor Authority|Harbor Authority}.
[The Harbor Authority|Harbor Authority] <awarded> {Northquay Logistics} the contract for Pier Nine. ## ~Award place=Pier Nine
[Meridian Bank] <financed> {Northquay Logistics} with a bridge loan.
[Opposition lawmakers|opposition lawmakers] <demanded> {an inquiry into the tender}. ## ~Demand
[The Court of Audit|Court of Audit] <published> {the audit report} on Thursday. ## time=2026-03-05
[The audit report|the audit report] <names> {Tomas Varga} four times.
[Lena Fisk] <questioned> {Tomas Varga} in the Norland Parliament. ## place=Norland Parliament
[Lena Fisk] <leads> {opposition lawmakers}.
[Northquay Logistics] <may have paid|paid> {Henrik Dahl}, the paper wrote. ## possible @Evening Courier
= Olsen denies tender advice | Evening Courier | 2026-03-06
[Mara Olsen|Tomas Varga] was wrongly said to have <advised> {her|Mara Olsen}, her office said. ## negated-dispute @Mara Olsen
[Olsen|Mara Olsen] <did not meet|met> {Henrik Dahl}, her spokesman said. ## negated @Mara Olsen
[Henrik Dahl] <left|resigned from> {the Ministry of Trade|Ministry of Trade} in February.
[Mara Olsen] <addressed> {the Norland Parliament|Norland Parliament} on Friday. ## time=2026-03-06
[The Norland Parliament|Norland Parliament] <will debate|will debate> {the Harbor Act} next month. ## planned
[Olsen|Mara Olsen] <promised> {a public register of tenders}. ## planned
= Dockers walk out at Pier Nine | Dock Workers Weekly | 2026-03-08
[Striking dockers|striking dockers] <blocked> {Pier Nine} for six hours. ## duration=PT6H
[The Dock Workers Union|Dock Workers Union] <organised> {the walkout at the pier}.
[Greta Holm] <heads> {the Dock Workers Union|Dock Workers Union}.
[Holm|Greta Holm] <rejected> {an offer of four percent}. ## ~Reject
[The Harbor Authority|Harbor Authority] <sued> {the Dock Workers Union|Dock Workers Union} in Halden. ## place=Halden
[The Coast Guard|Coast Guard] <escorted> {two coal freighters} through the Strait of Vesna. ## place=Strait of Vesna
[Northquay Logistics] <could close|may close> {its terminal in Orlen}, a manager said. ## possible
[The union|Dock Workers Union] <met> {Rui Sandoval} on Sunday. ## ~Meeting time=2026-03-08
= Ferry accident in the strait kills three | Coast Radio | 2026-03-10
[The ferry accident|the ferry accident] <killed> {three sailors} in the Strait of Vesna. ## place=Strait of Vesna
[The Coast Guard|Coast Guard] <rescued> {fishing crews} after the collision.
[Anya Petrova] <commanded> {the Coast Guard|Coast Guard} operation.
[Veskia] <caused> {the ferry accident}, a Norland officer said. ## disputed @Coast Guard
[Veskia] did not <cause|caused> {the accident|the ferry accident}, Veskian diplomats said. ## negated-dispute @Foreign Ministry of Veskia
[The Green Coast Alliance|Green Coast Alliance] <blamed> {the Harbor Authority|Harbor Authority}.
[Felix Roth] <speaks for> {the Green Coast Alliance|Green Coast Alliance}.
[Norland] <ordered> {patrol boats} worth 40 million crowns. ## amount=40000000
[Did Kestria|Kestria] <sell|sold> {patrol boats} to both sides? ## asked
= Veskia holds naval exercise | Evening Courier | 2026-03-12
[Veskia] <began> {a naval exercise} near the Strait of Vesna. ## place=Strait of Vesna
[Ivo Brandt] <visited> {Kestria} on Wednesday. ## ~Visit time=2026-03-11
[Kestria] <backs> {Veskia} in the dispute.
[The Tamar Republic|Tamar Republic] <offered> {mediation between the neighbors}.
[Noor Haddad] <will host|will host> {border talks} in Orlen. ## planned
[Noor Haddad] <represents> {the Tamar Republic|Tamar Republic}.
[Norland] <summoned> {the ambassador of Veskia}. ## ~Protest
[Brandt|Ivo Brandt] <may attend|may attend> {border talks}. ## possible
[Veskia] <attacked> {Norland}, nobody said. ## negated
= World Trade Council opens case | Halden Post | 2026-03-15
[Norland] <complained to> {the World Trade Council|World Trade Council} about Veskia. ## ~Complaint
[The World Trade Council|World Trade Council] <opened> {a case on steel duties}.
[Yuki Tanabe] <chairs> {the World Trade Council|World Trade Council}.
[Tanabe|Yuki Tanabe] <met> {Rui Sandoval} in Halden. ## ~Meeting place=Halden
[Sandoval|Rui Sandoval] <defended> {the steel ban|imports of steel pipes}.
[Meridian Bank] <cut> {its forecast for exports} by a point.
[Aurora Airlines] <cancelled> {flights to Veskia}. ## time=2026-03-14
[Dev Rahman] <runs> {Aurora Airlines}.
[Mara Olsen] <called> {Noor Haddad} on Saturday. ## ~Call time=2026-03-14
[Mara Olsen] <phoned|called> {Ivo Brandt} a second time. ## ~Call
= Poll puts Olsen ahead | Coast Radio | 2026-03-18
[Mara Olsen] <leads|leads in polls before> {the June election}.
[Lena Fisk] <will contest|will contest> {the June election}. ## planned
[Samir Aziz] <polled|surveyed> {first-time voters in coastal towns}.
[Lena Fisk] <accused> {Mara Olsen} of hiding letters. ## ~Accusation
[Ivo Brandt] <wants to influence|tried to influence> {the June election}, Olsen said. ## possible @Mara Olsen
[Veskia] <denied meddling in|meddled in> {the June election}. ## negated @Foreign Ministry of Veskia
[Greta Holm] <endorsed> {Lena Fisk}.
[Fishing crews|fishing crews] <support> {Mara Olsen}, a survey found. ## @Samir Aziz
"""
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
            next((w.strip() for w in words if w.strip() and w.strip()[0] not in "@~" and "=" not in w), "asserted"),
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
        name, text, blocks, f"{name}.md", title, source, f"https://example.org/{name}", "", published
    )


def _role(name: str, value: str, entity: object, types: dict[str, str]) -> Role:
    if value in types:
        return Role(name, entity(value))  # type: ignore[operator]
    return Role(name, value=Value(value, "Date" if name == "time" else "Quantity", value))


def _many_lines(count: int) -> Iterator[str]:
    """Sentences over made-up names: few names come often, most come once or twice."""
    first = "Ada Bo Cid Dot Eli Fay Gus Hal Ina Jon Kay Leo Mia Ned Ola Pam Rex Sue Tim Una".split()
    last = "Abel Bond Cole Dorn Emery Frost Gale Hart Ives Joss Kern Lund Moss Nash Odell Pike".split()
    nouns = "Works Bank Council Union Agency Press Lines Trust Institute Court".split()
    relations = "met called accused backed sued visited praised advised financed joined".split()
    kinds = ("asserted", "asserted", "asserted", "possible", "planned", "negated", "asserted", "disputed")
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
        kind = kinds[state // 7919 % 8]
        yield f"[{a}|{subject}] <{relations[state // 997 % 10]}> {{{b}|{thing}}} on that day. ## {kind}"
