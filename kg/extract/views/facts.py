"""The facts view: a short subject, a relation with folded material, one object each.

"She became a judge of the court": she – became – a judge; she – became a judge of – the court.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.frames import Frame, Oblique
from kg.extract.syntax import child, children, noun_conjuncts
from kg.extract.tree import Token
from kg.extract.views.arguments import (
    complements,
    is_side_by_side,
    mains,
    obliques,
    preposition_words,
    times,
)
from kg.extract.views.drafts import Draft
from kg.extract.views.phrases import (
    Words,
    around,
    is_link,
    long,
    measured,
    subject,
    thing,
    unquoted,
    whole,
)
from kg.extract.views.readings import (
    Reading,
    carriers,
    fold_frame,
    folds_content,
    is_measure,
    is_small_clause,
    read_frame,
)

# Clauses whose subject is a guess; they are read folded into the clause above.
_GUESSED = ("purpose.to", "participle.to", "gerund.complement")
_LONGEST = 12  # words; hardly a relation folded longer than this was right
_CONJUNCTIONS = frozenset("after before until since because when while if as once".split())


def read_facts(frames: Iterable[Frame]) -> Iterator[Draft]:
    """Yield the facts of one sentence."""
    frames = list(frames)
    outer = {f.above.verb.i for f in frames if f.above and f.relation == "open"}
    for frame in frames:
        if frame.verb.i in outer and not frame.objects:
            continue  # "wanted to leave" is told by "leave"
        for reading in (*read_frame(frame), *fold_frame(frame)):
            if not reading.rule.startswith(_GUESSED):
                for who in subject(reading.subject):
                    yield from (f for f in _facts(reading, who) if len(f.relation) <= _LONGEST)


def _facts(reading: Reading, who: Words) -> Iterator[Draft]:
    for read in _SLOTS:
        yield from read(reading, who)


def _objects(reading: Reading, who: Words) -> Iterator[Draft]:
    """ "bought – the ship"."""
    frame = reading.frame
    for main in (*mains(frame), *frame.recipients):
        if main not in frame.attributes:
            yield from _slot(reading, who, reading.relation, main, "object")


def _attributes(reading: Reading, who: Words) -> Iterator[Draft]:
    """ "became – a judge"; what is said of an object comes after it: "kept them – dry"."""
    frame = reading.frame
    for main in frame.attributes:
        for before in carriers(reading) if frame.objects else [reading.relation]:
            yield from _slot(reading, who, before, main, "attribute")


def _complements(reading: Reading, who: Words) -> Iterator[Draft]:
    """The prepositions after the verb: over each object, or else the later over the first.

    "tied the boat to – the pier"; "was sold to – a bank", "was sold to a bank in – May".
    """
    after = complements(reading.frame)
    has_main = bool(mains(reading.frame))
    for oblique in after:
        if oblique.preposition.lower_ == "including":
            yield from _slot(reading, who, (oblique.preposition,), oblique.object, "member")
            continue
        is_first = oblique.preposition == after[0].preposition
        starts = [reading.relation] if is_first and not has_main else _predicates(reading)
        rule = "oblique+" if has_main else "oblique" if is_first else "oblique2"
        for start in starts:
            relation = (*start, *preposition_words(oblique))
            yield from _slot(reading, who, relation, oblique.object, rule)


def _manner(reading: Reading, who: Words) -> Iterator[Draft]:
    """ "would work – here": the adverb right after a verb that has nothing else."""
    frame = reading.frame
    has_content = bool(frame.contents) and frame.verb.lemma_ != "be"
    if not (mains(frame) or obliques(frame) or has_content):
        for adverb in children(frame.verb, "advmod"):
            if adverb.left_edge.i == frame.verb.i + 1:
                words = whole(adverb)
                yield Draft(who, reading.relation, words, reading.rule, "manner")


def _circumstances(reading: Reading, who: Words) -> Iterator[Draft]:
    """What is said of the whole clause, folded over it: "In May she sold the firm"."""
    shared = _shared(reading.frame)
    for over in _predicates(reading):
        plus = "+" if len(over) > len(reading.relation) else ""
        for oblique in (o for f in shared for o in obliques(f) if o.preposition.i < f.verb.i):
            relation = (*over, *preposition_words(oblique))
            yield from _slot(reading, who, relation, oblique.object, f"fronted{plus}")
        for time in (t for f in shared for t in times(f)):
            yield Draft(who, over, whole(time), reading.rule, f"time{plus}")
        for mark, clause in _adverbial_clauses(reading.frame):
            yield Draft(who, (*over, mark), clause, reading.rule, f"advcl{plus}")


def _contents(reading: Reading, who: Words) -> Iterator[Draft]:
    """A reported clause as a whole, each of "that A and that B"; of a small clause the subject."""
    frame = reading.frame
    for content in frame.contents:
        if is_small_clause(content):
            for head in noun_conjuncts(children(content, "nsubj", "nsubjpass")[0]):
                yield from _slot(reading, who, reading.relation, head, "object")
        elif _is_told(content, frame):
            for clause in (content, *(c for c in children(content, "conj") if child(c, "mark"))):
                words = unquoted(long(clause))
                yield Draft(who, reading.relation, words, reading.rule, "content")


_SLOTS = (_objects, _attributes, _complements, _manner, _circumstances, _contents)


def _slot(reading: Reading, who: Words, relation: Words, head: Token, rule: str) -> Iterator[Draft]:
    """A fact that ends in this noun, and those that go on through its prepositions."""
    if head.pos_ == "VERB" and head.dep_ == "pcomp":
        yield Draft(who, relation, long(head), reading.rule, f"{rule} clause")
        return
    outer = around(head)
    if outer is not None and relation[-1].lower_ in {"in", "at"}:
        yield Draft(who, relation, thing(outer)[0], reading.rule, rule)
    for words in thing(head):
        if not is_link(head) and child(head, "xcomp") is None:
            yield Draft(who, relation, words, reading.rule, rule)
        if not rule.endswith(">>"):
            yield from _chain(reading, who, (*relation, *words), measured(head), rule + ">")


def _chain(
    reading: Reading, who: Words, relation: Words, head: Token, rule: str
) -> Iterator[Draft]:
    """The prepositions of a noun, folded over it: "became a judge of" the court."""
    for preposition in _prepositions(head):
        below = child(preposition, "pobj")
        if preposition.i < head.i or below is None or preposition in relation:
            continue
        for each in noun_conjuncts(below):
            if preposition.lower_ == "including":
                # "rules on trade, including a ban": of the rules, not of the clause.
                for words in thing(head):
                    yield from _slot(reading, words, (preposition,), each, "member")
            else:
                yield from _slot(reading, who, (*relation, preposition), each, rule)


def _prepositions(noun: Token) -> list[Token]:
    """A noun's prepositions; those after a list are of each: "men and women from Oslo"."""
    first = noun
    while first.dep_ == "conj":
        first = first.head
    of_list = [p for p in children(first, "prep") if first != noun and p.i > noun.i]
    return [*children(noun, "prep"), *of_list]


