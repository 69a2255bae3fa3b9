"""Records: fields by their usual names, by names that the user gives, and in known dumps."""

import gzip
import io
import json
import sys
import zipfile

import pytest
from pretend import STAND_INS

from kg.errors import SourceError
from kg.pipeline import OPENING, build
from kg.sources import Skipped, read_documents

STORY = "The harbour of Vell was closed on Monday. Its master said that the crane had fallen."
RECORD = {"kop": "Crane falls", "story": STORY, "dag": "2024-05-14", "krant": "Vell Post",
          "text": "Rubriek: haven, kranen en schepen in de stad", "title": "Nr. 7"}  # fmt: skip
FIELDS = {"text": ["story"], "title": ["kop"], "date": ["dag"], "source": ["krant"]}


@pytest.fixture
def read(tmp_path):
    def of(name, content, **options):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        report = Skipped()
        return list(read_documents([tmp_path / name], report=report, **options)), report

    return of


def zipped(name, content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


LINE = json.dumps(RECORD)
TABLE = "\t".join(RECORD) + "\n" + "\t".join(RECORD.values()) + "\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", LINE), ("b.jsonl", LINE + "\n"), ("c.tsv", TABLE),
        ("d.jsonl.gz", gzip.compress(LINE.encode())), ("e.zip", zipped("x/news.json", LINE)),
        ("f.json", json.dumps({"items": [RECORD]})), ("g", LINE),
    ],
)  # fmt: skip
def test_the_user_names_the_fields_wherever_a_record_lies(read, name, content):
    (document,), _ = read(name, content, fields=FIELDS)

    assert document.text == STORY
    assert (document.title, document.source) == ("Crane falls", "Vell Post")
    assert (document.published, document.published_from) == ("2024-05-14", "record")
    assert document.aligned_with == "field story"


def test_several_names_are_tried_in_turn_and_a_dot_leads_inside(read):
    lines = [
        {"article": {"lead": STORY}},
        {"LONG": f"{STORY} It rained.", "article": {"lead": "x"}},
    ]
    content = "\n".join(map(json.dumps, lines))

    documents, _ = read("a.jsonl", content, fields={"text": ["long", "article.lead"]})

    assert [d.text for d in documents] == [STORY, f"{STORY} It rained."]


def test_what_the_user_does_not_name_is_found_by_its_usual_name(read):
    (document,), _ = read("a.json", json.dumps({"story": STORY, "headline": "Crane"}),
                          fields={"text": ["story"], "title": ["kop"]})  # fmt: skip

    assert document.title == "Crane"


@pytest.mark.parametrize("name", ["a.json", "a.csv"])
def test_where_no_field_has_a_text_the_remedy_is_told(read, name):
    content = json.dumps([{"a": 1}]) if name == "a.json" else "a,b\n1,2\n"
    _, report = read(name, content)

    assert str(report.skips[0]) == (
        f"{name}: no text in the records (no field text; --field text=NAME)"
    )


