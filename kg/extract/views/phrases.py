"""The words of a slot: short and long phrases, one for each reading of a coordination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.extract.syntax import child, children, subtree
from kg.extract.tree import Token

Words = tuple[Token, ...]

_BEFORE = frozenset(
    "det predet poss amod compound nummod nmod quantmod advmod npadvmod neg case".split()
)
_CLOSED = frozenset({"amod", "compound", "nummod", "nmod"})
_LOOSE = frozenset({"relcl", "appos", "conj", "cc", "preconj", "acl", "advcl", "parataxis"})
_QUOTES = frozenset({"``", "''", '"', "'", "`", "“", "”"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PARTITIVES = frozenset(
    "all amount any billion bit both combination dozen each either few group half handful hundred "
    "kind lot lots majority many million more most neither none number one pair part percent piece "
    "plenty portion quantity range rest series set several some sort sum team thousand total type "
    "variety version".split()
)
_MOST = 9  # readings of one noun phrase


def short(head: Token) -> list[Words]:
    """The head with what stands before it, once for each conjunct of a coordinated modifier.

    "the economic and social structures" → "the economic structures", "the social structures".
    """
    fixed: list[Token] = [head]
    choices: list[list[list[Token]]] = []
    for dependent in head.children:
        if dependent.dep_ in _CLOSED and dependent.i < head.i and _is_list(dependent):
            choices.append([_modifier(d) for d in _listed(dependent)])
        elif dependent.i < head.i and dependent.dep_ in _BEFORE:
            fixed += subtree(dependent) if child(dependent, "conj") else _modifier(dependent)
        elif dependent.i > head.i:
            fixed += _after_name(dependent, head)
    if choices:
        fixed = [t for t in fixed if t.lower_ not in {"both", "either"}]
    found = (ordered(fixed + chosen) for chosen in islice(_combinations(choices), _MOST))
    return [_hyphened(_without_wrong_article(words)) for words in found]


def subject(head: Token) -> list[Words]:
    """As `short`, with the prepositions that say which one: "the mayor of the town".

    A clause that is the subject stays whole; "whose" is left out, as its owner is elsewhere.
    """
    if head.pos_ == "VERB":
        return [long(head)]
    tails = [p for p in children(head, "prep") if p.i > head.i]
    tail = [t for p in tails for t in subtree(p, without=_LOOSE)]
    found = (ordered([*words, *tail]) for words in short(head))
    return [_trim(tuple(t for t in words if t.tag_ != "WP$")) for words in found]


def thing(head: Token) -> list[Words]:
    """As `short`, with what a partitive measures: "a number of workers"."""
    of, below = _measure(head)
    if of is None or below is None:
        return short(head)
    return [(*words, of, *what) for words in short(head) for what in thing(below)]


def measured(head: Token) -> Token:
    """What a partitive measures, through several; any other noun itself."""
    _, below = _measure(head)
    return head if below is None else measured(below)


def noun_phrase(head: Token) -> Words:
    """The head with its modifiers before and its prepositions after, no clauses or lists."""
    return _trim(ordered(subtree(head, without=_LOOSE)))


def long(head: Token) -> Words:
    """The head with all its dependents, clauses too, but not what is coordinated with it."""
    parts = [subtree(c) for c in head.children if c.dep_ not in {"conj", "cc", "preconj"}]
    return _trim(ordered([head, *(t for part in parts for t in part)]))


def whole(head: Token) -> Words:
    """Everything below the head, coordination included."""
    return _trim(ordered(subtree(head)))


def around(place: Token) -> Token | None:
    """The place after a comma that the first lies in: "Oslo, Norway"."""
    second = child(place, "appos")
    if second is None or not {place.ent_type_, second.ent_type_} <= _PLACES:
        return None
    return second


def unquoted(words: Words) -> Words:
    """Without quotation marks at either end."""
    while words and words[0].text in _QUOTES:
        words = words[1:]
    while words and words[-1].text in _QUOTES:
        words = words[:-1]
    return words


def is_link(noun: Token) -> bool:
    """Whether the noun only links two prepositions: "in honor of", "with respect to"."""
    return (
        noun.dep_ == "pobj"
        and noun.tag_ == "NN"
        and all(c.dep_ == "prep" for c in noun.children)
        and any(
            p.lower_ in {"of", "to", "with", "for"} and p.i == noun.i + 1
            for p in children(noun, "prep")
        )
    )


def _measure(noun: Token) -> tuple[Token | None, Token | None]:
    """ "of" and the noun after it, where that one says what is meant.

    "a number of workers", "June of that year"; but not "the roof of the house".
    """
    of = next((p for p in children(noun, "prep") if p.lower_ == "of" and p.i > noun.i), None)
    below = child(of, "pobj") if of is not None else None
    if below is None:
        return None, None
    is_date = noun.ent_type_ == below.ent_type_ == "DATE"
    is_kind = _is_indefinite(noun) and below.pos_ == "NOUN" and not child(below, "det", "poss")
    is_partitive = is_date or is_kind or noun.lemma_.lower() in _PARTITIVES
    return (of, below) if is_partitive else (None, None)


def _is_indefinite(noun: Token) -> bool:
    return any(d.lower_ in {"a", "an"} for d in children(noun, "det"))


def _without_wrong_article(words: Words) -> Words:
    """Without an "an" that belongs to another modifier: "an old and grey mule"."""
    if words[0].lower_ not in {"a", "an"} or len(words) == 1:
        return words
    left_out = words[0].doc[words[0].i + 1 : words[1].i]
    return words[1:] if any(not t.is_punct for t in left_out) else words


def _hyphened(words: Words) -> Words:
    """With the hyphens and strokes between its words: "a 25-minute call"."""
    there = {t.i for t in words}
    inside = [t for t in words[0].doc[words[0].i + 1 : words[-1].i] if t.text in {"-", "–", "/"}]
    return ordered([*words, *(t for t in inside if {t.i - 1, t.i + 1} <= there)])


def _modifier(token: Token) -> list[Token]:
    return subtree(token, without=frozenset({"conj", "cc", "punct", "preconj"}))


def _is_list(modifier: Token) -> bool:
    """Whether the modifier is coordinated, but not by the "&" of a firm's name."""
    is_name = any(c.text == "&" for c in children(modifier, "cc"))
    return child(modifier, "conj") is not None and not is_name


