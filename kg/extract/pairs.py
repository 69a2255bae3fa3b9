"""Pairs of mentions that the syntax relates: titles, appositions, owners, copulas and more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kg.extract.syntax import clause_head
from kg.extract.tree import Doc, Token
from kg.model import VALUE_TYPES, Mention, MentionPair
from kg.words import is_place

_BE = frozenset({"be", "become", "remain"})
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_PLACES = frozenset({"Country", "Place"})
_Heads = Mapping[int, list[Mention]]


def find_pairs(doc: Doc, heads: _Heads) -> Iterator[MentionPair]:
    """Yield the pairs in the order of their later word; `heads` gives the mentions by head token.

    An owner or a country belongs to the title where there is one: "Japan's Prime Minister Sanae
    Takaichi" says of the prime minister, not of Takaichi, that Japan has one.
    """
    for i in sorted(heads):
        token = doc[i]
        for mention in heads[i]:
            yield from _title(heads, doc, mention, token)
            yield from _dependent(heads, mention, token)
            yield from _whose(heads, mention, token)
    yield from _acronyms(doc, heads)
    yield from _aliases(doc, heads)


def _title(heads: _Heads, doc: Doc, mention: Mention, token: Token) -> Iterator[MentionPair]:
    title = _title_of(heads, token)
    if title is not None and mention.kind == "name" and mention.label == "Person":
        yield MentionPair("title", title, mention)


def _title_of(heads: _Heads, token: Token) -> Mention | None:
    """The title before the name that this token heads."""
    for child in reversed(list(token.lefts)):
        for below in (child, *child.subtree):
            for mention in heads.get(below.i, ()):
                if mention.function == "title":
                    return mention
    return None


def _dependent(heads: _Heads, mention: Mention, token: Token) -> Iterator[MentionPair]:
    """The pair of a mention with the word it depends on."""
    if mention.kind == "value":
        return
    if token.dep_ == "attr" and token.head.lemma_ in _BE:
        for subject in _first(heads, token.head, "nsubj"):
            yield MentionPair("predicate", subject, mention)
        return
    above = token.head
    while above.dep_ in _MODIFIERS and _is_passed(heads, above):
        above = above.head  # "US" in "US President Donald Trump" hangs on "President"
    for other in heads.get(above.i, ()):
        kind = _kind(token, mention, other)
        if other is mention or other.label in VALUE_TYPES or not kind:
            continue
        is_title = other.function == "title"
        title = None if is_title else _title_of(heads, above)
        is_modifier = mention.label == "Organization" and token.dep_ in _MODIFIERS
        if is_modifier and title is None and not is_title:
            continue
        is_of_title = kind in ("possessor", "nationality") and title is not None
        right = title if is_of_title and title is not None and title is not mention else other
        if kind in ("possessor", "nationality"):
            yield MentionPair(kind, mention, right)
        else:
            yield MentionPair(kind, other, mention)
    if token.dep_ == "pobj":
        yield from _member(heads, mention, token)
        yield from _identified(heads, mention, token)


def _whose(heads: _Heads, mention: Mention, token: Token) -> Iterator[MentionPair]:
    """The owner in "Ann Vale, whose committee met": whom the clause is about."""
    for child in token.lefts:
        relative = clause_head(token) if child.tag_ == "WP$" else None
        if relative is not None and relative.dep_ == "relcl":
            for owner in heads.get(relative.head.i, ()):
                yield MentionPair("possessor", owner, mention)


def _identified(heads: _Heads, mention: Mention, token: Token) -> Iterator[MentionPair]:
    """Whom police "named as Bo Vale", or "identified as" him: a suspect, a victim, a man."""
    if mention.kind != "name" or mention.label != "Person" or token.dep_ != "pobj":
        return
    preposition = token.head
    verb = preposition.head if preposition.lower_ == "as" else token
    if verb.dep_ in {"dobj", "oprd"} and verb.lemma_ not in _IDENTIFY:
        verb = verb.head  # "named [a man as Bo Vale]"
    told = {"neg"} & {c.dep_ for c in verb.children} or _UNSURELY & {c.lower_ for c in verb.lefts}
    if verb.lemma_ not in _IDENTIFY or told or preposition.lower_ != "as":
        return
    is_passive = any(c.dep_ == "auxpass" for c in verb.children)
    for label in ("nsubjpass",) if is_passive else ("dobj", "oprd"):
        for whom in _first(heads, verb, label):
            if whom.label == "Person" and whom.kind != "name":
                yield MentionPair("identified", whom, mention)


_IDENTIFY = frozenset({"identify", "name"})
_UNSURELY = frozenset("falsely wrongly mistakenly incorrectly erroneously".split())


def _is_passed(heads: _Heads, token: Token) -> bool:
    """Whether a modifier's modifier says something of the head: both of "US-Japan alliance"."""
    return all(m.kind == "name" and m.label in _PLACES for m in heads.get(token.i, ()))


