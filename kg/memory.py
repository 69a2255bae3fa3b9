"""Memory that was freed, given back to the system, for a step after which the next needs less."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from functools import cache

_TRIM_THRESHOLD = -1  # as malloc.h has it


def give_back() -> None:
    """Let go of what was freed: the GNU C library keeps it, as it lies between what is in use."""
    trim = _find_trim()
    if trim is not None:
        trim(0)


@cache
def _find_trim() -> Callable[[int], int] | None:
    library = ctypes.CDLL(None) if os.name == "posix" else None
    trim: Callable[[int], int] | None = getattr(library, "malloc_trim", None)
    if library is not None and trim is not None:
        # What is left of each thread at its end: said once, it does not grow to 64 MB.
        library.mallopt(_TRIM_THRESHOLD, 128 << 10)
    return trim
