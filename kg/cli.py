"""The command line: each command parses its options, calls one function and prints."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from kg.engines.spark import SparkEngine
    from kg.graph import Explanation, Graph
    from kg.model import Document, Evidence
    from kg.pipeline import Progress, Report
    from kg.sources import Skipped

GRAPH = click.option(
    "-g", "--graph", "folder", default="output", show_default=True,
    help="Output folder of a build.",
)  # fmt: skip
PIPELINE = click.option("--pipeline", default=None, help="spaCy pipeline, by name or folder.")
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), default=None,
    help="Processes that read; default one for a few documents, else one for each core.",
)  # fmt: skip
NO_PAGE = click.option(
    "--no-page", is_flag=True, help="Draw no graph.html, which costs what the whole graph costs."
)
ONLY_STORE = click.option(
    "--only-store", is_flag=True, help="Write no files beside the store; `kg export` does."
)
DECISIONS = click.option(
    "--decisions", type=click.Path(dir_okay=False), default=None,
    help="Who is who, in YAML; default the former, else decisions.yaml in the output folder.",
)  # fmt: skip
LINK_TABLE = click.option(
    "--link-table", type=click.Path(dir_okay=False), default=None,
    help="A registry of yours, CSV or TSV: name, alias, id, type; default the former.",
)  # fmt: skip

FIELDS = click.option(
    "--field", "fields", multiple=True, metavar="KIND=NAME,…",
    help="Name a field of JSON records and tables: text, title, source, url, author or date.",
)  # fmt: skip
NETWORK = click.option(
    "--allow-network", is_flag=True, help="Fetch those of PATHS that are web addresses."
)
SECONDS = click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True,
    help="Time for an answer.",
)  # fmt: skip
MEMORY = click.option(
    "--memory", type=click.IntRange(min=1), default=1024, show_default=True,
    help="Megabytes for an answer.",
)  # fmt: skip
STRICT = click.option("--strict", is_flag=True, help="Fail if anything was skipped.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg")
def cli() -> None:
    """Turn English news into a knowledge graph whose every edge names its sentence."""


def main() -> None:
    """Run, and fail in one line with status 1 where a user can mend what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal's alphabet lacks
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(f"kg: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("kg: interrupted", err=True)
        sys.exit(130)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone, as `head` does
        sys.exit(141)
    except OSError as error:
        click.echo(f"kg: {error.filename or 'input or output'}: {error.strerror}", err=True)
        sys.exit(1)


@cli.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", default="output", show_default=True, help="Folder to build in.")
@click.option("--date", "published", default="", help="Date of documents that give none (ISO).")
@click.option("--source", default="", help="Source of documents that name none.")
@click.option("--title", default="", help="Title of the page.")
@STRICT
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0,
              help="Leave out what is read with less (0 to 1).")  # fmt: skip
@click.option("--no-infer", is_flag=True, help="Add no claims that only follow from others.")
@click.option("--prune", is_flag=True, help="Drop documents that are not in PATHS any more.")
@FIELDS
@NETWORK
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local",
              show_default=True, help="Spark writes parts of N-Quads.")  # fmt: skip
@click.option("--master", default="", help="Of Spark: its address; default local[*].")
@click.option("--conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark.")
@DECISIONS
@LINK_TABLE
@NO_PAGE
@ONLY_STORE
@WORKERS
@PIPELINE
def build(
    paths: tuple[str, ...],
    output: str,
    published: str,
    source: str,
    title: str,
    strict: bool,
    min_confidence: float,
    no_infer: bool,
    prune: bool,
    fields: tuple[str, ...],
    allow_network: bool,
    engine: str,
    master: str,
    conf: tuple[str, ...],
    decisions: str | None,
    link_table: str | None,
    no_page: bool,
    only_store: bool,
    workers: int | None,
    pipeline: str | None,
) -> None:
    """Read texts and build their graph: store, graph.ttl, graph.html, statements.jsonl.

    What the graph in the output folder holds already stays, and is not read again; a file takes
    the place of the file of the same name.
    """
    from kg.pipeline import Report
    from kg.pipeline import build as run

    report = Report()
    if engine == "spark":
        _refuse({"--title": title, "--prune": prune, "--workers": workers, "--no-page": no_page,
                 "--only-store": only_store, "--allow-network": allow_network},
                "local")  # fmt: skip
        _spark(master or "local[*]", conf).build(
            paths, output, pipeline=pipeline, published=published, source=source,
            fields=_fields(fields), min_confidence=min_confidence, infer=not no_infer,
            decisions=decisions, link_table=link_table, report=report,
        )  # fmt: skip
    else:
        _refuse({"--master": master, "--conf": conf}, "spark")
        with _progress_bar() as progress:
            run(
                paths, output, pipeline=pipeline, published=published, source=source, title=title,
                decisions=decisions, link_table=link_table, prune=prune, workers=workers,
                min_confidence=min_confidence, infer=not no_infer, fields=_fields(fields),
                allow_network=allow_network, page=not no_page, files=not only_store,
                report=report, progress=progress,
            )  # fmt: skip
    _print_report(report, output if engine == "local" else "")
    _refuse_skipped(report.skipped, strict=strict)
    if not report.statements:
        raise click.ClickException("nothing was found in these texts: the graph is empty")


