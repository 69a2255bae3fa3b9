"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

CODE = """
from kg.memory import give_back

def resident():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * 4096

pieces = [bytes(2_000) for _ in range(50_000)]
kept = pieces[::1_000]
del pieces
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="needs the GNU C library",
)
def test_what_lies_between_pieces_in_use_is_given_back():
    run = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True)

    assert int(run.stdout) > 50_000_000
