"""Serving: a socket, the application, and a web server that waits for nobody for long."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KgError
from kg.serve.app import make_app
from kg.serve.settings import Settings

CONNECTIONS = 256
HEAD_SECONDS = 5.0


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on a client whose request line and headers do not come to an end."""

    def data_received(self, data: bytes) -> None:
        """Give a request that begins a time to be complete."""
        super().data_received(data)
        self._be_patient()

    def connection_made(self, transport: Any) -> None:
        """Give a new connection a time to ask something."""
        super().connection_made(transport)
        self._be_patient()

    def _be_patient(self) -> None:
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self.loop.call_later(HEAD_SECONDS, self._hang_up, cycle)

    def _hang_up(self, cycle: object) -> None:
        if self.cycle is cycle and not self.transport.is_closing():
            self.transport.close()


def run(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve until interrupted; `started` is told the address as soon as it is answered."""
    config = uvicorn.Config(
        make_app(settings),
        http=ImpatientProtocol,
        ws="none",
        lifespan="on",
        loop="asyncio",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=settings.limits.head,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
    )
    listener = _listen(settings.host, settings.port)
    server = uvicorn.Server(config)

    async def run_server() -> None:
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        while not (server.started or serving.done()):
            await asyncio.sleep(0.02)
        if server.started:
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            started(f"http://{host}:{listener.getsockname()[1]}/")
        await serving

    asyncio.run(run_server())


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise KgError(f"{host}, port {port}: cannot listen there: {error.strerror}") from error
