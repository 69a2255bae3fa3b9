"""Which of two things a word means: "the strike" of dockworkers or on a port, to spend a night."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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


def is_craft(probe: Token) -> bool:
    """Whether a probe is one that flies, by the words of its text: no inquiry."""
    return probe.lemma_ == "probe" and _tells_of_space(probe.doc)


@lru_cache(2)
def _tells_of_space(doc: Doc) -> bool:
    return any(token.lemma_.lower() in _SPACE for token in doc if token.pos_ in {"NOUN", "PROPN"})


_SPACE = frozenset(
    "spacecraft lander rover orbit orbiter asteroid comet astronaut cosmonaut moon".split()
)


def is_of_game(noun: Token) -> bool:
    """Whether a penalty or a strike is one of a game: nobody is punished, and nobody walks out."""
    return noun.lemma_ in {"penalty", "strike", "attack", "shot"} and _tells_of_game(noun.doc)


@lru_cache(2)
def _tells_of_game(doc: Doc) -> bool:
    """Whether a text has several words that only a report of a game has."""
    found = {token.lemma_.lower() for token in doc if token.pos_ == "NOUN"}
    return len(found & _GAMES) > 1


_GAMES = frozenset(
    "goalkeeper striker midfielder defender referee semifinal quarterfinal halftime equaliser "
    "equalizer hat-trick tournament umpire linesman".split()
)


def sense_of(type: str, verb: Token, objects: Sequence[Token], label: str) -> str:
    """The event class that a verb has with these objects, "" if it means something else with them.

    `label` is the type of what it is done to: "took on water" is no contest, and who "was released"
    was not published.
    """
    match type, verb_lemma(verb):
        case "Rejection", "dismiss" if label == "Person":
            return "Dismissal"
        case "Publication", "release" if label in {"Person", "Group"}:
            return "Release"
        case "Publication", "release" if label == "Money":
            return "Funding"
        case "Expulsion", "throw out" if label in {"Thing", "Event", "Law", "Work"}:
            return "Rejection"
        case "Performance", "appear" if _is_in_court(verb):
            return "Trial"
        case "Attack", "strike" if not objects and _tells_of_work(verb.doc):
            return "LaborStrike"
        case "Protest", "take" if not _takes_to_streets(verb):
            return ""
        case "Cause", "set off" if not objects:
            return "Travel"
    return "" if _is_other(type, verb, objects, label) else type


def _is_other(type: str, verb: Token, objects: Sequence[Token], label: str) -> bool:
    rule = _RULES.get((type, verb_lemma(verb)))
    return rule is not None and rule(verb, objects, label)


_Rule = Callable[[Token, Sequence[Token], str], bool]


def _spends_time(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "spent the night in Lund"."""
    return any(t.ent_type_ in {"DATE", "TIME"} or t.lemma_ in _TIMES for t in objects)


