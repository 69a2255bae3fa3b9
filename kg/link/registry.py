"""A user's own registry: rows of name, alias, id and type, whose ids go to the entities named."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from kg.errors import KgError
from kg.link.compare import plain
from kg.model import ENTITY_TYPES, Entity, Linking

_WIKIDATA = "http://www.wikidata.org/entity/"
# Types that one registry and another tell apart, or that a text leaves open.
_KIN = ({"Country", "Place"}, {"Organization", "Group"})


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of the registry. A row's aliases stand between bars: `ACME|Acme Corp`."""

    line: int
    id: str
    names: tuple[str, ...]
    type: str = ""  # any


@dataclass(frozen=True, slots=True)
class LinkTable:
    """The rows of a file."""

    file: str = ""
    rows: tuple[Row, ...] = ()


def read_link_table(path: Path) -> LinkTable:
    """Read a CSV or TSV file with a header; `alias` and `type` may be missing or empty.

    Raises KgError, with the file and the line, where a row has no name or id, or an unknown type.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise KgError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KgError(f"{path}: is not UTF-8") from error
    return LinkTable(str(path), tuple(_rows(path, text)))


def _rows(path: Path, text: str) -> Iterator[Row]:
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        if not {"name", "id"} <= set(header) or len(set(header)) < len(header):
            raise KgError(f"{path}:1: the header must name the columns name and id, and maybe "
                          "alias and type")  # fmt: skip
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(header, (" ".join(cell.split()) for cell in cells), strict=False))
                yield _read_row(path, reader.line_num, row)
    except csv.Error as error:
        raise KgError(f"{path}:{reader.line_num}: {error}") from error


def _read_row(path: Path, line: int, row: Mapping[str, str]) -> Row:
    name, id, kind = row.get("name", ""), row.get("id", ""), row.get("type", "").capitalize()
    if not plain(name) or not id:
        raise KgError(f"{path}:{line}: a row needs a name and an id")
    if kind and kind not in ENTITY_TYPES:
        raise KgError(
            f"{path}:{line}: {row['type']!r} is no type of entity; leave it empty or choose one of "
            f"{', '.join(ENTITY_TYPES)}"
        )
    aliases = filter(plain, map(str.strip, row.get("alias", "").split("|")))
    return Row(line, id, tuple(dict.fromkeys((name, *aliases))), kind)


Fits = Mapping[str, Mapping[str, str]]  # by entity the ids that fit it; see `find_fits`


def apply_link_table(linking: Linking, table: LinkTable) -> tuple[Linking, tuple[str, ...]]:
    """Give each entity the id of the row that names it; also a line for each that is ambiguous.

    Names are compared without regard to case, accents and article; an entity's label counts before
    its aliases. Where two ids fit an entity, or an id two entities, or the entity has another
    identifier of the kind, none is linked.
    """
    if not table.rows:
        return linking, ()
    rows = index_rows(table)
    named = {id for m, ids in linking.referents.items() if m.kind == "name" for id in ids}
    fits = {e.id: find_fits(e, rows) for e in linking.entities if e.id in named}
    linked, unclear = choose_ids(table.file, fits)
    entities = tuple(
        add_id(entity, linked[entity.id]) if entity.id in linked else entity
        for entity in linking.entities
    )
    return Linking(entities, linking.referents, linking.judgements), unclear


def index_rows(table: LinkTable) -> Mapping[str, Collection[Row]]:
    """The rows by their names, as these are compared."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        for name in row.names:
            rows[plain(name)].append(row)
    return rows


def find_fits(entity: Entity, rows: Mapping[str, Collection[Row]]) -> dict[str, str]:
    """The ids of rows that name an entity, each with the id of the kind that it has instead."""
    for names in ((entity.label,), entity.aliases):
        found = {
            row.id: _other_code(entity, row.id)
            for name in names
            for row in rows.get(plain(name), ())
            if _is_compatible(entity.type, row.type)
        }
        if found:
            return found
    return {}


def choose_ids(file: str, fits: Fits) -> tuple[dict[str, str], tuple[str, ...]]:
    """The id of each entity that one fits, and a line for all else.

    Of each id all entities must be there that it fits.
    """
    by_id: defaultdict[str, list[str]] = defaultdict(list)
    unclear: list[str] = []
    for entity, ids in sorted(fits.items()):
        if len(ids) > 1:
            unclear.append(f"{file}: ent:{entity} fits several ids: {', '.join(sorted(ids))}")
        for id in ids if len(ids) == 1 else ():
            by_id[id].append(entity)
    linked: dict[str, str] = {}
    for id, entities in by_id.items():
        labels = ", ".join(f"ent:{entity}" for entity in entities)
        other = fits[entities[0]][id]
        if len(entities) > 1:
            unclear.append(f"{file}: {id} fits several entities: {labels}")
        elif other:
            unclear.append(f"{file}: {id} fits {labels}, which is {other}")
        else:
            linked[entities[0]] = id
    return linked, tuple(sorted(unclear))


def _is_compatible(left: str, right: str) -> bool:
    return not right or left == right or "Thing" in (left, right) or {left, right} in _KIN


def _code(id: str) -> tuple[str, str]:
    """An id as scheme and value.

    >>> _code("Q42"), _code("lei:5493001KJTIIGC8Y1R12"), _code("C-17")
    (('wikidata', 'Q42'), ('lei', '5493001KJTIIGC8Y1R12'), ('registry', 'C-17'))
    """
    if re.fullmatch(r"Q[1-9]\d*", id):
        return "wikidata", id
    scheme = re.fullmatch(r"([a-z][a-z0-9]*):(\S+)", id)
    return (scheme[1], scheme[2]) if scheme else ("registry", id)


def _other_code(entity: Entity, id: str) -> str:
    """Another identifier of the same scheme that the entity has, "" if none."""
    scheme, value = _code(id)
    if "://" in id:
        return ""
    return next((v for s, v in entity.codes if s == scheme and v != value), "")


def add_id(entity: Entity, id: str) -> Entity:
    """With an id of the registry among its own."""
    if "://" in id:
        return replace(entity, same_as=tuple(sorted({*entity.same_as, id})))
    code = _code(id)
    same = {f"{_WIKIDATA}{id}"} if code[0] == "wikidata" else set()
    return replace(
        entity,
        codes=tuple(sorted({*entity.codes, code})),
        same_as=tuple(sorted({*entity.same_as, *same})),
    )
