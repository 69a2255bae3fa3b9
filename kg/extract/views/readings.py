"""Who does what, for each frame: the subjects and the relation words that lead up to its verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.frames import Frame
from kg.extract.syntax import SUBJECTS, child, children, is_clausal
from kg.extract.views.phrases import Words, short, thing


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame under one subject, with the relation up to and including its verb group."""

    frame: Frame
    subject: Token
    relation: Words
    rule: str  # how subject and relation were found


def read_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings of a frame: with its own subject, then folded into the clause above."""
    if frame.relation == "open" and frame.above is not None:
        for reading in read_frame(frame.above):
            relation = (*reading.relation, *_link(frame), *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"{reading.rule}>open")
        return
    rule = _rule(frame)
    for head in frame.subjects or _existential(frame):
        yield Reading(frame, head, verb_group(frame), rule)


def _existential(frame: Frame) -> list[Token]:
    """ "There is no proof": written with "there" as the subject."""
    return [t for t in children(frame.verb, "expl") if t.tag_ == "EX"]


def fold_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings under the subject of the clause above: "urged voters to" sign."""
    above = frame.above
    if above is None:
        return
    for reading in (*read_frame(above), *fold_frame(above)):
        for link, rule in _fold(frame, reading):
            relation = (*link, *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"{reading.rule}>{rule}")


def mains(frame: Frame) -> list[Token]:
    """The heads that the further arguments of a verb are folded over: objects, predicates."""
    amounts = [
        t for t in frame.times if t.i > frame.verb.i and not is_time(t) and not _is_set_off(t)
    ]
    return [*frame.objects, *frame.attributes, *amounts]


_ADVERBIAL = frozenset("after before by in on since through upon when while without".split())


def _is_set_off(noun: Token) -> bool:
    """Whether a comma comes before the phrase: "sold ten boats, most of them new"."""
    start = noun.left_edge.i
    return start > 0 and noun.doc[start - 1].text in {",", "--", ";"}


def is_time(noun: Token) -> bool:
    """Whether a bare noun phrase says when or how long: "last week"."""
    return noun.ent_type_ in {"DATE", "TIME"} or noun.lemma_.lower() in _TIME_NOUNS


_TIME_NOUNS = frozenset(
    "time day week month year decade century hour minute second morning afternoon evening night "
    "today tomorrow yesterday weekend spring summer autumn fall winter season".split()
)


def carriers(reading: Reading) -> list[Words]:
    """The relation with each object folded in, as further arguments follow it."""
    frame = reading.frame
    heads = mains(frame)[: max(1, len(frame.objects))]
    return [(*reading.relation, *words) for head in heads for words in thing(head)] or [
        reading.relation
    ]


def verb_group(frame: Frame) -> Words:
    """Auxiliaries, negation, verb and particles; a conjunct shares those of the first verb.

    "was cut and flushed" → "was flushed", but "came and was seen" → "was seen".
    """
    own = tuple(frame.group)
    verb = frame.verb
    if verb.dep_ != "conj" or child(verb, "aux", "auxpass", *SUBJECTS):
        return own
    first = _first_conjunct(verb)
    if first.tag_ != verb.tag_:
        return own
    shared = [c for c in children(first, "aux", "auxpass", "neg") if c.i < first.i]
    return (*shared, *own)


def _fold(frame: Frame, reading: Reading) -> Iterator[tuple[Words, str]]:
    """The words that lead from the clause above to this verb, and the rule."""
    first = _first_conjunct(frame.verb)
    above = reading.frame.verb
    if first.i < above.i or frame.above != reading.frame:
        return
    if frame.relation == "purpose":
        yield from ((words, "purpose") for words in carriers(reading))
    elif frame.relation == "object-control":
        yield from ((words, "control") for words in carriers(reading))
    elif frame.relation == "content" and folds_content(reading.frame, first):
        opening = [t for t in first.children if t.i < first.i and t.dep_ in {"mark", "advmod"}]
        for head in frame.subjects:
            yield (*reading.relation, *opening, *short(head)[0]), "content"
    elif frame.relation == "gerund" or (frame.relation == "participle" and is_infinitive(frame)):
        path = _path(first, above)
        if path:
            is_main = path[0] in mains(reading.frame)
            for start in [reading.relation] if is_main else carriers(reading):
                yield (*start, *_spelled(path)), frame.relation


def folds_content(frame: Frame, content: Token) -> bool:
    """Whether a clause goes into the relation word by word, and not as a whole into the object.

    "The snag is that it costs" more, "showed how it costs" more, "helped her pay" less.
    """
    if content.i < frame.verb.i or frame.attributes:
        return False
    is_question = any(c.tag_ == "WRB" and c.i < content.i for c in content.children)
    return frame.verb.lemma_ == "be" or is_question or is_small_clause(content)


def is_small_clause(content: Token) -> bool:
    """ "helped her pay": a bare infinitive with its subject."""
    return (
        content.tag_ == "VB"
        and child(content, "nsubj") is not None
        and child(content, "aux", "mark") is None
    )


def _path(verb: Token, above: Token) -> list[Token]:
    """The prepositions and nouns between two verbs: "in the stages of" negotiating."""
    path: list[Token] = []
    token = verb.head
    while token != above and token.head != token:
        path.append(token)
        token = token.head
    return path[::-1]


def _spelled(path: list[Token]) -> Words:
    words: Words = ()
    for token in path:
        if token not in words:
            words += (token,) if token.pos_ in {"ADP", "SCONJ"} else thing(token)[0]
    return words


def is_infinitive(frame: Frame) -> bool:
    """Whether the verb has a "to"."""
    return any(t.tag_ == "TO" for t in frame.group)


def _rule(frame: Frame) -> str:
    """The name of the rule that found the subject, for its confidence."""
    if frame.subject_by in {"own", "conjoined", "relative"}:
        return frame.subject_by
    if frame.relation == "gerund":
        preposition = _first_conjunct(frame.verb).head
        is_adverbial = (
            preposition.lower_ in _ADVERBIAL
            and preposition.dep_ == "prep"
            and is_clausal(preposition.head)
        )
        return "gerund.adverbial" if is_adverbial else "gerund.complement"
    form = "to" if is_infinitive(frame) else frame.verb.tag_[-1:].lower()
    return f"{frame.relation or frame.subject_by or 'none'}.{form}"


def _link(frame: Frame) -> Words:
    """The adjective between a copula and its infinitive: "was able to act"."""
    head = _first_conjunct(frame.verb).head
    return () if frame.above is None or head == frame.above.verb else short(head)[0]


def _first_conjunct(verb: Token) -> Token:
    while verb.dep_ == "conj":
        verb = verb.head
    return verb
