"""What follows a verb, as both views read it from the frame: objects, prepositions, times."""

from __future__ import annotations

from kg.extract.frames import Frame, Oblique
from kg.extract.syntax import child, children, noun_conjuncts
from kg.extract.tree import Token
from kg.extract.views.phrases import Words, ordered
from kg.lexicon import SPEECH

_DISCOURSE = frozenset(
    ("for example", "for instance", "in addition", "in fact", "in particular", "of course",
     "in general", "at least", "at all", "in turn", "on average", "at first")
)  # fmt: skip
_TIME_NOUNS = frozenset(
    "time day week month year decade century hour minute second morning afternoon evening night "
    "today tomorrow yesterday weekend spring summer autumn fall winter season".split()
)


def mains(frame: Frame) -> list[Token]:
    """The heads that further arguments are folded over: objects, predicates, amounts.

    A bare noun phrase that is no time is an amount or a name: "rose two points", "was elected
    senator".
    """
    bare = [t for t in frame.times if t.i > frame.verb.i and not is_time(t) and not _is_set_off(t)]
    return [t for t in (*frame.objects, *frame.attributes, *bare) if not is_question_word(t)]


def is_question_word(token: Token) -> bool:
    """ "what she called a mistake", "how much it costs": nothing that a triple may end in."""
    return token.tag_ in {"WP", "WDT"} or any(c.tag_ == "WRB" for c in token.children)


def is_time(noun: Token) -> bool:
    """Whether a bare noun phrase says when or how long: "last week"."""
    return noun.ent_type_ in {"DATE", "TIME"} or noun.lemma_.lower() in _TIME_NOUNS


def _is_set_off(noun: Token) -> bool:
    """Whether a comma comes before the phrase: "sold ten boats, most of them new"."""
    start = noun.left_edge.i
    return start > 0 and noun.doc[start - 1].text in {",", "--", ";"}


def is_side_by_side(content: Token, frame: Frame) -> bool:
    """Whether a clause before the verb is no speech, though the parser hung it there.

    "Snow fell; he left." "Their work done, they left."
    """
    if content.i > frame.verb.i:
        return False
    between = frame.verb.doc[content.i : frame.verb.i]
    is_apart = any(t.text in {";", ":", "--"} for t in between)
    return is_apart or frame.verb.lemma_.lower() not in SPEECH


def times(frame: Frame) -> list[Token]:
    """Bare phrases of time: "last week", "three years later"."""
    adverbs = [a for a in children(frame.verb, "advmod") if child(a, "npadvmod") is not None]
    return [*(t for t in frame.times if t not in mains(frame)), *adverbs]


def obliques(frame: Frame) -> list[Oblique]:
    """The prepositions of the verb, its agent's and its adverbs' ones too: "back to work"."""
    agents = [Oblique(a, head) for a in children(frame.verb, "agent") for head in frame.agents]
    found = [*frame.obliques, *agents, *_through_adverbs(frame.verb)]
    found = [oblique for oblique in found if not _is_discourse(oblique)]
    return sorted(found, key=lambda o: (o.preposition.i, o.object.i))


def complements(frame: Frame) -> list[Oblique]:
    """The obliques after the verb."""
    return [o for o in obliques(frame) if o.preposition.i > frame.verb.i]


def preposition_words(oblique: Oblique) -> Words:
    """The words of the preposition: "because of", "out of", "instead of", "back to"."""
    preposition = oblique.preposition
    words = [t for t in preposition.children if t.dep_ == "pcomp" and t.pos_ == "ADP"]
    words += [a for a in children(preposition, "advmod") if a.lower_ == "instead"]
    above = preposition.head
    if above.dep_ in {"prep", "advmod"} and not child(above, "pobj", "pcomp"):
        words.append(above)
    return ordered([preposition, *words])


def _through_adverbs(verb: Token) -> list[Oblique]:
    found = []
    for adverb in children(verb, "advmod"):
        for preposition in children(adverb, "prep"):
            below = child(preposition, "pobj")
            if below is not None:
                found += [Oblique(preposition, head) for head in noun_conjuncts(below)]
    return found


def _is_discourse(oblique: Oblique) -> bool:
    """ "for example", "in fact": says nothing of the verb."""
    words = f"{oblique.preposition.lower_} {oblique.object.lower_}"
    return words in _DISCOURSE and not any(oblique.object.children)
