"""Titles and appositions: "Norway's Finance Minister Kari Dahl" holds a position, of a country."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extract.lexical import relation_class
from kg.extract.passage import Passage
from kg.model import Argument, Mention, Predicate, Proposition
from kg.words import COURTESY

_EMPLOYERS = frozenset({"Country", "Place", "Organization"})
_HEADS = frozenset({"head", "chair"})  # of a person as much as of a nail or a table
_FORMER = frozenset({"former", "ex", "late", "then", "outgoing", "erstwhile"})
_PAST = re.compile("(?i)former |ex-")
_FUTURE = frozenset({"incoming", "designate", "elect", "nominated"})


def read_titles(passage: Passage) -> Iterator[Proposition]:
    """Yield the position that a title or an apposition gives to a name."""
    owners = _owners(passage)
    for pair in passage.pairs:
        role, person = pair.left, pair.right
        if pair.kind == "apposition" and person.kind == "nominal" and role.kind == "name":
            role, person = person, role
        is_role = pair.kind in {"title", "apposition"} and role.kind == "nominal"
        if not is_role or person.label != "Person" or not _is_role(role):
            continue
        for owner in owners[role] or _of_name(passage, role, person):
            if owner != person:
                yield _position(passage, role, person, owner)


def _is_role(mention: Mention) -> bool:
    return mention.label in {"Person", "Group"} or mention.head in _HEADS


def _owners(passage: Passage) -> dict[Mention, list[Mention]]:
    """Whose a role is: by possessor, by country, or by "of"."""
    owners = defaultdict(list)
    for pair in passage.pairs:
        if pair.kind in {"possessor", "nationality"} and pair.left.label in _EMPLOYERS:
            owners[pair.right].append(pair.left)
    for mention in passage.by_head.values():
        if mention.function == "oblique" and mention.kind == "name":
            for role in passage.by_head.values():
                inside = role.span.start < mention.span.start and mention.span.end <= role.span.end
                between = passage.document.text[role.head_span.end : mention.span.start].split()
                if inside and role.kind == "nominal" and between in (["of"], ["of", "the"]):
                    owners[role].append(mention)
    return owners


def _of_name(passage: Passage, role: Mention, person: Mention) -> list[Mention]:
    """ "Vice President Omar Haddad *of Chile*": the office is Chile's."""
    if role.function != "title" or role.head.strip(".") in COURTESY:
        return []
    after = [m for m in passage.by_head.values() if m.kind == "name" and m.label in _EMPLOYERS]
    between = {m: passage.document.text[person.head_span.end : m.span.start] for m in after}
    return [m for m, words in between.items() if words.split() in (["of"], ["of", "the"])]


def _position(passage: Passage, role: Mention, person: Mention, owner: Mention) -> Proposition:
    words = [w for w in role.core.lower().split() if w.strip("-") not in _FORMER | _FUTURE]
    owner_words = set(owner.text.lower().split())
    name = " ".join(w.removeprefix("ex-") for w in words if w not in owner_words)
    is_former = bool(_FORMER & set(role.modifiers)) or bool(_PAST.match(role.text))
    position = "HoldsPosition" if owner.label in _EMPLOYERS else ""  # not "a friend of Bo"
    return Proposition(
        predicate=Predicate(f"be {name} of", f"{name} of"),
        arguments=(Argument("subject", person), Argument("object", owner)),
        sentence=passage.span,
        span=role.span,
        rule="titles",
        type=relation_class(name) or position,
        tense="past" if is_former else "present",
        confidence=0.9,
    )
