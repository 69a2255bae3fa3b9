"""One predicate–argument frame per clause: what both serialisations and the graph read from.

A frame takes its subject from its own clause, or borrows it by the syntax: from a conjoined verb,
the antecedent of a relative, the noun that a participle modifies, the clause that governs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.lexical import controller, is_speech, nominal_of, reply_kind
from kg.extract.moments import is_moment
from kg.extract.syntax import (
    AUXILIARIES,
    NOUN_POS,
    OBJECTS,
    SUBJECTS,
    child,
    children,
    clause_head,
    is_clausal,
    is_gerund,
    is_infinitive,
    is_passive,
    is_relative,
    noun_conjuncts,
    relative_clause,
)
from kg.extract.tree import Span, Token

_GROUP = AUXILIARIES | {"neg", "prt"}


@dataclass(frozen=True, slots=True)
class Oblique:
    """A preposition with the head of its object: a noun, or a verb in "by urging"."""

    preposition: Token
    object: Token

    @property
    def words(self) -> str:
        """The preposition with those it follows: "because of", "according to"."""
        head = self.preposition.head
        is_inner = head.dep_ == "prep" and self.preposition.dep_ == "prep"
        if is_inner and head.i < self.preposition.i and child(head, "pobj") is None:
            return f"{head.lower_} {self.preposition.lower_}"
        if (before := _adverb_of(self.preposition)) is not None:
            return f"{before.lower_} {self.preposition.lower_}"
        return self.preposition.lower_


@dataclass(slots=True)
class Frame:
    """A clause's predicate and arguments, as heads of phrases."""

    verb: Token
    passive: bool
    subjects: list[Token] = field(default_factory=list)
    subject_by: str = ""  # own, conjoined, relative, participle, control, adverbial
    objects: list[Token] = field(default_factory=list)
    recipients: list[Token] = field(default_factory=list)
    attributes: list[Token] = field(default_factory=list)  # predicate nouns and adjectives
    agents: list[Token] = field(default_factory=list)  # of a passive: "by the court"
    obliques: list[Oblique] = field(default_factory=list)
    times: list[Token] = field(default_factory=list)  # bare noun phrases: "last week"
    contents: list[Token] = field(default_factory=list)  # heads of that-clauses and quotations
    above: Frame | None = None  # the clause that governs this one
    relation: str = ""  # to the clause above: open, content, adverbial, purpose, …

    @property
    def group(self) -> list[Token]:
        """The words of the verb group: auxiliaries, negation, verb, particles."""
        words = [c for c in self.verb.children if c.dep_ in _GROUP]
        return sorted([self.verb, *words], key=lambda t: t.i)

    @property
    def chain(self) -> list[Frame]:
        """The frames of one complex predicate, outermost first: agreed + to bolster."""
        return [*self.above.chain, self] if self.above and self.relation == "open" else [self]


