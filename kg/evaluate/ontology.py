"""What the ontology says of event classes in other people's schemes, for comparing with gold."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from rdflib import RDFS, SKOS, Graph, URIRef

_PLOVER = "plover"
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)


@cache
def plover_classes() -> dict[str, str]:
    """Our event class → PLOVER's, its own or that of the nearest class above it."""
    graph = _ontology()
    found = {}
    for term in {t for t in graph.subjects() if isinstance(t, URIRef)}:
        for above in graph.transitive_objects(term, RDFS.subClassOf):
            matches = [str(m) for kind in _MATCHES for m in graph.objects(above, kind)]
            names = sorted(_local(m).upper() for m in matches if _PLOVER in m.lower())
            if names:
                found[_local(term)] = names[0]
                break
    return found


@cache
def wikidata_properties() -> dict[str, frozenset[str]]:
    """Our event class → numbers of the Wikidata properties that it matches."""
    graph = _ontology()
    found: dict[str, set[str]] = {}
    for kind in _MATCHES:
        for term, match in graph.subject_objects(kind):
            if "wikidata.org" in str(match) and re.fullmatch(r"P\d+", _local(match)):
                found.setdefault(_local(term), set()).add(_local(match))
    return {term: frozenset(numbers) for term, numbers in found.items()}


@cache
def _ontology() -> Graph:
    graph = Graph()
    for file in sorted(files("kg.ontology").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl"):
            graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


def _local(iri: object) -> str:
    return str(iri).replace("#", "/").rsplit("/", 1)[-1]
