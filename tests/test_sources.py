import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Span, digest
from kg.origins import find_place
from kg.sources import Skipped, find_files, make_document, read_documents
from kg.sources.repair import repair

STORY = "The harbour of Vell was closed on Monday. Its master said that the crane had fallen.\n"


@pytest.fixture
def folder(tmp_path):
    def make(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


def read(path, **options):
    report = Skipped()
    return list(read_documents([path], report=report, **options)), report


def blocks_of(document):
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


# --- files ---


def test_files_come_sorted_with_their_folder_and_hidden_ones_are_passed_over(folder):
    path = folder(b_dot_txt=STORY, a__c_dot_md=STORY + "x", _dot_git__d_dot_txt=STORY)

    assert [file.relative_to(path).as_posix() for file in find_files([path])] == ["a/c.md", "b.txt"]
    assert [document.name for document in read(path)[0]] == ["a/c.md", "b.txt"]


def test_a_path_named_twice_is_read_once(folder):
    path = folder(a_dot_txt=STORY)

    assert len(list(read_documents([path, path / "a.txt", path]))) == 1


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_missing_path_and_an_empty_folder_fail_at_once_naming_the_path(tmp_path, name):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SourceError, match=name):
        read_documents([tmp_path / name])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (bytes(range(256)) * 40, "binary file"),
        (b"%PDF-1.7 ... ", "binary file"),
        (b"PK\x03\x04 ... ", "binary file"),
        (b"Subscribe to our newsletter for more.", "nothing but boilerplate"),
        ("Der Hafen von Vell wurde am Montag gesperrt, weil ein Kran umgefallen war.",
         "not in English"),
        ("Гавань была закрыта в понедельник.", "not in English"),
        (b"x" * 2_100_000, "too long"),
        (b"word " * 310_000, "too long"),
    ],
)  # fmt: skip
def test_a_bad_file_is_counted_with_its_reason_and_the_good_one_is_read(folder, content, reason):
    documents, report = read(folder(a_bad_dot_txt=content, b_dot_txt=STORY))

    assert [document.name for document in documents] == ["b.txt"]
    assert report.counts() == {reason: 1}
    assert str(report.skips[0]).startswith(f"a_bad.txt: {reason}")


def test_a_file_of_fifty_megabytes_on_one_line_is_not_taken_into_memory(folder):
    path = folder(good_dot_txt=STORY)
    with (path / "huge.txt").open("wb") as file:
        file.truncate(50 * 2**20)

    documents, report = read(path)

    assert len(documents) == 1
    assert report.counts() == {"too long": 1}


def test_a_file_of_another_kind_is_counted(folder):
    documents, report = read(folder(a_dot_txt=STORY, code_dot_py=b"print(1)"))

    assert len(documents) == 1
    assert report.counts() == {"not a kind of file that kg reads": 1}


def test_a_pipe_is_not_waited_for(folder):
    path = folder(a_dot_txt=STORY)
    os.mkfifo(path / "pipe.txt")

    documents, report = read(path)

    assert len(documents) == 1
    assert report.counts() == {"not a regular file": 1}


