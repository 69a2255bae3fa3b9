"""What the lexicon holds: small values that extraction reads, without any RDF library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model import Certainty, Polarity, Tense

NounKind = Literal["speech", "act", "meeting", "communication", "state", "happening"]
LightSubject = Literal["agent", "patient", "cause"]
Aspect = Literal["", "begin", "end", "cancel", "postpone", "plan", "risk"]
SpeechKind = Literal["say", "think", "ask", "deny", "confirm", "order", "write", "reply"]
Controller = Literal["subject", "object", ""]
ModalKind = Literal["ability", "possibility", "obligation", "prediction", "habit"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where English puts the arguments of a group of nouns.

    Each tuple holds positions in the order to try them: "poss" (a genitive or a possessive
    pronoun), "nationality" (an adjective of country before the noun), "compound" (a name before
    the noun), or a preposition. The patient is looked for first, and a phrase fills one part: in
    "his arrest" he is the patient; in "Iran's arrest of a reporter" the reporter is, so that the
    possessor is the agent.
    """

    kind: NounKind
    agent: tuple[str, ...] = ()  # the verb's subject
    patient: tuple[str, ...] = ()  # the verb's object
    partner: tuple[str, ...] = ()  # the other side: "talks with Peru"
    recipient: tuple[str, ...] = ()  # an addressee who is not the verb's object
    topic: tuple[str, ...] = ()
    reciprocal: bool = False  # what holds of agent and partner holds the other way round
    occurrence: bool = True  # something that happens, rather than a lasting state or a mere thing


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun that names an event, and the verb that says the same."""

    lemma: str
    verb: str
    label: str  # before an object: "talked with"; without one, take `inflection.past(verb)`
    event: str  # event class, or ""
    frame: Frame
    plural: bool = False  # only the plural has this sense: "ties"


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that carries an event noun: "held talks", "came under attack".

    `subject` says what the verb's subject is in the noun's event: in "the plan drew criticism from
    doctors" the plan is the patient; the "cause" is no party to it. With an `aspect` the verb also
    says something of its own, and `SIGNATURES` has what it does to the noun's event.
    """

    verb: str
    subject: LightSubject
    kinds: frozenset[str]
    nouns: frozenset[str]
    aspect: Aspect = ""
    event: str = ""  # the class of verb and noun together, where it is not the noun's own

    def supports(self, nominal: Nominal) -> bool:
        """Whether this verb and this noun together name the noun's event."""
        return nominal.lemma in self.nouns or nominal.frame.kind in self.kinds


@dataclass(frozen=True, slots=True)
class EventClass:
    """A kind of event or relation, and the words that name it."""

    name: str
    label: str
    parent: str
    plover: str = ""  # one of the 16 classes of PLOVER; its source is the subject
    target: tuple[str, ...] = ("object", "recipient")  # roles that may be PLOVER's target, in order
    wikidata: str = ""  # property of the same meaning and direction
    reciprocal: bool = False
    verbs: tuple[str, ...] = ()
    passive_verbs: tuple[str, ...] = ()  # in the passive only: "bear in" for "was born in"
    inverse_verbs: tuple[str, ...] = ()  # subject and object change places
    nouns: tuple[
        str, ...
    ] = ()  # event nouns, or for a relation those of "X, NOUN of Y": X is subject
    inverse_nouns: tuple[str, ...] = ()  # "X, NOUN of Y" where X is the object
    subject_types: tuple[str, ...] = ()  # any, if empty
    object_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What follows from the claims of an event class, from its subject to its object."""

    lemma: str = ""  # of a claim of this class that follows; "" where none does
    label: str = ""
    inverse: str = ""  # the class that says the same from the other end: itself, if symmetric
    wider: tuple[tuple[str, bool], ...] = ()  # what holds too, and whether the other way round
    chains: tuple[tuple[str, str], ...] = ()  # two classes, one after the other, that come to this
    preposition: str = ""  # without which a claim does not state it


@dataclass(frozen=True, slots=True)
class Effect:
    """What a word says of its complement. `tense` "" leaves the complement's own."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    tense: Tense | Literal[""] = ""
    attributed: bool = False  # holds only as far as somebody says so
    asked: bool = False  # asked or requested, not said


@dataclass(frozen=True, slots=True)
class Signature:
    """What a word says of its complement when it is affirmed and when it is denied."""

    name: str
    affirmed: Effect
    denied: Effect
    over_nouns: bool = False  # holds for an event noun as object too: "canceled the visit"


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal verb. `reported` is the certainty in reported speech: "said it would close"."""

    lemma: str
    kind: ModalKind
    certainty: Certainty
    tense: Tense | Literal[""]
    reported: Certainty


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb of saying, asking or thinking."""

    lemma: str
    kind: SpeechKind
    addressees: frozenset[str] = frozenset()  # "object" (tell somebody) or a preposition


@dataclass(frozen=True, slots=True)
class Control:
    """Whose deed an infinitive or an -ing form is. The subject of a passive counts as an object."""

    controller: Controller
    without_object: Controller = ""  # where the object is missing: "asked to leave"; "" is nobody
    preposition: str = (
        ""  # the controller is the object of this preposition: "called on them to stop"
    )
