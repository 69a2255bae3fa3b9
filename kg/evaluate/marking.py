"""Phrases as MEANTIME marks them, by its guideline, from our mentions and nothing of the gold.

A name or description without what is only said of it is one mention; with its title or apposition
it is another of the same thing, and the title is a third: "Vela chief Ann Vale" is marked whole, as
"Vela chief" and as "Ann Vale". Deeds, states, measures and ideas are no
mentions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kg.evaluate.corpus import Place, Text
from kg.evaluate.given import find_relatives
from kg.model import Mention, Span
from kg.words import is_abstract

if TYPE_CHECKING:
    from spacy.tokens import Token

# What the corpus calls an entity: people, organisations, places, products, financial things.
LABELS = frozenset(
    {"Person", "Organization", "Country", "Place", "Group", "Product", "Work", "Law", "Thing"}
)


class Phrase(NamedTuple):
    """Where a mention stands: without what is said of it, and with it."""

    bare: Place
    whole: Place
    description: Place | None = None  # "the airline" in "the airline Vela"


def mark(text: Text, groups: Mapping[Mention, object], end: int) -> dict[Place, object]:
    """Each phrase of the text up to a character, with what it stands for."""
    titles = {p.right: p.left for p in text.reading.pairs if p.kind == "title"}
    marked = {
        m: _phrase(text, m, titles.get(m))
        for m in groups
        if m.span.end <= end and _is_marked(m) and m.function != "title"
    }
    spoken = _without_dummies(marked, groups)
    places: dict[Place, object] = {}
    for mention, phrase in spoken.items():
        places |= {place: groups[mention] for place in phrase if place is not None}
    by_head = {m.head_span.start: groups[m] for m in spoken}
    for place, head in find_relatives(text).items():
        if head in by_head:  # what it follows stands for it in the graph
            places[place] = by_head[head]
    return places


def _is_marked(mention: Mention) -> bool:
    if mention.function == "nested" or mention.label not in LABELS:
        return False
    return mention.kind != "nominal" or mention.label != "Thing" or not is_abstract(mention.head)


def _without_dummies(
    marked: Mapping[Mention, Phrase], groups: Mapping[Mention, object]
) -> dict[Mention, Phrase]:
    """Without "it" and "this" that mean nothing in particular, or what happened."""
    told = {groups[m] for m in marked if m.kind != "pronoun"}
    return {
        m: phrase
        for m, phrase in marked.items()
        if m.kind != "pronoun" or m.label != "Thing" or groups[m] in told
    }


def _phrase(text: Text, mention: Mention, title: Mention | None) -> Phrase:
    extent = text.extent(mention, possessive=False)
    head = text.token_at(mention.head_span.start)
    if mention.kind == "pronoun" or head is None:
        return Phrase(extent, extent)
    appositions = [_end_of(t) for t in head.rights if t.dep_ == "appos" and not _is_enclosed(t)]
    if mention.kind == "name":
        bare = extent._replace(start=mention.span.start, end=mention.span.end)
        return _named(mention, title or _kind_before(mention, head), bare, appositions)
    bare = extent._replace(end=min(_end_of(head), extent.end))
    return Phrase(bare, bare._replace(end=max(appositions, default=extent.end)))


def _named(
    mention: Mention, before: Mention | Token | None, bare: Place, appositions: list[int]
) -> Phrase:
    """The name, what it is called before it, and both with what it is called behind it."""
    whole = bare._replace(end=max([bare.end, *appositions]))
    if before is None:
        return Phrase(bare, whole)
    head = before.head_span if isinstance(before, Mention) else _span(mention, before)
    name = bare._replace(start=bare.end - len(mention.core))
    return Phrase(name, whole, bare._replace(end=head.end, head=head.start))


def _span(mention: Mention, token: Token) -> Span:
    return Span(mention.span.document_id, token.idx, token.idx + len(token))


def _kind_before(mention: Mention, head: Token) -> Token | None:
    """The common noun before a name: "maker" in "the electronics maker Vela"."""
    core = mention.span.end - len(mention.core)
    before = [t for t in head.lefts if t.idx < core and t.dep_ in ("compound", "nmod", "amod")]
    last = before[-1] if before else None
    if last is None or last.idx < mention.span.start or last.pos_ != "NOUN":
        return None
    return last if last.nbor().idx >= core else None


def _end_of(head: Token) -> int:
    """Where a phrase ends, without apposition or what stands behind a comma."""
    said = [t.left_edge for t in head.rights if t.dep_ == "appos" or _is_set_off(t)]
    last = said[0].nbor(-1) if said else head.right_edge
    while last.pos_ == "PUNCT" and last.i > head.i:
        last = last.nbor(-1)
    return last.idx + len(last)


def _is_set_off(token: Token) -> bool:
    return token.left_edge.nbor(-1).text in {",", "(", "–", "—", "-"}


def _is_enclosed(token: Token) -> bool:
    """Whether an apposition stands in brackets: what is short for a name is marked by itself."""
    return token.left_edge.nbor(-1).text == "("
