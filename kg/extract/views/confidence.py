"""How sure a triple is: its rule's precision on development data, and what raises or lowers it.

Figures are rounded: they order triples, and a threshold between them means what it says within a
few points.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.views.drafts import Draft

# The clauses view: how verb and subject were found; of a noun phrase, the rule itself.
_CLAUSES: Mapping[str, float] = {
    "own": 0.55, "conjoined": 0.56, "relative": 0.47, "participle.n": 0.45, "participle.d": 0.45,
    "participle.g": 0.4, "participle.to": 0.15, "adverbial.g": 0.46, "adverbial.n": 0.5,
    "gerund.adverbial": 0.42, "gerund.complement": 0.26, "purpose.to": 0.32,
    "object-control.to": 0.2, "appos": 0.4, "appos name": 0.55, "appos names": 0.58, "title": 0.6,
    "noun in": 0.22, "noun of": 0.1, "owner": 0.2, "adjective": 0.2,
}  # fmt: skip
_UNKNOWN = 0.2
_BARE = 0.08


def clause_confidence(draft: Draft) -> float:
    """More for long relations and early subjects, less for lists, pronouns and long slots."""
    if draft.slot == "bare":
        return _BARE
    rule = draft.slot if draft.reading == "noun" else draft.reading.partition(">")[0]
    words = (*draft.subject, *draft.object)
    confidence = (
        _CLAUSES.get(rule, _UNKNOWN)
        + 0.04 * max(0, min(len(draft.relation), 5) - 1)
        + 0.08 * (draft.subject[0].i - draft.subject[0].sent.start < 3)
        - 0.05 * (len(draft.subject) == 1 and draft.subject[0].pos_ == "PRON")
        - 0.05 * (len(draft.object) == 1)
        - 0.03 * any(t.dep_ == "cc" for t in draft.object)
        - 0.04 * min(3, sum(t.text == "," for t in words))
        - 0.003 * max(0, len(words) - 16)
    )
    return _bounded(confidence)


def _bounded(confidence: float) -> float:
    return round(min(0.99, max(0.02, confidence)), 3)
