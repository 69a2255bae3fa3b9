"""What is doubtful about who is who in a finished graph, with the line that would settle it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.identities import PLACE, count_statements, find_places, is_named
from kg.link.clusters import SURE
from kg.link.compare import is_acronym, plain
from kg.link.naming import Names
from kg.model import Document, Entity, Judgement, Knowledge, Span, Statement

_SURE = 0.8  # a name that joined with this score or a higher one is no doubt
_FEW = 3  # so many longer names at most that a short one may stand for
_SAME_NAME = 0.5  # that two entities of one name are one
_MARRIED = 0.5  # that who married has a new surname
_NAMESAKES = 0.25  # that one name is two people's
# Reasons for which a description of somebody joined: it tells what the person is.
_TOLD = frozenset({"apposition", "called", "role"})
_COMPANY = frozenset({"Person", "Organization"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names that may be one entity after all, or not, and what would settle it."""

    left: str  # labels
    right: str
    is_one: bool  # now
    reason: str
    chance: float  # that it is otherwise
    statements: int  # about them
    decision: str  # a line for the decisions file

    @property
    def question(self) -> str:
        """What the user is asked."""
        return f"Is {self.left} {'not ' if self.is_one else ''}{self.right}?"


def find_doubts(knowledge: Knowledge) -> list[Doubt]:
    """Names that were kept apart or put together for a weak reason; the likeliest errors first."""
    by_id = {e.id: e for e in knowledge.entities}
    settled = {frozenset((j.left, j.right)) for j in knowledge.judgements if j.score == 1.0}
    statements = count_statements(knowledge.statements)
    names = Names(knowledge.entities, {})
    found: dict[tuple[str, str], Doubt] = {}
    named = [e for e in knowledge.entities if is_named(e)]
    judged = [j for j in knowledge.judgements if _is_doubtful(j, by_id)]
    married = _married_names(knowledge.statements, named)
    for doubt in (*judged, *_same_names(named), *_short_names(named), *married):
        left, right = by_id[doubt.left], by_id.get(doubt.right)
        if frozenset((doubt.left, doubt.right)) in settled:
            continue
        one = _called(left, names)
        other = _called(right, names) if right and not doubt.same else doubt.right
        key = "different" if doubt.same else "same"
        parties = {doubt.left} if doubt.same else {doubt.left, doubt.right}
        new = Doubt(
            left.label, right.label if right and not doubt.same else doubt.right, doubt.same,
            doubt.reason, round(1 - doubt.score if doubt.same else doubt.score, 4),
            sum(statements.get(id, 0) for id in parties),
            f"{key}: [[{_quoted(one)}, {_quoted(other)}]]",
        )  # fmt: skip
        former = found.setdefault((doubt.left, doubt.right), new)
        found[doubt.left, doubt.right] = max(former, new, key=lambda d: (d.chance, d.reason))
    doubts = [*found.values(), *_namesakes(knowledge, statements)]
    return sorted(doubts, key=lambda d: (-d.chance, -d.statements, d.decision))


# --- names that were kept apart, or put together ---


def _is_doubtful(judgement: Judgement, by_id: Mapping[str, Entity]) -> bool:
    if judgement.left not in by_id:
        return False
    if not judgement.same:
        return judgement.right in by_id and judgement.score < 1
    is_name = is_named(by_id[judgement.left]) and not PLACE.fullmatch(judgement.right)
    return is_name and judgement.score < _SURE and judgement.right != by_id[judgement.left].label


def _same_names(entities: Iterable[Entity]) -> Iterator[Judgement]:
    """Entities of one type, one of which has the other's label for a name."""
    by_name: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        for name in {plain(n) for n in (entity.label, *entity.aliases)}:
            by_name[entity.type, name].append(entity)
    for (_, name), alike in sorted(by_name.items()):
        labelled = [e for e in alike if plain(e.label) == name]
        pairs = {tuple(sorted((one.id, other.id))) for one in labelled for other in alike}
        for left, right in sorted(pairs):
            if left != right:
                yield Judgement(left, right, False, "same name", _SAME_NAME)


def _short_names(entities: Iterable[Entity]) -> Iterator[Judgement]:
    """Labels of one word that end a person's name, or abbreviate another, of a few at most.

    Of whatever type: a surname without more is often taken for a firm.
    """
    long: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        words = entity.label.split()
        if len(words) > 1 and entity.type == "Person":
            long["surname", plain(words[-1])].append(entity)
        if len(words) > 2 and entity.type != "Person":
            long["acronym", "".join(w[0] for w in words if w[0].isupper()).lower()].append(entity)
    for short in entities:
        for reason in ("surname", "acronym") if " " not in short.label else ():
            fitting = long.get((reason, plain(short.label)), ())
            for entity in fitting if len(fitting) <= _FEW and not short.codes else ():
                if reason == "surname" or is_acronym(short.label, entity.label):
                    left, right = sorted((short.id, entity.id))
                    yield Judgement(left, right, False, reason, SURE[reason] / 2)


