"""A network that swallows packets: every connection is taken and none is ever answered."""

from __future__ import annotations

import socket
import threading
from typing import Self


class Swallower:
    """Listens on loopback as a proxy would; `asked` holds what browsers wanted of it."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (self._listener, *self._open):
            connection.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed: the test is over
                return
            self._open.append(connection)
            threading.Thread(target=self._read, args=[connection], daemon=True).start()

    def _read(self, connection: socket.socket) -> None:
        try:
            while line := connection.recv(4096):
                self.asked.append(line.partition(b"\r\n")[0].decode("latin-1"))
        except OSError:
            return