def find_frames(sentence: Span) -> list[Frame]:
    """Frames of all clauses of a sentence, in the order of their verbs."""
    frames: dict[int, Frame] = {}
    tokens = list(sentence)
    having_subject = {t.head.i for t in tokens if t.dep_ in {"nsubj", "nsubjpass"}}
    verbs = [t for t in tokens if is_clausal(t) or _is_verbless_clause(t, having_subject)]
    for verb in sorted(verbs, key=_depth):
        frames[verb.i] = _make_frame(verb, frames)
    found = [frames[i] for i in sorted(frames)]
    for frame in found:
        _share_arguments(frame, frames)
    return found


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token itself."""
    clause = relative_clause(token)
    return token if clause is None else clause.head


def _depth(token: Token) -> tuple[int, int]:
    depth = 0
    above = token
    while above.head != above:
        above = above.head
        depth += 1
    return depth, token.i


def _is_verbless_clause(token: Token, having_subject: set[int]) -> bool:
    """A clause whose verb the tagger took for a noun: it has a subject, and no article."""
    if token.i not in having_subject or token.pos_ not in {"NOUN", "ADJ", "PROPN"}:
        return False
    if token.pos_ == "ADJ" and token.dep_ == "ccomp" and token.head.lemma_ in _MAKING:
        return False  # "made it possible"
    return child(token, "det") is None  # "consider the mayor a fool"


_MAKING = frozenset("make find consider keep leave render deem think believe".split())


def _make_frame(verb: Token, frames: dict[int, Frame]) -> Frame:
    frame = Frame(verb, is_passive(verb))
    frame.above, frame.relation = _governor(verb, frames)
    _add_subjects(frame, frames)
    _add_arguments(frame)
    _add_gap(frame)
    return frame


def _governor(verb: Token, frames: dict[int, Frame]) -> tuple[Frame | None, str]:
    """The frame of the clause above and how this clause hangs on it."""
    if verb.head == verb:
        return None, ""
    above = frames.get(clause_head(verb.head).i)
    if above is None:
        return None, ""
    match verb.dep_:
        case "xcomp":
            return above, _relation_of_complement(verb, above)
        case "ccomp" if _is_raised(verb, above):
            return above, "object-control"
        case "ccomp" | "parataxis":
            return above, "content"
        case "conj" if verb.head.i in frames:
            return _governor_of_conjunct(frames[verb.head.i])
        case "advcl" if _is_command(verb, above):
            return above, "command"
        case "advcl":
            return above, "purpose" if is_infinitive(verb) else "adverbial"
        case "pcomp" if any(c.lower_ == "where" for c in verb.children):
            return above, "relative"  # "the town, from where it spread"
    return above, _RELATIONS.get(verb.dep_, verb.dep_)


def _relation_of_complement(verb: Token, above: Frame) -> str:
    if is_gerund(verb) and reply_kind(above.verb):
        return "content"  # "denied taking the money": he says that he did not
    if is_excess(verb) or _is_outcome(verb, above):
        return "purpose"
    lends_object = _controls_object(above) or child(verb, *SUBJECTS) is not None
    return "object-control" if lends_object else "open"


def _is_outcome(verb: Token, above: Frame) -> bool:
    """ "beat Lind to reach the final": that is what came of it."""
    return above.verb.lemma_ in BEATING and bool(above.objects) and is_infinitive(verb)


BEATING = frozenset("beat defeat edge stun upset thrash".split())


def is_excess(verb: Token) -> bool:
    """ "came too late to be tested", "too ill to attend": what did not come about.

    "It took too long to build": that did; and of "it is too early to say" there is no more to tell.
    """
    measure = verb.head
    subject = child(clause_head(measure), "nsubj", "nsubjpass")
    if measure.lemma_ == "take" or (subject is not None and subject.lower_ == "it"):
        return False
    words = [] if is_clausal(measure) else [measure]
    words += children(measure, "acomp", "advmod")
    return is_infinitive(verb) and any(
        c.lower_ == "too" for w in words for c in children(w, "advmod")
    )


def _is_command(verb: Token, above: Frame) -> bool:
    """ "Sign the treaty, she told him": a bare verb before one of saying."""
    is_bare = verb.tag_ == "VB" and child(verb, "aux", "mark", *SUBJECTS) is None
    return is_bare and verb.i < above.verb.i and is_speech(above.verb)


_RELATIONS = {"relcl": "relative", "acl": "participle", "pcomp": "gerund"}


def _governor_of_conjunct(first: Frame) -> tuple[Frame, str]:
    """ "agreed to meet and discuss": a conjunct of an open complement is open too."""
    if first.above is not None and first.relation in {"open", "object-control", "content"}:
        return first.above, first.relation
    return first, "conjoined"


def _controls_object(above: Frame) -> bool:
    """Whether the understood subject of an infinitive is the object: urged citizens to leave."""
    has_object = bool(above.objects or above.recipients)
    return has_object and controller(above.verb, has_object=True) != "subject"


def _is_raised(verb: Token, above: Frame) -> bool:
    """ "would allow Tokyo to participate": a clause whose subject the infinitive borrows."""
    return is_infinitive(verb) and child(verb, *SUBJECTS) is not None and not child(verb, "mark")


def _add_subjects(frame: Frame, frames: dict[int, Frame]) -> None:
    verb, above = frame.verb, frame.above
    own = child(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")
    if own is not None:
        frame.subjects = noun_conjuncts(antecedent(own))
        frame.subject_by = "relative" if is_relative(own) else "own"
        if is_relative(own):  # not Peru in "Norway, which was asked, signed, as did Peru"
            frame.subjects = [t for t in frame.subjects if t.i < verb.i]
        if own.tag_ in {"EX"}:
            frame.subjects = []
    elif verb.dep_ in {"acl"} and not is_infinitive(verb):
        frame.subjects, frame.subject_by = noun_conjuncts(verb.head)[:1], "participle"
    elif verb.dep_ == "relcl" and _is_tool(verb):
        frame.subjects, frame.subject_by = [verb.head], "participle"  # "a tool to read mail"
    elif frame.relation == "content" and verb.dep_ == "conj" and verb.head.i in frames:
        # "said the plan failed and was dropped": what failed was dropped.
        frame.subjects, frame.subject_by = list(frames[verb.head.i].subjects), "conjoined"
    elif above is not None:
        frame.subjects, frame.subject_by = _borrowed(frame, above)


def _is_tool(verb: Token) -> bool:
    """ "unveiled a tool to read mail": the tool reads; not "met the last man to leave"."""
    has_object = child(verb, "dobj") is not None
    is_chosen = any(c.lower_ in _CHOSEN for c in children(verb.head, "amod"))
    if verb.head.head.lemma_ in _GIVING:
        return False  # "gave her a week to leave it"
    return is_infinitive(verb) and has_object and verb.head.dep_ == "dobj" and not is_chosen


_CHOSEN = frozenset({"last", "only"})


def _borrowed(frame: Frame, above: Frame) -> tuple[list[Token], str]:
    """The subject that the clause above lends."""
    objects = above.objects or above.recipients
    match frame.relation:
        case "conjoined":
            return list(above.subjects), "conjoined"
        case "open" | "content" if frame.relation == "open" or frame.verb.dep_ == "xcomp":
            return list(above.subjects), "control"
        case "object-control" | "command":
            return list(objects), "control"
        case "gerund":
            return _of_gerund(frame, above, objects)
        case "adverbial" if frame.verb.lemma_ in _FOLLOWING and above.verb.lemma_ in _NAMING:
            return list(objects or above.subjects), "adverbial"  # "named Vale, replacing Lind"
        case "purpose" if above.verb.lemma_ in _GIVING and not child(frame.verb, "mark"):
            return _given(above), "control"
        case "adverbial" | "purpose" if not child(frame.verb, "mark"):
            return list(above.subjects), "adverbial"
        case "adverbial" if frame.verb.tag_ in {"VBG", "VBN"} and not _is_as_told(frame.verb):
            return list(above.subjects), "adverbial"  # "while visiting", "if elected"
        case "participle" | "relative" if frame.relation == "participle" or _is_open(frame):
            return _of_infinitive(frame, above, frame.verb.head)
    return [], ""


def _given(above: Frame) -> list[Token]:
    """ "gave Mali a week to free them": Mali is to."""
    if above.passive:
        return list(above.subjects)
    named = [t for t in above.objects if t.ent_type_ or t.pos_ == "PRON"]
    return list(above.recipients) or named or list(above.subjects)


_GIVING = frozenset({"give", "grant", "allow", "award", "lend", "leave"})


def _is_open(frame: Frame) -> bool:
    """ "the first to win it", "gave her a week to leave it"."""
    noun = frame.verb.head
    return is_infinitive(frame.verb) and (is_first(noun) or noun.head.lemma_ in _GIVING)


def _is_as_told(verb: Token) -> bool:
    """ "as expected by analysts", "as planned": that is the whole clause, and not its subject."""
    return verb.tag_ == "VBN" and any(c.lower_ in {"as", "than"} for c in children(verb, "mark"))


_FOLLOWING = frozenset({"replace", "succeed"})
_NAMING = frozenset(
    "name appoint hire elect choose pick promote tap select install recruit nominate".split()
)


def _of_gerund(frame: Frame, above: Frame, objects: list[Token]) -> tuple[list[Token], str]:
    """Who does what a gerund on a preposition says."""
    host = frame.verb.head.head
    if host.lower_ == "guilty":
        return list(objects or above.subjects), "control"  # "found them guilty of lying"
    if host != above.verb and host.pos_ in NOUN_POS:
        return _of_infinitive(frame, above, host)  # "a focus on cutting costs"
    # "accused X of lying", "advised X against provoking Y": the object is meant.
    is_theirs = _lends_object(frame, above)
    return (list(objects), "control") if is_theirs else (list(above.subjects), "adverbial")


def _lends_object(frame: Frame, above: Frame) -> bool:
    preposition = frame.verb.head
    if not above.objects or preposition.head != above.verb:
        return False
    return controller(above.verb, has_object=True, preposition=preposition.lower_) == "object"


def _of_infinitive(frame: Frame, above: Frame, noun: Token) -> tuple[list[Token], str]:
    """ "her decision to leave", "made an offer to buy": the possessor's act, or the subject's."""
    possessor = child(noun, "poss")
    if possessor is None and noun.dep_ == "pobj" and noun.head.lower_ == "of":
        possessor = child(noun.head.head, "poss")  # "her acceptance of an invitation to speak"
    if possessor is not None:
        return noun_conjuncts(possessor), "control"
    if is_first(noun):
        return list(above.subjects), "control"  # "became the first woman to win"
    if above.verb.lemma_ in _GIVING and noun in above.objects and not above.passive:
        return list(above.recipients), "control"
    is_in = noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head == above.verb
    if is_in and above.verb.lemma_ == "be":  # "is in talks to buy the yard"
        return list(above.subjects), "control"
    if noun in above.objects and makes(above.verb, noun):
        return list(above.subjects), "control"
    return [], ""


def is_first(noun: Token) -> bool:
    """ "became the first to win", "is the only firm to sell it": one that did."""
    words = [noun, *children(noun, "amod", "nummod", "compound")]
    is_told = noun.dep_ == "attr" and noun.head.lemma_ in {"be", "become"}
    return is_told and any(
        w.ent_type_ == "ORDINAL" or w.tag_ == "JJS" or w.lower_ in _ALONE for w in words
    )


_ALONE = frozenset("first second third fourth fifth sixth last latest only".split())
# Verbs that do something with another's act.
_RECEIVING = frozenset(
    "accept receive reject refuse decline dismiss spurn welcome oppose support back criticize "
    "condemn consider face hear study weigh discuss review block veto ignore answer approve meet "
    "heed resist grant".split()
)


def makes(verb: Token, noun: Token) -> bool:
    """ "made an offer to buy", not "rejected an offer to buy": whose act the noun is."""
    return nominal_of(noun) is None or verb.lemma_.lower() not in _RECEIVING


def _add_arguments(frame: Frame) -> None:
    for dependent in frame.verb.children:
        match dependent.dep_:
            case "dobj" | "obj":
                frame.objects += noun_conjuncts(antecedent(dependent))
            case "dative" if dependent.pos_ != "ADP":
                frame.recipients += noun_conjuncts(dependent)
            case "attr" | "acomp" | "oprd":
                parts = frame.objects if _is_lone_object(dependent) else frame.attributes
                parts += noun_conjuncts(dependent)
            case "agent":
                frame.agents += _agents(dependent)
            case "prep" | "dative":
                frame.obliques += _obliques(dependent)
            case "advmod":
                frame.obliques += _after_adverb(dependent)
                frame.times += _how_far(dependent)
            case "npadvmod":
                frame.times.append(dependent)
            case "ccomp":
                frame.contents.append(dependent)
    _set_sum_apart(frame)


def _how_far(adverb: Token) -> list[Token]:
    """ "closed 2 percent lower", "left overnight"."""
    if is_moment(adverb):
        return [adverb]
    return children(adverb, "npadvmod") if adverb.lower_ in DIRECTIONS else []


DIRECTIONS = {"down": "Decrease", "lower": "Decrease", "up": "Increase", "higher": "Increase"}


def _agents(by: Token) -> list[Token]:
    """ "opposed by fishermen and by the tribe"."""
    others = [c for c in children(by, "conj") if c.lower_ == "by"]
    return [agent for preposition in (by, *others) for agent in _objects_of(preposition)]


def _set_sum_apart(frame: Frame) -> None:
    """ "fined the bank 3 million euros": the bank is fined, the sum says how much."""
    is_cost = frame.verb.lemma_ == "cost" and all(t.ent_type_ == "MONEY" for t in frame.objects)
    if frame.recipients and (frame.verb.lemma_ in _PUNISHING or is_cost):
        frame.times += frame.objects
        frame.objects, frame.recipients = frame.recipients, []


def _is_lone_object(complement: Token) -> bool:
    """What the parser took for what its verb calls somebody, though nobody is called anything.

    "called Tomas Moro", "called a snap election"; not "was called Argo", "a ship called Argo".
    """
    verb = complement.head
    if complement.dep_ != "oprd":
        return False
    has_other = child(verb, "dobj", "nsubjpass", "dative", "auxpass") is not None
    if has_other or child(verb, "nsubj") is None:
        return False
    is_event = complement.pos_ == "NOUN" and nominal_of(complement) is not None
    return is_event or (complement.pos_ == "PROPN" and verb.lemma_ == "call")


_PUNISHING = frozenset({"fine", "charge", "bill", "dock", "tax"})


def _obliques(preposition: Token) -> list[Oblique]:
    """The preposition's objects; a chain of two, "because of", "out of", counts as one."""
    found = [Oblique(preposition, head) for head in _objects_of(preposition)]
    for inner in children(preposition, "prep"):
        found += [Oblique(inner, head) for head in _objects_of(inner)]
    return found + [Oblique(p, head) for p in children(preposition, "conj") if p.dep_ == "conj"
                    and p.pos_ == "ADP" for head in _objects_of(p)]  # fmt: skip


