"""Denials and confirmations of what another claimed: "Oslo has denied that report"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import SPEECH
from kg.model import Document, Mention, Proposition, Reply

# Nouns that stand for what somebody said before, and the verbs that said it.
_CLAIMS = frozenset(
    "report reports claim claims accusation accusations allegation allegations story account "
    "accounts assertion assertions statement rumor rumors rumour rumours suggestion suggestions "
    "charge charges news speculation it this that".split()
)
_CHARGES = frozenset(
    "accusation accusations allegation allegations charge charges".split()
)  # not what else was said since
_POINTING = frozenset({"that", "this", "the", "these", "those", "such"})
_BARE = frozenset({"it", "this", "that"})
_FALSE = frozenset(
    "false untrue wrong incorrect inaccurate baseless unfounded groundless fabricated fake bogus "
    "invented misleading nonsense lie lies fabrication fabrications".split()
)
_TRUE = frozenset({"true", "accurate", "correct"})
_CALLING = frozenset({"call", "describe", "dismiss", "brand", "label", "deem"})
_ACTORS = frozenset({"Person", "Organization", "Country", "Place", "Group"})
_NEAR = 4  # sentences between a claim and its answer


@dataclass(frozen=True, slots=True)
class _Answer:
    """A proposition that denies or confirms, the words for the claim, and who does so."""

    told: Proposition
    reply: Reply
    claim: Mention
    speakers: tuple[Mention, ...]


def answer_claims(document: Document, propositions: Sequence[Proposition]) -> Iterator[Proposition]:
    """Yield, for each denial or confirmation, the claim as its speaker puts it.

    The claim is what hangs on the words for it ("denied a report that …"), or what the nearest
    other speaker before was reported to say. It is one more proposition, denied or affirmed by
    the speaker of the answer, in the answer's sentence.
    """
    for i, proposition in enumerate(propositions):
        answer = _as_answer(proposition)
        if answer is not None:
            for claim in _claims(document, propositions, i, answer):
                yield _put(claim, answer)


def _put(claim: Proposition, answer: _Answer) -> Proposition:
    """The claim in the mouth of who answers: no longer as uncertain as his who only claims it."""
    negative = (claim.polarity == "negative") != (answer.reply == "denial")
    return replace(
        claim,
        polarity="negative" if negative else "positive",
        certainty=claim.certainty if claim.tense == "future" else "certain",
        sentence=answer.told.sentence,
        span=answer.told.span,
        rule=f"{answer.reply}s",
        said_by=answer.speakers,
        reply=answer.reply,
        answers=claim.span,
        confidence=round(min(claim.confidence, answer.told.confidence) * 0.85, 4),
    )


def _as_answer(told: Proposition) -> _Answer | None:
    if told.certainty != "certain" or told.tense == "future" or told.asked:
        return None
    subjects, objects = told.mentions("subject"), told.mentions("object")
    verb = SPEECH.get(told.predicate.lemma)
    if verb is not None and verb.kind in {"deny", "confirm"} and told.polarity == "positive":
        claim = next(filter(_is_claim, objects), None)
        reply: Reply = "denial" if verb.kind == "deny" else "confirmation"
        return _Answer(told, reply, claim, subjects) if claim is not None else None
    first = told.predicate.lemma.split()[0]
    if first in _CALLING and told.polarity == "positive":
        return _judged(told, objects, subjects)
    if first == "be" and told.said_by:
        return _judged(told, subjects, told.said_by[-1:])
    return None


def _judged(
    told: Proposition, claims: Sequence[Mention], speakers: tuple[Mention, ...]
) -> _Answer | None:
    """ "called the report false", "said that is not true"."""
    claim = next(filter(_is_claim, claims), None)
    words = {*told.predicate.lemma.split(), *(a.mention.head for a in told.arguments)}
    if claim is None or not words & (_FALSE | _TRUE):
        return None
    is_denied = bool(words & _FALSE) != (told.polarity == "negative")
    return _Answer(told, "denial" if is_denied else "confirmation", claim, speakers)


def _claims(
    document: Document, propositions: Sequence[Proposition], place: int, answer: _Answer
) -> list[Proposition]:
    if hanging := _hanging(document, propositions, answer):
        return hanging
    if _is_fronted(answer):
        return _just_before(propositions, answer)
    return _claims_before(propositions[:place], answer) if _is_given(answer.claim) else []


def _is_claim(mention: Mention) -> bool:
    """Whether it may stand for what somebody said: "that report", or what "which" refers to."""
    is_named = mention.kind == "name" and mention.label in _ACTORS
    return is_named or mention.head.lower() in _CLAIMS or mention.text.lower() in _BARE or (
        mention.text.lower().split()[-1] in _CLAIMS
    )  # fmt: skip


def _is_given(claim: Mention) -> bool:
    """ "that report", "the accuracy of that report", "the allegations", "it"; not "a report"."""
    words = claim.text.lower().split()
    if claim.kind == "name" or words[-1] not in _CLAIMS:
        return False
    is_known = claim.determiner in _POINTING | {"poss"} or claim.text.lower() in _BARE
    return is_known or bool(_POINTING & set(words))


def _hanging(
    document: Document, propositions: Sequence[Proposition], answer: _Answer
) -> list[Proposition]:
    """The claim that hangs on the words for it: "denied a report by the Herald that it paid"."""
    start = max(answer.claim.span.end, answer.told.span.end)
    after = [p for p in propositions if p.sentence == answer.told.sentence and p.span.start > start]
    first = min((p.span.start for p in after), default=None)
    if first is None or answer.claim.kind == "name":
        return []
    between = document.text[answer.claim.span.end : first].split()
    return [p for p in after if p.span.start == first] if between[:1] == ["that"] else []


def _is_fronted(answer: _Answer) -> bool:
    """ "a charge that Norland rejected", ", which Norland denied": the object stands before."""
    end, start = answer.claim.span.end, answer.told.span.start
    subjects = answer.told.mentions("subject")
    is_object = answer.claim in answer.told.mentions("object")
    return is_object and any(end <= m.span.start < start for m in subjects)


def _just_before(propositions: Sequence[Proposition], answer: _Answer) -> list[Proposition]:
    """What others are said to say in the sentence up to there."""
    before = [p for p in propositions if p.sentence == answer.told.sentence and p.said_by
              and p.span.end <= answer.claim.span.start]  # fmt: skip
    last = max((p.span.start for p in before), default=None)
    return [p for p in before if p.span.start == last]


def _is_charge(told: Proposition) -> bool:
    return told.type == "Accusation" or told.predicate.lemma.split()[0] in {"accuse", "allege"}


def _claims_before(before: Sequence[Proposition], answer: _Answer) -> list[Proposition]:
    """The claims just before the answer, over as many sentences as others speak without a break.

    Of each sentence, the claim it opens with: what hangs on that is not denied by itself.
    """
    names = {m.core.lower() for m in answer.speakers}
    found: list[Proposition] = []
    starts = sorted({p.sentence.start for p in before if p.sentence != answer.told.sentence})
    if answer.claim.head.lower() in _CHARGES:
        charges = {p.sentence.start for p in before if _is_charge(p)}
        starts = [s for s in starts if s in charges] or starts
    for start in reversed(starts[-_NEAR:]):
        claims = [p for p in before if p.sentence.start == start and p.said_by
                  and not names & {m.core.lower() for m in p.said_by}]  # fmt: skip
        if claims:
            first = min(p.span.start for p in claims)
            found += [p for p in claims if p.span.start == first]
        elif found:
            break
    return found
