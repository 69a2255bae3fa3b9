"""A build on Apache Spark: texts from any path that Spark reads, parts of N-Quads and Parquet out.

What is made on the way lies in Parquet beside the output, so that a machine that is lost costs no
more than its last tasks. The output appears as a whole, by renaming.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from kg.engines.claims import TABLES
from kg.engines.components import FIT
from kg.engines.plan import Built, MakeReader, Plan, build_rows
from kg.engines.rows import Each, Gather, Meet, Row, Rows, join_by_group, pack, tagged, unpack
from kg.errors import SourceError, StoreError
from kg.fingerprint import DEFAULT_PIPELINE, fingerprint
from kg.link.decisions import Decisions, read_decisions
from kg.link.registry import LinkTable, read_link_table
from kg.model import Document, Entity, Evidence, Statement
from kg.pipeline import Report
from kg.rdf import About
from kg.sources import Skip, Skipped, read_bytes
from kg.sources.records import NO_FIELDS, Fields, check_fields
from kg.workers import Failure, make_reader

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame, SparkSession

Frames = Iterator["pd.DataFrame"]
Step = Callable[[Frames], Iterator[Row]]
SUCCESS = "_SUCCESS"
_SCHEMA = "key binary, value binary"  # a key may hold what is no UTF-8
_BATCH = 500  # rows that go to the JVM at once
_PART = 50  # documents that one task reads


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """A cluster of Spark, by its master's address. Every machine of it has kg and the pipeline.

    `settings` are Spark's own; those given here come before ours.
    """

    master: str = "local[*]"
    settings: dict[str, str] = field(default_factory=dict)
    fit: int = FIT
    make_reader: MakeReader = make_reader

    def build(
        self,
        paths: Sequence[str],
        output: str,
        *,
        pipeline: str | None = None,
        published: str = "",
        source: str = "",
        fields: Fields = NO_FIELDS,
        min_confidence: float = 0.0,
        infer: bool = True,
        decisions: str | Path | None = None,
        link_table: str | Path | None = None,
        report: Report | None = None,
    ) -> None:
        """Read what is at and under the paths, and put parts into the output folder, a new one.

        `decisions` and `link_table` are files of this machine, as for `kg.build`. Raises
        SourceError where nothing can be read, StoreError where the folder is there already.
        """
        report = report or Report()
        name = pipeline or DEFAULT_PIPELINE
        read = partial(_ReadFiles, published, source, check_fields(fields))
        about = About(_version(), fingerprint(name))
        known = (
            read_decisions(Path(decisions)) if decisions else Decisions(),
            read_link_table(Path(link_table)) if link_table else LinkTable(),
        )
        plan = Plan(name, about, min_confidence, self.fit, self.make_reader, infer, *known)
        session = self._start()
        try:
            with _Output(session, output) as folder, report.timed("build on Spark"):
                found = _find(session, paths, folder, read)
                _write(build_rows(found, plan), folder, report)
        finally:
            session.stop()

    def _start(self) -> SparkSession:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise StoreError("Spark is not installed: pip install 'kg[spark]'") from error
        builder = SparkSession.builder.master(self.master).appName("kg build")
        for name, value in {**_SETTINGS, **self.settings}.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()


_SETTINGS = {
    "spark.python.daemon.module": "kg.engines.daemon",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(64 * 2**20),
    "spark.sql.files.maxPartitionBytes": str(32 * 2**20),
}


def _version() -> str:
    try:
        return version("kg")
    except PackageNotFoundError:
        return "0"


class _Output:
    """A folder that appears as a whole: what is written goes to a draft beside it, until then."""

    def __init__(self, session: SparkSession, path: str) -> None:
        self.session = session
        jvm: Any = session.sparkContext._jvm
        self._path = jvm.org.apache.hadoop.fs.Path
        given = self._path(path)
        settings = session.sparkContext._jsc.hadoopConfiguration()
        self._files = given.getFileSystem(settings)
        self._final = self._files.makeQualified(given)
        self._draft = self._path(f"{self._final}.draft")
        self._kept = 0

    def __enter__(self) -> _Output:
        if self._files.exists(self._final) and len(self._files.listStatus(self._final)):
            raise StoreError(f"{self._final}: is there already; name a new folder with -o")
        self._files.delete(self._draft, True)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._files.delete(self._draft, True)

    def place(self, name: str) -> str:
        """Where a table of the result is written."""
        return f"{self._draft}/result/{name}"

    def next_kept(self) -> str:
        """A new place for what is made on the way."""
        self._kept += 1
        return f"{self._draft}/kept/{self._kept}"

    def commit(self, summary: dict[str, Any]) -> None:
        """Let the result appear; `_SUCCESS`, written last, says what is in it."""
        result = self._path(f"{self._draft}/result")
        for table in self._files.listStatus(result):
            self._number_parts(table.getPath())
        stream = self._files.create(self._path(result, f"{SUCCESS}.new"), True)
        stream.write(bytearray(json.dumps(summary, indent=1).encode() + b"\n"))
        stream.close()
        self._files.delete(self._final, False)  # an empty folder
        self._files.mkdirs(self._final.getParent())
        if not self._files.rename(result, self._final):
            raise StoreError(f"{self._final}: cannot be put in place of {result}")
        self._files.rename(
            self._path(self._final, f"{SUCCESS}.new"), self._path(self._final, SUCCESS)
        )
        self._files.delete(self._draft, True)

    def _number_parts(self, table: Any) -> None:
        """Names that other programs know, and that are the same for the same build."""
        names = (str(part.getPath().getName()) for part in self._files.listStatus(table))
        parts = sorted(name for name in names if name.startswith("part-"))
        for number, name in enumerate(parts):
            suffix = ".nq.gz" if name.endswith(".txt.gz") else ".parquet"
            new = self._path(table, f"part-{number:05}{suffix}")
            self._files.rename(self._path(table, name), new)

    def root(self, path: str) -> tuple[str, bool]:
        """A path of the input in full, and whether it is a folder."""
        given = self._path(path)
        files = given.getFileSystem(self.session.sparkContext._jsc.hadoopConfiguration())
        if not files.exists(given):
            raise SourceError(f"{path}: no such file or folder")
        found = files.getFileStatus(given)
        return str(found.getPath()), bool(found.isDirectory())


# --- rows ---


class SparkRows:
    """Rows of a data frame; a value is a pickled object, which only kg of this version reads.

    What is done row by row waits until rows must move, so that one pass of Python does all of it.
    """

    def __init__(self, frame: DataFrame, folder: _Output, step: Step | None = None) -> None:
        self._given = frame
        self._folder = folder
        self._step = step

    @property
    def _frame(self) -> DataFrame:
        if self._step is None:
            return self._given
        return self._given.mapInPandas(_Framed(self._step), _SCHEMA)

    def flat_map(self, act: Each) -> SparkRows:
        """What `act` makes of each row."""
        return SparkRows(self._given, self._folder, _Mapped(self._step or _rows, act))

    def split(self, *tags: str, safe: bool = False) -> tuple[SparkRows, ...]:
        """Of values that are pairs, those that begin with each tag, without it; computed once."""
        kept = self.keep(safe=safe)
        return tuple(kept.flat_map(tagged(tag)) for tag in tags)

    def group(self, act: Gather, *, in_order: bool = False) -> SparkRows:
        """What `act` makes of each key and its values, streamed: a key is in one partition."""
        together = self._frame.repartition("key").sortWithinPartitions("key")
        return SparkRows(together, self._folder, _Grouped(act))

    def join(self, others: Rows, act: Meet) -> SparkRows:
        """What `act` makes of each key here, its value, and those that others have under it."""
        return cast(SparkRows, join_by_group(self, others, act))

    def union(self, *others: Rows) -> SparkRows:
        """These and the others."""
        frame = self._frame
        for other in others:
            assert isinstance(other, SparkRows)
            frame = frame.unionByName(other._frame)
        return self._like(frame)

    def made(self, rows: Iterable[Row]) -> SparkRows:
        """Rows that were made on the driver."""
        packed = [(bytearray(_code(k)), bytearray(pack(value))) for k, value in rows]
        return self._like(self._given.sparkSession.createDataFrame(packed, _SCHEMA))

    def keep(self, *, safe: bool = False) -> SparkRows:
        """The same, on the disks of the machines; if it must be safe, beside the output."""
        from pyspark import StorageLevel

        if not safe:
            return self._like(self._frame.persist(StorageLevel.DISK_ONLY))
        place = self._folder.next_kept()
        self._frame.write.parquet(place)
        return self._like(self._given.sparkSession.read.schema(_SCHEMA).parquet(place))

    def spread(self) -> SparkRows:
        """The same in parts of a few documents, at least two for each core."""
        frame = self._frame.persist()
        cores = frame.sparkSession.sparkContext.defaultParallelism
        parts = max(2 * cores, frame.count() // _PART)
        return self._like(frame.repartition(parts))

    def total(self, count: Callable[[str, Any], Mapping[str, int]]) -> Counter[str]:
        """The sums of numbers of each row, by name."""
        sums: Counter[str] = Counter()
        counted = _Counted(self._step or _rows, count)
        for _, part in SparkRows(self._given, self._folder, counted).collect():
            sums.update(part)
        return sums

    def collect(self, most: int | None = None) -> list[Row]:
        """All rows, on the driver; or so many of them."""
        frame = self._frame if most is None else self._frame.limit(most)
        return [
            (bytes(row.key).decode(errors="surrogatepass"), unpack(row.value))
            for row in frame.collect()
        ]

    def write_text(self, key: str, place: str) -> None:
        """The texts under a key, as packed files."""

        def run(frames: Frames) -> Frames:
            import pandas as pd

            for frame in frames:
                texts = [unpack(value).rstrip("\n") for value in frame["value"]]
                yield pd.DataFrame({"value": texts})

        text = self._under(key).mapInPandas(run, "value string")
        text.write.option("compression", "gzip").text(place)

    def write_table(self, key: str, place: str) -> None:
        """The records under a key, as Parquet."""
        schema, record = _TABLES[key]

        def run(frames: Frames) -> Frames:
            import pandas as pd

            names = [column.split()[0] for column in schema.split(", ")]
            for frame in frames:
                records = [record(unpack(value)) for value in frame["value"]]
                yield pd.DataFrame(records, columns=names)

        self._under(key).mapInPandas(run, schema).write.parquet(place)

    def _under(self, key: str) -> DataFrame:
        from pyspark.sql.functions import col, lit

        return self._frame.where(col("key") == lit(bytearray(_code(key))))

    def _like(self, frame: DataFrame) -> SparkRows:
        return SparkRows(frame, self._folder)


@dataclass(frozen=True, slots=True)
class _Mapped:
    """Rows of frames, each made into others."""

    rows: Step
    act: Each

    def __call__(self, frames: Frames) -> Iterator[Row]:
        return (made for key, value in self.rows(frames) for made in self.act(key, value))


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Rows of frames in which those of one key follow each other."""

    act: Gather

    def __call__(self, frames: Frames) -> Iterator[Row]:
        for key, same in groupby(_packed_rows(frames), itemgetter(0)):
            yield from self.act(key, (unpack(value) for _, value in same))


