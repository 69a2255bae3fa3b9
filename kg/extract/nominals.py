"""Nominal events: "talks with Peru", "criticism from doctors", "held a call", "a feared attack".

Who does it to whom is read off the positions that the lexicon names for the noun: genitive, country
adjective, compound, prepositions. A light verb lends its subject and its stance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.extract.frames import Frame, makes
from kg.extract.lexical import (
    Effect,
    event_plover,
    is_speech,
    lends_subject,
    light_verb,
    modifier_effect,
    nominal_of,
    noun_effect,
    role_of,
    signature_of,
    speech_kind,
)
from kg.extract.passage import Passage
from kg.extract.proposing import propose
from kg.extract.roles import roles_of
from kg.extract.stance import ACCEPTING, PLANNED, Stance, affected, given_up, is_averting, reply_of
from kg.extract.syntax import child, children, clause_head, noun_conjuncts, verb_lemma
from kg.extract.tree import Token
from kg.inflection import past
from kg.lexicon import EVENTS, SIGNATURES
from kg.lexicon_types import LightVerb, Nominal
from kg.model import Argument, Mention, Predicate, Proposition
from kg.words import noun_class

_GIVEN = frozenset(
    {"the", "this", "that", "these", "those", "poss"}
)  # presupposed to have happened
ACTORS = frozenset({"Person", "Organization", "Country", "Place", "Group"})
_MEETINGS = frozenset({"meeting", "communication"})
_UNDOING = frozenset({"end", "cancel", "postpone"})  # "suspended imports": says more than the noun
_PASSED = frozenset("recent latest last previous past earlier deadly fatal ongoing".split())
# What these are of, to or for has not happened by their saying so.
_UNDECIDED = frozenset(
    "opposition support backing bid push campaign drive need hope chance possibility risk fear "
    "preparation vote referendum ballot petition lawsuit case argument reason condition".split()
)
_FRUITLESS = frozenset({"failed", "unsuccessful", "fruitless"})
_MERE_WORDS = frozenset({"Statement", "Speech", "Report", "Plan", "Decision", "Publication"})
_PROTESTS = frozenset(name for name, event in EVENTS.items() if event.plover == "PROTEST")
_ACCIDENTS = frozenset({"Explosion", "Crash", "Fire"})
_TALKING = frozenset({"CONSULT", "AGREE", "COOPERATE"})


_DURING = frozenset({"after", "following", "during", "in", "at"})
_AHEAD = frozenset({"before", "ahead of", "prior to"})
# Of a plan, an offer, a threat, whose plan it is does it.
_INTENDED = frozenset({"planned", "attempted", "offered", "desired"})
_DEEDS = frozenset({"act", "meeting", "communication"})
_HAPPENING = frozenset(
    {"take", "occur", "happen", "materialize", "materialise", "proceed", "go ahead", "come off"}
)
_ANNOUNCING = frozenset({"announce", "unveil"})
_TELLING = frozenset({"say", "confirm", "write", "deny"})


@dataclass(slots=True)
class _Event:
    """A nominal event with who takes part in it."""

    noun: Token
    nominal: Nominal
    carrier: Frame | None = None  # the clause of a light verb, or that happens during it
    agents: list[Mention] = field(default_factory=list)
    patients: list[Mention] = field(default_factory=list)
    rest: list[Argument] = field(default_factory=list)
    is_light: bool = False
    aspect: str = ""  # of a light verb
    type: str = ""  # event class of light verb and noun together, where it is not the noun's

    @property
    def is_complete(self) -> bool:
        """Whether both sides are known."""
        both = bool(self.agents) and bool(self.patients)
        return both or (self.nominal.frame.reciprocal and len(self.agents) > 1)


def read_nominals(passage: Passage) -> Iterator[Proposition]:
    """Yield a proposition for each event noun whose participants the phrase or clause names."""
    if passage.is_heading and not passage.frames:
        return  # "Rivals Plan Spring Talks": what was meant cannot be told from a name
    for noun in passage.tokens:
        event = _find_event(noun, passage) if noun.pos_ == "NOUN" else None
        if event is not None and _is_worth_telling(event):
            yield from _tell(event, passage)


@dataclass(frozen=True, slots=True)
class BareEvent:
    """An event noun that says when, where or how long, but not who: that was told before."""

    noun: Mention
    type: str
    modifiers: frozenset[str]
    rest: tuple[Argument, ...]
    said_by: tuple[Mention, ...]


def find_bare_events(passage: Passage) -> Iterator[BareEvent]:
    """Yield the events that `read_nominals` cannot tell, for want of parties."""
    if passage.is_heading:
        return
    for token in passage.tokens:
        event = _find_event(token, passage) if token.pos_ == "NOUN" else None
        if event is None or event.agents or event.patients or event.is_light:
            continue
        if not event.rest and not _is_in_order(token, passage):
            continue
        mention, kind = passage.mention(token), event.nominal.frame.kind
        if mention is None or kind == "speech" or _stance(event, passage).asked:
            continue
        words = frozenset(c.lower_ for c in children(token, "amod", "det", "nummod"))
        speakers = tuple(dict.fromkeys(passage.mentions(_stance(event, passage).said_by)))
        yield BareEvent(mention, event.nominal.event, words, tuple(event.rest), speakers)


def _is_in_order(noun: Token, passage: Passage) -> bool:
    """ "after the call, Berg left", "the call followed a strike": it has a place in time."""
    if noun.dep_ in {"nsubj", "dobj", "nsubjpass"} and noun.head.lemma_ in {"follow", "precede"}:
        return True
    return _circumstance(noun, passage)[1] in _AHEAD | {"after", "following", "since"}


def is_event_of_its_own(frame: Frame, passage: Passage) -> bool:
    """Whether the clause only carries a noun's event, which says it all: "held talks with Peru"."""
    if len(frame.objects) != 1:
        return False
    event = _find_event(frame.objects[0], passage)
    if event is None or not event.is_light or not event.is_complete:
        return False
    return _is_worth_telling(event)


