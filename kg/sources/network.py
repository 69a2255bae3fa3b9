"""Web pages and feeds by their address: only from public hosts, within a size and a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from kg.errors import SourceError
from kg.sources.archives import inflate
from kg.sources.files import MAX_FILE, Address, UnreadableError, foreign, optional, read_limited

_SECONDS = 60.0  # for one address, from its name to its last byte
_SILENCE = 15.0  # without a byte
_REDIRECTS = 5
_ELSEWHERE = (301, 302, 303, 307, 308)
_HEADERS = {"User-Agent": "kg", "Accept-Encoding": "identity"}

IP = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave, the address that gave it in the end, and its media type."""

    content: bytes
    url: str
    kind: str


Fetch = Callable[[Address], Page]


def is_public(address: IP) -> bool:
    """Whether a host of the internet has this address: none of this machine or of its networks.

    >>> from ipaddress import ip_address
    >>> [is_public(ip_address(text)) for text in ("93.184.215.14", "127.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


_NAT64 = ip_network("64:ff9b::/96")


def fetch(
    address: Address,
    *,
    is_allowed: Callable[[IP], bool] = is_public,
    limit: int = MAX_FILE,
    seconds: float = _SECONDS,
) -> Page:
    """Ask a host for what is at an address, and whoever it names instead, each checked by its IP.

    No proxy, cookie or credential of this machine is used. Raises UnreadableError.
    """
    core = optional("httpcore", "addresses")
    from kg.sources.connections import Guard  # imports it

    pool = core.ConnectionPool(network_backend=Guard(is_allowed, seconds))
    url = address.url
    with pool:
        for _ in range(_REDIRECTS + 1):
            with _asked(pool, url) as response:
                headers = {k.decode().lower(): v.decode("latin-1") for k, v in response.headers}
                if response.status in _ELSEWHERE and headers.get("location"):
                    url = urljoin(url, headers["location"])
                    continue
                if response.status != 200:
                    raise UnreadableError("cannot be fetched", f"status {response.status}")
                content = _content(response.iter_stream(), headers, limit)
                return Page(content, url, headers.get("content-type", "").partition(";")[0].strip())
    raise UnreadableError("cannot be fetched", "one redirect after the other")


@contextmanager
def _asked(pool: Any, url: str) -> Iterator[Any]:
    """The answer of the host, before its content is read."""
    limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _SILENCE)}
    with (
        foreign("cannot be fetched"),
        pool.stream("GET", _quoted(url), headers=_HEADERS, extensions=limits) as response,
    ):
        yield response


def _quoted(url: str) -> str:
    """Without the fragment, and with what people write in addresses as a host wants it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise UnreadableError("cannot be fetched", "it leads to what is no http or https address")
    host = (
        parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    )
    safe = "%/:=&?~#+!$,;'@()*[]"
    return parts._replace(
        netloc=host, path=quote(parts.path, safe), query=quote(parts.query, safe), fragment=""
    ).geturl()


def _content(chunks: Iterable[bytes], headers: Mapping[str, str], limit: int) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            raise UnreadableError("too long", f"more than {limit:,} bytes")
    coding = headers.get("content-encoding", "identity").lower()
    if coding == "gzip":
        return read_limited(inflate(io.BytesIO(content)), limit=limit)
    if coding != "identity":
        raise UnreadableError("cannot be fetched", f"packed as {coding}")
    return bytes(content)


def no_fetch(address: Address) -> Page:
    """Refuse: a build calls nobody unless it is told to."""
    raise SourceError(f"{address.url}: is an address; --allow-network fetches it")


# --- what it is ---

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/feed+json": ".json",
    "text/csv": ".csv",
    "text/markdown": ".md",
}


def suffix_of(page: Page, known: Iterable[str]) -> str:
    """The suffix that a file with this content would have; "" where the content must tell.

    A host that names no kind worth the name, such as bytes or text, may have it in the address.
    """
    if page.kind.lower() in _KINDS:
        return _KINDS[page.kind.lower()]
    name = urlsplit(page.url).path.rpartition("/")[2].lower()
    return max((s for s in known if s and name.endswith(s)), key=len, default="")
