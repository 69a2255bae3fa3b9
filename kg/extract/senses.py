"""Which of two things a word means: "the strike" of dockworkers or on a port, to spend a night."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def is_other_sense(type: str, verb: Token, objects: Sequence[Token], label: str) -> bool:
    """Whether a verb of an event class means something else with these objects.

    `label` is the type of what it is done to: "took on water" is no contest.
    """
    lemma, bare = verb_lemma(verb), [t.lemma_.lower() for t in objects]
    match type, lemma:
        case "Payment", "spend":
            return any(t.ent_type_ in {"DATE", "TIME"} or t.lemma_ in _TIMES for t in objects)
        case "Investment", "pour" | "pump":
            return not objects and label in {"Place", "Thing"}  # "poured into the streets"
        case "Statement", "add":  # "added a second goal", "was added to the list"
            is_done = bool(objects) or child(verb, "auxpass") is not None
            return is_done and child(verb, "ccomp") is None
        case "LeaderOf", "lead":
            return any(c.lower_ == "to" for c in children(verb, "prep"))  # "led them to the hut"
        case "Closure", "close":  # "closed 2 percent lower"
            return any(c.lower_ in _HEIGHTS for c in children(verb, "advmod", "acomp", "prt"))
        case "Statement", "write":
            return bool(bare) and child(verb, "ccomp") is None and _LETTERS.isdisjoint(bare)
        case "Competition", "take on":
            return label in {"Thing", "Work", "Law", "Event", "Money"}
    return False


_HEIGHTS = frozenset("higher lower up down flat unchanged above below".split())
_TIMES = frozenset("second minute hour day night evening week weekend month year life time".split())
_LETTERS = frozenset(
    "letter note message post email e-mail article column essay op-ed tweet blog memo statement "
    "editorial piece word".split()
)
