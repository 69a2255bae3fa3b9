"""How well linking tells who is who in invented news whose identities are known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import process_time

from bench.cast import KINDS, Report, Told, make_reports
from bench.tables import iter_table
from kg.evaluate.coreference import b_cubed
from kg.link import link
from kg.model import Block, Document, Linking, Mention, MentionPair, Reading, Span


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the names of one kind: how many, B-cubed, how many of a thousand are merged wrongly."""

    names: int
    precision: float
    recall: float
    f1: float
    wrong: float


def measure_identities(count: int, seed: int, pipeline: str) -> Iterator[str]:
    """A table by kind of identity."""
    reports = make_reports(count, seed)
    readings = read_reports(reports, pipeline)
    figures = score(reports, readings, link(readings))
    head = ("identities", "names", "B³ precision", "B³ recall", "B³ F1", "merged wrongly, of 1,000")
    yield f"{count} documents, {sum(len(r.names) for r in reports):,} names, seed {seed}."
    yield ""
    yield from iter_table(
        head,
        (
            (k, f.names, f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", f"{f.wrong:.1f}")
            for k, f in figures.items()
        ),
    )


def measure_cost(sizes: Sequence[int], seed: int) -> Iterator[str]:
    """A table of what linking costs by the number of documents, on the names as they are known."""
    rows = []
    for size in sizes:
        readings = given_readings(make_reports(size, seed))
        begun = process_time()
        linking = link(readings)
        spent = process_time() - begun
        names = sum(len(r.mentions) for r in readings)
        rows.append((size, names, len(linking.entities), spent, 1000 * spent / size))
    head = ("documents", "mentions", "entities", "CPU s", "CPU ms a document")
    yield from iter_table(head, [(f"{size:,}", *rest) for size, *rest in rows])


def given_readings(reports: Iterable[Report]) -> list[Reading]:
    """Readings with the names that are known, and the office of the first, without any parse."""
    return [_given(report) for report in reports]


def _given(report: Report) -> Reading:
    document = Document(
        report.id, report.text, (Block("paragraph", 0, len(report.text)),), f"{report.id}.txt"
    )
    sentences = [
        Span(report.id, m.start(), m.end()) for m in re.finditer(r"\S[^.]*\.", report.text)
    ]
    names = [_mention(report, sentences, t.start, t.end, _label(t)) for t in report.names]
    office = re.match(r"([A-Z]\w+) ([a-z]+) (?=[A-Z])", report.text)
    if office is None:
        return Reading(document, tuple(sentences), tuple(names), (), ())
    land = _mention(report, sentences, *office.span(1), "Country")
    title = replace(
        _mention(report, sentences, *office.span(2), "Person"), kind="nominal", function="title"
    )
    pairs = MentionPair("nationality", land, title), MentionPair("title", title, names[0])
    return Reading(document, tuple(sentences), (land, title, *names), pairs, ())


def _label(told: Told) -> str:
    return "Organization" if told.kind == "acronym" else "Person"


def _mention(
    report: Report, sentences: Sequence[Span], start: int, end: int, label: str
) -> Mention:
    text = report.text[start:end]
    head = text.split()[-1]
    number = next(n for n, sentence in enumerate(sentences) if start < sentence.end)
    return Mention(
        Span(report.id, start, end), text, label, "name", head,
        Span(report.id, end - len(head), end), text, number, number="singular",
        function="subject",
    )  # fmt: skip


def read_reports(reports: Iterable[Report], pipeline: str) -> list[Reading]:
    """Parse and read each report, as a build would."""
    from kg.extract import read
    from kg.parse import parse_documents

    documents = [
        Document(r.id, r.text, (Block("paragraph", 0, len(r.text)),), f"{r.id}.txt")
        for r in reports
    ]
    return [read(document, doc) for document, doc in parse_documents(documents, pipeline=pipeline)]


def score(
    reports: Sequence[Report], readings: Sequence[Reading], linking: Linking
) -> dict[str, Figures]:
    """Figures by kind, all kinds last. A name in which nothing was found is alone."""
    truth: dict[tuple[str, Told], str] = {}
    found: dict[tuple[str, Told], Hashable] = {}
    for report, reading in zip(reports, readings, strict=True):
        for told in report.names:
            truth[report.id, told] = told.identity
            ids = _meant(told, reading, linking)
            found[report.id, told] = ids or (report.id, told)
    wrong = _merged_wrongly(truth, found)
    kinds = {kind: {key for key in truth if key[1].kind == kind} for kind in KINDS}
    return {
        name: _figures(keys, truth, found, wrong)
        for name, keys in {**kinds, "all": set(truth)}.items()
        if keys
    }


def _meant(told: Told, reading: Reading, linking: Linking) -> tuple[str, ...]:
    """The entity of the name that shares most letters with a place."""

    def shared(mention: Mention) -> int:
        end = mention.span.start + mention.text.find(mention.core) + len(mention.core)
        return min(end, told.end) - max(end - len(mention.core), told.start)

    named = [m for m in reading.mentions if m.kind == "name" and shared(m) > 0]
    best = max(named, key=lambda m: (shared(m), -len(m.core)), default=None)
    return linking.referents.get(best, ()) if best is not None else ()


_Names = Mapping[tuple[str, Told], Hashable]


def _merged_wrongly(truth: _Names, found: _Names) -> set[tuple[str, Told]]:
    """The names whose entity is, by most of its names, somebody else."""
    votes: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for key, entity in found.items():
        votes[entity][truth[key]] += 1
    owner = {entity: max(sorted(v, key=str), key=lambda i: v[i]) for entity, v in votes.items()}
    return {key for key, entity in found.items() if owner[entity] != truth[key]}


def _figures(
    keys: set[tuple[str, Told]], truth: _Names, found: _Names, wrong: set[tuple[str, Told]]
) -> Figures:
    ratio = b_cubed(_grouped(keys, truth), _grouped(keys, found))
    share = 1000 * len(keys & wrong) / len(keys)
    return Figures(len(keys), ratio.precision, ratio.recall, ratio.f1, share)


def _grouped(keys: set[tuple[str, Told]], names: _Names) -> list[set[tuple[str, Told]]]:
    groups: defaultdict[Hashable, set[tuple[str, Told]]] = defaultdict(set)
    for key in keys:
        groups[names[key]].add(key)
    return list(groups.values())
