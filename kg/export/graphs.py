"""GraphML and GEXF, for Gephi, Cytoscape, yEd and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from kg.analyse import make_network
from kg.model import Knowledge
from kg.rdf import About

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """Entities and the statements between them as GraphML."""
    import networkx as nx

    nx.write_graphml_xml(_network(knowledge), stream)


def write_gexf(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """Entities and the statements between them as GEXF 1.2, without the date it was written on."""
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_network(knowledge)))
    stream.write(re.sub(r' lastmodifieddate="[^"]*"', "", text).encode() + b"\n")


def _network(knowledge: Knowledge) -> nx.MultiDiGraph:
    """The network with text that XML can hold; what it cannot becomes U+FFFD."""
    network = make_network(knowledge)
    attributes = [data for _, data in network.nodes(data=True)]
    attributes += [data for _, _, data in network.edges(data=True)]
    for data in attributes:
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = _NOT_XML.sub("\ufffd", value)
    return network
