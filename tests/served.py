"""A real server on a free port of loopback, and a client that hides nothing."""

import http.client
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

PATIENCE = 30.0  # seconds for anything at all
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SPARQL = {"Content-Type": "application/sparql-query"}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get_content_type()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: dict[str, str] | None = None,
        **fields: str,
    ) -> Reply:
        """One request; `fields` go into the address."""
        target = f"{path}?{urlencode(fields)}" if fields else path
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        data = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, target, data, headers or {})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "", **headers: str) -> Reply:
        """A query in the body of a POST."""
        more = {"Accept": accept} if accept else {}
        return self.ask("/sparql", "POST", text, SPARQL | more | headers)

    def open(self, data: bytes) -> socket.socket:
        """A connection on which these bytes, and no more, have been sent."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.sendall(data)
        return client

    def send(self, data: bytes) -> int:
        """The status of the answer to these very bytes."""
        with self.open(data) as client:
            return int(client.recv(100).split()[1])

    def workers(self) -> set[int]:
        """Its processes that answer questions; Linux only. A child belongs to a thread."""
        files = Path(f"/proc/{self.pid}/task").glob("*/children")
        children = {int(pid) for file in files for pid in file.read_text().split()}
        return {pid for pid in children if b"spawn_main" in command_of(pid)}


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


@contextmanager
def serving(
    folder: Path, *options: str, environ: dict[str, str] | None = None, log: Path | None = None
) -> Iterator[Server]:
    """`kg serve` on a free port, ended with the block."""
    command = [sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0", *options]
    with (log or Path(os.devnull)).open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True,
            env=os.environ | (environ or {}),
        )  # fmt: skip
        try:
            yield Server(_port(process), process.pid)
        finally:
            process.kill()
            process.communicate()


def _port(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline() if ready else ""
    assert " at http" in line, f"the server did not start: {line!r}"
    return urlsplit(line.split()[-1]).port or 0
