"""What every request must pass before anything looks at what it asks.

A page that a browser shows from elsewhere must not reach a server on loopback, neither by a name
that it points there (the Host check) nor by a request across origins; a body that is too long or
too slow is not read; and no answer lets a browser run a script of ours or another's.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.answers import RequestError
from kg.serve.settings import Settings

BODY_SECONDS = 10.0
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
log = logging.getLogger("kg.serve")


class Guard:
    """ASGI middleware, outermost."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, with headers on its answer and a line in the log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        guarded = _with_headers(send, _watch(scope, started), cross=bool(self._settings.origins))
        try:
            _check_all(Headers(scope=scope), scope["method"], self._settings)
        except RequestError as problem:
            await refuse(problem)(scope, receive, guarded)
            return
        limited = _limited(receive, self._settings.limits.body)
        await self._app(scope, limited, guarded)


def refuse(problem: RequestError) -> Response:
    """The answer to a request that gets none (RFC 9457)."""
    return JSONResponse(
        {"status": problem.status, "detail": problem.detail},
        problem.status,
        problem.headers,
        "application/problem+json",
    )


def _check_all(headers: Headers, method: str, settings: Settings) -> None:
    _check_host(headers, settings)
    _check_origin(headers, settings)
    _check_token(headers, method, settings)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > settings.limits.body:
        raise RequestError(413, f"the body may have {settings.limits.body:,} bytes")


def _check_host(headers: Headers, settings: Settings) -> None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or _name_of(hosts[0]) not in settings.names:
        raise RequestError(421, "this server does not go by that name")


def _name_of(host: str) -> str:
    """The name in a Host header, or "" where it is malformed.

    >>> _name_of("LocalHost:7878"), _name_of("[::1]:80"), _name_of("a@b")
    ('localhost', '::1', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "") if "@" not in host and parts.path == "" else ""
    except ValueError:
        return ""


def _check_origin(headers: Headers, settings: Settings) -> None:
    origin = headers.get("origin")
    if origin is None:
        # No script, but an image or a form of a page elsewhere; to follow a link is fine.
        foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        allowed = not foreign or headers.get("sec-fetch-mode") == "navigate"
    else:
        allowed = origin in settings.origins or origin.partition("://")[2] == headers["host"]
    if not allowed:
        raise RequestError(403, "no requests from pages of other origins")


def _check_token(headers: Headers, method: str, settings: Settings) -> None:
    is_preflight = method == "OPTIONS" and headers.get("origin") in settings.origins
    if not settings.token or is_preflight:  # a browser sends no token with a preflight
        return
    scheme, _, given = headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), settings.token.encode())
    if scheme.lower() != "bearer" or not same:
        raise RequestError(401, "wants a bearer token", {"WWW-Authenticate": "Bearer"})


def _limited(receive: Receive, most: int) -> Receive:
    """Read no more than so many bytes of the body, and wait for them so long only."""
    size = 0
    complete = False
    ends = time.monotonic() + BODY_SECONDS

    async def limited() -> Message:
        nonlocal size, complete
        if complete:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(0.0, ends - time.monotonic()))
        except TimeoutError:
            raise RequestError(408, "the body came too slowly") from None
        size += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if size > most:
            raise RequestError(413, f"the body may have {most:,} bytes")
        return message

    return limited


def _watch(scope: Scope, started: float) -> Callable[[int], None]:
    """Log the path, never the query, which may be private, nor any header."""

    def watch(status: int) -> None:
        path = ascii(scope["path"])[1:-1]
        took = (time.monotonic() - started) * 1000
        log.info("%s %s %d %.0f ms", scope["method"], path, status, took)

    return watch


def _with_headers(send: Send, watch: Callable[[int], None], *, cross: bool) -> Send:
    added: Mapping[str, str] = HEADERS | (
        {"Cross-Origin-Resource-Policy": "cross-origin"} if cross else {}
    )

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)
            watch(message["status"])
        await send(message)

    return guarded
