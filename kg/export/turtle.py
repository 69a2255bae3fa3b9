"""Turtle and the other RDF formats: the same graph, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.model import Knowledge
from kg.rdf import About, iter_quads, iter_sections


def write_turtle(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """The assembled graph, in sections that read from the top down."""
    prefixes = about.names.prefixes
    stream.write(_header(prefixes) + b"\n")
    for heading, facts in iter_sections(knowledge, about):
        stream.write(f"# {heading}\n\n".encode())
        triples = (ox.Triple(*fact) for fact in facts)
        body = _Body(stream, skip=len(prefixes))
        ox.serialize(triples, cast(BinaryIO, body), ox.RdfFormat.TURTLE, prefixes=prefixes)


def write_trig(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """The assembled graph, and the named graphs of documents and judgements."""
    prefixes = about.names.prefixes
    stream.write(_header(prefixes) + b"\n")
    body = cast(BinaryIO, _Body(stream, skip=len(prefixes)))
    ox.serialize(iter_quads(knowledge, about), body, ox.RdfFormat.TRIG, prefixes=prefixes)


def write_nquads(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """All graphs, a line for each statement of RDF."""
    ox.serialize(iter_quads(knowledge, about), stream, ox.RdfFormat.N_QUADS)


def write_ntriples(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """The assembled graph, a line for each statement of RDF."""
    ox.serialize(_iter_triples(knowledge, about), stream, ox.RdfFormat.N_TRIPLES)


def write_rdfxml(knowledge: Knowledge, about: About, stream: BinaryIO) -> None:
    """The assembled graph as RDF/XML."""
    triples = _iter_triples(knowledge, about)
    ox.serialize(triples, stream, ox.RdfFormat.RDF_XML, prefixes=about.names.prefixes)


def _iter_triples(knowledge: Knowledge, about: About) -> Iterator[ox.Triple]:
    for _, facts in iter_sections(knowledge, about):
        yield from (ox.Triple(*fact) for fact in facts)


def _header(prefixes: dict[str, str]) -> bytes:
    lines = (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items()))
    return "".join(lines).encode()


class _Body:
    """Passes on what follows the prefixes, which Oxigraph writes in another order each time.

    A blank line follows each subject. Literals hold no raw line feed, so a line that ends in a
    full stop ends a subject.
    """

    def __init__(self, stream: BinaryIO, *, skip: int) -> None:
        self._stream = stream
        self._skip = skip
        self._rest = b""

    def write(self, data: bytes) -> int:
        *lines, self._rest = (self._rest + data).split(b"\n")
        kept, self._skip = lines[self._skip :], max(0, self._skip - len(lines))
        self._stream.write(
            b"".join(line + (b"\n\n" if line.endswith(b" .") else b"\n") for line in kept)
        )
        return len(data)

    def flush(self) -> None:
        self._stream.write(self._rest)
        self._rest = b""
