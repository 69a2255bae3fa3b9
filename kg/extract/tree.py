"""A parse as plain objects with the names that spaCy gives them: made once, asked often.

spaCy makes a token anew, and decodes its strings, each time that one is asked for; the
constructions ask for some fifty of each word. What they need of a doc is copied here in one go.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc as Parsed

_WORDS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_FLAGS = ("SPACY", "IS_ALPHA", "IS_PUNCT", "IS_SPACE", "IS_QUOTE", "IS_STOP", "LIKE_NUM")


class Token:
    """A word, its labels and its place in the tree. One word is one object."""

    __slots__ = (
        "_head", "children", "dep_", "doc", "ent_type_", "i", "idx", "is_alpha", "is_punct",
        "is_quote", "is_space", "is_stop", "lemma_", "like_num", "lower_", "pos_", "tag_", "text",
        "whitespace_",
    )  # fmt: skip
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    is_alpha: bool
    is_punct: bool
    is_space: bool
    is_quote: bool
    is_stop: bool
    like_num: bool

    def __init__(self, doc: Doc, i: int, idx: int, row: tuple[Any, ...]) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx  # in characters of the doc's text
        (self.text, self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_, self.ent_type_,
         is_spaced, self.is_alpha, self.is_punct, self.is_space, self.is_quote, self.is_stop,
         self.like_num) = row  # fmt: skip
        self.whitespace_ = " " if is_spaced else ""
        self._head = self
        self.children: Sequence[Token] = ()  # the dependents, in the order of the text

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def head(self) -> Token:
        """The word that this one depends on; a root is its own."""
        return self._head

    @head.setter
    def head(self, head: Token) -> None:
        if head is not self and self.is_ancestor(head):
            return  # what stands below a word cannot head it: a tree stays one
        if self._head is not self:
            self._head.children = [c for c in self._head.children if c is not self]
        self._head = head
        if head is not self:
            head.children = sorted([*head.children, self], key=_place)

    @property
    def lefts(self) -> list[Token]:
        """The dependents before the word."""
        return [child for child in self.children if child.i < self.i]

    @property
    def subtree(self) -> list[Token]:
        """The word and all below it, in the order of the text."""
        if not self.children:
            return [self]
        before: list[Token] = []
        after = [self]
        for child in self.children:
            (before if child.i < self.i else after).extend(child.subtree)
        return before + after

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words above, the nearest first."""
        above = self
        while above._head is not above:
            above = above._head
            yield above

    @property
    def left_edge(self) -> Token:
        """The first word at or below this one."""
        return min(self.subtree, key=_place) if self.children else self

    @property
    def right_edge(self) -> Token:
        """The last word at or below this one."""
        return max(self.subtree, key=_place) if self.children else self

    @property
    def sent(self) -> Span:
        """The sentence that the word is in."""
        return self.doc.sents[bisect_right(self.doc.sents, self.i, key=_start) - 1]

    def is_ancestor(self, below: Token) -> bool:
        """Whether the other word depends on this one, straight or through others."""
        return any(above is self for above in below.ancestors)

    def nbor(self, away: int = 1) -> Token:
        """The word so many places on, or back."""
        return self.doc.tokens[self.i + away]


class Span:
    """A stretch of words, half-open."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> list[Token]: ...
    def __getitem__(self, key: int | slice) -> Token | list[Token]:
        return self.doc.tokens[self.start : self.end][key]

    @property
    def start_char(self) -> int:
        """Where the text of the span begins."""
        return self.doc.tokens[self.start].idx

    @property
    def text(self) -> str:
        """The words as the text has them."""
        if self.start >= self.end:
            return ""
        last = self.doc.tokens[self.end - 1]
        return self.doc.text[self.start_char : last.idx + len(last.text)]

    @property
    def root(self) -> Token:
        """The word that is highest in the tree, the first of several; a bare mark only in need."""
        tokens = self.doc.tokens[self.start : self.end]
        if len(tokens) == 1:
            return tokens[0]
        for token in tokens:
            if token._head is token:
                return token
        hung = [t for t in tokens if not self.start <= t._head.i < self.end]
        return min(hung, key=_rank) if hung else tokens[0]


class Doc:
    """A text as words, sentences and entities."""

    __slots__ = ("ents", "sents", "text", "tokens")

    def __init__(self) -> None:
        self.text = ""
        self.tokens: list[Token] = []
        self.sents: list[Span] = []
        self.ents: list[Span] = []

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, int):
            return self.tokens[key]
        start, end, _ = key.indices(len(self.tokens))
        return Span(self, start, max(start, end))


def plain(parsed: Parsed) -> Doc:
    """The parse of a doc, of which nothing is changed whatever becomes of this one."""
    doc = Doc()
    strings = _strings_of(parsed.vocab.strings)
    words = [map(strings.__getitem__, parsed.to_array(name).tolist()) for name in _WORDS]
    flags = [parsed.to_array(name).astype(bool).tolist() for name in _FLAGS]
    places = parsed.to_array("IDX").tolist()
    rows = zip(*words, *flags, strict=True)
    doc.tokens = tokens = [
        Token(doc, i, idx, row) for i, (idx, row) in enumerate(zip(places, rows, strict=True))
    ]
    doc.text = "".join([part for token in tokens for part in (token.text, token.whitespace_)])
    heads = parsed.to_array("HEAD").astype("int64").tolist()  # relative
    below: dict[int, list[Token]] = {}
    for token, away in zip(tokens, heads, strict=True):
        if away:
            token._head = tokens[token.i + away]
            below.setdefault(token._head.i, []).append(token)
    for i, dependents in below.items():
        tokens[i].children = dependents
    opened = (parsed.to_array("SENT_START") == 1).nonzero()[0].tolist()
    starts = sorted({0, *opened, len(tokens)})
    doc.sents = [Span(doc, *ends) for ends in pairwise(starts)]
    doc.ents = list(_entities(doc, parsed.to_array("ENT_IOB").tolist()))
    return doc


def _entities(doc: Doc, places: list[int]) -> Iterator[Span]:
    """The entities by spaCy's codes for where in one a word stands: asking it for them is slow."""
    start = None
    for i, place in enumerate([*places, _OUTSIDE]):
        if start is not None and place != _INSIDE:
            yield Span(doc, start, i, doc.tokens[start].ent_type_)
            start = None
        if place == _BEGIN or (place == _INSIDE and start is None):
            start = i


_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3


def lay_on(parsed: Parsed, doc: Doc) -> None:
    """Change the parse of a doc to this one, as far as the two differ."""
    for word, token in zip(parsed, doc, strict=True):
        if word.head.i != token.head.i:
            word.head = parsed[token.head.i]
        for name in ("lemma_", "pos_", "tag_", "dep_"):
            if getattr(word, name) != getattr(token, name):
                setattr(word, name, getattr(token, name))


_MOST_STRINGS = 200_000


@cache
def _strings_of(strings: StringStore) -> _Strings:
    return _Strings(strings)


class _Strings(dict[int, str]):
    """spaCy's strings, each decoded once; not so many as a library has."""

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings

    def __missing__(self, key: int) -> str:
        if len(self) >= _MOST_STRINGS:
            self.clear()
        return self.setdefault(key, self._strings[key])


def _place(token: Token) -> int:
    return token.i


def _start(span: Span) -> int:
    return span.start


def _rank(token: Token) -> int:
    is_mark = (token.is_punct or token.is_space) and not token.children
    return len(token.doc) if is_mark else sum(1 for _ in token.ancestors)
