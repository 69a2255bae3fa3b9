"""Who does what, for each frame: the subjects and the relation words that lead up to its verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.frames import Frame
from kg.extract.syntax import SUBJECTS, child, children, is_clausal, subtree
from kg.extract.tree import Token
from kg.extract.views.arguments import is_question_word, mains
from kg.extract.views.phrases import Words, short, thing

# A gerund after these is an act of the subject's own: "after giving a speech".
_ADVERBIAL = frozenset("after before by in on since through upon when while without".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame under one subject, with the relation up to and including its verb group."""

    frame: Frame
    subject: Token
    relation: Words
    rule: str  # how subject and relation were found: own, relative, own>purpose, …


def read_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings of a frame under its own or a borrowed subject.

    An open complement goes on with the relation of the verb above: "was able to act", "used force
    to act".
    """
    if frame.relation == "open" and frame.above is not None:
        yield from _continued(frame, read_frame(frame.above))
        return
    rule = _rule(frame)
    for head in frame.subjects or _existential(frame):
        if head.tag_ in {"WDT", "WP"}:
            continue  # a relative pronoun without antecedent, or a question
        yield Reading(frame, head, verb_group(frame), rule)


def fold_frame(frame: Frame) -> Iterator[Reading]:
    """Yield the readings of a frame under the subject of the clause above it.

    "The union urged voters to sign": the union urged voters to sign it, beside voters sign it.
    """
    above = frame.above
    if above is None:
        return
    if frame.relation == "open":
        yield from _continued(frame, fold_frame(above))
        return
    for reading in (*read_frame(above), *fold_frame(above)):
        for link, rule in _fold(frame, reading):
            relation = (*link, *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"{reading.rule}>{rule}")


def _continued(frame: Frame, readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings of the verb above an open complement, through to its own verb."""
    for reading in readings:
        for start in carriers(reading) if reading.frame.objects else [reading.relation]:
            relation = (*start, *_link(frame), *verb_group(frame))
            yield Reading(frame, reading.subject, relation, f"{reading.rule}>open")


def carriers(reading: Reading) -> list[Words]:
    """The relation with each object folded in, as further arguments follow it."""
    frame = reading.frame
    heads = mains(frame)[: max(1, len(frame.objects))]
    folded = [(*reading.relation, *words) for head in heads for words in thing(head)]
    return folded or [reading.relation]


def verb_group(frame: Frame) -> Words:
    """Auxiliaries, negation, verb and particles; a conjunct shares those of the first verb.

    "was cut and flushed" → "was flushed"; but "came and was seen" → "was seen", and "was not sold
    but kept" → "was kept".
    """
    own = tuple(frame.group)
    verb = frame.verb
    if verb.dep_ != "conj" or child(verb, "aux", "auxpass", *SUBJECTS):
        return own
    first = _first_conjunct(verb)
    if first.tag_ != verb.tag_:
        return own
    is_contrast = any(c.lower_ == "but" for c in children(verb.head, "cc"))
    labels = ("aux", "auxpass") if is_contrast else ("aux", "auxpass", "neg")
    return (*(c for c in children(first, *labels) if c.i < first.i), *own)


def folds_content(frame: Frame, content: Token) -> bool:
    """Whether a clause goes into the relation word by word, and not as a whole into the object.

    "The snag is that it costs" more, "showed how it costs" more, "helped her pay" less.
    """
    if content.i < frame.verb.i or frame.attributes or is_measure(content):
        return False
    is_question = any(
        (c.tag_ == "WRB" or is_question_word(c)) and c.i < content.i and c.dep_ != "nsubj"
        for c in content.children
    )
    return frame.verb.lemma_ == "be" or is_question or is_small_clause(content)


def is_measure(content: Token) -> bool:
    """Whether the clause says how much: "so far away that" we lost it."""
    before = content.doc[content.head.i : content.left_edge.i]
    return content.i > content.head.i and any(t.lower_ in {"so", "such"} for t in before)


def is_small_clause(content: Token) -> bool:
    """Whether it is an infinitive with its subject: "helped her pay", "caused it to fall"."""
    auxiliaries = children(content, "aux", "auxpass")
    has_to = any(t.tag_ == "TO" for t in auxiliaries)
    is_bare = content.tag_ == "VB" and not auxiliaries
    has_subject = child(content, "nsubj", "nsubjpass") is not None
    return has_subject and child(content, "mark") is None and (has_to or is_bare)


def _existential(frame: Frame) -> list[Token]:
    """ "There is no proof": written with "there" as the subject."""
    return [t for t in children(frame.verb, "expl") if t.tag_ == "EX"]


def _fold(frame: Frame, reading: Reading) -> Iterator[tuple[Words, str]]:
    """The words that lead from the clause above to this verb, and the rule."""
    first = _first_conjunct(frame.verb)
    if first.i < reading.frame.verb.i or frame.above is not reading.frame:
        return
    match frame.relation:
        case "purpose" | "object-control" if frame.subject_by != "own":
            for words in carriers(reading):
                yield words, frame.relation
        case "content" | "object-control" if folds_content(reading.frame, first):
            opening = _opening(first)
            for head in frame.subjects:
                yield (*reading.relation, *opening, *short(head)[0]), "content"
        case "gerund":
            yield from _along_path(first, reading, "gerund")
        case "participle" if _is_infinitive(frame):
            yield from _along_path(first, reading, "modifier")


def _opening(clause: Token) -> list[Token]:
    """The words that open a clause: "that", "why", "how much"."""
    found = [t for t in children(clause, "mark", "advmod") if t.i < clause.i]
    questions = [t for t in clause.children if t.i < clause.i and is_question_word(t)]
    return [*found, *(t for q in questions for t in subtree(q) if q not in found)]


def _along_path(verb: Token, reading: Reading, rule: str) -> Iterator[tuple[Words, str]]:
    """Through the prepositions and nouns between two verbs: "are in the stages of" closing it."""
    path: list[Token] = []
    token = verb.head
    while token != reading.frame.verb:
        path.insert(0, token)
        token = _first_conjunct(token).head
    if not path:
        return
    words: Words = ()
    for token in path:
        if token not in words:
            words += (token,) if token.pos_ in {"ADP", "SCONJ"} else thing(token)[0]
    is_object = path[0] in mains(reading.frame)
    for start in [reading.relation] if is_object else carriers(reading):
        yield (*start, *words), rule


def _rule(frame: Frame) -> str:
    """The name of the rule that found the subject, for its confidence.

    Clauses without a subject of their own are told apart by the verb's form, ".to", ".g", ".n".
    """
    if frame.subject_by == "own" and frame.relation == "content":
        return "reported"
    if frame.subject_by in {"own", "conjoined", "relative"}:
        return frame.subject_by
    if frame.relation == "gerund":
        above = _first_conjunct(frame.verb).head
        is_adverbial = above.dep_ == "prep" and is_clausal(above.head)
        is_adverbial = is_adverbial and above.lower_ in _ADVERBIAL
        return "gerund.adverbial" if is_adverbial else "gerund.complement"
    form = "to" if _is_infinitive(frame) else frame.verb.tag_[-1:].lower()
    return f"{frame.relation or 'none'}.{form}"


def _is_infinitive(frame: Frame) -> bool:
    return any(t.tag_ == "TO" for t in frame.group)


def _link(frame: Frame) -> Words:
    """The adjective between a copula and its infinitive: "was able to act"."""
    head = _first_conjunct(frame.verb).head
    return () if frame.above is None or head == frame.above.verb else short(head)[0]


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token
