"""Loading into servers that are not ours, each of them real."""

import gzip
import json
import threading
import urllib.parse
import urllib.request

import newsroom
import pyoxigraph as ox
import pytest
from sparql_servers import OXIGRAPH, VIRTUOSO, free_port, oxigraph, virtuoso

from kg.errors import StoreError
from kg.load import Target, find_parts, iter_parts, load
from kg.store import DiskStore, MemoryStore

STORE = MemoryStore()
STORE.write(newsroom.make_knowledge())
QUADS = list(STORE.open())  # decimals as Oxigraph has them
needs_oxigraph = pytest.mark.skipif(not OXIGRAPH, reason="needs the package oxigraph")
needs_virtuoso = pytest.mark.skipif(not VIRTUOSO, reason="needs virtuoso-opensource-7-bin")


@pytest.fixture
def server(tmp_path_factory):
    running = oxigraph(tmp_path_factory.mktemp("oxigraph"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory):
    running = virtuoso(tmp_path_factory.mktemp("virtuoso"))
    running.start()
    yield running
    running.kill()


def held(server) -> set[ox.Quad]:
    with urllib.request.urlopen(
        urllib.request.Request(server.ready + "store", headers={"Accept": "application/n-quads"})
    ) as answer:
        return set(ox.parse(answer.read(), ox.RdfFormat.N_QUADS))


@needs_oxigraph
@pytest.mark.parametrize("protocol", ["update", "store"])
def test_a_server_holds_every_quad_in_its_graph(server, protocol):
    done = load(QUADS, Target(server.ready + protocol, protocol), batch=100)

    assert (done.sent, done.kept) == (len(QUADS), 0)
    assert held(server) == set(QUADS)


@needs_oxigraph
def test_a_second_load_changes_nothing(server):
    for _ in range(2):
        load(QUADS, Target(server.ready + "update"))

    assert held(server) == set(QUADS)


@needs_oxigraph
def test_a_server_that_was_gone_for_a_moment_is_tried_again(server):
    def stumble(count: int) -> None:
        if count == 200:
            server.kill()
            threading.Timer(1.0, server.start).start()

    load(QUADS, Target(server.ready + "update"), batch=100, progress=stumble)

    assert held(server) == set(QUADS)


@needs_oxigraph
def test_a_load_that_broke_off_goes_on_where_it_was(server, tmp_path):
    journal = tmp_path / "_load.json"
    target = Target(server.ready + "update")

    def die(count: int) -> None:
        if count == 300:
            server.kill()

    with pytest.raises(StoreError, match="gave up after 1 attempts"):
        load(QUADS, target, journal=journal, batch=100, attempts=1, progress=die)
    server.start()
    done = load(QUADS, target, journal=journal, batch=70)

    assert (done.kept, done.sent) == (300, len(QUADS) - 300)
    assert held(server) == set(QUADS)
    assert not journal.exists()


@needs_oxigraph
def test_another_graph_does_not_go_on_from_a_journal(server, tmp_path):
    journal = tmp_path / "_load.json"
    with pytest.raises(StoreError):
        load(QUADS, Target(server.ready + "update"), journal=journal, batch=100, attempts=1,
             progress=lambda _: server.kill())  # fmt: skip

    with pytest.raises(StoreError, match="delete it to load this one from the start"):
        load(QUADS[1:], Target(server.ready + "update"), journal=journal)


@needs_oxigraph
def test_the_default_graph_goes_where_it_is_told(server):
    load(QUADS, Target(server.ready + "update", graph="https://news.example/all"))

    graphs = {quad.graph_name for quad in held(server)}
    assert ox.DefaultGraph() not in graphs
    assert ox.NamedNode("https://news.example/all") in graphs


@needs_virtuoso
def test_virtuoso_takes_a_graph_from_one_it_knows(virtuoso_server):
    address = virtuoso_server.ready.removesuffix("sparql")
    graph = "https://news.example/all"  # it has no default graph to write to
    load(QUADS, Target(f"{address}sparql-graph-crud-auth", "store", graph, "dba", "dba"), batch=200)

    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    form = urllib.parse.urlencode({"query": query, "format": "application/sparql-results+json"})
    with urllib.request.urlopen(f"{address}sparql?{form}") as answer:
        (row,) = json.load(answer)["results"]["bindings"]
    assert int(row["n"]["value"]) == len({q for q in QUADS if q.graph_name == ox.DefaultGraph()})


@needs_virtuoso
def test_a_wrong_password_is_told_in_one_line(virtuoso_server):
    address = virtuoso_server.ready + "-auth"

    with pytest.raises(StoreError, match=r"refuses: 401"):
        load(QUADS, Target(address, graph="https://news.example/x", user="dba", password="no"))


def test_a_server_that_is_not_there_is_told_after_the_attempts():
    address = f"http://127.0.0.1:{free_port()}/update"

    with pytest.raises(StoreError, match=r"gave up after 2 attempts: .*refused"):
        load(QUADS, Target(address), attempts=2)


def test_an_address_must_be_one():
    with pytest.raises(StoreError, match="is no address of a server"):
        load(QUADS, Target("localhost:7878"))


def test_blank_nodes_are_refused():
    blank = ox.Quad(ox.BlankNode("b"), ox.NamedNode("https://news.example/p"), ox.Literal("x"))

    with pytest.raises(StoreError, match="a blank node"):
        load([blank], Target("http://127.0.0.1:9/update"))


def test_parts_are_read_from_a_folder(tmp_path):
    lines = [f"{quad} .\n".encode() for quad in QUADS]
    (tmp_path / "part-0.nq").write_bytes(b"".join(lines[:50]))
    (tmp_path / "part-1.nq.gz").write_bytes(gzip.compress(b"".join(lines[50:])))
    (tmp_path / "_SUCCESS").touch()

    assert list(iter_parts(find_parts([tmp_path]))) == QUADS


def test_what_is_no_part_is_told(tmp_path):
    (tmp_path / "part.nq").write_text("<a b\n")

    with pytest.raises(StoreError, match=r"part\.nq: is not N-Quads"):
        list(iter_parts(find_parts([tmp_path])))
    (tmp_path / "notes.txt").touch()
    with pytest.raises(StoreError, match="holds no N-Quads"):
        find_parts([tmp_path / "notes.txt"])


@needs_oxigraph
def test_the_command_loads_a_graph_on_disk_and_files(run_kg, server, tmp_path):
    DiskStore(tmp_path / "out" / "store").write(newsroom.make_knowledge())
    (tmp_path / "part.nq").write_text('<https://a.example/> <https://b.example/> "c" .\n')

    first = run_kg("load", "-g", tmp_path / "out", "--to", server.ready + "update")
    second = run_kg("load", tmp_path / "part.nq", "--to", server.ready + "update")

    assert first == (0, f"sent {len(QUADS):,} quads to {server.ready}update\n", "")
    assert second[:2] == (0, f"sent 1 quads to {server.ready}update\n")
    assert len(held(server)) == len(QUADS) + 1
