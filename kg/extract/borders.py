"""Where a name begins: after the titles before it, and with what makes a place's name another."""

from __future__ import annotations

from kg.extract.tree import Doc, Span, Token
from kg.gazetteer import load_gazetteer
from kg.words import SHIPS, STORMS, TITLES, is_title, noun_class, person_gender

ROLE_WORDS = frozenset(
    "prime foreign vice deputy chief executive operating financial general first defense defence "
    "finance interior of state attorney co assistant acting senior trade home staff lance petty "
    "rear warrant master".split()
)
LOCAL_OFFICES = frozenset({"mayor", "governor"})
_FIRM_OFFICES = frozenset(
    "ceo chairman chairwoman director president spokesman spokeswoman".split()
)
_LEADING = frozenset(
    "north south east west central northern southern eastern western mainland greater upper lower "
    "inner outer republic metro downtown us u.s uk near nearby neighboring neighbouring".split()
)


def find_office(doc: Doc, start: int, end: int) -> tuple[int, str]:
    """Where the title begins in "Lind Deputy Mayor Ann Vale", and what "Lind" then is.

    The start and nothing where no office stands within the name.
    """
    words = [t.lower_ for t in doc[start:end]]
    at = next((i for i, w in enumerate(words[:-1]) if w in LOCAL_OFFICES | _FIRM_OFFICES), 0)
    label = "Place" if words[at] in LOCAL_OFFICES else "Organization"
    while at and words[at - 1] in ROLE_WORDS | TITLES:
        at -= 1
    return (start + at, label) if at else (start, "")


def skip_titles(doc: Doc, start: int, end: int) -> int:
    """The start of a person's name behind "Deputy Mayor"; a title alone is none."""
    while start < end and _is_before_name(doc[start], end):
        start += 1
    return start


def _is_before_name(token: Token, end: int) -> bool:
    after = token.doc[token.i + 1].lower_ if token.i + 1 < end else ""
    return is_title(token.lower_) or (token.lower_ in ROLE_WORDS and is_title(after))


def widen_person(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A person's name with the first name or the surname that was not found with it."""
    return _with_given(doc, start, end), _with_surname(doc, start, end)


def _with_given(doc: Doc, start: int, end: int) -> int:
    """Where a person's name begins whose first name was taken for another word: "Per Lind"."""
    if end - start > 1 or start <= doc[start].sent.start + 1:
        return start
    before = doc[start - 1]
    is_name = before.text.istitle() and bool(person_gender([before.text, doc[start].text]))
    is_name = is_name and load_gazetteer().find(before.text) is None  # "the German Dax"
    return start - 1 if is_name and before.pos_ not in {"PROPN", "NOUN"} else start


def _with_surname(doc: Doc, start: int, end: int) -> int:
    """Where a person's name ends of which only the first name was found: "Ella Prior"."""
    if end - start > 1 or end >= len(doc) or doc[start].head != doc[end]:
        return end
    is_given = doc[start].dep_ == "compound" and bool(person_gender([doc[start].text, ""]))
    after = doc[end]
    is_free = after.tag_ == "NNP" and not after.ent_type_
    if noun_class(after.lower_) == "Person" and _is_titled(after.sent):
        return end  # "Nixon Aide Says So"
    return end + 1 if is_given and is_free else end


def widen_place(doc: Doc, start: int, end: int) -> int:
    """Where a name begins that a country closes: "Team Norway" is not Norway."""
    if doc[start:end].text not in load_gazetteer().names or _is_titled(doc[start].sent):
        return start
    first = start
    while first > doc[start].sent.start and _belongs(doc[first - 1], doc[end - 1]):
        first -= 1
    return first


_BEFORE_STORMS = STORMS | {"Tropical", "Super"}


def widen_kind(doc: Doc, start: int, label: str) -> tuple[int, str]:
    """Where the name of a storm or a ship begins, and what it is: "Hurricane Ada" is nobody."""
    first = start
    if start and doc[start - 1].text in SHIPS and doc[start].pos_ == "PROPN":
        return start - 1, "Product"
    if start + 1 >= len(doc):
        return start, label
    while first > doc[start].sent.start and doc[first - 1].text in _BEFORE_STORMS:
        first -= 1
    if doc[start - 1].text in STORMS and first < start and label not in {"Organization", "Place"}:
        return first, "Event"
    is_called = label == "Organization" and bool(person_gender([doc[start + 1].text, ""]))
    is_storm = doc[start].text in STORMS and first == start
    is_storm = is_storm and (label in {"Person", ""} or is_called)  # they have first names
    return start, "Event" if is_storm and doc[start + 1].pos_ == "PROPN" else label


def _belongs(token: Token, head: Token) -> bool:
    """Whether a word is part of the name that a place closes, and no name or title itself."""
    is_part = token.pos_ == "PROPN" and token.dep_ == "compound" and token.head == head
    word = token.lower_.strip(".")
    is_free = token.ent_type_ in ("", "ORG")  # "Safe Roads Norway Sweden", read as two names
    return is_part and is_free and word not in _LEADING and not is_title(word)


def _is_titled(sentence: Span) -> bool:
    """Whether a sentence has most of its words in capitals, as headlines do."""
    words = [t for t in sentence if t.is_alpha]
    return sum(t.text[0].isupper() for t in words) > 0.6 * len(words)
