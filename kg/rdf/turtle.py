"""Terms and paragraphs as Turtle has them, and back again to terms of Oxigraph.

What is plain is put together here, in a fraction of the time; how to write all else Oxigraph says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import chain
from types import SimpleNamespace
from typing import IO, cast

import pyoxigraph as ox

from kg.model import Value
from kg.rdf import terms as t
from kg.rdf.literals import ESCAPED, decimal, literal, literal_time, literal_value
from kg.rdf.terms import PREFIXES, Kind, Names, class_node, has_plain_name

Pair = tuple[str, str]  # a predicate and an object, as they are written
_PIECE = 1 << 16  # characters that are read, or written, at a time
_NAMES = Names()  # whose base does not matter for the words of vocabularies


def name(names: Names, kind: Kind, id: str) -> str:
    r"""The entity, relation, statement … with this id.

    >>> print(name(Names(), "entity", "Sanae_Takaichi"), name(Names(), "entity", "-"))
    ent:Sanae_Takaichi ent:\-
    """
    if (id.isalnum() and id.isascii()) or has_plain_name(id):  # a hash, or what is as plain
        return f"{PREFIXES[kind]}:{id}"
    return in_turtle(names.node(kind, id), names)


@lru_cache(20_000)
def in_turtle(term: ox.NamedNode | ox.Literal, names: Names = _NAMES) -> str:
    """A term with the prefixes of our files.

    >>> in_turtle(t.LABEL), in_turtle(ox.Literal(1)), in_turtle(ox.NamedNode("urn:x"))
    ('rdfs:label', '1', '<urn:x>')
    """
    triples = [ox.Triple(t.STATEMENT, t.A, term)]
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=names.prefixes)
    assert written is not None
    # No term holds a line feed.
    return written.decode().rpartition("\nrdf:Statement a ")[2].removesuffix(" .\n")


def quoted(text: str) -> str:
    r"""A text.

    >>> print(quoted("Lind"), quoted('"Lind"'))
    "Lind" "\"Lind\""
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    term = literal(text)
    return in_turtle(term) if term.datatype == ESCAPED else str(term)


@lru_cache(20_000)
def number(value: float) -> str:
    """A decimal."""
    return in_turtle(decimal(value))


def time(text: str) -> str:
    """A date or time: see `literal_time`."""
    return in_turtle(literal_time(text))


def value(value: Value) -> str:
    """What a value comes to, or the words for it: see `literal_value`."""
    return in_turtle(literal_value(value)) if value.value else quoted(value.text)


@lru_cache(1_000)
def class_name(name: str) -> str:
    """The class or role with this local name."""
    return in_turtle(class_node(name))


# The terms of `kg.rdf.terms`, under the same names.
words = SimpleNamespace(
    **{name: in_turtle(term) for name, term in vars(t).items() if isinstance(term, ox.NamedNode)}
)
words.A = "a"


def paragraph(subject: str, pairs: Iterable[Pair]) -> str:
    r"""All that is said of one subject, and a blank line.

    >>> paragraph("st:1", [("a", "kg:Call"), ("a", "rdf:Statement")])
    'st:1 a kg:Call , rdf:Statement .\n\n'
    """
    former, text = "", subject
    for predicate, object in pairs:
        if predicate == former:
            text += f" , {object}"
        else:
            text += f" ;\n\t{predicate} {object}" if former else f" {predicate} {object}"
            former = predicate
    return f"{text} .\n\n"


def header(names: Names) -> str:
    """The prefixes, sorted."""
    return "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(names.prefixes.items())
    )


def parse(paragraphs: Iterable[str], names: Names) -> Iterator[ox.Quad]:
    """What these paragraphs of Turtle or TriG say, in their order."""
    text = cast(IO[bytes], _Pieces(in_pieces(chain([header(names)], paragraphs))))
    return ox.parse(text, format=ox.RdfFormat.TRIG, lenient=True)  # not checked: it is ours


def in_pieces(paragraphs: Iterable[str]) -> Iterator[bytes]:
    """The same text in larger parts, and encoded."""
    parts, length = list[str](), 0
    for part in paragraphs:
        parts.append(part)
        length += len(part)
        if length > _PIECE:
            yield "".join(parts).encode()
            parts, length = [], 0
    yield "".join(parts).encode()


class _Pieces:
    """A file to read from, of pieces that are made as they are asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = map(BytesIO, pieces)
        self._piece = BytesIO()

    def read(self, size: int) -> bytes:
        """At most so many bytes, and none at the end only."""
        while not (data := self._piece.read(size)):
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._piece = piece
        return data
