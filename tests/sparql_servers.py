"""Real SPARQL servers on loopback, for tests that write to them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which(
    "oxigraph"
)
VIRTUOSO = shutil.which("virtuoso-t")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A server that can be killed and started again on the same data and port."""

    command: list[str]
    folder: Path
    ready: str  # answers once it is up
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.ready, timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(self.ready)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def oxigraph(folder: Path) -> Server:
    address = f"127.0.0.1:{free_port()}"
    command = [OXIGRAPH or "", "serve", "--location", str(folder / "data"), "--bind", address]
    return Server(command, folder, f"http://{address}/")


def virtuoso(folder: Path) -> Server:
    """User and password are both `dba`; /sparql-auth asks for them by digest."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(folder=folder, sql=sql, http=http))
    command = [VIRTUOSO or "", "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    return Server(command, folder, f"http://127.0.0.1:{http}/sparql")


_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 2000
MaxDirtyBuffers = 1000
ServerThreads = 10

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5

[SPARQL]
ResultSetMaxRows = 1000000
DefaultQuery = select distinct ?kind where {{[] a ?kind}} limit 10
"""
