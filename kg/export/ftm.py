"""People, bodies, posts and ties as FollowTheMoney entities, one in JSON a line.

https://followthemoney.tech/explorer names the schemata. What it has none for, such as most events,
is left out, and so is what nobody asserts or what only follows from other claims.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import BinaryIO

from kg.collector import without_collector
from kg.infer import find_turn
from kg.model import Document, Entity, Evidence, Knowledge, Statement, digest
from kg.rdf import About, Pool
from kg.rdf.pool import pool

Properties = dict[str, list[str]]
Ends = tuple[Entity, Entity]
_SCHEMATA = {"Person": "Person", "Organization": "Organization", "Country": "PublicBody"}
_DAYS = {"start": "startDate", "end": "endDate", "time": "date"}
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_WEB = re.compile(r"https?://")
_CODE = re.compile("[a-z]{2}")
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9]\d*)")
_POST = re.compile(r"be (?:the |an? )?(?P<post>.+?) (?:of|for|at|in)\b")


@dataclass(frozen=True, slots=True)
class _Made:
    """An entity of theirs."""

    id: str
    schema: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class _Tie:
    """A class of ours as a schema: the property of each end and the types that may stand there."""

    schema: str
    ends: tuple[str, str]
    types: tuple[frozenset[str], frozenset[str]]
    more: tuple[tuple[str, list[str]], ...] = ()  # what the class says besides
    is_mutual: bool = False


_PERSON = frozenset({"Person"})
_BODY = frozenset({"Organization"})
_STATE = frozenset({"Country"})
_PLACE = frozenset({"Place"})
_MEMBER = _PERSON | _BODY | _STATE
_KIN = (_PERSON, _PERSON)


def _family(relationship: str, *, is_mutual: bool = True) -> _Tie:
    more = (("relationship", [relationship]),)
    return _Tie("Family", ("person", "relative"), _KIN, more, is_mutual)


def _directs(role: str) -> _Tie:
    return _Tie("Directorship", ("director", "organization"), (_PERSON, _BODY), (("role", [role]),))


def _links(role: str, types: tuple[frozenset[str], frozenset[str]]) -> _Tie:
    return _Tie("UnknownLink", ("subject", "object"), types, (("role", [role]),))


_BELONGS = _Tie("Membership", ("member", "organization"), (_MEMBER, _BODY))
_TIES: Mapping[str, _Tie] = {
    "BoardMember": _directs("board member"),
    "Chairperson": _directs("chairperson"),
    "ChiefExecutive": _directs("chief executive officer"),
    "LeaderOf": _directs("leader"),
    "Employer": _Tie("Employment", ("employee", "employer"), (_PERSON, _BODY)),
    "MemberOf": _BELONGS,
    "MemberOfParty": _BELONGS,
    "OwnerOf": _Tie("Ownership", ("owner", "asset"), (_MEMBER, _BODY)),
    "Marriage": _family("spouse"),
    "HasChild": _family("child", is_mutual=False),
    "Sibling": _family("sibling"),
    "Relative": _family("relative"),
    "ParentOrganization": _links("parent organization", (_BODY, _BODY)),
    "FoundedBy": _links("founder", (_BODY, _MEMBER)),
}
_POSTS = {"HoldsPosition": "", "HeadOfState": "head of state",
          "HeadOfGovernment": "head of government"}  # fmt: skip


@without_collector
def write_ftm(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """One entity a line: ties and posts, then parties, then articles, each as the graph sorts."""
    for entity in _iter_entities(pool(knowledge)):
        line = json.dumps(asdict(entity), ensure_ascii=False)
        stream.write(line.encode(errors="backslashreplace") + b"\n")


def _iter_entities(whole: Pool) -> Iterator[_Made]:
    posts: set[str] = set()  # one may have many holders
    owned: set[str] = set()
    cited: set[str] = set()
    for tie in chain.from_iterable(_ties(claim, whole) for claim in whole.statements):
        if tie.id not in posts:
            yield tie
        if tie.schema == "Position":
            posts.add(tie.id)
        owned.update(tie.properties.get("asset", ()))
        cited.update(tie.properties.get("proof", ()))
    yield from (_party(entity, owned) for entity in whole.entities if entity.type in _SCHEMATA)
    yield from (article for article in map(_article, whole.documents) if article.id in cited)


def _ties(statement: Statement, whole: Pool) -> list[_Made]:
    """What an asserted claim comes to, where a text makes it and it is not just inferred."""
    if statement.factuality != "asserted" or statement.type not in {*_TIES, *_POSTS}:
        return []
    read = [item for item in whole.evidence_of(statement.id)
            if item.document_id and item.factuality == "asserted"]  # fmt: skip
    if not read or not statement.subject or not statement.object:
        return []
    ends = whole.entity(statement.subject), whole.entity(statement.object)
    documents = sorted({item.document_id for item in read})
    more = _sources(statement, read) | _publication(
        [d for id in documents if (d := whole.document(id))]
    )
    return _occupancy(statement, ends, more) or _tie(statement, ends, more)


def _tie(statement: Statement, claimed: Ends, more: Properties) -> list[_Made]:
    tie = _TIES.get(statement.type)
    ends = tie and _order(statement, claimed, tie)
    if not tie or not ends or ends[0].id == ends[1].id:
        return []
    properties = {name: [_id("entity", end.id)] for name, end in zip(tie.ends, ends, strict=True)}
    return [_make(_id("statement", statement.id), tie.schema, properties | dict(tie.more) | more)]


def _order(statement: Statement, claimed: Ends, tie: _Tie) -> Ends | None:
    """The ends as the schema has them, where types or words tell: "Ann is the daughter of Bo"."""
    if tie.types[0].isdisjoint(tie.types[1]):
        return _match(claimed, tie.types) or _match(claimed[::-1], tie.types)
    is_turned = False if tie.is_mutual else find_turn(statement)
    if is_turned is None:
        return None
    return _match(claimed[::-1] if is_turned else claimed, tie.types)


def _match(ends: Ends, types: tuple[frozenset[str], frozenset[str]]) -> Ends | None:
    return ends if ends[0].type in types[0] and ends[1].type in types[1] else None


def _occupancy(statement: Statement, claimed: Ends, more: Properties) -> list[_Made]:
    """Who holds a post, and the post, where its name is known."""
    types = (_PERSON, _STATE | _BODY | _PLACE)
    ends = _match(claimed, types) or _match(claimed[::-1], types)
    words = _POST.match(statement.predicate.lemma)
    name = words["post"] if words else _POSTS.get(statement.type, "")
    if statement.type not in _POSTS or not ends or not name:
        return []
    holder, body = ends
    about = {"name": [f"{name} of {body.label}"]} | _countries(body)
    if body.type in _SCHEMATA:
        about["organization"] = [_id("entity", body.id)]
    post = _make(_id("post", name, body.id), "Position", about)
    properties = {"holder": [_id("entity", holder.id)], "post": [post.id]}
    return [post, _make(_id("statement", statement.id), "Occupancy", properties | more)]


def _sources(statement: Statement, evidence: Iterable[Evidence]) -> Properties:
    """The sentences, their documents, and the days of the claim."""
    properties = {
        "summary": sorted({item.text for item in evidence if item.text}),
        "proof": sorted({_id("document", item.document_id) for item in evidence}),
        "recordId": [f"st:{statement.id}"],
    }
    for role, name in _DAYS.items():
        days = (r.value.value for r in statement.arguments if r.role == role and r.value)
        properties[name] = sorted({day for day in days if _DAY.fullmatch(day)})
    return properties


def _publication(documents: Sequence[Document]) -> Properties:
    return {
        "sourceUrl": sorted({d.url for d in documents if _WEB.match(d.url)}),
        "publisher": sorted({d.source for d in documents if d.source}),
    }


def _party(entity: Entity, owned: Container[str]) -> _Made:
    """Somebody or some body; only a company can be owned."""
    id = _id("entity", entity.id)
    properties = {"name": [entity.label], "alias": list(entity.aliases)} | _countries(entity)
    found = (_WIKIDATA.fullmatch(iri) for iri in entity.same_as)
    properties["wikidataId"] = sorted({match[1] for match in found if match})
    return _make(id, "Company" if id in owned else _SCHEMATA[entity.type], properties)


def _countries(entity: Entity) -> Properties:
    codes = (code.lower() for scheme, code in entity.codes if scheme == "iso3166")
    return {"country": sorted({code for code in codes if _CODE.fullmatch(code)})}


def _article(document: Document) -> _Made:
    properties = {
        "fileName": [document.name], "title": [document.title], "author": [document.author],
        "publishedAt": [document.published[:10]],
    }  # fmt: skip
    return _make(_id("document", document.id), "Article", properties | _publication((document,)))


def _make(id: str, schema: str, properties: Properties) -> _Made:
    return _Made(id, schema, {name: kept for name, values in sorted(properties.items())
                              if (kept := [value for value in values if value])})  # fmt: skip


def _id(*parts: str) -> str:
    """Of letters that FollowTheMoney allows in one, which our own ids go beyond."""
    return f"kg-{digest(*parts)}"
