"""The language pipeline: documents in, parsed spaCy docs out, offset for offset the same text."""

from __future__ import annotations

import gc
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from kg.collector import without_collector
from kg.fingerprint import DEFAULT_PIPELINE, check_installed
from kg.model import Document
from kg.sparing import put_off
from kg.truecase import (
    Casing,
    is_title_case,
    observe,
    recase_names,
    recase_prepositions,
    recase_title,
)

with put_off("spacy.cli", "spacy.cli.info"):  # a third of the time: clients of HTTP among it
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.util import compile_suffix_regex

PIECE = 20_000  # characters of a block that are read as one, be it all on one line
UNBROKEN = 4_000  # characters that may be one sentence
_MOST_PIECES, _MOST_WORDS = 64, 10_000  # parsed at once: memory stays flat on any document
UNREAD = frozenset({"boilerplate", "table"})
_PARSED = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"]


@cache
@without_collector
def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """Load a spaCy pipeline by its package name or folder.

    Raises PipelineError, with the line that installs it, where it is missing.
    """
    check_installed(name)
    with warnings.catch_warnings():
        # W095: made with spaCy 3.7; compared with the official release, it parses the same on 3.8.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(name, exclude=_UNREAD.get(name, ()))
    _set_tokenizer(nlp)
    gc.collect()
    gc.freeze()  # the pipeline stays: collecting garbage need not go through it each time
    return nlp


# The words that have a vector: 770,000, which take half of the loading and 130 MB. The words of a
# text find their vectors by their hashes, and are added as they come; the parse of six gold sets
# is the same, token for token.
_UNREAD = {DEFAULT_PIPELINE: ("strings",)}

# Word parts that the treebank behind the parser leaves whole, "re-open", "anti-government", where
# spaCy's tokenizer cuts: Taylor, Warner & Warner, "English Treebank 2 Guidelines", LDC 2005.
_AFFIX = re.compile(
    "(?i)(?:ante|anti|arch|bi|bio|co|counter|cross|cyber|de|e|eco|ex|extra|hyper|inter|intra|macro|"
    "mega|meta|micro|mid|mini|mono|multi|neo|non|over|pan|para|post|pre|pro|pseudo|quasi|re|semi|"
    "sub|super|supra|trans|tri|ultra|un|under|uni|vice)-"
)


# Ranks before a name that spaCy's tokenizer takes for the end of a sentence.
_RANKS = "Brig. Capt. Cmdr. Col. Cpl. Det. Insp. Lt. Maj. Pte. Pvt. Sgt. Supt.".split()


def _set_tokenizer(nlp: Language) -> None:
    """Let the tokenizer keep a hyphen after an affix, and part a full stop from "AT&T.", "X.".

    It keeps the one of "Sgt.".
    """
    tokenizer: Any = nlp.tokenizer
    find = getattr(tokenizer, "infix_finditer", None)
    if find is None:  # not spaCy's own
        return

    def find_infixes(text: str) -> Iterator[re.Match[str]]:
        return (m for m in find(text) if m[0] != "-" or not _AFFIX.fullmatch(text, 0, m.end()))

    suffixes = [*(nlp.Defaults.suffixes or ()), r"(?<=&[A-Z])\.", r"(?<=^X)\."]
    rules = {**tokenizer.rules, **{rank: [{"ORTH": rank}] for rank in _RANKS}}
    tokenizer.rules = {}  # they are read anew at each change
    tokenizer.infix_finditer = find_infixes
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.rules = rules


def parse_documents(
    documents: Iterable[Document], *, pipeline: str = DEFAULT_PIPELINE
) -> Iterator[tuple[Document, Doc]]:
    """Parse each document block by block, so that no sentence crosses a block's border.

    `doc.text == document.text`. Gaps, tables and boilerplate are tokens without a dependency, each
    run of them a sentence of its own: see `iter_sentences`.
    """
    nlp = load_pipeline(pipeline)
    pieces = (piece for document in documents for piece in _pieces(nlp, document))
    docs = (
        pair
        for batch in _batches(pieces)
        for pair in nlp.pipe(batch, as_tuples=True, batch_size=_MOST_PIECES)
    )
    for _, group in groupby(docs, key=lambda pair: pair[1].document.id):
        yield _join(nlp, list(group))


def _batches(pieces: Iterable[tuple[Doc, _Place]]) -> Iterator[list[tuple[Doc, _Place]]]:
    """Pieces that are parsed at once: not many, nor with many words together."""
    batch: list[tuple[Doc, _Place]] = []
    words = 0
    for piece in pieces:
        size = len(piece[0])
        if batch and (len(batch) == _MOST_PIECES or words + size > _MOST_WORDS):
            yield batch
            batch, words = [], 0
        batch.append(piece)
        words += size
    if batch:
        yield batch


def parse_tokenized(lines: Iterable[str], *, pipeline: str = DEFAULT_PIPELINE) -> Iterator[Doc]:
    """Parse one sentence a line whose tokens are separated by spaces, keeping the tokens."""
    nlp = load_pipeline(pipeline)
    yield from nlp.pipe((_sentence(nlp, line.split()) for line in lines), batch_size=64)