def test_a_file_that_vanishes_while_others_are_read_is_counted(folder):
    path = folder(a_dot_txt=STORY, b_dot_txt=STORY + "And more was said of it.")
    report = Skipped()
    documents = read_documents([path], report=report)

    next(documents)
    (path / "b.txt").unlink()

    assert list(documents) == []
    assert report.counts() == {"vanished": 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_counted(folder):
    path = folder(a_dot_txt=STORY, b_dot_txt=STORY + "And more was said of it.")
    (path / "a.txt").chmod(0)

    documents, report = read(path)

    assert len(documents) == 1
    assert report.counts() == {"cannot be opened": 1}


def test_a_loop_of_links_ends(folder):
    path = folder(a_dot_txt=STORY)
    (path / "loop").symlink_to(path)
    (path / "self.txt").symlink_to(path / "self.txt")

    documents, report = read(path)

    assert [document.name for document in documents] == ["a.txt"]
    assert report.counts() == {"a link to nothing": 1}


def test_a_folder_that_may_not_be_listed_is_counted_and_the_rest_is_read(folder, monkeypatch):
    path = folder(a_dot_txt=STORY)
    (path / "locked").mkdir()
    scan = os.scandir

    def refuse(place):
        if Path(place).name == "locked":
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr("os.scandir", refuse)  # root may list all

    documents, report = read(path)

    assert [document.name for document in documents] == ["a.txt"]
    assert report.counts() == {"cannot be opened": 1}


def test_of_many_skips_all_are_counted_and_the_first_of_each_reason_kept(folder):
    lines = ["{}"] * 5_000 + ["no record"] + [json.dumps({"text": "The crane fell."})]
    documents, report = read(folder(a_dot_jsonl="\n".join(lines)))

    assert len(documents) == 1
    assert report.total == 5_001
    assert report.counts() == {"no text in the record": 5_000, "not JSON": 1}
    assert len(report.skips) == 101
    assert str(report.skips[-1]) == "a.jsonl#5001: not JSON"


def test_the_same_text_is_read_once_and_its_copy_is_named(folder):
    documents, report = read(folder(a_dot_txt=STORY, b_dot_txt=STORY))

    assert [document.name for document in documents] == ["a.txt"]
    assert str(report.skips[0]) == "b.txt: copy (of a.txt)"


def test_a_text_that_two_outlets_print_is_two_documents(folder):
    documents, _ = read(
        folder(a_dot_txt=STORY + "\nSource: Vell Gazette", b_dot_txt=STORY + "\nSource: Oru Post")
    )

    assert [document.source for document in documents] == ["Vell Gazette", "Oru Post"]


def test_standard_input_is_a_document(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))

    (document,) = read_documents([Path("-")])

    assert document.name == "-"


# --- characters ---


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_give_the_same_text(folder, encoding):
    story = (
        "The café in São Vell cost £5 – the naïve owner had paid more, his sister said on Monday."
    )

    (document,), _ = read(folder(a_dot_txt=story.encode(encoding)))

    assert document.text == story


def test_latin_1_is_read(folder):
    (document,), _ = read(
        folder(a_dot_txt="The café was closed, the mayor said.".encode("latin-1"))
    )

    assert document.text == "The café was closed, the mayor said."


def test_utf_8_with_a_damaged_byte_stays_utf_8(folder):
    text = ("The café was closed, the mayor said. " * 20).encode() + b"It was \xff late."

    (document,), _ = read(folder(a_dot_txt=text))

    assert document.text.count("café") == 20
    assert document.text.endswith("It was late.")


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("The crane fell,but nobody was hurt.", "The crane fell, but nobody was hurt."),
        ("The crane fell.Nobody was hurt.", "The crane fell. Nobody was hurt."),
        ("The crane fell , he said .", "The crane fell, he said."),
        ("The har\u00adbour was \ufb01lled.", "The harbour was filled."),
        ("The\u00a0crane\u2009fell\u200b down.", "The crane fell down."),
        ("“It fell,” she said: ‘It’s gone.’", "\"It fell,\" she said: 'It's gone.'"),
        ("The cafe\u0301 was shut.", "The café was shut."),
        ("It was \u202eshut\u202c down.", "It was shut down."),
        ("The crane\x00 was\x07 down.", "The crane was down."),
        ("They paid 1,000 to the U.S. Army.", "They paid 1,000 to the U.S. Army."),
        ("See https://vell.example/a,b.Html for the map.",
         "See https://vell.example/a,b.Html for the map."),
        ("The 🚢 was late, she said.", "The 🚢 was late, she said."),
    ],
)  # fmt: skip
def test_characters_and_spacing_are_repaired(text, repaired):
    assert make_document(text).text == repaired


