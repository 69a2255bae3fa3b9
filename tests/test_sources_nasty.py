"""No file, whatever is in it, ends a build: it gives documents, or a reason that is counted."""

import json
import os
import re
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nasty.files import packed, pdf, tarred, warc, zipped

from kg.model import Span
from kg.origins import find_place
from kg.sources import READERS, Skipped, read_documents

STORY = "The harbour of Vell was closed on Monday. Its master said that the crane had fallen."
PAGE = f"<html><body><article><h1>Crane</h1><p>{STORY}</p></article></body></html>"
FEED = f"<rss><channel><title>Vell</title><item><title>Crane</title><description>{STORY}"
FEED += "</description></item></channel></rss>"


def read(path):
    report = Skipped()
    return list(read_documents([path], report=report)), report


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# --- sizes and shapes ---


@pytest.mark.parametrize("character", [b"a", b" ", b"\0", b"<", b"[", b"\xff"])
def test_ten_megabytes_of_one_character_are_counted_soon(put, character):
    start = time.process_time()

    for suffix in {reader: suffix for suffix, reader in READERS.items()}.values():
        path = put(f"a{suffix}", character * 10_000_000)
        documents, report = read(path)
        path.unlink()
        assert not documents
        assert len(report.skips) == 1

    assert time.process_time() - start < 10


FRAGMENTS = [
    "[", "![", "*a ", "> ", "`", "_a*", "- ", "|a", "<!--", "<a ", "&", "A", "A. ", "By A ", "A-",
    "Source: a ", "VELL, ", "May 1, ", "'", '"', "a,b", "said.The ", "\n", "a\n", "://", "@a",
    "---\n", "(c) ", "Read more: ", "\u0301", "e\u0301", "\u202e", "1. ", "# ", "=\n", "\t",
    "a\u200b", "|-|-\n", "\r", "why: ", "(A) ", "We use cookies ", "a ,", '" ', "www.",
]  # fmt: skip


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("fragment", FRAGMENTS, ids=repr)
def test_what_repeats_itself_is_read_in_the_time_that_its_length_asks(put, fragment, suffix):
    text = fragment * (20_000 // len(fragment))
    path = put(f"a{suffix}", f"{STORY}\n\n{text}\n\n{STORY} More was said.")
    start = time.process_time()

    documents, report = read(path)

    assert len(documents) + len(report.skips) == 1
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "tags",
    [
        "<div>" * 100_000, "<p>" * 10_000, "<table><tr><td>" * 30_000, "<b><i>" * 50_000,
        "<!--" * 100_000, "<p a='" * 100_000, "<![CDATA[" * 100_000, "&lt;" * 20_000,
        "<div hidden>" * 20_000, "<div hidden>a</div>" * 10_000,
        f'<script type="application/ld+json">{{"headline": "{"<a " * 1_000_000}"}}</script>',
        f'<script type="application/settings+json">"{"<!-- > " * 500_000}"}}</script>',
    ],
    ids=range(12),
)  # fmt: skip
def test_a_page_of_a_hundred_thousand_tags_is_read_or_counted_soon(put, tags):
    pytest.importorskip("trafilatura")
    start = time.process_time()

    documents, report = read(put("a.html", PAGE.replace("<h1>", tags + "<h1>")))

    assert len(documents) + len(report.skips) == 1
    assert time.process_time() - start < 10


# --- characters ---


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (STORY.encode("utf-16-le"), STORY),
        (STORY.encode("utf-16-be"), STORY),
        (STORY.replace(" ", "\r\n").encode(), None),
        (STORY.encode() + b"\0\0", STORY),
        (b"\0" + STORY.replace("crane", "cra\0ne").encode(), STORY),
        ((STORY * 30).encode() + b"\xc3\x28\xff", None),
        (f"{STORY} 🚢🏽\u200d🔧 It sank.".encode(), f"{STORY} 🚢🏽🔧 It sank."),
        (f"\u202b{STORY}\u202c".encode(), STORY),
        (f"{STORY} The ship \u05d7\u05d9\u05e4\u05d4 sank.".encode(),
         f"{STORY} The ship \u05d7\u05d9\u05e4\u05d4 sank."),
    ],
)  # fmt: skip
def test_english_is_read_whatever_stands_between_its_letters(put, data, text):
    (document,), report = read(put("a.txt", data))

    assert text is None or document.text == text
    assert "\0" not in document.text
    assert not report.skips


@pytest.mark.parametrize("text", ["نقل المرفأ يوم الاثنين بعد سقوط الرافعة", "🚢" * 50])
def test_a_text_without_english_is_counted(put, text):
    documents, report = read(put("a.txt", text))

    assert not documents
    assert len(report.skips) == 1


# --- files that are none, and files that change ---


