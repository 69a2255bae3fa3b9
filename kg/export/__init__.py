"""The graph in other formats: each is a function from knowledge to a stream of bytes."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import BinaryIO

from kg.export.ftm import write_ftm
from kg.export.graphs import write_gexf, write_graphml
from kg.export.neo4j import write_neo4j
from kg.export.record import iter_records, write_jsonl
from kg.export.tables import write_csv, write_tables
from kg.export.turtle import (
    write_jsonld,
    write_nquads,
    write_ntriples,
    write_rdfxml,
    write_trig,
    write_turtle,
)
from kg.model import Knowledge
from kg.rdf import About, Pool

Exporter = Callable[[Knowledge | Pool, About, BinaryIO], None]

# None needs more of the graph at a time than one claim, where a `Pool` gives it piece by piece.
EXPORTERS: Mapping[str, Exporter] = {
    "turtle": write_turtle,
    "trig": write_trig,
    "nquads": write_nquads,
    "ntriples": write_ntriples,
    "jsonld": write_jsonld,
    "rdfxml": write_rdfxml,
    "graphml": write_graphml,
    "gexf": write_gexf,
    "csv": write_csv,
    "jsonl": write_jsonl,
    "ftm": write_ftm,
}

# Those that can say in RDF 1.2 what a statement claims; by default all write RDF 1.1.
RDF12: Mapping[str, Exporter] = {
    "turtle": partial(write_turtle, rdf12=True),
    "ntriples": partial(write_ntriples, rdf12=True),
}

__all__ = [
    "EXPORTERS",
    "RDF12",
    "Exporter",
    "iter_records",
    "write_neo4j",
    "write_tables",
]
