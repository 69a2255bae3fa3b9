"""What a page says about itself: advertisements, rules for comments, buttons, notices.

The phrases are data, in `kg/data/boilerplate.tsv`, and are weighed against the length of the
paragraph, so that one of them in a report about the press does not cost the report.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import NamedTuple

from kg.sources.language import is_foreign_line

_MAX_LINE_WORDS = 14  # buttons, links and credits are short
_MAX_LINE = 200  # characters of several in a row


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
        or is_caption(text)
        or is_foreign_line(text)
        or _weigh(text) >= max(1, _count_sentences(text))
    )


def is_opener(text: str) -> bool:
    """Whether links to other articles stand under this line.

    >>> is_opener("Related Stories"), is_opener("A related story")
    (True, False)
    """
    return len(text.split()) <= _MAX_LINE_WORDS and _fits(text, ("opener",))


def is_caption(text: str) -> bool:
    """Whether a photographer's credit ends it, or it says that it is of a file photo.

    >>> is_caption("The mayor leaves the hall in Vell. REUTERS/Ada Holm/File Photo")
    True
    """
    if len(text) > 10 * _MAX_CAPTION_WORDS:
        return False
    text = _LICENCE.sub("", text)
    return (_FILE.match(text) or _CREDIT.search(text, len(text) - _REACH)) is not None


_MAX_CAPTION_WORDS = 70
_LICENCE = re.compile(r" ?(?:Purchase|Acquire) Licensing Rights.*$")
_PERSON = r"[A-Z][\w'-]+(?: [A-Z][\w.'-]*){1,3}"
_FILE = re.compile(r"\(?(?:FILE|File)(?: (?:PHOTO|photo|image|picture|pic))?\)?(?: ?[:-] | of )")
_REACH = 100  # characters that a credit takes
_CREDIT = re.compile(
    rf"(?:^|[ (\[])[A-Z][A-Z]+(?: (?:Photo|via [A-Z]+))?/{_PERSON}"
    r"(?:[/,] ?(?:File|Pool)(?: Photo)?)?[)\].]*$"
    rf"|[(\[]{_PERSON}(?: ?/ ?| via |, for )[A-Z][\w ]+[)\]]\.?$"
    r"|\b(?:AFP|AP|EPA|Reuters|via|/) ?(?:via )?Getty(?: Images)?[)\].]*$"
    r"|(?:^|[.!?] |[(\[])(?:Photo(?:graph)?|Picture|Image|Credit)s?(?: [Cc]redit)?"
    r"(?: by |: | courtesy )[^.!?]{2,60}\.?$"
)


class _Cue(NamedTuple):
    scope: str
    weight: float
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@functools.cache
def _cues() -> tuple[_Cue, ...]:
    lines = (files("kg") / "data" / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return tuple(
        _Cue(
            row["scope"],
            float(row["weight"]),
            tuple(row["needs"].split(",")),
            re.compile(row["pattern"], re.IGNORECASE),
        )
        for row in rows
    )


def _is_interface_line(text: str) -> bool:
    words = max(len(part.split()) for part in text.split(" | "))
    if words > _MAX_LINE_WORDS or len(text) > _MAX_LINE:
        return False
    is_sentence = words >= 5 and text[-1] in ".!" and not text.endswith("...")
    return _fits(text, ("notice",) if is_sentence else ("notice", "line", "opener"))


def _fits(text: str, scopes: Iterable[str]) -> bool:
    parts = [part.strip(_FRINGE) for part in re.split(r" [|•·»›>/] ", text.strip(_FRINGE))]
    patterns = [cue.pattern for cue in _cues() if cue.scope in scopes]
    whole = " | ".join(parts)
    return any(pattern.fullmatch(whole) for pattern in patterns) or all(
        any(pattern.fullmatch(part) for pattern in patterns) for part in parts
    )


_FRINGE = " .:>»|*[]()-–—•→›"


def _weigh(text: str) -> float:
    said = _QUOTED.sub(" ", text).lower()  # "We use cookies," the minister said - a person speaks
    return sum(
        cue.weight * len(cue.pattern.findall(said))
        for cue in _cues()
        if cue.scope == "phrase" and any(word in said for word in cue.needs)
    )


_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)")


def _count_sentences(text: str) -> int:
    """Those of three words at least: "Log in." is none."""
    return sum(len(part.split()) > 2 for part in re.split(r"[.!?](?=\s|$)", text)[:-1])
