"""Turns news into knowledge: a graph whose every edge names its sentence.

>>> import kg
>>> graph = kg.build("seeds/")                                         # doctest: +SKIP
>>> graph.query("SELECT ?who WHERE { ?who rel:called ent:Donald_Trump }")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError, PipelineError, QueryError, SourceError, StoreError
    from kg.graph import Graph, open_graph
    from kg.model import Document, Entity, Evidence, Knowledge, Proposition, Span, Statement
    from kg.pipeline import build, remove

# Where each public name lives. They load when first used: asking a graph needs no language model.
_HOMES = {
    "Document": "kg.model", "Entity": "kg.model", "Evidence": "kg.model", "Knowledge": "kg.model",
    "Proposition": "kg.model", "Span": "kg.model", "Statement": "kg.model",
    "Graph": "kg.graph", "open_graph": "kg.graph", "build": "kg.pipeline", "remove": "kg.pipeline",
    "KgError": "kg.errors", "PipelineError": "kg.errors", "QueryError": "kg.errors",
    "SourceError": "kg.errors", "StoreError": "kg.errors",
}  # fmt: skip

__all__ = [
    "Document",
    "Entity",
    "Evidence",
    "Graph",
    "KgError",
    "Knowledge",
    "PipelineError",
    "Proposition",
    "QueryError",
    "SourceError",
    "Span",
    "Statement",
    "StoreError",
    "build",
    "open_graph",
    "remove",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