def test_carriage_returns_end_lines(folder):
    text = "Crane falls in Vell\r\n\r\nThe crane fell.\r\nNobody was hurt.\r\n"

    assert blocks_of(make_document(text)) == [
        ("heading", "Crane falls in Vell"),
        ("paragraph", "The crane fell."),
        ("paragraph", "Nobody was hurt."),
    ]


def test_a_text_that_is_not_to_be_cleaned_keeps_every_character():
    text = "  Advertisement , he said .\n“It fell,but slowly.”"

    document = make_document(text, clean=False)

    assert (document.text, blocks_of(document)) == (text, [("paragraph", text)])


# --- places ---


def cut(document, source, words):
    """The characters of the source where these words of the cleaned text were."""
    start = document.text.index(words)
    place = find_place(document, Span(document.id, start, start + len(words)))
    return source[place.start : place.end], place.line


@pytest.mark.parametrize(
    ("source", "words", "original", "line"),
    [
        ("Crane falls.\n\n  It fell , slowly.\n", "It fell, slowly.", "It fell , slowly.", 3),
        ("“It fell,” she said: ‘It’s gone.’", '"It fell,"', "“It fell,”", 1),
        ("The har\u00adbour \ufb01lled…", "harbour filled", "har\u00adbour \ufb01lled", 1),
        ("The cafe\u0301 was shut.", "café", "cafe\u0301", 1),
        ("''It fell,'' she said.", '"It fell,"', "''It fell,''", 1),
        ("It fell.\r\nIt sank.The crew swam.", "The crew swam.", "The crew swam.", 2),
        ("It sank:\n - The crane fell.\n -  A boat sank.", "A boat sank.", "A boat sank.", 3),
        ("VELL, May 3 (NTB) — The crane fell.", "The crane fell.", "The crane fell.", 1),
        ("Why: The cable broke.", "The cable broke.", "The cable broke.", 1),
        ("It fell\x00 down\u200b.", "fell down.", "fell\x00 down\u200b.", 1),
    ],
)  # fmt: skip
def test_words_are_found_again_in_the_text_before_cleaning(source, words, original, line):
    assert cut(make_document(source), source, words) == (original, line)


@pytest.mark.parametrize(
    ("source", "words", "original", "line"),
    [
        ("# Crane\n\nThe *crane* **fell** down.", "crane fell down.", "crane* **fell** down.", 3),
        ("See [the port](https://vell.example/the-port-fell \"fell\"): it fell.", "it fell.",
         "it fell.", 1),
        ("![fell](fell.png) It\nfell there.", "fell there.", "fell there.", 2),
        ("It fell.\n\n- A\\* ship &amp; a boat\n- sank", "ship & a boat", "ship &amp; a boat", 3),
        ("> “It fell,” he said.", '"It fell,"', "“It fell,”", 1),
        ("| a | b |\n|---|---|\n| it fell | it sank |", "it sank", "it sank", 3),
        ("<b>It</b> fell.", "It fell.", "It</b> fell.", 1),
    ],
)  # fmt: skip
def test_words_are_found_again_in_mark_up(source, words, original, line):
    assert cut(make_document(source, markdown=True), source, words) == (original, line)


def test_lines_are_counted_from_the_top_of_the_file_and_offsets_from_its_first_character(folder):
    text = f"---\r\ntitle: Crane\r\n---\r\n\r\n{STORY}"
    (document,), _ = read(folder(a_dot_md=text.encode("utf-8-sig")))

    assert cut(document, text, "The harbour") == ("The harbour", 5)
    assert (document.title, document.aligned_with) == ("Crane", "file")


