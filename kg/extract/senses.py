"""Which of two things a noun means in its text: "the strike" of dockworkers, or on a port."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.syntax import child, children, verb_lemma
from kg.extract.tree import Doc, Token
from kg.words import noun_class

# Where people stop work, and what such a strike is like.
_WORK = frozenset(
    "port rail railway train bus tube subway metro transit transport dock postal airline airport "
    "school hospital factory mine truck garbage labor labour wildcat sympathy indefinite "
    "nationwide open-ended rolling all-out".split()
)
_LONG = re.compile(r".+-(?:day|hour|week|month|year|long)")
_STOPPING = frozenset(
    {"stage", "call", "call off", "avert", "settle", "join", "break", "suspend", "prolong"}
)
_ABOUT_WORK = frozenset(
    "union wage pay salary walkout picket worker employee employer staff striker workforce "
    "dockworker".split()
)
_ARMED = frozenset(
    "airstrike missile drone rocket bomb shell warplane jet troop militant army soldier "
    "fighter warhead munition military".split()
)
_FIGHTERS = frozenset("rebel militant soldier pirate terrorist insurgent guerrilla".split())


def stops_work(strike: Token) -> bool:
    """Whether a strike is one of workers, by its own words, or else by those of its text."""
    return _is_called_so(strike) or _tells_of_work(strike.doc)


def _is_called_so(strike: Token) -> bool:
    above = strike.head
    if strike.dep_ == "pobj" and above.lower_ == "on" and not child(strike, "det", "poss"):
        return True  # "the pilots are on strike"
    if strike.dep_ == "dobj" and verb_lemma(above) in _STOPPING:
        return True
    return any(
        verb_lemma(c) in _WORK
        or _LONG.fullmatch(c.lower_)
        or (
            c.pos_ == "NOUN"
            and noun_class(verb_lemma(c)) == "Person"
            and verb_lemma(c) not in _FIGHTERS
        )
        for c in children(strike, "amod", "compound", "nmod", "poss")
    )


@lru_cache(2)
def _tells_of_work(doc: Doc) -> bool:
    """Whether a text has words of work and none of war."""
    nouns = {verb_lemma(token) for token in doc if token.pos_ == "NOUN"}
    return not nouns.isdisjoint(_ABOUT_WORK) and nouns.isdisjoint(_ARMED)
