"""Turtle and the other RDF formats: the same graph, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, starmap
from typing import BinaryIO, cast

import pyoxigraph as ox
from rdflib import RDF, XSD

from kg.collector import without_collector
from kg.model import Knowledge
from kg.rdf import About, Pool, iter_quads, iter_sections
from kg.rdf.terms import OBJECT, PREDICATE, STATEMENT, SUBJECT, A
from kg.rdf.turtle import header, in_pieces, parse
from kg.rdf.write import Fact, iter_paragraphs


@without_collector
def write_turtle(
    knowledge: Knowledge | Pool, about: About, stream: BinaryIO, *, rdf12: bool = False
) -> None:
    """The assembled graph, in sections that read from the top down."""
    if rdf12:
        _write_rdf12(knowledge, about, stream)
        return
    stream.write(f"{header(about.names)}\n".encode())
    for heading, paragraphs in iter_paragraphs(knowledge, about):
        stream.writelines(in_pieces(chain([f"# {heading}\n\n"], paragraphs)))


def _write_rdf12(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    stream.write(f"{header(about.names)}\n".encode())
    for heading, facts in iter_sections(knowledge, about):
        stream.write(f"# {heading}\n\n".encode())
        write_facts(facts, about.names.prefixes, stream, rdf12=True)


def write_facts(
    facts: Iterable[Fact], prefixes: dict[str, str], stream: BinaryIO, *, rdf12: bool = False
) -> None:
    """A paragraph for each run of facts of one subject, without the prefixes."""
    triples = reify(facts) if rdf12 else starmap(ox.Triple, facts)
    body = cast(BinaryIO, _Body(stream, skip=len(prefixes)))
    ox.serialize(triples, body, ox.RdfFormat.TURTLE, prefixes=prefixes)


def write_trig(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """The assembled graph, and the named graphs of documents and judgements."""
    prefixes = about.names.prefixes
    stream.write(f"{header(about.names)}\n".encode())
    body = cast(BinaryIO, _Body(stream, skip=len(prefixes)))
    ox.serialize(iter_quads(knowledge, about), body, ox.RdfFormat.TRIG, prefixes=prefixes)


def write_nquads(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """All graphs, a line for each statement of RDF."""
    ox.serialize(iter_quads(knowledge, about), stream, ox.RdfFormat.N_QUADS)


def write_ntriples(
    knowledge: Knowledge | Pool, about: About, stream: BinaryIO, *, rdf12: bool = False
) -> None:
    """The assembled graph, a line for each statement of RDF."""
    facts = chain.from_iterable(facts for _, facts in iter_sections(knowledge, about))
    triples = reify(facts) if rdf12 else _iter_triples(knowledge, about)
    ox.serialize(triples, stream, ox.RdfFormat.N_TRIPLES)


def reify(facts: Iterable[Fact]) -> Iterator[ox.Triple]:
    """The same facts in RDF 1.2: a statement with an object reifies the triple that it claims.

    That triple is a term and thereby not asserted, unlike one that stands by itself.
    """
    for node, group in groupby(facts, key=lambda fact: fact[0]):
        own = list(group)
        parts = {predicate: value for _, predicate, value in own if predicate in _CLAIM}
        if len(parts) < len(_CLAIM):
            yield from (ox.Triple(*fact) for fact in own)
            continue
        subject, predicate, value = (parts[term] for term in _CLAIM)
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(predicate, ox.NamedNode)
        yield ox.Triple(node, _REIFIES, ox.Triple(subject, predicate, value))
        yield from (ox.Triple(*fact) for fact in own if not _is_reification(fact))


def _is_reification(fact: Fact) -> bool:
    return fact[1] in _CLAIM or fact[1:] == (A, STATEMENT)


_CLAIM = (SUBJECT, PREDICATE, OBJECT)
_REIFIES = ox.NamedNode(f"{RDF}reifies")


def write_rdfxml(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """The assembled graph as RDF/XML."""
    triples = _iter_triples(knowledge, about)
    ox.serialize(triples, stream, ox.RdfFormat.RDF_XML, prefixes=about.names.prefixes)


def write_jsonld(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """The assembled graph as compact JSON-LD: prefixes as context, a line for each node."""
    prefixes = about.names.prefixes
    stream.write(b'{"@context": ' + json.dumps(prefixes, sort_keys=True).encode())
    stream.write(b',\n"@graph": [')
    facts = chain.from_iterable(facts for _, facts in iter_sections(knowledge, about))
    for number, (subject, group) in enumerate(groupby(facts, key=lambda fact: fact[0])):
        node = {"@id": _compact(subject, prefixes)} | _json_properties(group, prefixes)
        stream.write((b",\n" if number else b"\n") + json.dumps(node, ensure_ascii=False).encode())
    stream.write(b"\n]}\n")


def _json_properties(facts: Iterable[Fact], prefixes: dict[str, str]) -> dict[str, list[object]]:
    properties: dict[str, list[object]] = {}
    for _, predicate, value in facts:
        if predicate == A:
            properties.setdefault("@type", []).append(_compact(value, prefixes))
        else:
            written = _json_value(value, prefixes)
            properties.setdefault(_compact(predicate, prefixes), []).append(written)
    return properties


def _json_value(value: ox.NamedNode | ox.Literal, prefixes: dict[str, str]) -> object:
    if isinstance(value, ox.NamedNode):
        return {"@id": _compact(value, prefixes)}
    if value.datatype.value == str(XSD.string):
        return value.value
    return {"@value": value.value, "@type": _compact(value.datatype, prefixes)}


def _compact(term: ox.NamedNode | ox.Literal, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value[len(namespace) :]}"
    return term.value


def _iter_triples(knowledge: Knowledge | Pool, about: About) -> Iterator[ox.Triple]:
    paragraphs = chain.from_iterable(text for _, text in iter_paragraphs(knowledge, about))
    return (quad.triple for quad in parse(paragraphs, about.names))


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
        lines, line_feed, self._rest = (self._rest + data).rpartition(b"\n")
        whole = lines + line_feed
        while self._skip and whole:
            whole = whole.partition(b"\n")[2]
            self._skip -= 1
        self._stream.write(whole.replace(b" .\n", b" .\n\n"))
        return len(data)

    def flush(self) -> None:
        self._stream.write(self._rest)
        self._rest = b""
