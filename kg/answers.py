"""Which claim a denial or a confirmation answers: of one text, or of what came before elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.model import Connection, Evidence, Knowledge


def find_answers(knowledge: Knowledge) -> Iterator[Connection]:
    """Yield, for each evidence that denies or confirms, the evidence that it answers."""
    published = {d.id: d.published for d in knowledge.documents}
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in knowledge.evidence:
        told[item.statement_id].append(item)
    for id in sorted(told):
        yield from answer(told[id], published)


def answer(told: Sequence[Evidence], published: Mapping[str, str]) -> Iterator[Connection]:
    """Yield the answers among the evidence of one statement.

    A text that points at a claim ("denied that report") answers that one. Else the first that
    anybody else made, in the same text before or in an older document: a denial answers who says
    otherwise, a confirmation who says the same.
    """
    ordered = sorted(told, key=lambda e: (published.get(e.document_id, ""), *_place(e), e.id))
    for reply in (e for e in ordered if e.reply):
        claims = [e for e in ordered if e.said_by != reply.said_by and _is_of(e, reply, published)]
        if claims:
            first = claims[0]
            yield Connection("answer", reply.reply, first.statement_id, reply.statement_id,
                             first.id, reply.id)  # fmt: skip


def _is_of(claim: Evidence, reply: Evidence, published: Mapping[str, str]) -> bool:
    is_same = claim.document_id == reply.document_id
    if reply.answers is not None:
        return is_same and claim.predicate == reply.answers
    if claim.asked or (claim.polarity == reply.polarity) != (reply.reply == "confirmation"):
        return False
    if is_same:
        return _place(claim) < _place(reply)
    days = published.get(claim.document_id, ""), published.get(reply.document_id, "")
    return not all(days) or days[0][:10] <= days[1][:10]


def _place(evidence: Evidence) -> tuple[str, int]:
    return evidence.document_id, evidence.sentence.start if evidence.sentence else 0
