"""What a page says about itself: advertisements, rules for comments, buttons, notices.

The phrases are data, in `kg/data/boilerplate.tsv`, and are weighed against the length of the
paragraph, so that one of them in a report about the press does not cost the report.
"""

from __future__ import annotations

import csv
import functools
import re
from importlib.resources import files
from typing import NamedTuple

from kg.sources.language import is_foreign_line

_MAX_LINE_WORDS = 14  # buttons, links and credits are short


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph or heading belongs to the page and not to the article.

    >>> is_boilerplate("Subscribe to our newsletter for more stories like this.")
    True
    >>> is_boilerplate("The council said the paper had to delete comments that readers post.")
    False
    """
    return (
        not re.search(r"\w", text)
        or _is_interface_line(text)
        or is_foreign_line(text)
        or _weigh(text) >= max(1, _count_sentences(text))
    )


class _Cue(NamedTuple):
    scope: str
    weight: float
    pattern: re.Pattern[str]


@functools.cache
def _cues() -> tuple[_Cue, ...]:
    lines = (files("kg") / "data" / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return tuple(
        _Cue(row["scope"], float(row["weight"]), re.compile(row["pattern"], re.IGNORECASE))
        for row in rows
    )


def _is_interface_line(text: str) -> bool:
    words = len(text.split())
    if words > _MAX_LINE_WORDS:
        return False
    is_sentence = words >= 5 and text[-1] in ".!" and not text.endswith("...")
    scopes = ("notice",) if is_sentence else ("notice", "line")
    line = text.strip(" .:>»|*[]()-•→›").strip()
    return any(cue.scope in scopes and cue.pattern.fullmatch(line) for cue in _cues())


def _weigh(text: str) -> float:
    said = _QUOTED.sub(" ", text)  # "We use cookies," the minister said - a person speaks
    return sum(
        cue.weight * len(cue.pattern.findall(said)) for cue in _cues() if cue.scope == "phrase"
    )


_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)")


def _count_sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s|$)", text))
