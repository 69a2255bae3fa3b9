"""What the lexicon says of a word in its place: the bridge from tokens to its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.event_classes import find_class
from kg.extract.senses import is_craft, is_of_game, stops_work
from kg.extract.syntax import child, children, verb_lemma
from kg.extract.tree import Token
from kg.lexicon import (
    ADJECTIVE_SIGNATURES,
    ADVERBS,
    CONTROL,
    EVENTS,
    GERUND_CONTROL,
    LIGHT_VERBS,
    MODALS,
    MODIFIERS,
    NOMINALS,
    NOUN_CONTROL,
    NOUN_SIGNATURES,
    RELATION_NOUNS,
    ROLE_PREPOSITIONS,
    SIGNATURES,
    SPEECH,
    VERB_CLASSES,
)
from kg.lexicon_types import Effect, LightVerb, Nominal, Signature
from kg.model import Mention, Reply

__all__ = ["Effect"]

_SPEAKING = frozenset({"say", "ask", "deny", "confirm", "order", "write", "reply", "think"})


def signature_of(word: Token, link: str = "") -> Signature | None:
    """What the word does to its complement; `link` is how that joins: to, that, ing, a preposition.

    A copula is asked for its adjective: "is likely to", "is set to".
    """
    lemma = verb_lemma(word)
    tables: list[tuple[str, Mapping[str, Signature]]]
    if word.pos_ in {"NOUN", "PROPN"}:
        tables = [(word.lemma_.lower(), NOUN_SIGNATURES)]
    else:
        tables = [(lemma, SIGNATURES)]
        if word.tag_ == "VBN":
            tables.append((f"be {word.lower_}", SIGNATURES))
            tables.append((word.lower_, ADJECTIVE_SIGNATURES))
        adjective = child(word, "acomp", "oprd")
        if adjective is not None:
            tables.insert(0, (adjective.lower_, ADJECTIVE_SIGNATURES))
            tables.insert(0, (f"be {adjective.lower_}", SIGNATURES))
    for key, table in tables:
        for name in (f"{key} {link}", key):
            if name in table:
                return table[name]
    return None


def effect_of(word: Token, link: str, *, negated: bool) -> Effect | None:
    """What an affirmed or denied word says of its complement, if it says anything."""
    signature = signature_of(word, link)
    if signature is None:
        return None
    return signature.denied if negated else signature.affirmed


def noun_effect(verb: Token, *, negated: bool) -> Effect | None:
    """What a verb does to an event that is its object: "cancelled the visit"."""
    signature = signature_of(verb)
    if signature is None or not signature.over_nouns:
        return None
    return signature.denied if negated else signature.affirmed


def modal_effect(auxiliary: Token, *, reported: bool = False) -> Effect | None:
    """Certainty and tense of a modal; "would" in reported speech is a future."""
    modal = MODALS.get(auxiliary.lower_) or MODALS.get(auxiliary.lemma_.lower())
    if modal is None or auxiliary.tag_ != "MD":
        return None
    return Effect("positive", modal.reported if reported else modal.certainty, modal.tense)


def adverb_effect(adverb: Token) -> Effect | None:
    """ "allegedly", "probably", "never"."""
    return ADVERBS.get(adverb.lower_)


def modifier_effect(adjective: Token) -> Effect | None:
    """What an adjective says of the event it modifies: "a *feared* attack"."""
    return MODIFIERS.get(adjective.lower_)


def is_speech(verb: Token) -> bool:
    """Whether the verb's clause complement is what its subject says, asks or thinks."""
    speech = SPEECH.get(verb_lemma(verb)) or SPEECH.get(verb.lemma_.lower())
    return speech is not None and speech.kind in _SPEAKING


def speech_kind(verb: Token) -> str:
    """say, think, ask, deny, confirm, order, write, reply; "" for other verbs."""
    speech = SPEECH.get(verb_lemma(verb))
    return "" if speech is None else speech.kind


def reply_kind(verb: Token) -> Reply:
    """Whether the verb denies or confirms: "denied", "admitted"; what is ruled out is to come."""
    signature = signature_of(verb)
    if signature is not None and signature.affirmed.tense == "future":
        return ""
    return _REPLIES.get(speech_kind(verb), "")


_REPLIES: Mapping[str, Reply] = {"deny": "denial", "confirm": "confirmation"}


def controller(verb: Token, *, has_object: bool, preposition: str = "") -> str:
    """Whose deed an infinitive, or a gerund on a preposition, is: subject, object or ""."""
    lemma = verb_lemma(verb)
    table, key = (GERUND_CONTROL, f"{lemma} {preposition}") if preposition else (CONTROL, lemma)
    control = table.get(key)
    if control is None:
        return "object" if has_object and not preposition else "subject"
    return control.controller if has_object else control.without_object


