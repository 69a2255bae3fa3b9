"""Memory that was freed, given back to the system, for a step after which the next needs less."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Let go of what was freed: the GNU C library keeps it, as it lies between what is in use."""
    _find_trim()(0)


@cache
def _find_trim() -> Callable[[int], int]:
    library = ctypes.CDLL(None) if os.name == "posix" else None
    trim: Callable[[int], int] = getattr(library, "malloc_trim", lambda _: 0)
    return trim