def _pours_itself(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "poured into the streets"."""
    return not objects and label in {"Place", "Thing"}


def _adds_thing(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "added a second goal", "was added to the list"."""
    is_done = bool(objects) or child(verb, "auxpass") is not None
    return is_done and child(verb, "ccomp") is None


def _writes_no_letter(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "wrote the bill"."""
    return bool(objects) and child(verb, "ccomp") is None and _LETTERS.isdisjoint(_lemmas(objects))


def _finds(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "recovered a body", "the painting was recovered"."""
    return bool(objects) or child(verb, "auxpass") is not None


def _raises_matter(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "raised the case", "raised concerns", "raised money"."""
    return not _MATTERS.isdisjoint(_lemmas(objects))


def _serves_somewhere(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "served in Chile", as a diplomat may."""
    return label in {"Country", "Place"}


def _drops_thing(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "dropped a threat"."""
    return bool(objects) and _MEASURES.isdisjoint(_lemmas(objects))


def _overturns(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """What a boat does."""
    return not objects and child(verb, "auxpass", "nsubjpass") is None


def _leads_somewhere(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "led them to the hut"."""
    return any(c.lower_ == "to" for c in children(verb, "prep"))


def _closes_lower(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "closed 2 percent lower"."""
    return any(c.lower_ in _HEIGHTS for c in children(verb, "advmod", "acomp", "prt"))


def _takes_in(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "took on water"."""
    return label in {"Thing", "Work", "Law", "Event", "Money"}


def _lemmas(nouns: Sequence[Token]) -> list[str]:
    return [t.lemma_.lower() for t in nouns]


def _is_identified(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "was named as the victim", "named the suspect as Bo Lind": that is no post."""
    known = [child(p, "pobj") for p in children(verb, "prep") if p.lower_ == "as"]
    is_after = any(p.lower_ in {"after", "for"} for p in children(verb, "prep"))
    honour = child(verb, "oprd")
    if is_after and honour is None:
        return True  # "was named after her"
    if honour is not None and honour.lemma_.lower() in {"player", "man", "woman", "person"}:
        return True  # "was named player of the match"
    return any(t is not None and (t.ent_type_ or t.lemma_.lower() in _INVOLVED) for t in known)


def _is_in_court(verb: Token) -> bool:
    """ "appeared in court", "before a judge"."""
    before = [p for p in children(verb, "prep") if p.lower_ in {"in", "at", "before"}]
    seen = [child(p, "pobj") for p in before]
    return any(t is not None and t.lemma_.lower() in _COURTS for t in seen)


_COURTS = frozenset("court judge magistrate prosecutor tribunal jury dock".split())


def _takes_to_streets(verb: Token) -> bool:
    """ "took to the streets", not "was taken to hospital"."""
    gone = [child(p, "pobj") for p in children(verb, "prep") if p.lower_ == "to"]
    return any(t is not None and t.lemma_.lower() in _STREETS for t in gone)


_STREETS = frozenset("street square road barricade plaza".split())


def _is_thing(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "put down a deposit", "updated the software"."""
    return label in {"Thing", "Money", "Work", "Product", "Law"}


def _is_somebody(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "abandoned them", "the family was devastated"."""
    return label in {"Person", "Group"}


def _is_glad(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "was relieved that it survived"."""
    return label in {"Person", "Group"} and child(verb, "auxpass") is not None


def _costs(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "charged the highest rate"."""
    return label == "Money" or not _PRICES.isdisjoint(_lemmas(objects))


_PRICES = frozenset("rate fee price toll tariff premium duty rent interest commission".split())


def _sheds_light(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "shed light", "shed tears"."""
    return not {"light", "tear", "blood", "skin"}.isdisjoint(_lemmas(objects))


def _fires_shot(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "fired past the keeper"."""
    return not objects and child(verb, "auxpass", "nsubjpass") is None


def _looks_on(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "watched the match", which is no spying."""
    return label in {"Thing", "Event", "Work", "Product"}


def _tears_out(verb: Token, objects: Sequence[Token], label: str) -> bool:
    """ "uprooted trees"."""
    return label in {"Thing", "Product"}


_RULES: Mapping[tuple[str, str], _Rule] = {
    ("Payment", "spend"): _spends_time,
    ("Investment", "pour"): _pours_itself,
    ("Investment", "pump"): _pours_itself,
    ("Statement", "add"): _adds_thing,
    ("Statement", "write"): _writes_no_letter,
    ("Increase", "recover"): _finds,
    ("Increase", "raise"): _raises_matter,
    ("ParticipantInConflict", "serve"): _serves_somewhere,
    ("Decrease", "drop"): _drops_thing,
    ("Ruling", "overturn"): _overturns,
    ("LeaderOf", "lead"): _leads_somewhere,
    ("Competition", "take on"): _takes_in,
    ("Appointment", "name"): _is_identified,
    ("Destruction", "devastate"): _is_somebody,
    ("Surveillance", "watch"): _looks_on,
    ("Decrease", "shed"): _sheds_light,
    ("Decrease", "plunge"): _finds,
    ("Aid", "relieve"): _is_glad,
    ("Settlement", "settle"): _closes_lower,
    ("Crackdown", "put down"): _is_thing,
    ("Briefing", "update"): _is_thing,
    ("Cancellation", "abandon"): _is_somebody,
    ("Charge", "charge"): _costs,
    ("Dismissal", "fire"): _fires_shot,
    ("Deportation", "uproot"): _tears_out,
    ("Closure", "close"): _closes_lower,
}
_INVOLVED = frozenset(
    "victim suspect driver attacker gunman shooter killer bomber defendant culprit perpetrator "
    "source author mother father owner target mastermind accomplice assailant".split()
)
_MEASURES = frozenset(
    "price rate tax fee cost tariff target forecast estimate outlook rating guidance temperature "
    "level number".split()
)
_MATTERS = frozenset(
    "alarm awareness capital case child concern doubt eyebrow fear flag fund hand hope issue "
    "matter million money objection point possibility prospect question spectre suspicion "
    "voice".split()
)
_HEIGHTS = frozenset("higher lower up down flat unchanged above below".split())
_TIMES = frozenset("second minute hour day night evening week weekend month year life time".split())
_LETTERS = frozenset(
    "letter note message post email e-mail article column essay op-ed tweet blog memo statement "
    "editorial piece word".split()
)