def _after_adverb(adverb: Token) -> list[Oblique]:
    """ "ahead of the vote", "back in May": the parser may hang the preposition on the adverb."""
    found = (p for p in children(adverb, "prep") if _adverb_of(p) is not None or _is_when(p))
    return [oblique for preposition in found for oblique in _obliques(preposition)]


def _is_when(preposition: Token) -> bool:
    when = child(preposition, "pobj")
    return when is not None and when.ent_type_ in _WHENS and preposition.lower_ in {"in", "on"}


_WHENS = frozenset({"DATE", "TIME"})


def _adverb_of(preposition: Token) -> Token | None:
    """The adverb that belongs to a preposition: "ahead of", "prior to"."""
    before = preposition.nbor(-1) if preposition.i else preposition
    is_one = (before.lower_, preposition.lower_) in {("ahead", "of"), ("prior", "to")}
    return before if is_one else None


def _objects_of(preposition: Token) -> list[Token]:
    # "because of the rain": of is a pcomp, the rain a pobj.
    head = child(preposition, "pobj") or child(preposition, "pcomp")
    if head is None or head.pos_ == "ADP":
        return []
    return [antecedent(head)] if is_relative(head) else noun_conjuncts(head)


def _add_gap(frame: Frame) -> None:
    """The antecedent fills the gap of "the price both sides paid", where nothing else does."""
    verb = frame.verb
    if verb.dep_ != "relcl" or frame.passive or frame.subject_by != "own" or frame.objects:
        return
    own = [t for t in verb.subtree if clause_head(t) == verb]
    # "the prize, where nobody works": where fills the gap; "which it refused to pay": which does
    has_relative = any(t.tag_ == "WRB" and t.i < verb.i for t in own)
    has_relative = has_relative or any(relative_clause(t) == verb for t in verb.subtree)
    if not has_relative and not frame.contents and not _is_adverbial_noun(verb.head):
        frame.objects = [verb.head]


