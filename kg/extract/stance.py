"""Did it happen, and who says so: polarity, certainty, tense and speaker of each clause.

Computed down the clause structure: a clause has its own negation, modal and tense, and the clause
above it lets it happen or not ("managed to", "failed to"), plans it ("agreed to"), says it, denies
it or asks it. The scheme is FactBank's (Saurí and Pustejovsky 2009), the signatures of implicative
verbs follow Karttunen (2012) and Nairn, Condoravdi and Karttunen (2006); see kg/lexicon.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.extract.frames import BEATING, Frame, is_excess, is_first
from kg.extract.lexical import (
    Effect,
    adverb_effect,
    effect_of,
    is_speech,
    is_text,
    modal_effect,
    reply_kind,
    signature_of,
)
from kg.extract.syntax import child, children, is_infinitive, is_relative, verb_lemma
from kg.extract.tree import Span, Token
from kg.lexicon import SIGNATURES
from kg.model import Certainty, Polarity, Reply, Tense

_RANK: Mapping[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2}
_CONDITIONS = frozenset("if unless whether lest provided providing supposing assuming".split())
_NEVER = frozenset("not n't n’t never no neither nor hardly barely scarcely nowhere".split())
_NOBODY = frozenset("nobody none nothing neither no-one".split())
_RESULTS = frozenset("close end finish reach become settle stand total".split())
ACCEPTING = frozenset({"accept", "acceptance", "approve", "approval"})
_BARELY_NOT = frozenset({"almost", "nearly"})
_LINKS = frozenset({"to", "that", "whether", "if"})
_DONE = frozenset(
    "by after while in since through upon with despite besides following amid".split()
)
_UNITS = frozenset("second minute hour day week month year decade generation century".split())
PLANNED = Effect("positive", "certain", "future")
_UNREAL = frozenset({"against", "instead", "of", "than", "from", "before"})


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is put forward; `said_by` are the heads of its speakers, outermost first."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    tense: Tense = "past"
    asked: bool = False
    said_by: tuple[Token, ...] = ()
    reply: Reply = ""  # whether the nearest speaker denies or confirms it

    @property
    def is_fact(self) -> bool:
        """Whether it is put forward as having happened."""
        return (self.polarity, self.certainty, self.asked) == ("positive", "certain", False) and (
            self.tense != "future"
        )

    def weakened(self, certainty: Certainty) -> Stance:
        """No more certain than this."""
        return replace(self, certainty=weaker(self.certainty, certainty))


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of two."""
    return max(one, other, key=_RANK.__getitem__)


def find_stances(frames: Sequence[Frame], sentence: Span) -> dict[int, Stance]:
    """The stance of each frame, by the place of its verb."""
    stances: dict[int, Stance] = {}
    by_verb = {frame.verb.i: frame for frame in frames}
    is_question = any(t.text == "?" for t in sentence[-4:])
    for frame in sorted(frames, key=lambda f: (_depth(f), f.verb.i)):
        above = stances.get(frame.above.verb.i) if frame.above else None
        own = _own(frame, above)
        stance = _under(frame, own, above) if above and not _is_aside(frame) else own
        stance = _said_aside(frame, stance, by_verb)
        if is_question and (frame.above is None or frame.relation == "conjoined"):
            stance = replace(stance, asked=True)
        if speakers := tuple(_according_to(frame)):
            stance = replace(stance, said_by=(*speakers, *stance.said_by))
        stances[frame.verb.i] = stance
    _weaken_consequences(frames, stances)
    return stances


def _weaken_consequences(frames: Iterable[Frame], stances: dict[int, Stance]) -> None:
    """ "if the strike goes on, prices will rise": neither is a plan."""
    for frame in frames:
        above = frame.above
        if frame.relation == "adverbial" and above is not None and _has_condition(frame):
            stance = stances[above.verb.i]
            if stance.tense == "future":
                stances[above.verb.i] = stance.weakened("possible")


def _is_aside(frame: Frame) -> bool:
    """ "the embargo, officials said, will end": not said under the embargo's end, but of it."""
    is_own = frame.subject_by == "own" and not frame.contents
    return frame.verb.dep_ == "parataxis" and is_own and is_speech(frame.verb)