def _listed(token: Token) -> Iterator[Token]:
    yield token
    for conjunct in children(token, "conj"):
        yield from _listed(conjunct)


def _after_name(dependent: Token, head: Token) -> list[Token]:
    """What belongs to a name or number though it comes after the head.

    "the University of Oslo", "June 5", "Act of 1916", "ten dollars a share"; a name with "of" may
    hold a list: "the Society of Clerks and Porters".
    """
    if dependent.dep_ == "prep" and dependent.lower_ == "of" and head.pos_ == "PROPN":
        below = child(dependent, "pobj")
        is_name = below is not None and below.pos_ in {"PROPN", "NUM"}
        return subtree(dependent, without=_LOOSE - {"conj", "cc"}) if is_name else []
    is_number = dependent.dep_ == "nummod" or dependent.tag_ == "CD"
    is_number = is_number and child(dependent, "prep") is None  # not "ten men, six of them"
    is_part = is_number or dependent.dep_ in {"compound", "nmod"}
    is_next = dependent.dep_ in {"case", "npadvmod"} and dependent.left_edge.i == head.i + 1
    return subtree(dependent, without=_LOOSE) if is_part or is_next else []


def _combinations(choices: list[list[list[Token]]]) -> Iterator[list[Token]]:
    if not choices:
        yield []
        return
    for chosen in choices[0]:
        for rest in _combinations(choices[1:]):
            yield chosen + rest


def ordered(tokens: Iterable[Token]) -> Words:
    """Each token once, in the order of the text."""
    return tuple(sorted(set(tokens), key=lambda t: t.i))


def _trim(words: Words) -> Words:
    """Without punctuation and conjunctions at either end."""
    start, end = 0, len(words)
    while start < end and (words[start].dep_ in {"cc", "preconj"} or _is_mark(words[start])):
        start += 1
    while end > start and (words[end - 1].dep_ == "cc" or _is_mark(words[end - 1])):
        end -= 1
    return words[start:end]


def _is_mark(token: Token) -> bool:
    return token.is_punct and token.text not in {"(", ")", "%", "``", "''", '"'}
