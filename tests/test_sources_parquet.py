"""Tables of Parquet as sources."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from kg.sources import Skipped, read_documents

pa = pytest.importorskip("pyarrow", reason="needs pyarrow, of the extra spark")
parquet = pytest.importorskip("pyarrow.parquet")

ROWS = [
    {"body": "The minister met the union on Monday.", "date": date(2026, 3, 2), "outlet": "Herald"},
    {"body": "The union rejected the offer on Tuesday.", "date": date(2026, 3, 3), "outlet": ""},
    {"body": None, "date": None, "outlet": "Herald"},
]


@pytest.fixture
def table(tmp_path) -> Path:
    parquet.write_table(pa.Table.from_pylist(ROWS), tmp_path / "news.parquet")
    return tmp_path / "news.parquet"


def test_each_row_is_a_document(table):
    report = Skipped()

    first, second = read_documents([table], report=report)

    assert (first.name, first.text, first.published) == (
        "news.parquet#1", "The minister met the union on Monday.", "2026-03-02",
    )  # fmt: skip
    assert second.published == "2026-03-03"
    assert [str(s) for s in report.skips] == ["news.parquet#3: no text in the record"]


def test_columns_may_be_named(table):
    found = read_documents([table], fields={"text": ["body"], "source": ["outlet"]})

    assert [d.source for d in found] == ["Herald", ""]


def test_a_table_in_an_archive_is_read(table):
    with zipfile.ZipFile(table.with_suffix(".zip"), "w") as archive:
        archive.write(table, "news.parquet")

    assert len(list(read_documents([table.with_suffix(".zip")]))) == 2


def test_a_damaged_table_is_told(table):
    table.write_bytes(table.read_bytes()[:200])
    report = Skipped()

    assert list(read_documents([table], report=report)) == []
    assert report.skips[0].reason == "damaged Parquet file"
