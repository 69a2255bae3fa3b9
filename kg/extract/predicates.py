"""What a predicate is called: its lemma for looking up, its past-tense label for reading."""

from __future__ import annotations

from kg.extract.frames import Frame
from kg.extract.syntax import children
from kg.extract.tree import Token
from kg.inflection import past
from kg.model import Predicate


def predicate_of(frame: Frame, preposition: str = "", idiom: str = "") -> Predicate:
    """The complex predicate of a clause: "agree to bolster", labelled "agreed to bolster".

    Negation, modals and tense are no part of it: the evidence has them. A preposition goes into
    the label alone, so that "talked with" and "talked about" are one verb to look up.
    """
    first, *opens = frame.chain
    if opens and first.verb.lemma_ == "use" and first.objects:
        first, *opens = opens  # "used the card to pay": not as one used to do
    more = [*_adjective(first)]
    for inner in opens:
        more += [_infinitive(inner), *_adjective(inner)]
    lemma, label = " ".join([_lemma(first.verb), *more]), " ".join([_past(first), *more])
    if idiom:  # "take part"
        lemma, label = f"{lemma} {idiom}", f"{label} {idiom}"
    return Predicate(lemma, f"{label} {preposition}".strip())


def _adjective(frame: Frame) -> list[str]:
    """ "was *likely* to sell": the first, where several are joined."""
    return [t.lower_ for t in frame.attributes if t.pos_ == "ADJ"][:1]


def _lemma(verb: Token) -> str:
    particles = (c.lower_ for c in children(verb, "prt"))
    return " ".join([verb.lemma_.lower(), *particles])


def _past(frame: Frame) -> str:
    if frame.passive and not frame.agents:
        particles = (c.lower_ for c in children(frame.verb, "prt"))
        return " ".join(["was", frame.verb.lower_, *particles])
    if frame.verb.lemma_ == "lie" and _tells_a_lie(frame):
        return "lied"
    return past(_lemma(frame.verb))


def _tells_a_lie(frame: Frame) -> bool:
    """ "lied to investors", "lies about it": not as a book lies on a table."""
    told = any(o.words in {"to", "about"} for o in frame.obliques)
    return frame.verb.lower_ in {"lied", "lying"} or told


def _infinitive(frame: Frame) -> str:
    """ "to bolster", "to be held", "strengthening"."""
    verb = frame.verb
    if verb.tag_ == "VBG":
        return " ".join([verb.lower_, *(c.lower_ for c in children(verb, "prt"))])
    if frame.passive:
        return f"to be {verb.lower_}"
    return f"to {_lemma(verb)}"