_ADVERBIAL_NOUNS = frozenset({"time", "day", "way", "reason", "place", "year", "moment", "week"})


def _is_adverbial_noun(noun: Token) -> bool:
    """ "the day she arrived": the noun says when or how, it is no object."""
    return noun.lemma_.lower() in _ADVERBIAL_NOUNS


def _share_arguments(frame: Frame, frames: dict[int, Frame]) -> None:
    """ "buy and sell shares": what follows the last of adjacent verbs is said of the first too."""
    verb = frame.verb
    last = child(verb, "conj")
    if last is None or last.i not in frames or last.i - verb.i > 2 or child(last, *SUBJECTS):
        return
    shared = frames[last.i]
    has_own = frame.objects or frame.attributes or frame.contents
    if has_own or any(o.preposition.i > verb.i for o in frame.obliques):
        return
    is_contrast = any(c.lower_ == "but" for c in children(verb, "cc"))
    if frame.passive != shared.passive or is_contrast or verb.lemma_.lower() in _INTRANSITIVE:
        return
    frame.objects = list(shared.objects)
    if frame.objects or frame.passive:
        frame.obliques += [o for o in shared.obliques if o.preposition.i > last.i]


_INTRANSITIVE = frozenset(
    "appear arise arrive come die disappear emerge fall go happen laugh lie live look move occur "
    "remain rise run sit sleep smile speak stand stay step stop talk think travel turn wait walk "
    "work".split()
)


def heads(tokens: Iterable[Token]) -> list[str]:
    """Lower-case lemmas, for tests and messages."""
    return [t.lemma_.lower() for t in tokens]


__all__ = ["OBJECTS", "Frame", "Oblique", "antecedent", "find_frames", "heads"]