@pytest.mark.parametrize(
    ("name", "content", "inside"),
    [
        ("a.jsonl", json.dumps({"title": "A", "body": f"\n{STORY}"}), "field body"),
        ("a.csv", f'title,text\nA,"\n{STORY}"\n', "field text"),
        ("a.eml", f"Subject: A\n\n\n{STORY}", "mail body"),
    ],
)
def test_in_a_record_places_are_counted_from_the_start_of_its_field(folder, name, content, inside):
    (document,), _ = read(folder(**{name.replace(".", "_dot_"): content}))

    assert cut(document, f"\n{STORY}", "The harbour") == ("The harbour", 2)
    assert document.aligned_with == inside


@settings(max_examples=150, deadline=None, derandomize=True)
@pytest.mark.parametrize("markdown", [False, True])
@given(
    st.lists(
        st.sampled_from(
            ["The", "crane", "“fell,”", "said.Then", "a ,b", "ﬁre", "cafe\u0301", "it’s", "…",
             "''x''", "har\u00adbour", "\n", "\r\n", "\n\n", "- ", "1. ", "**sank**", "[a](b)",
             "U.S.", "&amp;", "\u200b", "VELL — ", "By Ada Holm\n", "Why: ", "e\u0301", "🚢",
             "<i>x</i>", "\\*", "\t", "#"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_what_is_found_in_the_source_is_what_the_repairs_make_the_text_of(markdown, parts):
    source = " ".join(parts)
    document = make_document_or_none(source, markdown)
    for block in document.blocks if document else ():
        words = list(re.finditer(r"[A-Za-z]+", document.text[block.start : block.end]))
        for word in words:
            span = Span(document.id, block.start + word.start(), block.start + word.end())
            place = find_place(document, span)
            assert repair(source[place.start : place.end]) == word[0]


def make_document_or_none(source, markdown):
    try:
        return make_document(source, markdown=markdown)
    except SourceError:
        return None


# --- who told it ---


def told(document):
    names = ("title", "source", "url", "author", "published")
    return {n: getattr(document, f"{n}_from") for n in names if getattr(document, n)}


@pytest.mark.parametrize(
    ("name", "content", "tellers"),
    [
        ("a.md", f"---\ntitle: Crane\nurl: https://vell.example/1\ndate: 2024-05-14\n---\n{STORY}",
         {"title": "front matter", "source": "address", "url": "front matter",
          "published": "front matter"}),
        ("a-2024-05-14.txt", f"Crane falls\nBy Ada Holm\nSource: Vell Post\n{STORY}",
         {"title": "first heading", "source": "source line", "author": "byline",
          "published": "file name"}),
        ("a.txt", f"VELL, May 14, 2024 (Oru Press) — {STORY}",
         {"source": "dateline", "published": "dateline"}),
        ("a.txt", f"14 May 2024\n{STORY}", {"source": "option", "published": "date line"}),
        ("a.json", json.dumps({"headline": "Crane", "byline": "Ada", "link": "https://vell.example",
                               "text": STORY}),
         {"title": "record", "source": "address", "url": "record", "author": "record",
          "published": "option"}),
        ("a.eml", f"Subject: Crane\nFrom: Ada\nDate: 14 May 2024\n\n{STORY}",
         {"title": "mail header", "author": "mail header", "published": "mail header",
          "source": "option"}),
    ],
)  # fmt: skip
def test_each_field_names_who_told_it(tmp_path, name, content, tellers):
    (tmp_path / name).write_text(content)
    (document,), _ = read(tmp_path, source="Vell Gazette", published="2024-06-01")

    assert told(document) == {"published": "option", "source": "option"} | tellers


@pytest.mark.parametrize(
    ("dateline", "source", "published"),
    [
        ("TOKYO, Nov 26 —", "", ""),
        ("VELL/ORU, Nov. 26, 2025 (Oru Press) -", "Oru Press", "2025-11-26"),
        ("Vell, Nov 26, 2025 (Oru Press)", "Oru Press", "2025-11-26"),
        ("VELL CITY, Nov 26, 2025 (OPA).-", "OPA", "2025-11-26"),
        ("VELL, Nov. 26, 2025 /OruNewswire/ --", "OruNewswire", "2025-11-26"),
        ("VELL, 26 November 2025 –", "", "2025-11-26"),
        ("VELL, D.C., Wednesday, November 26, 2025 —", "", "2025-11-26"),
        ("ST. VELL, Oruland (OPA) —", "OPA", ""),
        ("(Oru Press) -", "Oru Press", ""),
    ],
)
def test_datelines_are_put_aside_in_the_forms_that_agencies_give_them(dateline, source, published):
    document = make_document(f"{dateline} {STORY}")

    assert blocks_of(document)[0] == ("boilerplate", dateline)
    assert (document.source, document.published) == (source, published)


@pytest.mark.parametrize("start", ["Vell Cranes (VLC)", "PORT:", "Smith, 26,"])
def test_what_only_resembles_a_dateline_stays(start):
    assert make_document(f"{start} The crane fell, he said.").text.startswith(start)


# --- blocks ---


def test_lines_in_another_language_are_put_aside_and_counted(folder):
    text = f"{STORY}Weitere Nachrichten werden geladen\nПодробнее о кране\nIt was late, she said.\n"

    (document, _), report = read(folder(a_dot_txt=text, b_dot_txt=STORY))

    assert [kind for kind, _ in blocks_of(document)].count("boilerplate") == 2
    assert report.lines == {"not in English": 2}


def test_headings_are_known_by_their_shape():
    text = (
        "Crane falls in the harbour of Vell\n"
        "The crane fell on Monday, the harbour master said.\n"
        "What happened?\n"
        "A cable broke. He left.\n"
        "Reaction in the U.S.\n"
        "Two ministers wrote to the town.\n"
        "The mayor of Vell then said:\n"
        "It is a bad day.\n"
        "Read more stories like this\n"
    )

    document = make_document(text)

    assert [kind for kind, _ in blocks_of(document)] == [
        "heading", "paragraph", "heading", "paragraph", "heading", "paragraph",
        "paragraph", "paragraph", "boilerplate",
    ]  # fmt: skip
    assert document.title == "Crane falls in the harbour of Vell"


def test_a_lone_line_is_a_text_even_without_a_full_stop():
    assert blocks_of(make_document("Crane falls in Vell")) == [("paragraph", "Crane falls in Vell")]


def test_lines_wrapped_at_a_margin_are_one_paragraph_again():
    text = (
        "The crane fell into the harbour of Vell on Monday and it took two\n"
        "hours until divers could reach the cabin, where they found nobody,\n"
        "as the operator had left it when the wind rose, the town's master-\n"
        "builder said.\n"
        "\n"
        "Nobody was hurt.\n"
    )

    assert [text for _, text in blocks_of(make_document(text))] == [
        "The crane fell into the harbour of Vell on Monday and it took two hours until divers "
        "could reach the cabin, where they found nobody, as the operator had left it when the "
        "wind rose, the town's master-builder said.",
        "Nobody was hurt.",
    ]


def test_a_question_before_its_answer_is_a_heading_but_a_speaker_is_not():
    text = "Why: The cable broke.\nHow did it end?: The town pays.\nSmith: I saw it fall.\n"

    assert blocks_of(make_document(text)) == [
        ("heading", "Why:"),
        ("paragraph", "The cable broke."),
        ("heading", "How did it end?:"),
        ("paragraph", "The town pays."),
        ("paragraph", "Smith: I saw it fall."),
    ]


def test_bullets_are_a_list():
    text = "The town wants three things.\n- A new crane.\n• A wall.\n2. An inquiry.\n"

    assert blocks_of(make_document(text))[1:] == [
        ("list", "A new crane."), ("list", "A wall."), ("list", "An inquiry."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Table of Contents",
        "Loading...",
        "Share this article",
        "Facebook | Twitter | WhatsApp",
        "Read more: Wall planned in Vell",
        "5 min read",
        "Sign up for our free newsletter to get the news every morning.",
        "We use cookies to improve the site. Read our privacy policy.",
        "© 2024 Vell Gazette. All rights reserved.",
        "Comments that readers post on our site are checked. Please be polite to other readers.",
        "Weitere Nachrichten werden geladen",
        "Haberler yükleniyor",
        "Подробнее о кране",
        "* * *",
        "Photo: Ana Oru/Vell Gazette",
        "Reporting by Ana Oru; editing by Rui Vell.",
        "Updated 14 May 2024, 10:15",
    ],
)
def test_what_a_page_says_about_itself_is_boilerplate(line):
    document = make_document(f"{STORY}{line}\n{STORY}")

    assert blocks_of(document)[1][0] == "boilerplate"


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister asked readers to subscribe to the idea of a wall.",
        "The court said that the paper must delete comments that users post.",
        '"We use cookies to follow our users," the firm\'s founder said.',
        "Advertisement sales fell by a third in Vell last year, the paper said.",
        "Share prices fell.",
        "Comments by the mayor angered the port workers of Vell.",
        "Loading of the ships stopped at noon, the harbour master said.",
        "Hafen AG bought Grues SA.",
        "Video of the crash shows the crane.",
        "Updated figures put the cost at 3 million.",
        "Related costs rose.",
    ],
)
def test_news_about_papers_and_cookies_is_not_boilerplate(sentence):
    assert [kind for kind, _ in blocks_of(make_document(STORY + sentence))][-1] == "paragraph"


def test_a_short_line_that_is_repeated_is_boilerplate():
    document = make_document(f"{STORY}Vell Live\nThe wind rose.\nVell Live\nThe cable broke.\n")

    assert [text for kind, text in blocks_of(document) if kind == "boilerplate"] == [
        "Vell Live"
    ] * 2


def test_markdown_marks_are_read_and_left_out():
    text = (
        "# Crane falls\n\nThe **crane** fell, [the paper](https://vell.example) *said*.\n\n"
        "Cause\n-----\n\n> It was `old`.\n\n* A cable\n  broke.\n\n"
        "| what | cost |\n|---|---|\n| crane | much |\n\n```\ncode\n```\n\n"
        "<script>alert(1)</script>\n\n"
        "![crane](crane.png)\n\nThe end of it was late.\n"
    )

    document = make_document(text, markdown=True)

    assert blocks_of(document) == [
        ("heading", "Crane falls"),
        ("paragraph", "The crane fell, the paper said."),
        ("heading", "Cause"),
        ("quote", '"It was old."'),
        ("list", "A cable broke."),
        ("table", "what"), ("table", "cost"), ("table", "crane"), ("table", "much"),
        ("paragraph", "The end of it was late."),
    ]  # fmt: skip
    assert document.title == "Crane falls"


def test_deeply_nested_markdown_is_read_in_no_time():
    document = make_document(
        ">" * 20_000 + " The crane fell.\n\nIt was old, he said.", markdown=True
    )

    assert document.text.endswith("It was old, he said.")


# --- metadata ---


def test_front_matter_fills_the_document_and_the_id(folder):
    text = f"---\ntitle: Crane falls\ndate: 2024-05-14\nsource: Vell Gazette\nauthor: [A, B]\nurl: https://vell.example/1\n---\n{STORY}"

    (document,), _ = read(folder(a_dot_md=text))

    assert document.title == "Crane falls"
    assert (document.published, document.published_from) == ("2024-05-14", "front matter")
    assert (document.source, document.author) == ("Vell Gazette", "A, B")
    assert document.url == "https://vell.example/1"
    assert document.id == digest(document.text, "Crane falls", "2024-05-14", "Vell Gazette")


def test_front_matter_that_is_no_yaml_is_read_line_by_line(folder):
    text = f'---\ntitle: Vell: what we know: now\ndate: "May 14, 2024"\n---\n{STORY}'

    (document,), _ = read(folder(a_dot_md=text))

    assert document.title == "Vell: what we know: now"
    assert document.published == "2024-05-14"
    assert document.text == STORY.strip()


def test_a_dateline_is_apart_from_its_sentence_and_gives_a_date_only_with_a_year():
    with_year = make_document("VELL, May 14, 2024 (Oru Post) — The crane fell.")
    without = make_document("VELL, May 14 — The crane fell.")

    assert blocks_of(without) == [
        ("boilerplate", "VELL, May 14 —"),
        ("paragraph", "The crane fell."),
    ]
    assert (with_year.published, with_year.published_from) == ("2024-05-14", "dateline")
    assert with_year.source == "Oru Post"
    assert without.published == ""


def test_lines_that_name_author_source_and_date_are_metadata():
    text = f"Crane falls\nBy Ana Oru\nTuesday, May 14, 2024\n{STORY}Source: Vell Gazette"

    document = make_document(text)

    assert (document.author, document.source) == ("Ana Oru", "Vell Gazette")
    assert (document.published, document.published_from) == ("2024-05-14", "date line")


def test_the_date_is_taken_from_the_file_name_and_last_from_the_option(folder):
    path = folder(**{"2024-05-14-crane_dot_txt": STORY, "crane_dot_txt": STORY + "More was said."})

    first, second = read(path, published="2024-06-01", source="Desk")[0]

    assert (first.published, first.published_from) == ("2024-05-14", "file name")
    assert (second.published, second.published_from) == ("2024-06-01", "option")
    assert second.source == "Desk"


# --- records, pages, archives ---

RECORD = {
    "title": "Crane falls",
    "maintext": STORY,
    "date_publish": "2024-05-14 10:00:00",
    "source": {"id": None, "name": "Vell Gazette"},
    "authors": ["Ana Oru", "Rui Vell"],
}


def test_lines_of_json_are_records_and_a_broken_one_is_counted(folder):
    lines = [json.dumps(RECORD), "{broken", json.dumps({"title": "No text"}), "[" * 100_000]

    (document,), report = read(folder(a_dot_jsonl="\n".join(lines)))

    assert (document.name, document.title) == ("a.jsonl#1", "Crane falls")
    assert (document.source, document.author) == ("Vell Gazette", "Ana Oru, Rui Vell")
    assert (document.published, document.published_from) == ("2024-05-14T10:00:00", "record")
    assert report.counts() == {"not JSON": 2, "no text in the record": 1}


@pytest.mark.parametrize(
    "content", [RECORD, [RECORD], {"status": "ok", "articles": [RECORD]}, {"a": {"docs": [RECORD]}}]
)
def test_json_is_searched_for_its_records(folder, content):
    (document,), _ = read(folder(a_dot_json=json.dumps(content)))

    assert (document.name, document.title) == ("a.json", "Crane falls")


@pytest.mark.parametrize(
    ("content", "reason"),
    [("{", "not JSON"), ("[" * 100_000, "not JSON"), ("3", "no text in the records")],
)
def test_json_without_records_is_counted(folder, content, reason):
    assert read(folder(a_dot_json=content))[1].counts() == {reason: 1}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_by_its_column_of_texts(folder, mark):
    table = f'headline{mark}text{mark}date\nCrane falls{mark}"{STORY.strip()}"{mark}2024-05-14\n'

    (document,), _ = read(folder(a_dot_csv=table))

    assert (document.title, document.published) == ("Crane falls", "2024-05-14")
    assert document.text == STORY.strip()


def test_a_table_without_texts_is_counted(folder):
    assert read(folder(a_dot_csv="a,b\n1,2\n"))[1].counts() == {"no text in the records": 1}


PAGE = f"""<html><head><title>Crane falls | Vell Gazette</title>
<meta property="og:site_name" content="Vell Gazette">
<meta property="article:published_time" content="2024-05-14T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Crane falls in Vell</h1><p>{STORY}</p><h2>Cause</h2>
<p>A cable broke when the wind rose, <b>the mayor</b> said. Two boats were lost in the water.</p>
</article><footer>All rights reserved</footer><script>alert("x")</script></body></html>"""


def test_a_web_page_gives_its_article(folder):
    pytest.importorskip("trafilatura")

    (document,), _ = read(folder(a_dot_html=PAGE))

    assert blocks_of(document) == [
        ("heading", "Crane falls in Vell"),
        ("paragraph", STORY.strip()),
        ("heading", "Cause"),
        ("paragraph", "A cable broke when the wind rose, the mayor said. "
                      "Two boats were lost in the water."),
    ]  # fmt: skip
    assert (document.source, document.published) == ("Vell Gazette", "2024-05-14")
    assert document.published_from == "web page"


def test_a_page_of_a_hundred_thousand_nested_tags_is_counted(folder):
    pytest.importorskip("trafilatura")

    assert len(read(folder(a_dot_html="<div>" * 100_000 + "text"))[1].skips) == 1


def test_without_the_library_for_pages_the_message_names_the_extra(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)

    _, report = read(folder(a_dot_html=PAGE))

    assert report.counts() == {"web pages need pip install 'kg[sources]'": 1}


def test_a_mail_gives_its_text_subject_and_date(folder):
    mail = (
        "From: Vell Gazette <desk@vell.example>\nSubject: Crane falls\n"
        f"Date: Tue, 14 May 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n{STORY}"
    )

    (document,), _ = read(folder(a_dot_eml=mail))

    assert (document.title, document.text) == ("Crane falls", STORY.strip())
    assert document.published == "2024-05-14T10:00:00+00:00"


def zipped(members, *, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_gives_its_members_and_bad_ones_are_counted(folder):
    members = {
        "b/story.txt": STORY,
        "records.jsonl": json.dumps(RECORD | {"maintext": STORY + " More was said."}),
        "../../escape.md": STORY + " It got away.",
        "picture.png": b"\x89PNG",
        "inner.zip": zipped({"a.txt": STORY}),
        "bomb.txt": b"\0" * 10_000_000,
        ".hidden.txt": STORY,
    }

    documents, report = read(folder(news_dot_zip=zipped(members)))

    assert [document.name for document in documents] == [
        "news.zip#escape.md", "news.zip#b/story.txt", "news.zip#records.jsonl#1",
    ]  # fmt: skip
    assert report.counts() == {
        "archive in an archive": 1,
        "not a kind of file that kg reads": 1,
        "packed too tightly": 1,
    }


def test_a_truncated_archive_is_counted(folder):
    data = zipped({"a.txt": STORY})

    assert read(folder(a_dot_zip=data[: len(data) // 2]))[1].counts() == {"damaged archive": 1}


def test_a_damaged_member_is_counted_and_the_next_is_read(folder):
    data = zipped({"a.txt": STORY, "b.txt": STORY + "More."}, compression=zipfile.ZIP_STORED)

    documents, report = read(folder(a_dot_zip=data.replace(b"harbour", b"h\0rbour", 1)))

    assert [document.name for document in documents] == ["a.zip#b.txt"]
    assert len(report.skips) == 1


# --- laws ---


@settings(deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_blocks_cover_the_text_in_order_with_an_empty_line_between(text, markdown):
    try:
        document = make_document(text, markdown=markdown)
    except SourceError:
        return
    parts = [document.text[block.start : block.end] for block in document.blocks]

    assert "\n\n".join(parts) == document.text
    assert all(part.strip() == part != "" for part in parts)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_counted(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_bytes(data)

    documents, report = read(path)

    assert len(documents) + len(report.skips) == 1


def test_reading_twice_gives_the_same_documents(folder):
    path = folder(a_dot_txt=STORY, b_dot_md=f"# Crane\n\n{STORY}")

    assert [repr(d) + d.text for d in read(path)[0]] == [repr(d) + d.text for d in read(path)[0]]
