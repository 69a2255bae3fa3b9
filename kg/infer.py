"""What follows from the claims, by what ontology/inference.ttl declares of their relations.

"Varo, a subsidiary of Norland" makes Norland a parent company too, and the chairman of Norland
belongs to Norland. A claim that follows has no sentence: its evidence names the claims that it
follows from. It is believed as far as they are, no text is heard twice for it, and where a text
says or denies the same, the text has the word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.conflicts import NAMED
from kg.ground import statement_id
from kg.lexicon import EVENTS, RELATION_NOUNS, RELATIONS
from kg.lexicon_types import EventClass
from kg.model import Entity, Evidence, Predicate, Role, Statement, Tense

METHOD = "inference"
Inferred = tuple[Statement, tuple[Evidence, ...]]
_WHEN = frozenset({"time", "start", "end"})
_AGAINST = frozenset({"negated", "disputed", "corrected"})
_CHAINS = tuple(sorted((chain, to) for to, own in RELATIONS.items() for chain in own.chains))
_FIRST = frozenset(first for (first, _), _ in _CHAINS)
_SECOND = frozenset(second for (_, second), _ in _CHAINS)


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two named entities, in the direction of its class, and what shows it."""

    type: str
    subject: str
    object: str
    premises: tuple[str, ...]  # ids of the statements
    belief: float
    tense: Tense
    times: tuple[Role, ...] = ()
    follows: bool = False  # rather than is said


def infer(
    statements: Iterable[Statement], evidence: Iterable[Evidence], entities: Iterable[Entity]
) -> list[Inferred]:
    """What follows from all these claims, sorted by id.

    The work is done by small keys, so that it can be spread, or done again for what has changed:
    `find_facts` of each claim, `join` where facts meet, `conclude` between each two entities.
    """
    types = named_types(entities)
    claims = {s.id: s for s in statements if bears(s)}
    told: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        if item.statement_id in claims:
            told[item.statement_id].append(item)
    facts = [fact for s in claims.values() for fact in find_facts(s, told[s.id], types)]
    middles: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        for middle in middles_of(fact):
            middles[middle].append(fact)
    facts += [joined for middle, met in middles.items() for joined in join(middle, met, types)]
    between: dict[str, tuple[list[Statement], list[Fact]]] = defaultdict(lambda: ([], []))
    for claim in claims.values():
        between[pair_of(claim)][0].append(claim)
    for fact in facts:
        between[pair_of(fact)][1].append(fact)
    found = [inferred for pair in between.values() for inferred in conclude(*pair)]
    return sorted(found, key=lambda inferred: inferred[0].id)


def named_types(entities: Iterable[Entity]) -> dict[str, str]:
    """The types of those that have a name of their own: of "a rival" nothing follows."""
    return {e.id: e.type for e in entities if e.type in NAMED and e.id[:1].isupper()}


def bears(claim: Statement) -> bool:
    """Whether anything may follow from a claim, or it may say what would follow from another."""
    is_of_two = bool(claim.subject and claim.object)
    return is_of_two and (claim.type in RELATIONS or claim.predicate.id in _WORDS)


_WORDS = frozenset(Predicate(r.lemma, r.label).id for r in RELATIONS.values() if r.label)


def pair_of(link: Statement | Fact) -> str:
    """A key that the claims and facts between two entities have in common."""
    return "\x1f".join(sorted((link.subject, link.object)))


# Of each claim


def find_facts(
    claim: Statement, told: Iterable[Evidence], types: Mapping[str, str]
) -> Iterator[Fact]:
    """What an asserted claim says of two named entities, then what follows from it alone."""
    is_turned = find_turn(claim) if claim.type in RELATIONS else None
    if claim.factuality != "asserted" or is_turned is None:
        return
    ends = (claim.object, claim.subject) if is_turned else (claim.subject, claim.object)
    times = tuple(role for role in claim.arguments if role.role in _WHEN)
    fact = Fact(claim.type, *ends, (claim.id,), claim.belief, _tense(told), times)
    if _fits(fact, types):
        yield fact
        yield from (follows for follows in _following(fact, is_turned) if _fits(follows, types))


def _following(fact: Fact, is_turned: bool) -> Iterator[Fact]:
    """The same from the other end, in the direction that the text has not, and what is wider."""
    relation = RELATIONS[fact.type]
    turned = replace(fact, subject=fact.object, object=fact.subject, follows=True)
    if relation.inverse:
        yield replace(fact, follows=True) if is_turned else replace(turned, type=relation.inverse)
    for wider, goes_back in relation.wider:
        yield replace(turned if goes_back else fact, type=wider, follows=True)