def _said_aside(frame: Frame, stance: Stance, by_verb: Mapping[int, Frame]) -> Stance:
    """The stance with the speakers whom an aside names."""
    for verb in children(frame.verb, "parataxis"):
        aside = by_verb.get(verb.i)
        if aside is not None and _is_aside(aside):
            speakers = tuple(issuer(s) for s in aside.subjects)
            effect = effect_of(verb, "that", negated=_is_negated(aside))
            stance = affected(stance, effect)
            stance = replace(stance, said_by=(*stance.said_by, *speakers))
    return stance


def _depth(frame: Frame) -> int:
    return 0 if frame.above is None else 1 + _depth(frame.above)


def _own(frame: Frame, above: Stance | None) -> Stance:
    """What the clause's own words say, before the clause above is asked."""
    certainty: Certainty = "certain"
    tense = _tense(frame, above)
    negative = _is_negated(frame)
    for auxiliary in _auxiliaries(frame):
        effect = modal_effect(auxiliary, reported=_is_reported(frame))
        if effect:
            is_sure = negative and auxiliary.lower_ in _ABLE and not _is_denied(frame)
            certainty = certainty if is_sure else weaker(certainty, effect.certainty)
            tense = _modal_tense(frame, effect) or tense
    for adverb in children(frame.verb, "advmod"):
        if adverb.lower_ in _BARELY_NOT:
            negative = not negative
        effect = adverb_effect(adverb)
        if effect and adverb.lower_ not in _NEVER:
            certainty = weaker(certainty, effect.certainty)
            negative = negative != (effect.polarity == "negative")  # "almost won"
    is_any = not negative and any(_is_any(t) for t in (*frame.subjects, *frame.objects))
    if is_any and not _is_refusal(frame.verb):
        certainty = weaker(certainty, "possible")  # "before any deal was signed"
    if _has_condition(frame):
        certainty = "possible"
    return Stance("negative" if negative else "positive", certainty, tense)


_ABLE = frozenset({"can", "ca", "could"})  # who can't, does not


def _is_denied(frame: Frame) -> bool:
    """ "it does not mean we can't go": nobody says that they go."""
    return frame.above is not None and frame.relation == "content" and _is_negated(frame.above)


def _auxiliaries(frame: Frame) -> list[Token]:
    """ "said it would close and sell the mill": both are under the one "would"."""
    verb = frame.verb
    while verb.dep_ == "conj" and verb.tag_ == "VB" and frame.relation == "content":
        if child(verb, "aux", "auxpass", "nsubj", "nsubjpass") is not None:
            break
        verb = verb.head
    return children(verb, "aux")


def _modal_tense(frame: Frame, effect: Effect) -> Tense | Literal[""]:
    """ "may have sold": what is possible lies in the past."""
    is_perfect = any(t.lemma_ == "have" and t.dep_ == "aux" for t in frame.group)
    return "past" if is_perfect and effect.certainty != "certain" else effect.tense


def _is_reported(frame: Frame) -> bool:
    """ "said it would close": *would* is the *will* of somebody in the past."""
    above = frame.above
    if above is None:
        return False
    if frame.relation == "content":
        # "the deal was that it would not sell": as if the deal had said so
        return is_speech(above.verb) or (
            above.verb.lemma_ == "be" and _tense(above, None) == "past"
        )
    if frame.relation == "participle":  # "the announcement that it would close"
        return child(frame.verb, "mark") is not None
    return frame.relation == "relative" and _tense(above, None) == "past"


def _tense(frame: Frame, above: Stance | None) -> Tense:
    finite = next((t for t in frame.group if t.tag_ in {"VBD", "VBZ", "VBP", "MD"}), None)
    if finite is None and frame.verb.head == frame.verb and is_infinitive(frame.verb):
        return "future"  # "Norway to buy ships": a headline
    if finite is None:
        is_done = frame.verb.tag_ == "VBN" and frame.relation == "participle"
        if is_done and frame.verb.lemma_.lower() not in _LASTING:
            return "past"  # "the firm, founded by Ann Vale, is growing"
        is_of_subject = frame.above is not None and frame.verb.head in frame.above.subjects
        if frame.relation == "participle" and is_of_subject and above and above.tense == "future":
            return "present"  # "Orvo, owned by Lind, will pay"
        return above.tense if above else "past" if frame.verb.tag_ == "VBN" else "present"
    if finite.tag_ == "VBD" or any(c.lemma_ == "have" and c.dep_ == "aux" for c in frame.group):
        return "past"
    return "present"


