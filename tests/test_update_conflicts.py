"""Conflicts of claims that come and go one by one are those of all claims at once."""

from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from kg.conflicts import find_conflicts
from kg.model import Document, Entity, Evidence, Knowledge, Predicate, Role, Span, Statement, Value
from kg.update.conflicts import Conflicting
from kg.update.state import State, make_state

DAYS = ("2026-01-30", "2026-01-31", "2026-02-01", "2026-03-31", "2026-04-01", "2026-06-02", "")
WHO = Entity("Norland", "Country", "Norland")
TIMES = (None, "2026-01-29", "2026-03-30")
# Of one claim: how many by what document, and the day that the sentence gives.
Told = tuple[tuple[str, ...], str, str | None]


def knowledge(claims: dict[str, Told]) -> Knowledge:
    statements, evidence = [], []
    for id, (documents, count, time) in claims.items():
        value = Value(f"{count} tons", "Quantity", count, "tons")
        roles = [Role("object", value=value), Role("destination", "Japan")]
        roles += [Role("time", value=Value(time, "Date", time))] if time else []
        predicate = Predicate("export", "exported")
        statements.append(Statement(id, "Export", predicate, WHO.id, "", tuple(roles)))
        evidence += [
            Evidence(id, document_id=d, sentence=Span(d, 0, 30), text=f"It sold {count} tons.",
                     method="clauses", confidence=0.8)
            for d in documents
        ]  # fmt: skip
    pages = [Document(f"d{n}", "", (), f"{n}.txt", published=day) for n, day in enumerate(DAYS * 2)]
    return Knowledge(tuple(pages), (WHO,), tuple(statements), tuple(evidence))


CLAIMS = some.tuples(
    some.lists(some.sampled_from([f"d{n}" for n in range(2 * len(DAYS))]), max_size=4, unique=True)
    .map(sorted).map(tuple),
    some.sampled_from(["30", "31", "40"]),
    some.sampled_from(TIMES),
)  # fmt: skip
CHANGES = some.dictionaries(some.sampled_from([f"s{n}" for n in range(12)]), CLAIMS, min_size=1)


@settings(max_examples=60, deadline=None)
@given(some.lists(CHANGES, min_size=1, max_size=4))
def test_conflicts_of_claims_that_change_are_those_of_all_claims(tmp_path_factory, steps):
    path = Path(tmp_path_factory.mktemp("state")) / "state.db"
    make_state(path, lambda _: None, lambda _: None)
    state = State(path)
    claims: dict[str, Told] = {}
    found: Counter = Counter()
    copies = {"d1": "d0", "d8": "d0"}

    for step in steps:
        claims |= step
        told = {id: (knowledge({id: claim}), copies) for id, claim in step.items()}
        went, came = Conflicting(state).change(step, told.__getitem__)
        found.subtract(went)
        found.update(came)

        at_once = Counter(find_conflicts(knowledge(claims), copies))
        assert {c: n for c, n in found.items() if n} == at_once
    state.close()
