"""Denials and confirmations of an earlier claim: "Oslo has denied that report"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.lexicon import SPEECH
from kg.model import Mention, Proposition

# Nouns that stand for what somebody said before, and the verbs that said it.
_CLAIMS = frozenset(
    "report reports claim claims accusation accusations allegation allegations story account "
    "assertion statement rumor rumors rumour rumours suggestion charge charges it this that".split()
)
_NEAR = 4  # sentences between a claim and its answer


def answer_claims(propositions: Sequence[Proposition]) -> Iterator[Proposition]:
    """Yield, for each denial or confirmation, the claim as its speaker puts it.

    The claim is what the nearest other speaker before it was reported to say. It is one more
    proposition, denied or affirmed by the speaker of the answer, in the answer's sentence.
    """
    for i, answer in enumerate(propositions):
        kind = _kind(answer)
        if not kind:
            continue
        speaker = answer.mentions("subject")
        claims = _claims_before(propositions[:i], answer)
        for claim in claims:
            negative = (claim.polarity == "negative") != (kind == "deny")
            yield replace(
                claim,
                polarity="negative" if negative else "positive",
                sentence=answer.sentence,
                span=answer.span,
                rule="denials" if kind == "deny" else "confirmations",
                said_by=speaker,
                answers=claim.span,
                confidence=round(min(claim.confidence, answer.confidence) * 0.85, 4),
            )


def _kind(answer: Proposition) -> str:
    verb = SPEECH.get(answer.predicate.lemma)
    kind = verb.kind if verb is not None else ""
    is_plain = answer.polarity == "positive" and answer.certainty == "certain"
    if kind not in {"deny", "confirm"} or not is_plain or answer.tense == "future":
        return ""
    return kind if any(_is_claim(m) for m in answer.mentions("object")) else ""


def _is_claim(mention: Mention) -> bool:
    """ "that report", "the accuracy of that report", "the allegations"; not "a report"."""
    words = mention.text.lower().split()
    is_given = mention.determiner in {"the", "this", "that", "these", "those", "poss"}
    pointed = {"that", "this", "the", "these", "those"} & set(words)
    return mention.kind != "name" and words[-1] in _CLAIMS and (is_given or bool(pointed))


def _claims_before(before: Sequence[Proposition], answer: Proposition) -> list[Proposition]:
    """The claims just before the answer, over as many sentences as others speak without a break.

    Of each sentence, the claim it opens with: what hangs on that is not denied by itself.
    """
    speaker = {m.core.lower() for m in answer.mentions("subject")}
    found: list[Proposition] = []
    starts = sorted({p.sentence.start for p in before if p.sentence != answer.sentence})
    for start in reversed(starts[-_NEAR:]):
        claims = [p for p in before if p.sentence.start == start and p.said_by
                  and not speaker & {m.core.lower() for m in p.said_by}]  # fmt: skip
        if claims:
            first = min(p.span.start for p in claims)
            found += [p for p in claims if p.span.start == first]
        elif found:
            break
    return found
