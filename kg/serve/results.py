"""Answers of the engine in the forms of the W3C, cut at a number of rows or bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
from rdflib import XSD

from kg.rdf.terms import Term
from kg.serve.answers import Answer, RequestError
from kg.serve.settings import Limits

T = TypeVar("T")
Row = Sequence[Term | None]


@dataclass(frozen=True, slots=True)
class RowForm:
    """How a table is written: what stands before, between and after its rows."""

    head: Callable[[Sequence[str], str], str]
    row: Callable[[Sequence[str], Row], str]
    between: str
    tail: str
    boolean: Callable[[bool], str]


def write_solutions(answer: ox.QuerySolutions, media: str, limits: Limits) -> Answer:
    """The rows of a SELECT."""
    form = ROW_FORMS[media]
    names = [variable.value for variable in answer.variables]
    rows, note = take((form.row(names, tuple(row)) for row in answer), limits, "rows")
    text = form.head(names, note) + form.between.join(rows) + form.tail
    return Answer(text.encode(), _with_charset(media), note=note)


def write_boolean(answer: bool, media: str) -> Answer:
    """The answer of an ASK."""
    return Answer(ROW_FORMS[media].boolean(answer).encode(), _with_charset(media))


def write_triples(
    answer: Iterable[ox.Triple], media: str, limits: Limits, prefixes: Mapping[str, str]
) -> Answer:
    """The triples of a CONSTRUCT or a description, in the order of their text."""
    triples, note = take(answer, limits, "triples")
    form = TRIPLE_FORMS[media]
    try:
        ordered = sorted(triples, key=str)
        body = ox.serialize(ordered, format=form, prefixes=_prefixes(form, prefixes)) or b""
    except ValueError as error:
        raise RequestError(406, f"this answer cannot be written as {media}: {error}") from error
    if form == ox.RdfFormat.TURTLE:
        body = _sort_prefixes(body)
    comment = f"# {note}\n".encode() if note and form in _WITH_COMMENTS else b""
    return Answer(comment + body, _with_charset(media), note=note)


def _sort_prefixes(turtle: bytes) -> bytes:
    """The engine writes them in another order each time."""
    lines = turtle.split(b"\n")
    end = sum(line.startswith(b"@prefix ") for line in lines)
    return b"\n".join((*sorted(lines[:end]), *lines[end:]))


def take(parts: Iterable[T], limits: Limits, what: str) -> tuple[list[T], str]:
    """As many as the limits allow, and a note if there were more."""
    taken: list[T] = []
    size = 0
    for part in parts:
        size += len(str(part).encode(errors="replace"))
        if len(taken) == limits.rows:
            return taken, f"cut after {limits.rows:,} {what}; there are more"
        if size > limits.size:
            return taken, f"cut after {len(taken):,} {what}, at {limits.size:,} bytes"
        taken.append(part)
    return taken, ""


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


# Tables


def _json_head(names: Sequence[str], note: str) -> str:
    head = {"vars": list(names)} | ({"note": note} if note else {})
    return f'{{"head":{json.dumps(head, ensure_ascii=False)},"results":{{"bindings":['


def _json_row(names: Sequence[str], row: Row) -> str:
    cells = {name: _json_term(term) for name, term in zip(names, row, strict=True) if term}
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        names = ("subject", "predicate", "object")
        return {"type": "triple", "value": {n: _json_term(getattr(term, n)) for n in names}}
    return {"type": "literal", "value": term.value, **_kind_of(term, "xml:lang")}


def _kind_of(term: ox.Literal, language: str) -> dict[str, str]:
    if term.language:
        return {language: term.language}
    datatype = term.datatype.value
    return {} if datatype == str(XSD.string) else {"datatype": datatype}


# XML 1.0 has no way at all to write these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML = '<?xml version="1.0"?>\n'
_SPARQL = '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(text: str) -> str:
    # A parser reads a bare carriage return as a line feed.
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _xml_head(names: Sequence[str], note: str) -> str:
    comment = f"<!-- {note} -->" if note else ""
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return f"{_XML}{comment}{_SPARQL}<head>{variables}</head><results>"


def _xml_row(names: Sequence[str], row: Row) -> str:
    cells = (
        f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(names, row, strict=True)
        if term
    )
    return f"<result>{''.join(cells)}</result>"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = ((n, _xml_term(getattr(term, n))) for n in ("subject", "predicate", "object"))
        return f"<triple>{''.join(f'<{n}>{part}</{n}>' for n, part in parts)}</triple>"
    kind = "".join(f" {n}={quoteattr(v)}" for n, v in _kind_of(term, "xml:lang").items())
    return f"<literal{kind}>{_xml(term.value)}</literal>"


def _csv_row(_: Sequence[str], row: Row | Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_csv_cell(cell) for cell in row])
    return out.getvalue()


def _csv_cell(term: Term | str | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, str | ox.BlankNode | ox.Triple) else term.value


def _tsv_row(_: Sequence[str], row: Row) -> str:
    return "\t".join("" if term is None else str(term) for term in row) + "\n"


_JSON_FORM = RowForm(
    _json_head, _json_row, ",\n", "]}}\n", lambda b: json.dumps({"head": {}, "boolean": b}) + "\n"
)
_XML_FORM = RowForm(
    _xml_head, _xml_row, "\n", "</results></sparql>\n",
    lambda b: f"{_XML}{_SPARQL}<head/><boolean>{str(b).lower()}</boolean></sparql>\n",
)  # fmt: skip
_CSV_FORM = RowForm(
    lambda names, _: _csv_row(names, names), _csv_row, "", "", lambda b: f"{str(b).lower()}\r\n"
)
_TSV_FORM = RowForm(
    lambda names, _: "\t".join(f"?{name}" for name in names) + "\n", _tsv_row, "", "",
    lambda b: f"{str(b).lower()}\n",
)  # fmt: skip

# In the order of preference where a client has none.
ROW_FORMS: Mapping[str, RowForm] = {
    "application/sparql-results+json": _JSON_FORM,
    "application/json": _JSON_FORM,
    "application/sparql-results+xml": _XML_FORM,
    "application/xml": _XML_FORM,
    "text/csv": _CSV_FORM,
    "text/tab-separated-values": _TSV_FORM,
}
TRIPLE_FORMS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
_WITH_COMMENTS = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)


def _prefixes(form: ox.RdfFormat, prefixes: Mapping[str, str]) -> dict[str, str] | None:
    return None if form == ox.RdfFormat.N_TRIPLES else dict(prefixes)