def _find_event(noun: Token, passage: Passage) -> _Event | None:
    nominal = nominal_of(noun) if noun.pos_ == "NOUN" else None
    mention = passage.mention(noun)
    if nominal is None or not nominal.frame.occurrence or mention is None or mention.kind == "name":
        return None
    if noun.dep_ == "oprd" and child(noun.head, "dobj", "nsubjpass") is not None:
        return None  # "called the veto a gift to rivals": nobody gave them one
    is_speaker = noun.dep_ == "nsubj" and noun.head.lemma_ in {"say", "tell"}
    if is_speaker and nominal.frame.kind != "speech":
        return None  # "her management said": who speaks is no event
    if noun.lemma_ == "opposition" and noun.dep_ in {"nsubj", "nsubjpass"}:
        return None  # "the Armenian opposition said": those who oppose
    event = _Event(noun, nominal)
    _carry(event, passage)
    taken: set[Mention] = set(event.agents + event.patients)
    frame = nominal.frame
    if not event.patients:
        event.patients = _fill((*frame.patient, *frame.partner), event, passage, taken)
    if not event.agents:
        event.agents = _fill(frame.agent, event, passage, taken)
    if frame.reciprocal and not event.agents and len(event.patients) > 1 and not _is_with(event):
        event.agents, event.patients = event.patients[:1], event.patients[1:]
    _join_meeting(event, passage)
    if not event.agents and event.patients and frame.kind in _DEEDS:
        found = _by_control(event, passage) or _by_circumstance(event, passage)
        event.agents = [m for m in found if m not in taken]
    event.rest = list(dict.fromkeys(_own_roles(event, passage, taken)))
    return event


def _carry(event: _Event, passage: Passage) -> None:
    """Take the subject of a light verb: "launched an attack", "came under attack"."""
    for frame in passage.frames:
        for light in _lights(frame, event):
            if frame.passive or light.aspect in _UNDOING:
                continue
            event.carrier, event.is_light = frame, True
            event.type, event.aspect = light.event, light.aspect
            if light.subject == "agent":
                event.agents = passage.mentions(frame.subjects)
            elif light.subject == "patient":
                hosts = [] if event.noun in frame.objects else frame.objects
                event.patients = passage.mentions(hosts or frame.subjects)


