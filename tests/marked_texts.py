"""Random news whose names are marked, with a reader for it: much to link, and no model needed.

A line is a claim: "[Person:Ann Berg] met [Organization:United Steel] on 3 May 2026." Lower case in
brackets is a description: "[Person:the driver]".
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from kg.model import (
    Argument,
    Block,
    Document,
    Mention,
    MentionPair,
    Predicate,
    Proposition,
    Reading,
    Span,
    digest,
)

_MARK = re.compile(r"\[(\w+):([^\]]+)\]")
_NUMBER = re.compile(r"\d+ (?:people|ships)")
_DAY = re.compile(r"on \d+ \w+ \d{4}")

_GIVEN = (
    "Ann",
    "Anna",
    "John",
    "J",
    "Kristen",
    "Kristin",
    "Omar",
    "Lee",
    "Fred",
    "Frederick",
    "Frederik",
)
_LAST = ("Berg", "Bergmann", "Hansen", "Hanson", "Okafor", "Smith", "Lee", "Marlow", "Berg-Smith",
         "Hansen Jr.", "Bargman", "van den Berg", "Al-Hansen")  # fmt: skip
_BODIES = ("United Steel Alliance", "USA", "USL", "United Steel League", "Marlow", "Okafor Group",
           "Port Lind", "Harbour Union", "HU", "Paris", "Lind", "Lind Motors", "Lind Systems",
           "Rovers", "Port Lind Rovers", "Quill")  # fmt: skip
_PLACES = ("Japan", "Tokyo", "Paris", "Port Lind", "Norway", "United States")
_THINGS = ("the driver", "the arrested driver", "the rescue crew", "the old bridge",
           "rising sea levels everywhere", "12 people", "30 people", "the plant",
           "the drunken motorist")  # fmt: skip
_VERBS = (("meet", "met", "Meeting"), ("kill", "killed", "Death"), ("buy", "bought", "Acquisition"),
          ("warn", "warned", ""), ("co-lead", "co-led", ""), ("co lead", "co led", ""),
          ("be in", "is in", "LocatedIn"), ("be chairman of", "chairman of", "Chairperson"),
          ("marry", "married", "Marriage"))  # fmt: skip
_TOLD = {verb: (lemma, kind) for lemma, verb, kind in _VERBS}


def make_texts(count: int, seed: int) -> list[Document]:
    """Documents of a few outlets, some copies of others, some lines on every page of a site."""
    chance = random.Random(seed)
    documents: list[Document] = []
    for number in range(count):
        if documents and chance.random() < 0.15:
            text = chance.choice(documents).text.split("\n", 1)[1] + f"\nEdition {number}"
        else:
            text = "\n".join(_line(chance) for _ in range(chance.randint(2, 9)))
        text = f"Follow the Herald for more\n{text}"
        month = 5 if number % 8 else 8
        day = f"2026-{month:02}-{chance.randint(1, 28):02}" if chance.random() < 0.9 else ""
        source = chance.choice(("Herald", "Courier", "Radio Lind", ""))
        name = f"{chance.choice('abc')}/{number}.txt"
        id = digest(text, "", day, source)
        documents.append(Document(id, text, tuple(_blocks(text)), name, "", source, published=day))
    return documents


_SEATS = (
    "[Organization:Harbour Union] is in [Place:Port Lind].",
    "[Organization:Okafor Group] is in [Place:Tokyo].",
    "[Place:Port Lind] is in [Country:Norway].",
    "[Place:Tokyo] is in [Country:Japan].",
)


# Told by many, so that some deny, confirm or date what others say: see _claim.
_OFTEN = tuple(
    f"[Person:{one}] met [Person:{other}]{day}."
    for one, other in (
        ("Ann Berg", "Omar Smith"), ("Omar Okafor", "Kristen Berg"), ("Ada Quill", "Omar Smith"),
    )
    for day in ("", " on 5 May 2026", " on 15 May 2026")
)  # fmt: skip


def _line(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return chance.choice(_SEATS)
    if chance.random() < 0.1:
        return chance.choice(_OFTEN)
    day = f" on {chance.randint(1, 28)} May 2026" if chance.random() < 0.3 else ""
    verb = chance.choice(_VERBS)[1]
    return f"{_name(chance)} {verb} {_name(chance)}{day}."


def _name(chance: random.Random) -> str:
    given, last = chance.choice(_GIVEN), chance.choice(_LAST)
    kind, name = chance.choice((
        ("Person", f"{given} {last}"), ("Person", f"{given} {last}"), ("Person", last),
        ("Person", given), ("Organization", chance.choice(_BODIES)),
        ("Place", chance.choice(_PLACES)), ("Country", chance.choice(_PLACES)),
        (chance.choice(("Person", "Thing", "Organization")), chance.choice(_THINGS)),
    ))  # fmt: skip
    return f"[{kind}:{name}]"


def _blocks(text: str) -> Iterator[Block]:
    start = 0
    for line in text.split("\n"):
        yield Block("paragraph", start, start + len(line))
        start += len(line) + 1


def read(document: Document) -> Reading:
    """What the marks say, but for boilerplate."""
    if "FAIL" in document.text:
        raise ValueError("cannot read this")
    blocks = [b for b in document.blocks if b.kind != "boilerplate"]
    sentences = tuple(Span(document.id, b.start, b.end) for b in blocks)
    mentions: list[Mention] = []
    pairs: list[MentionPair] = []
    propositions: list[Proposition] = []
    for number, sentence in enumerate(sentences):
        found = [
            _mention(document, sentence, number, match) for match in _marks(document, sentence)
        ]
        mentions += found
        if len(found) == 2:
            propositions.append(_claim(document, sentence, found, number))
            is_fourth = (sentence.end - sentence.start) % 4 == 0
            if is_fourth and {m.label for m in found} == {"Organization"}:
                pairs.append(MentionPair("alias", found[0], found[1]))
            if found[0].kind == "name" and found[1].kind == "nominal":
                pairs.append(MentionPair("possessor", found[0], found[1]))
    return Reading(document, sentences, tuple(mentions), tuple(pairs), tuple(propositions))


def _marks(document: Document, sentence: Span) -> list[re.Match[str]]:
    return list(_MARK.finditer(document.text, sentence.start, sentence.end))


def _mention(
    document: Document, sentence: Span, number: int, match: re.Match[str]
) -> Mention:  # fmt: skip
    name = match[2]
    span = Span(document.id, *match.span(2))
    is_name = name[0].isupper()
    article, _, rest = name.partition(" ")
    core = rest if article == "the" else name
    is_first = match.start() == sentence.start
    return Mention(
        span, name, match[1], "name" if is_name else "nominal",
        name if is_name else core.split()[-1], span, core, number,
        determiner="the" if article == "the" else "",
        modifiers=tuple(core.split()[:-1]) if not is_name else (),
        number="plural" if core.endswith("s") or "people" in core else "singular",
        gender={"Ann": "feminine", "Omar": "masculine"}.get(article, ""),
        function="subject" if is_first else "object",
    )  # fmt: skip


def _claim(document: Document, sentence: Span, found: list[Mention], number: int) -> Proposition:
    text = document.text[sentence.start : sentence.end]
    verb = re.search(r"\] ([\w -]+) \[", text)
    assert verb is not None
    lemma, kind = _TOLD[verb[1]]
    arguments = [Argument("subject", found[0]), Argument("object", found[1])]
    if day := _DAY.search(text):
        span = Span(document.id, sentence.start + day.start() + 3, sentence.start + day.end())
        words = document.text[span.start : span.end]
        time = Mention(span, words, "Date", "value", words, span, words, number)
        arguments.append(Argument("time", time, "on"))
    polarity = "negative" if len(text) % 7 == 0 else "positive"
    place = Span(document.id, sentence.start + verb.start(1), sentence.start + verb.end(1))
    rule = "corrections" if len(text) % 11 == 0 else "marked"
    reply = "" if len(text) % 2 else "denial" if polarity == "negative" else "confirmation"
    return Proposition(
        Predicate(lemma, verb[1]), tuple(arguments), sentence, place, rule, kind, polarity,
        said_by=(found[0],) if reply or len(text) % 5 == 0 else (), reply=reply,
        confidence=0.5 + len(text) % 40 / 100,
    )  # fmt: skip


def make_reader(_: str) -> object:
    """For a plan that reads these texts."""
    return read
