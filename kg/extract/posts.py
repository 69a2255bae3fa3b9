"""Posts and schooling that a clause tells beside its own business.

"was named chief executive of Orvo", "serves as its chair", "an engineer at Orvo", "a Green Party
lawmaker": who is what in which body. "studied law at Lund", "a degree from Lund": who learned
where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.frames import Frame
from kg.extract.lexical import is_party, relation_class
from kg.extract.passage import Passage
from kg.extract.proposing import propose
from kg.extract.stance import Stance
from kg.extract.syntax import child, children, noun_conjuncts
from kg.extract.titles import roles_of_names
from kg.extract.tree import Token
from kg.inflection import past
from kg.model import Mention, Predicate, Proposition
from kg.words import noun_class

_SERVING = frozenset({"serve", "work", "act", "continue", "remain", "start", "begin", "return"})
_LEAVING = frozenset({"resign", "retire", "quit", "step"})
_FOLLOWING = frozenset({"replace", "succeed"})
_NAMING = frozenset({"name", "appoint", "elect", "choose", "make", "hire", "promote", "install"})
_STUDYING = frozenset({"study", "read", "major", "train"})
_GAINING = frozenset("receive earn obtain hold get complete gain take have do pursue".split())
_DEGREES = frozenset(
    "degree bachelor master doctorate phd ph.d ph.d. ba b.a. bs b.s. ma m.a. ms m.s. mba m.b.a. "
    "bsc msc diploma jd j.d. md m.d. llb education".split()
)
_POLITICIANS = frozenset(
    "politician lawmaker legislator senator congressman congresswoman councillor councilor "
    "councilman councilwoman candidate mp deputy parliamentarian".split()
)
_BODIES = frozenset({"Organization", "Place"})  # firms that are little known pass for places
_PASSING = frozenset({"former", "current", "new", "then", "late", "longtime", "ex"})
_OF, _IN = frozenset({"of"}), frozenset({"at", "for", "with"})


class _Post(NamedTuple):
    """Somebody's role, by the noun that names it, and where it is told."""

    holder: Mention
    role: Token
    told: Token  # the head of the clause, or the role itself
    bodies: list[Mention]  # whose post it is where the role has no body of its own
    ways: frozenset[str]  # prepositions that no other construction reads here
    stance: Stance | None = None


def read_posts(passage: Passage) -> Iterator[Proposition]:
    """Yield who holds which post, who studied where and what is based where."""
    if passage.is_heading:
        return
    for frame in passage.frames:
        yield from _schooling(frame, passage)
        yield from _seats(frame, passage)
        for post in _posts(frame, passage):
            yield from _told(post, passage)
    for post in _appositions(passage):
        yield from _told(post, passage)


def _posts(frame: Frame, passage: Passage) -> Iterator[_Post]:
    """Roles that the clause gives to its subject or its object."""
    verb, lemma = frame.verb, frame.verb.lemma_.lower()
    subjects = passage.mentions(frame.subjects)
    stance = passage.stances.get(verb.i) or Stance()
    if lemma == "be" and not frame.passive:
        yield from (_Post(s, r, verb, [], _IN) for s in subjects for r in _nouns(frame.attributes))
        return
    if lemma in _NAMING and stance.is_fact:
        holders = subjects if frame.passive else passage.mentions(frame.objects[:1])
        roles = [*_nouns(frame.attributes), *_as(frame)]
    elif lemma == "become":
        holders, roles = subjects, _nouns(frame.attributes or frame.objects)
    elif lemma in _SERVING | _FOLLOWING | {"join"} or (lemma in _LEAVING and stance.is_fact):
        holders, roles = ([] if frame.passive else subjects), _as(frame)
    else:
        return
    joined = passage.mentions(frame.objects) if lemma == "join" else []
    for holder in holders:
        yield from (_Post(holder, role, verb, joined, _OF | _IN) for role in roles)


def _as(frame: Frame) -> list[Token]:
    return _nouns(o.object for o in frame.obliques if o.words == "as")


def _nouns(tokens: Iterator[Token] | list[Token]) -> list[Token]:
    """Those that name a role, each with what is joined to it: "chair and chief executive"."""
    joined = [noun for token in tokens for noun in noun_conjuncts(token)]
    return [t for t in joined if t.pos_ in {"NOUN", "PROPN"} and _is_role(t)]


def _is_role(noun: Token) -> bool:
    return noun_class(noun.lemma_.lower()) == "Person" or bool(relation_class(noun.lower_))


def _appositions(passage: Passage) -> Iterator[_Post]:
    """ "Bo Lind, an analyst with Orvo": what hangs on "of" is read with the titles."""
    for kind, role, holder in roles_of_names(passage):
        if kind == "apposition":
            nouns = [t for t in passage.tokens if t.idx == role.head_span.start]
            yield from (_Post(holder, noun, noun, [], _IN, Stance(tense="present"))
                        for noun in _nouns(nouns))  # fmt: skip


