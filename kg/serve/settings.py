"""What the server is told at the start."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import KgError

SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take."""

    seconds: float = 10.0
    memory: int = 1 << 30  # bytes that a worker may take beyond what it has at its start
    rows: int = 100_000  # of a SELECT; triples of a CONSTRUCT
    size: int = 20_000_000  # bytes of an answer
    body: int = 200_000  # bytes of a request's body
    head: int = 65_536  # bytes of its request line and headers


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to serve which graph, and to whom."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 7878
    token: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()  # names it may be called by, beside its own and those of loopback
    origins: tuple[str, ...] = ()  # of pages elsewhere whose scripts may read answers
    workers: int = 2
    waiting: int = 64  # requests that may wait for a worker; more are turned away
    limits: Limits = Limits()
    watch: tuple[Path, ...] = ()  # files and folders that the graph follows

    def __post_init__(self) -> None:
        """Refuse what would put the graph before strangers."""
        if self.token and len(self.token) < SHORTEST_TOKEN:
            raise KgError(f"the token is too short: take {SHORTEST_TOKEN} characters or more")
        if not self.token and not is_loopback(self.host):
            raise KgError(f"{self.host} is open to the network: set a token in KG_TOKEN first")

    @property
    def names(self) -> frozenset[str]:
        """The values of Host that are answered, without port."""
        return frozenset({"localhost", "127.0.0.1", "::1", self.host.lower(), *self.hosts})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("news.example")
    (True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
