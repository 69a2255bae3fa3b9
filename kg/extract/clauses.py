"""Active and passive clauses: who does what to whom, with everything else as roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from kg.event_classes import find_class
from kg.extract.frames import DIRECTIONS, Frame
from kg.extract.lexical import (
    event_class,
    is_reciprocal,
    light_verb,
    nominal_of,
    speech_kind,
)
from kg.extract.nominals import ACTORS, is_event_of_its_own
from kg.extract.passage import Passage
from kg.extract.predicates import predicate_of
from kg.extract.proposing import propose
from kg.extract.roles import roles_of
from kg.extract.senses import sense_of
from kg.extract.stance import PLANNED, Stance, affected
from kg.extract.syntax import NOUN_POS, child, children, noun_conjuncts, verb_lemma
from kg.extract.tree import Token
from kg.lexicon import MODALS, VERB_CLASSES
from kg.lexicon_types import LightVerb
from kg.model import Argument, Mention, Proposition
from kg.words import VESSELS

# How sure a reading is by where its subject comes from, before the stance: measured on dev data.
CONFIDENCE = {"own": 0.9, "conjoined": 0.85, "relative": 0.85, "control": 0.8,
              "participle": 0.8, "adverbial": 0.75, "": 0.6}  # fmt: skip
_WHENS = frozenset("time moment day week month year point stage end beginning start".split())
_PARTNERS = frozenset({"with", "to"})
MANY = 36  # more pairs of subject and object than this are a list that was misread
# Roles that answer when, how long or by whose word: never the object of a clause without one.
_NO_OBJECT = frozenset("age amount cause content duration end frequency purpose start time".split())


@dataclass(slots=True)
class _Cast:
    """The mentions of a clause by what they do in it."""

    subjects: list[Mention]
    objects: list[Mention]
    rest: list[Argument] = field(default_factory=list)
    preposition: str = ""  # of an object that hangs on one
    idiom: str = ""  # a noun that belongs to the verb: "part" of "take part in"
    is_demand: bool = False  # "said that Peru must pay"


def read_clauses(passage: Passage) -> Iterator[Proposition]:
    """Yield one proposition for each subject and object of each clause."""
    for frame in passage.frames:
        is_copula = frame.verb.lemma_ == "be" and not frame.passive
        if is_copula or passage.is_continued(frame) or is_event_of_its_own(frame, passage):
            continue
        yield from _read_clause(frame, passage)


def _read_clause(frame: Frame, passage: Passage) -> Iterator[Proposition]:
    reciprocal = not frame.passive and is_reciprocal(predicate_of(frame).lemma)
    cast = _cast(frame, passage, reciprocal=reciprocal)
    if not cast.subjects or len(cast.subjects) * max(len(cast.objects), 1) > MANY:
        return
    predicate = predicate_of(frame, cast.preposition, cast.idiom)
    objects: list[Mention | None] = [*cast.objects] or [None]
    for subject, object in product(cast.subjects, objects):
        if subject != object:
            type = _class_of(frame, predicate.lemma, cast, subject, object)
            yield propose(
                passage, frame.verb, predicate, subject, object, cast.rest,
                rule="clauses", words=[t for f in frame.chain for t in f.group],
                type=type, stance=_stance_of(frame, passage), reciprocal=reciprocal,
                preposition=cast.preposition,
                confidence=CONFIDENCE[frame.subject_by],
            )  # fmt: skip


def _stance_of(frame: Frame, passage: Passage) -> Stance:
    """ "called an election": it is yet to come."""
    stance = passage.stances.get(frame.verb.i) or Stance()
    return affected(stance, PLANNED) if _is_called(_light(frame)) else stance


def _class_of(
    frame: Frame, lemma: str, cast: _Cast, subject: Mention, object: Mention | None
) -> str:
    label = object.label if object is not None else ""
    if cast.is_demand:
        return "Demand"
    if lemma.startswith("threaten to "):
        return "Threat"  # whatever it is that somebody threatens with
    if noun := _carried(frame):
        return noun
    if lemma == "bear" and frame.passive and object is None:
        return "DateOfBirth" if any(a.role == "time" for a in cast.rest) else ""
    if lemma == "call" and label in ACTORS and not (frame.attributes or frame.contents):
        return "Call"  # "called the envoy", who is then called nothing
    if idiom := _idiom_class(frame) or _direction(frame):
        return idiom
    type = event_class(
        lemma, cast.preposition, subject=subject.label, object=label, passive=frame.passive
    )
    if _is_unfit(type, frame, subject, cast):
        return ""
    is_patient = frame.passive and not (frame.agents or frame.objects)
    patient = subject.label if is_patient or object is None else label
    return sense_of(type, frame.verb, frame.objects, patient)


def _idiom_class(frame: Frame) -> str:
    """ "filed for bankruptcy", "took office", "worked together": more words belong to the verb."""
    verb = frame.verb.lemma_.lower()
    more = [f"{o.words} {o.object.lower_}" for o in frame.obliques]
    more += [t.lower_ for t in frame.objects if child(t, "det", "poss") is None]
    more += [t.lower_ for t in children(frame.verb, "advmod") if t.lower_ == "together"]
    event = find_class(f"{verb} {words}" for words in more)
    return event.name if event is not None else ""


def _is_unfit(type: str, frame: Frame, subject: Mention, cast: _Cast) -> bool:
    """Whether the class is none of what this subject does."""
    lemma = frame.verb.lemma_.lower()
    match type:
        case "Increase" | "Decrease":
            return _moves(frame, subject, cast)
        case "Travel":  # "the prize went to Bo"
            return subject.label in _IMMOBILE and lemma == "go"
        case "Attack":  # "the storm struck Lund"
            return subject.label == "Event" and lemma in {"strike", "hit"}
        case "Closure":
            return _is_deal(frame)
        case "Election":  # "voted in favour of walking out"
            return any(o.object.lower_ in {"favour", "favor"} for o in frame.obliques)
        case "Protest":  # "Count Bo marched from Lund"
            return subject.label == "Person" and subject.number == "singular" and lemma == "march"
    return False


# "The government fell": that is no number, either.
_FALLING = frozenset("government cabinet coalition regime city town village capital".split())


def _moves(frame: Frame, subject: Mention, cast: _Cast) -> bool:
    """ "Berg fell on the stairs", "climbed to the top": that is no number."""
    is_measured = any(a.role == "amount" for a in cast.rest)
    is_mover = subject.label in {"Person", "Group"} or subject.head in VESSELS
    is_mover = is_mover or subject.head in _FALLING
    return is_mover and not (frame.objects or is_measured)


def _direction(frame: Frame) -> str:
    """ "closed 2 percent lower", "ended the day higher"."""
    if frame.verb.lemma_.lower() not in _MARKING:
        return ""
    words = children(frame.verb, "advmod", "acomp", "prt")
    if any(c.dep_ == "prt" for c in words) and not frame.times:
        return ""  # "ended up in prison"
    ways = (DIRECTIONS.get(c.lower_) for c in words)
    return next((way for way in ways if way), "")


_MARKING = frozenset("close end finish open trade settle edge".split())
_IMMOBILE = frozenset({"Event", "Work", "Thing", "Law", "Money"})


def _is_deal(frame: Frame) -> bool:
    """ "the takeover is due to close in May": it is done, and nothing is shut."""
    done = [*frame.objects, *frame.subjects] if not frame.passive else frame.subjects
    return any(t.lemma_.lower() in _DEALS for t in done)


_DEALS = frozenset(
    "deal sale acquisition transaction merger takeover purchase buyout offering round "
    "gap loophole case investigation probe inquiry debate account".split()
)


def _carried(frame: Frame) -> str:
    """ "declared bankruptcy", "filed a lawsuit": the noun says what happened."""
    light = _light(frame)
    if light is None or (light.aspect and not _is_called(light)):
        return ""  # "suspended imports" is a suspension
    nominal = nominal_of((frame.objects or frame.subjects)[0])
    return light.event or (nominal.event if nominal is not None else "")


def _light(frame: Frame) -> LightVerb | None:
    """The verb of a clause with one object as the carrier of that, which it calls nothing else."""
    is_told = frame.passive and frame.verb.dep_ != "acl"  # "a deal was reached"
    objects = frame.objects or (frame.subjects if is_told else [])
    is_lone = len(objects) == 1 and not frame.attributes
    nominal = nominal_of(objects[0]) if is_lone else None
    return light_verb(frame.verb, nominal) if nominal is not None else None


def _is_called(light: LightVerb | None) -> bool:
    """Whether the verb only sets a date for an event, and has no class of its own."""
    return light is not None and light.aspect == "plan" and bool(light.event)


def _cast(frame: Frame, passage: Passage, *, reciprocal: bool) -> _Cast:
    subjects = passage.mentions(_named_by_copula(frame, passage) or frame.subjects)
    objects, amounts = _measured(frame, passage)
    named = passage.mentions(t for t in frame.attributes if t.pos_ in NOUN_POS - {"ADJ"})
    rest = [*roles_of(frame, passage), *amounts]
    if objects or (frame.passive and frame.agents):  # "called her a liar": it is her they called
        rest += [Argument("capacity", m) for m in named if m.kind != "value"]
        named = [m for m in named if m.kind == "value"]
    objects += named
    if frame.passive and frame.agents:
        # "the bank was fined 3 million euros by the court": the sum is how much, not whom.
        rest += [Argument("amount", m) for m in objects if m.kind == "value"]
        objects = [m for m in objects if m.kind != "value"]
        subjects, objects = passage.mentions(frame.agents), subjects + objects
    elif not objects and frame.recipients:
        objects = passage.mentions(frame.recipients)
    cast = _Cast(subjects, objects, rest)
    _unfold_idiom(frame, cast)
    _find_addressee(frame, cast, passage)
    if not cast.objects:
        _promote_oblique(cast, frame.verb, only=_PARTNERS if reciprocal else frozenset())
    if reciprocal:
        _pair_up(cast)
    placed = {*cast.subjects, *cast.objects}
    cast.rest = [argument for argument in cast.rest if argument.mention not in placed]
    return cast


def _named_by_copula(frame: Frame, passage: Passage) -> list[Token]:
    """ "Ossia is a firm that makes boats": it is Ossia that makes them."""
    noun = frame.subjects[0] if len(frame.subjects) == 1 else None
    if noun is None or noun.dep_ != "attr" or frame.subject_by not in {"relative", "participle"}:
        return []
    stance = passage.stances.get(noun.head.i)
    named, article = passage.mention(noun), child(noun, "det")
    is_kind = article is not None and noun.head.lemma_ == "be"
    if named is not None and named.kind == "name" and article is not None:
        is_kind = is_kind and article.lower_ != "the"  # "the loser was the Lind, which fell"
    if not is_kind or stance is None or not stance.is_fact:
        return []
    return next((list(f.subjects) for f in passage.frames if f.verb == noun.head), [])


def _measured(frame: Frame, passage: Passage) -> tuple[list[Mention], list[Argument]]:
    """The objects with their amounts: "owns 40 percent of the bank" is said of the bank."""
    objects: list[Mention] = []
    amounts: list[Argument] = []
    for token in frame.objects:
        mention = passage.mention(token)
        if mention is None:
            continue
        of = next((p for p in children(token, "prep") if p.lower_ == "of"), None)
        whole = child(of, "pobj") if of is not None and mention.label in _SHARES else None
        wholes = passage.mentions(noun_conjuncts(whole)) if whole is not None else []
        amounts += [Argument("amount", mention)] if wholes else []
        # "was fined 10 percent of its sales": the sales are fined by nobody.
        objects += ([] if frame.passive else wholes) if wholes else [mention]
    return objects, amounts


_SHARES = frozenset({"Percent", "Money", "Quantity"})


def _pair_up(cast: _Cast) -> None:
    """ "the ministers met", "Ann and Bo spoke by phone": the subjects are each other's partners."""
    if cast.objects and not cast.preposition:
        return  # "exchanged views": it is views that they exchanged
    has_actor = any(m.label in ACTORS for m in cast.objects)
    if not has_actor and len(cast.subjects) > 1:
        cast.subjects, cast.objects, cast.preposition = cast.subjects[:1], cast.subjects[1:], "with"


