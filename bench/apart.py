"""Measures in a process of their own, and builds whose stages are counted in CPU seconds."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.pipeline import Report

_ROOT = Path(__file__).parents[1]
Figures = dict[str, float]


class CpuReport(Report):
    """Counts CPU seconds in place of those of the clock."""

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the CPU time within to a stage."""
        start = time.process_time()
        try:
            yield
        finally:
            spent = time.process_time() - start
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent


def measure_apart(module: str, *given: object) -> Figures:
    """What a module prints last, run with these arguments: its memory is its own too."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, given)],
        cwd=_ROOT, stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
