"""Answers on their way out: in pieces, so that slow readers do not fill the memory."""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.serve.answers import RequestError

NOTE = "KG-Note"
PIECE = 65_536  # bytes
SECONDS = 60.0  # that a client may take to read an answer
MOST = 200_000_000  # bytes of answers that clients are still reading


class Pieces(Response):
    """A response that is sent as fast as its client reads, up to a time."""

    on_the_way = 0  # bytes, of all such responses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or drop the connection of a client that takes too long."""
        size = len(self.body)
        if size > PIECE and Pieces.on_the_way + size > MOST:
            raise RequestError(503, "too many answers are on the way", {"Retry-After": "10"})
        Pieces.on_the_way += size
        try:
            async with asyncio.timeout(SECONDS):
                await self._send_pieces(send)
        finally:
            Pieces.on_the_way -= size

    async def _send_pieces(self, send: Send) -> None:
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        for start in range(0, max(len(self.body), 1), PIECE):
            piece = bytes(self.body[start : start + PIECE])
            more = start + PIECE < len(self.body)
            await send({"type": "http.response.body", "body": piece, "more_body": more})
