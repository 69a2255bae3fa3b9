"""Engines: what carries out a build, on this machine or on many."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kg.pipeline import Report, build

__all__ = ["Engine", "LocalEngine"]


class Engine(Protocol):
    """Builds a graph of texts. Each engine finds the same of the same documents."""

    def build(
        self,
        paths: Sequence[str],
        output: str,
        *,
        pipeline: str | None = None,
        published: str = "",
        source: str = "",
        min_confidence: float = 0.0,
        infer: bool = True,
        report: Report | None = None,
    ) -> None:
        """Read what is at and under the paths, and put the graph in the output folder."""


class LocalEngine:
    """Our own: the graph is in memory once, and the folder is as `kg.build` leaves it."""

    def build(
        self,
        paths: Sequence[str],
        output: str,
        *,
        pipeline: str | None = None,
        published: str = "",
        source: str = "",
        min_confidence: float = 0.0,
        infer: bool = True,
        report: Report | None = None,
    ) -> None:
        """Read what is at and under the paths, and put the graph in the output folder."""
        build(
            map(Path, paths), output, pipeline=pipeline, published=published, source=source,
            min_confidence=min_confidence, infer=infer, report=report,
        )  # fmt: skip
