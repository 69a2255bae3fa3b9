"""What may be meant by a name: groups by marks of their names, so that few are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from kg.link.compare import plain
from kg.link.flat import unpack
from kg.model import Entity, slug
from kg.update.state import State, code

_ID = "ent:"  # before an id, where a user writes one


def called_rows(team: bytes, entity: Entity) -> set[tuple[int, bytes]]:
    """The marks of all names of a group."""
    names = (entity.label, *entity.aliases)
    spelt = {plain(form) for name in names for form in (name, name.casefold())}
    ids = {f"{_ID}{slug(alias)}" for alias in entity.aliases}
    return {(_mark(text), team) for text in spelt | ids}


def find_called(state: State, names: Iterable[str]) -> dict[str, Entity]:
    """The entities that a user may call so, or whose ids are made of such a name.

    There may be others among them whose marks are the same.
    """
    ids, marks = set[str](), set[int]()
    for name in names:
        given = name.removeprefix(_ID)
        ids.update((given, slug(given)))
        marks.add(_mark(name if given != name else plain(name.casefold())))
    found = dict(_by_marks(state, marks))
    for id in ids:
        for data in state.firsts("SELECT data FROM team WHERE id = ?", id):
            found[id] = Entity(id, *unpack(data)[0])
    return found


def find_named(state: State, names: Iterable[str]) -> set[str]:
    """The ids of entities with these names, as a registry compares them, and maybe others."""
    return {id for id, _ in _by_marks(state, {_mark(plain(name)) for name in names})}


def _by_marks(state: State, marks: Iterable[int]) -> Iterator[tuple[str, Entity]]:
    query = "SELECT id, data FROM called JOIN team USING (team) WHERE mark = ?"
    for mark in marks:
        for id, data in state.rows(query, mark):
            yield id, Entity(id, *unpack(data)[0])


def _mark(text: str) -> int:
    return crc32(code(text))
