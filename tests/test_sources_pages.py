"""Whole pages and pasted ones: what is the article in them, who wrote it, and when."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.sources import Skipped, make_document, read_documents
from kg.sources.boilerplate import _cues, is_caption

PAGES = Path(__file__).parent / "data" / "pages"
ARTICLE = (
    "The council of Vell met in the harbour hall on Monday. It was told that the budget had grown."
)


def read(name):
    report = Skipped()
    (document,) = read_documents([PAGES / name], report=report)
    assert not report.total
    return document


def kept(document):
    """The texts that are read for statements."""
    return [
        document.text[b.start : b.end]
        for b in document.blocks
        if b.kind not in ("boilerplate", "table")
    ]


@pytest.mark.parametrize("name", sorted(p.name for p in PAGES.iterdir() if p.suffix != ".kept"))
def test_of_a_page_the_article_is_read_and_nothing_else(name):
    expected = (PAGES / f"{name}.kept").read_text().splitlines()

    assert kept(read(name)) == expected


@pytest.mark.parametrize(
    ("name", "author", "published"),
    [
        ("agency.html", "NINA ROOS; KARL MAR", "2026-01-20"),
        ("portal.html", "Asha Rao", "2026-03-09"),
        ("tabloid.html", "KAI REED", "2026-06-09"),
        ("paste_portal.txt", "Ada Holm and Jo Berg", "2026-03-04"),
        ("paste_agency.txt", "", "2026-03-04"),
        ("paste_comments.txt", "", ""),
    ],
)
def test_a_page_tells_its_author_and_day_and_a_comment_does_not(name, author, published):
    document = read(name)

    assert (document.author, document.published) == (author, published)


@pytest.mark.parametrize(
    ("dateline", "source", "published"),
    [
        ("PARIS:", "", ""),
        ("PARIS, France:", "", ""),
        ("New Delhi:", "", ""),
        ("LAHORE |", "", ""),
        ("ANKARA", "", ""),
        ("Islamabad –", "", ""),
        ("Washington, D.C. -", "", ""),
        ("(Newswire) -", "Newswire", ""),
        ("26 November 2025, Geneva -", "", "2025-11-26"),
        ("GENEVA (26 November 2025) –", "", "2025-11-26"),
        ("MOSCOW, November 26. /NORD/.", "NORD", ""),
        ("Kampala, Uganda | NRD |", "NRD", ""),
        ("Berlin (npa) -", "npa", ""),
    ],
)
def test_a_dateline_is_published_with_its_provenance_and_says_nothing(dateline, source, published):
    document = make_document(f"{dateline} The minister resigned, officials said.", name="a.txt")

    assert kept(document) == ["The minister resigned, officials said."]
    assert (document.source, document.published) == (source, published)
    assert document.published_from == ("dateline" if published else "")


@pytest.mark.parametrize(
    "start",
    ["US President Rita Toll", "U.S. Air Forces", "Smith – The minister", "NASA The rocket"],
)
def test_a_name_at_the_beginning_is_no_dateline(start):
    document = make_document(f"{start} was late on Monday, he said.", name="a.txt")

    assert kept(document)[0].startswith(start)


@pytest.mark.parametrize(
    ("line", "published", "teller"),
    [
        ("Updated: 26 November 2025, 10:32", "2025-11-26", "update line"),
        ("Published 10:32 GMT, Friday 28 November 2025", "2025-11-28", "date line"),
        ("Published 10:32 GMT, Friday", "", ""),
        ("Published: 10:32 GMT, 27 May 2025 | Updated: 12:01 GMT, 28 May 2025", "2025-05-27",
         "date line"),
        ("Updated: 28 May 2025 | Published: 27 May 2025", "2025-05-27", "date line"),
        ("First Published: November 28, 2025, 10:32 IST", "2025-11-28", "date line"),
        ("Issued on: 26/11/2025 - 10:32 Modified: 27/11/2025 - 11:00", "2025-11-26", "date line"),
        ("Wed 26 Nov 2025 10.32 GMT", "2025-11-26", "date line"),
        ("2025-11-26T10:32:00Z", "2025-11-26", "date line"),
        ("Friday 28 November 2025 10:32, UK", "2025-11-28", "date line"),
        ("Date: 26.11.2025", "2025-11-26", "date line"),
    ],
)  # fmt: skip
def test_a_line_of_days_and_hours_tells_when_a_text_was_published(line, published, teller):
    document = make_document(f"{line}\n\n{ARTICLE}", name="a.txt")

    assert kept(document) == [ARTICLE]
    assert (document.published, document.published_from) == (published, teller)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("by Ada Holm", "Ada Holm"),
        ("BY ADA HOLM", "ADA HOLM"),
        ("By Ada Holm | Harbour Post", "Ada Holm"),
        ("By Ada Holm and Jo Berg in Lund", "Ada Holm and Jo Berg"),
        ("By the Editorial Board", ""),
    ],
)
def test_a_byline_tells_the_author_in_whatever_case(line, author):
    document = make_document(f"{line}\n\n{ARTICLE}", name="a.txt")

    assert (kept(document), document.author) == ([ARTICLE], author)


@pytest.mark.parametrize(
    "line",
    """ALSO READ | Minister sacks three aides