def test_the_command_takes_fields_and_refuses_what_it_does_not_know(run_kg, monkeypatch, tmp_path):
    for place, stand_in in STAND_INS.items():
        monkeypatch.setattr(place, stand_in)
    (tmp_path / "a.jsonl").write_text(json.dumps({"story": f"Ada met Ben. {STORY}", "kop": "A"}))
    arguments = ("build", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--field")

    assert run_kg(*arguments, "text=story", "--field", "title=kop, titel")[0] == 0
    assert run_kg(*arguments, "colour=red")[2].startswith("kg: --field colour=…: kg knows text,")
    assert "write it as text=story" in run_kg(*arguments, "text")[2]
    with pytest.raises(SourceError, match="kg knows"):
        build(tmp_path / "a.jsonl", fields={"colour": ["red"]})


# --- dumps as others make them ---

DUMPS = {
    "CC-News as in collections of it": {
        "title": "Crane falls", "text": STORY, "domain": "www.vell.example",
        "date": "2024-05-14 10:30:00", "description": "A crane", "url": "https://www.vell.example/1",
        "image_url": "https://www.vell.example/1.png",
    },
    "news-please": {
        "authors": ["Ada Holm"], "date_download": "2024-05-15 01:02:03",
        "date_publish": "2024-05-14 10:30:00", "description": "A crane", "filename": "1.json",
        "language": "en", "maintext": STORY, "source_domain": "www.vell.example",
        "text": "Crane falls", "title": "Crane falls", "url": "https://www.vell.example/1",
    },
    "GDELT-like, with the text": {
        "url": "https://www.vell.example/1", "title": "Crane falls", "seendate": "20240514T103000Z",
        "domain": "www.vell.example", "language": "English", "sourcecountry": "Vell",
        "content": STORY,
    },
    "a news API": {
        "source": {"id": None, "name": "www.vell.example"}, "author": "Ada Holm",
        "title": "Crane falls", "url": "https://www.vell.example/1",
        "publishedAt": "2024-05-14T10:30:00Z", "content": STORY,
    },
    "schema.org": {
        "@type": "NewsArticle", "headline": "Crane falls", "articleBody": STORY,
        "datePublished": "2024-05-14T10:30:00", "author": [{"@type": "Person", "name": "Ada Holm"}],
        "publisher": {"name": "www.vell.example"}, "url": "https://www.vell.example/1",
    },
    "a JSON feed": {
        "id": "1", "url": "https://www.vell.example/1", "title": "Crane falls",
        "content_text": STORY, "date_published": "2024-05-14T10:30:00Z",
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", ["lines", "list", "inside"])
@pytest.mark.parametrize("dump", DUMPS.values(), ids=DUMPS)
def test_records_of_known_dumps_are_read_without_options(read, dump, shape):
    other = {key: f"{v} It rained." if v == STORY else v for key, v in dump.items()}
    content = {
        "lines": f"{json.dumps(dump)}\n{json.dumps(other)}\n",
        "list": json.dumps([dump, other]),
        "inside": json.dumps({"status": "ok", "articles": [dump, other]}),
    }[shape]

    (document, _), report = read("a.jsonl" if shape == "lines" else "a.json", content)

    assert not report.skips
    assert (document.text, document.title) == (STORY, "Crane falls")
    assert document.published.startswith("2024-05-14T10:30:00")
    assert document.url == "https://www.vell.example/1"
    assert document.source.removeprefix("www.") == "vell.example"


def test_a_list_of_articles_without_their_texts_is_told(read):
    listed = {k: v for k, v in DUMPS["GDELT-like, with the text"].items() if v != STORY}

    documents, report = read("a.json", json.dumps({"articles": [listed]}))

    assert (documents, report.counts()) == ([], {"no text in the records": 1})


# --- how far ---


@pytest.mark.parametrize("kind", ["jsonl", "zip", "jsonl.gz"])
def test_how_far_a_build_is_in_its_files_is_told_in_bytes(monkeypatch, tmp_path, kind):
    for place, stand_in in STAND_INS.items():
        monkeypatch.setattr(place, stand_in)
    told_by = (f"Ada met Ben. It was day {n} of the year, he said. {STORY * 9}" for n in range(100))
    lines = "".join(json.dumps({"text": text}) + "\n" for text in told_by)
    content = {"jsonl": lines.encode(), "zip": zipped("a.jsonl", lines),
               "jsonl.gz": gzip.compress(lines.encode())}[kind]  # fmt: skip
    (tmp_path / f"a.{kind}").write_bytes(content)
    (tmp_path / "b.txt").write_text(STORY)
    told = []

    build(tmp_path, workers=1, progress=lambda *step: told.append(step))

    total = len(content) + len(STORY)
    opening = [done for stage, done, all_ in told if stage == OPENING and all_ == total]
    assert opening == sorted(opening)
    assert opening[-1] >= total - 10_000
    assert ("reading", 101, 101) in told
    assert kind != "jsonl" or len(opening) > 10


def test_where_the_size_is_not_known_no_total_is_told(monkeypatch):
    for place, stand_in in STAND_INS.items():
        monkeypatch.setattr(place, stand_in)
    stream = io.BytesIO(f"Ada met Ben. {STORY}".encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    told = []

    build("-", progress=lambda *step: told.append(step))

    assert {all_ for stage, _, all_ in told if stage == OPENING} <= {0}
