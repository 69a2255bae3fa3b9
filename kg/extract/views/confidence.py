"""How often a rule is right: its precision on development data, rounded, and what lowers it."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.views.drafts import Draft

# The clauses view: how the verb and its subject were found; for noun facts, the rule itself.
_CLAUSE: Mapping[str, float] = {
    "own": 0.66, "conjoined": 0.68, "relative": 0.58, "participle.n": 0.56, "participle.d": 0.6,
    "participle.g": 0.5, "participle.to": 0.25, "adverbial.g": 0.56, "adverbial.n": 0.6,
    "gerund.adverbial": 0.48, "gerund.complement": 0.3, "purpose.to": 0.42,
    "object-control.to": 0.3, "appos": 0.44, "appos name": 0.6, "appos names": 0.64, "title": 0.6,
    "noun in": 0.34, "noun of": 0.22, "owner": 0.2, "adjective": 0.22,
}  # fmt: skip
_UNKNOWN = 0.3


def clause_confidence(draft: Draft) -> float:
    """The rule's precision, less for a missing object and for long or listing slots."""
    first, _, folded = draft.reading.partition(">")
    base = _CLAUSE.get(draft.slot if first == "noun" else first, _UNKNOWN)
    if folded:
        base += 0.05
    if draft.slot == "bare":
        return round(0.2 * base, 3)
    words = len(draft.subject) + len(draft.object)
    commas = sum(t.text == "," for t in (*draft.subject, *draft.object))
    penalty = 0.006 * max(0, words - 12) + 0.03 * min(commas, 3)
    return round(max(0.05, base - penalty), 3)
