"""The graph in other formats."""

import csv
import gc
import io
import json
from dataclasses import replace

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from newsroom import CALL, make_knowledge
from rdflib.compare import isomorphic

from kg.analyse import make_network
from kg.export import EXPORTERS, RDF12, iter_records, write_neo4j, write_tables
from kg.export.neo4j import FILES, PART
from kg.graph import Graph
from kg.model import (
    Document,
    Entity,
    Evidence,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)
from kg.rdf import About


def written(format: str, knowledge: Knowledge | None = None) -> bytes:
    stream = io.BytesIO()
    EXPORTERS[format](knowledge or make_knowledge(), About("1.0", "en_example"), stream)
    return stream.getvalue()


def record(id: str) -> dict:
    return next(r for r in iter_records(make_knowledge()) if r["id"] == id)


@pytest.mark.parametrize(
    ("format", "syntax"), [("turtle", "turtle"), ("rdfxml", "xml"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_the_same_triples_from_each_format(format, syntax):
    expected = rdflib.Graph().parse(data=written("ntriples"), format="nt")

    assert isomorphic(rdflib.Graph().parse(data=written(format), format=syntax), expected)


def test_oxigraph_reads_the_same_triples_from_json_ld():
    store, expected = ox.Store(), ox.Store()
    store.load(written("jsonld"), format=ox.RdfFormat.JSON_LD)
    expected.load(written("ntriples"), format=ox.RdfFormat.N_TRIPLES)

    assert set(store) == set(expected)


def test_turtle_reads_from_the_top_down():
    lines = written("turtle").decode().splitlines()

    assert [line for line in lines if line.startswith("# ")] == [
        "# This graph",
        "# Entities",
        "# What happened, as far as it is asserted",
        "# Documents",
        "# Statements and their evidence",
        "# How claims bear on one another",
        "# Words used above",
    ]
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes) == lines[: len(prefixes)]
    assert "ent:Elsbeth_Arden rel:agreed_on" not in lines
    assert "ent:Elsbeth_Arden rel:called ent:Tomas_Moro ;" in lines
    assert not [line for line in lines if line.startswith("<https://kg.example/e")]


def test_the_record_is_what_the_contract_says():
    assert record("st:s1") == {
        "id": "st:s1",
        "type": "Call",
        "predicate": {"id": "rel:called", "label": "called", "lemma": "call"},
        "subject": {
            "id": "ent:Elsbeth_Arden",
            "label": "Elsbeth Arden",
            "type": "Person",
            "aliases": ["Prime Minister Elsbeth Arden", "Arden"],
        },
        "object": {
            "id": "ent:Tomas_Moro",
            "label": "Tomas Moro",
            "type": "Person",
            "aliases": ["Moro"],
        },
        "arguments": [
            {"role": "time", "text": "on Tuesday", "value": "2026-03-03"},
            {"role": "duration", "text": "for 25 minutes", "value": "PT25M"},
            {"role": "topic", "text": "steel", "id": "ent:steel"},
        ],
        "factuality": "asserted",
        "belief": 0.91,
        "evidence": record("st:s1")["evidence"],
    }
    first = next(e for e in record("st:s1")["evidence"] if e["sentence"] == CALL)
    assert {key: first[key] for key in ("document", "start", "end", "subject", "predicate")} == {
        "document": "briefs/steel.txt",
        "start": 26,
        "end": 111,
        "subject": {"text": "Elsbeth Arden", "start": 41, "end": 54},
        "predicate": {"text": "called", "start": 55, "end": 61},
    }
    assert first["said_by"] is None
    assert first["rule"] == "clauses"


def test_an_argument_of_words_has_no_entity_and_one_of_money_its_unit():
    price, *_ = record("st:s2")["arguments"]
    (words,) = record("st:s12")["arguments"]

    assert price == {"role": "price", "text": "$40 million", "value": "40000000", "unit": "USD"}
    assert words == {"role": "content", "text": "to talk again", "id": None}


def test_the_record_names_speaker_and_premises():
    assert {e["said_by"]["label"] for e in record("st:s4")["evidence"]} == {
        "Harbour Union",
        "Sudmark",
    }
    (derived,) = (e for e in record("st:s7")["evidence"] if "derived_from" in e)
    assert derived["derived_from"] == ["st:s1"]
    assert derived["sentence"] is derived["document"] is derived["subject"] is None
    assert record("st:s6")["object"] is None


def test_records_are_lines_of_json_sorted_by_id():
    lines = written("jsonl").decode().splitlines()

    assert [json.loads(line)["id"] for line in lines] == sorted(
        f"st:{s.id}" for s in make_knowledge().statements
    )


HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \ud83d \x00 \u202e \"x\"\n"


def hostile_graph() -> Knowledge:
    document = Document("d", HOSTILE, (), HOSTILE, HOSTILE)
    return Knowledge(
        documents=(document,),
        entities=(Entity("a", "Person", HOSTILE, (HOSTILE,)), Entity("b", "Thing", "-2+3")),
        statements=(Statement("s", "Call", Predicate(HOSTILE, HOSTILE), "a", "b"),),
        evidence=(Evidence("s", "r", 0.5, "d", Span("d", 0, 9), HOSTILE),),
    )


@pytest.mark.parametrize("format", EXPORTERS)
def test_hostile_text_breaks_no_format(format):
    data = written(format, hostile_graph())

    assert data.decode("utf-8")
    if format in ("graphml", "gexf"):
        read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[format]
        assert sorted(read(io.BytesIO(data)).nodes) == ["a", "b"]


def test_no_cell_of_a_table_is_a_formula(tmp_path):
    write_tables(hostile_graph(), tmp_path)

    for path in tmp_path.iterdir():
        for row in csv.reader(path.open(encoding="utf-8", newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    rows = list(csv.DictReader((tmp_path / "entities.csv").open(encoding="utf-8", newline="")))
    assert [row["label"][:5] for row in rows] == ["'=cmd", "'-2+3"]


def test_the_tables_have_a_row_for_each_thing(tmp_path):
    knowledge = make_knowledge()
    write_tables(knowledge, tmp_path)

    def rows(name: str) -> list[dict]:
        return list(csv.DictReader((tmp_path / name).open(encoding="utf-8", newline="")))

    assert len(rows("entities.csv")) == len(knowledge.entities)
    assert len(rows("evidence.csv")) == len(knowledge.evidence)
    (call,) = (row for row in rows("statements.csv") if row["id"] == "st:s1")
    assert (call["subject"], call["predicate"], call["object"]) == (
        "Elsbeth Arden",
        "called",
        "Tomas Moro",
    )
    assert call["documents"] == "2"


@pytest.mark.parametrize(("format", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graph_formats_carry_labels_and_factuality(format, read):
    network = read(io.BytesIO(written(format)))
    edges = [data for _, _, data in network.edges(data=True) if data["label"] == "threatened"]

    assert network.nodes["Tomas_Moro"]["label"] == "Tomas Moro"
    assert [edge["factuality"] for edge in edges] == ["disputed"]
    assert network.number_of_edges() == sum(1 for s in make_knowledge().statements if s.object)


@pytest.mark.parametrize(("format", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_its_own_network_from_graph_formats(format, read):
    network = read(io.BytesIO(written(format)))
    expected = make_network(make_knowledge())

    def edges(graph: nx.MultiDiGraph) -> list[tuple]:
        kept = (
            (source, target, {name: data[name] for name in EDGE})
            for source, target, data in graph.edges(data=True)
        )
        return sorted(kept, key=str)

    assert dict(network.nodes(data=True)) == dict(expected.nodes(data=True))
    assert edges(network) == edges(expected)
    assert network.is_directed()


EDGE = ("label", "type", "factuality", "belief", "evidence")


def test_neo4j_read_piece_by_piece_has_the_same_bytes_as_from_memory(tmp_path):
    write_neo4j(make_knowledge(), tmp_path / "memory")
    Graph.of(make_knowledge()).export("neo4j", tmp_path / "store")

    for name in FILES:
        assert (tmp_path / "store" / name).read_bytes() == (tmp_path / "memory" / name).read_bytes()


EMPTY = Knowledge((), (), (), ())


@pytest.mark.parametrize("format", EXPORTERS)
@pytest.mark.parametrize("make", [make_knowledge, hostile_graph, lambda: EMPTY])
def test_a_graph_read_piece_by_piece_gives_the_same_bytes_as_from_memory(format, make):
    graph, stream = Graph.of(make(), About("1.0", "en_example")), io.BytesIO()

    graph.export(format, stream)

    assert stream.getvalue() == written(format, make())
    assert "knowledge" not in vars(graph)  # all of it, once it was read


@pytest.mark.parametrize("format", RDF12)
def test_rdf_1_2_read_piece_by_piece_has_the_same_bytes_as_from_memory(format):
    about = About("1.0", "en_example")
    expected, stream = io.BytesIO(), io.BytesIO()
    RDF12[format](make_knowledge(), about, expected)

    Graph.of(make_knowledge(), about).export(format, stream, rdf12=True)

    assert stream.getvalue() == expected.getvalue()


def test_tables_read_piece_by_piece_have_the_same_bytes_as_from_memory(tmp_path):
    write_tables(make_knowledge(), tmp_path / "memory")
    Graph.of(make_knowledge()).export("csv", tmp_path / "store")

    for path in sorted((tmp_path / "memory").iterdir()):
        assert (tmp_path / "store" / path.name).read_bytes() == path.read_bytes()


def count_evidence() -> int:
    return sum(type(thing) is Evidence for thing in gc.get_objects())  # a proxy may be dead


class Counting(io.BytesIO):
    """A file that now and then counts the evidence in memory when something is written to it."""

    writes = most = 0

    def write(self, data) -> int:
        self.writes += 1
        if self.writes % 50 == 1:
            self.most = max(self.most, count_evidence())
        return super().write(data)


@pytest.mark.parametrize("format", sorted(EXPORTERS.keys() - {"ftm"}))  # which asks for documents
def test_an_export_holds_the_evidence_of_one_claim_at_a_time(format):
    call = replace(make_knowledge().statements[0], type="Call", arguments=())
    statements = tuple(replace(call, id=f"s{number:03}") for number in range(100))
    evidence = [Evidence(s.id, "clauses", 0.5, text=f"Sentence {s.id}.") for s in statements]
    evidence.sort(key=lambda item: item.id)
    graph = Graph.of(replace(make_knowledge(), statements=statements, evidence=tuple(evidence),
                             connections=()))  # fmt: skip
    del evidence
    before = count_evidence()

    graph.export(format, stream := Counting())

    assert b"s099" in stream.getvalue()
    assert stream.most <= before + 2


def test_an_empty_graph_can_be_written_in_every_format():
    assert all(written(format, EMPTY) is not None for format in EXPORTERS)
    assert written("jsonl", EMPTY) == b""
    assert replace(EMPTY) == EMPTY


def test_neo4j_gets_a_node_for_each_entity_and_a_relationship_for_each_claim_between_two(tmp_path):
    Graph.of(make_knowledge()).export("neo4j", tmp_path / "import")
    nodes, claims = (
        list(csv.DictReader((tmp_path / "import" / name).open(encoding="utf-8"))) for name in FILES
    )
    known = {row["id:ID"]: row for row in nodes}
    between = {s.id for s in make_knowledge().statements if s.subject and s.object}
    call = next(row for row in claims if row["id"] == "st:s1")

    assert set(known) == {entity.id for entity in make_knowledge().entities}
    assert known["Elsbeth_Arden"][":LABEL"].split(PART) == ["Entity", "Person"]
    assert {row["id"] for row in claims} == {f"st:{id}" for id in between}
    assert {row[end] for row in claims for end in (":START_ID", ":END_ID")} <= set(known)
    assert (call[":TYPE"], call["factuality"], call["time"]) == ("CALLED", "asserted", "2026-03-03")
    assert CALL in call["sentences:string[]"].split(PART)


# From followthemoney 4.11.2 (MIT), followthemoney/schema/*.yaml: the schemata that we write, what
# each must have, and what may stand where one entity names another. The library itself builds on
# ICU, which is more than a test should ask for.
REQUIRED = {
    "Person": "name", "Organization": "name", "Company": "name", "PublicBody": "name",
    "Position": "name", "Article": "fileName", "Occupancy": "holder post",
    "Directorship": "director organization", "Employment": "employee employer",
    "Membership": "member organization", "Ownership": "owner asset", "Family": "person relative",
    "UnknownLink": "subject object",
}  # fmt: skip
BODIES = {"Organization", "Company", "PublicBody"}
RANGES = {
    "holder": {"Person"}, "post": {"Position"}, "director": {"Person"} | BODIES,
    "proof": {"Article"},
    "organization": BODIES, "employer": BODIES, "employee": {"Person"}, "person": {"Person"},
    "relative": {"Person"}, "member": {"Person"} | BODIES, "owner": {"Person"} | BODIES,
    "asset": {"Company"}, "subject": set(REQUIRED), "object": set(REQUIRED),
}  # fmt: skip
PLAIN = {
    "name", "alias", "country", "wikidataId", "fileName", "title", "author", "publishedAt",
    "sourceUrl", "publisher", "summary", "recordId", "startDate", "endDate", "date", "role",
    "relationship",
}  # fmt: skip


def tie(kind: str, lemma: str, subject: str, object_: str, *roles: Role, **more: str) -> Statement:
    predicate = Predicate(lemma, lemma)
    return Statement(f"{kind}-{lemma}", kind, predicate, subject, object_, roles, **more)


def ftm(*claims: Statement) -> dict[tuple[str, ...], dict]:
    """The entities by schema and what they are about, with the names of those they refer to."""
    types = {"Ann Holt": "Person", "Bo Holt": "Person", "Kestrel Bank": "Organization",
             "Baltic Lines": "Organization", "Port Lind": "Place",
             "Norland": "Country"}  # fmt: skip
    evidence = [
        Evidence(claim.id, "clauses", 0.9, "d", Span("d", 0, 9), f"{claim.id}.") for claim in claims
    ]
    document = Document("d", "text", (), "a.md", "A", "The Herald", "https://herald.example/a")
    entities = tuple(Entity(name, types[name], name) for name in sorted(types))
    claimed = tuple(sorted(claims, key=lambda claim: claim.id))
    lines = written("ftm", Knowledge((document,), entities, claimed, tuple(evidence))).splitlines()
    made = {item["id"]: item for item in map(json.loads, lines)}
    assert len(made) == len(lines)
    for item in made.values():
        assert_valid(item, made)
    return {(item["schema"], *names_of(item, made)): item for item in made.values()}


def names_of(item: dict, made: dict[str, dict]) -> list[str]:
    """Its own, or those of its two ends."""
    properties = item["properties"]
    required = REQUIRED[item["schema"]].split()
    if len(required) == 1:
        return properties[required[0]]
    return [made[properties[name][0]]["properties"]["name"][0] for name in required]


def assert_valid(item: dict, made: dict[str, dict]) -> None:
    properties = item["properties"]
    assert set(REQUIRED[item["schema"]].split()) <= set(properties)
    assert set(properties) <= PLAIN | set(RANGES)
    for name in set(properties) & set(RANGES):
        assert {made[value]["schema"] for value in properties[name]} <= RANGES[name]


def test_follow_the_money_gets_ties_in_the_direction_of_its_schemata():
    made = ftm(
        tie("ChiefExecutive", "be chief executive of", "Ann Holt", "Kestrel Bank",
            Role("start", value=Value("since 2019", "Date", "2019"))),
        tie("HasChild", "be daughter of", "Bo Holt", "Ann Holt"),
        tie("FoundedBy", "found", "Ann Holt", "Baltic Lines"),
        tie("OwnerOf", "own", "Kestrel Bank", "Baltic Lines"),
        tie("HeadOfGovernment", "be prime minister of", "Ann Holt", "Norland"),
        tie("HoldsPosition", "be mayor of", "Bo Holt", "Port Lind"),
        tie("MemberOf", "join", "Norland", "Kestrel Bank"),
        tie("Marriage", "be married to", "Ann Holt", "Bo Holt"),
    )  # fmt: skip
    directs = made["Directorship", "Ann Holt", "Kestrel Bank"]["properties"]

    assert (directs["role"], directs["startDate"]) == (["chief executive officer"], ["2019"])
    assert directs["publisher"] == ["The Herald"]
    assert directs["sourceUrl"] == ["https://herald.example/a"]
    assert directs["summary"] == ["ChiefExecutive-be chief executive of."]
    assert {key for key in made if len(key) > 2} >= {
        ("Family", "Ann Holt", "Bo Holt"),
        ("UnknownLink", "Baltic Lines", "Ann Holt"),
        ("Ownership", "Kestrel Bank", "Baltic Lines"),
        ("Occupancy", "Ann Holt", "prime minister of Norland"),
        ("Occupancy", "Bo Holt", "mayor of Port Lind"),
        ("Membership", "Norland", "Kestrel Bank"),
    }
    assert ("Company", "Baltic Lines") in made
    assert ("Organization", "Kestrel Bank") in made
    assert ("PublicBody", "Norland") in made
    assert not any("Port Lind" in key for key in made)


@pytest.mark.parametrize("factuality", ["negated", "possible", "planned", "disputed", "asked"])
def test_follow_the_money_gets_no_tie_that_nobody_asserts(factuality):
    assert not [
        key
        for key in ftm(tie("OwnerOf", "own", "Ann Holt", "Kestrel Bank", factuality=factuality))
        if len(key) > 2
    ]


def test_follow_the_money_gets_no_events_and_no_tie_between_the_wrong_things():
    claims = (
        tie("Meeting", "meet", "Ann Holt", "Bo Holt"),
        tie("OwnerOf", "own", "Ann Holt", "Port Lind"),
        tie("OwnerOf", "own", "Kestrel Bank", "Ann Holt"),
        tie("HasChild", "know", "Ann Holt", "Bo Holt"),
    )

    assert not [key for key in ftm(*claims) if len(key) > 2]
