"""Connections for the HTTP client: to the IP that was checked and no other, and not for ever."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from typing import Any

import httpcore

from kg.sources.files import UnreadableError

IP = IPv4Address | IPv6Address


class Guard(httpcore.NetworkBackend):
    """Resolves a name, and connects only if all that it stands for is allowed."""

    def __init__(self, is_allowed: Callable[[IP], bool], seconds: float) -> None:
        self._is_allowed = is_allowed
        self._deadline = monotonic() + seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host."""
        found = _resolve(host, port)
        refused = [address for address in found if not self._is_allowed(address)]
        if refused:
            raise UnreadableError("not a public address", f"{host} is {refused[0]}")
        backend = httpcore.SyncBackend()
        stream = backend.connect_tcp(
            str(found[0]), port, self.left(timeout), local_address, socket_options
        )
        return _Stream(stream, self)

    def left(self, timeout: float | None) -> float:
        """The seconds that one step may still take."""
        left = self._deadline - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it takes too long")
        return min(left, timeout or left)


def _resolve(host: str, port: int) -> list[IP]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UnreadableError("cannot be fetched", f"{host}: {error.strerror}") from error
    return [ip_address(str(place[0]).partition("%")[0]) for *_, place in found]


class _Stream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however slowly a host drips."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._guard.left(timeout))
        return _Stream(stream, self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
