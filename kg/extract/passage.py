"""One sentence with all that the constructions read from: frames, mentions, stances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extract.frames import Frame
from kg.extract.stance import Stance
from kg.extract.syntax import phrase, text_of
from kg.extract.tree import Token
from kg.model import Argument, Document, Mention, MentionPair, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in the terms of the constructions."""

    document: Document
    tokens: tuple[Token, ...]
    span: Span  # without the white space around it
    number: int  # its place among the sentences of the document
    frames: tuple[Frame, ...]
    stances: Mapping[int, Stance]  # by the place of the verb
    by_head: Mapping[int, Mention]  # by the character where the head starts
    pairs: tuple[MentionPair, ...]
    is_heading: bool = False

    def span_of(self, tokens: Iterable[Token]) -> Span:
        """From the first to the last of the tokens."""
        return span_of(self.document, tokens)

    def mention(self, token: Token) -> Mention | None:
        """What is mentioned by the phrase that this token heads."""
        return self.by_head.get(token.idx)

    def mentions(self, tokens: Iterable[Token]) -> list[Mention]:
        """The mentions of several heads, those that are mentions."""
        return [m for t in tokens if (m := self.mention(t)) is not None]

    def clause(self, head: Token, by: Token | None = None) -> Mention:
        """A whole clause as a mention, for what is said, asked or wanted.

        `by` heads the clause that tells it, which may stand within: "the fee, she said, is due".
        """
        tokens = [t for t in head.subtree if not t.is_space]
        parts = [bare for i, part in enumerate(_parts(tokens, by)) if (bare := _bare(part, i))]
        spans = [self.span_of(part) for part in parts or [[head]]]
        span = Span(self.document.id, spans[0].start, spans[-1].end)
        words = (self.document.text[s.start : s.end] for s in spans)
        text = " ".join(" ".join(words).split()).replace(" ,", ",")
        return Mention(span, text, "Clause", "clause", head.lemma_.lower(),
                       self.span_of([head]), sentence=self.number)  # fmt: skip

    def is_continued(self, frame: Frame) -> bool:
        """Whether an open complement carries the predicate on: "agreed" of "agreed to meet"."""
        return not frame.objects and any(
            f.above is frame and f.relation == "open" and f.subjects for f in self.frames
        )

    def argument(self, role: str, token: Token, preposition: str = "") -> Argument | None:
        """The phrase under this head in a role; none where it is no mention."""
        mention = self.mention(token)
        return None if mention is None else Argument(role, mention, preposition)

    def words(self, token: Token) -> str:
        """The text of a phrase, without what hangs loosely on it."""
        return text_of(phrase(token))


def _parts(tokens: list[Token], by: Token | None) -> list[list[Token]]:
    """What stands before and after the words that tell it, or the one of these that is quoted."""
    told = {by, *(t for c in by.children if c not in tokens for t in c.subtree)} if by else set()
    inside = [t for t in tokens if t.i < by.i] if by else []
    if by is None or not inside or len(inside) == len(tokens):
        return [[t for t in tokens if t not in told]]
    if by in tokens:  # what is said hangs on nothing that says it
        told = set(by.subtree)
    before = [t for t in inside if t not in told]
    after = [t for t in tokens if t.i > by.i and t not in told]
    opens = next((t for t in after if not _is_comma(t)), None)
    closes = next((t for t in reversed(before) if not _is_comma(t)), None)
    if opens is not None and opens.is_quote and not any(t.is_quote for t in before):
        return [after]
    if closes is not None and closes.is_quote and not (opens is not None and opens.is_quote):
        return [before]
    return [before, after]


def _is_comma(token: Token) -> bool:
    return token.is_punct and not token.is_quote


def _bare(tokens: list[Token], part: int) -> list[Token]:
    """Without marks at both ends, nor what introduces the clause before its first part."""
    while tokens and (tokens[0].is_punct or (tokens[0].dep_ == "mark" and not part)):
        tokens = tokens[1:]
    while tokens and tokens[-1].is_punct:
        tokens = tokens[:-1]
    return tokens


def span_of(document: Document, tokens: Iterable[Token]) -> Span:
    """From the first to the last of the tokens."""
    found = sorted(tokens, key=lambda t: t.i)
    return Span(document.id, found[0].idx, found[-1].idx + len(found[-1]))
