"""Copulas: "X is the head of Y", "X is a port", "X is central to Y"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.frames import DIRECTIONS, Frame
from kg.extract.lexical import event_class, relation_class
from kg.extract.passage import Passage
from kg.extract.proposing import propose
from kg.extract.roles import roles_of
from kg.extract.syntax import child, children, noun_conjuncts
from kg.extract.titles import OFFICES, nations_of
from kg.extract.tree import Token
from kg.model import Argument, Mention, Predicate, Proposition
from kg.words import noun_class


def read_copulas(passage: Passage) -> Iterator[Proposition]:
    """Yield what is said of a subject by a form of *be*."""
    for frame in passage.frames:
        if frame.verb.lemma_ != "be" or frame.passive or passage.is_continued(frame):
            continue
        for subject in passage.mentions(frame.subjects):
            if frame.attributes:
                for attribute in frame.attributes:
                    yield from _read_attribute(frame, passage, subject, attribute)
            elif (way := _direction(frame)) is not None and subject.label not in {
                "Person",
                "Group",
            }:
                yield propose(
                    passage, frame.verb, Predicate(f"be {way.lower_}", f"was {way.lower_}"),
                    subject, None, roles_of(frame, passage), rule="copulas",
                    words=[*frame.group, way], type=DIRECTIONS[way.lower_], confidence=0.75,
                )  # fmt: skip
            else:
                yield from _read_place(frame, passage, subject)


def _direction(frame: Frame) -> Token | None:
    """ "Shares were down 2 percent": which way, where it says how much."""
    ways = [c for c in children(frame.verb, "advmod", "prt") if c.lower_ in DIRECTIONS]
    return next((w for w in ways if child(w, "npadvmod") or child(frame.verb, "npadvmod")), None)


def _read_attribute(
    frame: Frame, passage: Passage, subject: Mention, attribute: Token
) -> Iterator[Proposition]:
    rest = roles_of(frame, passage)
    words = [*frame.group, attribute]
    if subject.kind == "pronoun" and subject.head in _POINTING and _is_when(attribute):
        return
    for nation in _nations(attribute, passage, subject):
        type = relation_class(attribute.lower_)
        if type not in OFFICES and nation.label != "Country":
            continue  # "a Texas lawyer" may come from anywhere
        name = attribute.lower_ if type in OFFICES else "national"
        predicate = Predicate(f"be {name} of", f"{name} of")
        yield propose(
            passage, frame.verb, predicate, subject, nation, (), rule="copulas", words=words,
            type=type if type in OFFICES else "Citizenship", confidence=0.85,
        )  # fmt: skip
    relation = _related(attribute, passage)
    if relation is not None:
        label, objects = relation
        predicate = Predicate(f"be {label}", label)
        for object in objects:
            yield propose(
                passage, frame.verb, predicate, subject, object, rest, rule="copulas",
                words=words, type=_class_of(attribute, label), confidence=0.85,
            )  # fmt: skip
    elif (kind := passage.mention(attribute)) is not None and attribute.pos_ != "ADJ":
        yield propose(passage, frame.verb, Predicate("be", "is"), subject, kind, rest,
                      rule="copulas", words=frame.group, confidence=0.8)  # fmt: skip
    elif attribute.pos_ in {"ADJ", "VERB"}:
        predicate = Predicate(f"be {attribute.lower_}", f"was {attribute.lower_}")
        yield propose(passage, frame.verb, predicate, subject, None, rest,
                      rule="copulas", words=words, confidence=0.75)  # fmt: skip


_POINTING = frozenset({"it", "this", "that"})


def _is_when(attribute: Token) -> bool:
    """ "It was the best night of my life": that is a night, and nothing named before."""
    return attribute.ent_type_ in {"DATE", "TIME"} or attribute.lemma_.lower() in _WHENS


_WHENS = frozenset("moment day night morning evening week weekend month year season time".split())


def _nations(attribute: Token, passage: Passage, subject: Mention) -> list[Mention]:
    """ "Bo Lind is a Swedish painter": he comes from Sweden; if he is no painter, he may still."""
    kind = passage.mention(attribute)
    stance = passage.stances.get(attribute.head.i)
    if kind is None or subject.label != "Person" or not _are_people(attribute):
        return []
    if stance is None or not stance.is_fact:
        return []
    return nations_of(kind, passage)


def _class_of(attribute: Token, label: str) -> str:
    """ "mayor of" by its noun, "married to" by the verb whose participle it is."""
    word = attribute.lower_
    if attribute.pos_ != "ADJ" or not word.endswith("ed"):
        return relation_class(_role(label))
    stems = (word[:-2], word[:-1], f"{word[:-3]}y")
    preposition = label.rpartition(" ")[2]
    return next((c for s in stems if (c := event_class(s, preposition, passive=True))), "")


def _related(attribute: Token, passage: Passage) -> tuple[str, list[Mention]] | None:
    """ "the mayor of Turin", "Turin's mayor", "central to the plan": relation and other end."""
    if attribute.pos_ != "ADJ" and (owner := child(attribute, "poss")) is not None:
        objects = passage.mentions(noun_conjuncts(owner))
        return (f"{_name(attribute)} of", objects) if objects else None
    for preposition in children(attribute, "prep") or _shared_of(attribute):
        is_relational = preposition.lower_ == "of" or attribute.pos_ == "ADJ"
        head = child(preposition, "pobj")
        if is_relational and head is not None and (m := passage.mentions(noun_conjuncts(head))):
            return f"{_name(attribute)} {preposition.lower_}", m
    return None


def _shared_of(role: Token) -> list[Token]:
    """ "the founder and head of the firm": both are of the firm."""
    others = [role.head, *children(role.head, "conj")] if role.dep_ == "conj" else []
    found = [p for t in (*others, *children(role, "conj")) for p in children(t, "prep")]
    return [p for p in found if p.lower_ == "of" and p.i > role.i and _are_people(p.head, role)]


def _are_people(*nouns: Token) -> bool:
    return all(noun_class(n.lemma_.lower()) == "Person" for n in nouns)


def _role(label: str) -> str:
    """The role of a relation's label: "mayor" of "mayor of"."""
    return label.rpartition(" ")[0]


def _name(noun: Token) -> str:
    """A role without its article: "deputy head"."""
    before = [c for c in noun.lefts if c.dep_ in {"compound", "amod"} and c.ent_type_ != "DATE"]
    before = [c for c in before if c.tag_ not in {"VBG", "VBN"}]  # "shortest-serving"
    return " ".join([*(c.lower_ for c in before), noun.lower_])


def _read_place(frame: Frame, passage: Passage, subject: Mention) -> Iterator[Proposition]:
    """ "the plant is in Leeds": a preposition alone says where or what."""
    rest = roles_of(frame, passage)
    for argument in rest:
        if argument.preposition and argument.role not in {"time", "duration", "according to"}:
            others: list[Argument] = [a for a in rest if a is not argument]
            predicate = Predicate("be", f"was {argument.preposition}")
            yield propose(passage, frame.verb, predicate, subject, argument.mention, others,
                          rule="copulas", words=frame.group, confidence=0.75)  # fmt: skip
            return