def _fits(fact: Fact, types: Mapping[str, str]) -> bool:
    event = EVENTS[fact.type]
    return _is_any(types.get(fact.subject), event.subject_types) and _is_any(
        types.get(fact.object), event.object_types
    )


def _is_any(type: str | None, wanted: tuple[str, ...]) -> bool:
    return type is not None and (not wanted or type in wanted)


def _tense(told: Iterable[Evidence]) -> Tense:
    """Present where anybody says that it is still so."""
    tenses = {item.tense for item in told if item.factuality == "asserted"}
    return "present" if "present" in tenses else "past"


def find_turn(claim: Statement) -> bool | None:
    """Whether the claim's subject is its class's object; None where its words state no relation."""
    relation, event = RELATIONS.get(claim.type), EVENTS.get(claim.type)
    if event is None:
        return None
    lemma, label = claim.predicate.lemma, claim.predicate.label
    if relation and relation.preposition:
        return None if label.split()[-1:] != [relation.preposition] else False
    if lemma.startswith("be ") and lemma.endswith(" of"):
        return _turned_by_noun(lemma.split()[1:-1], event.name)
    return _turned_by_verb(lemma, event)


def _turned_by_noun(words: Sequence[str], type: str) -> bool | None:
    """ "be chief executive of": the last words that name a relation, if it is this one.

    A title may be of another body than the one who holds it: an "Apple analyst" is not Apple's.
    """
    for start in range(len(words)):
        name = " ".join(words[start:])
        found = RELATION_NOUNS.get(name) or RELATION_NOUNS.get(name.upper())
        if found is not None:
            return found[1] if found[0] == type else None
    return None


def _turned_by_verb(lemma: str, event: EventClass) -> bool | None:
    for verbs, is_turned in (
        (event.verbs + event.passive_verbs, False), (event.inverse_verbs, True),
    ):  # fmt: skip
        if lemma in verbs or lemma in {verb.split()[0] for verb in verbs}:
            return is_turned
    return None


# Where facts meet


def middles_of(fact: Fact) -> set[str]:
    """The entities by which a fact may be joined to another."""
    first = {fact.object} if fact.type in _FIRST else set()
    return first | ({fact.subject} if fact.type in _SECOND else set())


def join(middle: str, facts: Iterable[Fact], types: Mapping[str, str]) -> Iterator[Fact]:
    """What two facts that meet in an entity come to: in Lund, which is in Sweden, is in Sweden."""
    into: dict[str, list[Fact]] = defaultdict(list)
    out: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        into[fact.type].extend([fact] if fact.object == middle else [])
        out[fact.type].extend([fact] if fact.subject == middle and not fact.times else [])
    for (one, two), type in _CHAINS:
        for first in into[one]:
            for second in out[two]:
                joined = replace(
                    first, type=type, object=second.object, follows=True,
                    premises=tuple(dict.fromkeys((*first.premises, *second.premises))),
                    belief=first.belief * second.belief,
                )  # fmt: skip
                if joined.subject != joined.object and _fits(joined, types):
                    yield joined


# Between two entities


def conclude(claims: Sequence[Statement], facts: Iterable[Fact]) -> Iterator[Inferred]:
    """The claims that follow between two entities, of which these claims are made."""
    found: dict[str, Statement] = {}
    evidence: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for fact in facts:
        if fact.follows and not _is_settled(fact, claims):
            statement, item = _write(fact)
            found[statement.id] = statement
            evidence[statement.id][item.id] = item
    for id in sorted(found):
        items = tuple(evidence[id][key] for key in sorted(evidence[id]))
        yield replace(found[id], belief=max(item.confidence for item in items)), items


def _is_settled(fact: Fact, claims: Iterable[Statement]) -> bool:
    """Whether a text says the same in this direction, or denies it in any."""
    alike = {fact.type, RELATIONS[fact.type].inverse} - {""}
    words = _predicate(fact).id
    return any(
        claim.factuality in _AGAINST or (claim.subject, claim.object) == (fact.subject, fact.object)
        for claim in claims
        if claim.type in alike or claim.predicate.id == words
    )


def _write(fact: Fact) -> tuple[Statement, Evidence]:
    predicate = _predicate(fact)
    id = statement_id(predicate, fact.subject, fact.object, fact.times)
    statement = Statement(id, fact.type, predicate, fact.subject, fact.object, fact.times)
    belief = round(fact.belief, 4)
    return statement, Evidence(id, METHOD, belief, tense=fact.tense, derived_from=fact.premises)


def _predicate(fact: Fact) -> Predicate:
    relation = RELATIONS[fact.type]
    return Predicate(relation.lemma, relation.label)
