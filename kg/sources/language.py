"""Whether a text or a line is English."""

from __future__ import annotations

import re
from functools import lru_cache


def is_english_document(text: str) -> bool:
    """English by its function words, or in doubt by its letters."""
    words = _words(text[:20_000])
    if _is_other_script(words, text[:20_000]):
        return False
    share = sum(word in _FUNCTION_WORDS for word in words) / max(1, len(words))
    return share >= 0.08 or not words or not _is_foreign(" ".join(words[:1_000]))


@lru_cache(256)  # a document's lines are asked about again when they are counted
def is_foreign_line(line: str) -> bool:
    """Whether a line is surely in another language, so that an English reader skips it.

    A line with an English function word is not, and neither is a row of names.

    >>> is_foreign_line("Weitere Nachrichten werden geladen"), is_foreign_line("Volkswagen AG")
    (True, False)
    """
    words = _words(line)
    if _is_other_script(words, line):
        return True
    if len(words) < 2 or any(word in _FUNCTION_WORDS for word in words):
        return False
    return _COMMON_WORD.search(line) is not None and _is_foreign(" ".join(_LATIN.findall(line)))


_LETTER = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'-]+")
_COMMON_WORD = re.compile(r"(?<![\w'-])[a-z\u00df-\u00ff\u0101-\u024f]{3,}")

# Words that no other language in Latin letters writes often: not "in", "a", "on", "is", "me".
_FUNCTION_WORDS = frozenset(
    """the of and to with for by from that was were has have had will would could should said says
    this these those their they his her she he its not but or at as be been being are an it who
    which what when where why how after before about over under into than then there between against
    while during more most last new you your our we""".split()
)
_LANGUAGES = frozenset(
    "en de fr es it pt nl tr pl cs sk hu ro sv da no fi id ms vi ru uk bg el ar he fa ur hi bn ta "
    "th zh ja ko hr sl lt lv et ca sq sw az".split()
)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _LATIN.findall(text)]


def _is_other_script(words: list[str], text: str) -> bool:
    return 2 * sum(map(len, words)) < sum(map(len, _LETTER.findall(text)))


def _is_foreign(text: str) -> bool:
    import py3langid  # type: ignore[import-untyped, unused-ignore]  # slow, seldom needed

    scores = {code: score for code, score in py3langid.rank(text) if code in _LANGUAGES}
    return bool(max(scores.values()) > scores["en"] + _SURE)


# A difference of logarithms. Names pull English lines off by up to 20 ("Obama, Netanyahu meet").
_SURE = 25.0