def _kind(token: Token, mention: Mention, other: Mention) -> str:
    if token.dep_ == "poss":
        return "possessor"
    if token.dep_ == "conj":
        return "conjunct"
    if token.dep_ == "appos":
        is_other = _is_listed(token) or any(c.lower_ in _FORMER for c in token.lefts)
        return "" if is_other else _apposition(mention, other)
    if token.dep_ in _MODIFIERS and mention.kind == "name" and mention.label == "Organization":
        return "possessor"  # of the title: "Fjord Bank Governor Dana Orlov"
    if token.dep_ in _MODIFIERS and mention.label in _PLACES:
        return "nationality" if mention.kind == "name" else ""
    return ""


def _is_listed(token: Token) -> bool:
    """Whether a colon comes before: "Photo: Ann Vale" and "two towns: Lind and Moro" equate not."""
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else token
    return before.text == ":"


def _apposition(mention: Mention, other: Mention) -> str:
    """Two names of places, or of people, side by side are a list: "Japan, Australia and others"."""
    if mention.kind == other.kind == "name":
        if mention.label != other.label:
            return ""
        return "conjunct" if mention.label in (*_PLACES, "Person") else "apposition"
    names = {m.label for m in (mention, other) if m.kind == "name"}
    others = {m.label for m in (mention, other) if m.kind != "name"}
    if names & _PLACES:
        # "should China attack Taiwan, a statement that …" - of the clause, not of Taiwan;
        # "Anbar province, Iraq" - in Iraq
        determined = all(m.determiner for m in (mention, other) if m.kind != "name")
        return "apposition" if determined and others <= {"Place", "Organization"} else ""
    places = [m for m in (mention, other) if m.kind != "name" and is_place(m.head)]
    is_nobody = bool(places) or bool(others & {"Event", "Place"})  # "the opera house, Ann Vale"
    return "" if "Person" in names and is_nobody else "apposition"


def _member(heads: _Heads, mention: Mention, token: Token) -> Iterator[MentionPair]:
    """The members that "such as" and "including" name of what stands before."""
    preposition = token.head
    is_example = preposition.lower_ == "including" or (
        preposition.lower_ == "as" and any(c.lower_ == "such" for c in preposition.children)
    )
    if is_example:
        for whole in heads.get(preposition.head.i, ()):
            yield MentionPair("member", whole, mention)


def _first(heads: _Heads, verb: Token, label: str) -> list[Mention]:
    return next((heads.get(c.i, []) for c in verb.children if c.dep_ == label), [])


def _acronyms(doc: Doc, heads: _Heads) -> Iterator[MentionPair]:
    """The short form in brackets right after a name: "Liberal Democratic Party (LDP)"."""
    names = {m.span.end: m for ms in heads.values() for m in ms if m.kind != "pronoun"}
    for i in sorted(heads):
        for short in heads[i] if i and doc[i - 1].text == "(" else ():
            long = names.get(short.span.start - 2)
            if long is None:
                continue
            if abbreviates(short.core, long.core) or _is_short(long, short):
                yield MentionPair("acronym", long, short)


def _is_short(long: Mention, short: Mention) -> bool:
    """Whether capitals in brackets are a body's, in whatever language: not a state or exchange."""
    is_body = long.kind == "name" and long.label == "Organization" and len(long.core.split()) > 2
    letters = short.core
    is_capital = 1 < len(letters) < 7 and letters.isalpha() and letters.isupper()
    has_first = letters[0] in {word[0] for word in long.core.split()}
    return is_body and is_capital and has_first and short.label in {"Organization", "Thing"}


_FORMER = frozenset("formerly previously also better originally née nee born".split())
_ALSO = re.compile(  # without a comma, "Moro also called Vale" is a call
    r"(?: ?[,(] ?\(? ?(?:(?:formerly|previously|also|better|originally)"
    r"(?: known as| called| named)?|née|nee|born|a\.?k\.?a\.?)"
    r"| (?:(?:formerly|previously|also|better|originally) known as|née|nee|a\.?k\.?a\.?)) "
)


def _aliases(doc: Doc, heads: _Heads) -> Iterator[MentionPair]:
    """Two names of one: "Ann Vale, formerly Ann Moro", "Norland, previously known as Lind"."""
    names = sorted(
        {m for ms in heads.values() for m in ms if m.kind == "name"},
        key=lambda m: (m.span.start, m.span.end),
    )
    text = doc.text
    for left, right in pairwise(names):
        between = text[left.span.end : right.span.end - len(right.core)]
        is_alike = left.sentence == right.sentence and left.label == right.label
        is_alike = is_alike and (left.label != "Person" or " " in left.text)  # not any "Hart"
        if is_alike and len(between) < 30 and _ALSO.fullmatch(between):
            yield MentionPair("alias", left, right)


def abbreviates(short: str, long: str) -> bool:
    """Whether a name in capitals has the first letters of a long one's words, in their order.

    >>> abbreviates("LDP", "Liberal Democratic Party"), abbreviates("WHO", "World Bank")
    (True, False)
    >>> abbreviates("IRGC", "Revolutionary Guard")
    True
    """
    letters = short.replace(".", "")
    if len(letters) < 2 or not letters.isupper():
        return False
    words = long.replace("-", " ").split()
    initials = [w[0] for w in words if w[0].isupper()]
    rest = iter(letters)
    whole = "".join(w[0].upper() for w in words)
    return letters == whole or (len(initials) > 1 and all(i in rest for i in initials))
