"""What a noun phrase tells without a verb: appositions, titles, owners, adjectives, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.frames import Frame
from kg.extract.syntax import child, subtree
from kg.extract.tree import Token
from kg.extract.views.drafts import Draft
from kg.extract.views.phrases import Words, around, noun_phrase, short
from kg.words import TITLES


def read_nouns(frames: Iterable[Frame]) -> Iterator[Draft]:
    """Yield the facts of one sentence's noun phrases."""
    frames = list(frames)
    if not frames:
        return
    for token in frames[0].verb.sent:
        read = _READERS.get(token.dep_)
        for draft in read(token) if read else ():
            if draft.subject and draft.object:
                yield draft


def _apposition(token: Token) -> Iterator[Draft]:
    """ "Ann Reed, the mayor of York"; of two places the second is around the first."""
    name = token.head
    if name.ent_type_ == "DATE":
        return
    if around(name) == token:
        yield Draft(noun_phrase(name), (), noun_phrase(token), "noun", "appos place", "be in")
        return
    names = sum(t.pos_ == "PROPN" for t in (token, name))
    rule = ("appos", "appos name", "appos names")[names]
    yield Draft(noun_phrase(name), (), noun_phrase(token), "noun", rule, "be")


def _owner(token: Token) -> Iterator[Draft]:
    """ "the firm 's spray"."""
    if token.tag_ != "PRP$":
        owner = tuple(t for t in noun_phrase(token) if t.tag_ != "POS")
        yield Draft(owner, (), _without(token), "noun", "owner", "has")


def _title(token: Token) -> Iterator[Draft]:
    """ "keyboardist Ann Reed", "President Reed": what stands before a name and is no part of it."""
    name = token.head
    if name.pos_ != "PROPN" or name.dep_ == "compound" or not _is_title(token):
        return
    words = short(name)[0]
    before = tuple(t for t in words if t.i <= token.i)
    yield Draft(tuple(t for t in words if t.i > token.i), (), before, "noun", "title", "be")


def _is_title(token: Token) -> bool:
    is_last = not any(_is_noun(t) for t in token.head.children if token.i < t.i < token.head.i)
    if token.pos_ == "NOUN":
        return is_last
    return token.lower_ in TITLES and token.head.ent_type_ == "PERSON"


def _is_noun(token: Token) -> bool:
    return token.pos_ == "NOUN"


def _adjective(token: Token) -> Iterator[Draft]:
    if token.pos_ == "ADJ" and token.lemma_.lower() not in _UNSAYABLE and token.tag_ == "JJ":
        yield Draft(_without(token), (), tuple(subtree(token)), "noun", "adjective", "be")


def _place(token: Token) -> Iterator[Draft]:
    """ "a hall in York"."""
    below = child(token, "pobj")
    if below is not None and token.head.pos_ in {"NOUN", "PROPN"} and token.i > token.head.i:
        rule = "noun of" if token.lower_ == "of" else "noun in"
        yield Draft(short(token.head)[0], (token,), noun_phrase(below), "noun", rule, "be")


def _without(token: Token) -> Words:
    left_out = set(subtree(token))
    return tuple(t for t in noun_phrase(token.head) if t not in left_out)


_READERS = {
    "appos": _apposition,
    "poss": _owner,
    "compound": _title,
    "amod": _adjective,
    "prep": _place,
}
_UNSAYABLE = frozenset(
    "other same such own many much several few most more last next first second third certain "
    "various former latter whole entire main only very due".split()
)
