"""Pages from templates, in which all text is escaped."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.export.record import Record
from kg.rdf.terms import FOLDERS
from kg.serve.answers import Answer
from kg.serve.snapshot import State

HTML = "text/html; charset=utf-8"


def render(state: State, template: str, *, status: int = 200, **values: Any) -> Answer:
    """A page of ours on this graph."""
    names = state.graph.about.names

    def address(iri: str) -> str:
        return address_of(names.base, iri)

    def entity_address(id: str) -> str:
        return address(names.node("entity", id.removeprefix("ent:")).value)

    def claim_address(id: str) -> str:
        return address(names.node("statement", id.removeprefix("st:")).value)

    page = _environment().get_template(template)
    html = page.render(
        address=address, entity_address=entity_address, claim_address=claim_address, **values
    )
    return Answer(html.encode(errors="replace"), HTML, status)


def render_problem(title: str, detail: str) -> str:
    """The page of a request that cannot be answered."""
    return _environment().get_template("problem.html.j2").render(title=title, detail=detail)


def address_of(base: str, iri: str) -> str:
    """Where this server shows what an IRI of the graph names; "" for other IRIs.

    >>> address_of("https://kg.example/", "https://kg.example/entity/Côte_%2F")
    '/entity/C%C3%B4te_%2F'
    >>> address_of("https://kg.example/", "https://elsewhere.example/entity/x")
    ''
    """
    path = iri.removeprefix(base)
    if path == iri or path.split("/")[0] not in FOLDERS.values():
        return ""
    return "/" + quote(path, safe="/%")


def web_address(url: str) -> str:
    """The address if it is one that a browser may follow, so that no text becomes a script.

    >>> web_address("https://herald.example/1"), web_address("javascript:alert(1)")
    ('https://herald.example/1', '')
    """
    return url if url.lower().startswith(("https://", "http://")) else ""


def mark_parts(evidence: Record) -> list[tuple[str, str]]:
    """A sentence in pieces, each with its role in the claim; where marks overlap the first counts.

    >>> places = {"subject": {"start": 7, "end": 12}, "predicate": None, "object": None}
    >>> mark_parts({"sentence": "So Moro left.", "start": 4, **places})
    [('So ', ''), ('Moro ', 'subject'), ('left.', '')]
    """
    text, start = evidence["sentence"] or "", evidence["start"] or 0
    roles = [role for role in ("subject", "predicate", "object") if evidence[role]]
    pieces, at = [], 0
    for left, right, role in sorted(
        (evidence[role]["start"] - start, evidence[role]["end"] - start, role) for role in roles
    ):
        if at <= left < right <= len(text):
            pieces += [(text[at:left], ""), (text[left:right], role)]
            at = right
    return [piece for piece in (*pieces, (text[at:], "")) if piece[0]]


def _is_class(hit: Record) -> bool:
    """Whether what was found is a class of the ontology, which `event/by-class` asks for."""
    return re.match(r"kg:[A-Z]", hit["id"] or "") is not None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web_address"] = web_address
    environment.tests["event_class"] = _is_class
    environment.filters["mark_parts"] = mark_parts
    return environment