def takes_deed(lemma: str, preposition: str) -> bool:
    """Whether the preposition names what the object did, or hears: "convict of", "inform of"."""
    phrase = f"{lemma} {preposition}"
    return phrase in GERUND_CONTROL or phrase in _TOLD_OF


_TOLD_OF = frozenset(
    {"plead to", *(f"{verb} of" for verb in "inform warn notify remind assure advise".split())}
)


def lends_subject(verb: Token, nominal: Nominal, preposition: str = "") -> bool:
    """Whether the noun's event is the deed of the verb's subject: "ruled out an attack"."""
    kinds = NOUN_CONTROL.get(f"{verb_lemma(verb)} {preposition}".strip(), ())
    return nominal.frame.kind in kinds


def role_of(preposition: str, label: str) -> str:
    """The role of a phrase by its preposition and the type of what it names."""
    roles = ROLE_PREPOSITIONS.get(preposition, {})
    return roles.get(label) or roles.get("*") or "oblique"


def event_class(
    lemma: str, preposition: str = "", *, subject: str = "", object: str = "", passive: bool = False
) -> str:
    """The event class of a complex predicate, by its last verb; "" where no class has it."""
    words = lemma.split()
    tails = [" ".join(words[start:]) for start in range(len(words))]
    keys = (key for tail in tails for key in (f"{tail} {preposition}".strip(), tail))
    event = find_class(keys, subject=subject, object=object, passive=passive)
    return event.name if event is not None else ""


def relation_class(role: str) -> str:
    """The relation that a role noun states: "chief executive" of a firm, "daughter" of somebody."""
    words = role.split()
    for start in range(len(words)):
        name = " ".join(words[start:])
        found = RELATION_NOUNS.get(name) or RELATION_NOUNS.get(name.upper())
        if found is not None:
            return found[0]
    return ""


def is_party(body: Mention) -> bool:
    """Whether a body says by its name that it is a political party."""
    return body.label == "Organization" and body.core.lower().endswith(_PARTIES)


_PARTIES = ("party", " democrats", " conservatives", " greens", " socialists")


def narrowed(type: str, object: Mention | None) -> str:
    """The narrower of two classes, where what the object is tells: a party has members too."""
    is_of_party = type == "MemberOf" and object is not None and is_party(object)
    return "MemberOfParty" if is_of_party else type


def event_plover(verb: Token) -> str:
    """The PLOVER class of a verb, or ""."""
    name = event_class(verb_lemma(verb))
    return EVENTS[name].plover if name else ""


def is_reciprocal(lemma: str) -> bool:
    """Whether two subjects of the verb do it to each other: "the ministers met"."""
    last = lemma.split(" to ")[-1]
    return any(
        EVENTS[name].reciprocal and f"{last} with" in VERB_CLASSES
        for name in VERB_CLASSES.get(f"{last} with", ())
    )


def nominal_of(noun: Token) -> Nominal | None:
    """The event that a noun names, by the noun with its compound first: "phone call"."""
    lemma = noun.lemma_.lower()
    names = [noun.lower_, lemma]
    if noun.children:
        after = [f"{lemma} {c.lower_}" for c in children(noun, "prep")]
        before = [c.lower_ for c in children(noun, "compound") if c.i + 1 == noun.i]
        names = [*(f"{word} {lemma}" for word in before), *after, *names]
    for name in names:
        found = NOMINALS.get(name)
        if found is not None and (not found.plural or noun.tag_ in {"NNS", "NNPS"}):
            if is_craft(noun) or is_of_game(noun):
                return None
            return _STRIKE if found.lemma == "strike" and stops_work(noun) else found
    return None


_STRIKE = replace(NOMINALS["labor strike"], lemma="strike")  # what verbs take one, take the other


def is_text(noun: Token) -> bool:
    """Whether the noun names something that is said or written: statement, report, letter."""
    nominal = nominal_of(noun) if noun.pos_ == "NOUN" else None
    return nominal is not None and nominal.frame.kind == "speech"


def light_verb(verb: Token, nominal: Nominal, preposition: str = "") -> LightVerb | None:
    """The verb as a carrier of the noun's event, if it is one: "held talks", "came under fire"."""
    entries = LIGHT_VERBS.get(f"{verb_lemma(verb)} {preposition}".strip(), ())
    return next((entry for entry in entries if entry.supports(nominal)), None)
