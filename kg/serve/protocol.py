"""The SPARQL 1.1 Protocol: the query operation, by GET and POST, and the service description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox
from rdflib import Namespace
from starlette.requests import Request

from kg.queries import MAX_LENGTH
from kg.rdf.terms import A
from kg.serve.answers import Answer, RequestError
from kg.serve.negotiate import choose
from kg.serve.results import ROW_FORMS, TRIPLE_FORMS, write_triples
from kg.serve.settings import Limits

FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
MAX_FIELDS = 100

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"
WRITTEN_AS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """A query with the dataset that the request names; none means the whole graph."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def read_operation(request: Request) -> Operation | None:
    """What a request asks; None where it asks nothing, and so wants the service description.

    Raises RequestError, with the status that the fault in the request calls for.
    """
    parameters = read_fields(request.scope["query_string"])
    if request.method != "POST":
        if not parameters:
            return None
        return _operation(parameters, too_long=414)
    media = _content_type(request)
    if media == UPDATE:
        raise RequestError(403, READ_ONLY)
    if media == FORM:
        fields = read_fields(await request.body())
        both = parameters.keys() | fields.keys()
        joined = {name: parameters.get(name, []) + fields.get(name, []) for name in both}
        return _operation(joined, too_long=413)
    if media != QUERY:
        detail = f"{media or 'no Content-Type'}: send {FORM} or {QUERY}"
        raise RequestError(415, detail, {"Accept-Post": f"{FORM}, {QUERY}"})
    if "query" in parameters:
        raise RequestError(400, "the query stands twice: in the address and in the body")
    query = _decode(await request.body())
    return _operation(parameters | {"query": [query]}, too_long=413)


READ_ONLY = "this endpoint is read-only: it takes queries and no updates"


def _operation(parameters: Mapping[str, list[str]], *, too_long: int) -> Operation:
    if "update" in parameters:
        raise RequestError(403, READ_ONLY)
    queries = parameters.get("query", [])
    if len(queries) != 1:
        raise RequestError(400, f"wants one query, not {len(queries)}")
    if len(queries[0]) > MAX_LENGTH:
        raise RequestError(too_long, f"the query is longer than {MAX_LENGTH:,} characters")
    return Operation(
        queries[0],
        tuple(parameters.get("default-graph-uri", ())),
        tuple(parameters.get("named-graph-uri", ())),
    )


def read_fields(encoded: bytes) -> dict[str, list[str]]:
    """The fields of a form or of the query part of an address."""
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise RequestError(
            400, "the parameters are not percent-encoded UTF-8, or too many"
        ) from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _content_type(request: Request) -> str:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.lower().replace('"', "").strip().removeprefix("charset=")
    if charset not in ("", "utf-8"):
        raise RequestError(415, f"{charset}: send UTF-8")
    return media.strip().lower()


def _decode(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RequestError(400, "the query is not UTF-8") from None


def choose_forms(accept: str) -> tuple[str | None, str | None]:
    """How to write rows, and triples. Raises RequestError if the client takes neither."""
    rows, triples = choose(accept, tuple(ROW_FORMS)), choose(accept, tuple(TRIPLE_FORMS))
    if rows is None and triples is None:
        raise RequestError(406, f"only these: {', '.join((*ROW_FORMS, *TRIPLE_FORMS))}")
    return rows, triples


def describe_service(endpoint: str, media: str) -> Answer:
    """The SPARQL 1.1 Service Description."""
    service, dataset, graph = (ox.BlankNode(name) for name in ("service", "dataset", "graph"))
    triples = [
        ox.Triple(service, A, ox.NamedNode(SD.Service)),
        ox.Triple(service, ox.NamedNode(SD.endpoint), ox.NamedNode(endpoint)),
        ox.Triple(service, ox.NamedNode(SD.supportedLanguage), ox.NamedNode(SD.SPARQL11Query)),
        ox.Triple(service, ox.NamedNode(SD.defaultDataset), dataset),
        ox.Triple(dataset, A, ox.NamedNode(SD.Dataset)),
        ox.Triple(dataset, ox.NamedNode(SD.defaultGraph), graph),
        ox.Triple(graph, A, ox.NamedNode(SD.Graph)),
    ]
    written = ox.NamedNode(SD.resultFormat)
    triples += [ox.Triple(service, written, ox.NamedNode(FORMATS + n)) for n in WRITTEN_AS]
    return write_triples(triples, media, Limits(), {"sd": str(SD)})
