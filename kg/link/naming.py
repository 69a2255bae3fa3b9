"""Entities by what a user calls them: a label, an alias or an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kg.model import Entity, digest, slug

_PREFIX = "ent:"


class Names:
    """Entities by name, without regard to case. A label counts before an alias."""

    def __init__(self, entities: Iterable[Entity], renamed: Mapping[str, str]) -> None:
        """`renamed` has the former name of an entity by its new label."""
        self._ids: set[str] = set()
        self._renamed = {_fold(new): old for new, old in renamed.items()}
        self._labels: defaultdict[str, set[str]] = defaultdict(set)
        self._aliases: defaultdict[str, set[str]] = defaultdict(set)
        self._slugs: defaultdict[str, set[str]] = defaultdict(set)
        for entity in entities:
            self._ids.add(entity.id)
            self._labels[_fold(entity.label)].add(entity.id)
            for alias in entity.aliases:
                self._aliases[_fold(alias)].add(entity.id)
                self._slugs[slug(alias)].add(entity.id)

    def find(self, name: str) -> tuple[str, ...]:
        """The ids of the entities with this name, sorted.

        `ent:Elsbeth_Arden` is also whoever has that name as an alias, if no entity has the id.
        """
        if name.startswith(_PREFIX):
            id = name.removeprefix(_PREFIX)
            return (id,) if id in self._ids else tuple(sorted(self._slugs.get(id, ())))
        key = _fold(name)
        found = self._labels.get(key) or self._aliases.get(key)
        if not found and key in self._renamed and _fold(self._renamed[key]) != key:
            former = self._renamed[key]
            found = self._labels.get(_fold(former)) or self._aliases.get(_fold(former))
            if former.startswith(_PREFIX):
                found = set(self.find(former))
        return tuple(sorted(found or ()))

    def free_id(self, label: str, taken: Collection[str]) -> str:
        """An id for a new entity that no other has."""
        return free_id(label, {*self._ids, *taken})


class Called:
    """Tells which entities a user may mean by some names, or whose ids such a name would give."""

    def __init__(self, names: Iterable[str]) -> None:
        given = list(names)
        bare = [name.removeprefix(_PREFIX) for name in given]
        self._ids = {id for name in bare for id in (name, slug(name))}
        self._names = set(map(_fold, given))
        self._slugs = {name.removeprefix(_PREFIX) for name in given if name.startswith(_PREFIX)}

    def may_be(self, entity: Entity) -> bool:
        """Whether it is one of them."""
        return (
            entity.id in self._ids
            or any(_fold(name) in self._names for name in (entity.label, *entity.aliases))
            or any(slug(alias) in self._slugs for alias in entity.aliases)
        )


def free_id(label: str, taken: Collection[str]) -> str:
    """The slug of a label, made longer where another entity has it."""
    name = slug(label)
    return name if name not in taken else f"{name[:60]}_{digest('decided', label)[:6]}"


def shown(entity: Entity, name: str) -> str:
    """The label or alias that a name for an entity stands for.

    >>> shown(Entity("Elsbeth_Arden", "Person", "Elsbeth Arden", ("Ardenn",)), "ent:Ardenn")
    'Ardenn'
    """
    if not name.startswith(_PREFIX):
        return name
    id = name.removeprefix(_PREFIX)
    named = (alias for alias in entity.aliases if id != entity.id and slug(alias) == id)
    return next(named, entity.label)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
