"""The files of a graph, the store aside: drafted beside it, and put in place where it is."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.export import EXPORTERS
from kg.graph import STORE
from kg.job import FILES, Report
from kg.model import Knowledge
from kg.rdf import About, Pool
from kg.store import PLACES, DiskStore, sync_folder

_DRAFTS = {place: {name: f"{STORE}.{place}.{name}.new" for name in FILES} for place in PLACES}
# A build that was killed may leave a draft behind.
DRAFTS = frozenset(draft for drafts in _DRAFTS.values() for draft in drafts.values())


@contextmanager
def draft(store: DiskStore, names: Collection[str]) -> Iterator[dict[str, Path]]:
    """The drafts of these files, to be written; they are put in place where the store is."""
    place = store.free_place()
    all = _drafts(store, place)
    drafts = {name: all[name] for name in FILES if name in names}
    try:
        for name in all.keys() - drafts.keys():
            all[name].unlink(missing_ok=True)  # of a build that was killed
        yield drafts
    except OSError as error:
        folder = store.folder.parent
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        if store.holds_graph() and store.place() == place:
            finish(store)
        else:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)


def finish(store: DiskStore) -> bool:
    """Put the drafts of the graph that the store holds in place; say whether there were any."""
    drafts = _drafts(store, store.place()) if store.holds_graph() else {}
    found = [(name, draft) for name, draft in drafts.items() if draft.exists()]
    for name, draft in found:
        try:
            draft.replace(store.folder.parent / name)
        except OSError as error:
            raise StoreError(f"{draft}: cannot become {name}: {error.strerror}") from error
    return bool(found)


def _drafts(store: DiskStore, place: str) -> dict[str, Path]:
    return {name: store.folder.parent / draft for name, draft in _DRAFTS[place].items()}


def draw(knowledge: Knowledge, path: Path, title: str, report: Report) -> None:
    """Write the page."""
    from kg.export.html import write_html

    with report.timed("draw the page"):
        write_html(knowledge, path, title=title)


def sync(drafts: Mapping[str, Path]) -> None:
    """Have all of them on the disk, whatever happens to the machine."""
    for draft in drafts.values():
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
    for folder in {draft.parent for draft in drafts.values()}:
        sync_folder(folder)


def write_export(format: str, knowledge: Knowledge | Pool, about: About, path: Path) -> None:
    """Write the file of a format."""
    with path.open("wb") as stream:
        EXPORTERS[format](knowledge, about, stream)