def _told(post: _Post, passage: Passage) -> Iterator[Proposition]:
    if post.holder.label != "Person":
        return
    found = list(_bodies(post.role, passage, post.ways))
    found = found or [(_name(post.role, passage), "of", body) for body in post.bodies]
    for name, preposition, body in found:
        if body.span == post.holder.span:
            continue
        yield propose(
            passage, post.told, Predicate(f"be {name} {preposition}", f"{name} {preposition}"),
            post.holder, body, (), rule="posts", words=[post.role], stance=_stance(post),
            type=_class(post.role, name, preposition, body), confidence=0.8,
        )  # fmt: skip


def _stance(post: _Post) -> Stance | None:
    """A former post is past whatever the clause is; "was named" tells of one that lasts."""
    is_former = any(c.lower_ in {"former", "ex", "then", "late"} for c in post.role.children)
    if is_former and (post.stance is None or post.stance.is_fact):
        return Stance(tense="past")
    return post.stance


def _bodies(
    role: Token, passage: Passage, ways: frozenset[str]
) -> Iterator[tuple[str, str, Mention]]:
    """The bodies that a role is of, each with the name of the role and its preposition."""
    name = _name(role, passage)
    for inner in children(role, "compound", "nmod", "amod"):
        party = passage.mention(inner)
        if party is not None and (party.label == "Organization") and party.kind == "name":
            yield name, "of", party
    owner = child(role, "poss")
    if owner is not None and "of" in ways:
        yield from ((name, "of", m) for m in passage.mentions(noun_conjuncts(owner)))
    for preposition in children(role, "prep"):
        head = child(preposition, "pobj")
        if head is None:
            continue
        if preposition.lower_ in ways:
            yield from ((name, preposition.lower_, m) for m in _named(head, passage))
        if preposition.lower_ == "of":  # "vice president of engineering at Orvo"
            for further in children(head, "prep"):
                place = child(further, "pobj")
                if further.lower_ in _IN and place is not None and not _named(head, passage):
                    whole = f"{name} of {head.lower_}"
                    yield from ((whole, further.lower_, m) for m in _named(place, passage))


def _named(head: Token, passage: Passage) -> list[Mention]:
    return [
        m
        for m in passage.mentions(noun_conjuncts(head))
        if m.label in _BODIES | {"Country"} and m.kind != "nominal"
    ]


def _name(role: Token, passage: Passage) -> str:
    """A role in its own words: "senior vice president", without party, country and "former"."""
    before = [c for c in role.lefts if c.dep_ in {"compound", "amod"} and not c.ent_type_]
    words = [c.lower_ for c in before if c.lower_ not in _PASSING and passage.mention(c) is None]
    return " ".join([*words, role.lower_])


def _class(role: Token, name: str, preposition: str, body: Mention) -> str:
    if role.lemma_.lower() in _POLITICIANS and (preposition == "for" or is_party(body)):
        return "MemberOfParty"
    if role.lemma_.lower() == "politician" and body.label == "Organization":
        return "MemberOfParty"
    return relation_class(name) or ("Employer" if body.label in _BODIES else "HoldsPosition")


# --- schools and seats ---


def _schooling(frame: Frame, passage: Passage) -> Iterator[Proposition]:
    """ "studied law at Lund", "received a degree from Lund"."""
    lemma, noun = frame.verb.lemma_.lower(), frame.objects[0] if frame.objects else None
    if noun is None or frame.passive:
        return
    is_degree = lemma in _GAINING and noun.lemma_.lower() in _DEGREES
    if not is_degree and lemma not in _STUDYING:
        return
    label = f"{past(lemma)} {noun.text}" if is_degree else past(lemma)
    for preposition, school in _schools(frame, noun, passage, is_degree=is_degree):
        for pupil in passage.mentions(frame.subjects):
            predicate = Predicate(f"{lemma} {preposition}", f"{label} {preposition}")
            yield propose(passage, frame.verb, predicate, pupil, school, (), rule="posts",
                          words=frame.group, type="EducatedAt", confidence=0.8)  # fmt: skip


def _schools(
    frame: Frame, noun: Token, passage: Passage, *, is_degree: bool
) -> Iterator[tuple[str, Mention]]:
    """The schools that hang on the verb, or on the degree."""
    hung = [(p, head) for p in children(noun, "prep") if (head := child(p, "pobj")) is not None]
    own = [(oblique.preposition, oblique.object) for oblique in frame.obliques]
    for preposition, head in [*own, *hung] if is_degree else own:
        if preposition.lower_ in ({"from", "at"} if is_degree else {"at"}):
            for school in passage.mentions(noun_conjuncts(head)):
                if school.label == "Organization" or (school.kind == "name" and is_degree):
                    yield preposition.lower_, school


def _seats(frame: Frame, passage: Passage) -> Iterator[Proposition]:
    """ "Based in Lund, Orvo makes boats"."""
    for oblique in frame.obliques:
        if oblique.words not in {"based in", "headquartered in"}:
            continue
        for body in passage.mentions(frame.subjects):
            for place in passage.mentions([oblique.object]):
                if place.label in {"Place", "Country"}:
                    yield propose(
                        passage, frame.verb, Predicate("base", f"was {oblique.words}"), body, place,
                        (), rule="posts", words=[oblique.preposition], type="Headquarters",
                        stance=Stance(tense="present"), confidence=0.8,
                    )  # fmt: skip
