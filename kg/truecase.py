"""Which letters a careful editor would have written: headlines in title case, names in lower case.

The parser reads "Plan Spring Meeting" as one long name and "china views" as nothing at all. Words
are recased before the parse from what the rest of the document does, and put back after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.words import name_gender

_WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*")
_SMALL = frozenset(
    "a an the and or but nor as at by for from in into of off on onto over to up via with amid "
    "amidst after before against during is are was were be been has have had will would can could "
    "may might must should not no it its his her their he she they that this these those who what "
    "when where why how than then new more most under between about among".split()
)
_ENDINGS = (("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"),
            ("ing", ""), ("ing", "e"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Casing:
    """How often a document's running text writes each word with a capital, and without."""

    upper: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def observe(paragraphs: Sequence[str]) -> Casing:
    """Count the words of running text, except the first of a sentence."""
    casing = Casing()
    for paragraph in paragraphs:
        for sentence in re.split(r"(?<=[.!?:;\"“”])\s+", paragraph):
            words = _WORD.findall(sentence)
            for previous, word in pairwise(words):
                if word[0].isupper():
                    casing.upper[word.lower()] += 1
                    if previous[0].isupper():
                        casing.pairs[previous.lower(), word.lower()] += 1
                else:
                    casing.lower[word] += 1
    return casing


def is_title_case(words: Sequence[str]) -> bool:
    """Whether a heading capitalises its ordinary words too.

    >>> is_title_case("Rival Ports Sign Deal on Ferry Routes".split())
    True
    >>> is_title_case("Rival ports in Hamburg sign deal on ferry routes".split())
    False
    """
    long = [w for w in words if len(w) > 3 and w[0].isalpha() and w.lower() not in _SMALL]
    return len(long) >= 3 and sum(w[0].isupper() for w in long) > 0.8 * len(long)


def recase_title(words: Sequence[str], casing: Casing, common: frozenset[str]) -> list[str]:
    """Lower the words of a title-case heading that are no names.

    `common` holds the base forms of ordinary verbs, adjectives and nouns. The running text
    decides where it has the word; the first word is left as it is.
    """
    return [
        word if i == 0 or not _is_ordinary(word, casing, common) else word.lower()
        for i, word in enumerate(words)
    ]


def recase_names(
    words: Sequence[str],
    casing: Casing,
    countries: frozenset[str],
    ordinary: frozenset[str] = frozenset(),
) -> list[str]:
    """Raise the names that were typed in lower case: "Maria lopez", "while france views".

    A surname rises after the given name that it follows elsewhere, where its owner speaks ("vale
    said"), and anywhere if it is no ordinary word; a country that is mostly written with a capital
    here rises anywhere.
    """
    recased = list(words)
    surnames = {last for first, last in casing.pairs if name_gender(first.capitalize())}
    for i, word in enumerate(words):
        if not word.islower():
            continue
        after_given_name = i > 0 and words[i - 1][:1].isupper() and (
            casing.pairs[words[i - 1].lower(), word] >= 2 and casing.upper[word] >= 2
        )  # fmt: skip
        is_country = word in countries and casing.upper[word] >= 2 * casing.lower[word] > 0
        is_surname = word in surnames and (
            _speaks(words, i) or (bool(ordinary) and word not in ordinary)
        )
        if after_given_name or is_country or is_surname:
            recased[i] = word.capitalize()
    return recased


def _speaks(words: Sequence[str], i: int) -> bool:
    """Whether a word without article is the subject of a verb of saying: "…, vale said"."""
    before = words[i - 1].lower() if i else ""
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if before in _SAYING:
        return not after.isalpha() or after in _AFTER_SPEAKER
    is_first = not before[:1].isalnum() or before in _BEFORE_SPEAKER
    return is_first and after in _SAYING


_SAYING = frozenset(
    "says said adds added tells told asks asked announced argued claimed denied insisted replied "
    "stated wrote warned".split()
)
_BEFORE_SPEAKER = frozenset("and as but that when while mr mrs ms dr".split())
_AFTER_SPEAKER = frozenset("after at during in last on that when while".split())


def recase_prepositions(words: Sequence[str], casing: Casing) -> list[str]:
    """Lower a preposition that opens a sentence before a name: "Near Lund, four men …".

    The parser knows it best in lower case, and takes it for part of the name otherwise. "Near East"
    stays, and so does what the text writes as a name elsewhere.

    >>> recase_prepositions("Near Lund , men met . Near East talks".split(), Casing())
    ['near', 'Lund', ',', 'men', 'met', '.', 'Near', 'East', 'talks']
    """
    recased = list(words)
    last = "."
    for i, (word, after) in enumerate(pairwise(words)):
        opens = last in _STOPS
        last = last if word.isspace() else word
        pair = word.lower(), after.lower()
        is_name = (casing.upper[pair[0]] and casing.pairs[pair]) or pair == ("near", "east")
        if opens and word[0].isupper() and pair[0] in _OPENING and after[:1].isupper():
            recased[i] = word if is_name or word.isupper() else pair[0]
    return recased


_STOPS = frozenset({".", "!", "?", '"', "“", ":", "-", "—", "–"})
_OPENING = frozenset(
    "aboard across along alongside amid around behind beneath beyond despite inside near off "
    "outside throughout unlike via within".split()
)


def _is_ordinary(word: str, casing: Casing, common: frozenset[str]) -> bool:
    small = word.lower()
    if not word[:1].isupper() or (word.isupper() and len(word) > 1):
        return False
    if small in _SMALL:
        return True
    if casing.upper[small] or casing.lower[small]:
        return casing.lower[small] > casing.upper[small]
    return any(base in common for base in _bases(small))


def _bases(word: str) -> list[str]:
    stems = [
        word[: -len(e)] + r for e, r in _ENDINGS if word.endswith(e) and len(word) > len(e) + 2
    ]
    return [word, *stems]
