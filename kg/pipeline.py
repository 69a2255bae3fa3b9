"""`build` and `remove`: the stages in order, with their times, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg.assemble import add_inferred, fold_untimed, gather
from kg.errors import PipelineError, SourceError, StoreError
from kg.export import EXPORTERS
from kg.fingerprint import fingerprint
from kg.graph import LOADING, STORE, Graph
from kg.ground import ground
from kg.link import link_all
from kg.link.decisions import DECISIONS, Decisions, apply_decisions, read_decisions
from kg.link.registry import LinkTable, apply_link_table, read_link_table
from kg.model import Connection, Document, Knowledge, Reading, digest
from kg.rdf import About, Stored, read_knowledge
from kg.readings import Readings, code_version, sure, unpack
from kg.sources import (
    Skip,
    Skipped,
    Watch,
    count_marks,
    find_near_duplicates,
    mark_repeated,
    read_documents,
)
from kg.sources.files import STANDARD_INPUT, Input, as_input, find_inputs, size_of
from kg.sources.given import Given, give, is_large, stow
from kg.sources.network import fetch, no_fetch
from kg.sources.records import check_fields
from kg.store import PLACES, READINGS, STATE, DiskStore, Inputs, sync_folder
from kg.update import (
    Change,
    Made,
    State,
    Update,
    change_records,
    change_store,
    change_turtle,
    changed_part,
    keep,
    open_state,
)  # fmt: skip
from kg.workers import FEW, Failure, Outcome, choose_workers, make_reader, read_apart, read_here

if TYPE_CHECKING:
    from kg.engines.disk import DiskRows
    from kg.large import Corpus

T = TypeVar("T")
# Stage, documents done and in all, 0 if that is not known; of OPENING: bytes.
Progress = Callable[[str, int, int], None]
OPENING = "opening files"

# What a build leaves in its output folder beside the store.
PAGE, TURTLE, RECORDS = FILES = ("graph.html", "graph.ttl", "statements.jsonl")
# A build that was killed may leave a draft behind, and a file manager its own notes.
_DRAFTS = {place: {name: f"{STORE}.{place}.{name}.new" for name in FILES} for place in PLACES}
_KEPT = (TURTLE, RECORDS)  # what an update copies the most of
_OURS = frozenset({STORE, *FILES, ".gitkeep", DECISIONS, LOADING, ".DS_Store"}).union(
    *(drafts.values() for drafts in _DRAFTS.values())
)


@dataclass(slots=True)
class Report:
    """What a build read, found and skipped, and the seconds each stage took."""

    documents: int = 0  # in the graph
    read: int = 0  # of them: read now
    kept: int = 0  # of them: as an earlier build read them
    is_update: bool = False  # whether only what changed was made again
    gone: tuple[str, ...] = ()  # names of those that the former graph had and this one has not
    words: int = 0
    entities: int = 0
    statements: int = 0
    evidence: int = 0
    central: tuple[str, ...] = ()
    skipped: Skipped = field(default_factory=Skipped)
    unused: tuple[str, ...] = ()  # what the user decided of things that are not there
    findings: tuple[str, ...] = ()  # what is unsound in the graph, or in what has changed of it
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time within to a stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start

    def drawn(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """The same items, with the time it takes to draw each one added to a stage."""
        iterator = iter(items)
        while True:
            with self.timed(stage):
                item = next(iterator, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc]

    def skip(self, document: Document | Given, reason: str, detail: str = "") -> None:
        """Count a document as left out."""
        self.skipped.add(Skip(document.name, reason, detail))


_END = object()


def build(
    paths: str | Path | Iterable[str | Path],
    output: str | Path | None = None,
    *,
    pipeline: str | None = None,
    published: str = "",
    source: str = "",
    title: str = "",
    decisions: str | Path | None = None,
    link_table: str | Path | None = None,
    min_confidence: float = 0.0,
    infer: bool = True,
    prune: bool = False,
    gone: Collection[str] = (),
    fields: Mapping[str, Sequence[str]] | None = None,
    allow_network: bool = False,
    workers: int | None = None,
    page: bool = True,
    report: Report | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Read texts and return their graph; with `output`, keep it in that folder.

    The folder gets the store, `graph.ttl`, `graph.html` and `statements.jsonl`. Documents that its
    graph has already stay, without being parsed again; a file takes the place of what it was, and
    with `prune` only what the paths hold now stays, without it all but the files named in `gone`.
    Pipeline, title, `decisions` and `link_table` are the former ones where they are not given; of
    the last two "" is none. `published` and `source` stand in where a document has neither date nor
    source of its own. A file of `decisions`, by default `decisions.yaml` in the folder, says who is
    who, and a `link_table` gives entities the ids of a registry. `fields` names the fields of
    records, as `{"text": ["story"]}`; an address among the paths is fetched only with
    `allow_network`. By default there are as many `workers` as cores, or one for a few documents.

    What is read with less than `min_confidence` is left out of this graph, and so is what only
    follows from other claims unless it is to `infer`. Without `page` none is drawn: it is a picture
    of the whole graph, and what one more document costs is mostly that.

    Raises SourceError where nothing can be read or the date is none, StoreError where the folder
    cannot be written or is not ours; a former graph in it is then as it was.
    """
    known = _read_known(decisions, link_table, output)
    job = _Job(report or Report(), progress, workers, *known, min_confidence, infer, page)
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    folder = None if output is None else _claim(Path(output))
    texts = _read(
        given, job, published=_iso_date(published), source=source,
        fields=check_fields(fields or {}), fetch=fetch if allow_network else no_fetch,
    )  # fmt: skip
    found = give(texts) if folder is None else stow(texts, folder)
    if not (found or gone):
        raise _nothing_to_read(given, job.report)
    if folder is None:
        inputs = Inputs(_without_copies(found, job.report), pipeline or "", title)
        _, knowledge, about, _ = _make(inputs, None, job)
        return Graph.of(knowledge, about)
    store = DiskStore(folder / STORE)
    with store.hold():
        _finish(store)
        former = store.inputs() if store.holds_graph() else Inputs()
        stay = () if prune else _not_in_files(former.documents, map(as_input, given), gone)
        documents = _without_copies([*stay, *found], job.report)
        inputs = replace(
            former, documents=documents, pipeline=pipeline or former.pipeline,
            title=title or former.title,
        )  # fmt: skip
        _remake(former, *_recall(inputs, job, folder, decisions, link_table), store)
    return Graph(store.open())