def _find_addressee(frame: Frame, cast: _Cast, passage: Passage) -> None:
    """ "demanded that the bank pay", "said Peru must pay": who is to act is who is asked."""
    kind = speech_kind(frame.verb)
    if kind == "say" and not frame.passive:
        obliged = [m for m in passage.mentions(_obliged(frame, passage)) if m.label in ACTORS]
        asked = [Argument("recipient", m) for m in obliged if m.kind != "pronoun"]
        cast.rest += asked
        cast.is_demand = bool(asked)
    if cast.objects or frame.passive or kind not in {"ask", "order"}:
        return
    for inner in _contents(frame, passage):
        if not _is_indicative(inner):
            doers = passage.mentions(inner.agents if inner.passive else inner.subjects)
            cast.objects = [m for m in doers if m.label in ACTORS and m.kind != "pronoun"]
            cast.preposition = "of" if cast.objects else ""


def _contents(frame: Frame, passage: Passage) -> Iterator[Frame]:
    """The clauses that are said or asked, where they have a subject of their own."""
    for inner in passage.frames:
        if inner.above is frame and inner.relation == "content" and inner.subject_by == "own":
            yield inner


def _obliged(frame: Frame, passage: Passage) -> list[Token]:
    """Who must or should do something, in what is said."""
    for inner in _contents(frame, passage):
        if not inner.passive:
            words = {t.lower_ for t in inner.group if t.tag_ == "MD"}
            if any(w in MODALS and MODALS[w].kind == "obligation" for w in words):
                return inner.subjects
    return []