def _refuse_skipped(skipped: Skipped, *, strict: bool) -> None:
    if strict and skipped.total:
        raise click.ClickException(f"{skipped.total:,} inputs were skipped (--strict)")


def _fields(options: Iterable[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for option in options:
        kind, _, names = option.partition("=")
        if not names:
            raise click.UsageError(
                f"--field {option}: write it as text=story or text=story,summary"
            )
        fields.setdefault(kind, []).extend(name.strip() for name in names.split(","))
    return fields


def _refuse(options: Mapping[str, object], engine: str) -> None:
    """Options that only this engine has."""
    if given := [name for name, value in options.items() if value]:
        raise click.UsageError(f"{given[0]}: needs --engine {engine}")


def _spark(master: str, conf: Sequence[str]) -> SparkEngine:
    from kg.engines.spark import SparkEngine

    pairs = [setting.partition("=") for setting in conf]
    if bad := [name for name, equals, _ in pairs if not equals]:
        raise click.UsageError(f"--conf {bad[0]}: write it as name=value")
    return SparkEngine(master, {name: value for name, _, value in pairs})


@cli.command()
@click.argument("documents", nargs=-1, required=True)
@GRAPH
@DECISIONS
@LINK_TABLE
@NO_PAGE
@ONLY_STORE
@WORKERS
@PIPELINE
def remove(
    documents: tuple[str, ...],
    folder: str,
    decisions: str | None,
    link_table: str | None,
    no_page: bool,
    only_store: bool,
    workers: int | None,
    pipeline: str | None,
) -> None:
    """Take documents out of the graph, each named by its id, file name or source."""
    from kg.pipeline import Report
    from kg.pipeline import remove as run

    report = Report()
    with _progress_bar() as progress:
        run(
            documents, folder, pipeline=pipeline, decisions=decisions, link_table=link_table,
            workers=workers, page=not no_page, files=not only_store, report=report,
            progress=progress,
        )  # fmt: skip
    _print_report(report, folder)


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.filesize import decimal
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from kg.pipeline import OPENING

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, count="")

        def show(stage: str, done: int, total: int) -> None:
            write = decimal if stage == OPENING else str
            count = f"{write(done)} of {write(total)}" if total else write(done)
            bar.update(task, description=stage, completed=done, total=total or None, count=count)

        yield show


def _print_report(report: Report, output: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name in ("documents", "words", "entities", "statements", "evidence"):
        table.add_row(name, f"{getattr(report, name):,}")
    if report.kept or report.gone:
        table.add_row("read anew", f"{report.read:,}")
        table.add_row("kept", f"{report.kept:,}")
        table.add_row("removed or replaced", f"{len(report.gone):,}")
    table.add_section()
    for stage, seconds in report.seconds.items():
        table.add_row(stage, f"{seconds:.2f} s")
    console = Console()
    console.print(table)
    if report.central:
        console.print("most central:", ", ".join(report.central), soft_wrap=True, markup=False)
    _print_skipped(report.skipped)
    _print_first("decisions without effect", report.unused)
    _print_first("unsound in what was built, see kg check", report.findings)
    if output and (page := Path(output) / "graph.html").is_file():
        click.echo(f"open {page}")


_TOLD = 5  # skips of one reason that are printed with their names


def _print_skipped(skipped: Skipped) -> None:
    for reason, count in skipped.counts().items():
        click.echo(f"skipped {count:,}: {reason}", err=True)
        for skip in [s for s in skipped.skips if s.reason == reason][:_TOLD]:
            click.echo(f"  {_plain(str(skip))}", err=True)
        if count > _TOLD:
            click.echo(f"  and {count - _TOLD:,} more", err=True)
    for reason, count in sorted(skipped.lines.items()):
        if count:
            click.echo(f"lines put aside {count:,}: {reason}", err=True)


def _print_first(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"{title}: {len(lines)}", err=True)
    for line in lines[:10]:
        click.echo(f"  {_plain(line)}", err=True)


def _plain(text: str) -> str:
    r"""On one line, and without what a terminal obeys: a file may have any name, a page any title.

    >>> _plain("a\x1b[2J.txt")
    'a\\x1b[2J.txt'
    """
    return _CONTROL.sub(lambda match: repr(match[0])[1:-1], text)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@cli.command()
@click.argument("question", required=False)
@GRAPH
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]),
              default="table", show_default=True)  # fmt: skip
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="Fix a variable.")
@click.option("--list", "list_", is_flag=True, help="List the queries on the shelf.")
def query(
    question: str | None, folder: str, form: str, params: tuple[str, ...], list_: bool
) -> None:
    """Ask in SPARQL: a query of the shelf by name, a file, a string, or - for standard input."""
    from kg.asking import ask

    if list_:
        _list_queries()
        return
    if not question:
        raise click.UsageError("name a query, a file or a SPARQL string; --list shows the shelf")
    text = sys.stdin.read() if question == "-" else question
    if not text.strip():
        raise click.ClickException("-: standard input holds no query")
    pairs = [param.partition("=") for param in params]
    if bad := [name for name, equals, _ in pairs if not equals]:
        raise click.UsageError(f"--param {bad[0]}: write it as name=value")
    answer = ask(folder, text, {name: value for name, _, value in pairs}, form)
    if isinstance(answer, str):
        _print_data(answer.rstrip("\n"))
    else:
        _print_table(*answer)


