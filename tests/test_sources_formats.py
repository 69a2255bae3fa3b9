import io
import json
import re
import sys
from pathlib import Path

import pytest
from nasty.files import packed, pdf, tarred, warc, zipped

from kg.sources import Skipped, read_documents

STORY = "The harbour of Vell was closed on Monday. Its master said that the crane had fallen."
MORE = "Two boats were lost in the water, and the mayor said that the town would pay for them."


@pytest.fixture
def read(tmp_path):
    def read_one(name, content, **options):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
        report = Skipped()
        return list(read_documents([tmp_path / name], report=report, **options)), report

    return read_one


def blocks_of(document):
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


# --- PDF ---


def column(x, top, *lines, size=10, leading=12):
    return [(x, top - leading * n, size, line) for n, line in enumerate(lines)]


LEFT = column(
    60, 700, "The harbour of Vell was closed on", "Monday. Its master said that the",
    "crane had fallen into the water in the", "night, as the wind rose over the bay.",
)  # fmt: skip
RIGHT = column(
    320, 700, "Two boats were lost. The mayor said", "that the town would pay for them, and",
    "that the govern-", "ment would send divers to the bay.",
)  # fmt: skip


@pytest.fixture
def pdfium():
    return pytest.importorskip("pypdfium2")


@pytest.mark.usefixtures("pdfium")
def test_columns_of_a_pdf_are_read_one_after_the_other_though_drawn_across(read):
    across = [line for pair in zip(LEFT, RIGHT, strict=True) for line in pair]
    page = [(60, 760, 20, "Crane falls into the harbour of Vell"), *across]

    (document,), _ = read("a.pdf", pdf(page))

    assert blocks_of(document) == [
        ("heading", "Crane falls into the harbour of Vell"),
        ("paragraph", "The harbour of Vell was closed on Monday. Its master said that the crane "
                      "had fallen into the water in the night, as the wind rose over the bay."),
        ("paragraph", "Two boats were lost. The mayor said that the town would pay for them, and "
                      "that the government would send divers to the bay."),
    ]  # fmt: skip


@pytest.mark.usefixtures("pdfium")
def test_what_the_pages_of_a_pdf_repeat_at_their_edges_is_left_out(read):
    pages = [
        [(60, 800, 8, "Vell Gazette, 14 May 2024"), *lines, (290, 30, 8, f"Page {n} of 2")]
        for n, lines in ((1, LEFT), (2, RIGHT))
    ]
    pages[0].append((60, 760, 20, "Vell Gazette, 14 May 2024"))
    pages[0].append((60, 730, 10, "The storm . . . . . . . . . . . . . . . . . . . . . . . . . 2"))
    pages.append([(60, 700, 10, STORY), (290, 30, 8, "xii")])

    (document,), _ = read("a.pdf", pdf(*pages))

    assert document.text.count("Gazette") == 1  # its own title
    assert "storm" not in document.text
    assert document.text.endswith(STORY)
    assert "Page" not in document.text
    assert "divers" in document.text


@pytest.mark.usefixtures("pdfium")
def test_a_sentence_that_crosses_pages_is_one_paragraph(read):
    first = column(60, 700, "The harbour of Vell was closed on Monday, as the crane had fallen and")
    second = column(60, 700, "two boats were lost in the water, the master of the harbour said.")

    (document,), _ = read("a.pdf", pdf(first, second))

    assert len(document.blocks) == 1
    assert "had fallen and two boats" in document.text


@pytest.mark.usefixtures("pdfium")
def test_paragraphs_of_a_pdf_end_where_a_gap_or_a_short_line_shows_it(read):
    lines = column(
        60, 700, "The harbour of Vell was closed on Monday after the crane had fallen into",
        "the water in the night.",
        "Its master said that two boats were lost, and that nobody was hurt when the",
        "cable broke.",
    )  # fmt: skip
    apart = column(60, 620, "The mayor said that the town would pay for the two boats that were")

    (document,), _ = read("a.pdf", pdf(lines + apart))

    assert [text.split()[0] for _, text in blocks_of(document)] == ["The", "Its", "The"]


