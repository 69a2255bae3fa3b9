"""Titles and appositions: "Norway's Finance Minister Kari Dahl" holds a position, of a country."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extract.lexical import narrowed, relation_class
from kg.extract.passage import Passage
from kg.model import Argument, Mention, Predicate, Proposition
from kg.words import COURTESY

_EMPLOYERS = frozenset({"Country", "Place", "Organization"})
OFFICES = frozenset({"HoldsPosition", "LeaderOf", "SpokespersonFor"})
_OF_FIRMS = frozenset({"ChiefExecutive", "Chairperson", "FoundedBy", "HeadCoach"})
_OF_BODIES = frozenset({"ParentOrganization", "HasSubsidiary"})
# Relations of one person to another; a friend or an aide is nothing that a graph can tell apart.
_OF_PERSONS = frozenset(
    "HasChild Marriage Sibling Relative ReplacedBy Represents OpponentOf AlliedWith".split()
)
_EQUALS = frozenset(
    "counterpart counterparts colleague colleagues".split()
)  # of somebody, whomever they work for
_OF_STATES = frozenset({"attorney", "judge", "marshal", "prosecutor"})  # "U.S. Attorney Bo Lind"
_HEADS = frozenset({"head", "chair"})  # of a person as much as of a nail or a table
_FORMER = frozenset({"former", "ex", "late", "then", "outgoing", "erstwhile"})
_PAST = re.compile("(?i)former |ex-")
_FUTURE = frozenset({"incoming", "designate", "elect", "nominated"})


def read_titles(passage: Passage) -> Iterator[Proposition]:
    """Yield the position that a title or an apposition gives to a name."""
    owners = _owners(passage)
    for _, role, holder in roles_of_names(passage):
        if not _may_hold(role, holder):
            continue
        nations = nations_of(role, passage)
        for owner in owners[role] or _of_name(passage, role, holder):
            if owner in nations and not _is_office(role):
                # "a Texas lawyer" may come from anywhere, and no firm is a citizen
                if owner.label == "Country" and holder.label == "Person":
                    yield _relation(passage, role, holder, owner, "national", "Citizenship")
            elif owner != holder:
                yield _position(passage, role, holder, owner)
    for pair in passage.pairs:  # "Brazil's Joao Reis"
        is_person = pair.right.kind == "name" and pair.right.label == "Person"
        if pair.kind == "possessor" and pair.left.label == "Country" and is_person:
            yield _relation(passage, pair.right, pair.right, pair.left, "national", "Citizenship")


def roles_of_names(passage: Passage) -> Iterator[tuple[str, Mention, Mention]]:
    """How a role stands by a name (title, apposition), the role, and whose it is."""
    for pair in passage.pairs:
        role, holder = pair.left, pair.right
        if pair.kind == "apposition" and holder.kind == "nominal" and role.kind == "name":
            role, holder = holder, role
        if pair.kind in {"title", "apposition"} and role.kind == "nominal":
            yield pair.kind, role, holder


def nations_of(role: Mention, passage: Passage) -> list[Mention]:
    """The country that an adjective or a noun before a role names."""
    return [p.left for p in passage.pairs if p.kind == "nationality" and p.right == role]


def _is_office(role: Mention) -> bool:
    """ "An Italian envoy" speaks for Italy; an Italian painter only comes from there."""
    is_capital = role.head in _OF_STATES and role.text.split()[-1][0].isupper()
    return is_capital or relation_class(role.head) in OFFICES


def _may_hold(role: Mention, holder: Mention) -> bool:
    """A person holds an office or is somebody's kin, a body is another's subsidiary."""
    if holder.label == "Person":
        return role.label in {"Person", "Group"} or role.head in _HEADS
    return holder.label == "Organization" and relation_class(role.head) in _OF_BODIES


def _owners(passage: Passage) -> dict[Mention, list[Mention]]:
    """Whose a role is: by possessor, by country, or by "of"."""
    owners = defaultdict(list)
    for pair in passage.pairs:
        if pair.kind in {"possessor", "nationality"} and _may_own(pair.left, pair.right):
            owners[pair.right].append(pair.left)
    for mention in passage.by_head.values():
        if mention.function == "oblique" and mention.kind == "name":
            for role in passage.by_head.values():
                inside = role.span.start < mention.span.start and mention.span.end <= role.span.end
                between = passage.document.text[role.head_span.end : mention.span.start].split()
                if inside and role.kind == "nominal" and between in (["of"], ["of", "the"]):
                    owners[role] += [mention, *_joined(passage, mention)]
    return owners


def _may_own(owner: Mention, role: Mention) -> bool:
    """ "Mara's son", "her husband", "Peru's envoy"; not "her friend"."""
    is_person = owner.label == "Person" and relation_class(role.head) in _OF_PERSONS
    is_its = owner.kind == "pronoun" and owner.head == "its"
    is_of_body = relation_class(role.head) in _OF_FIRMS or relation_class(role.core) in _OF_FIRMS
    return owner.label in _EMPLOYERS or is_person or (is_its and (_is_office(role) or is_of_body))


def _joined(passage: Passage, first: Mention) -> list[Mention]:
    """The others of "son of Ann Reed and Tom Reed"."""
    return [p.right for p in passage.pairs if p.kind == "conjunct" and p.left == first]


def _of_name(passage: Passage, role: Mention, person: Mention) -> list[Mention]:
    """ "Vice President Omar Haddad *of Chile*": the office is Chile's."""
    if role.function != "title" or role.head.strip(".") in COURTESY | _EQUALS:
        return []
    after = [m for m in passage.by_head.values() if m.kind == "name" and m.label in _EMPLOYERS]
    between = {m: passage.document.text[person.head_span.end : m.span.start] for m in after}
    return [m for m, words in between.items() if words.split() in (["of"], ["of", "the"])]


def _position(passage: Passage, role: Mention, person: Mention, owner: Mention) -> Proposition:
    words = [w for w in role.core.lower().split() if w.strip("-") not in _FORMER | _FUTURE]
    owner_words = set(owner.text.lower().split())
    name = " ".join(w.removeprefix("ex-") for w in words if w not in owner_words)
    position = "HoldsPosition" if owner.label in _EMPLOYERS else ""  # not "a friend of Bo"
    is_of_state = role.head in _OF_STATES and owner.label in {"Country", "Place"}
    type = position if is_of_state else relation_class(name) or position
    return _relation(passage, role, person, owner, name, type)


def _relation(
    passage: Passage, role: Mention, person: Mention, owner: Mention, name: str, type: str
) -> Proposition:
    is_former = bool(_FORMER & set(role.modifiers)) or bool(_PAST.match(role.text))
    return Proposition(
        predicate=Predicate(f"be {name} of", f"{name} of"),
        arguments=(Argument("subject", person), Argument("object", owner)),
        sentence=passage.span,
        span=role.span,
        rule="titles",
        type=narrowed(type, owner),
        tense="past" if is_former and type != "Citizenship" else "present",
        confidence=0.9,
    )