def _print_data(text: str) -> None:
    """For programs, in UTF-8 whatever the alphabet of this system is; for people as they read it.

    Half a surrogate pair, which a file name may hold, is escaped as JSON escapes it.
    """
    click.echo(text if sys.stdout.isatty() else text.encode(errors="backslashreplace"))


def _list_queries() -> None:
    from kg.queries import list_queries

    rows = [(q.name, q.title, " ".join(p.name for p in q.parameters)) for q in list_queries()]
    _print_table(("query", "answers", "parameters"), rows)


def _print_table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("\n".join(map(_plain, cell.split("\n")))) for cell in row))
    console = Console()
    if not console.is_terminal:  # a pipe is no 80 columns wide
        console.width = 200
    console.print(table)


@cli.command()
@GRAPH
@click.option("--format", "form", required=True, help="turtle, trig, nquads, jsonld, graphml …")
@click.option(
    "-o", "--output", default="-", show_default=True, help="File, or - for standard output."
)
@click.option("--rdf12", is_flag=True, help="RDF 1.2, with triple terms: turtle or ntriples.")
def export(folder: str, form: str, output: str, rdf12: bool) -> None:
    """Write the graph in another format."""
    from kg import open_graph

    graph = open_graph(folder)
    graph.export(form, sys.stdout.buffer if output == "-" else output, rdf12=rdf12)


@cli.command()
@click.argument("parts", nargs=-1)
@click.option(
    "--to", "url", required=True, help="Address of the server, for updates or as --protocol says."
)
@GRAPH
@click.option("--protocol", type=click.Choice(["update", "store"]), default="update",
              show_default=True, help="SPARQL Update, or the Graph Store Protocol.")  # fmt: skip
@click.option("--into", default="", metavar="IRI", help="Graph for our default graph.")
@click.option("--batch", type=click.IntRange(min=1), default=2_000, show_default=True,
              help="Quads in one request.")  # fmt: skip
@click.option("--attempts", type=click.IntRange(min=1), default=6, show_default=True,
              help="To send a batch.")  # fmt: skip
