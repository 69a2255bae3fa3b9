"""More texts out of few: the same articles with other names and years, so that none repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

# A capital after a small letter: a name, and not the first word of a sentence.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_WORD = re.compile(r"\b[A-Z][a-z]{2,}\b")
_YEAR = re.compile(r"\b(19|20)(\d\d)\b")
_KEPT = frozenset(  # which the calendar needs
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


def iter_varied(texts: Sequence[str], count: int, seed: int = 7) -> Iterator[str]:
    """So many texts: these as they are, then copies in which the names have changed places.

    A name is the same throughout a copy, so that who is who in it is as hard as in the original,
    and all names are of these texts, so that copies share them as papers do.
    """
    common = {word for text in texts for word in re.findall(r"\b[a-z]+\b", text)}
    names = {name for text in texts for name in _NAME.findall(text)} - _KEPT
    pool = sorted(name for name in names if name.lower() not in common)
    for number in range(count):
        text = texts[number % len(texts)]
        if number < len(texts):
            yield text
            continue
        random = Random(f"{seed} {number}")
        other = dict(zip(pool, random.sample(pool, len(pool)), strict=True))
        years = random.randrange(1, 20)
        text = _WORD.sub(lambda m, other=other: other.get(m[0], m[0]), text)
        yield _YEAR.sub(lambda m, years=years: f"{m[1]}{(int(m[2]) + years) % 100:02}", text)
