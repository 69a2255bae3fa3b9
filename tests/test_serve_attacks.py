"""`kg serve` under attack: each test is something that a stranger may try."""

import asyncio
import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from newsroom import make_knowledge
from served import FORM, PATIENCE, Server, serving

from kg.errors import KgError
from kg.graph import STORE
from kg.rdf import About
from kg.serve import Settings
from kg.serve.answers import RequestError
from kg.serve.app import make_app
from kg.serve.asking import read_query
from kg.serve.outgoing import Pieces
from kg.store import DiskStore

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

CALLS = "SELECT ?who ?whom WHERE { ?who rel:called ?whom }"
# Every way to pair some hundred triples with themselves, six times: it takes years.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
GREEDY = (
    "SELECT DISTINCT ?a ?c ?d ?f ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?c ?d ?f ?g"
)
# Short of all limits, yet the engine's parser runs out of stack on it.
DEADLY = f"ASK {{ ?s ?p {'[], ' * 10_000} 1 }}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    DiskStore(folder / STORE).write(make_knowledge(), About("1.0"))
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    options = ("--seconds", "2", "--workers", "2", "--waiting", "2", "--memory", "100")
    with serving(folder, *options) as server:
        yield server


@pytest.fixture(scope="module")
def patient(folder: Path) -> Iterator[Server]:
    """A server that by itself would let a query run for longer than these tests wait."""
    with serving(folder, "--seconds", "25", "--workers", "1", "--memory", "100") as server:
        yield server


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[int, list[str]]]:
    """A host that must not be called, and the calls it got."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    trap = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=trap.serve_forever, daemon=True).start()
    yield trap.server_port, calls
    trap.shutdown()
    trap.server_close()


def workers_of(server: Server) -> set[int]:
    """None where the system does not tell."""
    return server.workers() if sys.platform == "linux" else set()


def wait_until(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.05)
    return False


# Out of the store


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
        "SELECT * { #\rSERVICE <URL> { ?s ?p ?o }\n }",
        "SELECT * { #\\u000DSERVICE <URL> { ?s ?p ?o }\n }",
        "SELECT * { ?s ?p '#' SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
        "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
        "DESCRIBE <URL> FROM <URL>",
        "LOAD <URL>",
        "LOAD <file:///etc/passwd>",
    ],
)
def test_no_query_leaves_the_store(server: Server, trap, query):
    port, calls = trap
    reply = server.query(query.replace("URL", f"http://127.0.0.1:{port}/"))

    assert reply.status == 400
    assert "root:" not in reply.text
    assert calls == []


def test_a_graph_that_the_request_names_is_not_fetched(server: Server, trap):
    port, calls = trap
    for iri in (f"http://127.0.0.1:{port}/", "file:///etc/passwd"):
        fields = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": iri}
        reply = server.ask("/sparql", **fields)
        assert reply.json["results"]["bindings"] == []

    assert calls == []


def test_a_carriage_return_ends_a_comment_for_the_check_as_for_the_engine():
    assert read_query("ASK {} # said\rLIMIT 1") == "ASK {} # said\nLIMIT 1"


@linux
def test_workers_have_no_network(server: Server):
    probe = "import ctypes; raise SystemExit(ctypes.CDLL(None).unshare(0x50000000))"
    if subprocess.run([sys.executable, "-c", probe], check=False).returncode:
        pytest.skip("this system lets nobody leave the network")
    ours = os.readlink("/proc/self/ns/net")
    theirs = [os.readlink(f"/proc/{pid}/ns/net") for pid in server.workers()]

    assert len(theirs) == 2
    assert ours not in theirs


UPDATES = (
    "INSERT DATA { <x:a> <x:b> <x:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL",
    "CREATE GRAPH <x:g>", "COPY DEFAULT TO <x:g>", "MOVE <x:g> TO DEFAULT", "ADD <x:g> TO DEFAULT",
    "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }", "LOAD <http://127.0.0.1/>",
    "DELETE DATA { <x:a> <x:b> <x:c> }", "LOAD SILENT <file:///etc/passwd> INTO GRAPH <x:g>",
    "CLEAR SILENT GRAPH <x:g>", "CLEAR NAMED", "CLEAR DEFAULT", "DROP GRAPH <x:g>",
    "CREATE SILENT GRAPH <x:g>", "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p 1 } USING <x:g> USING NAMED <x:h> WHERE { ?s ?p ?o }",
    "ASK {} ; CLEAR ALL", "PREFIX x: <x:> INSERT DATA { x:a x:b x:c } ; DROP ALL",
)  # fmt: skip


def test_every_update_is_refused_and_changes_nothing(server: Server):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = server.query(count).body
    for update in UPDATES:
        assert server.query(update).status == 400
        assert server.ask("/sparql", "POST", f"update={quote(update)}", FORM).status == 403
        typed = {"Content-Type": "application/sparql-update"}
        assert server.ask("/sparql", "POST", update, typed).status == 403
        assert server.ask("/sparql", "POST", f"query={quote(update)}", FORM).status == 400
        assert server.ask("/sparql", update=update).status == 403
    for method in ("PUT", "DELETE", "PATCH"):
        assert server.ask("/entity/Elsbeth_Arden", method, "").status == 405

    assert server.query(count).body == before


# More than an engine can bear


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {'{' * 3_000}{'}' * 3_000} }}",
        f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"SELECT * {{ {'{' * 60}{'}' * 60} }}",
        f"SELECT * {{ FILTER({'!' * 3_000}1) }}",
        "ASK { " + "\\u007B" * 3_000 + "\\u007D" * 3_000 + " }",
        f"SELECT * {{ ?s ?p {'[' * 1_000} a ?x {']' * 1_000} }}",
        "{" * 49_000,
    ],
)
def test_deep_nesting_is_refused_before_the_engine_reads_it(server: Server, query):
    workers = workers_of(server)
    reply = server.query(query)

    assert reply.status == 400
    assert "nested deeper" in reply.text
    assert workers == workers_of(server)


def test_the_server_survives_a_query_that_crashes_the_engine(server: Server):
    for _ in range(3):
        reply = server.query(DEADLY)
        assert reply.status == 500
        assert "brought down" in reply.json["detail"]
        assert server.query(CALLS).status == 200


@linux
def test_the_server_replaces_a_worker_that_is_killed(server: Server):
    before = server.workers()
    for pid in before:
        os.kill(pid, signal.SIGSEGV)

    statuses = [server.query(CALLS).status for _ in range(4)]
    assert statuses[-1] == 200
    assert set(statuses) <= {200, 500}
    assert not before & server.workers()


def test_a_query_that_takes_too_long_is_really_ended(server: Server):
    workers = workers_of(server)
    started = time.monotonic()
    reply = server.query(ENDLESS)

    assert reply.status == 504
    assert "2 seconds" in reply.json["detail"]
    assert time.monotonic() - started < 10
    assert len(workers - workers_of(server)) == (1 if workers else 0)
    assert server.query(CALLS).status == 200


@linux
def test_a_query_that_takes_too_much_memory_is_ended(patient: Server):
    reply = patient.query(GREEDY)

    assert reply.status in (500, 503)
    assert "memory" in reply.json["detail"]
    assert patient.query(CALLS).status == 200


def test_a_query_ends_when_its_client_has_gone(patient: Server):
    head = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    client = patient.open(head.encode())
    time.sleep(0.5)
    client.close()
    started = time.monotonic()

    assert patient.query(CALLS).status == 200
    assert time.monotonic() - started < 15


def test_more_requests_than_can_wait_are_turned_away_at_once(server: Server):
    with ThreadPoolExecutor(12) as threads:
        replies = list(threads.map(lambda _: server.query(ENDLESS), range(12)))
    turned_away = [reply for reply in replies if reply.status == 503]

    assert {reply.status for reply in replies} <= {503, 504}
    assert len(turned_away) >= 6
    assert all(int(reply.headers["Retry-After"]) > 0 for reply in turned_away)
    assert server.query(CALLS).status == 200


def test_many_clients_are_all_answered(server: Server, folder: Path):
    with serving(folder, "--waiting", "64") as roomy, ThreadPoolExecutor(16) as threads:
        replies = list(threads.map(lambda _: roomy.query(CALLS), range(64)))

    assert [reply.status for reply in replies] == [200] * 64


def test_a_server_that_is_killed_at_work_serves_again_at_the_same_port(folder: Path):
    with serving(folder) as server:
        working = server.open(
            f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        os.kill(server.pid, signal.SIGKILL)
        with serving(folder, "--port", str(server.port)) as again:  # within serving's patience
            assert again.port == server.port
            assert again.query(CALLS).json["results"]["bindings"]
        working.close()


@linux
def test_a_worker_that_dies_at_work_is_told_of_and_replaced(patient: Server):
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(patient.query, ENDLESS)
        time.sleep(0.5)
        for pid in patient.workers():
            os.kill(pid, signal.SIGSEGV)
        reply = asked.result()

    assert reply.status == 500
    assert "brought down" in reply.json["detail"]
    assert patient.query(CALLS).status == 200


@linux
def test_no_worker_outlives_a_server_that_is_killed(folder: Path):
    with serving(folder, "--seconds", "1", "--workers", "2") as server:
        workers = server.workers()
        assert len(workers) == 2
        client = server.open(
            f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        time.sleep(0.3)
        os.kill(server.pid, signal.SIGKILL)
        client.close()

        assert wait_until(lambda: not any(is_running(pid) for pid in workers), 15)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"


# Bodies and headers


def test_a_body_that_comes_too_slowly_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("kg.serve.guard.BODY_SECONDS", 0.05)
    statuses: list[int] = []

    async def never() -> dict[str, str]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, int]) -> None:
        statuses.append(message.get("status", 0))

    app = make_app(Settings(Path("output")))
    headers = [(b"host", b"localhost"), (b"content-type", b"application/sparql-query")]
    scope = {
        "type": "http", "method": "POST", "path": "/sparql", "query_string": b"", "app": app,
        "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("localhost", 1),
    }  # fmt: skip
    asyncio.run(app(scope, never, send))

    assert statuses[0] == 408


def test_a_client_that_does_not_read_is_dropped(monkeypatch):
    monkeypatch.setattr("kg.serve.outgoing.SECONDS", 0.05)

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def never(_: object) -> None:
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(Pieces(b"x" * 1_000_000)({"type": "http"}, receive, never))
    assert Pieces.on_the_way == 0


def test_no_more_answers_are_held_than_fit():
    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(_: object) -> None:
        with pytest.raises(RequestError, match="too many answers"):
            await Pieces(bytes(150_000_000))({"type": "http"}, receive, send)

    asyncio.run(Pieces(bytes(100_000_000))({"type": "http"}, receive, _once(send)))
    assert Pieces.on_the_way == 0


def _once(send: Callable[[object], Awaitable[None]]) -> Callable[[object], Awaitable[None]]:
    sent = []

    async def once(message: object) -> None:
        if not sent:
            sent.append(message)
            await send(message)

    return once


def test_a_body_beyond_the_limit_is_not_read(server: Server):
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    chunked = f"{head}Transfer-Encoding: chunked\r\n\r\n"
    chunk = f"{100_000:x}\r\n{'x' * 100_000}\r\n"

    assert server.send(f"{head}Content-Length: 1000000000\r\n\r\n".encode()) == 413
    assert server.send((chunked + 3 * chunk).encode()) == 413
    assert server.send(f"{head}Content-Length: -5\r\n\r\n".encode()) == 400


def test_headers_beyond_the_limit_are_refused(server: Server):
    start = b"GET / HTTP/1.1\r\nHost: localhost\r\n"

    assert server.send(start + b"X: " + b"x" * 100_000) in (400, 431)
    assert server.send(start + b"X: y\r\n" * 20_000) in (400, 431)
    assert server.query(CALLS).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/style.css/../../../../etc/passwd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/entity/../../../etc/passwd", "/entity/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/document/....//....//etc/passwd", "/style.css%00", "/editor.js/../app.py", "/app.py",
        "/yasqe.min.js%2f..%2f..%2fapp.py", "/static/style.css", "/LICENSES.txt", "//etc/passwd",
        "/entity/%00",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_graph(server: Server, path):
    reply = server.ask(path)

    assert reply.status == 404
    assert "root:" not in reply.text


@pytest.mark.parametrize("name", ["/etc/passwd", "../README", "queries/claim/disputed.rq", "."])
def test_the_page_of_queries_opens_no_file(server: Server, name):
    for fields in ({"name": name}, {"query": name}):
        reply = server.ask("/query", **fields)
        assert reply.status == 400
        assert "root:" not in reply.text


# Pages elsewhere


@pytest.mark.parametrize(
    "host",
    ["news.example", "localhost.news.example", "127.0.0.1.news.example", "a@localhost", "", "[::1",
     "localhost:7878/x", "127.1", "0.0.0.0"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_not_answered(server: Server, host):
    status = server.send(f"GET /sparql HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())

    assert status in (400, 421)


def test_two_names_or_none_are_not_answered(server: Server):
    twice = b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: news.example\r\n\r\n"

    assert server.send(twice) in (400, 421)
    assert server.send(b"GET /sparql HTTP/1.1\r\n\r\n") in (400, 421)
    assert server.send(b"GET /sparql HTTP/1.0\r\n\r\n") in (400, 421)
    assert server.send(b"GET /sparql HTTP/1.1\r\nHost: LOCALHOST:1\r\n\r\n") == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://news.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_a_page_elsewhere_gets_no_answer(server: Server, headers):
    reply = server.query(CALLS, **headers)

    assert reply.status == 403
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_our_own_pages_and_links_to_them_are_answered(server: Server):
    own = {"Origin": f"http://127.0.0.1:{server.port}"}
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert server.query(CALLS, **own).status == 200
    assert server.ask("/query", headers=link).status == 200
    assert "Access-Control-Allow-Origin" not in server.query(CALLS).headers


def test_every_answer_has_the_headers_that_keep_a_browser_safe(server: Server):
    replies = (
        server.ask("/"), server.ask("/query"), server.ask("/nowhere"), server.query(CALLS),
        server.query("SELEKT"), server.ask("/", headers={"Origin": "null"}),
    )  # fmt: skip
    for reply in replies:
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in reply.headers


# Tokens

TOKEN = "a-token-of-many-letters"


@pytest.fixture(scope="module")
def guarded(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    log = tmp_path_factory.mktemp("log") / "log"
    options = ("--cors", "https://friend.example", "--workers", "1", "--log")
    with serving(folder, *options, environ={"KG_TOKEN": TOKEN}, log=log) as server:
        yield server, log


def test_a_token_is_asked_for_everywhere(guarded: tuple[Server, Path]):
    server, _ = guarded
    for path in ("/", "/sparql", "/query", "/api/entities", "/entity/x", "/style.css", "/nowhere"):
        for given in ("", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN):
            reply = server.ask(path, headers={"Authorization": given} if given else {})
            assert reply.status == 401
            assert reply.headers["WWW-Authenticate"] == "Bearer"

    assert server.query(CALLS, Authorization=f"Bearer {TOKEN}").status == 200


def test_only_the_origin_that_was_named_may_read(guarded: tuple[Server, Path]):
    server, _ = guarded
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    friend, other = {"Origin": "https://friend.example"}, {"Origin": "https://other.example"}
    preflight = {"Access-Control-Request-Method": "POST"}

    allowed = server.ask("/sparql", headers=friend | bearer)
    assert allowed.status == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://friend.example"
    assert server.ask("/sparql", "OPTIONS", headers=friend | preflight).status == 200
    assert server.ask("/sparql", "OPTIONS", headers=other | preflight).status == 403
    assert server.ask("/sparql", headers=other | bearer).status == 403
    assert server.ask("/sparql", headers=friend).status == 401


def test_the_log_holds_neither_token_nor_query_nor_a_line_of_the_clients_making(
    guarded: tuple[Server, Path],
):
    server, log = guarded
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    server.ask("/sparql", headers=bearer, query="ASK { <x:secret> ?p ?o }")
    server.ask("/entity/x%0AGET%20/forged", headers=bearer)

    assert wait_until(lambda: "forged" in log.read_text())
    text = log.read_text()
    assert "GET /sparql 200" in text
    assert TOKEN not in text
    assert "secret" not in text
    assert not any(line.startswith("GET /forged") for line in text.splitlines())


@linux
def test_the_token_is_not_in_the_environment_of_a_worker(guarded: tuple[Server, Path]):
    server, _ = guarded

    assert len(server.workers()) == 1
    for pid in server.workers():
        assert TOKEN.encode() not in Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "news.example", ""])
def test_beyond_loopback_a_token_is_required(host):
    with pytest.raises(KgError, match="set a token"):
        Settings(Path("output"), host)

    assert TOKEN not in repr(Settings(Path("output"), host, token=TOKEN))


def test_a_token_that_can_be_guessed_is_refused():
    with pytest.raises(KgError, match="too short"):
        Settings(Path("output"), token="secret")


def test_the_command_fails_in_one_line(run_kg, folder: Path, tmp_path: Path):
    status, _, errors = run_kg("serve", "-g", folder, "--host", "0.0.0.0")
    assert (status, errors.count("\n")) == (1, 1)

    status, _, errors = run_kg("serve", "-g", tmp_path)
    assert (status, errors.count("\n")) == (1, 1)
    assert "kg build" in errors


def test_a_port_that_is_taken_is_told_in_one_line(run_kg, folder: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, _, errors = run_kg("serve", "-g", folder, "--port", taken.getsockname()[1])

    assert (status, errors.count("\n")) == (1, 1)


def test_without_its_extra_the_command_names_it(run_kg, folder: Path, monkeypatch):
    monkeypatch.setattr("kg.serve.find_spec", lambda name: None)
    status, _, errors = run_kg("serve", "-g", folder)

    assert status == 1
    assert "kg[serve]" in errors


def test_a_client_that_never_ends_its_headers_is_hung_up_on(server: Server):
    with server.open(b"GET / HTTP/1.1\r\nHost: loc") as client:
        assert client.recv(10) == b""