def remove(
    names: str | Iterable[str],
    output: str | Path,
    *,
    pipeline: str | None = None,
    decisions: str | Path | None = None,
    link_table: str | Path | None = None,
    workers: int | None = None,
    page: bool = True,
    report: Report | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Take documents out of the graph in a folder, each named by id, file name or source.

    What other documents also say stays. Raises StoreError where a name fits no document, unless
    this finishes a removal that was killed, which may have taken it out.
    """
    known = _read_known(decisions, link_table, output)
    job = _Job(report or Report(), progress, workers, *known, page=page)
    store = DiskStore(Path(output) / STORE)
    store.inputs()  # before a folder is made where there is none
    with store.hold():
        was_killed = _finish(store)
        former = store.inputs()
        given = [names] if isinstance(names, str) else names
        gone = _named(given, former.documents, may_be_gone=was_killed)
        stay = tuple(d for d in former.documents if d.id not in gone)
        inputs = replace(former, documents=stay, pipeline=pipeline or former.pipeline)
        _remake(former, *_recall(inputs, job, Path(output), decisions, link_table), store)
    return Graph(store.open())


@dataclass(frozen=True, slots=True)
class _Job:
    report: Report
    progress: Progress | None
    workers: int | None
    decisions: Decisions
    link_table: LinkTable
    min_confidence: float = 0.0
    infer: bool = True
    page: bool = True

    def is_plain(self) -> bool:
        """Whether the user decided nothing of who is who."""
        return not self.link_table.rows and self.decisions == Decisions(self.decisions.file)


def _read_known(
    decisions: str | Path | None, link_table: str | Path | None, output: str | Path | None
) -> tuple[Decisions, LinkTable]:
    """What the user says of who is who."""
    beside = None if output is None else Path(output, DECISIONS)
    path = Path(decisions) if decisions else beside
    is_decided = decisions or (beside is not None and beside.exists())
    return (
        read_decisions(path) if path is not None and is_decided else Decisions(),
        read_link_table(Path(link_table)) if link_table else LinkTable(),
    )


def _recall(
    inputs: Inputs, job: _Job, folder: Path,
    decisions: str | Path | None, link_table: str | Path | None,
) -> tuple[Inputs, _Job]:  # fmt: skip
    """With the files that the former build was told of, where this one is told of none."""
    if decisions is None and inputs.decisions:
        job = replace(job, decisions=read_decisions(_still(folder, inputs.decisions, "decisions")))
    if link_table is None and inputs.link_table:
        table = read_link_table(_still(folder, inputs.link_table, "link-table"))
        job = replace(job, link_table=table)
    kept = replace(
        inputs,
        decisions=_from(folder, decisions, inputs.decisions),
        link_table=_from(folder, link_table, inputs.link_table),
    )
    return kept, job


def _still(folder: Path, name: str, option: str) -> Path:
    path = Path(os.path.normpath(folder / name))
    if not path.is_file():
        raise StoreError(
            f"{path}: the former build used this, and it is not there; "
            f"name another with --{option}, or '' for none"
        )
    return path


def _from(folder: Path, given: str | Path | None, former: str) -> str:
    """A path as later builds find it, wherever they are started; the former where none is given."""
    if given is None:
        return former
    path = os.path.relpath(given, folder) if str(given) else ""
    return "" if path == DECISIONS else path


def _iso_date(text: str) -> str:
    """A date, or date and time, as the rest of the program writes it.

    >>> _iso_date("20260105")
    '2026-01-05'
    """
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SourceError(f"{text}: is no ISO date such as 2026-01-05") from None
    return moment.isoformat() if ":" in text else moment.date().isoformat()


def _read(paths: Collection[str | Path], job: _Job, **options: Any) -> Iterator[Document]:
    """Documents at the paths, each path by itself, as which of two copies stays is chosen later."""
    with job.report.timed("read"):
        roots = list(dict.fromkeys(map(as_input, paths)))
        found = find_inputs(roots)  # before the first is read, tell of one that is not there
        options |= {"report": job.report.skipped, "watch": _watch(found, job.progress)}
    documents = chain.from_iterable(read_documents([root], **options) for root in roots)
    return job.report.drawn("read", documents)


def _watch(inputs: Iterable[tuple[Input, str]], progress: Progress | None) -> Watch | None:
    """Tell the progress in bytes, as how many documents a file holds is not known before."""
    if progress is None:
        return None
    sizes = [size_of(given) for given, _ in inputs]
    total = sum(sizes) if all(sizes) else 0
    done = 0

    def watch(size: int) -> None:
        nonlocal done
        done += size
        progress(OPENING, done, total)

    return watch


def _nothing_to_read(paths: Iterable[str | Path], report: Report) -> SourceError:
    reasons = "; ".join(map(str, report.skipped.skips[:3])) or "no file in them"
    return SourceError(f"nothing to read in {', '.join(map(str, paths))}: {reasons}")


def _not_in_files(
    documents: Iterable[Given], inputs: Iterable[Input], gone: Iterable[str]
) -> list[Given]:
    """The documents of other files than those at the paths; standard input is always another."""
    names = {name for given, name in find_inputs(inputs) if given != STANDARD_INPUT} | set(gone)
    return [d for d in documents if names.isdisjoint(_files_of(d))]


def _files_of(document: Given) -> Iterator[str]:
    """The names that its file may have: `news.jsonl#3` is of `news.jsonl`, or a name with "#"."""
    parts = document.name.split("#")
    return ("#".join(parts[:count]) for count in range(1, len(parts) + 1))


def _without_copies(documents: Iterable[Given], report: Report) -> tuple[Given, ...]:
    """One document for each text of a source: that whose name comes first, in whatever order."""
    chosen: dict[str, Given] = {}
    for document in sorted(documents, key=lambda d: (d.name.split("/"), d.id)):
        first = chosen.setdefault(document.content, document)
        if first.name != document.name:
            report.skip(document, "copy", f"of {first.name}")
    return tuple(sorted(chosen.values(), key=lambda d: d.id))


def _named(names: Iterable[str], documents: Collection[Given], *, may_be_gone: bool) -> set[str]:
    """The ids of the documents that are meant."""
    named: dict[str, set[str]] = {}
    for document in documents:
        for name in {document.id, f"doc:{document.id}", document.source, *_files_of(document)}:
            named.setdefault(name, set()).add(document.id)
    named.pop("", None)  # the source of those that tell none
    found: set[str] = set()
    for name in names:
        if name not in named and not may_be_gone:
            near = get_close_matches(name, named, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise StoreError(f"{name}: no document has this id, file name or source{hint}")
        found |= named.get(name, set())
    return found


def _remake(former: Inputs, inputs: Inputs, job: _Job, store: DiskStore) -> None:
    """Put the graph of these inputs in place of the former one."""
    inputs = inputs if inputs.pipeline else replace(inputs, pipeline=_default_pipeline())
    inputs = _update(former, inputs, job, store) or _make_whole(inputs, job, store)
    stay = {d.id for d in inputs.documents}
    job.report.gone = tuple(sorted(d.name for d in former.documents if d.id not in stay))
    if not job.page:
        (store.folder.parent / PAGE).unlink(missing_ok=True)


def _make_whole(inputs: Inputs, job: _Job, store: DiskStore) -> Inputs:
    if job.is_plain() and is_large(inputs.documents):
        return _make_large(inputs, job, store)
    inputs, knowledge, about, made = _make(inputs, store.folder / READINGS, job)
    _write(knowledge, about, inputs, store, job)
    with job.report.timed("keep what updates need"):
        (store.folder / STATE).unlink(missing_ok=True)
        if made is not None:
            turtle = store.folder.parent / TURTLE
            keep(store.folder / STATE, made, turtle, _meta(store.name(), about, job))
    return inputs


def _meta(name: str, about: About, job: _Job) -> dict[str, str]:
    """Of what graph, made how, the tables are."""
    return {
        "inputs": name,
        "about": repr(about),
        "confidence": repr(job.min_confidence),
        "infer": repr(job.infer),
        "code": code_version(whole=True),
    }


def _update(former: Inputs, inputs: Inputs, job: _Job, store: DiskStore) -> Inputs | None:
    """Change the former graph into that of these inputs, if that is less work; else nothing."""
    if not job.is_plain() or not former.name:
        return None
    weights = fingerprint(inputs.pipeline, store.folder / READINGS)
    about = About(_version(), weights)
    state = open_state(store.folder / STATE, _meta(former.name, about, job))
    if state is None:
        return None
    shelf = _shelf(store.folder / READINGS, weights)
    try:
        return _change(former, inputs, job, store, state, shelf, about)
    finally:
        state.close()


def _change(
    former: Inputs, inputs: Inputs, job: _Job, store: DiskStore, state: State, shelf: Readings,
    about: About,
) -> Inputs | None:  # fmt: skip
    update = Update(state, former.documents, inputs.documents)
    if not update.is_small() or any(not (store.folder.parent / f).exists() for f in _KEPT):
        return None
    with job.report.timed("find what sites repeat"):
        marked = update.mark()
    readings = _find_readings(marked, {}, shelf, job.report)
    anew = len(_add_readings(readings, inputs.pipeline, marked, shelf, job))
    failed = {document.id for document in marked} - readings.keys()
    if failed:
        state.db.execute("ROLLBACK")
        stay = tuple(d for d in inputs.documents if d.id not in failed)
        inputs = replace(inputs, documents=stay)
        return _change(former, inputs, job, store, state, shelf, about)
    readings = {id: sure(reading, job.min_confidence) for id, reading in readings.items()}

    def read(document: Document) -> Reading:
        reading = shelf.find(document)
        if reading is None:
            ((_, outcome),) = _read_anew(inputs.pipeline, [document], 1, job)
            if isinstance(outcome, Failure):
                raise SourceError(f"{document.name}: {outcome.reason}")
            shelf.keep(document, outcome)
            reading = unpack(outcome, document)
        return sure(reading, job.min_confidence)

    with job.report.timed("update"):
        change = update.make(read, readings, infer=job.infer)
    _write_change(change, about, inputs, store, state, job)
    state.set_meta(_meta(store.name(), about, job))
    state.db.execute("COMMIT")
    shelf.drop(d for id, d in update.left.items() if update.marked.get(id) != d)
    report = job.report
    report.is_update = True
    report.documents, report.read = len(inputs.documents), anew
    report.kept = report.documents - anew
    report.words = sum(d.words for d in inputs.documents)
    report.entities, report.statements, report.evidence = update.counts()
    return inputs


def _make(
    inputs: Inputs, folder: Path | None, job: _Job
) -> tuple[Inputs, Knowledge, About, Made | None]:
    """The graph of these inputs, the inputs without those that could not be read, and how.

    Of a graph in which the user decided who is who, nothing is told of how it was made.
    """
    report = job.report
    inputs = inputs if inputs.pipeline else replace(inputs, pipeline=_default_pipeline())
    with report.timed("identify the language pipeline"):
        weights = fingerprint(inputs.pipeline, folder)
    shelf = _shelf(folder, weights) if folder else None
    given, documents, readings = _read_marked(inputs, shelf, job)
    stay = tuple(d for d in inputs.documents if d.id in readings)
    if inputs.documents and not documents:
        raise SourceError(f"nothing could be read: {report.skipped.skips[-1]}")
    if shelf is not None:
        shelf.trim(documents)
    report.documents = len(documents)
    report.words = sum(len(d.text.split()) for d in documents)
    made = _assemble(given, documents, [readings[d.id] for d in documents], job)
    _summarize(made.knowledge, report)
    kept = made if folder is not None and job.is_plain() else None
    return replace(inputs, documents=stay), made.knowledge, About(_version(), weights), kept


def _shelf(folder: Path, weights: str) -> Readings:
    """What this program read by these weights."""
    return Readings(folder, digest(weights, code_version()))


def _default_pipeline() -> str:
    from kg.parse import DEFAULT_PIPELINE  # imports spaCy, which a graph that stays can do without

    return DEFAULT_PIPELINE


def _read_marked(
    inputs: Inputs, shelf: Readings | None, job: _Job
) -> tuple[tuple[Document, ...], list[Document], dict[str, Reading]]:
    """The documents that could be read as they were given, as their sites repeat them, and read.

    What a site repeats depends on all its documents, so it is asked anew of those of each build,
    and again where one of them could not be read: the graph is that of the others alone.
    """
    given = tuple(d.document for d in inputs.documents)
    readings, anew = dict[str, Reading](), set[str]()
    while True:
        with job.report.timed("find what sites repeat"):
            documents = mark_repeated(given)
        readings = _find_readings(documents, readings, shelf, job.report)
        anew |= _add_readings(readings, inputs.pipeline, documents, shelf, job)
        if len(readings) == len(given):
            break
        given = tuple(d for d in given if d.id in readings)
    job.report.read = len(anew & readings.keys())
    job.report.kept = len(readings) - job.report.read
    job.report.skipped.lines["repeated on their site"] += count_marks(
        zip(given, documents, strict=True)
    )
    return given, documents, readings


def _add_readings(
    readings: dict[str, Reading], pipeline: str, documents: Iterable[Document],
    shelf: Readings | None, job: _Job,
) -> set[str]:  # fmt: skip
    """Read the documents that are not among the readings; the ids of those that could be read."""
    anew = set()
    unread = [d for d in documents if d.id not in readings]
    for document, outcome in _read_anew(pipeline, unread, len(unread), job):
        if isinstance(outcome, Failure):
            job.report.skip(document, outcome.reason, outcome.detail)
            continue
        readings[document.id] = unpack(outcome, document)
        anew.add(document.id)
        if shelf is not None:
            shelf.keep(document, outcome)
    return anew


def _find_readings(
    documents: Iterable[Document],
    known: Mapping[str, Reading],
    shelf: Readings | None,
    report: Report,
) -> dict[str, Reading]:
    """Those readings, known already or on the shelf, that are of these documents as they are."""
    found: dict[str, Reading] = {}
    with report.timed("find what was read"):
        for document in documents:
            reading = known.get(document.id)
            if reading is None or reading.document.blocks != document.blocks:
                reading = shelf.find(document) if shelf is not None else None
            if reading is not None:
                found[document.id] = reading
    return found


def _read_anew(
    pipeline: str, documents: Iterable[Document], count: int, job: _Job
) -> Iterator[Outcome]:
    """Read so many documents, with the progress that this makes."""
    if not count:
        return
    workers = min(job.workers or choose_workers(count), count)
    if count < FEW and workers == 1:
        outcomes = read_here(documents, make_reader(pipeline, job.report.timed))
    elif workers == 1:
        outcomes = _read_guarded(pipeline, documents, job)
    else:
        apart = read_apart(documents, pipeline=pipeline, workers=workers)
        outcomes = job.report.drawn("parse and extract", apart)
    for done, outcome in enumerate(outcomes, start=1):
        yield outcome
        if job.progress is not None:
            job.progress("reading", done, count)


def _read_guarded(pipeline: str, documents: Iterable[Document], job: _Job) -> Iterator[Outcome]:
    """Read in one other process, which can be ended where it hangs; here, where none can start."""
    waiting = iter(documents)
    drawn: dict[str, Document] = {}

    def draw() -> Iterator[Document]:
        for document in waiting:
            drawn[document.id] = document
            yield document

    apart = read_apart(draw(), pipeline=pipeline, workers=1)
    try:
        for document, outcome in job.report.drawn("parse and extract", apart):
            del drawn[document.id]
            yield document, outcome
    except PipelineError:
        rest = chain(list(drawn.values()), waiting)
        yield from read_here(rest, make_reader(pipeline, job.report.timed))


def _assemble(
    given: tuple[Document, ...], documents: Collection[Document], readings: list[Reading], job: _Job
) -> Made:
    readings = [sure(reading, job.min_confidence) for reading in readings]
    with job.report.timed("link"):
        linked = link_all(readings)
        linking, unused = apply_decisions(linked.linking, job.decisions, documents)
        linking, unlinked = apply_link_table(linking, job.link_table)
    job.report.unused = (*unused, *unlinked)
    signatures: dict[str, bytes] = {}
    met: list[Connection] = []
    with job.report.timed("assemble"):
        # One story in five papers is one witness.
        copies = find_near_duplicates(documents, signatures)
        claims = list(fold_untimed(ground(readings, linking)))
        said = gather(documents, linking, claims, copies, met)
        knowledge = add_inferred(said) if job.infer else said
    return Made(given, linked, claims, met, copies, signatures, said, knowledge)


def _summarize(knowledge: Knowledge, report: Report) -> None:
    from kg.analyse import rank_entities

    report.entities = len(knowledge.entities)
    report.statements = len(knowledge.statements)
    report.evidence = len(knowledge.evidence)
    with report.timed("analyse"):
        labels = {e.id: e.label for e in knowledge.entities}
        report.central = tuple(labels[id] for id, _ in rank_entities(knowledge)[:5])


def _claim(folder: Path) -> Path:
    """The output folder, made if need be; refused where it holds something that is not ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = sorted(p.name for p in folder.iterdir() if p.name not in _OURS)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be the output folder: {error.strerror}") from error
    if foreign:
        raise StoreError(
            f"{folder}: holds {foreign[0]!r}, which no build made; name an empty folder with -o"
        )
    if not os.access(folder, os.W_OK):
        raise StoreError(f"{folder}: is read-only; name another folder with -o")
    return folder


def _write(knowledge: Knowledge, about: About, inputs: Inputs, store: DiskStore, job: _Job) -> None:
    """Draft every file, then put all in place: what fails before leaves the former build.

    The store's commit decides. A draft for the place that it names is whole, and is put in place
    by whoever comes next if we are ended first; any other is of a build that was ended before.
    """
    report = job.report
    with _drafted(store, job) as drafts:
        with report.timed("write the Turtle file"):
            _write_export("turtle", knowledge, about, drafts[TURTLE])
        with report.timed("write the records"):
            _write_export("jsonl", knowledge, about, drafts[RECORDS])
        if PAGE in drafts:
            _draw(knowledge, drafts[PAGE], inputs.title, report)
        _sync(drafts)
        with report.timed("write the store"):
            store.write(knowledge, about, inputs, turtle=drafts[TURTLE])
    _check(Graph(store.open()), report)


def _make_large(inputs: Inputs, job: _Job, store: DiskStore) -> Inputs:
    """The same of more documents than memory holds, without what a change would need."""
    from kg.large import make_rows

    try:
        corpus, about = _read_corpus(inputs, job, store)
        rows = make_rows(corpus, about, job.report, least=job.min_confidence, infer=job.infer)
        inputs = replace(inputs, documents=corpus.given)
        with _drafted(store, job) as drafts:
            store.make(lambda quads: _fill(quads, rows, about, inputs.title, drafts, job), inputs)
    except OSError as error:
        raise StoreError(f"{store.folder}: cannot be written: {error.strerror or error}") from error
    _check(Graph(store.open()), job.report)
    (store.folder / STATE).unlink(missing_ok=True)
    return inputs


def _read_corpus(inputs: Inputs, job: _Job, store: DiskStore) -> tuple[Corpus, About]:
    from kg.large import read_corpus

    report, folder = job.report, store.folder / READINGS
    with report.timed("identify the language pipeline"):
        weights = fingerprint(inputs.pipeline, folder)
    shelf = _shelf(folder, weights)
    read = partial(_read_anew, inputs.pipeline, job=job)
    corpus = read_corpus(inputs.documents, shelf, read, report, store.folder)
    shelf.trim(document for _, document in corpus.marked)
    report.read, report.kept = corpus.read, len(corpus.given) - corpus.read
    report.skipped.lines["repeated on their site"] += corpus.repeated
    report.words = sum(given.words for given in corpus.given)
    return corpus, About(_version(), weights)


def _fill(
    quads: ox.Store, rows: DiskRows, about: About, title: str, drafts: Mapping[str, Path], job: _Job
) -> None:
    """Write the store, and each other file out of it."""
    from kg.large import choose_part, fill_store

    report = job.report
    with report.timed("write the store"):
        ties = fill_store(quads, rows, report)
    stored = Stored(quads)
    with report.timed("analyse"):
        central = [id for id, _ in ties.rank()]
    report.central = tuple(stored.entity(id).label for id in central[:5])
    with report.timed("write the Turtle file"):
        _write_export("turtle", stored, about, drafts[TURTLE])
    with report.timed("write the records"):
        _write_export("jsonl", stored, about, drafts[RECORDS])
    if PAGE in drafts:
        with report.timed("draw the page"):
            part = choose_part(quads, central)
        said = f"{len(part.statements):,} of {report.statements:,} claims"
        _draw(part, drafts[PAGE], f"{title or 'News graph'}: {said}", report)
    _sync(drafts)


def _check(graph: Graph, report: Report) -> None:
    from kg.validate import validate

    with report.timed("check the graph"):
        report.findings = (*map(str, validate(graph)), *report.findings)


def _write_change(
    change: Change, about: About, inputs: Inputs, store: DiskStore, state: State, job: _Job
) -> None:
    """The same where little has changed: the rest of each file is copied, and of the store shared.

    Only the page is drawn as a whole.
    """
    from kg.validate import validate_shapes

    report = job.report

    def edit(quads: ox.Store) -> None:
        with report.timed("write the store"):
            changed = change_store(quads, change, about)
        with report.timed("check the graph"):
            report.findings = tuple(map(str, validate_shapes(Graph(quads), changed)))
        if PAGE in drafts:
            with report.timed("draw the page"):
                knowledge = read_knowledge(quads)
            _draw(knowledge, drafts[PAGE], inputs.title, report)
        _sync(drafts)

    with _drafted(store, job) as drafts:
        former = {name: store.folder.parent / name for name in drafts}
        with report.timed("write the Turtle file"):
            sections = change_turtle(
                former[TURTLE], drafts[TURTLE], change, about, state.sections()
            )
            state.set_sections(sections)
        with report.timed("write the records"):
            change_records(former[RECORDS], drafts[RECORDS], change, about)
        store.change(edit, inputs)
    _check(Graph.of(changed_part(change), about), report)


@contextmanager
def _drafted(store: DiskStore, job: _Job) -> Iterator[dict[str, Path]]:
    """The drafts of each file, to be written; they are put in place where the store is."""
    place = store.free_place()
    drafts = _drafts(store, place)
    if not job.page:
        del drafts[PAGE]
    try:
        yield drafts
    except OSError as error:
        folder = store.folder.parent
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        if store.holds_graph() and store.place() == place:
            _finish(store)
        else:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)


def _finish(store: DiskStore) -> bool:
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


def _draw(knowledge: Knowledge, path: Path, title: str, report: Report) -> None:
    from kg.export.html import write_html

    with report.timed("draw the page"):
        write_html(knowledge, path, title=title)


def _sync(drafts: Mapping[str, Path]) -> None:
    for draft in drafts.values():
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
    sync_folder(drafts[TURTLE].parent)


def _write_export(format: str, knowledge: Knowledge | Stored, about: About, path: Path) -> None:
    with path.open("wb") as stream:
        EXPORTERS[format](knowledge, about, stream)


def _version() -> str:
    try:
        return version("kg")
    except PackageNotFoundError:
        return "0"
