"""`build` and `remove`: the stages in order, with their times, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.assemble import add_inferred, fold_untimed, gather
from kg.collector import without_collector
from kg.corpus import (
    Held,
    identify,
    open_shelf,
    read_by,
    read_marked,
    read_missing,
    with_pipeline,
)
from kg.drafts import DRAFTS, draft, draw, finish, sync, write_export
from kg.errors import SourceError, StoreError
from kg.graph import LOADING, STORE, Graph
from kg.ground import ground
from kg.job import FILES, OPENING, PAGE, RECORDS, TURTLE, Job, Progress, Report
from kg.link import link_all
from kg.link.decisions import DECISIONS, Decisions, read_decisions
from kg.link.registry import LinkTable, apply_link_table, read_link_table
from kg.link.verdict import Whole, apply_verdict, decide
from kg.model import Connection, Document, Knowledge, Reading
from kg.rdf import About, Stored, read_knowledge
from kg.readings import Readings, code_version, sure
from kg.sources import Watch, find_near_duplicates, read_documents
from kg.sources.files import STANDARD_INPUT, Input, as_input, find_inputs, size_of
from kg.sources.given import Given, give, stow
from kg.sources.network import fetch, no_fetch
from kg.sources.records import check_fields
from kg.sources.stock import Names, Stock
from kg.store import READINGS, STATE, DiskStore, Inputs
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
    list_sections,
    open_state,
)  # fmt: skip

if TYPE_CHECKING:
    from kg.shapes import Node

__all__ = [
    "FILES", "OPENING", "PAGE", "RECORDS", "TURTLE", "Progress", "Report", "build", "remove",
]  # fmt: skip

# A build that was killed may leave a draft behind, and a file manager its own notes.
_OURS = DRAFTS | {STORE, *FILES, ".gitkeep", DECISIONS, LOADING, ".DS_Store"}


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
    files: bool = True,
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
    of the whole graph, and what one more document costs is mostly that. Without `files` the store
    alone is written, and `Graph.export` writes files of it: each is copied for one more document.

    Raises SourceError where nothing can be read or the date is none, StoreError where the folder
    cannot be written or is not ours; a former graph in it is then as it was.
    """
    known = _read_known(decisions, link_table, output)
    job = Job(report or Report(), progress, workers, *known, min_confidence, infer, page, files)
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
        inputs = Inputs(_add(found, Stock(), job.report), pipeline or "", title)
        _, knowledge, about, _ = _make(inputs, None, job)
        return Graph.of(knowledge, about)
    store = DiskStore(folder / STORE)
    with store.hold():
        finish(store)
        former = store.inputs() if store.holds_graph() else Inputs()
        stay = Stock() if prune else _not_in_files(former.documents, map(as_input, given), gone)
        documents = _add(found, stay, job.report)
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
    files: bool = True,
    report: Report | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Take documents out of the graph in a folder, each named by id, file name or source.

    What other documents also say stays. Raises StoreError where a name fits no document, unless
    this finishes a removal that was killed, which may have taken it out.
    """
    known = _read_known(decisions, link_table, output)
    job = Job(report or Report(), progress, workers, *known, page=page, files=files)
    store = DiskStore(Path(output) / STORE)
    store.place()  # before a folder is made where there is none
    with store.hold():
        was_killed = finish(store)
        former = store.inputs()
        given = [names] if isinstance(names, str) else names
        gone = _named(given, former.documents, may_be_gone=was_killed)
        inputs = replace(
            former, documents=former.documents.changed(gone), pipeline=pipeline or former.pipeline
        )
        _remake(former, *_recall(inputs, job, Path(output), decisions, link_table), store)
    return Graph(store.open())


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
    inputs: Inputs, job: Job, folder: Path,
    decisions: str | Path | None, link_table: str | Path | None,
) -> tuple[Inputs, Job]:  # fmt: skip
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
        how=job.how(),
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


def _read(paths: Collection[str | Path], job: Job, **options: Any) -> Iterator[Document]:
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


def _not_in_files(documents: Stock, inputs: Iterable[Input], gone: Iterable[str]) -> Stock:
    """The documents of other files than those at the paths; standard input is always another."""
    names = {name for given, name in find_inputs(inputs) if given != STANDARD_INPUT} | set(gone)
    return documents.changed(given.id for given in documents.of_files(names))


def _add(found: Collection[Given], stay: Stock, report: Report) -> Stock:
    """The documents that stay with those that were found, but for copies."""
    rivals = stay.having("content", {given.content for given in found})
    chosen = _without_copies([*rivals, *found], report)
    return stay.changed((given.id for given in rivals), chosen)


def _without_copies(documents: Iterable[Given], report: Report) -> list[Given]:
    """One document for each text of a source: that whose name comes first, in whatever order."""
    chosen: dict[str, Given] = {}
    again: list[Given] = []
    for document in documents:
        if chosen.setdefault(document.content, document) is not document:
            again.append(document)
    rivals = [*again, *(chosen[content] for content in {d.content for d in again})]
    first: dict[str, Given] = {}
    for document in sorted(rivals, key=lambda d: (d.name.split("/"), d.id)):
        if first.setdefault(document.content, document).name != document.name:
            report.skip(document, "copy", f"of {first[document.content].name}")
    return list((chosen | first).values())


def _named(names: Iterable[str], documents: Stock, *, may_be_gone: bool) -> set[str]:
    """The ids of the documents that are meant."""
    found: set[str] = set()
    for name in names:
        meant = _called(name, documents)
        if not (meant or may_be_gone):
            known = {n for d in documents for n in (d.id, f"doc:{d.id}", d.source, *d.files())}
            near = get_close_matches(name, known - {""}, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise StoreError(f"{name}: no document has this id, file name or source{hint}")
        found.update(given.id for given in meant)
    return found


def _called(name: str, documents: Stock) -> list[Given]:
    """The documents with this id, of this file, or from this source; "" is that of none."""
    if not name:
        return []
    own = documents.find(name) or documents.find(name.removeprefix("doc:"))
    called = [*documents.of_files((name,)), *documents.having("source", (name,))]
    return [own, *called] if own else called


def _remake(former: Inputs, inputs: Inputs, job: Job, store: DiskStore) -> None:
    """Put the graph of these inputs in place of the former one."""
    inputs = with_pipeline(inputs)
    inputs = _update(former, inputs, job, store) or _make_whole(inputs, job, store)
    gone = map(former.documents.find, former.documents.missing(inputs.documents))
    job.report.gone = tuple(sorted(given.name for given in gone if given))
    for name in set(FILES) - set(job.wanted()):
        (store.folder.parent / name).unlink(missing_ok=True)


def _make_whole(inputs: Inputs, job: Job, store: DiskStore) -> Inputs:
    if inputs.documents.is_large:
        return _make_large(inputs, job, store)
    inputs, knowledge, about, made = _make(inputs, store.folder / READINGS, job)
    _write(knowledge, about, inputs, store, job)
    with job.report.timed("keep what updates need"):
        turtle = store.folder.parent / TURTLE if job.files else None
        keep(store.folder / STATE, made, turtle, _meta(store.name(), about, job))
    return inputs


def _make_large(inputs: Inputs, job: Job, store: DiskStore) -> Inputs:
    from kg.large import keep_large, make_large

    inputs, about, made, inspection = make_large(inputs, _version(), job, store)
    _check(Graph(store.open()), job.report, inspection.suspects())
    with job.report.timed("keep what updates need"):
        keep_large(made, inputs, _meta(store.name(), about, job), job, store)
    return inputs


def _meta(name: str, about: About, job: Job) -> dict[str, str]:
    """Of what graph, made how, the tables are."""
    return {
        "inputs": name,
        "about": repr(about),
        "confidence": repr(job.min_confidence),
        "infer": repr(job.infer),
        "code": code_version(whole=True),
    }


def _update(former: Inputs, inputs: Inputs, job: Job, store: DiskStore) -> Inputs | None:
    """Change the former graph into that of these inputs, if that is less work; else nothing."""
    if not former.name:
        return None
    weights = identify(inputs.pipeline, job.report)
    about = About(_version(), weights)
    state = open_state(store.folder / STATE, _meta(former.name, about, job))
    if state is None:
        return None
    shelf = open_shelf(store.folder / READINGS, weights)
    try:
        return _change(former, inputs, job, store, state, shelf, about)
    finally:
        state.close()


def _change(
    former: Inputs, inputs: Inputs, job: Job, store: DiskStore, state: State, shelf: Readings,
    about: About,
) -> Inputs | None:  # fmt: skip
    update = Update(state, former.documents, inputs.documents)
    if not update.is_small():
        return None
    with job.report.timed("find what sites repeat"):
        marked = update.mark()
    desk, ask = Held(shelf), read_by(inputs.pipeline, job)
    anew, failed = read_missing(marked, desk, ask, job.report)
    if failed:
        state.db.execute("ROLLBACK")
        inputs = replace(inputs, documents=inputs.documents.changed(failed))
        return _change(former, inputs, job, store, state, shelf, about)
    readings = {id: sure(reading, job.min_confidence) for id, reading in desk.readings.items()}

    def read(document: Document) -> Reading:
        one = Held(shelf)
        if read_missing([document], one, ask, job.report)[1]:
            raise SourceError(str(job.report.skipped.skips[-1]))
        return sure(one.readings[document.id], job.min_confidence)

    with job.report.timed("update"):
        opinion = job.opinion(Names(inputs.documents))
        change = update.make(read, readings, opinion, infer=job.infer)
    _write_change(change, about, inputs, store, state, job)
    state.set_meta(_meta(store.name(), about, job))
    state.db.execute("COMMIT")
    shelf.drop(d for id, d in update.left.items() if update.marked.get(id) != d)
    report = job.report
    report.is_update, report.unused = True, update.unused
    report.documents, report.read = len(inputs.documents), len(anew)
    report.kept = report.documents - report.read
    report.words = inputs.documents.words
    report.entities, report.statements, report.evidence = update.counts()
    return inputs


def _make(inputs: Inputs, folder: Path | None, job: Job) -> tuple[Inputs, Knowledge, About, Made]:
    """The graph of these inputs, the inputs without those that could not be read, and how."""
    report = job.report
    inputs = with_pipeline(inputs)
    weights = identify(inputs.pipeline, report)
    shelf = open_shelf(folder, weights) if folder else None
    given, documents, readings = read_marked(inputs, shelf, job)
    known = {d.id for d in given}
    stay = inputs.documents.changed([d.id for d in inputs.documents if d.id not in known])
    if shelf is not None:
        shelf.trim(documents)
    report.documents = len(documents)
    report.words = sum(len(d.text.split()) for d in documents)
    made = _assemble(given, documents, readings, job)
    _summarize(made.knowledge, report)
    return replace(inputs, documents=stay), made.knowledge, About(_version(), weights), made


@without_collector
def _assemble(
    given: tuple[Document, ...], documents: Collection[Document], readings: list[Reading], job: Job
) -> Made:
    readings = [sure(reading, job.min_confidence) for reading in readings]
    with job.report.timed("link"):
        linked = link_all(readings)
        opinion = job.opinion({d.name: d.id for d in documents})
        known = Whole(linked.linking, linked.clusters)
        verdict, unused = decide(known, opinion.decisions, opinion.documents)
        linking = apply_verdict(linked.linking, verdict)
        linking, unlinked = apply_link_table(linking, opinion.table)
    job.report.unused = (*unused, *unlinked)
    signatures: dict[str, bytes] = {}
    met: list[Connection] = []
    with job.report.timed("assemble"):
        # One story in five papers is one witness.
        copies = find_near_duplicates(documents, signatures)
        claims = list(fold_untimed(ground(readings, linking)))
        said = gather(documents, linking, claims, copies, met)
        knowledge = add_inferred(said) if job.infer else said
    return Made(given, linked, opinion, claims, met, copies, signatures, said, knowledge)


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


def _write(knowledge: Knowledge, about: About, inputs: Inputs, store: DiskStore, job: Job) -> None:
    """Draft every file, then put all in place: what fails before leaves the former build.

    The store's commit decides. A draft for the place that it names is whole, and is put in place
    by whoever comes next if we are ended first; any other is of a build that was ended before.
    """
    from kg.suspects import Inspection

    report, inspection = job.report, Inspection()
    with draft(store, {TURTLE, RECORDS, *job.wanted()}) as drafts:
        _write_files(drafts, knowledge, about, report)
        if PAGE in drafts:
            draw(knowledge, drafts[PAGE], inputs.title, report)
        sync(drafts)
        with report.timed("write the store"):
            store.write(knowledge, about, inputs, turtle=drafts[TURTLE], see=inspection.see)
    _check(Graph(store.open()), report, inspection.suspects())


def _write_files(
    drafts: Mapping[str, Path], knowledge: Knowledge | Stored, about: About, report: Report
) -> None:
    with report.timed("write the Turtle file"):
        write_export("turtle", knowledge, about, drafts[TURTLE])
    with report.timed("write the records"):
        write_export("jsonl", knowledge, about, drafts[RECORDS])


def _check(graph: Graph, report: Report, suspects: Iterable[Node] | None) -> None:
    """Ask the check queries of all of a graph, and the shapes of these nodes, or of all."""
    from kg.validate import validate, validate_shapes

    with report.timed("check the graph"):
        found = chain(validate(graph), validate_shapes(graph, suspects))
        report.findings = (*map(str, found), *report.findings)


def _write_change(
    change: Change, about: About, inputs: Inputs, store: DiskStore, state: State, job: Job
) -> None:
    """The same where little has changed: the rest of each file is copied, and of the store shared.

    Only the page is drawn anew.
    """
    from kg.validate import validate_shapes

    report = job.report
    # They may have been left out, or taken away: then all of them is written.
    is_new = not (job.files and state.sections() and _are_there(store))

    def edit(quads: ox.Store) -> None:
        with report.timed("write the store"):
            changed = change_store(quads, change, about)
        if is_new and drafts:
            _write_files(drafts, Stored(quads), about, report)
            state.set_sections(list_sections(drafts[TURTLE]))
        with report.timed("check the graph"):
            report.findings = tuple(map(str, validate_shapes(Graph(quads), changed)))
        if PAGE in drafts:
            _draw_changed(quads, drafts[PAGE], inputs, state, report)
        sync(drafts)

    with draft(store, job.wanted()) as drafts:
        if not is_new:
            _edit_files(drafts, change, about, store, state, report)
        elif not drafts:
            state.set_sections({})
        store.change(edit, inputs)
    _check(Graph.of(changed_part(change), about), report, ())


def _draw_changed(
    quads: ox.Store, page: Path, inputs: Inputs, state: State, report: Report
) -> None:
    """Draw the page of all there is; of more than memory holds, of what matters most."""
    if inputs.documents.is_large:
        from kg.large import draw_changed

        with report.timed("draw the page"):
            draw_changed(quads, state, page, inputs.title)
        return
    with report.timed("draw the page"):
        knowledge = read_knowledge(quads)
    draw(knowledge, page, inputs.title, report)


def _are_there(store: DiskStore) -> bool:
    return all((store.folder.parent / name).exists() for name in (TURTLE, RECORDS))


def _edit_files(
    drafts: Mapping[str, Path], change: Change, about: About, store: DiskStore, state: State,
    report: Report,
) -> None:  # fmt: skip
    former = {name: store.folder.parent / name for name in drafts}
    with report.timed("write the Turtle file"):
        sections = change_turtle(former[TURTLE], drafts[TURTLE], change, about, state.sections())
        state.set_sections(sections)
    with report.timed("write the records"):
        change_records(former[RECORDS], drafts[RECORDS], change, about)


def _version() -> str:
    try:
        return version("kg")
    except PackageNotFoundError:
        return "0"
