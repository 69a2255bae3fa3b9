"""A build on a real cluster of Spark: a master and two workers on loopback, one of them killed."""

import gzip
import io
import json
import os
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import reading_with_marks
from spark_cluster import HAS_SPARK, Cluster, settings

import kg
from kg.errors import KgError, SourceError
from kg.pipeline import Report

pytestmark = pytest.mark.skipif(not HAS_SPARK, reason="needs Java and the extra spark")

_PEOPLE = (
    "Elsbeth Arden",
    "Tomas Moro",
    "Nadia Holm",
    "Viktor Holm",
    "Arden",
    "Moro",
    "Nadja Holm",
)
FIELDS = {"text": ["story"]}
_ACTS = ("met", "praised", "accused", "called", "warned")
_PLACES = ("Port Lind", "Oslo", "Japan", "Tokyo")


def record(number: int) -> dict[str, str]:
    one, other = _PEOPLE[number % 7], _PEOPLE[(3 * number + 1) % 7]
    act, place = _ACTS[number % 5], _PLACES[number % 4]
    text = (
        f"{one} {act} {other} in {place} on Monday. The minister denied that {other} had left "
        f"{place}, and {one} said that {number + 12} people were injured there."
    )
    return {"story": text, "date": f"2026-03-{number % 27 + 1:02}", "source": f"Paper {number % 3}"}


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    """A folder of files as crawls and lakes have them, with a copy and a file that is none."""
    import pyarrow as pa
    from pyarrow import parquet
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    folder = tmp_path_factory.mktemp("texts")
    records = [record(number) for number in range(16)]
    lines = "\n".join(map(json.dumps, records[:6]))
    (folder / "news.jsonl").write_text(lines)
    (folder / "deep").mkdir()
    (folder / "deep" / "again.jsonl.gz").write_bytes(gzip.compress(json.dumps(records[0]).encode()))
    parquet.write_table(pa.Table.from_pylist(records[6:12]), folder / "news.parquet")
    with (folder / "crawl.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, told in enumerate(records[12:]):
            page = f"<html><body><article><p>{told['story']}</p></article></body></html>"
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://paper.example/{number}", "response",
                    payload=io.BytesIO(page.encode()), http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2026-03-09T00:00:00Z",
                                       "WARC-Record-ID": f"<urn:uuid:{number}>"},
                )
            )  # fmt: skip
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


def kill_after(cluster: Cluster, marks: Path, count: int, killed: list[int]) -> None:
    """Kill the worker that has read something, once so much is read."""
    while len(found := [m for m in marks.iterdir() if not m.suffix]) < count:
        time.sleep(0.02)
    parent = int(found[-1].read_text().splitlines()[1])
    killed.append(next(n for n in (0, 1) if cluster.processes[1 + n].pid == os.getsid(parent)))
    cluster.kill(killed[0])


def lines(folder: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in sorted((folder / "nquads").glob("part-*.nq.gz")):
        found.update(gzip.decompress(path.read_bytes()).decode().splitlines())
    return found


def lines_of(graph: kg.Graph) -> Counter[str]:
    stream = io.BytesIO()
    graph.export("nquads", stream)
    return Counter(stream.getvalue().decode().splitlines())


@pytest.fixture
def opinion(tmp_path_factory) -> dict[str, Path]:
    """What a user says of who is who, by the option that names the file."""
    folder = tmp_path_factory.mktemp("opinion")
    files = {"decisions": folder / "who.yaml", "link_table": folder / "table.csv"}
    files["decisions"].write_text(
        """
different: [[Nadia Holm, Nadja Holm]]
same: [[Viktor Holm, Tomas Moro], [Nobody, Oslo]]
rename: {Port Lind: Lind Harbour}
mentions: [{document: "news.jsonl#2", text: Tomas Moro, is: Another Moro}]
"""
    )
    files["link_table"].write_text("name,id\nLind Harbour,C-1\nAnother Moro,C-2\n")
    return files


@pytest.mark.model
def test_a_worker_that_is_killed_costs_nothing_and_doubles_nothing(
    cluster, texts, opinion, tmp_path
):
    from pyarrow import parquet

    from kg.engines.spark import SparkEngine

    marks, output, killed = tmp_path / "marks", tmp_path / "graph", []
    marks.mkdir()
    local, report = Report(), Report()
    here = kg.build(texts, fields=FIELDS, report=local, **opinion)
    given = {"spark.executorEnv.KG_MARKS": str(marks)}
    engine = SparkEngine(cluster.address, settings() | given, make_reader=reading_with_marks.make)
    threading.Thread(
        target=kill_after, args=(cluster, marks, 3, killed), daemon=True
    ).start()  # fmt: skip
    engine.build([str(texts)], str(output), fields=FIELDS, report=report, **opinion)

    assert killed
    assert lines(output) == lines_of(here)
    assert report.unused == local.unused
    codes = {code for entity in here.knowledge.entities for code in entity.codes}
    assert {("registry", "C-1"), ("registry", "C-2")} <= codes
    read = {m.read_text().split("\n")[0] for m in marks.iterdir()} - {""}  # killed as it wrote
    assert len(read) == 16
    assert report.documents == 16
    assert report.skipped.counts() == {"copy": 1, "damaged PDF": 1}
    told = json.loads((output / "_SUCCESS").read_text())
    assert told["statements"] == len(here.knowledge.statements)
    for name in ("documents", "entities", "statements", "evidence"):
        table = parquet.read_table(output / name)
        ids = table.column("id").to_pylist()
        assert sorted(ids) == [value.id for value in getattr(here.knowledge, name)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph", "marks"]

    with pytest.raises(KgError, match="is there already"):
        engine.build([str(texts)], str(output))
    with pytest.raises(SourceError, match="no such file"):
        engine.build([str(tmp_path / "nowhere")], str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


def test_options_of_the_other_engine_are_refused(run_kg, texts, tmp_path):
    status, _, said = run_kg("build", texts, "-o", tmp_path / "x", "--engine", "spark", "--prune")

    assert (status, said) == (2, "kg: --prune: needs --engine local\n")
