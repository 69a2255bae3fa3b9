"""Mentions that the gold marks and we did not find, for the linker beside those that we found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.evaluate.corpus import Place, Text
from kg.model import Mention, Reading, Span
from kg.words import GENDERED, name_gender, noun_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_LABELS = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place",
    "EVENT": "Event", "PRODUCT": "Product", "WORK_OF_ART": "Work", "LAW": "Law", "NORP": "Country",
}  # fmt: skip
_SMALL = frozenset("a an the this that these those in at on of to from for into".split())


def add_given(text: Text, places: Iterable[Place]) -> Reading:
    """The reading with a mention for each phrase whose head no mention of ours has.

    What a phrase is comes from our own tags and words, not from the gold.
    """
    known = {m.head_span.start for m in text.reading.mentions}
    missing = {p.head: p for p in sorted(places) if p.head not in known}
    extra = [m for p in missing.values() for m in _mentions(text, p)]
    ordered = sorted((*text.reading.mentions, *extra), key=lambda m: (m.span.start, -m.span.end))
    return replace(text.reading, mentions=tuple(dict.fromkeys(ordered)))


def find_relatives(text: Text) -> dict[Place, int]:
    """Each relative pronoun, with where the head stands that it means.

    "Who" of "the man who fled" is the man: no mention of ours, as the man stands for it.
    """
    return {
        Place(
            text.reading.document.id, token.idx, token.idx + len(token), token.idx
        ): clause.head.idx
        for token in text.doc
        if token.tag_ in {"WDT", "WP", "WP$"}
        for clause in [t for t in token.ancestors if t.dep_ == "relcl"][:1]
    }


def _mentions(text: Text, place: Place) -> Iterator[Mention]:
    head = text.token_at(place.head)
    if head is None or head.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return
    words = [t for t in head.doc if place.start <= t.idx < place.end and t.i <= head.i]
    while len(words) > 1 and (words[0].lower_ in _SMALL or words[0].is_punct):
        words.pop(0)
    core = _span(text, words[0], head)
    is_name = head.pos_ == "PROPN"
    label = _label(text, head, core)
    yield Mention(
        span=core,
        text=_text(text, core),
        label=label,
        kind="name" if is_name else "nominal",
        head=head.text if is_name else head.lemma_.lower(),
        head_span=_span(text, head, head),
        core=_text(text, core),
        sentence=bisect_right([s.start for s in text.reading.sentences], head.idx) - 1,
        determiner=next((t.lower_ for t in head.lefts if t.dep_ == "det"), ""),
        modifiers=() if is_name else tuple(t.lower_ for t in words[:-1] if not t.is_punct),
        number="plural" if head.tag_ in {"NNS", "NNPS"} else "singular",
        gender=_gender(words, label, is_name=is_name),
        function="nested",
    )


def _span(text: Text, first: Token, last: Token) -> Span:
    return Span(text.reading.document.id, first.idx, last.idx + len(last))


def _text(text: Text, span: Span) -> str:
    return text.reading.document.text[span.start : span.end]


def _label(text: Text, head: Token, span: Span) -> str:
    """That of the name of ours that has these words, else by tag, else by the noun."""
    if head.pos_ != "PROPN":
        return noun_class(head.lemma_.lower())
    around = (
        m.label
        for m in text.reading.mentions
        if m.kind == "name" and m.span.start <= span.start and span.end <= m.span.end
    )
    return next(around, _LABELS.get(head.ent_type_, "Thing"))


def _gender(words: list[Token], label: str, *, is_name: bool) -> str:
    if label != "Person":
        return ""
    return name_gender(words[0].text) if is_name else GENDERED.get(words[-1].lemma_.lower(), "")
