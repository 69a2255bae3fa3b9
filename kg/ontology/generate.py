"""Writes kg/vocabulary.py from kg.ttl: `python -m kg.ontology.generate`."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDFS, Graph, Namespace, URIRef

ONTOLOGY = Path(__file__).with_name("kg.ttl")
VOCABULARY = Path(__file__).parents[1] / "vocabulary.py"
HEADER = '''"""GENERATED from ontology/kg.ttl by `python -m kg.ontology.generate`; do not edit."""

# ruff: noqa: N815

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class KG(DefinedNamespace):
    """The words of the graph. Event classes are in the same namespace: see ontology/events.ttl."""

    _NS = Namespace("{namespace}")
    _fail = True

'''


def vocabulary() -> str:
    """The text of kg/vocabulary.py: each term of the ontology, in its order by name."""
    graph = Graph().parse(ONTOLOGY)
    namespace = Namespace(dict(graph.namespaces())["kg"])
    terms = sorted(
        str(term).removeprefix(namespace)
        for term in graph.subjects(RDFS.label)
        if isinstance(term, URIRef)
    )
    return HEADER.format(namespace=namespace) + "".join(f"    {term}: URIRef\n" for term in terms)


if __name__ == "__main__":
    VOCABULARY.write_text(vocabulary(), encoding="utf-8")