def _lights(frame: Frame, event: _Event) -> Iterator[LightVerb]:
    """The verb of a clause as a carrier of the noun that is its object, or on its preposition."""
    if event.noun in frame.objects:
        light = light_verb(frame.verb, event.nominal)
        if light is not None:
            yield light
    for oblique in frame.obliques:
        if oblique.object == event.noun:
            light = light_verb(frame.verb, event.nominal, oblique.words)
            if light is not None:
                yield light


def _fill(
    positions: Iterable[str], event: _Event, passage: Passage, taken: set[Mention]
) -> list[Mention]:
    """The mentions in the first of these positions that has any."""
    for position in positions:
        heads = list(_in_position(position, event))
        found = [m for m in passage.mentions(heads) if m not in taken and m.kind != "value"]
        if position == "nationality":
            found = [m for m in found if m.label == "Country"]
        if position == "compound":
            found = [m for m in found if m.kind == "name" and not _is_scene(m, event)]
        if position == "in" and event.nominal.frame.kind == "meeting":
            found = [m for m in found if m.label != "Place"]  # "a ceremony in Lund"
        if event.nominal.frame.reciprocal:  # "a drill with live fire" has no partner
            found = [m for m in found if m.label in ACTORS or m.kind == "pronoun"]
        if found:
            taken.update(found)
            return found
    return []


def _is_scene(mention: Mention, event: _Event) -> bool:
    """ "The Paris protests", "the Beirut explosion": it is there, and not the city's deed."""
    if mention.label not in {"Place", "Country"}:
        return False
    is_place = mention.label == "Place" and event.nominal.event in _PROTESTS
    return is_place or event.nominal.event in _ACCIDENTS


def _by_people(noun: Token) -> bool:
    return any(noun_class(c.lemma_.lower()) == "Person" for c in children(noun, "compound", "nmod"))


def _in_position(position: str, event: _Event) -> Iterator[Token]:
    noun = event.noun
    if position == "poss":
        for owner in children(noun, "poss"):
            yield from noun_conjuncts(owner)
    elif position in {"nationality", "compound"}:
        if not _by_people(noun):  # "a Somali pirate attack" is not Somalia's
            yield from children(noun, "amod", "compound", "nmod")
    else:
        hosts = [noun, event.carrier.verb] if event.carrier and event.is_light else [noun]
        for preposition in (p for host in hosts for p in children(host, "prep", "agent")):
            head = child(preposition, "pobj")
            if preposition.lower_ == position and head is not None:
                yield from noun_conjuncts(head)


def _is_with(event: _Event) -> bool:
    """ "talks with Peru and Chile": these talked with somebody, and not with each other."""
    hung = children(event.noun, "prep")
    return any(p.lower_ == "with" for p in hung) and all(p.lower_ != "between" for p in hung)


def _join_meeting(event: _Event, passage: Passage) -> None:
    """ "During a 25-minute call, they agreed …": those who spoke in the clause were in the call."""
    preposition = event.noun.head
    if event.agents or event.patients or event.nominal.frame.kind not in _MEETINGS:
        return
    if preposition.dep_ != "prep" or preposition.lower_ not in {"during", "in"}:
        return
    for frame in passage.frames:
        if frame.verb != preposition.head or frame.passive or not _is_talk(frame):
            continue
        parties = passage.mentions([*frame.subjects, *frame.objects, *frame.recipients])
        parties = [m for m in parties if m.label in ACTORS - {"Group"} and m.kind != "nominal"]
        if len(parties) > 1:
            event.agents, event.patients, event.carrier = parties[:1], parties[1:], frame


def _by_control(event: _Event, passage: Passage) -> list[Mention]:
    """ "ruled out an attack", "abandoned plans for talks": they are the subject's, or would be."""
    plan = _plan_above(event.noun)
    owner = child(plan, "poss") if plan is not None else None
    if owner is not None:
        found = passage.mentions(noun_conjuncts(owner))
    else:
        found = [m for frame in passage.frames for m in _controllers(frame, event, plan, passage)]
    return [m for m in found if m.label in ACTORS or m.kind == "pronoun"]