def _is_negated(frame: Frame) -> bool:
    if any(_denies(c) for c in frame.verb.children) or _is_neither(frame.verb):
        return True
    # "pleaded not guilty"
    if any(c.dep_ == "neg" for a in frame.attributes[:1] if a.pos_ == "ADJ" for c in a.children):
        return True
    arguments = [*frame.subjects, *frame.objects, *frame.attributes]
    if frame.subject_by in {"control", "adverbial", "conjoined"}:
        arguments = [*frame.objects, *frame.attributes]
    none = any(o.object.lower_ in _NOTHING for o in frame.obliques)  # "confessed to nothing"
    return none or any(_is_nobody(argument) for argument in arguments)


def _is_neither(verb: Token) -> bool:
    """ "neither confirmed nor denied"."""
    if any(c.lower_ == "neither" for c in children(verb, "preconj", "cc", "advmod", "det")):
        return child(verb, "conj") is not None
    is_next = verb.dep_ == "conj" and any(c.lower_ == "nor" for c in children(verb.head, "cc"))
    return is_next and _is_neither(verb.head)


def _denies(word: Token) -> bool:
    """ "not", "never", "no longer"; not the "not" of "did not only sell"."""
    if word.dep_ == "advmod" and word.lower_ in {"longer", "more"}:
        return child(word, "neg", "det") is not None
    if word.dep_ != "neg" and not (word.dep_ == "advmod" and word.lower_ in _NEVER):
        return False
    return word.i + 1 == len(word.doc) or word.nbor().lower_ not in _ONLY


_LASTING = frozenset(
    "own base know call name title locate situate control back support run lead head owe involve "
    "concern relate associate affiliate require need expect want suppose plan schedule "
    "mean design make surround fill populate".split()
)
_NOTHING = frozenset({"nothing", "nobody"})
_AWAITED = frozenset({"until", "till", "before", "once"})
_ONLY = frozenset({"only", "just", "merely", "simply"})


def _is_nobody(noun: Token) -> bool:
    """ "no driver", "neither Ann nor Bo", "none": the argument itself denies the clause."""
    if noun.dep_ == "conj":
        return _is_nobody(noun.head) if child(noun.head, "preconj", "cc") else False
    before = children(noun, "det", "neg", "preconj", "cc", "advmod")
    words = {c.lower_ for c in before}
    not_one = "not" in words and bool(words & {"a", "an", "one"})  # "not a single minister"
    return noun.lower_ in _NOBODY or bool(words & {"no", "neither"}) or not_one


def _is_any(noun: Token) -> bool:
    return any(c.lower_ == "any" for c in children(noun, "det"))


def _is_refusal(verb: Token) -> bool:
    """ "denied any meeting": the denial itself is a fact."""
    signature = signature_of(verb)
    return signature is not None and signature.affirmed.polarity == "negative"


def _has_condition(frame: Frame) -> bool:
    """ "if", "whether", or the inversion of "should the talks fail"."""
    verb = frame.verb
    if any(c.dep_ in {"mark", "advmod"} and c.lower_ in _CONDITIONS for c in verb.children):
        return True
    return verb.dep_ in {"advcl", "ccomp"} and _is_inverted(verb)


def _is_inverted(verb: Token) -> bool:
    """ "had Norway paid", "should the talks fail"."""
    subject, auxiliary = child(verb, "nsubj", "nsubjpass"), child(verb, "aux")
    if subject is None or auxiliary is None or auxiliary.i > subject.i:
        return False
    return auxiliary.lower_ in {"should", "were", "had"}


