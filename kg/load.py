"""`load`: a graph into any SPARQL 1.1 server, in batches that may be sent twice.

Nothing of ours is a blank node, so a batch that arrives a second time changes nothing. That makes
it safe to try again after any failure, and to go on after a break from where a journal says.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NoReturn, cast
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import StoreError

Protocol = Literal["update", "store"]
Progress = Callable[[int], None]  # quads that the server has
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

BATCH = 2_000
_SUFFIXES = (".nq", ".nq.gz")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST = 30.0  # seconds between two attempts


@dataclass(frozen=True, slots=True)
class Target:
    """A server: its address for updates (`update`), or for the Graph Store Protocol (`store`).

    With `graph`, our default graph goes to the graph of that IRI: some servers have no default
    graph that one could write to. User and password answer a server that asks for them.
    """

    url: str
    protocol: Protocol = "update"
    graph: str = ""
    user: str = ""
    password: str = ""
    seconds: float = 120.0  # for one batch


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many quads were sent now, and how many an earlier call had sent."""

    sent: int
    kept: int


def load(
    quads: Iterable[ox.Quad],
    target: Target,
    *,
    journal: Path | None = None,
    batch: int = BATCH,
    attempts: int = 6,
    progress: Progress | None = None,
) -> Loaded:
    """Add quads to what a server holds.

    With a journal, a call with the same quads goes on where the one before it was broken off.
    Raises StoreError where the server refuses, or does not answer in so many attempts.
    """
    server = _Server(target, attempts)
    notes = _Journal(journal, target)
    rest = iter(quads)
    kept = notes.pass_over(rest)
    sent = 0
    while part := tuple(islice(rest, batch)):
        server.add(part)
        notes.add(part)
        sent += len(part)
        if progress is not None:
            progress(kept + sent)
    notes.close()
    return Loaded(sent, kept)