@dataclass(frozen=True, slots=True)
class _Counted:
    """One row, with the sums for all rows of frames."""

    rows: Step
    count: Callable[[str, Any], Mapping[str, int]]

    def __call__(self, frames: Frames) -> Iterator[Row]:
        sums: Counter[str] = Counter()
        for key, value in self.rows(frames):
            sums.update(self.count(key, value))
        yield "", sums


@dataclass(frozen=True, slots=True)
class _Framed:
    """Frames again, of rows."""

    rows: Step

    def __call__(self, frames: Frames) -> Frames:
        return _frames(self.rows(frames))


def _rows(frames: Frames) -> Iterator[Row]:
    return ((key, unpack(value)) for key, value in _packed_rows(frames))


def _packed_rows(frames: Frames) -> Iterator[tuple[str, bytes]]:
    for frame in frames:
        for key, value in zip(frame["key"], frame["value"], strict=True):
            yield key.decode(errors="surrogatepass"), value


def _code(key: str) -> bytes:
    return key.encode(errors="surrogatepass")


def _frames(rows: Iterable[Row]) -> Frames:
    import pandas as pd

    packed = ((_code(key), pack(value)) for key, value in rows)
    while batch := list(islice(packed, _BATCH)):
        yield pd.DataFrame(batch, columns=["key", "value"])