def _under(frame: Frame, own: Stance, above: Stance) -> Stance:
    """The clause's own stance under the clause above."""
    assert frame.above is not None
    inherited = replace(own, said_by=above.said_by, asked=above.asked and frame.relation == "open")
    match frame.relation:
        case "open" | "object-control" | "content":
            return _as_complement(frame, inherited, above)
        case "command":
            told = replace(inherited, said_by=(*above.said_by, *_speakers(frame.above)))
            return affected(told, Effect("positive", "possible", "future", asked=True))
        case "conjoined":
            return _as_conjunct(frame, inherited, above)
        case "purpose":
            return _as_purpose(frame, inherited, above)
        case "relative":
            return _as_relative(frame, inherited, above)
        case "gerund":
            return _as_gerund(frame, inherited, above)
        case "participle":
            return _as_modifier(frame, inherited, above)
        case "adverbial":
            return _as_adverbial(frame, inherited, above)
    return inherited


def _as_adverbial(frame: Frame, own: Stance, above: Stance) -> Stance:
    if not child(frame.verb, "mark", "nsubj", "nsubjpass"):
        return own.weakened(above.certainty)  # "could leave, taking the files"
    if _is_likeness(frame):
        return own.weakened("probable")
    if above.tense == "future" and not _marks(frame.verb).isdisjoint(_AWAITED):
        # "will not concede until the votes are counted": they may never be
        return replace(own, tense="future").weakened("possible")
    return own


def _is_likeness(frame: Frame) -> bool:
    """ "it looks like the bank paid"."""
    assert frame.above is not None
    is_like = any(c.lower_ in {"like", "though", "if"} for c in children(frame.verb, "mark"))
    return is_like and frame.above.verb.lemma_ in {"look", "seem", "appear", "sound", "feel"}


def _as_purpose(frame: Frame, own: Stance, above: Stance) -> Stance:
    assert frame.above is not None
    if is_excess(frame.verb):
        return replace(own, polarity="negative", tense=above.tense).weakened(above.certainty)
    if above.is_fact and (frame.verb.lemma_ in _RESULTS or _is_won(frame)):
        return replace(own, tense=above.tense)  # "rose to close at 9,505"
    if _is_measured(frame.above):
        return replace(own, tense=above.tense).weakened(above.certainty)
    return replace(own, certainty="possible", tense="future")


def _is_won(frame: Frame) -> bool:
    """ "came from behind to beat Lind", "beat Lind to win the cup": how it ended."""
    verb = frame.verb.head if frame.verb.dep_ == "conj" else frame.verb
    assert frame.above is not None
    above = frame.above.verb.lemma_
    return above in BEATING or (verb.lemma_ in _WINNING and above in _WINNING | _FIGHTING_ON)


_WINNING = BEATING | frozenset("win draw claim clinch secure retain".split())
_FIGHTING_ON = frozenset("come rally recover fight battle hold bounce".split())


def _is_measured(frame: Frame) -> bool:
    """ "it took two years to build the bridge": it was built."""
    is_it = any(s.lower_ == "it" for s in frame.subjects)
    return frame.verb.lemma_ == "take" and is_it and any(o.lemma_ in _UNITS for o in frame.objects)


def _as_relative(frame: Frame, own: Stance, above: Stance) -> Stance:
    if is_infinitive(frame.verb):
        return _as_modifier(frame, own, above)
    if child(frame.verb, "mark") is not None:
        return _as_tale(frame.verb.head, own)
    return own.weakened(above.certainty) if _is_future(own) else own


def _noun_of(frame: Frame) -> Token | None:
    """The noun whose content a clause is: "worries that …", "the deal was that …"."""
    assert frame.above is not None
    host, governor = frame.verb.head, frame.above
    if host.tag_.startswith("NN"):
        return host
    if governor.verb.lemma_ == "be" and _link(frame) == "that":
        return next((s for s in governor.subjects if effect_of(s, "that", negated=False)), None)
    return None


def _is_future(stance: Stance) -> bool:
    """ "a case which would allow …": as uncertain as the case."""
    return stance.tense == "future"


