"""Propositions and mentions out of parsed text: the last place that sees spaCy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.extract.clauses import read_clauses
from kg.extract.copulas import read_copulas
from kg.extract.corrections import read_corrections
from kg.extract.denials import answer_claims
from kg.extract.frames import find_frames
from kg.extract.lives import read_lives
from kg.extract.mentions import find_mentions
from kg.extract.nominals import read_nominals
from kg.extract.passage import Passage, span_of
from kg.extract.posts import read_posts
from kg.extract.quotes import continue_quotes
from kg.extract.recalls import recall_events
from kg.extract.relations import read_relations
from kg.extract.repair import repair
from kg.extract.stance import find_stances
from kg.extract.syntax import iter_sentences
from kg.extract.titles import read_titles
from kg.extract.tree import Doc, plain
from kg.model import Document, Mention, MentionPair, Proposition, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc as Parsed

Extractor = Callable[[Passage], Iterator[Proposition]]

EXTRACTORS: tuple[Extractor, ...] = (
    read_clauses, read_copulas, read_nominals, read_titles, read_posts, read_relations,
    read_lives,
)  # fmt: skip


def read(document: Document, parsed: Parsed, *, without: Collection[str] = ()) -> Reading:
    """Read what a parsed document says; `without` names repairs and constructions to leave out."""
    return read_tree(document, repair(plain(parsed), without=without), without=without)


def read_tree(document: Document, doc: Doc, *, without: Collection[str] = ()) -> Reading:
    """As `read`, of a parse that is mended already."""
    mentions, pairs = find_mentions(doc, document)
    passages = list(_passages(document, doc, mentions, pairs))
    extractors = [e for e in EXTRACTORS if e.__name__.removeprefix("read_") not in without]
    found = [p for passage in passages for extract in extractors for p in extract(passage)]
    found = list(read_corrections(document, list(continue_quotes(passages, found))))
    more = [*recall_events(passages, found), *answer_claims(document, found)]
    propositions = tuple(dict.fromkeys([*found, *more]))
    return Reading(document, tuple(p.span for p in passages), mentions, pairs, propositions)


def _passages(
    document: Document, doc: Doc, mentions: Sequence[Mention], pairs: Sequence[MentionPair]
) -> Iterator[Passage]:
    by_sentence: dict[int, dict[int, Mention]] = {}
    for mention in (m for m in mentions if m.function != "nested"):
        by_sentence.setdefault(mention.sentence, {})[mention.head_span.start] = mention
    pairs_of: dict[int, list[MentionPair]] = {}
    for pair in pairs:
        pairs_of.setdefault(pair.right.sentence, []).append(pair)
    headings = [(b.start, b.end) for b in document.blocks if b.kind == "heading"]
    for number, sentence in enumerate(iter_sentences(doc)):
        frames = tuple(find_frames(sentence))
        tokens = tuple(sentence)
        yield Passage(
            document=document,
            tokens=tokens,
            span=span_of(document, [t for t in tokens if not t.is_space] or tokens),
            number=number,
            frames=frames,
            stances=find_stances(frames, sentence),
            by_head=by_sentence.get(number, {}),
            pairs=tuple(pairs_of.get(number, ())),
            is_heading=any(start <= sentence.start_char < end for start, end in headings),
        )


__all__ = ["EXTRACTORS", "read", "read_tree"]