def _by_circumstance(event: _Event, passage: Passage) -> list[Mention]:
    """ "Berg left after talks with Moro": who acts before or after a meeting was in it."""
    is_meeting = event.nominal.frame.kind in _MEETINGS or event.nominal.event == "Visit"
    clause, words = _circumstance(event.noun, passage)
    if clause is None or not is_meeting or words not in _DURING | _AHEAD:
        return []
    subjects = passage.mentions(clause.subjects)
    return [m for m in subjects if m.label in ACTORS or m.kind == "pronoun"]


def _circumstance(noun: Token, passage: Passage) -> tuple[Frame | None, str]:
    """The clause that a noun hangs on by a preposition, and that: "ahead of"."""
    for frame in passage.frames:
        for oblique in frame.obliques:
            if oblique.object == noun:
                return frame, oblique.words
    return None, ""


def _controllers(
    frame: Frame, event: _Event, plan: Token | None, passage: Passage
) -> list[Mention]:
    """The subject of a clause whose verb makes the event, or the plan of it, its own."""
    objects = frame.subjects if frame.passive else frame.objects
    if plan is not None:
        is_own = plan in objects and makes(frame.verb, plan)
    else:
        is_own = event.noun in objects and lends_subject(frame.verb, event.nominal)
        is_own = is_own or any(
            o.object == event.noun and lends_subject(frame.verb, event.nominal, o.words)
            for o in frame.obliques
        )
    return passage.mentions(frame.agents if frame.passive else frame.subjects) if is_own else []


def _plan_above(noun: Token) -> Token | None:
    """ "plans *for an attack*", "a bid *for talks*", "the threat *of strikes*"."""
    above = _noun_above(noun)
    signature = signature_of(above, noun.head.lower_) if above is not None else None
    if above is None or signature is None:
        return None
    return above if signature.name in _INTENDED or above.lemma_ == "threat" else None


def _is_talk(frame: Frame) -> bool:
    return is_speech(frame.verb) or event_plover(frame.verb) in _TALKING


def _own_roles(event: _Event, passage: Passage, taken: set[Mention]) -> Iterator[Argument]:
    yield from _phrases(event, passage, taken)
    yield from _times(event.noun, passage)
    if event.carrier is not None:
        placed = {*taken, *event.agents, *event.patients, passage.mention(event.noun)}
        for argument in roles_of(event.carrier, passage):
            if argument.mention not in placed and argument.role in {"time", "place", "duration"}:
                yield argument


def _phrases(event: _Event, passage: Passage, taken: set[Mention]) -> Iterator[Argument]:
    for preposition in children(event.noun, "prep"):
        head = child(preposition, "pobj")
        for mention in passage.mentions(noun_conjuncts(head)) if head is not None else ():
            if mention not in taken:
                word = preposition.lower_
                is_topic = word in event.nominal.frame.topic and mention.kind != "value"
                role = "topic" if is_topic else role_of(word, mention.label)
                yield Argument(role, mention, word)


def _times(noun: Token, passage: Passage) -> Iterator[Argument]:
    """ "a 25-minute call", "their meeting this spring", "Friday's talks"."""
    for token in noun.subtree:
        mention = passage.mention(token)
        if mention is None or mention.kind != "value" or clause_head(token) != clause_head(noun):
            continue
        if mention.label == "Duration" and token.i < noun.i:
            yield Argument("duration", mention)
        elif mention.label in {"Date", "Time"} and token.dep_ in _BESIDE:
            yield Argument("time", mention)


_BESIDE = frozenset({"npadvmod", "advmod", "compound", "nmod", "amod", "poss"})


def _is_worth_telling(event: _Event) -> bool:
    """Only events of somebody: a party that is named or stands for a name."""
    if event.is_light and not event.is_complete:
        return False  # the clause itself says as much
    frame = event.nominal.frame
    if not event.agents and (frame.reciprocal or event.nominal.event in _GOING):
        return False  # "talks with Peru", "a flight to Peru", and nobody says whose
    if not event.patients and (event.nominal.event in _MERE_WORDS or frame.kind == "state"):
        return False
    if not event.patients and frame.reciprocal and len(event.agents) < 2:
        return any(m.number == "plural" for m in event.agents)  # "the leaders' talks"
    parties = event.agents + event.patients
    return any(m.kind in {"name", "pronoun"} and m.label in ACTORS for m in parties)


