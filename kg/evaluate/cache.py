"""What need not be made twice: parses by text and parser, figures by code and gold."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.evaluate.score import Figure

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The modules that decide how a text is parsed; the rest of the code cannot change a parse.
_PARSER = ("parse.py", "truecase.py")
_CODE = frozenset({".py", ".ttl", ".tsv", ".csv", ".txt", ".json"})


def cache_folder() -> Path:
    """`kg` in the user's cache folder: $XDG_CACHE_HOME, else ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "kg"


def cached_docs(key: Iterable[str], pipeline: str, parsed: Iterable[Doc]) -> Sequence[Doc]:
    """The docs, from disk if the same texts were parsed before, else from the lazy `parsed`."""
    from spacy.tokens import DocBin

    from kg.parse import load_pipeline

    code = [_digest([_package_file(name)]) for name in _PARSER]
    path = cache_folder() / f"{_hash([*key, *code, pipeline, _parser_version(pipeline)])}.spacy"
    if path.is_file():
        return list(DocBin().from_disk(path).get_docs(load_pipeline(pipeline).vocab))
    docs = list(parsed)
    _write(path, DocBin(docs=docs).to_bytes())
    return docs


def cached_figures(
    key: Iterable[str],
    gold: Iterable[Path],
    make: Callable[[], Iterable[Figure]],
    *,
    fresh: bool = False,
) -> list[Figure]:
    """The figures that `make` yields, from disk if neither code nor gold has changed since."""
    path = cache_folder() / f"{_hash([*key, code_version(), _digest(sorted(gold))])}.json"
    if path.is_file() and not fresh:
        return [_figure(record) for record in json.loads(path.read_text(encoding="utf-8"))]
    figures = list(make())
    _write(path, json.dumps([asdict(figure) for figure in figures]).encode())
    return figures


@cache
def code_version() -> str:
    """Hash of the package's code and data."""
    root = Path(str(files("kg")))
    return _digest(sorted(p for p in root.rglob("*") if p.suffix in _CODE and p.is_file()))


def _parser_version(pipeline: str) -> str:
    from kg.parse import load_pipeline

    meta = load_pipeline(pipeline).meta
    return f"{version('spacy')} {meta['name']} {meta['version']}"


def _package_file(name: str) -> Path:
    return Path(str(files("kg") / name))


def _figure(record: dict[str, object]) -> Figure:
    lists = {k: tuple(v) for k, v in record.items() if isinstance(v, list)}
    return Figure(**(record | lists))  # type: ignore[arg-type]


def _hash(parts: Iterable[str]) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _digest(paths: Iterable[Path]) -> str:
    sums = sha256()
    for path in paths:
        sums.update(path.name.encode() + path.read_bytes())
    return sums.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or none of it: another run may look for it meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
