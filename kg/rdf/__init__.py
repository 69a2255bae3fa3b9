"""The RDF shape of the graph, both ways, and nowhere else.

The assembled graph is the default graph. Beside it stands one named graph for each document (its
text and blocks, and which claims it makes) and one for the judgements about who is who.
"""

from kg.rdf.pool import Pool
from kg.rdf.read import read_about, read_knowledge
from kg.rdf.stored import Stored
from kg.rdf.terms import BASE, Names
from kg.rdf.write import About, iter_named_quads, iter_quads, iter_sections

__all__ = [
    "BASE",
    "About",
    "Names",
    "Pool",
    "Stored",
    "iter_named_quads",
    "iter_quads",
    "iter_sections",
    "read_about",
    "read_knowledge",
]