def test_a_device_and_a_pipe_inside_a_folder_are_not_read(tmp_path, put):
    put("a.txt", STORY)
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    (tmp_path / "terminal").symlink_to("/dev/tty")
    os.mkfifo(tmp_path / "pipe.jsonl")

    documents, report = read(tmp_path)

    assert [document.name for document in documents] == ["a.txt"]
    assert report.counts() == {"not a regular file": 3}


def test_a_device_or_pipe_that_is_named_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")

    for path in (tmp_path / "pipe.txt", "/dev/zero"):
        assert read(type(tmp_path)(path))[1].counts() == {"not a regular file": 1}


def test_links_in_a_circle_end(tmp_path, put):
    put("a.txt", STORY)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "c.txt").symlink_to(tmp_path / "d.txt")
    (tmp_path / "d.txt").symlink_to(tmp_path / "c.txt")

    documents, report = read(tmp_path)

    assert [document.name for document in documents] == ["a.txt"]
    assert report.counts() == {"a link to nothing": 2}


@pytest.mark.parametrize("change", ["truncate", "unlink", "overwrite"])
def test_a_file_that_changes_while_it_is_read_gives_what_it_gives(put, change):
    lines = [json.dumps({"text": f"{STORY} Boat {n} was lost."}) for n in range(900)]
    path = put("a.jsonl", "\n".join(lines))
    documents = read_documents([path], report=(report := Skipped()))

    assert next(documents).name == "a.jsonl#1"
    if change == "unlink":
        path.unlink()
    else:
        os.truncate(path, 5_000)
    if change == "overwrite":
        path.write_bytes(os.urandom(3) * 50_000)

    assert all(document.text.startswith(STORY) for document in documents)
    assert len(report.skips) < 900


# --- archives ---


def nested(depth):
    data = zipped({"a.txt": STORY})
    for _ in range(depth):
        data = zipped({"a.zip": data})
    return data


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", zipped({"a.txt": b"\0" * 20_000_000}), "packed too tightly"),
        ("a.zip", nested(9), "archive in an archive"),
        ("a.zip", zipped({}), "no text in it"),
        ("a.zip", zipped({"..": "x", "/": "x"}), "no text in it"),
        ("a.tar", tarred({"a.zip": nested(1)}), "archive in an archive"),
        ("a.zip", zipped({"a.tgz": packed(b"")}), "archive in an archive"),
    ],
)
def test_an_archive_that_would_grow_without_end_is_counted(put, name, data, reason):
    documents, report = read(put(name, data))

    assert not documents
    assert list(report.counts()) == [reason]


def test_more_members_than_an_archive_may_have_are_counted(put, monkeypatch):
    monkeypatch.setattr("kg.sources.archives._MAX_MEMBERS", 20)
    members = {f"{n}.txt": f"{STORY} {n} boats sank." for n in range(30)}

    for name, data in (("a.zip", zipped(members)), ("a.tar", tarred(members))):
        _, report = read(put(name, data))
        assert report.counts() == {"too many files in the archive": 1}


def test_nothing_is_written_beside_an_archive_that_names_files_outside(tmp_path, put):
    names = ["../evil.txt", "/tmp/evil-of-kg.txt", "..\\..\\evil.txt", "a/../../evil.txt"]
    path = put("a.zip", zipped({name: f"{STORY} {name!r}" for name in names}))

    documents, _ = read(path)

    assert len(documents) == 4
    assert not any(".." in document.name for document in documents)
    assert list(tmp_path.parent.rglob("evil*")) == []


# --- what fuzzing found ---


def test_a_month_that_is_none_leaves_the_front_matter_without_a_date(put):
    (document,), _ = read(put("a.md", f"---\ntitle: Crane\ndate: 2024-25-14\n---\n{STORY}"))

    assert (document.title, document.published) == ("Crane", "")


def test_front_matter_that_merges_itself_over_and_over_takes_no_time(put):
    rows = ["a0: &a0 {x: 1}"]
    rows += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    start = time.process_time()

    (document,), _ = read(put("a.md", "---\ntitle: Crane\n" + "\n".join(rows) + f"\n---\n{STORY}"))

    assert document.title == "Crane"
    assert time.process_time() - start < 2


@pytest.mark.parametrize("matter", ["- a\n- b", "? [a]\n: b", "[" * 1_500, "title: null", "a: *b"])
def test_front_matter_without_fields_gives_none(put, matter):
    (document,), _ = read(put("a.md", f"---\n{matter}\n---\n{STORY}"))

    assert (document.text, document.title) == (STORY, "")


def test_a_mail_whose_sender_is_nonsense_gives_its_text(put):
    sender = "From: Pt: multipart/mixed; boundary=XX\n\t--XX\n minister 5zdWJz \n fCBWa"
    ((document,), _) = read(put("a.eml", f"{sender}\nSubject: Crane falls\n\n{STORY}".encode()))

    assert (document.title, document.author) == ("Crane falls", "")