def _sentence(nlp: Language, words: list[str]) -> Doc:
    """The words as one sentence, which the parser then leaves whole."""
    return Doc(nlp.vocab, words=words, sent_starts=[i == 0 for i in range(len(words))])


class _Place(NamedTuple):
    """Where a piece is from, with the words that it has there if it is parsed with others."""

    document: Document
    start: int = 0
    end: int = 0
    words: list[str] | None = None


def _pieces(nlp: Language, document: Document) -> Iterator[tuple[Doc, _Place]]:
    """The readable pieces of a document; one empty piece where there is none."""
    readable = [b for b in document.blocks if b.kind not in UNREAD and b.start < b.end]
    casing = observe([document.text[b.start : b.end] for b in readable if b.kind != "heading"])
    is_empty = True
    for block in readable:
        for start, end in _cut(document.text, block.start, block.end):
            doc = nlp.make_doc(document.text[start:end])
            _start_after_clocks(doc)
            words = [token.text for token in doc]
            recased = _recased(nlp, words, casing, block.kind)
            if recased == words:
                yield doc, _Place(document, start, end)
            else:
                spaces = [bool(token.whitespace_) for token in doc]
                starts: list[bool | int | None] = [token.is_sent_start or None for token in doc]
                doc = Doc(nlp.vocab, words=recased, spaces=spaces, sent_starts=starts)
                yield doc, _Place(document, start, end, words)
            is_empty = False
    if is_empty:
        yield Doc(nlp.vocab), _Place(document)


def _start_after_clocks(doc: Doc) -> None:
    """Begin a sentence after "3 p.m." where a small word has a capital, as no name does."""
    for token in doc[1:]:
        if token.text in _OPENERS and doc[token.i - 1].lower_ in {"a.m.", "p.m."}:
            token.is_sent_start = True


_OPENERS = frozenset(
    "The A An He She It They We You I His Her Its Their Our This That These Those There In On At "
    "By For From After Before But And When While As If No Police Officials".split()
)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block into pieces of bounded length: after a sentence, else at a space, else anywhere.

    The space stays with the piece before it, so that it belongs to the sentence that it follows.
    What runs on without end is no sentence, and reading one costs the square of its words.
    """
    while end - start > UNBROKEN:
        most = min(end, start + PIECE)
        sentences = (match.end() for match in _SENTENCE_END.finditer(text, start, most))
        ends = [start, *sentences, most]
        endless = next((one for one, two in pairwise(ends) if two - one > UNBROKEN), None)
        if endless is None and most == end:
            break
        if endless is None:
            cut = ends[-2]
        elif endless > start:
            cut = endless
        else:
            middle, most = start + UNBROKEN // 2, start + UNBROKEN
            cut = text.rfind(" ", middle, most) + 1 or most
        yield start, cut
        start = cut
    yield start, end


_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?][\"')]* (?=[\"'(]?[A-Z])")  # never after "Mr."


def _recased(nlp: Language, words: list[str], casing: Casing, kind: str) -> list[str]:
    recased = recase_prepositions(recase_names(words, casing, _COUNTRIES, _all_words(nlp)), casing)
    if kind == "heading" and is_title_case(words):
        recased = recase_title(recased, casing, _common_words(nlp))
    return recased


@cache
def _common_words(nlp: Language) -> frozenset[str]:
    """Base forms that the lemmatizer knows as ordinary verbs, adjectives and adverbs."""
    return _words_of(nlp, "verb", "adj", "adv")


@cache
def _all_words(nlp: Language) -> frozenset[str]:
    """The same, with the nouns."""
    return _common_words(nlp) | _words_of(nlp, "noun")


def _words_of(nlp: Language, *kinds: str) -> frozenset[str]:
    if "lemmatizer" not in nlp.pipe_names:
        return frozenset()
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index", {})  # type: ignore[attr-defined]
    return frozenset(word for kind in kinds for word in index.get(kind, ()))


_COUNTRIES = frozenset(
    "china japan russia ukraine france germany india iran iraq israel italy spain turkey brazil "
    "canada mexico egypt syria taiwan australia poland greece britain korea vietnam".split()
)


def _join(nlp: Language, pieces: list[tuple[Doc, _Place]]) -> tuple[Document, Doc]:
    """One doc for the whole text: parsed pieces with the unread stretches between them."""
    document = pieces[0][1].document
    docs: list[Doc] = []
    position = 0
    for doc, place in pieces:
        docs += _unread(nlp, document.text[position : place.start])
        if len(doc):
            docs.append(doc if place.words is None else _restored(nlp, doc, place.words))
        position = place.end
    docs += _unread(nlp, document.text[position:])
    # Unread stretches have no tensor, and nothing later looks at one.
    joined = Doc.from_docs(docs, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]
    return document, joined or Doc(nlp.vocab)


def _unread(nlp: Language, text: str) -> list[Doc]:
    if not text:
        return []
    doc = nlp.make_doc(text)
    doc[0].is_sent_start = True
    return [doc]


def _restored(nlp: Language, doc: Doc, words: list[str]) -> Doc:
    """The parse on the words as the document has them."""
    original = Doc(nlp.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc])
    return original.from_array(_PARSED, doc.to_array(_PARSED))  # type: ignore[arg-type]