_GOING = frozenset({"Travel", "Visit"})


def _tell(event: _Event, passage: Passage) -> Iterator[Proposition]:
    nominal, agents, patients = event.nominal, event.agents, event.patients
    reciprocal = nominal.frame.reciprocal
    if reciprocal and len(agents) > 1 and not patients:
        agents, patients = agents[:1], agents[1:]
    predicate = Predicate(nominal.verb, nominal.label)
    if not agents:
        agents, patients = patients, []
        predicate = Predicate(nominal.verb, f"was subject of {nominal.lemma}")
    elif not patients:
        predicate = Predicate(nominal.verb, past(nominal.verb))
    stance = _stance(event, passage)
    objects: list[Mention | None] = [*patients] or [None]
    for agent in agents:
        for patient in objects:
            if agent != patient:
                yield propose(
                    passage, event.noun, predicate, agent, patient, event.rest, rule="nominals",
                    words=_words(event), type=event.type or nominal.event, stance=stance,
                    reciprocal=reciprocal, confidence=0.85 if event.is_light else 0.7,
                )  # fmt: skip


def _words(event: _Event) -> list[Token]:
    if event.carrier is not None and event.is_light:
        return [*event.carrier.group, event.noun]
    return [event.noun]


def _stance(event: _Event, passage: Passage) -> Stance:
    """Whether the event took place: by its modifiers, its verb, the noun above it, its clause."""
    noun = event.noun
    clause = passage.stances.get(clause_head(noun).i) or Stance()
    if event.is_light and event.carrier is not None:
        stance = passage.stances[event.carrier.verb.i]
        effect = noun_effect(event.carrier.verb, negated=False)
        stance = affected(stance, _OF_ASPECTS.get(event.aspect, effect))
    else:
        stance = _under_clause(event, passage, clause)
    for adjective in children(noun, "amod"):
        # Failed talks did take place; a failed attack did not.
        if adjective.lower_ not in _FRUITLESS or event.nominal.frame.kind in {"act", "happening"}:
            stance = affected(stance, modifier_effect(adjective))
    if any(c.lower_ == "no" for c in children(noun, "det")):
        stance = replace(stance, polarity="negative")
    return stance


_OF_ASPECTS = {"plan": PLANNED, "risk": Effect("positive", "possible", "future")}


def _is_tendered(event: _Event, verb: Token) -> bool:
    """ "accepted gifts from Lind", "accepted his resignation": what is accepted was given."""
    is_from = any(p.lower_ == "from" for p in children(event.noun, "prep"))
    is_given = is_from or event.nominal.frame.kind == "speech"
    return verb.lemma_.lower() == "accept" and (is_given or event.noun.lemma_ in _TENDERED)


_TENDERED = frozenset(
    "apology award bribe donation gift grant invitation loan nomination offer payment prize "
    "proposal resignation".split()
)


def _under_clause(event: _Event, passage: Passage, clause: Stance) -> Stance:
    noun = event.noun
    if (stance := _by_position(noun, passage, clause)) is not None:
        return stance
    telling = _telling(noun, passage)
    past_event = replace(telling, said_by=(*clause.said_by, *telling.said_by))
    above = _noun_above(noun)
    if above is not None and above.lemma_.lower() in _UNDECIDED:
        return past_event.weakened("possible")
    if above is not None and (signature := signature_of(above, "of")) and signature.over_nouns:
        return affected(past_event, given_up(above) or signature.affirmed)
    verb = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} or (noun.dep_ == "pobj" and verb.head.pos_ == "VERB"):
        effect = _verb_effect(noun, passage)
        # A rejected demand was still made.
        is_denied = effect is not None and effect.polarity == "negative"
        if is_denied and event.nominal.frame.kind == "speech":
            effect = None
        elif clause.tense != "future" and _is_tendered(event, verb):
            return past_event
        if effect is not None:
            return affected(replace(past_event, asked=False), effect).weakened(clause.certainty)
    if _is_talked_of(event):
        return past_event.weakened("possible")
    mention = passage.mention(noun)
    if mention is not None and mention.determiner in _GIVEN:
        return past_event
    return replace(clause, asked=False)