READ | Minister sacks three aides
Read more at Harbour Post
Must read: Police arrest a man
In pictures: Police arrest a man
Share via:
Click to share on Facebook (Opens in new window)
ADVERTISEMENT - CONTINUE READING BELOW
Advertisement. Scroll to continue reading.
Pic: Eva Dahl
Eva Dahl/NPA via Getty Images
FILE PHOTO: Premier Rita Toll speaks in Vell, March 3, 2025. NORD/Eva Dahl/File Photo
Premier Rita Toll speaks in Vell. (Eva Dahl/Harbour Post)
Ships wait outside the port of Vell on Tuesday. Photograph: Bo Lund
©2025 Harbour Post
Home > News > World
Home / News / World
News | World | Politics | Business | Sport
Sign In | Register
Toggle navigation
Comments (12)
Get unlimited access for $1
You have 2 free articles left this month. Subscribe to keep reading. Log in.
#Politics #Vell
More in World
Next: Police arrest a man
This is a developing story. Check back for updates.
Have something to say about this story? Leave a comment below.
Do you have a story? Email us at news@vell.example
Berg reported from Malmo.
Northern Press writers Jo Berg in Lund and Kim Vale in Oslo contributed to this report.
With inputs from agencies
(This story has not been edited by our staff and is published from a syndicated feed.)
Follow the author on Twitter: @adaholm
The Post is not responsible for the content of other sites.
Media caption, Watch: Crowds gather outside the theatre
A version of this article appears in print on March 10, Page 4, with the headline: Port Shut.
Get unlimited access for $1 for 4 weeks. Then $49 a month. Cancel anytime.
You have reached your limit of free articles.
Join our WhatsApp channel
---------- Forwarded message ---------
From: Ada Holm <ada@post.example>
To: Bo Lind <bo@post.example>, Jo Berg <jo@post.example>
Sent: Monday, March 2, 2026 9:00 AM
Subject: the crane in the harbour
View this email in your browser: https://post.example/1
This e-mail and any attachments are confidential. If you are not the intended recipient, delete it.
[1/3]People walk past the bank in Vell. REUTERS/Ann Lee Purchase Licensing Rights, opens new tab
Sign up here.
Sign up to Harbour Today
NEWYou can now listen to Harbour Post articles!
Edited By: Asha Rao | Curated By: News Desk | Updated: March 07, 2026, 10:32 IST
(With PTI inputs)
About the Author: Asha Rao is a senior sub-editor.
Explore more on these topics
Privacy Notice: Newsletters may contain information about charities and online ads.
The Toll is a reader-supported publication. To receive new posts, consider becoming a subscriber.
2 of 3
Stay updated with the latest news from the coast.""".splitlines(),
)
def test_a_line_of_the_page_is_not_read(line):
    assert kept(make_document(f"{ARTICLE}\n\n{line}\n\n{ARTICLE} Yes.")) == [
        ARTICLE,
        f"{ARTICLE} Yes.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The firm said readers had shared more than 1,000 photos of the fire.",
        "Jo Berg reported from Lund for twenty years before he became mayor of the town in May.",
        "The minister follows the case on television and on Facebook, her aide said.",
        "She told residents to stay informed and to check the water for lead.",
        "He said the ministry had contributed 4 million euros to the fund.",
        "Correction: An earlier version of this article gave the wrong name of the mayor.",
        "Copyright law was changed by parliament in March, the ministry said.",
        "The court fined the paper for a photo of the queen (Eva Dahl took it).",
        "Thousands sign up to defend the harbour, the ministry said.",
        "The council wants to curate the old harbour and to edit its history, she said.",
        "She said the company had reached its limit and would not cancel any orders.",
    ],
)  # fmt: skip
def test_news_that_uses_the_words_of_pages_is_read(line):
    assert line in kept(make_document(f"{ARTICLE}\n\n{line}\n\n{ARTICLE} Yes."))


def test_who_the_author_is_does_not_belong_to_the_story_but_who_others_are_does():
    lives = "Ada Holm covers ships for the Post.", "Kim Vale is a reporter for the Courier."
    document = make_document("\n\n".join(["By Ada Holm", ARTICLE, *lives]))

    assert kept(document) == [ARTICLE, lives[1]]


def test_a_list_of_headlines_is_read_as_it_is():
    lines = ["Minister sacks aides", "Storm kills two", "Navy buys ships", "Court frees mayor",
             "Mill burns down", "The prosecutor will decide in June."]  # fmt: skip

    assert kept(make_document("\n".join(lines))) == lines


def test_a_text_in_a_narrow_column_is_no_menu():
    lines = ["The master of the harbour", "told the council that a", "crane of the port had fallen",
             "on the boat of a fisherman", "from Lund who was asleep", "in the cabin."]  # fmt: skip
    text = "\n".join([ARTICLE, ARTICLE + " Yes.", ARTICLE + " No.", *lines])

    assert " ".join(kept(make_document(text))[3:]) == " ".join(lines)


def test_what_is_set_apart_as_a_quotation_is_quoted():
    document = make_document(
        'Brand wrote:\n\n> I thank every member.\n\nHe left.\n\n> "Go," she said.\n', markdown=True
    )

    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", "Brand wrote:"),
        ("quote", '"I thank every member."'),
        ("paragraph", "He left."),
        ("quote", '"Go," she said.'),
    ]


def test_a_sentence_in_a_cell_is_a_paragraph_and_a_number_is_a_cell():
    text = "| a | b |\n|---|---|\n| 120 | The mayor resigned on Monday. |\n"

    assert kept(make_document(text, markdown=True)) == ["The mayor resigned on Monday."]


def test_words_that_were_struck_out_are_not_read(tmp_path):
    page = f"<html><body><article><p>{ARTICLE}</p><p>Two <del>three</del> men died, she said.</p>"
    (tmp_path / "a.html").write_text(page)

    assert "three" not in next(read_documents([tmp_path])).text


def read_page(folder, *, head="", body=""):
    page = f"<html lang='en'><head><title>Harbour</title>{head}</head><body><article>"
    page += f"<h1>Harbour hall</h1>{body}<p>{ARTICLE}</p><p>{ARTICLE} Yes.</p></article></body>"
    (folder / "a.html").write_text(f"{page}</html>")
    (document,) = read_documents([folder])
    return document


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("", "<p>The hall was built on 12 May 2003.</p>", ""),
        ("", "<footer>© 2019 Harbour Post</footer>", ""),
        ("", "<p class='date'>03/04/2025</p>", ""),
        ("", "<p class='date'>03/14/2025</p>", "2025-03-14"),
        ("", "<time datetime='2025-04-03T08:15:00Z'>03/04/2025</time>", "2025-04-03"),
        ("<meta property='article:published_time' content='2127-03-05T10:00:00Z'>", "",
         "2127-03-05"),
        ("<link rel='canonical' href='https://post.example/2025/11/04/hall'>", "", "2025-11-04"),
    ],
)  # fmt: skip
def test_a_page_is_of_the_day_that_it_tells_and_not_of_one_that_it_tells_of(
    tmp_path, head, body, published
):
    assert read_page(tmp_path, head=head, body=body).published == published


def test_of_a_brief_its_lines_are_kept_apart(tmp_path):
    (tmp_path / "a.html").write_text(
        """<html><body><nav><a>About</a></nav><article class="post"><header>
        <h1>Pier repairs begin</h1>
        <div class="entry-meta">Posted on <time>March 9, 2026</time> | <a>Leave a comment</a></div>
        </header><div class="entry-content">
        <p>Workers began to repair the pier of Lund on Monday.</p>
        <p>The work will cost 2 million crowns.</p>
        <div class="sharedaddy"><h3>Share this:</h3></div></div></article></body></html>"""
    )
    (document,) = read_documents([tmp_path])

    assert kept(document) == [
        "Pier repairs begin",
        "Workers began to repair the pier of Lund on Monday.",
        "The work will cost 2 million crowns.",
    ]


def test_what_a_page_shows_to_nobody_is_not_read(tmp_path):
    hidden = "<div hidden><p>The king died on Sunday.</p></div> and <b hidden>not</b> so"
    lines = kept(read_page(tmp_path, body=f"<p>The queen is well,{hidden}, he said.</p>"))

    assert not any("king" in line or "not" in line for line in lines)


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Page not found", "Access Denied", "Just a moment...",
              "Are you a robot?", "Attention Required! | Cloudflare"],
)  # fmt: skip
def test_a_page_that_a_server_sends_in_an_articles_stead_is_none(tmp_path, title):
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{ARTICLE}</p></body>"
    (tmp_path / "a.html").write_text(f"{page}</html>")
    (tmp_path / "b.html").write_text(page.replace(title, "Access to the sea denied to Norland"))
    (tmp_path / "c.html").write_text(page.replace(title, "404 flee flood").replace("Vell", "Lind"))
    report = Skipped()

    assert [d.name for d in read_documents([tmp_path], report=report)] == ["b.html", "c.html"]
    assert report.counts() == {"no article in the page": 1}


def test_links_that_a_page_counts_for_who_hears_it_are_not_read():
    links = ["list 1 of 2", "What did Moro say?", "list 2 of 2", "Ceasefire talks stall",
             "end of list"]  # fmt: skip

    assert kept(make_document("\n\n".join([ARTICLE, *links, f"{ARTICLE} Yes."]))) == [
        ARTICLE,
        f"{ARTICLE} Yes.",
    ]


def test_below_a_rule_the_mail_that_is_answered_is_read():
    head = "From: Ada Holm <ada@post.example>", "Subject: the crane"
    document = make_document("\n\n".join(["I agree with her.", "_" * 32, *head, ARTICLE]))

    assert kept(document) == ["I agree with her.", ARTICLE]


def test_a_last_sentence_with_a_mark_behind_it_is_no_heading():
    document = make_document(f"{ARTICLE}\n\nBoth sides cut the tariffs by half. Enditem")

    assert kept(document)[-1] == "Both sides cut the tariffs by half. Enditem"


def test_a_source_line_names_the_source_and_not_its_editor():
    line = "Source: Oru Agency| 2026-03-08 11:20:33|Editor: moro"

    assert make_document(f"{line}\n\n{ARTICLE}").source == "Oru Agency"


@pytest.mark.parametrize(
    "said",
    [
        """{"@type": "NewsArticle", "headline": "Hall <i>opens</i> &amp; shines",
            "datePublished": "2025-11-04T23:30:00-05:00", "author": "Ada Holm",
            "publisher": {"name": "harbour Post"}}""",
        """{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Site"},
            {"@type": ["Article", "NewsArticle"], "headline": "Hall opens & shines",
             "datePublished": "2025-11-04T23:30:00-05:00", "dateModified": "2026-01-01",
             "author": [{"@id": "#ada"}, {"@type": "Organization", "name": "Harbour Post"}],
             "publisher": {"@id": "#post"}},
            {"@id": "#post", "@type": "Organization", "name": "Harbour Post"},
            {"@id": "#ada", "@type": "Person", "name": "Ada Holm"}]}""",
        """[{"@type": "BreadcrumbList"}, {"@type": "LiveBlogPosting", "publisher": "Harbour Post",
            "headline": "Hall opens & shines", "author": [{"@type": "Person", "name": "Ada Holm"}],
            "dateModified": "2025-11-04T23:30:00-05:00", "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": "Ribbon cut", "author": "Jo Berg"}]}]""",
    ],
    ids=["without context", "graph", "live blog"],
)
def test_what_a_page_tells_machines_about_its_article_is_known_of_it(tmp_path, said):
    document = read_page(tmp_path, head=f"<script type='application/ld+json'>{said}</script>")

    assert document.title == "Hall opens & shines"
    assert (document.author, document.source) == ("Ada Holm", "Harbour Post")
    assert document.published == "2025-11-04T23:30:00-05:00"
    assert {document.title_from, document.author_from, document.published_from} == {"web page"}


def test_of_several_articles_that_a_page_describes_its_own_counts(tmp_path):
    def told(*headlines):
        things = [{"@type": "NewsArticle", "headline": h, "author": f"Of {h}"} for h in headlines]
        said = f"<script type='application/ld+json'>{json.dumps(things)}</script>"
        document = read_page(tmp_path, head=said)
        return document.title, document.author

    assert told("Crane falls", "Harbour hall") == ("Harbour hall", "Of Harbour hall")
    assert told("Crane falls", "Mill burns")[0] == "Harbour hall"


@pytest.mark.parametrize(
    "said", ["{", "[" * 5_000, "null", '{"@type": "Article", "author": [[1]], "headline": {}}',
             '{"@type": [null, 7], "publisher": 3}', '{"@type": "Article", "datePublished": 7}'],
)  # fmt: skip
def test_a_page_that_tells_machines_nonsense_is_read_as_if_it_told_nothing(tmp_path, said):
    document = read_page(tmp_path, head=f"<script type='application/ld+json'>{said}</script>")

    assert (document.title, document.author, document.source) == ("Harbour hall", "", "")


@pytest.mark.parametrize(
    "around",
    ["<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>", "<div><b>4 March</b>{}</div>",
     "<h2>{}</h2>"],
)  # fmt: skip
def test_what_stands_on_lines_of_its_own_on_the_screen_is_not_run_together(tmp_path, around):
    inside = "<div>The master resigned on Monday.</div><div>He was accused of fraud.</div>"

    lines = kept(read_page(tmp_path, body=around.format(inside)))

    assert {"The master resigned on Monday.", "He was accused of fraud."} <= {
        line.strip('"') for line in lines
    }


@pytest.mark.parametrize(
    "credit", ["NORD/Ada Holm/Pool", "(NP Photo/Ada Holm, File)", "NPA/Getty Images"]
)
def test_a_caption_ends_with_its_credit(credit):
    assert is_caption(f"The mayor leaves the hall in Vell on Tuesday. {credit}")


@pytest.mark.parametrize(
    "cue", [c for c in _cues() if c.scope == "phrase"], ids=lambda c: c.pattern.pattern[:40]
)
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_phrase_has_the_letters_that_it_is_looked_for_by(cue, data):
    text = data.draw(st.from_regex(re.compile(cue.pattern.pattern)))
    (said,) = [cue.pattern.search(text)[0]]

    assert any(word in said.lower() for word in cue.needs)