def _is_indicative(frame: Frame) -> bool:
    """ "asked whether the bank paid", "when it pays": a question, not a deed that is asked for."""
    words = frame.verb.children
    is_question = any(c.lower_ in {"whether", "if"} or c.tag_.startswith("W") for c in words)
    return is_question or any(t.tag_ == "VBD" for t in frame.group)


def _unfold_idiom(frame: Frame, cast: _Cast) -> None:
    """ "took part in the talks", "shook hands with Ann", "took place": the noun is the verb's."""
    if _unfold_phrase(frame, cast) or frame.passive:
        return
    verb = frame.verb.lemma_.lower()
    for noun in frame.objects:
        if f"{verb} {noun.lower_}" in VERB_CLASSES and not noun.children:
            cast.idiom = noun.lower_
            cast.objects = [m for m in cast.objects if m.head_span.start != noun.idx]
            return
    if len(frame.objects) != 1:
        return
    noun = frame.objects[0]
    for argument in cast.rest:
        phrase = f"{frame.verb.lemma_.lower()} {noun.lower_} {argument.preposition}"
        if argument.preposition and phrase in VERB_CLASSES:
            cast.idiom, cast.preposition = noun.lower_, argument.preposition
            cast.objects = [argument.mention]
            return


def _unfold_phrase(frame: Frame, cast: _Cast) -> bool:
    """ "was taken into custody", "filed for bankruptcy": the phrase is the verb's."""
    for oblique in frame.obliques:
        words, noun = oblique.words, oblique.object
        phrase = f"{words} {noun.lower_}"
        if words == "by":  # "spoke by phone": with whom is what counts
            continue
        if f"{frame.verb.lemma_.lower()} {phrase}" in VERB_CLASSES and not noun.children:
            cast.idiom = phrase
            cast.rest = [a for a in cast.rest if a.mention.head_span.start != noun.idx]
            return True
    return False