def load(
    parts: tuple[str, ...],
    url: str,
    folder: str,
    protocol: str,
    into: str,
    batch: int,
    attempts: int,
) -> None:
    """Add the graph, or PARTS of N-Quads, to what a SPARQL 1.1 server holds.

    Broken off, it goes on from there when it is called again. User and password of the server are
    taken from KG_LOAD_USER and KG_LOAD_PASSWORD.
    """
    from kg.graph import LOADING, open_graph
    from kg.load import Target, find_parts, iter_parts
    from kg.load import load as run

    target = Target(
        url, "store" if protocol == "store" else "update", into,
        os.environ.get("KG_LOAD_USER", ""), os.environ.get("KG_LOAD_PASSWORD", ""),
    )  # fmt: skip
    files = find_parts(map(Path, parts))
    quads = iter_parts(files) if files else iter(open_graph(folder).store)
    beside = files[0].parent if files else Path(folder)
    done = run(quads, target, journal=beside / LOADING, batch=batch, attempts=attempts)
    before = f", {done.kept:,} were there" if done.kept else ""
    click.echo(f"sent {done.sent:,} quads to {url}{before}")


@cli.command()
@GRAPH
@click.option("-o", "--output", default="", help="File to write; default graph.html in the folder.")
@click.option("--title", default="", help="Title of the page.")
@click.option("--focus", default="", help="Entity that is open at first.")
@click.option("--max-nodes", type=click.IntRange(min=1), default=300, show_default=True,
              help="How many are drawn at once.")  # fmt: skip
@click.option("--since", default="", help="Only documents of this day or later (ISO date).")
@click.option("--until", default="", help="Only documents of this day or earlier.")
@click.option(
    "--like", default="", metavar="PAGE", help="Keep entities where this page of ours has them."
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def view(
    folder: str,
    output: str,
    title: str,
    focus: str,
    max_nodes: int,
    since: str,
    until: str,
    like: str,
    no_open: bool,
) -> None:
    """Write the graph as one HTML page and open it."""
    from kg import open_graph
    from kg.assemble import narrow
    from kg.export.html import read_places, write_html

    if (since or until) and not output:
        raise click.UsageError("--since and --until draw a part: name its file with -o")
    _check_days(since, until)
    knowledge = open_graph(folder).knowledge
    if since or until:
        knowledge = narrow(knowledge, since=since, until=until)
        if not knowledge.documents:
            raise click.ClickException("no document is known to be of these days")
    path = Path(output or Path(folder) / "graph.html")
    places = read_places(Path(like)) if like else {}
    if like and not places:
        raise click.ClickException(f"{like}: no page of a graph; `kg view -o FILE` writes one")
    write_html(knowledge, path, title=title, focus=focus, max_nodes=max_nodes, places=places)
    click.echo(str(path))
    if not no_open and _has_screen():
        click.launch(path.resolve().as_uri())


def _check_days(since: str, until: str) -> None:
    for option, day in (("--since", since), ("--until", until)):
        if day and not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            raise click.UsageError(f"{option} {day}: is no ISO date such as 2026-01-05")
    if since and until and since > until:
        raise click.UsageError(f"--since {since}: is after --until {until}")


def _has_screen() -> bool:
    """Whether a browser can open; elsewhere who looks for one only complains."""
    known = sys.platform in ("win32", "darwin")
    return known or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))