# --- in ---


def _find(
    session: SparkSession,
    paths: Sequence[str],
    folder: _Output,
    make: Callable[[int, str], _ReadFiles],
) -> SparkRows:
    """The documents of all files at and under the paths with their places, and skips."""
    frames = []
    for number, (root, is_folder) in enumerate(map(folder.root, paths)):
        files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(root)
        read = make(number, root if is_folder else "")
        frames.append(files.select("path", "content").mapInPandas(read, _SCHEMA))
    first, *others = (SparkRows(frame, folder) for frame in frames)
    return first.union(*others)


@dataclass(frozen=True, slots=True)
class _ReadFiles:
    """Reads the files of a frame with the readers of `kg.sources`."""

    published: str
    source: str
    fields: Fields
    number: int  # of the path
    root: str

    def __call__(self, frames: Frames) -> Frames:
        yield from _frames(
            row
            for frame in frames
            for path, content in zip(frame["path"], frame["content"], strict=True)
            for row in self._read(path, content)
        )

    def _read(self, path: str, content: bytes) -> Iterator[Row]:
        file = PurePosixPath(_plain(path))
        inside = file.relative_to(_plain(self.root)) if self.root else PurePosixPath(file.name)
        report = Skipped(most=sys.maxsize)  # each is a row, and rows are counted
        found = read_bytes(
            content, str(inside), report=report, published=self.published, source=self.source,
            fields=self.fields,
        )  # fmt: skip
        for position, document in enumerate(found):
            yield "", ((self.number, inside.parts, position), document)
        yield from (("", skip) for skip in report.skips)


