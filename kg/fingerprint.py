"""What the language pipeline is, without loading it where that is known."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from kg.model import digest
from kg.readings import DAMAGE, MEMO


def fingerprint(pipeline: str, folder: Path | None = None) -> str:
    """What `pipeline_fingerprint` says, remembered in a folder: it takes three seconds to say it.

    It is asked again when a file of the pipeline has another size or time.
    """
    state = _state(pipeline)
    memo = folder / MEMO if folder and state else None
    try:
        known = json.loads(memo.read_bytes()) if memo else {}
        if known.get("state") == state:
            return str(known["fingerprint"])
    except DAMAGE:
        pass
    from kg.parse import pipeline_fingerprint

    found = pipeline_fingerprint(pipeline)
    if memo is not None:
        memo.parent.mkdir(parents=True, exist_ok=True)
        memo.write_text(json.dumps({"state": state, "fingerprint": found}), encoding="ascii")
    return found


def _state(pipeline: str) -> str:
    """A digest of names, sizes and times of the files of a pipeline; "" if it is not there."""
    try:
        spec = None if Path(pipeline).is_dir() else find_spec(pipeline)
    except (ImportError, ValueError):
        return ""
    places = (spec.submodule_search_locations or ()) if spec else [pipeline]
    found = (p for place in places for p in sorted(Path(place).rglob("*")) if p.suffix != ".pyc")
    files = [f"{p.resolve()} {s.st_size} {s.st_mtime_ns}" for p in found if (s := p.stat())]
    return digest(pipeline, *files) if files else ""