@cli.command()
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("object", required=False)
@GRAPH
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def explain(
    subject: str, predicate: str | None, object: str | None, folder: str, form: str
) -> None:
    """Show the evidence of a statement: its id (st:…), or subject, predicate and object."""
    from kg import open_graph

    graph = open_graph(folder)
    found = graph.explain(subject, predicate, object)
    if not found:
        asked = " – ".join(filter(None, (subject, predicate, object)))
        remedy = f"; `kg explain '{subject}'` shows what it says and does" if predicate else ""
        raise click.ClickException(f"{asked}: no such statement{remedy}")
    if form == "json":
        from kg.export import iter_records

        ids = {f"st:{explanation.statement.id}" for explanation in found}
        records = [r for r in iter_records(graph.knowledge) if r["id"] in ids]
        _print_data(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for explanation in found:
        _print_explanation(graph, explanation)


def _print_explanation(graph: Graph, explanation: Explanation) -> None:
    from kg.dossier import tell_bearings, tell_claim, tell_filler, tell_why

    statement = explanation.statement
    names = {e.id: e.label for e in graph.knowledge.entities}
    click.secho(tell_claim(statement, names), bold=True)
    why = tell_why(explanation.evidence, names)
    click.echo(f"  st:{statement.id}  {statement.factuality}, belief {statement.belief:.2f}{why}")
    for role in statement.arguments:
        click.echo(f"  {role.role}: {tell_filler(role, names)}")
    documents = {d.id: d for d in graph.knowledge.documents}
    for evidence in explanation.evidence:
        _print_evidence(graph, evidence, names, documents)
    for line in tell_bearings(graph.knowledge, statement, names):
        click.echo(f"  {line}")


def _print_evidence(
    graph: Graph, evidence: Evidence, names: Mapping[str, str], documents: Mapping[str, Document]
) -> None:
    """Who says so where, in which sentence; or from what it follows, with the sentences of that."""
    from kg.dossier import tell_answers, tell_claim

    for id in evidence.derived_from:
        for premise in graph.explain(f"st:{id}"):
            click.echo(f"  follows from: {tell_claim(premise.statement, names)} (st:{id})")
            for item in premise.evidence:
                if not item.derived_from:
                    _print_evidence(graph, item, names, documents)
    if evidence.document_id not in documents:
        return
    document = documents[evidence.document_id]
    speaker = names.get(evidence.said_by) or document.source or "the text"
    place = ", ".join(filter(None, (_origin(document, evidence), document.published)))
    click.echo(_plain(f"  {evidence.factuality} by {speaker} ({place})"))
    click.echo(f"    {_marked(evidence)}")
    for line in tell_answers(graph.knowledge, evidence, names):
        click.echo(f"    {line}")


def _origin(document: Document, evidence: Evidence) -> str:
    """The file and the line; or the part of the file, and the character in it."""
    from kg.origins import find_place

    place = find_place(document, evidence.sentence)
    if place is None:
        return document.name
    if place.inside == "file":
        return f"{document.name}:{place.line}"
    return f"{document.name}, character {place.start:,} of {place.inside}"


def _marked(evidence: Evidence) -> str:
    """The sentence with predicate and parties underlined."""
    start = evidence.sentence.start if evidence.sentence else 0
    places = (evidence.subject, evidence.predicate, evidence.object)
    marked = {i - start for s in places if s is not None for i in range(s.start, s.end)}
    runs = groupby(enumerate(evidence.text), key=lambda pair: pair[0] in marked)
    parts = [(is_marked, "".join(c for _, c in run)) for is_marked, run in runs]
    text = "".join(click.style(p, underline=True) if marks else p for marks, p in parts)
    return " ".join(text.split())


@cli.command()
@click.argument("start")
@click.argument("end")
@GRAPH
@click.option("--any", "any_", is_flag=True, help="Also over what is planned, possible or denied.")
def path(start: str, end: str, folder: str, any_: bool) -> None:
    """Show how two entities are connected, with the sentences."""
    from kg import open_graph
    from kg.analyse import find_path

    graph = open_graph(folder)
    ids = graph.entity(start).id, graph.entity(end).id
    if ids[0] == ids[1]:
        raise click.ClickException(f"{start} and {end} are one entity, ent:{ids[0]}")
    for statement in find_path(graph.knowledge, *ids, asserted=not any_):
        for explanation in graph.explain(f"st:{statement.id}"):
            _print_explanation(graph, explanation)


@cli.command()
@GRAPH
@click.option("--type", "kind", default="", help="List those of one type: Person, Country …")
@click.option(
    "--suggest", is_flag=True, help="List doubts about who is who, and how to settle them."
)
@click.option(
    "--why", metavar="ENTITY", default="", help="Tell why its names and mentions are its."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def entities(folder: str, kind: str, suggest: bool, why: str, form: str) -> None:
    """List the entities, the doubts about them, or the reasons for one."""
    from kg import open_graph
    from kg.doubts import find_doubts
    from kg.identities import explain_entity, list_entities

    graph = open_graph(folder)
    rows: list[tuple[str, ...]]
    if why:
        reasons = explain_entity(graph.knowledge, graph.entity(why).id)
        rows = [
            (r.text, r.reason, f"{r.score:.2f}", f"{r.document}:{r.start}" if r.document else "")
            for r in reasons
        ]
        _print_records(("text", "reason", "score", "place"), rows, reasons, form)
    elif suggest:
        doubts = find_doubts(graph.knowledge)
        rows = [(d.question, d.reason, f"{d.chance:.2f}", d.decision) for d in doubts]
        _print_records(("doubt", "reason", "chance", "decision"), rows, doubts, form)
    else:
        found = list_entities(graph.knowledge, _entity_type(kind))
        rows = [
            (p.entity.label, p.entity.type, str(p.mentions), str(p.statements),
             ", ".join(p.entity.aliases[:5]), f"ent:{p.entity.id}")
            for p in found
        ]  # fmt: skip
        columns = ("entity", "type", "mentions", "statements", "aliases", "id")
        _print_records(columns, rows, found, form)


def _entity_type(kind: str) -> str:
    from kg.model import ENTITY_TYPES

    if kind and kind.capitalize() not in ENTITY_TYPES:
        choice = ", ".join(ENTITY_TYPES)
        raise click.ClickException(f"{kind}: is no type of entity; choose one of {choice}")
    return kind.capitalize()


def _print_records(
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    records: Sequence[DataclassInstance],
    form: str,
) -> None:
    """Print rows for people, or the records that they are of as JSON."""
    if form == "json":
        _print_data(json.dumps([asdict(r) for r in records], ensure_ascii=False, indent=2))
    else:
        _print_table(columns, rows)


@cli.command()
@GRAPH
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Address; beyond loopback only with a token in KG_TOKEN.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65_535), default=7878, show_default=True,
              help="0 takes a free one.")  # fmt: skip
