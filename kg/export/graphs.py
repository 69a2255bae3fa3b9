"""GraphML and GEXF, for Gephi, Cytoscape, yEd and the like: entities, and claims between two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from kg.analyse import Attributes, iter_edges, iter_nodes
from kg.collector import without_collector
from kg.model import Knowledge
from kg.rdf import About, Pool
from kg.rdf.pool import pool

_NODE = {"label": "string", "type": "string", "degree": "long"}
_EDGE = {
    "label": "string", "type": "string", "factuality": "string", "belief": "double",
    "evidence": "long",
}  # fmt: skip
# What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"


@without_collector
def write_graphml(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """A directed graph with many edges between two nodes, each with the id of its claim."""
    _write(stream, _graphml(pool(knowledge)))


@without_collector
def write_gexf(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """The same as GEXF 1.2, without the date it was written on."""
    _write(stream, _gexf(pool(knowledge)))


def _write(stream: BinaryIO, lines: Iterator[str]) -> None:
    for line in lines:
        stream.write(_NOT_XML.sub("\ufffd", line).encode() + b"\n")


def _graphml(whole: Pool) -> Iterator[str]:
    yield _HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for kind, names in (("node", _NODE), ("edge", _EDGE)):
        for name, type in names.items():
            yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{type}"/>'
    yield '<graph edgedefault="directed">'
    for id, attributes in iter_nodes(whole):
        yield f"<node id={quoteattr(id)}>{_data('node', attributes)}</node>"
    for id, source, target, attributes in iter_edges(whole):
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        yield f"<edge id={quoteattr(id)} {ends}>{_data('edge', attributes)}</edge>"
    yield "</graph></graphml>"


def _data(kind: str, attributes: Attributes) -> str:
    return "".join(
        f'<data key="{kind}-{name}">{escape(str(value), {chr(13): "&#13;"})}</data>'
        for name, value in attributes.items()
    )


def _gexf(whole: Pool) -> Iterator[str]:
    yield _HEAD + '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
    yield '<graph mode="static" defaultedgetype="directed">'
    for kind, names in (("node", _NODE), ("edge", _EDGE)):
        yield f'<attributes class="{kind}" mode="static">'
        for name, type in names.items():
            if name != "label":  # which GEXF has a place for
                yield f'<attribute id="{name}" title="{name}" type="{type}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for id, attributes in iter_nodes(whole):
        yield f"<node id={quoteattr(id)} {_values(attributes)}</node>"
    yield "</nodes>\n<edges>"
    for id, source, target, attributes in iter_edges(whole):
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        yield f"<edge id={quoteattr(id)} {ends} {_values(attributes)}</edge>"
    yield "</edges>\n</graph>\n</gexf>"


def _values(attributes: Attributes) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={quoteattr(str(value))}/>'
        for name, value in attributes.items()
        if name != "label"
    )
    return f"label={quoteattr(str(attributes['label']))}><attvalues>{values}</attvalues>"