def _as_complement(frame: Frame, own: Stance, above: Stance) -> Stance:
    assert frame.above is not None
    governor = frame.above
    if frame.relation == "content" and (noun := _noun_of(frame)) is not None:
        return _as_tale(noun, own)
    if _is_inverted(frame.verb):
        return own  # "had Norway paid, Chile would have replied": a condition, not a reply
    # "declined to confirm that": it is not confirmed.
    effect = effect_of(governor.verb, _link(frame), negated=above.polarity == "negative")
    if _is_free_relative(frame):
        return own
    if _is_use(frame, governor):
        return affected(own, Effect("positive", "possible", "future")).weakened(above.certainty)
    if _is_settled(frame, governor):
        return replace(own, tense=above.tense).weakened(above.certainty)
    is_own_word = not governor.passive and _link(frame) == "to" and _is_attributed(effect)
    if _is_announced(frame, governor):
        told = replace(own, said_by=(*above.said_by, *_tellers(governor)))
        return affected(told, PLANNED).weakened(above.certainty)
    # "claims to own it": who claims says so of himself.
    is_said = frame.relation != "open" or is_own_word
    if is_speech(governor.verb) and is_said and not _is_caused(frame, effect):
        own = replace(own, said_by=(*above.said_by, *_speakers(governor)))
        # "asked why Norway paid": that it paid is taken for granted.
        told = own if _is_presupposed(frame) else affected(own, effect)
        told = replace(told, reply=reply_of(governor, above))
        # "may say that it paid"; but "is to explain how it lost the money"
        is_given = _is_presupposed(frame) and above.tense == "future"
        return told if is_given else told.weakened(above.certainty)
    if effect is None:
        effect = Effect("positive", above.certainty)
    stance = affected(own, effect)
    if effect.attributed and governor.passive and not governor.agents:
        stance = stance.weakened("possible")  # "is said to have paid": nobody says who says so
    return stance.weakened(above.certainty) if frame.relation != "content" else stance


def _is_settled(frame: Frame, governor: Frame) -> bool:
    """ "held the shops closed", "voted to pass the bill": so it is, by that."""
    if governor.verb.lemma_ == "vote":
        return frame.verb.lemma_ in _VOTED and _link(frame) == "to"
    return governor.verb.lemma_ == "hold" and frame.verb.tag_ == "VBN" and len(frame.group) == 1


_VOTED = frozenset(
    "pass approve adopt reject confirm convict acquit impeach ratify repeal censure block oust "
    "remove dissolve uphold elect expel authorize authorise table endorse".split()
)


def reply_of(governor: Frame, stance: Stance) -> Reply:
    """Whether a clause denies or confirms what it tells: "confirmed that", not "may confirm"."""
    return reply_kind(governor.verb) if stance.is_fact else ""


def _is_attributed(effect: Effect | None) -> bool:
    return effect is not None and effect.attributed


def _is_announced(frame: Frame, governor: Frame) -> bool:
    """ "announced a summit to be held", but not "persuaded them to hold one"."""
    is_told = frame.relation == "object-control" and governor.verb.lemma_ in _ANNOUNCING
    return is_told and _link(frame) == "to"


def _is_use(frame: Frame, governor: Frame) -> bool:
    """ "an index used to gauge prices": what a thing is for; not "it used to rise"."""
    is_passive = governor.passive or governor.verb.dep_ == "acl"
    return governor.verb.lemma_ == "use" and is_passive and _link(frame) == "to"


def _is_presupposed(frame: Frame) -> bool:
    return any(c.tag_ == "WRB" for c in children(frame.verb, "advmod"))


def _is_caused(frame: Frame, effect: Effect | None) -> bool:
    """ "persuaded the board to sell": the outlet says that it sold, whoever it was that spoke."""
    is_done = effect is not None and (effect.certainty, effect.tense) == ("certain", "")
    return frame.relation == "object-control" and is_done


def _is_free_relative(frame: Frame) -> bool:
    """ "addressing what Oslo described as a risk": a thing, not something that is said."""
    arguments = [*frame.verb.children]
    return frame.relation == "content" and any(
        c.tag_ in {"WP", "WDT"}
        and c.dep_ in {"dobj", "nsubj", "attr", "pobj"}
        and not is_relative(c)  # "the strike, which unions say will end"
        for c in arguments
    )