@click.option("--allow-host", multiple=True, help="Further name that clients may call it by.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Origin whose pages may ask.")
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True,
              help="Questions answered at a time.")  # fmt: skip
@click.option("--waiting", type=click.IntRange(min=0), default=64, show_default=True,
              help="Questions that may wait.")  # fmt: skip
@SECONDS
@MEMORY
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True,
              help="Rows of an answer.")  # fmt: skip
@click.option("--watch", multiple=True, type=click.Path(exists=True, path_type=Path),
              help="File or folder of texts that the graph shall follow.")  # fmt: skip
@click.option("--log", is_flag=True, help="Print a line for each request.")
def serve(
    folder: str,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    cors: tuple[str, ...],
    workers: int,
    waiting: int,
    seconds: float,
    memory: int,
    rows: int,
    watch: tuple[Path, ...],
    log: bool,
) -> None:
    """Serve the graph: pages at /, SPARQL at /sparql, JSON at /api; read-only."""
    from kg import open_graph
    from kg.serve import Limits, Settings, serve

    if not watch:  # which may make the graph
        open_graph(folder)  # says at once what is wrong with it
    settings = Settings(
        Path(folder), host, port, os.environ.pop("KG_TOKEN", ""), allow_host, cors, workers,
        waiting, Limits(seconds=seconds, memory=memory * 1_000_000, rows=rows), watch,
    )  # fmt: skip
    if log:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("kg.serve").setLevel(logging.INFO)
    serve(settings, started=lambda address: click.echo(f"serving {folder} at {address}"))


@cli.command()
@GRAPH
@SECONDS
@MEMORY
@click.option("--rows", type=click.IntRange(min=1), default=200, show_default=True,
              help="Rows of an answer.")  # fmt: skip
def mcp(folder: str, seconds: float, memory: int, rows: int) -> None:
    """Let an agent ask the graph: the Model Context Protocol on standard streams; read-only."""
    from kg import open_graph
    from kg.serve import Limits, Settings, serve_agents

    open_graph(folder)  # says at once what is wrong with it
    limits = Limits(seconds=seconds, memory=memory * 1_000_000, rows=rows, size=500_000)
    serve_agents(Settings(Path(folder), limits=limits))


@cli.command()
@GRAPH
@click.option("--shapes", is_flag=True, help="Have pySHACL check the shapes too (slower).")
@click.option("--coverage", is_flag=True, help="List the sentences that gave nothing, and why.")
@click.option("--conflicts", is_flag=True, help="List where documents give other numbers or dates.")
@PIPELINE
def check(folder: str, shapes: bool, coverage: bool, conflicts: bool, pipeline: str | None) -> None:
    """Check that the graph is sound; fails if it is not."""
    from kg import open_graph
    from kg.validate import validate, validate_shapes, validate_with_pyshacl

    graph = open_graph(folder)
    if coverage or conflicts:
        if coverage:
            _print_coverage(graph, pipeline)
        if conflicts:
            _print_conflicts(graph)
        return
    slowly = validate_with_pyshacl(graph) if shapes else ()
    findings = dict.fromkeys((*validate(graph), *validate_shapes(graph), *slowly))
    for finding in findings:
        click.echo(str(finding))
    if findings:
        raise click.ClickException(f"{len(findings)} findings")
    click.echo("the graph is sound")


