"""What is unsound in a graph: the check queries of the shelf, and the shapes in SHACL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH
from rdflib.term import Identifier

from kg.errors import KgError
from kg.graph import Graph
from kg.queries import Query, label_of, list_queries, to_rdflib
from kg.rdf import terms
from kg.rdf.literals import text_of
from kg.rdf.read import facts_of
from kg.shapes import SHAPES, Node, find_broken


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which rule it breaks, what breaks it, and a sentence of the claim if it is one."""

    rule: str
    message: str
    node: str
    sentence: str = ""

    def __str__(self) -> str:
        """One line of it: rule, message, what breaks it, sentence."""
        return f"{self.rule}: {self.message} {self.node} {self.sentence}".rstrip()


def validate(graph: Graph) -> Iterator[Finding]:
    """Run the check queries; in a sound graph each answers nothing."""
    for query in list_queries("check"):
        yield from _ask(graph, query)


def validate_shapes(graph: Graph, nodes: Iterable[Node] | None = None) -> Iterator[Finding]:
    """Check the assembled graph against the shapes, or only these nodes of it."""
    broken = find_broken(graph.store, nodes)
    yield from _broken_shapes(graph, ((to_rdflib(node), message) for node, message in broken))


def validate_with_pyshacl(graph: Graph) -> Iterator[Finding]:
    """Have pySHACL find the same, which takes thirty times as long and more memory."""
    try:
        from pyshacl import validate as run
    except ImportError:
        raise KgError("checking shapes by pySHACL wants it: pip install pyshacl") from None
    lines = graph.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=terms.DEFAULT) or b""
    data = rdflib.Graph().parse(data=lines, format="nt")
    _, report, _ = run(data, shacl_graph=rdflib.Graph().parse(SHAPES))
    broken = (
        (cast(Identifier, node), str(report.value(result, SH.resultMessage)))
        for result, node in report.subject_objects(SH.focusNode)
    )
    yield from _broken_shapes(graph, broken)


def _broken_shapes(graph: Graph, broken: Iterable[tuple[Identifier, str]]) -> Iterator[Finding]:
    findings = {
        Finding("shapes", message, label_of(graph.store, node), _sentence(graph, node))
        for node, message in broken
    }
    yield from sorted(findings, key=lambda finding: (finding.node, finding.message))


def _ask(graph: Graph, query: Query) -> Iterator[Finding]:
    rows = graph.query(query)
    for row, labels in zip(rows, rows.to_table(), strict=True):
        yield Finding(query.name, query.title, " – ".join(labels), _sentence(graph, row[0]))


def _sentence(graph: Graph, node: rdflib.term.Node | None) -> str:
    """A sentence of a claim, or of a piece of evidence."""
    if not isinstance(node, rdflib.URIRef):
        return ""
    own = ox.NamedNode(node)
    links = graph.store.quads_for_pattern(own, terms.EVIDENCE, None, terms.DEFAULT)
    places = [facts_of(graph.store, place) for place in (own, *(link.object for link in links))]
    return min((text_of(text) for facts in places for text in facts[terms.EXACT]), default="")
