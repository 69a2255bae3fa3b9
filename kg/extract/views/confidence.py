"""How sure a triple is: its rule's precision on development data, and what raises or lowers it.

Figures are rounded: they order triples, and a threshold between them means what it says within a
few points.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.views.drafts import Draft

# The clauses view: how verb and subject were found; of a noun phrase, the rule itself.
_CLAUSES: Mapping[str, float] = {
    "own": 0.56, "reported": 0.48, "conjoined": 0.56, "relative": 0.47, "participle.n": 0.45,
    "participle.d": 0.45, "participle.g": 0.4, "participle.to": 0.15, "adverbial.g": 0.46,
    "adverbial.n": 0.5, "gerund.adverbial": 0.42, "gerund.complement": 0.26, "purpose.to": 0.32,
    "object-control.to": 0.2, "appos": 0.4, "appos name": 0.55, "appos names": 0.58,
    "appos place": 0.58, "title": 0.6, "noun in": 0.22, "noun of": 0.1, "owner": 0.2,
    "adjective": 0.2,
}  # fmt: skip
# The facts view: how often a slot is right under the subject of its own clause …
_SLOTS: Mapping[str, float] = {
    "object": 0.68, "attribute": 0.65, "recipient": 0.6, "oblique": 0.7, "oblique+": 0.6,
    "oblique2": 0.6, "fronted+": 0.6, "fronted": 0.25, "content": 0.8, "manner": 0.7, "time": 0.5,
    "time+": 0.5, "advcl": 0.2, "advcl+": 0.45, "member": 0.4, "oblique clause": 0.8,
}  # fmt: skip
# … and what is left of it under another subject, with each fold, and each further preposition.
_SUBJECTS: Mapping[str, float] = {
    "own": 1.0, "reported": 1.0, "conjoined": 0.75, "relative": 1.0, "participle.n": 0.85,
    "participle.d": 0.85, "participle.g": 0.5, "adverbial.g": 0.8, "gerund.adverbial": 1.0,
    "object-control.to": 0.7,
}  # fmt: skip
_FOLDS: Mapping[str, float] = {"open": 1.1, "content": 1.1, "gerund": 0.85, "purpose": 0.7}
_CHAIN = 0.8
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
        - 0.08 * (bool(draft.relation) and draft.relation[-1].lemma_ == "be")
        - 0.03 * any(t.dep_ == "cc" for t in draft.object)
        - 0.04 * min(3, sum(t.text == "," for t in words))
        - 0.003 * max(0, len(words) - 16)
    )
    return _bounded(confidence)


def fact_confidence(draft: Draft) -> float:
    """The slot's precision, times what its subject, its folds and its further nouns leave of it."""
    first, *folds = draft.reading.split(">")
    slot, _, _ = draft.slot.partition(">")
    confidence = _SLOTS.get(slot, _UNKNOWN) * _SUBJECTS.get(first, 0.6)
    for fold in folds:
        confidence *= _FOLDS.get(fold, 0.6)
    return _bounded(confidence * _CHAIN ** draft.slot.count(">"))


def _bounded(confidence: float) -> float:
    return round(min(0.99, max(0.02, confidence)), 3)