def _link(frame: Frame) -> str:
    """What joins a complement to its governor: to, ing, whether, that.

    A conjunct shares what joins the first: "agreed to meet and talk".
    """
    verb = frame.verb
    while verb.dep_ == "conj" and not _marks(verb) & _LINKS:
        verb = verb.head
    marks = _marks(verb)
    if "to" in marks:
        return "to"
    if marks & {"whether", "if"}:
        return "whether"
    return "ing" if frame.verb.tag_ == "VBG" and frame.subject_by != "own" else "that"


def _marks(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in {"aux", "mark", "advmod"}}


def affected(own: Stance, effect: Effect | None) -> Stance:
    """The stance under a word with this effect."""
    if effect is None:
        return own
    flipped = effect.polarity == "negative"
    negative = (own.polarity == "negative") != flipped
    return replace(
        own,
        polarity="negative" if negative else "positive",
        certainty=weaker(own.certainty, effect.certainty),
        tense=effect.tense or own.tense,
        asked=own.asked or effect.asked,
    )


def _as_conjunct(frame: Frame, own: Stance, above: Stance) -> Stance:
    """ "will not meet or call": a bare verb shares auxiliaries and negation with the first."""
    has_auxiliary = child(frame.verb, "aux", "auxpass", "nsubj", "nsubjpass") is not None
    if has_auxiliary or frame.verb.tag_ not in {"VB", "VBN", "VBG"}:
        return own
    alternative = any(c.lower_ in {"or", "nor"} for c in children(frame.verb.head, "cc"))
    polarity = above.polarity if alternative or above.polarity == "positive" else own.polarity
    return replace(own, polarity=polarity, certainty=weaker(own.certainty, above.certainty),
                   tense=above.tense)  # fmt: skip


def _as_gerund(frame: Frame, own: Stance, above: Stance) -> Stance:
    preposition = frame.verb.head.lower_
    assert frame.above is not None
    effect = _gerund_effect(frame.above, preposition)
    if effect is not None and frame.verb.head.head == frame.above.verb:
        stance = affected(replace(own, tense=above.tense), effect).weakened(above.certainty)
        return replace(stance, said_by=(*stance.said_by, *_accusers(frame.above)))
    if frame.verb.head.head.lower_ == "guilty":  # "found guilty of lying"
        stance = replace(own, tense=above.tense).weakened(above.certainty)
        return stance if above.polarity == "positive" else stance.weakened("possible")
    if is_averting(frame.verb.head):
        return replace(own, polarity="negative").weakened(above.certainty)
    if preposition == "before" and above.is_fact:
        return replace(own, tense=above.tense)
    if preposition == "with" and frame.subject_by == "own":
        return replace(own, tense=above.tense).weakened(above.certainty)  # "with prices falling"
    if preposition in _UNREAL:
        return own.weakened("possible")
    if preposition == "for" and above.is_fact:
        return own
    if preposition not in _DONE or frame.verb.head.head.pos_ == "NOUN":
        return own.weakened("possible")  # "insisted on paying", "a focus on cutting costs"
    return replace(own, tense=above.tense).weakened(above.certainty)


def _accusers(governor: Frame) -> tuple[Token, ...]:
    """ "prosecutors accused the firm of hiding losses": the prosecutors say that it did."""
    return _speakers(governor) if is_speech(governor.verb) else ()


def _speakers(governor: Frame) -> tuple[Token, ...]:
    return tuple(issuer(s) for s in (governor.agents if governor.passive else governor.subjects))


def _tellers(governor: Frame) -> tuple[Token, ...]:
    """ "announced a summit to be held in May": who announces it says so."""
    return _speakers(governor) if governor.verb.lemma_ in _ANNOUNCING else ()


_ANNOUNCING = frozenset(
    "announce confirm declare detail disclose outline present report reveal unveil".split()
)


