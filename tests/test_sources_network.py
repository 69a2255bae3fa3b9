"""What is fetched, from where, and what never is. The server is on this machine's own loopback."""

import gzip
import socket
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import ClassVar

import pytest

from kg.errors import SourceError
from kg.sources import Skipped, read_documents
from kg.sources.files import Address, UnreadableError, as_input
from kg.sources.network import Page, fetch, is_public, suffix_of

pytest.importorskip("httpcore")

STORY = "The harbour of Vell was closed on Monday. Its master said that the crane had fallen."
PAGE = (
    f"<html><head><title>Crane falls</title></head><body><article><p>{STORY}</p></article></body>"
)
FEED = (
    "<rss><channel><title>Vell Post</title>"
    f"<item><title>Crane</title><link>https://vell.example/1</link><description>{STORY}</description>"
    f"</item><item><title>Ship</title><description>{STORY} It sank.</description></item>"
    "</channel></rss>"
)


class Host(BaseHTTPRequestHandler):
    """Answers with what `answers` has for a path: status, headers, content."""

    answers: ClassVar = {}
    asked: ClassVar = []

    def do_GET(self):
        self.asked.append((self.headers["Host"], self.path, dict(self.headers)))
        status, headers, content = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for chunk in content if isinstance(content, list) else [content]:
            try:
                self.wfile.write(chunk)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05 if isinstance(content, list) else 0)

    def log_message(self, *_):
        pass


@pytest.fixture
def host():
    Host.answers, Host.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    Host.place = f"http://127.0.0.1:{server.server_port}"
    yield Host
    server.shutdown()
    server.server_close()


def is_ours(address):
    """For tests alone: no command and no option leads to it."""
    return str(address) == "127.0.0.1"


here = partial(fetch, is_allowed=is_ours)


# --- who is asked ---


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False), ("127.9.9.9", False), ("0.0.0.0", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("192.0.2.1", False), ("198.18.0.1", False), ("240.0.0.1", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("fec0::1", False),
        ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False), ("64:ff9b::a00:1", False), ("2002:7f00:1::", False),
        ("2001:db8::1", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_internet_are_public(address, public):
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "https://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]:9/",
        "http://0.0.0.0:9/", "http://2130706433:9/", "http://0x7f000001:9/", "http://127.1:9/",
    ],
)  # fmt: skip
def test_no_address_of_this_machine_or_its_networks_is_called(url):
    with pytest.raises(UnreadableError, match="not a public address"):
        fetch(Address(url))


@pytest.mark.parametrize("found", [["10.0.0.5"], ["93.184.215.14", "127.0.0.1"]])
def test_a_name_is_refused_if_anything_that_it_stands_for_is_private(monkeypatch, found):
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)

    with pytest.raises(UnreadableError, match=r"vell\.example is (10|127)\.0\.0"):
        fetch(Address("http://vell.example/"))


def test_who_was_checked_is_called_though_the_name_means_another_by_then(host, monkeypatch):
    host.answers = {"/": (200, {}, STORY.encode())}
    resolve, names = socket.getaddrinfo, iter(["127.0.0.1"])  # asked again it finds nothing
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda name, *a, **k: resolve(next(names) if name == "vell.example" else name, *a, **k),
    )  # fmt: skip
    port = host.place.rpartition(":")[2]

    page = here(Address(f"http://vell.example:{port}/"))

    assert page.content == STORY.encode()
    assert host.asked[0][0] == f"vell.example:{port}"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2/", "not a public address"),
        ("http://localhost.:1/", "not a public address"),
        ("file:///etc/passwd", "no http or https"),
        ("ftp://127.0.0.1/", "no http or https"),
        ("http://user:word@127.0.0.1/", "no http or https"),
        ("http://[", "cannot be fetched"),
        ("/round", "redirect"),
    ],
)
def test_a_redirect_leads_to_no_other_kind_of_place(host, monkeypatch, location, reason):
    host.answers = {path: (302, {"Location": location}, b"") for path in ("/", "/round")}
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo",
        lambda name, *a, **k: resolve("127.0.0.3" if name == "localhost." else name, *a, **k),
    )  # fmt: skip

    with pytest.raises(UnreadableError, match=reason):
        here(Address(f"{host.place}/"))
    assert len(host.asked) <= 6


