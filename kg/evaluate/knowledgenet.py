"""KnowledgeNet: text → 15 Wikidata properties, on encyclopaedic and web prose.

Mesquita et al., "KnowledgeNet: A Benchmark Dataset for Knowledge Base Population", EMNLP 2019. Text
F1: a fact is right when its property is and both its spans overlap the gold's. Link F1: when both
ends carry the gold's Wikidata numbers. Only a passage's annotated properties count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from kg.evaluate.corpus import Corpus, Recipe, Text, read_corpus
from kg.evaluate.score import Figure, Ratio, make_figure, read_json_lines
from kg.evaluate.spans import overlaps
from kg.lexicon import EVENTS
from kg.lexicon_types import EventClass
from kg.model import Mention, Proposition

Record = Mapping[str, Any]
Stretch = tuple[int, int]

_BODY = frozenset({"Organization", "Country", "Group"})
_PLACE = frozenset({"Place", "Country"})
_DATE = frozenset({"Date"})


class Property(NamedTuple):
    """A property by the numbers of Wikidata's that come to it, and what may be its object.

    A class of ours without a number goes by its name. A date belongs to the claim about the place
    or the founder: "born in Oslo in 1970" is one claim.
    """

    numbers: frozenset[str]
    object: frozenset[str]
    inverse: frozenset[str] = frozenset()  # numbers of those that run the other way


def _property(numbers: str, object_: frozenset[str], inverse: str = "") -> Property:
    return Property(frozenset(numbers.split()), object_, frozenset(inverse.split()))


PROPERTIES: Mapping[str, Property] = {
    "CEO": _property("P169", frozenset({"Person"})),
    "CHILD_OF": _property("P22 P25", frozenset({"Person"}), inverse="P40"),
    "DATE_FOUNDED": _property("P571 P112", _DATE),
    "DATE_OF_BIRTH": _property("P569 P19", _DATE),
    "DATE_OF_DEATH": _property("P570 P20 Death", _DATE),
    "EDUCATED_AT": _property("P69", _BODY),
    "EMPLOYEE_OR_MEMBER_OF": _property("P108 P463 P39 P54", _BODY, inverse="P169 P488 P3320"),
    "FOUNDED_BY": _property("P112", frozenset({"Person"})),
    "HEADQUARTERS": _property("P159", _PLACE),
    "NATIONALITY": _property("P27", _PLACE),
    "PLACE_OF_BIRTH": _property("P19", _PLACE),
    "PLACE_OF_RESIDENCE": _property("P551", _PLACE),
    "POLITICAL_AFFILIATION": _property("P102", _BODY),
    "SPOUSE": _property("P26", frozenset({"Person"})),
    "SUBSIDIARY_OF": _property("P749", _BODY, inverse="P355"),
}


class Fact(NamedTuple):
    """A property of one phrase with another, inside one passage or document."""

    property: str
    subject: Stretch
    object: Stretch
    links: tuple[str, str] = ("", "")  # Wikidata numbers, "" where not linked


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """Text F1 and link F1; the passages of a document are read as one text."""
    passages = read_json_lines(folder / f"{split}.jsonl")
    records, offsets = join_passages(passages)
    corpus = read_corpus(records, recipe, group=lambda record: record["id"])
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for identity in corpus.texts:
        found[identity] += facts_of(identity, corpus, EVENTS)
    predictions = {
        passage["id"]: _shifted(found[passage["doc"]], *offsets[passage["id"]])
        for passage in passages
    }
    yield from score(passages, predictions)


def score(
    passages: Sequence[Record], predictions: Mapping[str, Iterable[Fact]]
) -> tuple[Figure, Figure]:
    """Both figures, from the facts predicted for each passage by its id."""
    text, link = Ratio(0, 0, 0, 0), Ratio(0, 0, 0, 0)
    misses: list[str] = []
    false_finds: list[str] = []
    for passage in passages:
        gold = [_gold_fact(fact) for fact in passage["facts"]]
        wanted = frozenset(passage["annotated_properties"])
        ours = [f for f in dict.fromkeys(predictions.get(passage["id"], ())) if f[0] in wanted]
        missed, wrong = _unmatched(gold, ours, _is_same_text)
        text = _add(text, gold, ours, missed)
        misses += [_show(fact, passage) for fact in missed]
        false_finds += [_show(fact, passage) for fact in wrong]
        linked_gold, linked_ours = ([f for f in fs if all(f.links)] for fs in (gold, ours))
        missed, _ = _unmatched(linked_gold, linked_ours, _is_same_link)
        link = _add(link, linked_gold, linked_ours, missed)
    links = make_figure("knowledgenet", "link_f1", link, note="facts with both ends in Wikidata")
    if not link.predicted:
        note = "not yet: we link no fact at both ends"
        links = Figure("knowledgenet", "link_f1", None, count=int(link.gold), note=note)
    return (
        make_figure("knowledgenet", "text_f1", text, misses=misses, false_finds=false_finds),
        links,
    )


def join_passages(
    passages: Sequence[Record],
) -> tuple[list[dict[str, Any]], dict[str, Stretch]]:
    """One record a document, its passages as paragraphs, and where each passage came to stand."""
    by_document: defaultdict[str, list[Record]] = defaultdict(list)
    for passage in passages:
        by_document[passage["doc"]].append(passage)
    records = []
    offsets: dict[str, Stretch] = {}
    for document, rows in by_document.items():
        text = ""
        for row in sorted(rows, key=lambda r: int(r["doc_start"])):
            text += "\n\n" if text else ""
            offsets[row["id"]] = (len(text), len(text) + len(row["text"]))
            text += row["text"]
        records.append({"id": document, "text": text})
    return records, offsets


def facts_of(identity: str, corpus: Corpus, classes: Mapping[str, EventClass]) -> Iterator[Fact]:
    """The facts that a text's claims come to, where they are said to hold.

    The subject of the property is the claim's, and its object the first other argument of a fitting
    type; the other way round where the verb names the class from its object's side.
    """
    text = corpus.texts[identity]
    for proposition in text.reading.propositions:
        event = classes.get(proposition.type)
        if event is None or proposition.polarity == "negative":
            continue
        if proposition.certainty == "possible":
            continue
        for name, wanted in PROPERTIES.items():
            if not {event.wikidata, event.name}.isdisjoint(wanted.numbers | wanted.inverse):
                turned = (event.wikidata in wanted.inverse) != _is_inverse(proposition, event)
                pair = _pair(proposition, wanted.object, turned=turned)
                if pair:
                    sides = [_said_of(mention, text, corpus) for mention in pair]
                    for left, right in product(*sides):
                        yield _fact(name, left, right, corpus)
                        if event.reciprocal:
                            yield _fact(name, right, left, corpus)


def _pair(
    proposition: Proposition, types: frozenset[str], *, turned: bool
) -> tuple[Mention, Mention] | None:
    """The property's subject and object; a date is the object on neither side of the verb."""
    subjects = proposition.mentions("subject")
    others = [a.mention for a in proposition.arguments if a.role != "subject"]
    if types == _DATE:
        left = others if turned else subjects
        pairs = [(m, d) for m in left for d in others if d.label == "Date" and d is not m]
    else:
        pairs = [(o, s) if turned else (s, o) for s, o in product(subjects, others)]
    return next((pair for pair in pairs if pair[1].label in types), None)