def _promote_oblique(cast: _Cast, verb: Token, *, only: frozenset[str]) -> None:
    """ "met with the envoy", "took office in Rome": the first on a preposition is the object.

    What stands before the verb only sets the scene, and a clause with a content has its object.
    Where `only` has prepositions, the object hangs on one of them: "met in Rome" has none.
    """
    if any(a.role == "content" for a in cast.rest):
        return
    found = [a for a in cast.rest if a.preposition and _may_be_object(a, verb)
             and a.mention.span.start > verb.idx and a.mention.head not in _WHENS
             and (not only or a.preposition in only or _is_asked_for(a, verb))]  # fmt: skip
    means = [a for a in found if a.role == "instrument" and a.mention.label not in ACTORS]
    means = [] if verb.lemma_ == "collide" else means  # "collided with debris"
    oblique = next((a for a in found if a not in means), next(iter(means), None))
    if oblique is not None:
        cast.preposition = oblique.preposition
        same = oblique.role, oblique.preposition
        cast.objects = [a.mention for a in cast.rest if (a.role, a.preposition) == same]


_ASIDE = frozenset({"compared with", "compared to", "without", "despite", "unlike", "besides"})


def _may_be_object(argument: Argument, verb: Token) -> bool:
    """Whether a phrase can stand for an object: the verb asks for it, or it is no circumstance."""
    if argument.preposition in _ASIDE:
        return False
    return _is_asked_for(argument, verb) or argument.role not in _NO_OBJECT


def _is_asked_for(argument: Argument, verb: Token) -> bool:
    """ "called for talks", "voted for the bill", "works at the bank"."""
    is_value = argument.mention.kind == "value"
    return not is_value and f"{verb_lemma(verb)} {argument.preposition}" in VERB_CLASSES
