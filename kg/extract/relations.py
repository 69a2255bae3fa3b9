"""Relations inside noun phrases: what a thing is, where it is, whom it belongs to.

"Ann Berg, the envoy", "the Port Authority (PA)" name one thing twice; "a depot near Lund" stands
somewhere; "members of the league" and "Danish troops" are of somebody.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.lexical import nominal_of, relation_class
from kg.extract.passage import Passage
from kg.extract.proposing import propose
from kg.extract.stance import Stance
from kg.extract.syntax import child, children, noun_conjuncts
from kg.extract.tree import Token
from kg.gazetteer import load_gazetteer
from kg.model import Mention, Predicate, Proposition
from kg.words import noun_class

_SAME = frozenset({"apposition", "acronym"})
_OWNERS = frozenset({"Organization", "Country", "Place", "Group"})
_PLACES = frozenset({"Place", "Country"})
_LOCATIVE = frozenset("in near at outside inside around along across off".split())


def read_relations(passage: Passage) -> Iterator[Proposition]:
    """Yield what the noun phrases of a sentence say by themselves."""
    if passage.is_heading:
        return
    yield from _same(passage)
    for noun in passage.tokens:
        mention = passage.mention(noun) if noun.pos_ in {"NOUN", "PROPN"} else None
        if mention is not None and not _is_doubtful(noun, passage):
            yield from _places(passage, noun, mention)
            yield from _owners(passage, noun, mention)
            yield from _parts(passage, noun, mention)


def _is_doubtful(noun: Token, passage: Passage) -> bool:
    """ "Ann is not a member of the league", "may become one": there need be no such member."""
    stance = passage.stances.get(noun.head.i)
    return noun.dep_ == "attr" and stance is not None and not stance.is_fact


def _same(passage: Passage) -> Iterator[Proposition]:
    """Two names of one thing: linking uses it, and the graph then has nothing to say of it."""
    for pair in passage.pairs:
        if pair.kind not in _SAME or not _is_one(pair.left, pair.right):
            continue
        words = [t for t in passage.tokens if t.idx == pair.left.head_span.start]
        if words:
            yield propose(
                passage, words[0], Predicate("be", "is"), pair.right, pair.left, (),
                rule="appositions", words=words, stance=Stance(tense="present"), confidence=0.8,
            )  # fmt: skip


def _is_one(left: Mention, right: Mention) -> bool:
    """Whether two phrases may be one thing: of one type, apart from each other, one a name."""
    apart = left.span.end <= right.span.start or right.span.end <= left.span.start
    kinds = {left.label, right.label}
    alike = len(kinds) == 1 or kinds <= {"Person", "Group"} or "Thing" in kinds
    return apart and alike and "name" in {left.kind, right.kind}


def _places(passage: Passage, noun: Token, mention: Mention) -> Iterator[Proposition]:
    """ "a depot near Lund", "the city of Turku in Finland", "Lund, Sweden"."""
    if nominal_of(noun) is not None or mention.label in {"Country", "Clause"}:
        return
    if noun.lemma_.lower() in _STAKES:
        return  # "shares in Lind", "confidence in Oslo"
    for word, head in _surroundings(noun, mention):
        for place in passage.mentions(noun_conjuncts(head)):
            if place.kind == "name" and place.label in _PLACES and place.span != mention.span:
                preposition = word.lower_ if word.is_alpha else "in"
                predicate = Predicate(f"be {preposition}", f"is {preposition}")
                yield propose(
                    passage, noun, predicate, mention, place, (), rule="places", words=[word],
                    type="LocatedIn", stance=Stance(tense="present"), confidence=0.65,
                )  # fmt: skip


_STAKES = frozenset(
    "share stake stock interest confidence trust belief faith rise fall increase decline".split()
)


def _surroundings(noun: Token, mention: Mention) -> Iterator[tuple[Token, Token]]:
    """A preposition, or the comma of "Lund, Sweden", with the head of the place after it."""
    for preposition in children(noun, "prep"):
        head = child(preposition, "pobj")
        is_post = preposition.lower_ == "at" and mention.label in {"Person", "Group"}
        if preposition.lower_ in _LOCATIVE and head is not None and not is_post:
            yield preposition, head
    if mention.label == "Place" and mention.kind == "name":
        for apposition in children(noun, "appos", "npadvmod"):
            start = apposition.left_edge.i
            if start and apposition.doc[start - 1].text == ",":
                yield apposition.doc[start - 1], apposition


def _owners(passage: Passage, noun: Token, mention: Mention) -> Iterator[Proposition]:
    """ "members of the league", "the league's members", "Danish troops"."""
    is_body = mention.label in {"Person", "Group", "Organization"} and mention.kind != "name"
    if noun.pos_ in {"NUM", "ADJ", "DET"} or noun.lower_ in {"%", "percent"}:
        return  # "two of the Danes" are Danes, and no members of them
    kind = noun if is_body else _kind_of(noun, mention)
    if kind is None or mention.function == "title" or _is_of_holder(passage, mention):
        return
    named = [(c, [child(c, "case") or c]) for c in children(noun, "poss") if kind != noun]
    for head, words in (*_owning(kind), *named):
        for owner in passage.mentions(noun_conjuncts(head)):
            if owner.kind == "name" and owner.label in _OWNERS and owner.span != mention.span:
                yield propose(
                    passage, noun, Predicate("belong to", "belongs to"), mention, owner, (),
                    rule="owners", words=words, stance=Stance(tense="present"), confidence=0.65,
                )  # fmt: skip


def _kind_of(noun: Token, mention: Mention) -> Token | None:
    """ "the German brewer Lind": what a firm is, in the words before its name."""
    if mention.kind != "name" or mention.label != "Organization":
        return None
    before = [c for c in children(noun, "compound") if c.pos_ == "NOUN" and c.text.islower()]
    return next((c for c in before if noun_class(c.lemma_.lower()) == "Organization"), None)


def _is_of_holder(passage: Passage, role: Mention) -> bool:
    """ "Vela's founder, Ann Moro": the title says already what she is to it."""
    is_named = any(p.kind == "apposition" and role in (p.left, p.right) for p in passage.pairs)
    return is_named and bool(relation_class(role.head))


def _parts(passage: Passage, noun: Token, mention: Mention) -> Iterator[Proposition]:
    """ "several states, including Peru and Chile", "firms such as Volvo"."""
    for preposition in children(noun, "prep"):
        head = child(preposition, "pobj")
        if preposition.lower_ not in {"including", "as"} or head is None:
            continue
        if preposition.lower_ == "as" and not _is_such(preposition):
            continue
        for part in passage.mentions(noun_conjuncts(head)):
            if part.kind == "name" and part.label in _OWNERS | {"Person"}:
                yield propose(
                    passage, noun, Predicate("include", "included"), mention, part, (),
                    rule="parts", words=[preposition], type="PartOf",
                    stance=Stance(tense="present"), confidence=0.7,
                )  # fmt: skip


def _is_such(preposition: Token) -> bool:
    return preposition.i > 0 and preposition.nbor(-1).lower_ == "such"


def _is_called(noun: Token, name: Token) -> bool:
    """ "the Nordvik union": that is its name, and it is nobody's."""
    is_short = len(name) > 1 and name.text.isupper() and not load_gazetteer().find(name.text)
    is_named = name.ent_type_ == "ORG" or is_short
    is_next = is_named and name.dep_ == "compound" and name.i == noun.i - 1
    return is_next and noun.tag_ == "NN" and noun.lemma_ in _CALLED


_CALLED = frozenset("union party movement newspaper network broadcaster club militia".split())


def _owning(noun: Token) -> Iterator[tuple[Token, list[Token]]]:
    """The heads of owners with the words that mark them as such."""
    for dependent in noun.children:
        if dependent.dep_ == "poss":
            yield dependent, [child(dependent, "case") or dependent]
        elif dependent.dep_ in {"amod", "compound", "nmod"} and not _is_called(noun, dependent):
            yield dependent, [dependent]
        elif dependent.dep_ == "prep" and dependent.lower_ in {"of", "from"}:
            head = child(dependent, "pobj")
            if head is not None:
                yield head, [dependent]
