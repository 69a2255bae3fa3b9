"""The graph in other formats: each is a function from knowledge to a stream of bytes."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from kg.export.graphs import write_gexf, write_graphml
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
from kg.rdf import About

Exporter = Callable[[Knowledge, About, BinaryIO], None]

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
}

__all__ = ["EXPORTERS", "Exporter", "iter_records", "write_tables"]
