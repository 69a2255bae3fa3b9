"""What passes between a worker and the front: an answer, or why there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response but for its headers; `note` says where it was cut."""

    body: bytes
    media: str
    status: int = 200
    note: str = ""


class RequestError(Exception):
    """A request that gets no answer, with the status and the reason that the client is told."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


def answer_json(value: Any) -> Answer:
    """Text that UTF-8 cannot hold (half a surrogate pair) goes out as JSON's own escape."""
    try:
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        body = json.dumps(value, separators=(",", ":")).encode()
    return Answer(body, JSON)
