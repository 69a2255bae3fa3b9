"""spaCy docs from hand-written parses, so that extraction is tested without a language model.

A parse is a line a word, or words with "|" between them, each word as
`form dependency head [tag [part of speech [lemma]]]`, the lemma also as `=lemma` alone. The head
is a form of the sentence, or `form/n` for the n-th of several; what is left out is read off the
dependency and the form.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

import spacy
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from kg.extract import read as read_doc
from kg.extract.repair import repair
from kg.model import Block, Document, Proposition, Reading

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
    lines = [line.split() for line in re.split(r"[\n|]", text.strip())]
    given = [next((w[1:] for w in line[3:] if w[0] == "="), "") for line in lines]
    rows = [line[:3] + [w for w in line[3:] if w[0] != "="] for line in lines]
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
        lemmas=[lemma or _lemma(row) for lemma, row in zip(given, rows, strict=True)],
    )


def with_names(doc: Doc, **labels: str) -> Doc:
    """Lay entities on a doc as a pipeline would: words joined by "_" give the label."""
    words = [token.text for token in doc]
    ents = []
    for name, label in labels.items():
        parts = name.split("_")
        starts = [i for i in range(len(words)) if words[i : i + len(parts)] == parts]
        ents += [Span(doc, i, i + len(parts), label=label) for i in starts]
    doc.set_ents(filter_spans(ents))
    return doc


# Who and what the invented sentences are about, as a pipeline would label them.
CAST = {
    "Mara": "PERSON", "Bo": "PERSON", "Ossia": "ORG", "Oslo": "GPE", "Lund": "GPE",
    "Norway": "GPE", "Iceland": "GPE", "Friday": "DATE", "Monday": "DATE", "May": "DATE",
}  # fmt: skip


def read(
    text: str, *, heading: bool = False, without: Collection[str] = (), **labels: str
) -> Reading:
    """What extraction reads in a parse whose names have these labels, besides those of `CAST`."""
    doc = with_names(parse(text), **CAST | labels)
    block = Block("heading" if heading else "paragraph", 0, len(doc.text))
    return read_doc(Document("d1", doc.text, (block,), "d1.txt"), doc, without=without)


def claims(
    text: str, *, rule: str, heading: bool = False, without: Collection[str] = (), **labels: str
) -> list[str]:
    """What one construction reads in a parse, a line a proposition: see `told`."""
    reading = read(text, heading=heading, without=without, **labels)
    return [told(p) for p in reading.propositions if p.rule == rule]


def told(proposition: Proposition) -> str:
    """A proposition on one line: subject, label and object, between them "|".

    In front, in brackets, what is not plainly asserted of the past or present; behind, the
    speakers.
    """
    parts = [m.text for m in proposition.mentions("subject")] + [proposition.predicate.label]
    parts += [m.text for m in proposition.mentions("object")]
    flags = [proposition.polarity] if proposition.polarity != "positive" else []
    flags += [proposition.certainty] if proposition.certainty != "certain" else []
    flags += [proposition.tense] if proposition.tense == "future" else []
    flags += ["asked"] if proposition.asked else []
    marks = f"[{' '.join(flags)}] " if flags else ""
    said = "".join(f" @{m.text}" for m in proposition.said_by)
    return marks + " | ".join(parts) + said


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


def hung(text: str, form: str, **labels: str) -> tuple[str, str]:
    """By what a word hangs, and on which, when its parse is mended."""
    token = next(t for t in repair(with_names(parse(text), **labels)) if t.text == form)
    return token.dep_, token.head.text