def test_a_redirect_is_followed_and_neither_proxy_nor_cookie_goes_along(host, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    host.answers = {
        "/old": (301, {"Location": "/new%20one?a=1#top", "Set-Cookie": "a=b"}, b""),
        "/new%20one?a=1": (200, {"Content-Type": "text/plain; charset=utf-8"}, STORY.encode()),
    }

    page = here(Address(f"{host.place}/old"))

    assert (page.url, page.kind) == (f"{host.place}/new%20one?a=1#top", "text/plain")
    assert set(host.asked[1][2]) == {"Host", "User-Agent", "Accept-Encoding"}


# --- how much of it ---


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b"no"), "status 404"),
        ((200, {}, b"a" * 2000), "too long"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 5000)), "too long"),
        ((200, {"Content-Encoding": "br"}, b"a"), "packed as br"),
        ((200, {"Content-Length": "100"}, b"cut"), "cannot be fetched"),
        ((200, {}, [b"a"] * 40), "timed out|takes too long"),
    ],
)
def test_what_is_missing_too_long_too_slow_or_cut_off_is_not_taken(host, answer, reason):
    host.answers = {"/": answer}

    with pytest.raises(UnreadableError, match=reason):
        here(Address(f"{host.place}/"), limit=1000, seconds=0.5)


def test_a_host_that_nobody_knows_is_told(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreadableError, match=r"vell\.example: Name or service not known"):
        fetch(Address("https://vell.example/"))


# --- what becomes of it ---


def read(*urls):
    report = Skipped()
    found = read_documents([as_input(url) for url in urls], report=report, fetch=here)
    return list(found), report


def test_pages_feeds_and_texts_become_documents_that_bear_their_address(host):
    pytest.importorskip("trafilatura")
    host.answers = {
        "/page": (200, {"Content-Type": "text/html"}, PAGE.encode()),
        "/feed": (200, {"Content-Type": "application/rss+xml"}, FEED.encode()),
        "/a.txt": (
            200,
            {"Content-Encoding": "gzip"},
            gzip.compress(f"{STORY} It rained.".encode()),
        ),
    }

    documents, report = read(f"{host.place}/page", f"{host.place}/feed#a", f"{host.place}/a.txt",
                             f"{host.place}/none")  # fmt: skip

    assert [d.name.removeprefix(host.place) for d in documents] == [
        "/page", "/feed#1", "/feed#2", "/a.txt",
    ]  # fmt: skip
    assert [(d.url.removeprefix(host.place), d.url_from) for d in documents] == [
        ("/page", "request"), ("https://vell.example/1", "feed"), ("/feed", "request"),
        ("/a.txt", "request"),
    ]  # fmt: skip
    assert documents[1].source == "Vell Post"
    assert report.counts() == {"cannot be fetched": 1}


@pytest.mark.parametrize(
    ("kind", "url", "suffix"),
    [
        ("text/html", "https://vell.example/a.pdf", ".html"),
        ("application/octet-stream", "https://vell.example/a/News.JSONL?x=.pdf", ".jsonl"),
        ("text/plain", "https://vell.example/", ""),
        ("application/atom+xml", "https://vell.example/", ".xml"),
    ],
)
def test_a_kind_is_known_by_what_the_host_says_and_else_by_the_address(kind, url, suffix):
    assert suffix_of(Page(b"", url, kind), [".pdf", ".jsonl", ".json", ""]) == suffix


def test_nobody_is_called_unless_the_network_is_allowed(host, run_kg, tmp_path):
    with pytest.raises(SourceError, match="--allow-network fetches it"):
        list(read_documents([as_input(f"{host.place}/page")]))
    status, _, err = run_kg("build", f"{host.place}/page", "-o", tmp_path / "out")

    assert (status, host.asked) == (1, [])
    assert err == f"kg: {host.place}/page: is an address; --allow-network fetches it\n"


def test_the_command_calls_no_private_address_even_where_the_network_is_allowed(
    host, run_kg, tmp_path
):
    url = f"{host.place}/page"

    status, _, err = run_kg("build", url, "-o", tmp_path / "out", "--allow-network")

    assert (status, host.asked, err.count("\n")) == (1, [], 1)
    assert "not a public address (127.0.0.1 is 127.0.0.1)" in err
