"""spaCy docs from hand-written parses, so that extraction is tested without a language model.

A parse is a line a word, or words with "|" between them, each word as
`form dependency head [tag [part of speech [lemma]]]`. The head is a form of the sentence, or
`form/n` for the n-th of several; what is left out is read off the dependency and the form.
"""

from __future__ import annotations

import re
from functools import cache

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_HAVE = frozenset({"has", "have", "had", "having"})
_TAGS = {
    "det": ("DT", "DET"), "prep": ("IN", "ADP"), "agent": ("IN", "ADP"), "aux": ("MD", "AUX"),
    "auxpass": ("VBD", "AUX"), "amod": ("JJ", "ADJ"), "acomp": ("JJ", "ADJ"),
    "advmod": ("RB", "ADV"), "neg": ("RB", "PART"), "prt": ("RP", "ADP"), "cc": ("CC", "CCONJ"),
    "punct": (".", "PUNCT"), "mark": ("IN", "SCONJ"), "case": ("POS", "PART"),
    "nummod": ("CD", "NUM"), "ROOT": ("VBD", "VERB"), "ccomp": ("VBD", "VERB"),
    "xcomp": ("VB", "VERB"), "advcl": ("VBG", "VERB"), "pcomp": ("VBG", "VERB"),
    "relcl": ("VBD", "VERB"), "acl": ("VBN", "VERB"),
}  # fmt: skip
_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON",
    "WDT": "PRON", "WP": "PRON", "EX": "PRON", "DT": "DET", "IN": "ADP", "TO": "PART",
    "MD": "AUX", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "WRB": "SCONJ", "RP": "ADP",
    "CC": "CCONJ", "CD": "NUM", "POS": "PART", "$": "SYM",
}  # fmt: skip
_PRONOUNS = frozenset("i you he she it we they him her them us me".split())


def parse(text: str) -> Doc:
    """Build a doc; one sentence for each root.

    >>> doc = parse("Dana nsubj praised\\npraised ROOT praised\\nhim dobj praised")
    >>> [(t.text, t.tag_, t.head.text) for t in doc]
    [('Dana', 'NNP', 'praised'), ('praised', 'VBD', 'praised'), ('him', 'PRP', 'praised')]
    """
    rows = [line.split() for line in re.split(r"[\n|]", text.strip())]
    words = [row[0] for row in rows]
    heads = [_find(words, row[2]) for row in rows]
    tags = [_tag(row) for row in rows]
    return Doc(
        _vocab(),
        words=words,
        heads=heads,
        deps=[row[1] for row in rows],
        tags=tags,
        pos=[_pos(row, tag) for row, tag in zip(rows, tags, strict=True)],
        lemmas=[_lemma(row) for row in rows],
    )


@cache
def _vocab() -> Vocab:
    return spacy.blank("en").vocab


def _find(words: list[str], head: str) -> int:
    form, _, nth = head.partition("/") if head not in words else (head, "", "")
    return [i for i, word in enumerate(words) if word == form][int(nth or 1) - 1]


def _tag(row: list[str]) -> str:
    form, dependency = row[:2]
    if len(row) > 3:
        return row[3]
    if form.lower() in _PRONOUNS:
        return "PRP"
    if form.lower() == "to":
        return "TO" if dependency == "aux" else "IN"
    if dependency in _TAGS:
        return _TAGS[dependency][0]
    if form[0].isupper():
        return "NNP"
    return "CD" if form[0].isdigit() else "NNS" if form.endswith("s") else "NN"


def _pos(row: list[str], tag: str) -> str:
    if len(row) > 4:
        return row[4]
    if row[1] in {"aux", "auxpass"} and tag != "TO":
        return "AUX"
    if row[0].lower() in _BE:
        return "AUX"
    if row[1] in _TAGS and len(row) == 3 and tag == _TAGS[row[1]][0]:
        return _TAGS[row[1]][1]
    return "VERB" if tag.startswith("VB") else _POS.get(tag, "PUNCT")


def _lemma(row: list[str]) -> str:
    form = row[0].lower()
    if len(row) > 5:
        return row[5]
    if form in _BE:
        return "be"
    return "have" if form in _HAVE else form
