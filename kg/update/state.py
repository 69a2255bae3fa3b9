"""What a graph was made of, kept so that one more document costs itself and what it touches.

A file of tables lies beside the store. It belongs to one graph, which names it; where it does not,
the graph is made from its documents anew, and so is the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

from kg.conflicts import Figure, Reading
from kg.link.flat import pack, unpack
from kg.model import (
    Connection,
    Entity,
    Evidence,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)

# Each text is kept as bytes, as texts may hold lone surrogates; bytes have the order of the texts.
TABLES = {
    # What a document names: the keys of all its clusters, its phrases; what it is weighed by; the
    # kinds of its blocks; and its words, to find copies by.
    "page": "doc PRIMARY KEY, keys, phrases, copy, published, source, kinds, signature",
    "band": "band, day, doc, PRIMARY KEY (band, day, doc)",  # parts of signatures, as copies share
    "line": "line, day, doc, PRIMARY KEY (line, day, doc)",  # what sites may repeat
    # A cluster that is worth a node: what it shares with those of other documents, the name under
    # which namesakes met, its group before homonyms were told apart, and its group.
    "naming": "doc, number, key, usual, home, team, data, PRIMARY KEY (doc, number)",
    "crowd": "key, data, count, PRIMARY KEY (key, data)",  # how many of them are equal
    "aside": "key, doc, PRIMARY KEY (key, doc)",  # of clusters that are not worth one
    "block": "block, role, key, PRIMARY KEY (block, key, role)",  # where keys meet
    "pair": "one, two, closeness, PRIMARY KEY (one, two)",  # phrases that may be one
    # A group, as an entity: of which kind, the id that it would like and the one that it has, and
    # its first document.
    "team": "team PRIMARY KEY, kind, slug, size, id, label, first, data",
    "doubt": "team, other, PRIMARY KEY (team, other)",
    # Of which document, '' if of none; then by which entity as it was linked, '' if by the user.
    "judgement": "left, right, same, reason, score, doc, teller",
    "called": "mark, team, PRIMARY KEY (mark, team)",  # by names: see kg/update/called.py
    # What the user decided: entities that are others by that, b'' if another's, and whose; all that
    # decisions have to do with, and whether it has a name, -1 if nobody asked; the mentions that
    # mean others, and of those the ones that left with a name, by a hash of what was asked of their
    # document; and all mentions of documents of which it is decided whom they mean.
    "decided": "id PRIMARY KEY, data",
    "owner": "id PRIMARY KEY, owner",
    "watched": "id PRIMARY KEY, named",
    "moved": "doc PRIMARY KEY, data",
    "parted": "doc PRIMARY KEY, asked, data",
    "paged": "doc PRIMARY KEY, data",
    # The names, ids and types of the user's registry; the ids that fit an entity, each with the one
    # that it has instead; and the one that it got.
    "listed": "name, id, type, PRIMARY KEY (name, id, type)",
    "fit": "entity, id, other, PRIMARY KEY (entity, id)",
    "linked": "entity PRIMARY KEY, id",
    "claim": "statement, doc, data, PRIMARY KEY (statement, doc)",
    "statement": "id PRIMARY KEY, subject, relation, object, label, lemma, factuality, items",
    # Of claims from which others follow: between whom, and by whom their facts are joined; between
    # whom something follows by whom; and what follows.
    "bearing": "pair, statement, PRIMARY KEY (pair, statement)",
    "middle": "middle, statement, PRIMARY KEY (middle, statement)",
    "joined": "pair, middle, PRIMARY KEY (pair, middle)",
    "derived": "id PRIMARY KEY, pair, data",
    "term": "name PRIMARY KEY, uses",  # of the ontology: classes, roles, kinds of connections
    "section": "heading PRIMARY KEY, start",  # where the Turtle file has it
    "total": "name PRIMARY KEY, count",  # of entities, statements and evidence
    "use": "entity, statement, PRIMARY KEY (entity, statement)",
    "point": "point, statement, PRIMARY KEY (point, statement)",  # where claims of one event meet
    # What sentences have for a number, a date or a post: by what two must share to be of one, and
    # by month; and in which months numbers are that tell the time they are of.
    "reading": "point, month, statement, data, PRIMARY KEY (point, month, statement)",
    "moment": "point, time, month, statement, PRIMARY KEY (point, time, month, statement)",
    "connection": "id PRIMARY KEY, count, first, second, kind, data",
    "note": "statement, doc, PRIMARY KEY (statement, doc)",  # documents that take a claim back
}
_INDEXES = {
    "page": ("copy",),
    "naming": ("key", "key, data", "key, usual, home, team", "usual, key", "home", "team"),
    "aside": ("doc",),
    "block": ("key",),
    "pair": ("two",),
    "team": ("slug", "id", "first"),
    "doubt": ("other",),
    "judgement": ("left", "right", "doc", "teller"),
    "fit": ("id",),
    "claim": ("doc",),
    "statement": ("subject, relation, object", "relation, label, lemma"),
    "use": ("statement",),
    "bearing": ("statement",),
    "middle": ("statement",),
    "joined": ("middle",),
    "derived": ("pair",),
    "point": ("statement",),
    "reading": ("statement",),
    "moment": ("point, month, statement",),
    "connection": ("first, second, kind",),
    "note": ("doc",),
    "line": ("doc",),
}
_BARE = frozenset({"judgement"})  # tables without a key
_SPARSE = frozenset({"naming", "judgement"})  # tables of which nothing is looked up by NULL


class State:
    """The tables of one graph."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA cache_size = -32000")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return self.db.execute(query, values).fetchall()

    def firsts(self, query: str, *values: Any) -> list[Any]:
        """The first column of what a query finds."""
        return [row[0] for row in self.db.execute(query, values)]

    def apart(self, column: str, of: str, value: bytes) -> list[bytes]:
        """The different values of namings, found one after the other where many have the same."""
        query = (
            f"SELECT {column} FROM naming WHERE {of} = ? AND {column} > ? ORDER BY {column} LIMIT 1"
        )
        found: list[bytes] = []
        while row := self.db.execute(query, (value, found[-1] if found else b"")).fetchone():
            found.append(row[0])
        return found

    def many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """Do something for each row."""
        self.db.executemany(query, rows)

    def put(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows, or replace those with their keys."""
        columns = TABLES[table].partition(", PRIMARY KEY (")[0].count(",") + 1
        marks = ", ".join("?" * columns)
        self.db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)

    def exchange(self, table: str, rows: Collection[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
        """Let a small table hold these rows and no others; give those that came or went."""
        before, now = set(self.rows(f"SELECT * FROM {table}")), set(rows)
        columns = TABLES[table].partition(", PRIMARY KEY (")[0].split(", ")
        where = " AND ".join(f"{column.split()[0]} = ?" for column in columns)
        self.many(f"DELETE FROM {table} WHERE {where}", before - now)
        self.put(table, now - before)
        return before ^ now

    def meta(self) -> dict[str, str]:
        """Of which graph these tables are, and how it was made."""
        return dict(self.rows("SELECT name, value FROM meta"))

    def set_meta(self, values: dict[str, str]) -> None:
        """Say so."""
        self.many("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def sections(self) -> dict[str, int]:
        """Where the Turtle file has its sections."""
        return dict(self.rows("SELECT heading, start FROM section"))

    def set_sections(self, sections: Mapping[str, int]) -> None:
        """Say so."""
        self.db.execute("DELETE FROM section")
        self.put("section", sections.items())

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()


_CROWDS = (
    "INSERT INTO crowd SELECT key, data, count(*) FROM naming WHERE key IS NOT NULL "
    "GROUP BY key, data"
)


def make_state(path: Path, fill: Callable[[State], None], finish: Callable[[State], None]) -> None:
    """Make the file anew; a draft of it is nothing to anybody.

    It is filled without indexes, and finished with them.
    """
    path.unlink(missing_ok=True)
    state = State(path)
    state.db.execute("PRAGMA journal_mode = OFF")
    state.db.execute("PRAGMA synchronous = OFF")
    state.db.execute("PRAGMA cache_size = -8000")
    state.db.execute("BEGIN")
    state.db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
    for table, columns in TABLES.items():
        bare = "" if table in _BARE else " WITHOUT ROWID"
        state.db.execute(f"CREATE TABLE {table} ({columns}){bare}")
    fill(state)
    for table, indexes in _INDEXES.items():
        for number, columns in enumerate(indexes):
            first = columns.partition(",")[0]
            some = f"WHERE {first} IS NOT NULL" if table in _SPARSE else ""
            state.db.execute(f"CREATE INDEX {table}{number} ON {table} ({columns}) {some}")
    state.db.execute(_CROWDS)
    finish(state)
    state.db.execute("COMMIT")
    state.close()


def code(text: str) -> bytes:
    """A text as the tables have it."""
    return text.encode(errors="surrogatepass")


def text_of(value: bytes) -> str:
    """The text again."""
    return value.decode(errors="surrogatepass")


def key_code(key: Sequence[str]) -> bytes:
    """A key as the tables have it."""
    return code("\x1f".join(key))


def key_of(value: bytes) -> tuple[str, ...]:
    """The key again."""
    return tuple(text_of(value).split("\x1f"))


# --- values as plain tuples, which are written and read ten times as fast ---


def flat_entity(entity: Entity) -> tuple[Any, ...]:
    """All but the id."""
    return entity.type, entity.label, entity.aliases, entity.same_as, entity.codes


_SPANS = tuple(f.name for f in fields(Evidence) if "Span" in str(f.type))
_LEFT_OUT = {"statement_id", "document_id", "text", *_SPANS}
_PLAIN = tuple(f.name for f in fields(Evidence) if f.init and f.name not in _LEFT_OUT)
_of_evidence, _spans_of = attrgetter(*_PLAIN), attrgetter(*_SPANS)
_of_value = attrgetter("text", "type", "value", "unit")


def flat_claim(statement: Statement, item: Evidence) -> tuple[Any, ...]:
    """What one sentence claims, without its words and its document."""
    predicate = statement.predicate
    return (
        statement.type, predicate.lemma, predicate.label, statement.subject, statement.object,
        [(r.role, r.entity, r.value and _of_value(r.value)) for r in statement.arguments],
        [None if span is None else (span.start, span.end) for span in _spans_of(item)],
        _of_evidence(item),
    )  # fmt: skip


def read_claims(
    id: str, document: str, text: str, data: bytes
) -> Iterator[tuple[Statement, Evidence]]:
    """What a document claims in one statement; its text is cut for the words."""
    for kind, lemma, label, subject, object, roles, spans, rest in unpack(data):
        arguments = tuple(Role(role, entity, v and Value(*v)) for role, entity, v in roles)
        statement = Statement(id, kind, Predicate(lemma, label), subject, object, arguments)
        values = dict(zip(_PLAIN, rest, strict=True))
        values |= {name: s and Span(document, *s) for name, s in zip(_SPANS, spans, strict=True)}
        sentence = values["sentence"]
        words = text[sentence.start : sentence.end] if sentence else ""
        yield statement, Evidence(id, document_id=document, text=words, **values)


def flat_reading(reading: Reading) -> tuple[Any, ...]:
    """All of it."""
    figure = reading.figure
    high = figure and figure.high
    return (
        *_of_reading(reading),
        figure and (str(figure.low), None if high is None else str(high), *_of_figure(figure)),
    )


_of_reading = attrgetter(*(f.name for f in fields(Reading) if f.name != "figure"))
_of_figure = attrgetter(*(f.name for f in fields(Figure) if f.name not in ("low", "high")))


def read_reading(values: Sequence[Any]) -> Reading:
    """What a sentence has for a number, a date or a post, again."""
    own = list(values)
    if own[-1] is not None:
        low, high, *rest = own[-1]
        own[-1] = Figure(Decimal(low), None if high is None else Decimal(high), *rest)
    return Reading(*own)


def connection_row(connection: Connection, count: int) -> tuple[Any, ...]:
    """All of it, and how often it was found."""
    c = connection
    return c.id, count, c.first, c.second, c.kind, pack(_of_connection(connection))


_of_connection = attrgetter("kind", "about", "first", "second", "first_evidence",
                            "second_evidence", "first_words", "second_words")  # fmt: skip
