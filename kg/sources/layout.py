"""What belongs to the page by where it stands: menus, links, comments, who the author is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.sources.boilerplate import is_opener
from kg.sources.drafts import Piece

Flags = Sequence[bool]  # for each piece, whether its words alone tell that it is not the article


def find_surroundings(pieces: Sequence[Piece], aside: Flags, *, author: str) -> Iterator[int]:
    """The places of pieces that their neighbours, or the author's name, give away."""
    yield from _find_links(pieces, aside)
    yield from _find_spoken_lists(pieces)
    yield from find_comments(pieces)
    yield from _find_credits(pieces, aside)
    yield from _find_lives(pieces, author)


def is_line(text: str) -> bool:
    """Whether a text is short and no full stop ends it."""
    return len(text.split()) <= SHORT and (text.endswith("...") or not ENDS.search(text))


SHORT = 16  # words; newspapers' headings have fewer
ENDS = re.compile(r"[.!?;,][\"')\] ]*$")

_MANY = 4  # lines without a sentence in a row: no article has so many headings
_KEPT = 2  # of them: a title and what stands under it, or a heading and one within it
_FEWEST = 3  # sentences or paragraphs of an article; a list of headlines has fewer


def _find_links(pieces: Sequence[Piece], aside: Flags) -> Iterator[int]:
    """The lines under "Related stories", and those of menus: in a row, before other headings."""
    texts = sum(not (is_aside or _is_link(p)) for p, is_aside in zip(pieces, aside, strict=True))
    most = _MANY if texts >= _FEWEST else len(pieces)
    run: list[int] = []
    is_open = False
    for place, piece in enumerate(pieces):
        if aside[place]:
            is_open = is_open or is_opener(piece.text)
        elif is_open and _is_link(piece):
            yield place
        elif _is_link(piece) and _may_be_in_menu(piece):
            run.append(place)
        else:
            yield from run[:-_KEPT] if len(run) >= most else ()
            run, is_open = [], False


def _find_spoken_lists(pieces: Sequence[Piece]) -> Iterator[int]:
    """Links between "list 1 of 3" and "end of list", which a page says to those who hear it."""
    start = None
    for place, piece in enumerate(pieces):
        if re.fullmatch(r"list 1 of \d+", piece.text, re.IGNORECASE):
            start = place
        elif start is not None and re.fullmatch("end of list", piece.text, re.IGNORECASE):
            yield from range(start, place + 1)
            start = None


def _is_link(piece: Piece) -> bool:
    """Whether it may be one: "The minister said:" is none, as something follows."""
    return (
        piece.kind in ("heading", "paragraph", "list")
        and is_line(piece.text)
        and not piece.text.endswith(":")
    )


def _may_be_in_menu(piece: Piece) -> bool:
    """Not marked as heading or list, and no line of a text that was wrapped in a narrow column."""
    return piece.kind == "paragraph" and not piece.text[0].islower()


def find_comments(pieces: Sequence[Piece]) -> Iterator[int]:
    """All from where readers speak: "Leave a reply", "Kai says:", "Reply"."""
    opening = next((i for i, p in enumerate(pieces) if i and _COMMENTS.fullmatch(p.text)), None)
    if opening is not None and any(_SPEAKER.fullmatch(p.text) for p in pieces[opening:]):
        yield from range(opening, len(pieces))


_COMMENTS = re.compile(
    r"(?:leave a (?:reply|comment)|(?:\d+ |reader |your |all )?comments?:?"
    r"|\d+ (?:responses|thoughts)(?: (?:to|on) .*)?|post a comment"
    r"|join the (?:conversation|discussion))",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"(?:\S+ ){1,3}(?:says|wrote|commented):?|reply", re.IGNORECASE)

_LAST_WORDS = 60


def _find_credits(pieces: Sequence[Piece], aside: Flags) -> Iterator[int]:
    """What a rule parts from the end of the article: who reported from where, what to follow."""
    rule = max((i for i, p in enumerate(pieces) if _RULE.fullmatch(p.text)), default=None)
    if rule is None:
        return
    tail = pieces[rule + 1 :]
    if tail and _MAIL.match(tail[0].text):
        return  # another mail, which this one answers
    tells = any(aside[rule + 1 :]) or any(_REPORTED.search(p.text) for p in tail)
    if tells and sum(len(p.text.split()) for p in tail) <= _LAST_WORDS:
        yield from range(rule + 1, len(pieces))


_MAIL = re.compile(r"From: .*@")
_RULE = re.compile(r"(?:[_*#=~•–—-] ?){2,}")
_REPORTED = re.compile(
    r"\b(?:reported from|contributed|writers?|follow|newsletter)\b", re.IGNORECASE
)


def _find_lives(pieces: Sequence[Piece], author: str) -> Iterator[int]:
    """Paragraphs that tell who the author is."""
    names = [" ".join(name.split()) for name in re.split(r"[,;&|]| and ", author)]
    forms = {form for name in names if " " in name for form in (name, name.split()[-1])}
    if forms:
        life = re.compile(rf"(?i:{'|'.join(map(re.escape, sorted(forms)))}) (?:{_LIVES})\b")
        yield from (i for i, p in enumerate(pieces) if p.kind != "heading" and life.match(p.text))


_LIVES = (
    "is (?:a|an|the|our|based|also|currently)|was (?:a|an|the) |covers?|covered|writes?|joined"
    "|reports? (?:on|for|from)|reported from|(?:has )?(?:worked|works) (?:as|at|for|in)"
    "|has (?:been|covered|reported)|can be reached|contributed|lives in"
)