def _married_names(
    statements: Iterable[Statement], entities: Iterable[Entity]
) -> Iterator[Judgement]:
    """Somebody who married, and who has the same given name and the surname of the other."""
    people = {e.id: e for e in entities if e.type == "Person" and " " in e.label}
    by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for id, person in sorted(people.items()):
        by_name[_ends(person)].append(id)
    for statement in statements:
        pair = statement.subject, statement.object
        if statement.type != "Marriage" or not people.keys() >= set(pair):
            continue
        for one, other in (pair, pair[::-1]):
            name = _ends(people[one])[0], _ends(people[other])[1]
            for third in by_name[name]:
                if third not in pair:
                    yield Judgement(one, third, False, "marriage", _MARRIED)


def _ends(person: Entity) -> tuple[str, str]:
    words = plain(person.label).split() or [""]
    return words[0], words[-1]


# --- people of one name ---


def _namesakes(knowledge: Knowledge, statements: Mapping[str, int]) -> Iterator[Doubt]:
    """People who are told of in texts that share nobody, and as something else in each."""
    places = find_places(knowledge)
    texts = {document.id: document for document in knowledge.documents}
    told = _descriptions(knowledge, texts)
    company = _company(knowledge.entities, places)
    for person in knowledge.entities:
        heads = told.get(person.id, {})
        if person.type != "Person" or " " not in person.label or len(heads) < 2:
            continue
        here: defaultdict[str, list[Span]] = defaultdict(list)
        for span in places[person.id]:
            here[span.document_id].append(span)
        groups = _circles(here, company, person.id)
        said = [set().union(*(heads.get(id, set()) for id in group)) for group in groups]
        for group, words in zip(groups[1:], said[1:], strict=True):
            if words and said[0] and words.isdisjoint(said[0]):
                new = f"{person.label} ({min(words)})"
                rows = (_row(person, texts[id], here[id], new) for id in sorted(group))
                yield Doubt(
                    new, person.label, True, "namesakes", _NAMESAKES,
                    statements.get(person.id, 0), f"mentions: [{', '.join(filter(None, rows))}]",
                )  # fmt: skip


def _row(person: Entity, document: Document, spans: Iterable[Span], new: str) -> str:
    """The decision that a text means another by its longest name for somebody."""
    words = [f" {plain(document.text[span.start : span.end])} " for span in spans]
    names = (name for name in (person.label, *person.aliases)
             if any(f" {plain(name)} " in text for text in words))  # fmt: skip
    name = max(names, key=lambda name: (len(name), name), default="")
    values = _quoted(document.name), _quoted(name), _quoted(new)
    return "{{document: {}, text: {}, is: {}}}".format(*values) if name else ""


def _descriptions(
    knowledge: Knowledge, texts: Mapping[str, Document]
) -> dict[str, dict[str, set[str]]]:
    """What each is said to be, by document, one word of each description.

    What somebody decided about a document is no question any more.
    """
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    decided: set[tuple[str, str]] = set()
    for judgement in knowledge.judgements:
        place = PLACE.fullmatch(judgement.right) if judgement.same else None
        if place is None or place[1] not in texts:
            continue
        if judgement.score == 1:
            decided.add((judgement.left, place[1]))
        elif judgement.reason in _TOLD:
            words = texts[place[1]].text[int(place[2]) : int(place[3])]
            found[judgement.left].setdefault(place[1], set()).add(_head(words))
    for id, document in decided:
        found[id].pop(document, None)
    return found


def _head(words: str) -> str:
    """What a description says that somebody is.

    >>> _head("the former chief executive of Paydirect AG")
    'executive'
    """
    before = re.split(r",| (?:of|at|for|from|in|on|to|who|whose|with)\b", words)[0].split()
    return before[-1].casefold() if before else ""


def _company(
    entities: Iterable[Entity], places: Mapping[str, Iterable[Span]]
) -> dict[str, set[str]]:
    """The people and bodies with a name in each document."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entity in entities:
        if entity.type in _COMPANY and is_named(entity):
            for span in places.get(entity.id, ()):
                found[span.document_id].add(entity.id)
    return found


def _circles(documents: Iterable[str], company: Mapping[str, set[str]], id: str) -> list[set[str]]:
    """The documents in groups that share nobody else, the largest first."""
    groups: list[tuple[set[str], set[str]]] = []
    for document in sorted(documents):
        mine, others = {document}, company.get(document, set()) - {id}
        apart = []
        for group, known in groups:
            if known.isdisjoint(others):
                apart.append((group, known))
            else:
                mine, others = mine | group, others | known
        groups = [*apart, (mine, others)]
    return sorted((group for group, _ in groups), key=lambda group: (-len(group), sorted(group)))


# --- what a user may call them ---


def _called(entity: Entity, names: Names) -> str:
    """What the decisions file may call an entity: its label if no other has it."""
    is_clear = names.find(entity.label) == (entity.id,)
    return entity.label if is_clear else f"ent:{entity.id}"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
