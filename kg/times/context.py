"""Words that are times in one place and not in another: "May", "2000", "the day"."""

from __future__ import annotations

import re

Match = re.Match[str]


def group(match: Match, name: str) -> str:
    """The first of the groups `name`, `name2`, `name3` that took part, in lower case; else ""."""
    groups = match.groupdict()
    found = (groups.get(f"{name}{number}") for number in ("", 2, 3))
    return next((words for words in found if words), "").lower()


def word_before(match: Match) -> str:
    """The word just before, or "" at the start or after punctuation."""
    words = re.search(
        r"([\w'%$£€-]+)[ (]*$", match.string[max(0, match.start() - 30) : match.start()]
    )
    return words[1] if words else ""


def word_after(match: Match) -> str:
    """The word just after, or "" at the end or before punctuation."""
    words = re.match(r" ([\w'-]+)", match.string[match.end() : match.end() + 30])
    return words[1] if words else ""


_PREPOSITIONS = frozenset(
    """in since until till by of from between and to through during before after for early late mid
    last next this on around about or in""".split()
)


def is_month(match: Match) -> bool:
    """`May` and `March` begin sentences, and `April Jones` is a person."""
    if match["year"] or match["which"] or " " in match[0] or "-" in match[0]:
        return True
    if word_before(match).lower() in _PREPOSITIONS:
        return True
    return match[0] not in ("May", "March", "August") and not word_after(match)[:1].isupper()


def is_year(match: Match) -> bool:
    """`In 2010`, `the 1991 agreement` and `Expo 2016`, not `killed 2000 people`."""
    before, after = word_before(match), word_after(match)
    if match["short"]:
        return before.lower() in _PREPOSITIONS or before == "the"
    if " " in match[0] or match["mid"]:
        return True
    if before.lower() == "of" and after[:1].islower() and after not in _AFTER_YEAR:
        return False
    if match["year"] < "1900":
        return before.lower() in ("in", "since", "of", "until", "from", "by", "between")
    return (
        before.lower() in _PREPOSITIONS | {"the", "a", "its", "their", "our", "'s"}
        or before[:1].isupper()
        or before.endswith("'s")
        or not after
    )


_AFTER_YEAR = frozenset("and or to through when which as by with for in at after before".split())


def is_weekday(match: Match) -> bool:
    """`Black Monday` is not last Monday."""
    return word_before(match) not in ("Black", "Good", "Bloody", "Super", "Cyber", "Palm", "Ash")


def is_day(match: Match) -> bool:
    """`ended the day lower`, not `the day of the vote`."""
    return bool(re.match(r"end|finish|clos|dur|for$|in$|of$", word_before(match))) and (
        word_after(match) not in ("of", "when", "that", "before", "after", "he", "she", "it")
    )


def is_season(match: Match) -> bool:
    """`In spring` and `this fall`, not `the fall of prices`, `a spring`, `Spring Street`."""
    if match["year"] or match["which"]:
        return True
    if match["season"] != match["season"].lower() or word_after(match) == "of":
        return False
    before = word_before(match).lower()
    return before in ("in", "during", "by", "until", "since", "before") and (
        match["season"] != "fall" or word_after(match) not in ("in", "from", "to", "for")
    )


def is_duration(match: Match) -> bool:
    """Not an age, not "a second", not "a quarter of", not a "zero day"."""
    if re.search(r"\b(?:zero|0)[ -]", match[0].lower()):
        return False
    unit = match["unit"] or ""
    following = match.string[match.end() : match.end() + 8]
    if re.match(r" old\b|,? aged|-old", following):
        return False
    if unit.lower() == "second":
        return match[0].endswith("s") or "-second" in match[0]
    in_a_row = re.search(r"consecutive|straight|past|last|next", match[0])
    return unit.lower() != "quarter" or bool(in_a_row) or not re.match(r" of\b", following)


def is_vague_duration(match: Match) -> bool:
    """`For years` and `decades-long`, not `his years at sea`."""
    return match[0].endswith("long") or word_before(match).lower() in (
        "for", "in", "within", "over", "after"
    )  # fmt: skip


def is_vague(match: Match) -> bool:
    """`In the past`, not `the past president`."""
    return not match[0].lower().endswith("past") or not word_after(match)


def is_clock(match: Match) -> bool:
    """`2:10` may be a score."""
    told = group(match, "zone") or match["half"]
    return bool(told) or word_before(match) in _CLOCK_WORDS


_CLOCK_WORDS = frozenset("at by until till from around about to before after since between".split())