def _by_position(noun: Token, passage: Passage, clause: Stance) -> Stance | None:
    """What the word before it, or the verb after it, says by itself."""
    if noun.dep_ == "pobj" and is_averting(noun.head):
        return replace(clause, polarity="negative", asked=False)  # "without a meeting"
    if _circumstance(noun, passage)[1] in _AHEAD:
        return Stance(tense="future", said_by=clause.said_by).weakened(clause.certainty)
    happening = _happening(noun, passage)
    return replace(happening, asked=False) if happening is not None else None


def _happening(noun: Token, passage: Passage) -> Stance | None:
    """ "the attack never took place", "the talks will go ahead": as the verb has it."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb_lemma(verb) not in _HAPPENING:
        return None
    if verb.lemma_ == "take" and all(o.lower_ != "place" for o in children(verb, "dobj")):
        return None
    return passage.stances.get(verb.i)


def _telling(noun: Token, passage: Passage) -> Stance:
    """ "the bank announced a takeover", "denied a meeting": who tells of the verb's object."""
    for frame in passage.frames:
        objects = frame.subjects if frame.passive else frame.objects
        if noun in objects and speech_kind(frame.verb) in _TELLING:
            speakers = tuple(frame.agents if frame.passive else frame.subjects)
            stance = passage.stances.get(frame.verb.i) or Stance()
            return Stance(said_by=speakers, reply=reply_of(frame, stance))
    return Stance()


def _is_talked_of(event: _Event) -> bool:
    """Whether a deed is only what somebody speaks of: "stressed the return of the islands".

    That there were talks, words or a deed called recent is taken for granted.
    """
    noun = event.noun
    if event.nominal.frame.kind not in {"act", "state", "happening"}:
        return False
    if any(c.lower_ in _PASSED for c in children(noun, "amod")):
        return False
    head, label = noun.head, noun.dep_
    while head.pos_ in {"ADP", "NOUN"} and head.head != head:
        head, label = head.head, head.dep_
    if label not in {"dobj", "prep", "pobj"}:
        return False
    return is_speech(head) or event_plover(head) in _TALKING


def _noun_above(noun: Token) -> Token | None:
    """ "the threat *of an attack*", "plans *for a summit*"."""
    preposition = noun.head
    is_complement = preposition.dep_ == "prep" and preposition.lower_ in {"of", "for", "to"}
    return preposition.head if is_complement and preposition.head.pos_ == "NOUN" else None


def _is_to_come(noun: Token, passage: Passage) -> bool:
    """Whether a meeting or visit that is announced lies ahead: one not known before does."""
    nominal, mention = nominal_of(noun), passage.mention(noun)
    is_date = nominal is not None and (
        nominal.frame.kind in _MEETINGS or nominal.event in {"Visit", "Election", "Vote"}
    )
    return is_date and mention is not None and mention.determiner not in _GIVEN


def _verb_effect(noun: Token, passage: Passage) -> Effect | None:
    verb, link = noun.head, ""
    if noun.dep_ == "pobj":
        verb, link = noun.head.head, noun.head.lower_
    if verb.lemma_.lower() in ACCEPTING and not link:
        return PLANNED  # "approved the takeover": not yet done
    if verb.lemma_ in _ANNOUNCING and not link and _is_to_come(noun, passage):
        return PLANNED  # "announced a visit", not "announced the visit" nor "announced a ban"
    stance = passage.stances.get(verb.i)
    negated = stance is not None and stance.polarity == "negative"
    if link:  # "agreed to a visit", but not "advised her during a visit"
        signature = SIGNATURES.get(f"{verb_lemma(verb)} {link}")
        if signature is None or not signature.over_nouns:
            return None
        return signature.denied if negated else signature.affirmed
    return noun_effect(verb, negated=negated)