def test_an_address_with_marks_that_are_repaired_elsewhere_is_found_in_its_file(put):
    text = "The master said that the crane had fal\x01len''''at=http://vell.example on Monday."

    ((document,), _) = read(put("a.txt", text.encode()))

    start = document.text.index("http")
    place = find_place(document, Span(document.id, start, start + 4))
    assert text[place.start : place.end] == "http"


@pytest.mark.parametrize("method", [12, 14], ids=["bzip2", "lzma"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_member_that_is_not_packed_as_it_says_is_counted_and_the_next_is_read(put, name, method):
    data = bytearray(zipped({name: STORY * 9, "b.txt": STORY}))
    for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(sign) + place] = method

    documents, report = read(put("a.zip", bytes(data)))

    assert [document.name for document in documents] == ["a.zip#b.txt"]
    assert report.counts() == {"damaged or encrypted in the archive": 1}


def test_a_member_without_a_name_and_one_that_lies_nowhere_are_passed_over(put):
    data = zipped({"a.txt": STORY, "b.txt": STORY + " More."})
    first, second = (match.start() for match in re.finditer(rb"PK\x01\x02", data))
    nameless = data[: second + 28] + b"\0\0" + data[second + 30 :]
    nowhere = data[: first + 42] + b"\xff\xff\xff\x7f" + data[first + 46 :]

    documents, _ = read(put("a.zip", nameless))
    assert [document.name for document in documents] in ([], ["a.zip#a.txt"])
    documents, report = read(put("b.zip", nowhere))
    assert [document.name for document in documents] == ["b.zip#b.txt"]
    assert len(report.skips) == 1


def test_a_crawl_whose_heads_do_not_end_is_counted_and_what_came_before_is_read(put, capfd):
    whole = warc(("https://vell.example", "text/html", "200 OK", PAGE))
    for rest in (b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000, b"x" * 1_000_000):
        documents, report = read(put("a.warc", whole + rest))

        assert [document.name for document in documents] == ["a.warc#1"]
        assert report.counts() == {"damaged crawl": 1}
    assert capfd.readouterr() == ("", "")


# --- laws ---

WHOLE = {
    ".zip": zipped({"a.txt": STORY, "b.jsonl": json.dumps({"text": STORY})}),
    ".tar": tarred({"a.txt": STORY, "b.csv": f"text\n{STORY}\n"}),
    ".tgz": packed(tarred({"a.txt": STORY})),
    ".txt.gz": packed(STORY.encode()),
    ".pdf": pdf([(60, 700, 10, STORY)]),
    ".warc": warc(("https://vell.example", "text/html", "200 OK", PAGE)),
    ".xml": FEED.encode(),
    ".html": PAGE.encode(),
    ".json": json.dumps([{"text": STORY}]).encode(),
    ".eml": f"Subject: Crane\nDate: 1 May 2024\n\n{STORY}".encode(),
    ".csv": f'text,date\n"{STORY}",2024-05-14\n'.encode(),
    ".md": f"---\ntitle: Crane\n---\n# Crane\n\n{STORY}".encode(),
}

LAW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@LAW
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300))
def test_any_bytes_under_any_suffix_are_read_or_counted(put, suffix, data):
    documents, report = read(put(f"a{suffix}", data))

    assert all(document.text.strip() for document in documents)
    assert all(skip.reason for skip in report.skips)


@LAW
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_whole_file_with_some_bytes_changed_is_read_or_counted(put, suffix, data):
    content = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        new = data.draw(st.binary(max_size=4))
        content[place : place + data.draw(st.integers(0, 4))] = new
        content = content or bytearray(b" ")

    documents, _ = read(put(f"a{suffix}", bytes(content)))

    for document in documents:
        assert all(document.text[b.start : b.end].strip() for b in document.blocks)


@LAW
@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1))
def test_a_file_cut_off_anywhere_is_read_or_counted(put, suffix, share):
    data = WHOLE[suffix]

    documents, report = read(put(f"a{suffix}", data[: int(share * len(data))]))

    assert documents or report.skips
    assert all(skip.reason for skip in report.skips)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "title", "date", "source", "author", "x"]), inner
        )
    ),
    max_leaves=12,
)


@LAW
@given(JSON)
@example({"text": "\ud800 The crane fell, he said."})
@example({"text": STORY, "date": float("inf"), "author": [[["x"]]], "source": {"name": {}}})
def test_any_json_is_read_or_counted(put, content):
    for name in ("a.json", "a.jsonl"):
        documents, report = read(put(name, json.dumps(content)))
        assert documents or report.skips
