"""A statement's file in words: why it is believed, and what other claims have to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import Evidence, Knowledge, Role, Statement


def tell_why(evidence: Sequence[Evidence], names: Mapping[str, str]) -> str:
    """How many say so and how many deny it: a source counts once, however often it is quoted.

    What one speaker alone says, and no text as its own, is reported by one side.
    """
    heard = [e for e in evidence if not e.derived_from]
    sides = {e.said_by for e in heard if e.factuality in ("asserted", "negated", "corrected")}
    if len(sides) == 1 and "" not in sides:
        return f": reported by one side, {names[sides.pop()]}"
    parts: list[str] = [] if heard or not evidence else ["inferred"]
    for factualities, verb in ((("asserted",), "says so"), (("negated", "corrected"), "denies it")):
        origins = {e.said_by or e.document_id for e in heard if e.factuality in factualities}
        if origins:
            told = verb if len(origins) == 1 else {"says so": "say so"}.get(verb, "deny it")
            parts.append(f"{len(origins)} {told}")
    return f": {', '.join(parts)}" if parts else ""


def tell_claim(statement: Statement, names: Mapping[str, str]) -> str:
    """Subject, predicate and object, as far as there are any."""
    words = (names[statement.subject], statement.predicate.label, names.get(statement.object, ""))
    return " – ".join(word for word in words if word)


def tell_filler(role: Role, names: Mapping[str, str]) -> str:
    """The words of an argument, and what they come to: "on Tuesday (2025-11-25)"."""
    if role.value is None:
        return names[role.entity]
    value = f"{role.value.value} {role.value.unit}".strip()
    return f"{role.value.text} ({value})" if value and value != role.value.text else role.value.text


def tell_answers(knowledge: Knowledge, item: Evidence, names: Mapping[str, str]) -> list[str]:
    """Whom an evidence denies or confirms, and who denies or confirms it."""
    ties = [c for c in knowledge.connections
            if c.kind == "answer" and item.id in (c.first_evidence, c.second_evidence)]  # fmt: skip
    if not ties:
        return []
    evidence = {e.id: e for e in knowledge.evidence}
    documents = {d.id: d for d in knowledge.documents}
    lines = []
    for tie in ties:
        does, done = _REPLIES[tie.about]
        for here, there in ((tie.first_evidence, tie.second_evidence),
                            (tie.second_evidence, tie.first_evidence)):  # fmt: skip
            if item.id == here:
                document = documents[evidence[there].document_id]
                who = names.get(evidence[there].said_by) or document.source or "the text"
                is_reply = here == tie.second_evidence
                told = f"{does} what {who} said" if is_reply else f"{done} by {who}"
                lines.append(f"{told} in {document.name}")
    return list(dict.fromkeys(lines))


_REPLIES = {"denial": ("denies", "denied"), "confirmation": ("confirms", "confirmed")}


def tell_bearings(
    knowledge: Knowledge, statement: Statement, names: Mapping[str, str]
) -> Iterator[str]:
    """What other claims have to do with this one."""
    statements = {s.id: s for s in knowledge.statements}
    evidence = {e.id: e for e in knowledge.evidence}
    documents = {d.id: d.name for d in knowledge.documents}
    for tie in knowledge.connections:
        if statement.id not in (tie.first, tie.second):
            continue
        if tie.kind == "conflict":
            sides = ((tie.first_words, tie.first_evidence), (tie.second_words, tie.second_evidence))
            told = (f"{words} in {documents[evidence[id].document_id]}" for words, id in sides)
            yield f"conflict ({tie.about}): {', '.join(told)}"
        elif tie.first != tie.second:
            is_first = tie.first == statement.id
            other = statements[tie.second if is_first else tie.first]
            claim = tell_claim(other, names)
            yield f"{_TIES[tie.kind][0 if is_first else 1]}: {claim} (st:{other.id})"


# What the first is to the second, and the second to the first.
_TIES = {
    "same": ("the same event", "the same event"),
    "before": ("before", "after"),
    "answer": ("answered by", "answers"),
    "correction": ("corrected by", "corrects"),
}