@pytest.mark.usefixtures("pdfium")
def test_a_pdf_tells_its_title_author_and_day(read):
    info = "/Title (Crane falls in Vell) /Author (Ana Oru) /CreationDate (D:20240514101500Z)"

    (document,), _ = read("a.pdf", pdf(LEFT, info=info))

    assert (document.title, document.author) == ("Crane falls in Vell", "Ana Oru")
    assert (document.published, document.published_from) == ("2024-05-14", "file properties")


@pytest.mark.usefixtures("pdfium")
def test_what_a_text_or_the_reader_of_it_says_of_its_day_precedes_when_the_file_was_made(read):
    data = pdf(LEFT, info="/CreationDate (D:20240514101500Z)")

    assert read("2024-05-01.pdf", data)[0][0].published == "2024-05-01"
    assert read("a.pdf", data, published="2024-05-02")[0][0].published == "2024-05-02"


@pytest.mark.usefixtures("pdfium")
def test_the_name_of_a_file_is_no_title(read):
    (document,), _ = read("a.pdf", pdf(LEFT, info="/Title (Microsoft Word - crane 2 final.doc)"))

    assert document.title == ""


@pytest.mark.usefixtures("pdfium")
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(LEFT, encrypted=True), "encrypted PDF"),
        (pdf(LEFT)[:60], "damaged PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "damaged PDF"),
        (pdf([]), "no text in the PDF"),
        (pdf(), "damaged PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_counted_with_its_reason(read, data, reason):
    documents, report = read("a.pdf", data)

    assert not documents
    assert list(report.counts()) == [reason]


@pytest.mark.usefixtures("pdfium")
def test_a_pdf_cut_off_anywhere_is_read_or_counted(read):
    data = pdf(LEFT, RIGHT)

    for end in range(0, len(data), 97):
        documents, report = read("a.pdf", data[:end])
        assert len(documents) + len(report.skips) == 1


# --- Word ---


@pytest.fixture
def word():
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "Crane falls"
    document.core_properties.author = "Ana Oru"
    document.add_heading("Crane falls in Vell", 1)
    document.add_paragraph(STORY)
    document.add_paragraph("A new crane is what the town wants.", style="List Bullet")
    document.add_paragraph("It is a bad day for the town.", style="Quote")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "boats", "two"
    document.add_paragraph(MORE)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_file_gives_its_blocks_in_order(read, word):
    (document,), _ = read("a.docx", word)

    assert blocks_of(document) == [
        ("heading", "Crane falls in Vell"),
        ("paragraph", STORY),
        ("list", "A new crane is what the town wants."),
        ("quote", '"It is a bad day for the town."'),
        ("table", "boats"), ("table", "two"),
        ("paragraph", MORE),
    ]  # fmt: skip
    assert (document.title, document.author) == ("Crane falls", "Ana Oru")
    assert document.published_from == "file properties"


WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHANGED = """<w:p><w:r><w:t xml:space="preserve">The master of </w:t></w:r>
<w:smartTag w:element="City"><w:r><w:t>Vell</w:t></w:r></w:smartTag>
<w:del><w:r><w:delText xml:space="preserve"> denied</w:delText></w:r></w:del>
<w:ins><w:r><w:t xml:space="preserve"> said</w:t></w:r></w:ins>
<w:moveFrom><w:r><w:t xml:space="preserve"> twice</w:t></w:r></w:moveFrom>
<w:r><w:t xml:space="preserve"> that the crane was</w:t><w:tab/><w:t>lost.</w:t></w:r></w:p>"""
FORM = f"<w:sdt><w:sdtPr/><w:sdtContent>{CHANGED.replace('Vell', 'Oru')}</w:sdtContent></w:sdt>"


def test_a_word_file_reads_as_if_all_its_changes_were_accepted(read, word):
    del word  # only to skip the test without the library
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    file = zipped({
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'><Default Extension='rels' "
        "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/word/document.xml' ContentType='{kind}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{package}/relationships'><Relationship Id='a' "
        f"Type='{relation}' Target='word/document.xml'/></Relationships>",
        "word/document.xml": f"<w:document {WORDS}><w:body>{CHANGED}{FORM}</w:body></w:document>",
    })  # fmt: skip

    (document,), _ = read("a.docx", file)

    assert blocks_of(document) == [
        ("paragraph", "The master of Vell said that the crane was lost."),
        ("paragraph", "The master of Oru said that the crane was lost."),
    ]
    assert (document.title, document.published) == ("", "")  # it has no properties


def test_a_spoilt_word_file_is_counted(read, word):
    assert list(read("a.docx", word[: len(word) // 2])[1].counts()) == ["damaged Word file"]
    assert list(read("b.docx", zipped({"x": "y"}))[1].counts()) == ["damaged Word file"]
    assert list(read("c.docx", b"\xd0\xcf\x11\xe0" + word)[1].counts()) == [
        "encrypted or older than .docx"
    ]


def test_a_word_file_that_is_a_bomb_is_counted(read, word):
    del word  # only to skip the test without the library
    bomb = zipped({"[Content_Types].xml": "<a/>", "word/document.xml": b" " * 20_000_000})

    assert read("a.docx", bomb)[1].counts() == {"packed too tightly": 1}


# --- feeds and agencies ---

RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Vell Gazette</title>
<item><media:title>A picture</media:title><title>Crane falls</title>
<link>https://vell.example/1</link><dc:creator>Ana Oru</dc:creator>
<pubDate>Tue, 14 May 2024 10:00:00 GMT</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>{STORY}</p><h2>Cause</h2><p>A <b>cable</b> broke.<br>He left.</p>
<ul><li>One crane was old.</li></ul><script>alert(1)</script>]]></content:encoded></item>
<item><title>Plain</title><description>{MORE}</description></item>
<item><title>Nothing</title></item>
</channel></rss>"""


@pytest.fixture
def defused():
    return pytest.importorskip("defusedxml")


@pytest.mark.usefixtures("defused")
def test_a_feed_gives_its_items(read):
    pytest.importorskip("lxml.html")

    (first, second), report = read("a.xml", RSS)

    assert blocks_of(first) == [
        ("paragraph", STORY), ("heading", "Cause"), ("paragraph", "A cable broke."),
        ("paragraph", "He left."), ("list", "One crane was old."),
    ]  # fmt: skip
    assert (first.title, first.source, first.author) == ("Crane falls", "Vell Gazette", "Ana Oru")
    assert (first.url, first.published) == ("https://vell.example/1", "2024-05-14T10:00Z")
    assert (second.name, second.text) == ("a.xml#2", MORE)
    assert report.counts() == {"no text in the item": 1}


@pytest.mark.usefixtures("defused")
def test_an_atom_feed_gives_its_entries(read):
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Vell Gazette</title><entry>
    <title>Crane falls</title><link rel="edit" href="https://vell.example/e"/>
    <link href="https://vell.example/1"/><updated>2024-05-14T10:00:00Z</updated>
    <author><name>Ana Oru</name><email>a@vell.example</email></author>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p><p>{MORE}</p>
    </div></content></entry></feed>"""

    (document,), _ = read("a.atom", feed)

    assert blocks_of(document) == [("paragraph", STORY), ("paragraph", MORE)]
    assert (document.author, document.url) == ("Ana Oru", "https://vell.example/1")
    assert (document.published, document.published_from) == ("2024-05-14T10:00:00Z", "feed")


NITF = f"""<nitf><head><docdata><date.issue norm="20240514T101500Z"/></docdata></head><body>
<body.head><hedline><hl1>Crane falls in Vell</hl1></hedline><byline>By Ana Oru</byline></body.head>
<body.content><p>{STORY}</p><hl2>Cause</hl2><p>{MORE}</p>
<media><media-caption>A crane</media-caption></media></body.content></body></nitf>"""


@pytest.mark.usefixtures("defused")
def test_an_agency_item_gives_its_text(read):
    item = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem>
    <itemMeta><provider literal="Oru Post"/><versionCreated>2024-05-14T10:15:00Z</versionCreated>
    </itemMeta><contentMeta><headline>Crane falls</headline><by>Ana Oru</by></contentMeta>
    <contentSet><inlineXML>{NITF}</inlineXML></contentSet></newsItem></itemSet></newsMessage>"""

    (document,), _ = read("a.xml", item)

    assert blocks_of(document) == [("paragraph", STORY), ("heading", "Cause"), ("paragraph", MORE)]
    assert (document.title, document.source, document.author) == (
        "Crane falls", "Oru Post", "Ana Oru",
    )  # fmt: skip
    assert document.published == "2024-05-14T10:15:00Z"


@pytest.mark.usefixtures("defused")
def test_an_item_without_its_message_is_read_too(read):
    (document,), _ = read("a.xml", NITF)

    assert (document.title, document.published) == ("Crane falls in Vell", "2024-05-14T10:15:00Z")


@pytest.mark.usefixtures("defused")
@pytest.mark.parametrize("name", ["a.xml", "a"])
def test_entities_are_never_resolved(read, tmp_path, name):
    (tmp_path / "secret.text").write_text(STORY)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declared in (
        f'<!ENTITY l0 "lol">{laughs}',
        f'<!ENTITY l9 SYSTEM "file://{tmp_path}/secret.text">',
        '<!ENTITY % l9 SYSTEM "http://127.0.0.1:1/x.dtd"> %l9;',
    ):
        feed = RSS.replace("<rss", f"<!DOCTYPE rss [{declared}]><rss", 1).replace("Short", "&l9;")
        documents, report = read(name, feed)
        assert not documents
        assert list(report.counts()) == ["damaged XML"]


@pytest.mark.usefixtures("defused")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel><item>", "damaged XML"),
        ("", "damaged XML"),
        ("<svg><p>The crane fell.</p></svg>", "not a kind of XML that kg reads"),
        ("<nitf><body/></nitf>", "no text in the item"),
        ("<rss><item>" + "<p>" * 100_000 + "</p>" * 100_000 + "</item></rss>",
         "no text in the item"),
    ],
)  # fmt: skip
def test_xml_without_a_text_is_counted(read, content, reason):
    assert read("a.xml", content)[1].counts() == {reason: 1}


@pytest.mark.usefixtures("defused")
def test_elements_nested_a_hundred_thousand_deep_are_read(read):
    nested = "<p>" * 100_000 + STORY + "</p>" * 100_000

    (document,), _ = read(
        "a.xml", f"<nitf><body><body.content>{nested}</body.content></body></nitf>"
    )

    assert document.text == STORY


@pytest.mark.usefixtures("defused")
def test_the_items_before_the_damage_are_read(read):
    pytest.importorskip("lxml.html")

    documents, report = read("a.xml", RSS[: RSS.index("<item><title>Nothing")])

    assert len(documents) == 2
    assert report.counts() == {"damaged XML": 1}


# --- crawls and archives ---

PAGE = f"""<html><head><title>Crane falls</title></head><body><article><h1>Crane falls</h1>
<p>{STORY}</p><p>{MORE}</p></article></body></html>"""


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a"])
def test_a_crawl_gives_the_pages_that_were_there(read, name):
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    crawl = warc(
        ("https://www.vell.example/1", "text/html", "200 OK", PAGE),
        ("https://www.vell.example/2", "text/html", "404 Not Found", PAGE),
        ("https://www.vell.example/3", "image/png", "200 OK", "png"),
        ("https://oru.example/4", "text/html; charset=utf-8", "200 OK", PAGE.replace("Two", "Six")),
    )

    (first, second), report = read(name, crawl if name == "a.warc" else packed(crawl))

    assert (first.name, first.url) == (f"{name}#1", "https://www.vell.example/1")
    assert (first.source, second.source) == ("vell.example", "oru.example")
    assert (first.published, first.published_from) == ("2024-05-15T08:00:00Z", "day of the crawl")
    assert not report.skips


def test_a_crawl_of_texts_is_read(read):
    pytest.importorskip("warcio")

    (document,), _ = read(
        "a.warc", warc(("https://vell.example/1", "text/plain", "", STORY), kind="conversion")
    )

    assert (document.text, document.source) == (STORY, "vell.example")


def test_a_crawl_that_ends_too_soon_gives_the_pages_before(read):
    pytest.importorskip("warcio")
    record = ("https://vell.example/1", "text/plain", "", STORY)
    data = warc(record, kind="conversion")

    for name, crawl, reason in (
        ("a.warc.gz", packed(data) + packed(data)[:-30], "damaged archive"),
        ("b.warc", data + data[:-30], "cut off"),
    ):
        documents, report = read(name, crawl)
        assert [document.name for document in documents] == [f"{name}#1"]
        assert list(report.counts()) == [reason]


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tgz"])
def test_a_tar_archive_gives_its_members_and_bad_ones_are_counted(read, name):
    archive = tarred(
        {
            "b/story.txt": STORY,
            "../../escape.md": STORY + " It got away.",
            "/etc/absolute.txt": STORY + " It was absolute.",
            "records.jsonl.gz": packed(json.dumps({"text": MORE}).encode()),
            "inner.tar.gz": b"",
            "picture.png": b"",
            ".hidden.txt": STORY,
        },
        special=[("link.txt", b"2", "/etc/passwd"), ("device.txt", b"3", ""), ("folder", b"5", "")],
    )

    documents, report = read(name, archive if name == "a.tar" else packed(archive))

    assert [document.name for document in documents] == [
        f"{name}#{part}"
        for part in ("b/story.txt", "escape.md", "etc/absolute.txt", "records.jsonl.gz#1")
    ]
    assert report.counts() == {
        "not a regular file": 2,
        "archive in an archive": 1,
        "not a kind of file that kg reads": 1,
    }


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt.gz", packed(b"\0" * 50_000_000), "packed too tightly"),
        ("a.tgz", packed(tarred({"a.jsonl": b" \n" * 20_000_000})), "packed too tightly"),
        ("a.txt.gz", packed(STORY.encode())[:-9], "damaged archive"),
        ("a.txt.gz", b"\x1f\x8b", "damaged archive"),
        ("a.txt.gz.gz", packed(packed(STORY.encode())), "archive in an archive"),
        ("a.tar", b"not a tar", "damaged archive"),
        ("a.tar", tarred({"a.txt": STORY})[:560], "damaged archive"),
    ],
)
def test_a_packed_file_that_cannot_be_read_is_counted(read, name, data, reason):
    documents, report = read(name, data)

    assert not documents
    assert reason in report.counts()


def test_members_that_share_their_bytes_are_a_bomb(read):
    data = bytearray(zipped({f"{n}.txt": STORY * 50 for n in range(50)}, compression=0))
    first = data.index(b"PK\x01\x02")
    for place in (match.start() for match in re.finditer(rb"PK\x01\x02", bytes(data))):
        data[place + 42 : place + 46] = b"\0\0\0\0"  # each is said to lie where the first does
    kernel = bytes(data[: data.index(b"PK\x03\x04", 4)])
    overlapping = kernel + bytes(data[first:])
    end = overlapping.rindex(b"PK\x05\x06")
    overlapping = (
        overlapping[: end + 16] + len(kernel).to_bytes(4, "little") + overlapping[end + 20 :]
    )

    assert read("a.zip", overlapping)[1].counts() == {"packed too tightly": 1}


# --- kinds by content ---


@pytest.mark.parametrize(
    "content",
    [
        STORY.encode(),
        packed(STORY.encode()),
        json.dumps({"title": "Crane", "text": STORY}).encode(),
        json.dumps([{"text": STORY}]).encode(),
        f'{{"text": "{STORY}"}}\n{{"text": ""}}\n'.encode(),
        zipped({"a.txt": STORY}),
        tarred({"a.txt": STORY}),
    ],
)
def test_a_file_without_a_suffix_is_known_by_how_it_begins(read, content):
    (document,), _ = read("story", content)

    assert document.text == STORY


def test_standard_input_may_be_of_any_kind(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(zipped({"a.txt": STORY}))))

    (document,) = read_documents([Path("-")])

    assert document.name == "-#a.txt"


@pytest.mark.parametrize(
    ("module", "name", "content", "kind"),
    [
        ("pypdfium2", "a.pdf", b"%PDF-1.7", "PDF files"),
        ("docx", "a.docx", b"PK", "Word files"),
        ("defusedxml.ElementTree", "a.xml", RSS, "XML files"),
        ("warcio.archiveiterator", "a.warc", b"WARC/1.0", "web crawls"),
    ],
)
def test_without_its_library_a_file_is_counted_and_the_extra_named(
    read, monkeypatch, module, name, content, kind
):
    monkeypatch.setitem(sys.modules, module, None)

    assert read(name, content)[1].counts() == {f"{kind} need pip install 'kg[sources]'": 1}


@pytest.mark.parametrize(
    "record",
    [
        {"title": "Crane", "text": STORY, "domain": "vell.example", "date": "2024-05-14 10:00:00",
         "url": "https://www.vell.example/1"},
        {"title": "Crane", "maintext": STORY, "source_domain": "vell.example",
         "date_publish": "2024-05-14 10:00:00", "url": "https://www.vell.example/1"},
        {"title": "Crane", "content": STORY, "seendate": "20240514T100000Z",
         "url": "https://www.vell.example/1"},
    ],
    ids=["domain", "source domain", "address only"],
)  # fmt: skip
def test_records_of_common_dumps_tell_title_source_and_day(read, record):
    (document,), _ = read("a.jsonl", json.dumps(record))

    assert (document.title, document.source) == ("Crane", "vell.example")
    assert document.published.startswith("2024-05-14T10:00")


@pytest.mark.parametrize("name", ["a.txt", "a", "a.xml", "a.html"])
@pytest.mark.parametrize(
    "start", ["", "<!DOCTYPE html>\n", '<?xml version="1.0" encoding="utf-8"?>']
)
def test_a_page_is_read_as_one_under_any_name(read, name, start):
    pytest.importorskip("trafilatura")
    pytest.importorskip("defusedxml")

    (document,), _ = read(name, start + PAGE)

    assert [text for _, text in blocks_of(document)] == ["Crane falls", STORY, MORE]


# --- without a suffix ---


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"Subject: Crane\nFrom: Ada Holm\nDate: 14 May 2024\n\n{STORY}", ("Crane", "2024-05-14")),
        (f"title,date,text\nCrane,2024-05-14,{STORY}\n", ("Crane", "2024-05-14")),
        (f"title\ttext\tdate\r\nCrane\t{STORY}\t2024-05-14\r\n", ("Crane", "2024-05-14")),
        (f"From: the port\n{STORY}", ("From: the port", "")),
        (f"The text, the body, the rest\n{STORY}", ("The text, the body, the rest", "")),
    ],
)  # fmt: skip
def test_mails_and_tables_without_a_suffix_are_known_by_how_they_begin(read, content, told):
    (document,), _ = read("news", content.encode())

    assert (document.title, document.published) == told
    assert "harbour" in document.text


# --- unusual, and common all the same ---


SAVED = f"<html><body><p>{STORY}</p></body></html>"


def mail(*lines: str, body: str = STORY) -> bytes:
    head = ("From: Post <news@post.example>", "Subject: Crane falls", "MIME-Version: 1.0", *lines)
    return "\r\n".join([*head, "", body]).encode()


def in_parts(plain: str, page: str) -> bytes:
    parts = (
        f"--X\nContent-Type: text/plain\n\n{plain}\n--X\nContent-Type: text/html\n\n{page}\n--X--\n"
    )
    return mail("Content-Type: multipart/alternative; boundary=X", body=parts)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", mail("Content-Type: text/html; charset=utf-8",
                       "Content-Transfer-Encoding: quoted-printable",
                       body=SAVED.replace(" of", " o=\r\nf").replace("<p>", "<p class=3Da>"))),
        ("a.eml", mail("Content-Type: text/plain; charset=klingon")),
        ("a.eml", in_parts(" ", SAVED)),
        ("a.mhtml", in_parts("", SAVED)),
        ("a.json", "\n".join(json.dumps({"text": text}) for text in (STORY, "{}"))),
        ("a.jsonl", json.dumps({"text": STORY}).encode("utf-16")),
        ("a.jsonl", json.dumps({"text": [STORY]})),
        ("a.md", f"+++\ntitle = 'Crane falls'\ndate = 2026-01-03\n+++\n{STORY}"),
        ("a.md", f"---\ntitle: Crane falls\ndate: 2026-01-03\nauthor: [Ada, Jo]\n---\n{STORY}"),
        ("a.txt", "> " + STORY.replace(" that", "\n> that")),
    ],
)  # fmt: skip
def test_the_text_is_found(read, name, content):
    (document, *_), _ = read(name, content if isinstance(content, bytes) else content.encode())

    said = [text for kind, text in blocks_of(document) if kind != "heading"]
    assert " ".join(said).strip('"') == STORY.strip()


@pytest.mark.parametrize(
    ("matter", "published"),
    [
        ("+++\ntitle = 'Crane falls'\ndate = 2026-01-03\n+++\n", "2026-01-03"),
        ("+++\ntitle = \n+++\n", ""),
        ("---\ntitle: Crane falls\ndate: 2026-01-03 10:00:00 +0100\n---\n",
         "2026-01-03T10:00:00+01:00"),
    ],
)  # fmt: skip
def test_front_matter_may_be_of_either_kind(read, matter, published):
    (document,), _ = read("a.md", f"{matter}{STORY}".encode())

    assert document.published == published


@pytest.mark.parametrize(
    ("moment", "published"),
    [
        (1767434400, "2026-01-03T10:00:00+00:00"),
        (1767398400000, "2026-01-03"),
        (20260103, "2026-01-03"),
        (7, ""),
    ],
)
def test_a_record_may_count_the_seconds(read, moment, published):
    (document,), _ = read("a.jsonl", json.dumps({"text": STORY, "timestamp": moment}).encode())

    assert document.published == published


def test_mark_up_in_the_title_of_a_feed_is_no_part_of_it(read):
    title = "<title type='html'>Crane &lt;b&gt;falls&lt;/b&gt; &amp;amp; sinks</title>"
    feed = f"<feed><entry>{title}<content>{STORY}</content></entry></feed>"
    (document,), _ = read("a.atom", feed.encode())

    assert document.title == "Crane falls & sinks"


def test_rich_text_is_no_text(read):
    _, report = read("a.txt", b"{\\rtf1\\ansi The crane fell, he said.}")

    assert report.counts() == {"binary file": 1}


def test_what_an_api_says_of_a_text_that_it_cut_is_no_part_of_it(tmp_path):
    record = {"title": "Crane", "content": f"{STORY}… [+1834 chars]"}
    (tmp_path / "a.json").write_text(json.dumps({"articles": [record]}))

    (document,) = read_documents([tmp_path])

    assert document.text == f"{STORY}..."


def test_a_mail_is_by_its_sender_and_ends_before_the_signature(tmp_path):
    head = 'Subject: Crane\nFrom: "Holm, Ada" <ada@vell.example>\nDate: 14 May 2024\n\n'
    (tmp_path / "a.eml").write_text(f"{head}{STORY}\n\n-- \nAda Holm\nReporter, Vell Post\n")
    (tmp_path / "b.eml").write_text(f"{head}I know.\n\n-- \nAda\n\n> {STORY}\n")

    signed, answered = read_documents([tmp_path])

    assert (signed.text, signed.author) == (STORY, "Holm, Ada")
    assert answered.text.endswith(f'"{STORY}"')
