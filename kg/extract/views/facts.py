"""The facts view: a short subject, a relation with folded material, one object each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extract.frames import Frame, Oblique
from kg.extract.syntax import child, children, noun_conjuncts, subtree
from kg.extract.views.drafts import Draft
from kg.extract.views.phrases import Words, is_link, long, measured, subject, thing, unquoted
from kg.extract.views.readings import (
    Reading,
    carriers,
    fold_frame,
    folds_content,
    is_small_clause,
    mains,
    read_frame,
)


def read_facts(frames: Iterable[Frame]) -> Iterator[Draft]:
    """Yield the facts of one sentence."""
    frames = list(frames)
    outer = {f.above.verb.i for f in frames if f.above and f.relation == "open"}
    for frame in frames:
        if frame.verb.i in outer and not frame.objects:
            continue
        for reading in (*read_frame(frame), *fold_frame(frame)):
            if reading.rule.startswith(("purpose.to", "participle.to", "gerund.complement")):
                continue
            for words in subject(reading.subject):
                yield from (f for f in _facts(reading, words) if len(f.relation) <= _LONGEST)


_LONGEST = 12  # words; hardly one relation folded longer than this was right


def _facts(reading: Reading, who: Words) -> Iterator[Draft]:
    frame = reading.frame
    by = reading.rule
    for main in mains(frame):
        if main not in frame.attributes:
            yield from _slot(by, who, reading.relation, main, "object")
    for main in frame.attributes:
        # "kept them dry": what is said of the object comes after it.
        for before in carriers(reading) if frame.objects else [reading.relation]:
            yield from _slot(by, who, before, main, "attribute")
    for recipient in frame.recipients:
        yield from _slot(by, who, reading.relation, recipient, "recipient")
    yield from _complements(reading, who)
    yield from _manner(reading, who)
    yield from _circumstances(reading, who)
    for content in frame.contents:
        yield from _contents(reading, who, content)


def _complements(reading: Reading, who: Words) -> Iterator[Draft]:
    """The prepositions after the verb: over each object, else the later over the first."""
    frame = reading.frame
    after = [o for o in _obliques(frame) if o.preposition.i > frame.verb.i]
    for oblique in after:
        is_first = oblique.preposition == after[0].preposition
        starts = [reading.relation] if is_first and not mains(frame) else _predicates(reading)
        rule = "oblique+" if mains(frame) else "oblique" if is_first else "oblique2"
        for start in starts:
            relation = (*start, *_words(oblique))
            yield from _slot(reading.rule, who, relation, oblique.object, rule)


def _manner(reading: Reading, who: Words) -> Iterator[Draft]:
    """ "The plan would work here": the adverb right after a verb that has nothing else."""
    frame = reading.frame
    if not (mains(frame) or _obliques(frame) or frame.contents):
        for adverb in children(frame.verb, "advmod"):
            if frame.verb.i < adverb.left_edge.i <= frame.verb.i + 1:
                yield Draft(who, reading.relation, tuple(subtree(adverb)), reading.rule, "manner")


def _contents(reading: Reading, who: Words, content: Token) -> Iterator[Draft]:
    """A reported clause as a whole, each of "that A and that B"; of a small clause the subject."""
    frame = reading.frame
    if is_small_clause(content):
        heads = noun_conjuncts(children(content, "nsubj")[0])
        for words in (w for head in heads for w in thing(head)):
            yield Draft(who, reading.relation, words, reading.rule, "object")
    elif not folds_content(frame, content) and not _is_loose_content(content, frame):
        own = [c for c in children(content, "conj") if child(c, "mark")]
        for clause in (content, *own):
            yield Draft(who, reading.relation, unquoted(long(clause)), reading.rule, "content")


def _circumstances(reading: Reading, who: Words) -> Iterator[Draft]:
    """What is said of the whole clause: folded over its object, or else its first preposition."""
    frame = reading.frame
    by = reading.rule
    for over in _predicates(reading):
        plus = "+" if len(over) > len(reading.relation) else ""
        for oblique in _fronted(frame):
            yield from _slot(by, who, (*over, *_words(oblique)), oblique.object, f"fronted{plus}")
        for time in (t for f in _shared(frame) for t in _times(f)):
            yield Draft(who, over, tuple(subtree(time)), by, f"time{plus}")
        for clause in children(frame.verb, "advcl"):
            mark = child(clause, "mark", "advmod")
            if mark is not None and mark.lower_ in CONJUNCTIONS and clause.i > frame.verb.i:
                words = tuple(t for t in long(clause) if t != mark)
                yield Draft(who, (*over, mark), words, by, f"advcl{plus}")


CONJUNCTIONS = frozenset("after before until since because when while if as once".split())


def _fronted(frame: Frame) -> list[Oblique]:
    """The prepositions before the verb, with those that a first conjunct shares."""
    return [o for f in _shared(frame) for o in _obliques(f) if o.preposition.i < f.verb.i]


def _shared(frame: Frame) -> list[Frame]:
    """The frame, and those above whose circumstances hold for it too: "Today she came to see"."""
    if frame.above is not None and frame.relation == "open":
        return [*_shared(frame.above), frame]
    return [frame]


def _predicates(reading: Reading) -> list[Words]:
    """The carriers; for a verb without object the relation through its first preposition."""
    frame = reading.frame
    after = [o for o in _obliques(frame) if o.preposition.i > frame.verb.i]
    if mains(frame) or not after or after[0].object.pos_ == "VERB":
        return carriers(reading)
    return [(*reading.relation, *_words(after[0]), *thing(after[0].object)[0])]


def _is_loose_content(content: Token, frame: Frame) -> bool:
    """A clause set off by a semicolon, or one that measures: "so far away that we lost it"."""
    if content.i > frame.verb.i and frame.attributes:
        return True
    between = content.doc[content.i : frame.verb.i]
    return any(t.text in {";", ":", "--"} for t in between)


def _leads_on(head: Token) -> bool:
    """ "was able to act", "was aware of it": the adjective alone says too little."""
    return head.pos_ == "ADJ" and any(c.dep_ == "xcomp" for c in head.children)


def _slot(by: str, who: Words, relation: Words, head: Token, rule: str) -> Iterator[Draft]:
    """A fact that ends in this noun, and those that go on through its prepositions."""
    if head.pos_ == "VERB" and head.dep_ == "pcomp":
        yield Draft(who, relation, long(head), by, f"{rule} clause")
        return
    for words in thing(head):
        if not is_link(head) and not _leads_on(head):
            yield Draft(who, relation, words, by, f"{rule}")
        yield from _chain(by, who, (*relation, *words), measured(head), rule + ">")


def _chain(by: str, who: Words, relation: Words, head: Token, rule: str) -> Iterator[Draft]:
    """The prepositions of a noun, folded over it: "became a justice of" the court."""
    for preposition in children(head, "prep"):
        below = child(preposition, "pobj")
        if preposition.i < head.i or below is None or preposition in relation:
            continue
        for each in noun_conjuncts(below):
            if preposition.lower_ == "including":
                for words in thing(head):
                    yield from _slot(by, words, (preposition,), each, "member")
            else:
                yield from _slot(by, who, (*relation, preposition), each, rule)


def _obliques(frame: Frame) -> list[Oblique]:
    agents = [Oblique(a, head) for a in children(frame.verb, "agent") for head in frame.agents]
    through = [
        Oblique(preposition, head)
        for adverb in children(frame.verb, "advmod")
        for preposition in children(adverb, "prep")
        if (below := child(preposition, "pobj")) is not None
        for head in noun_conjuncts(below)
    ]
    found = [o for o in (*frame.obliques, *agents, *through) if not _is_discourse(o)]
    return sorted(found, key=lambda o: (o.preposition.i, o.object.i))


def _is_discourse(oblique: Oblique) -> bool:
    """ "for example", "in fact": says nothing of the verb."""
    return f"{oblique.preposition.lower_} {oblique.object.lower_}" in _DISCOURSE and not any(
        oblique.object.children
    )


_DISCOURSE = frozenset(
    ("for example", "for instance", "in addition", "in fact", "in particular", "of course",
     "in general", "at least", "at all", "in turn", "on average", "at first")
)  # fmt: skip


def _words(oblique: Oblique) -> Words:
    """The words of the preposition: "because of", "out of"."""
    preposition = oblique.preposition
    words = [t for t in preposition.children if t.dep_ == "pcomp" and t.pos_ == "ADP"]
    above = preposition.head
    if above.dep_ in {"prep", "advmod"} and not child(above, "pobj", "pcomp"):
        words.append(above)  # "out of", "back to"
    words += [a for a in children(preposition, "advmod") if a.lower_ == "instead"]
    return tuple(sorted([preposition, *words], key=lambda t: t.i))


def _times(frame: Frame) -> list[Token]:
    """Bare phrases of time: "last week", "three years later"."""
    adverbs = [a for a in children(frame.verb, "advmod") if child(a, "npadvmod") is not None]
    return [*(t for t in frame.times if t not in mains(frame)), *adverbs]
