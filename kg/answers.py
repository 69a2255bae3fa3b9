"""Which claim a denial or a confirmation answers: of one text, or of what came before elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.conflicts import NAMED, Point
from kg.model import Connection, Evidence, Knowledge, Reply, Statement
from kg.sameness import days_of, point_of
from kg.times.dates import read_day

_RECENT = 30  # days between a claim and a reply that words it otherwise


def find_answers(knowledge: Knowledge) -> Iterator[Connection]:
    """Yield, for each evidence that denies or confirms, the evidence that it answers."""
    published = {d.id: d.published for d in knowledge.documents}
    for told in _by_statement(knowledge).values():
        yield from answer(told, published)
    yield from answer_elsewhere(knowledge)


def answer(told: Sequence[Evidence], published: Mapping[str, str]) -> Iterator[Connection]:
    """Yield the answers among the evidence of one statement.

    A text that points at a claim ("denied that report") answers that one. Else the first that
    anybody else made, in the same text before or in an older document: a denial answers who says
    otherwise, a confirmation who says the same.
    """
    if not any(map(reply_of, told)):
        return
    ordered = sorted(_in_time(told, published), key=_is_open)
    for reply in filter(reply_of, ordered):
        claims = [e for e in ordered if _is_of(e, reply, published)]
        if claims:
            yield _connect(claims[0], reply)


def answer_elsewhere(knowledge: Knowledge, at: Point | None = None) -> Iterator[Connection]:
    """Yield what replies answer that have no claim in their own statement.

    Of the statements of one kind with the same named parties, one whose time the reply does not
    exclude, told in the month before; none if these are of several times. With `at`, only
    statements that meet there.
    """
    published = {d.id: d.published for d in knowledge.documents}
    told = _by_statement(knowledge)
    named = {e.id for e in knowledge.entities if e.type in NAMED}
    groups: dict[Point, list[Statement]] = defaultdict(list)
    for statement in knowledge.statements:
        point = point_of(statement, named)
        if point is not None and at in (None, point):
            groups[point].append(statement)
    for point in sorted(groups):
        for own in groups[point]:
            replies = [
                reply for reply in told[own.id]
                if reply_of(reply) and not any(
                    _is_of(e, reply, published) for e in told[own.id] if not _is_open(e)
                )
            ]  # fmt: skip
            others = [s for s in groups[point] if replies and _may_be_one(own, s)]
            for reply in replies:
                yield from _elsewhere(reply, others, told, published)


def reply_of(evidence: Evidence) -> Reply:
    """Whether its speaker denies or confirms: who is quoted that it is not so denies it too."""
    is_no = evidence.factuality == "negated" and evidence.said_by
    return evidence.reply or ("denial" if is_no else "")


def _elsewhere(
    reply: Evidence,
    others: Sequence[Statement],
    told: Mapping[str, Sequence[Evidence]],
    published: Mapping[str, str],
) -> Iterator[Connection]:
    claims = {
        e.id: (e, days_of(other)) for other in others for e in told[other.id]
        if _is_of(e, reply, published) and _is_recent(e, reply, published)
    }  # fmt: skip
    if len({days for _, days in claims.values() if days}) <= 1 and claims:
        first = min(_in_time([e for e, _ in claims.values()], published), key=_is_open)
        yield _connect(first, reply)


def _by_statement(knowledge: Knowledge) -> dict[str, list[Evidence]]:
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in sorted(knowledge.evidence, key=lambda e: (e.statement_id, e.id)):
        told[item.statement_id].append(item)
    return told


def _connect(claim: Evidence, reply: Evidence) -> Connection:
    return Connection("answer", reply_of(reply), claim.statement_id, reply.statement_id,
                      claim.id, reply.id)  # fmt: skip


def _is_of(claim: Evidence, reply: Evidence, published: Mapping[str, str]) -> bool:
    """Whether it can be what the reply answers: by whom, where and when both are told."""
    if claim.said_by == reply.said_by:
        return False
    is_same = claim.document_id == reply.document_id
    if reply.answers is not None:
        return is_same and claim.predicate == reply.answers
    if claim.asked or (claim.polarity == reply.polarity) != (reply_of(reply) == "confirmation"):
        return False
    if is_same:
        return _place(claim) < _place(reply)
    days = published.get(claim.document_id, ""), published.get(reply.document_id, "")
    return not all(days) or days[0][:10] <= days[1][:10]


def _may_be_one(own: Statement, other: Statement) -> bool:
    """Whether they are two whose times do not exclude each other."""
    if own.id == other.id:
        return False
    one, two = days_of(own), days_of(other)
    return one is None or two is None or (one[0] <= two[1] and two[0] <= one[1])


def _is_recent(claim: Evidence, reply: Evidence, published: Mapping[str, str]) -> bool:
    days = [read_day(published.get(e.document_id, "")) for e in (claim, reply)]
    if claim.document_id == reply.document_id:
        return True
    return bool(days[0] and days[1] and (days[1] - days[0]).days <= _RECENT)


def _is_open(claim: Evidence) -> bool:
    """What only may be so is answered where nobody says it for certain."""
    return claim.certainty != "certain"


def _in_time(told: Sequence[Evidence], published: Mapping[str, str]) -> list[Evidence]:
    return sorted(told, key=lambda e: (published.get(e.document_id, ""), *_place(e), e.id))


def _place(evidence: Evidence) -> tuple[str, int]:
    return evidence.document_id, evidence.sentence.start if evidence.sentence else 0