def _is_inverse(proposition: Proposition, event: EventClass) -> bool:
    """Whether the claim's subject is the object of the class: "she founded the firm"."""
    lemma = proposition.predicate.lemma
    words = lemma.removeprefix("be ").split()[:-1]
    nouns = {noun.casefold() for noun in event.inverse_nouns}
    names = {" ".join(words[start:]) for start in range(len(words))}
    return lemma in event.inverse_verbs or bool(names & nouns)


def _named(mention: Mention, text: Text, corpus: Corpus) -> Mention:
    """The name that the sentence gives to what a noun stands for: "Moe is a firm based in …"."""
    ids = corpus.linking.referents.get(mention, ())
    if mention.kind != "nominal" or not ids:
        return mention
    return next(
        (
            m
            for m in text.reading.mentions
            if m.kind == "name"
            and m.sentence == mention.sentence
            and corpus.linking.referents.get(m) == ids
        ),
        mention,
    )


def _said_of(mention: Mention, text: Text, corpus: Corpus) -> list[Mention]:
    """The phrases that a claim is true of: gold has each fact for each mention of both its ends."""
    mention = _named(mention, text, corpus)
    ids = corpus.linking.referents.get(mention, ())
    same = [m for m in text.reading.mentions if ids and corpus.linking.referents.get(m) == ids]
    return [mention, *(m for m in same if m is not mention and m.kind in {"name", "pronoun"})]


def _fact(name: str, subject: Mention, object_: Mention, corpus: Corpus) -> Fact:
    return Fact(
        name,
        (subject.span.start, subject.span.end),
        (object_.span.start, object_.span.end),
        (_number(subject, corpus), _number(object_, corpus)),
    )


def _number(mention: Mention, corpus: Corpus) -> str:
    for entity in corpus.entities_of(mention):
        for iri in entity.same_as:
            if "wikidata.org" in iri:
                return iri.rsplit("/", 1)[-1]
    return ""


def _gold_fact(fact: Record) -> Fact:
    subject, object_ = fact["subj"], fact["obj"]
    return Fact(
        fact["property"],
        (subject["start"], subject["end"]),
        (object_["start"], object_["end"]),
        (subject["wikidata"] or "", object_["wikidata"] or ""),
    )


def _shifted(facts: Iterable[Fact], start: int, end: int) -> list[Fact]:
    """The facts inside a passage, in its own characters."""
    return [
        fact._replace(
            subject=(fact.subject[0] - start, fact.subject[1] - start),
            object=(fact.object[0] - start, fact.object[1] - start),
        )
        for fact in facts
        if all(start <= s and e <= end for s, e in (fact.subject, fact.object))
    ]


def _unmatched(
    gold: Sequence[Fact], ours: Sequence[Fact], is_same: Callable[[Fact, Fact], bool]
) -> tuple[list[Fact], list[Fact]]:
    """What is left on both sides after matching one to one."""
    rest = list(ours)
    missed = []
    for fact in gold:
        match = next((f for f in rest if is_same(fact, f)), None)
        if match is None:
            missed.append(fact)
        else:
            rest.remove(match)
    return missed, rest


def _is_same_text(gold: Fact, ours: Fact) -> bool:
    spans = overlaps(gold.subject, ours.subject) and overlaps(gold.object, ours.object)
    return gold.property == ours.property and spans


def _is_same_link(gold: Fact, ours: Fact) -> bool:
    return gold.property == ours.property and gold.links == ours.links


def _add(total: Ratio, gold: Sequence[Fact], ours: Sequence[Fact], missed: Sequence[Fact]) -> Ratio:
    true = len(gold) - len(missed)
    part = Ratio(true, len(ours), true, len(gold))
    return Ratio(*(a + b for a, b in zip(total, part, strict=True)))


def _show(fact: Fact, passage: Record) -> str:
    subject, object_ = (passage["text"][slice(*span)] for span in (fact.subject, fact.object))
    return f"{subject} –{fact.property}→ {object_}   in: {passage['text']}"
