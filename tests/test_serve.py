"""`kg serve`: the SPARQL 1.1 Protocol, the JSON API, the pages."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from importlib.resources import files
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from newsroom import make_knowledge
from served import FORM, SPARQL, Server, serving

from kg import analyse
from kg.errors import QueryError
from kg.graph import STORE, Graph
from kg.model import Entity
from kg.rdf import About
from kg.serve import paths
from kg.serve.api import OPERATIONS, make_openapi
from kg.serve.negotiate import choose
from kg.serve.results import ROW_FORMS, write_solutions, write_triples
from kg.serve.settings import Limits
from kg.store import DiskStore

CALLS = "SELECT ?who ?whom WHERE { ?who rel:called ?whom }"
IS_CALLED = "ASK { ?who rel:called ?whom }"
CALL_GRAPH = "CONSTRUCT WHERE { ?who rel:called ?whom }"
ARDEN_IRI = "https://kg.example/entity/Elsbeth_Arden"
EVIL = Entity(
    "Evil_<b>", "Thing", "<script>alert(1)</script>", ("\" onmouseover='x",),
    same_as=("javascript:alert(1)",),
)  # fmt: skip
COTE = Entity("Côte d’Ombre/Nord", "Place", "Côte d’Ombre")


def write_graph(folder: Path, *more: Entity) -> None:
    knowledge = make_knowledge()
    entities = (*knowledge.entities, EVIL, COTE, *more)
    entities = tuple(sorted(entities, key=lambda entity: entity.id))
    DiskStore(folder / STORE).write(replace(knowledge, entities=entities), About("1.0"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    write_graph(folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path):
    with serving(folder, "--rows", "1000") as server:
        yield server


def bindings(reply) -> list[dict[str, str]]:
    rows = reply.json["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


# The query operation


def test_a_query_may_come_by_get_by_form_and_as_it_stands(server: Server):
    expected = [{"who": ARDEN_IRI, "whom": "https://kg.example/entity/Tomas_Moro"}]

    assert bindings(server.ask("/sparql", query=CALLS)) == expected
    form = server.ask("/sparql", "POST", urlencode({"query": CALLS}), FORM)
    assert bindings(form) == expected
    assert bindings(server.query(CALLS)) == expected
    charset = {"Content-Type": 'application/sparql-query; charset="UTF-8"'}
    assert bindings(server.ask("/sparql", "POST", CALLS, charset)) == expected


def test_head_is_get_without_a_body(server: Server):
    reply = server.ask("/sparql", "HEAD", query=CALLS)

    assert (reply.status, reply.body) == (200, b"")
    assert reply.media == "application/sparql-results+json"


@pytest.mark.parametrize("query", [CALLS, IS_CALLED])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,*/*;q=0.8", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, text/*", "text/csv"),
        ("text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_form_that_is_wanted_most(server: Server, query, accept, media):
    reply = server.query(query, accept)

    assert (reply.status, reply.media) == (200, media)
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize("query", [CALL_GRAPH, f"DESCRIBE <{ARDEN_IRI}>"])
@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("", "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("text/turtle;q=0.2, application/ld+json;q=0.3", "application/ld+json", "json-ld"),
    ],
)
def test_triples_come_in_the_form_that_is_wanted_most(server: Server, query, accept, media, form):
    reply = server.query(query, accept)
    triple = rdflib.URIRef(ARDEN_IRI), rdflib.URIRef("https://kg.example/relation/called"), None

    assert (reply.status, reply.media) == (200, media)
    assert triple in rdflib.Graph().parse(data=reply.text, format=form)


@pytest.mark.parametrize(
    ("query", "accept"),
    [(CALLS, "image/png"), (CALLS, "text/turtle"), (CALL_GRAPH, "text/csv"), (CALLS, "*/*;q=0")],
)
def test_a_form_that_there_is_not_is_refused(server: Server, query, accept):
    assert server.query(query, accept).status == 406


def test_the_four_forms_of_rows_say_the_same(server: Server):
    query = 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?d) { (rel:x "t\t\\"<&\\r\\n"@en 5) } }'
    text = 't\t"<&\r\n'
    a, number = "https://kg.example/relation/x", "http://www.w3.org/2001/XMLSchema#integer"

    (row,) = server.query(query).json["results"]["bindings"]
    assert row == {
        "a": {"type": "uri", "value": a},
        "b": {"type": "literal", "value": text, "xml:lang": "en"},
        "d": {"type": "literal", "value": "5", "datatype": number},
    }
    tree = ElementTree.fromstring(server.query(query, "application/sparql-results+xml").text)
    assert [e.text for e in tree.iter() if e.text and e.text.strip()] == [a, text, "5"]
    table = csv.reader(io.StringIO(server.query(query, "text/csv").text, newline=""))
    assert list(table) == [["a", "b", "c", "d"], [a, text, "", "5"]]
    lines = server.query(query, "text/tab-separated-values").text.split("\n")
    assert lines[0].split("\t") == ["?a", "?b", "?c", "?d"]
    assert lines[1].split("\t") == [f"<{a}>", '"t\\t\\"<&\\r\\n"@en', "", f'"5"^^<{number}>']


def test_yes_and_no_are_told_in_each_form(server: Server):
    no = "ASK { ?x rel:never ?y }"

    assert server.query(IS_CALLED).json["boolean"] is True
    assert server.query(no).json["boolean"] is False
    assert "<boolean>false</boolean>" in server.query(no, "application/sparql-results+xml").text
    assert server.query(IS_CALLED, "text/csv").text.strip() == "true"


def test_the_request_may_name_the_graphs_and_they_never_come_from_elsewhere(server: Server):
    text = "SELECT ?text { ?document <https://kg.example/ontology#text> ?text }"
    document = "https://kg.example/document/d1aa"
    named = f"SELECT ?text {{ GRAPH ?g {{ {text[13:]} }} }}"

    assert bindings(server.ask("/sparql", query=text)) == []
    both = {"default-graph-uri": document}
    assert len(bindings(server.ask("/sparql", query=text, **both))) == 1
    assert len(bindings(server.ask("/sparql", query=named))) == 2
    assert len(bindings(server.ask("/sparql", query=named, **{"named-graph-uri": document}))) == 1
    assert bindings(server.ask("/sparql", query=named, **both)) == []
    twice = urlencode(
        [("query", text), *[("default-graph-uri", document[:-4] + d) for d in ("d1aa", "d2bb")]]
    )
    assert len(bindings(server.ask("/sparql", "POST", twice, FORM))) == 2


# The cases for queries of the W3C's test suite for the protocol, by their names there, as we read
# them from the specification; how the content type is chosen is tested above.

D1, D2 = "https://kg.example/document/d1aa", "https://kg.example/document/d2bb"
TEXTS = "SELECT ?d WHERE { ?d kg:text ?text }"
NAMED = "SELECT ?d WHERE { GRAPH ?d { ?d kg:text ?text } }"
BOTH = "SELECT ?d ?e WHERE { ?d kg:text ?t GRAPH ?e { ?e kg:text ?u } }"
PRESENT: list[tuple[str, str, list[tuple[str, str]], list[str]]] = [
    ("query_dataset_default_graph", TEXTS, [("default-graph-uri", D1)], [D1]),
    ("query_dataset_default_graphs", TEXTS,
     [("default-graph-uri", D1), ("default-graph-uri", D2)], [D1, D2]),
    ("query_dataset_named_graphs", NAMED,
     [("named-graph-uri", D1), ("named-graph-uri", D2)], [D1, D2]),
    ("query_dataset_named_graph", NAMED, [("named-graph-uri", D2)], [D2]),
    ("query_dataset_full", BOTH, [("default-graph-uri", D1), ("named-graph-uri", D2)], [D1]),
    ("query_dataset_unknown_graph", TEXTS, [("default-graph-uri", "x:nowhere")], []),
]  # fmt: skip


def send(server: Server, way: str, query: str, dataset: list[tuple[str, str]]):
    """The same request in one of the three ways that the protocol has."""
    if way == "get":
        return server.ask("/sparql?" + urlencode([("query", query), *dataset]))
    if way == "form":
        form = FORM | {"Content-Type": f"{FORM['Content-Type']}; charset=UTF-8"}
        return server.ask("/sparql", "POST", urlencode([("query", query), *dataset]), form)
    return server.ask("/sparql?" + urlencode(dataset), "POST", query, SPARQL)


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("query", "dataset", "found"), [case[1:] for case in PRESENT], ids=[case[0] for case in PRESENT]
)
def test_the_dataset_of_a_request_is_what_it_names(server: Server, way, query, dataset, found):
    assert sorted({row["d"] for row in bindings(send(server, way, query, dataset))}) == found


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_multiple_dataset_is_refused_since_a_query_may_name_no_graph(server: Server, way):
    query = TEXTS.replace(" WHERE", f" FROM <{D1}> WHERE")
    reply = send(server, way, query, [("default-graph-uri", D2)])

    assert reply.status == 400
    assert "FROM is not needed" in reply.json["detail"]


def test_fields_in_the_address_count_beside_those_of_a_form(server: Server):
    body = urlencode({"query": TEXTS})
    named = urlencode({"default-graph-uri": D1})

    assert bindings(server.ask(f"/sparql?{named}", "POST", body, FORM)) == [{"d": D1}]
    assert server.ask(f"/sparql?{body}", "POST", body, FORM).status == 400
    assert server.ask("/sparql?update=CLEAR%20ALL", "POST", body, FORM).status == 403


def test_a_query_may_come_in_chunks(server: Server):
    halves = (CALLS[:20], CALLS[20:])
    chunks = "".join(f"{len(half):x}\r\n{half}\r\n" for half in halves) + "0\r\n\r\n"
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"

    assert server.send(f"{head}Transfer-Encoding: chunked\r\n\r\n{chunks}".encode()) == 200


# Of the same suite: bad_query_method, bad_multiple_queries, bad_query_wrong_media_type,
# bad_query_missing_form_type, bad_query_missing_direct_type, bad_query_non_utf8, bad_query_syntax,
# and all of its updates, good or bad.
FAULTS = [
    ("GET", "query=SELEKT", None, {}, 400),
    ("GET", "quary=x", None, {}, 400),
    ("GET", f"query={quote(CALLS)}&query={quote(CALLS)}", None, {}, 400),
    ("GET", "query=%FF", None, {}, 400),
    ("GET", "query=" + "%20" * 6 + "x" * 50_001, None, {}, 414),
    ("GET", f"query={quote(CALLS)}&default-graph-uri=no%20iri", None, {}, 400),
    ("GET", f"query={quote(CALLS)}&update=CLEAR%20ALL", None, {}, 403),
    ("PUT", f"query={quote(CALLS)}", "", {}, 405),
    ("DELETE", "", None, {}, 405),
    ("POST", "", CALLS, {}, 415),
    ("POST", "", f"query={quote(CALLS)}", {}, 415),
    ("POST", "", CALLS, {"Content-Type": "text/plain"}, 415),
    ("POST", "", CALLS, {"Content-Type": "application/sparql-query; charset=utf-16"}, 415),
    ("POST", "", CALLS.encode("utf-16"), SPARQL, 400),
    ("POST", "", "", SPARQL, 400),
    ("POST", "", "", FORM, 400),
    ("POST", "", f"query={quote(CALLS)}&query={quote(CALLS)}", FORM, 400),
    (
        "POST",
        "",
        f"query={quote(CALLS)}",
        FORM | {"Content-Type": f"{FORM['Content-Type']}; charset=latin-1"},
        415,
    ),
    ("POST", "update=CLEAR%20ALL", CALLS, SPARQL, 403),
    ("POST", f"query={quote(CALLS)}", CALLS, SPARQL, 400),
    ("POST", "", "x" * 50_001, SPARQL, 413),
    ("POST", "", "update=CLEAR%20ALL", FORM, 403),
    ("POST", "", "CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403),
]


@pytest.mark.parametrize(("method", "fields", "body", "headers", "status"), FAULTS)
def test_a_faulty_request_is_told_its_fault(server: Server, method, fields, body, headers, status):
    reply = server.ask(f"/sparql?{fields}", method, body, headers)

    assert reply.status == status
    assert reply.media == "application/problem+json"
    assert reply.json["detail"]


def test_a_method_that_there_is_not_names_those_that_there_are(server: Server):
    allowed = server.ask("/sparql", "DELETE").headers["Allow"]

    assert {"GET", "HEAD", "POST"} == {name.strip() for name in allowed.split(",")}


def test_without_a_query_the_service_describes_itself(server: Server):
    reply = server.ask("/sparql")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = rdflib.Graph().parse(data=reply.text, format="turtle")

    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (service, sd.endpoint, rdflib.URIRef(f"http://127.0.0.1:{server.port}/sparql")) in graph
    assert server.ask("/sparql", headers={"Accept": "application/ld+json"}).json
    assert server.ask("/sparql", headers={"Accept": "text/html"}).headers["Location"] == "/query"


def test_rows_beyond_the_limit_are_cut_with_a_note(server: Server):
    query = "SELECT ?a ?b { ?a ?p ?o . ?b ?q ?r }"
    reply = server.query(query)

    assert len(reply.json["results"]["bindings"]) == 1000
    assert "1,000 rows" in reply.json["head"]["note"]
    assert "1,000 rows" in server.query(query, "text/csv").headers["KG-Note"]
    assert "KG-Note" not in server.query(CALLS).headers
    triples = server.query("CONSTRUCT { ?a ?b ?o } WHERE { ?a ?p ?o . ?x ?b ?y }")
    assert triples.text.startswith("# cut after 1,000 triples")


def test_bytes_beyond_the_limit_are_cut_in_every_form():
    store = ox.Store()
    query = "SELECT ?n { VALUES ?n { 1 2 3 4 5 6 7 8 9 } }"
    limits = Limits(size=250)

    for media in ROW_FORMS:
        answer = write_solutions(store.query(query), media, limits)
        whole = write_solutions(store.query(query), media, Limits())
        assert not whole.note
        if "json" in media:
            assert answer.note
            assert len(json.loads(answer.body)["results"]["bindings"]) < 9
    triples = [
        ox.Triple(ox.BlankNode(f"b{i}"), ox.NamedNode("http://x.example/"), ox.Literal("x"))
        for i in range(50)
    ]
    assert "bytes" in write_triples(triples, "text/turtle", limits, {}).note


def test_triples_that_have_no_rdf_xml_are_refused_not_broken(server: Server):
    query = 'CONSTRUCT { <http://x.example/s> <http://x.example/1> "x" } {}'

    assert server.query(query, "application/rdf+xml").status in (200, 406)


def test_the_choice_of_a_form_follows_the_most_exact_range():
    offers = ["text/csv", "text/turtle"]

    assert choose("text/*, text/csv;q=0.1", offers) == "text/turtle"
    assert choose("text/turtle;q=1.5, text/csv;q=0.1", offers) == "text/csv"
    assert choose(", ;;, nonsense, text/csv", offers) == "text/csv"
    assert choose("TEXT/Turtle", offers) == "text/turtle"


def test_a_graph_is_read_by_its_name(server: Server):
    document = "https://kg.example/document/d1aa"
    default = rdflib.Graph().parse(data=server.ask("/graph?default").text, format="turtle")
    named = rdflib.Graph().parse(data=server.ask("/graph", graph=document).text, format="turtle")
    text = rdflib.URIRef("https://kg.example/ontology#text")

    assert (rdflib.URIRef(ARDEN_IRI), rdflib.RDFS.label, rdflib.Literal("Elsbeth Arden")) in default
    assert list(default.objects(None, text)) == []
    assert len(list(named.objects(rdflib.URIRef(document), text))) == 1
    json_ld = {"Accept": "application/ld+json"}
    assert server.ask("/graph?default", headers=json_ld).media == "application/ld+json"
    assert server.ask("/graph?default", headers={"Accept": "text/csv"}).status == 406
    assert server.ask("/graph", graph="https://kg.example/document/none").status == 404
    for target in ("/graph", "/graph?graph=no%20iri", "/graph?graph=", "/graph?default&graph=x:y"):
        assert server.ask(target).status == 400
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert server.ask("/graph?default", method, "").status == 405


# The JSON API


@pytest.mark.parametrize("path", ["/api/entities", "/api/statements", "/api/documents"])
def test_pages_follow_one_another_and_miss_nothing(server: Server, path):
    whole = server.ask(path, limit="200").json
    cursor, seen = "", []
    for _ in range(len(whole["items"])):
        page = server.ask(path, limit="1", **({"cursor": cursor} if cursor else {})).json
        seen += page["items"]
        cursor = page["next"]

    assert seen == whole["items"]
    assert len(seen) >= 2
    assert whole["next"] is None
    assert cursor is None


def test_entities_are_filtered(server: Server):
    def labels(**fields: str) -> list[str]:
        return [item["label"] for item in server.ask("/api/entities", **fields).json["items"]]

    assert labels(type="Person") == ["Elsbeth Arden", "Tomas Moro"]
    assert labels(q="ARDEN") == ["Elsbeth Arden"]
    assert labels(type="Country", q="arden") == []


def test_statements_are_filtered_and_bring_their_sentences(server: Server):
    (item,) = server.ask("/api/statements", subject="Arden", predicate="call").json["items"]

    assert item["object"]["label"] == "Tomas Moro"
    assert any("Elsbeth Arden called" in evidence["sentence"] for evidence in item["evidence"])
    assert item["evidence"][0]["document_iri"].startswith("https://kg.example/document/")
    disputed = server.ask("/api/statements", factuality="disputed").json["items"]
    assert {item["factuality"] for item in disputed} == {"disputed"}
    assert server.ask("/api/statements", subject="Zaphod").status == 404


def test_a_statement_is_explained_by_its_id_and_by_its_parts(server: Server):
    by_id = server.ask("/api/explain", subject="st:s4").json

    assert by_id == server.ask("/api/explain", subject="Moro", predicate="threatened").json
    assert {e["factuality"] for e in by_id["items"][0]["evidence"]} == {"asserted", "negated"}
    assert server.ask("/api/explain", subject="Moro", predicate="ate").status == 404


def test_the_way_between_two_is_told_in_statements(server: Server):
    way = server.ask("/api/path", **{"from": "Moro", "to": "Norland"}).json["items"]

    assert [item["id"] for item in way] == ["st:s1", "st:s7"]
    assert server.ask("/api/path", **{"from": "Moro", "to": "Côte d’Ombre"}).status == 404


def test_one_document_comes_with_its_text_and_others_without(server: Server):
    (found,) = server.ask("/api/documents", document="briefs/denial.md").json["items"]

    assert found["id"] == "doc:d2bb"
    assert "Sudmark denied that Moro" in found["text"]
    assert server.ask("/api/documents", document="doc:d2bb").json["items"] == [found]
    assert all("text" not in item for item in server.ask("/api/documents").json["items"])
    for name in ("Zaphod", "Arden", "doc:none"):
        assert server.ask("/api/documents", document=name).status == 404


def test_evidence_names_what_a_citation_needs(server: Server):
    (item,) = server.ask("/api/explain", subject="st:s4").json["items"]

    assert {(e["document"], e["title"], e["source"], e["published"]) for e in item["evidence"]} == {
        ("briefs/steel.txt", "Arden and Moro talk steel", "The Norland Herald", "2026-03-04"),
        ("briefs/denial.md", "Sudmark denies threat", "Sudmark Radio", "2026-03-10T08:30"),
    }


def test_names_are_found_the_nearest_first(server: Server):
    hits = server.ask("/api/search", q="moro").json["items"]

    assert hits[0]["id"] == "ent:Tomas_Moro"
    assert [hit["kind"] for hit in hits] == ["entity", "document"]
    assert server.ask("/api/search", q="qqqq").json == {"items": []}


@pytest.mark.parametrize(
    "target",
    [
        "/api/entities?limit=0", "/api/entities?limit=201", "/api/entities?limit=x",
        "/api/entities?limit=-1", "/api/entities?limit=1&limit=2", "/api/entities?nonsense=1",
        "/api/entities?cursor=%25%25", "/api/entities?cursor=AAA", "/api/entities?type=Dragon",
        "/api/entities?limit=%D9%A1", "/api/statements?factuality=true", "/api/search",
        "/api/search?q=", "/api/path?from=Arden", "/api/path?from=Arden&to=Moro&any=1",
        "/api/explain", "/api/explain?id=st:s1", "/api/explain?subject=Moro&limit=1",
        "/api/search?q=" + "x" * 501, "/api/entities?cursor=%C3%A9", "/api/search?q=%20",
        "/api/path?from=%1C&to=Moro",
    ],
)  # fmt: skip
def test_wrong_parameters_are_refused(server: Server, target):
    reply = server.ask(target)

    assert (reply.status, reply.media) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "target",
    [
        "/api/statements?subject=ent:%3C%3E", "/api/statements?object=%00",
        "/api/explain?subject=st:no",
        "/api/explain?subject=Zaphod", "/api/path?from=Moro&to=Zaphod", "/api/nothing",
        "/api/statements?predicate=http:x", "/api/path?from=called&to=Moro",
    ],
)  # fmt: skip
def test_names_of_nothing_are_not_found(server: Server, target):
    reply = server.ask(target)

    assert (reply.status, reply.media) == (404, "application/problem+json")


def test_a_cursor_that_names_nothing_goes_on_from_where_that_would_stand(server: Server):
    assert server.ask("/api/entities", cursor="ff").json == {"items": [], "next": None}


def test_the_openapi_document_tells_of_each_operation(server: Server):
    document = server.ask("/api/openapi.json").json

    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {operation.path for operation in OPERATIONS}
    for name in ("entities", "statements", "documents"):
        get = document["paths"][f"/api/{name}"]["get"]
        schema = get["responses"]["200"]["content"]["application/json"]["schema"]
        item = schema["properties"]["items"]["items"]["$ref"].rsplit("/", 1)[1]
        required = document["components"]["schemas"][item]["required"]
        for found in server.ask(f"/api/{name}").json["items"]:
            assert set(required) <= set(found)
    assert make_openapi("1") == make_openapi("1")


# Pages


def test_the_graph_is_drawn_at_the_root_with_its_own_policy(server: Server):
    reply = server.ask("/")

    assert (reply.status, reply.media) == (200, "text/html")
    assert "Elsbeth Arden" in reply.text
    assert "script-src 'sha256-" in reply.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]


def test_an_iri_of_the_graph_leads_to_a_page_and_to_triples(server: Server):
    page = server.ask("/entity/Elsbeth_Arden", headers={"Accept": "text/html,*/*;q=0.8"})
    turtle = server.ask("/entity/Elsbeth_Arden", headers={"Accept": "text/turtle"})
    json_ld = server.ask("/entity/Elsbeth_Arden", headers={"Accept": "application/ld+json"})

    assert page.media == "text/html"
    assert '<mark class="predicate">called</mark> <mark class="object">Tomas Moro' in page.text
    assert '<a href="/document/d1aa">' in page.text
    arden = rdflib.URIRef(ARDEN_IRI)
    for reply, form in ((turtle, "turtle"), (json_ld, "json-ld")):
        graph = rdflib.Graph().parse(data=reply.text, format=form)
        assert list(graph.objects(arden, rdflib.RDFS.label)) == [rdflib.Literal("Elsbeth Arden")]
        assert list(graph.subjects(rdflib.RDF.subject, arden))
    assert server.ask("/entity/Elsbeth_Arden", headers={"Accept": "image/png"}).status == 406


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/statement/s4", "the Harbour Union said"),
        ("/document/d1aa", "Arden and Moro talk steel"),
        ("/statement/s4", "<h1>Tomas Moro threatened Norland</h1>"),
        ("/relation/called", '<mark class="predicate">called</mark> <mark class="object">Tomas'),
        ("/argument/s1-1", "on Tuesday"),
        ("/entity/C%C3%B4te_d", ""),
        ("/entity/" + quote("Côte d’Ombre/Nord", safe=""), "Côte d’Ombre"),
    ],
)
def test_each_kind_of_thing_has_a_page(server: Server, path, text):
    reply = server.ask(path, headers={"Accept": "text/html"})

    if text:
        assert reply.status == 200
        assert text in reply.text
    else:
        assert reply.status == 404


def test_a_page_tells_what_is_disputed_first_and_then_what_is_believed(server: Server):
    page = server.ask("/entity/Tomas_Moro", headers={"Accept": "text/html"}).text

    told = re.findall(r'<span class="mark (\w+)">', page)
    assert told[0] == "disputed"
    assert told.index("asserted") < told.index("planned") < told.index("corrected")


def test_a_document_begins_with_its_title_once_and_its_claims_follow_its_text(server: Server):
    page = server.ask("/document/d1aa", headers={"Accept": "text/html"}).text
    relations = re.findall(r"</a> <strong>(.+?)</strong>", page)

    assert page.count("<h1>Arden and Moro talk steel</h1>") == 1
    assert "<h2>Arden and Moro talk steel</h2>" not in page
    assert relations[:4] == ["called", "is prime minister of", "suspended", "met"]


def test_who_reads_pages_is_told_of_a_fault_on_a_page_and_a_program_in_json(server: Server):
    for path, status in (("/entity/Nobody", 404), ("/nowhere", 404), ("/api/path?from=x", 400)):
        page = server.ask(path, headers={"Accept": "text/html,*/*;q=0.8"})
        told = server.ask(path)
        assert (page.status, page.media) == (status, "text/html")
        assert '<a href="/">The graph</a>' in page.text
        assert (told.status, told.media) == (status, "application/problem+json")
    evil = server.ask("/entity/" + quote("<script>x", safe=""), headers={"Accept": "text/html"})
    assert evil.status == 404
    assert "<script>" not in evil.text


def test_what_is_found_leads_on_a_class_to_its_events(server: Server):
    page = server.ask("/search", q="threat").text

    assert '<a href="/query?name=event/by-class&amp;class=kg%3AThreat">threat</a>' in page
    asked = server.ask("/query?name=event/by-class&class=kg%3AThreat").text
    assert "1 row<" in asked or "rows" in asked
    assert "Tomas Moro" in asked


def test_the_links_of_a_page_lead_somewhere(server: Server):
    page = server.ask("/entity/Elsbeth_Arden").text
    links = set(re.findall(r'<a [^>]*?href="([^"]*)', page))

    assert len(links) > 5
    for link in sorted(links):
        assert link.startswith("/")
        assert server.ask(link.split("#")[0]).status == 200


def test_text_of_the_graph_never_becomes_markup(server: Server):
    page = server.ask("/entity/" + quote(EVIL.id, safe="")).text
    found = server.ask("/search", q="script").text
    asked = server.ask("/query", query='SELECT ("<script>x</script>" AS ?a) {}').text

    assert "&lt;script&gt;alert(1)" in page
    for text in (page, found, asked):
        assert "<script>" not in text
        assert 'href="javascript' not in text
    assert "onmouseover=&#39;x" in page
    assert "default-src 'none'" in server.ask("/search", q="x").headers["Content-Security-Policy"]


def test_the_page_of_queries_asks_the_shelf_and_answers_free_text(server: Server):
    shelf = server.ask("/query").text
    disputed = server.ask("/query", name="claim/disputed").text
    moro = server.ask("/query", name="entity/neighbours", entity="Moro").text
    free = server.ask("/query", query=CALLS)

    assert 'href="/query?name=claim/disputed"' in shelf
    assert "VALUES ?entity { &lt;https://kg.example/entity/Tomas_Moro&gt; }" in moro
    assert "Norland" in disputed
    assert '<a href="/entity/Elsbeth_Arden">Elsbeth Arden</a>' in moro
    assert '<a href="/entity/Tomas_Moro">Tomas Moro</a>' in free.text
    assert server.ask("/query", query="SELEKT").status == 400


def test_the_editor_comes_from_here_unchanged_and_once(server: Server):
    notice = (files("kg.serve") / "static" / "LICENSES.txt").read_text(encoding="utf-8")
    hashes = re.findall(r"^sha256 (\w+)  (\S+)$", notice, re.MULTILINE)

    assert {name for _, name in hashes} == {"yasqe.min.css", "yasqe.min.js"}
    for hash, name in hashes:
        reply = server.ask(f"/{name}")
        assert hashlib.sha256(reply.body).hexdigest() == hash
        known = {"If-None-Match": reply.headers["ETag"]}
        assert server.ask(f"/{name}", headers=known).status == 304
    assert server.ask("/editor.js").media == "text/javascript"


def test_scripts_run_on_the_page_of_queries_only_and_none_in_it(server: Server):
    asked = server.ask("/query", name="claim/disputed")
    policy = asked.headers["Content-Security-Policy"]

    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", asked.text) == [
        '<script src="/yasqe.min.js" defer>', '<script src="/editor.js" defer>',
    ]  # fmt: skip
    assert not re.search(r"\son\w+=|\sstyle=", asked.text)
    assert "script-src" not in server.ask("/search", q="x").headers["Content-Security-Policy"]


def test_a_new_build_is_served_without_a_restart(server: Server, folder: Path):
    assert server.ask("/entity/Late_Guest").status == 404
    assert "Late Guest" not in server.ask("/").text

    write_graph(folder, Entity("Late_Guest", "Person", "Late Guest"))

    assert server.ask("/entity/Late_Guest").status == 200
    assert "Late Guest" in server.ask("/").text
    assert server.ask("/api/search", q="late g").json["items"]


def test_a_way_is_as_short_as_the_whole_graph_allows():
    knowledge = make_knowledge()
    graph = Graph.of(knowledge)
    names = graph.about.names
    ids = [entity.id for entity in knowledge.entities]

    for start, end in product(ids, ids):
        for asserted in (True, False):
            nodes = names.node("entity", start), names.node("entity", end)
            way = paths.find_path(graph.store, *nodes, asserted=asserted)
            try:
                whole = analyse.find_path(knowledge, start, end, asserted=asserted)
            except QueryError:
                assert way is None
            else:
                assert way is not None
                assert len(way) == len(whole)