def _plain(path: str) -> str:
    """A path without the slashes that some file systems put after the scheme, and others not."""
    scheme, colon, rest = path.partition(":")
    return f"{scheme}{colon}/{rest.lstrip('/')}" if colon else path


# --- out ---


def _write(built: Built, folder: _Output, report: Report) -> None:
    assert isinstance(built.rows, SparkRows)
    report.unused = built.unused
    rows = built.rows.keep(safe=True)
    for _, skip in built.skipped.collect():
        kept = skip if isinstance(skip, Skip) else _as_skip(skip)
        report.skipped.add(kept)
    counts = rows.total(_count)
    if not counts["documents"]:
        reasons = "; ".join(map(str, report.skipped.skips[:3])) or "no text in the files"
        raise SourceError(f"nothing to read: {reasons}")
    rows.write_text("quads", folder.place("nquads"))
    for name in TABLES:
        rows.write_table(name, folder.place(name))
        setattr(report, name, counts[name])
    report.words, report.read = counts["words"], counts["documents"]
    sizes = {name: counts[name] for name in TABLES}
    folder.commit({**sizes, "skipped": report.skipped.counts()})


def _as_skip(failure: Failure) -> Skip:
    return Skip("", failure.reason, failure.detail)


def _count(name: str, value: Any) -> dict[str, int]:
    """The rows of each table, and the words of the documents."""
    return {name: 1, "words": len(value.text.split()) if name == "documents" else 0}


def _document_record(d: Document) -> tuple[Any, ...]:
    return (d.id, d.name, d.title, d.source, d.url, d.author, d.published, d.language, d.text)


def _entity_record(e: Entity) -> tuple[Any, ...]:
    codes = [f"{scheme}:{value}" for scheme, value in e.codes]
    return e.id, e.type, e.label, list(e.aliases), list(e.same_as), codes


def _statement_record(s: Statement) -> tuple[Any, ...]:
    roles = [
        {"role": r.role, "entity": r.entity or None, "value": r.value and astuple(r.value)}
        for r in s.arguments
    ]
    arguments = json.dumps(roles, ensure_ascii=False)
    return (s.id, s.type, s.predicate.id, s.predicate.label, s.predicate.lemma, s.subject,
            s.object, s.factuality, s.belief, arguments)  # fmt: skip


def _evidence_record(e: Evidence) -> tuple[Any, ...]:
    start, end = (e.sentence.start, e.sentence.end) if e.sentence else (-1, -1)
    return (e.id, e.statement_id, e.document_id, e.text, start, end, e.factuality, e.polarity,
            e.certainty, e.tense, e.said_by, e.method, e.confidence)  # fmt: skip


_TABLES: dict[str, tuple[str, Callable[[Any], tuple[Any, ...]]]] = {
    "documents": (
        "id string, name string, title string, source string, url string, author string, "
        "published string, language string, text string",
        _document_record,
    ),
    "entities": (
        "id string, type string, label string, aliases array<string>, same_as array<string>, "
        "codes array<string>",
        _entity_record,
    ),
    "statements": (
        "id string, type string, relation string, label string, lemma string, subject string, "
        "object string, factuality string, belief double, arguments string",
        _statement_record,
    ),
    "evidence": (
        "id string, statement string, document string, sentence string, start int, end int, "
        "factuality string, polarity string, certainty string, tense string, said_by string, "
        "method string, confidence double",
        _evidence_record,
    ),
}
