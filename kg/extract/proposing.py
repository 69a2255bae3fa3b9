"""Propositions made from what a construction found, with the stance of its clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.lexical import narrowed
from kg.extract.passage import Passage
from kg.extract.stance import Stance
from kg.extract.tree import Token
from kg.model import Argument, Mention, Predicate, Proposition

HEADLINE = 0.85  # headlines leave words out, so their parses are trusted less


def propose(
    passage: Passage,
    verb: Token,
    predicate: Predicate,
    subject: Mention,
    object: Mention | None,
    rest: Sequence[Argument],
    *,
    rule: str,
    words: Iterable[Token],
    type: str = "",
    stance: Stance | None = None,
    reciprocal: bool = False,
    preposition: str = "",
    confidence: float = 0.8,
) -> Proposition:
    """One claim: `verb` heads the clause whose stance it takes unless one is given.

    `preposition` is what the object hangs on, if it is not a direct one.
    """
    stance = stance or passage.stances.get(verb.i) or Stance()
    arguments = [Argument("subject", subject)]
    if object is not None:
        arguments.append(Argument("object", object, preposition))
    return Proposition(
        predicate=predicate,
        arguments=(*arguments, *rest),
        sentence=passage.span,
        span=passage.span_of(words),
        rule=rule,
        type=narrowed(type, object),
        polarity=stance.polarity,
        certainty=stance.certainty,
        tense="past" if passage.is_heading and stance.tense == "present" else stance.tense,
        asked=stance.asked,
        reply=stance.reply,
        said_by=tuple(dict.fromkeys(passage.mentions(stance.said_by))),
        reciprocal=reciprocal,
        confidence=round(confidence * (HEADLINE if passage.is_heading else 1.0), 4),
    )