def find_parts(paths: Iterable[Path]) -> list[Path]:
    """The files of N-Quads at and under the paths, sorted; StoreError where there are none."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise StoreError(f"{path}: no such file or folder")
        inside = sorted(p for p in path.rglob("*") if p.name.endswith(_SUFFIXES))
        parts = inside if path.is_dir() else [path]
        if not parts or not parts[0].name.endswith(_SUFFIXES):
            raise StoreError(f"{path}: holds no N-Quads; name files that end in .nq or .nq.gz")
        found += parts
    return found


def iter_parts(parts: Iterable[Path]) -> Iterator[ox.Quad]:
    """The quads of files of N-Quads, packed or not, one file after the other."""
    for path in parts:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            try:
                yield from ox.parse(cast(Any, stream), ox.RdfFormat.N_QUADS)
            except (SyntaxError, ValueError, OSError, EOFError) as error:
                raise StoreError(f"{path}: is not N-Quads: {error}") from error


class _Journal:
    """What a server has of the quads, with their digest, in a file that is replaced as a whole."""

    def __init__(self, path: Path | None, target: Target) -> None:
        self._path = path
        self._target = [target.url, target.protocol, target.graph]
        self._sum = hashlib.sha256()
        self._count = 0

    def pass_over(self, quads: Iterator[ox.Quad]) -> int:
        """Draw the quads that the server has already; their number."""
        if self._path is None or not self._path.exists():
            return 0
        try:
            known = json.loads(self._path.read_bytes())
            target, count, digest = known["target"], int(known["quads"]), known["digest"]
        except (OSError, ValueError, TypeError, LookupError) as error:
            raise StoreError(
                f"{self._path}: is damaged; delete it to load from the start"
            ) from error
        if target == self._target:
            self._note(islice(quads, count))
        if [target, count, digest] != [self._target, self._count, self._sum.hexdigest()]:
            raise StoreError(
                f"{self._path}: tells of another graph or server that was not loaded to its end; "
                "delete it to load this one from the start"
            )
        return count

    def add(self, quads: Sequence[ox.Quad]) -> None:
        """Note that the server has these."""
        self._note(quads)
        if self._path is None:
            return
        known = {"target": self._target, "quads": self._count, "digest": self._sum.hexdigest()}
        draft = self._path.with_suffix(".new")
        try:
            draft.write_text(json.dumps(known), encoding="ascii")
            draft.replace(self._path)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Forget it: all is there."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _note(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            self._sum.update(f"{quad}\n".encode())
            self._count += 1


class _Server:
    """Sends batches, and tries again where a failure may pass."""

    def __init__(self, target: Target, attempts: int) -> None:
        if urlsplit(target.url).scheme not in ("http", "https"):
            raise StoreError(f"{target.url}: is no address of a server, such as http://…/update")
        self._target = target
        self._attempts = attempts
        keys = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        keys.add_password(None, target.url, target.user, target.password)
        asked = (
            urllib.request.HTTPDigestAuthHandler(keys),
            urllib.request.HTTPBasicAuthHandler(keys),
        )
        self._opener = urllib.request.build_opener(_NoDetours, *(asked if target.user else ()))

    def add(self, quads: Sequence[ox.Quad]) -> None:
        """Send quads, in one request or, by the Graph Store Protocol, in one for each graph."""
        by_graph = self._by_graph(quads)
        if self._target.protocol == "store":
            for graph, triples in by_graph.items():
                query = urlencode({"graph": graph}) if graph else "default"
                mark = "&" if urlsplit(self._target.url).query else "?"
                self._send(f"{self._target.url}{mark}{query}", triples, "application/n-triples")
        else:
            update = b"".join(
                b"GRAPH <%s> {\n%s}\n" % (graph.encode(), triples) if graph else triples
                for graph, triples in by_graph.items()
            )
            self._send(
                self._target.url, b"INSERT DATA {\n%s}" % update, "application/sparql-update"
            )

    def _by_graph(self, quads: Iterable[ox.Quad]) -> dict[str, bytes]:
        """N-Triples by the IRI of their graph, "" for the default graph."""
        found: defaultdict[str, list[ox.Triple]] = defaultdict(list)
        for quad in quads:
            if any(isinstance(term, ox.BlankNode) for term in quad):
                raise StoreError(f"{quad}: a blank node, which a batch sent again would double")
            graph = quad.graph_name
            name = graph.value if isinstance(graph, ox.NamedNode) else self._target.graph
            found[name].append(quad.triple)
        return {name: _triples(triples) for name, triples in found.items()}

    def _send(self, url: str, body: bytes, kind: str) -> None:
        request = urllib.request.Request(url, body, {"Content-Type": kind, "User-Agent": "kg"})
        for attempt in range(1, self._attempts + 1):
            try:
                with self._opener.open(request, timeout=self._target.seconds) as answer:
                    answer.read()
                return
            except urllib.error.HTTPError as error:
                reason, wait = _reason(error), error.headers.get("Retry-After", "")
                if error.code not in _PASSING:
                    raise StoreError(f"{url}: refuses: {reason}") from error
            except (OSError, HTTPException) as error:
                reason, wait = str(getattr(error, "reason", error)) or type(error).__name__, ""
            if attempt < self._attempts:
                time.sleep(min(float(wait) if wait.isdecimal() else 2.0**attempt / 4, _LONGEST))
        raise StoreError(f"{url}: gave up after {self._attempts} attempts: {reason}; call again "
                         "to go on")  # fmt: skip


class _NoDetours(urllib.request.HTTPRedirectHandler):
    """A POST that is sent elsewhere would become a GET, and nothing would be written."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> NoReturn:
        raise StoreError(f"{req.full_url}: has moved to {headers.get('Location')}; name that")

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _reason(error: urllib.error.HTTPError) -> str:
    """Status and first line of what the server says."""
    text = b""
    with suppress(OSError, HTTPException):
        text = error.read(2_000)
    lines = (line.strip() for line in text.decode(errors="replace").splitlines())
    return " ".join(filter(None, (str(error.code), next(filter(None, lines), error.reason)[:300])))


def _triples(triples: Iterable[ox.Triple]) -> bytes:
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return cast(bytes, written)