def _print_conflicts(graph: Graph) -> None:
    knowledge = graph.knowledge
    names = {e.id: e.label for e in knowledge.entities}
    statements = {s.id: s for s in knowledge.statements}
    evidence = {e.id: e for e in knowledge.evidence}
    documents = {d.id: d for d in knowledge.documents}
    conflicts = [c for c in knowledge.connections if c.kind == "conflict"]
    for conflict in conflicts:
        claim = statements[conflict.first]
        click.secho(
            f"{conflict.about}: {names[claim.subject]} – {claim.predicate.label}", bold=True
        )
        for words, id in ((conflict.first_words, conflict.first_evidence),
                          (conflict.second_words, conflict.second_evidence)):  # fmt: skip
            click.echo(f"  {words} ({_place(documents[evidence[id].document_id])})")
            click.echo(f"    {_marked(evidence[id])}")
    if not conflicts:
        click.echo("no conflict between documents")


def _place(document: Document) -> str:
    told = (document.source, document.name, document.published)
    return _plain(", ".join(filter(None, told)))


def _print_coverage(graph: Graph, pipeline: str | None) -> None:
    from kg.coverage import measure_coverage

    shares, silences = measure_coverage(graph.knowledge, pipeline=pipeline)
    for share in shares:
        part = f" ({share.heard / share.sentences:.0%})" if share.sentences else ""
        told = f"{share.document}: {share.heard} of {share.sentences} sentences{part}"
        click.secho(_plain(told), bold=True)
        for silence in silences:
            if silence.document == share.document:
                click.echo(f"  {silence.reason}: {silence.text}")


@cli.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "tsv"]), default="jsonl", show_default=True
)
@click.option("--view", type=click.Choice(["facts", "clauses"]), default="facts", show_default=True)
@click.option(
    "--tokenized", is_flag=True, help="One sentence a line, tokens between single spaces."
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True,
    help="Leave out what is read with less.",
)  # fmt: skip
@STRICT
@FIELDS
@NETWORK
@PIPELINE
def extract(
    paths: tuple[str, ...],
    form: str,
    view: str,
    tokenized: bool,
    min_confidence: float,
    strict: bool,
    fields: tuple[str, ...],
    allow_network: bool,
    pipeline: str | None,
) -> None:
    """Read propositions from texts, by default standard input, without a graph.

    Texts are read one after the other, and none is held longer than that takes.
    """
    from kg.propositions import iter_lines
    from kg.sources import Skipped

    skipped = Skipped()
    for line in iter_lines(paths or ("-",), form=form, view=view, tokenized=tokenized,
                           min_confidence=min_confidence, pipeline=pipeline,
                           fields=_fields(fields), allow_network=allow_network,
                           report=skipped):  # fmt: skip
        _print_data(line)
    _print_skipped(skipped)
    _refuse_skipped(skipped, strict=strict)


@cli.command(name="eval")
@click.argument("more", nargs=-1, metavar="[NAME…]")
@click.option("--gold", type=click.Path(path_type=Path), required=True, help="Folder of gold sets.")
@click.option("--split", default="dev", show_default=True)
@click.option("--only", multiple=True, help="Sets to score: names after it, or repeated.")
@click.option("--without", multiple=True, help="Repair or construction to leave out.")
@click.option(
    "--show", type=click.Choice(["misses"]), default=None, help="List misses and false finds."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table")
@click.option("--fresh", is_flag=True, help="Ignore the cache.")
@PIPELINE
def evaluate(
    more: tuple[str, ...],
    gold: Path,
    split: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    show: str | None,
    form: str,
    fresh: bool,
    pipeline: str | None,
) -> None:
    """Score the graph against gold data."""
    from kg.evaluate import run, to_json
    from kg.evaluate.report import format_markdown, format_misses, format_table

    if more and not only:
        raise click.UsageError(f"unexpected {more[0]!r}; name sets after --only")
    names = [name for part in (*only, *more) for name in part.split(",")]
    figures = run(gold, split=split, only=names, show_misses=bool(show), without=without,
                  pipeline=pipeline or "", fresh=fresh)  # fmt: skip
    if form == "json":
        _print_data(json.dumps(to_json(figures), ensure_ascii=False))
    elif form == "markdown":
        click.echo(format_markdown(figures))
    else:
        from rich.console import Console

        Console(width=None if sys.stdout.isatty() else 160).print(format_table(figures))
    if show and form != "json":
        for line in format_misses(figures):
            click.echo(line)
