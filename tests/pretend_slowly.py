"""The reader of `pretend`, one that takes its time and leaves a mark for each document read."""

import os
import time
from pathlib import Path

import pretend

from kg.model import Document, Reading
from kg.workers import Reader


def make(folder: str) -> Reader:
    """A reader that is given a folder for its marks in place of a pipeline's name."""

    def read(document: Document) -> Reading:
        time.sleep(0.02)
        Path(folder, f"{document.id}-{os.getpid()}-{time.monotonic_ns()}").touch()
        return pretend.read(document)

    return read