def _predicates(reading: Reading) -> list[Words]:
    """The carriers; for a verb without object the relation through its first preposition."""
    after: list[Oblique] = complements(reading.frame)
    if mains(reading.frame) or not after or after[0].object.pos_ == "VERB":
        return carriers(reading)
    first = after[0]
    return [(*reading.relation, *preposition_words(first), *thing(first.object)[0])]


def _shared(frame: Frame) -> list[Frame]:
    """The frame, and those above whose circumstances hold for it too: "Today she came to see"."""
    if frame.above is not None and frame.relation == "open":
        return [*_shared(frame.above), frame]
    return [frame]


def _adverbial_clauses(frame: Frame) -> Iterator[tuple[Token, Words]]:
    """The conjunction and the words of each clause after the verb: "after", "she left"."""
    for clause in children(frame.verb, "advcl"):
        mark = child(clause, "mark", "advmod")
        if mark is not None and mark.lower_ in _CONJUNCTIONS and clause.i > frame.verb.i:
            yield mark, tuple(t for t in long(clause) if t != mark)


def _is_told(content: Token, frame: Frame) -> bool:
    """Whether a clause is an object as it stands."""
    is_predicate = content.i > frame.verb.i and bool(frame.attributes)
    is_elsewhere = is_predicate or is_measure(content) or is_side_by_side(content, frame)
    return not is_elsewhere and not folds_content(frame, content)