def _gerund_effect(governor: Frame, preposition: str) -> Effect | None:
    """What "accused of" says; "threatened Norway by closing the strait" says nothing of by."""
    lemma = verb_lemma(governor.verb)
    keys = (f"{lemma} {preposition} ing", f"{lemma} {preposition}")
    signature = next((SIGNATURES[key] for key in keys if key in SIGNATURES), None)
    negated = _is_negated(governor)
    if signature is not None:
        return signature.denied if negated else signature.affirmed
    if preposition == "with" and child(governor.verb, "acomp"):
        # "is likely to be slow, with prices falling": as likely as the rest.
        shared = effect_of(governor.verb, "to", negated=negated)
        is_open = any(
            is_infinitive(c) for a in children(governor.verb, "acomp") for c in a.children
        )
        return shared if is_open and shared is not None and shared.certainty != "certain" else None
    return None


def is_averting(preposition: Token) -> bool:
    """ "without paying", "instead of resigning", "rather than resign": it was not done."""
    before = preposition.nbor(-1).lower_ if preposition.i else ""
    is_alternative = (before, preposition.lower_) in {("instead", "of"), ("rather", "than")}
    return preposition.lower_ == "without" or is_alternative


def _as_modifier(frame: Frame, own: Stance, above: Stance) -> Stance:
    """A participle or infinitive on a noun: "their plan to sell", "a firm accused of fraud"."""
    noun = frame.verb.head
    if is_infinitive(frame.verb) and is_first(noun):
        return replace(own, tense=above.tense, polarity=above.polarity).weakened(above.certainty)
    if is_infinitive(frame.verb):
        is_object = frame.above is not None and noun in frame.above.objects
        told = _tellers(frame.above) if frame.above is not None and is_object else ()
        return affected(replace(own, said_by=(*own.said_by, *told)), _promise_of(noun))
    if child(frame.verb, "mark") is not None:
        return _as_tale(noun, own)
    if frame.above is not None and noun in frame.above.objects and not above.is_fact:
        return replace(own, tense=above.tense).weakened(above.certainty)
    return own


def _as_tale(noun: Token, own: Stance) -> Stance:
    """ "the rumor that it sold the firm", "her claim that …": as sure as who tells it is known."""
    is_none = _is_nobody(noun)
    effect = effect_of(noun, "that", negated=is_none)
    stance = affected(own, effect)
    if is_none:
        return stance.weakened("possible")  # "there is no evidence that it paid"
    teller = issuer(noun)
    if teller != noun:
        return replace(stance, said_by=(*own.said_by, teller))
    return stance.weakened("possible") if effect is not None and effect.attributed else stance


def _promise_of(noun: Token) -> Effect:
    """What a noun says of its infinitive; an invitation that is accepted is a plan."""
    host = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"of", "to"} else noun.head
    if host.lemma_.lower() in ACCEPTING and noun.dep_ in {"dobj", "pobj", "nsubjpass"}:
        return PLANNED
    return given_up(noun) or effect_of(noun, "to", negated=False) or Effect("positive", "possible")


def given_up(plan: Token) -> Effect | None:
    """ "dropped its plan to sell", "abandoned plans for talks": what will not come."""
    verb = signature_of(plan.head) if plan.dep_ in {"dobj", "nsubjpass"} else None
    is_dropped = verb is not None and verb.affirmed.polarity == "negative"
    return Effect("negative", "certain", "future") if is_dropped else None


def _according_to(frame: Frame) -> Iterator[Token]:
    """Speakers named by the clause itself: "according to the ministry"."""
    for oblique in frame.obliques:
        if oblique.words == "according to":
            yield issuer(oblique.object)


# What a report goes through that others wrote: "a letter seen by the agency".
_READING = frozenset("see obtain review read cite quote receive get leak hear".split())


def issuer(speaker: Token) -> Token:
    """Who speaks through a text: "a statement released by the bank", "the bank's report"."""
    if not is_text(speaker):
        return speaker
    owner = child(speaker, "poss")
    if owner is not None:
        return owner
    made = [c for c in children(speaker, "acl") if c.lemma_.lower() not in _READING]
    for host in (speaker, *made):
        for preposition in children(host, "prep", "agent"):
            author = child(preposition, "pobj")
            if preposition.lower_ in {"by", "from"} and author is not None:
                return author
    return speaker
