"""The HTML view as a reader meets it, in a real Chromium."""

import csv
import html
import io
import json
import math
import os
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import invented_news
import pytest
from selenium.webdriver.common.keys import Keys
from view_driver import View

from kg.export.html import write_html
from kg.model import Entity, Knowledge

pytestmark = pytest.mark.browser


def test_the_first_picture_comes_without_any_request_or_complaint(view, news_page):
    page = view()

    assert page.text("#counts") == "60 entities · 69 claims · 8 documents"
    assert page.complaints() == []
    assert page.requests() == [news_page.as_uri()]


def test_with_the_network_off_the_page_is_whole_and_asks_for_nothing(view, news_page):
    page = view(network=False)
    page.click_entity("Mara_Olsen")

    assert page.text("#details h2") == "Mara Olsen"
    assert page.complaints() == []
    assert page.requests() == [news_page.as_uri()]


def test_behind_a_network_that_swallows_packets_the_page_paints_at_once(cut_off, news_page):
    driver, swallower = cut_off
    page = View(driver, news_page)
    page.reset()
    page.open()
    paint = "return performance.getEntriesByName('first-contentful-paint')[0]"
    first_paint = page.wait(lambda: page.run(paint))
    page.click_entity("Mara_Olsen")
    hosts = set(re.findall(r"https?://([\w.-]+)", news_page.read_text(encoding="utf-8")))
    requests = [url for url in page.requests() if not url.startswith("chrome:")]

    assert page.text("#details h2") == "Mara Olsen"
    assert requests == [news_page.as_uri()]
    assert hosts
    assert not [asked for asked in swallower.asked if any(host in asked for host in hosts)]
    assert first_paint["startTime"] < 15_000  # behind such a network pyvis's own page waits 31 s


def test_the_network_that_swallows_packets_notices_a_page_that_asks(cut_off):
    driver, swallower = cut_off
    page = View(driver, Path())
    page.reset()
    page.run("new Image().src = 'http://192.0.2.1/a.png'")

    page.wait(lambda: "GET http://192.0.2.1/a.png HTTP/1.1" in swallower.asked)


def test_a_click_on_a_dot_opens_the_story_of_an_entity(view):
    page = view()
    page.click_entity("Mara_Olsen")

    assert page.text("#details h2") == "Mara Olsen"
    assert "Prime Minister Olsen" in page.text(".aliases")
    assert "Sources disagree" in page.text("#details .alarm").capitalize()
    assert "called Ivo Brandt" in page.text("#details")


def test_a_click_on_a_line_opens_its_sentences_with_their_parts_marked(view):
    page = view()
    page.click_link("Mara_Olsen", "Henrik_Dahl")

    assert (
        page.text("#details .evidence blockquote")
        == "Olsen did not meet Henrik Dahl, her spokesman said."
    )
    marks = {m.get_attribute("class"): m.text for m in page.all("#details .evidence mark")}
    assert marks == {"subject": "Olsen", "predicate": "did not meet", "object": "Henrik Dahl"}
    assert page.text("#details .evidence .badge") == "denied by Mara Olsen"
    assert "Evening Courier, 6 Mar 2026" in page.text("#details .evidence .source")


def test_a_disputed_claim_says_so_and_shows_both_sides(view):
    page = view(address="edge=Veskia..the_ferry_accident")
    badges = [badge.text for badge in page.all("#details .evidence .badge")]

    assert "Sources disagree." in page.text("#details .alarm")
    assert badges == ["said by Coast Guard", "denied by Foreign Ministry of Veskia"]


def test_a_claim_without_an_object_shows_what_was_said_and_opens_its_sentence(view):
    page = view(address="node=Felix_Roth")
    row = next(r for r in page.all("#details .claim-row") if "not safe" in r.text)

    assert row.text == "said the strait was not safe"
    row.click()
    assert page.text("#details h2") == "Felix Roth said"
    assert page.text("#details .evidence blockquote") == "Felix Roth said the strait was not safe."
    assert "claim=" in page.run("return location.hash")


def test_the_back_button_and_the_cross_lead_out_again(view):
    page = view(address="node=Felix_Roth")
    page.find("#details .claim-row").click()
    opened = page.text("#details h2")
    page.run("history.back()")

    page.wait(lambda: page.text("#details h2") == "Felix Roth")
    assert opened != "Felix Roth"
    page.find("#close").click()
    assert page.text("#details h2") == "Steel and harbor"
    assert not page.find("#close").is_displayed()


def test_several_claims_between_two_entities_are_one_line_with_a_count(view):
    page = view(address="edge=Mara_Olsen..Ivo_Brandt")

    assert page.text("#details .kind") == "3 claims · 4 sentences · 2 documents"
    assert len(page.all("#details section.claim")) == 3


def test_the_reader_shows_the_whole_document_and_lights_the_sentence(view):
    page = view(address="edge=Mara_Olsen..Henrik_Dahl")
    page.find("#details .evidence .source button").click()

    assert page.text("#details h2") == "Olsen denies tender advice"
    assert (
        page.text("#details .reader mark.lit")
        == "Olsen did not meet Henrik Dahl, her spokesman said."
    )
    assert "Henrik Dahl left the Ministry of Trade in February." in page.text("#details .reader")
    assert len(page.all("#details .reader mark")) == 6


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("olsen", "Mara Olsen"),
        ("PETRÓVA", "Anya Petrova"),
        ("петрова", "Anya Petrova"),
        ("حداد", "Noor Haddad"),
        ("田辺", "Yuki Tanabe"),
    ],
)
def test_a_name_is_found_in_any_script(view, words, found):
    page = view()

    assert page.search(words)[0].startswith(found)
    page.press(Keys.ENTER)
    assert page.text("#details h2") == found


def test_claims_and_documents_are_found_by_their_words(view):
    page = view()

    assert any("bridge loan" in hit for hit in page.search("bridge loan"))
    assert any("Poll puts Olsen ahead" in hit for hit in page.search("poll puts"))
    assert page.search("zzzz") == []
    assert page.text("#hits") == "NOTHING FOUND"


def test_a_filter_leaves_out_what_it_says_and_the_counts_of_the_others_follow(view):
    page = view()
    page.run("document.querySelector('[data-filter=\"type Thing\"]').click()")

    assert page.text("#counts").startswith("42 entities · 51 claims")
    page.find("[aria-label='Only: Disputed']").send_keys(Keys.ENTER)
    assert page.text("#counts") == "4 entities · 2 claims · 3 documents"
    assert page.find("[data-filter='type Thing']").get_attribute("checked") is None
    page.find("#filters .clear").click()
    assert page.text("#counts").startswith("60 entities · 69 claims")


def test_filters_that_leave_nothing_say_so_and_offer_a_way_back(view):
    page = view(address="only.type=Law&only.factuality=asked")

    assert page.text("#empty p") == "No claim passes these filters."
    page.find("#reset").click()
    assert page.text("#counts").startswith("60 entities")


def test_the_timeline_narrows_the_days_by_keys(view):
    page = view()
    page.find("[aria-label='Last day']").send_keys(Keys.HOME)

    page.wait(lambda: page.text("#timeline .days") == "3 Mar 2026")
    assert page.text("#counts").endswith("1 document")
    assert "to=2026-03-03" in page.run("return location.hash")
    page.find("#timeline .link").click()
    page.wait(lambda: page.text("#counts").startswith("60 entities"))


def test_days_are_chosen_by_pulling_over_the_bars(view):
    page = view()
    page.pull("#timeline .track", (0.02, 0.5), (0.4, 0.5))

    page.wait(lambda: page.text("#timeline .days") == "3 Mar 2026 – 9 Mar 2026")
    assert "to=2026-03-09" in page.run("return location.hash")
    page.pull("#timeline .track", (0.02, 0.5), (0.02, 0.5))
    page.wait(lambda: page.text("#timeline .days") == "3 Mar 2026")
    page.pull("#timeline .track", (0.02, 0.5), (0.02, 0.5))  # again: all days, as before
    page.wait(lambda: page.text("#timeline .days") == "3 Mar 2026 – 18 Mar 2026")


def test_the_timeline_goes_by_the_day_of_the_event_when_asked(view):
    page = view()
    {b.text: b for b in page.all("#timeline .switch button")}["Happened"].click()

    page.wait(lambda: page.text("#timeline .days") == "12 Jan 2026 – 14 Mar 2026")
    page.find("[aria-label='Last day']").send_keys(Keys.HOME)
    page.wait(lambda: page.text("#counts") == "2 entities · 1 claim · 1 document")
    assert page.run("return location.hash") == "#clock=happened&to=2026-01-12"


def test_the_timeline_plays_to_its_end(view):
    page = view()
    page.find("[aria-label='Play through time']").click()

    page.wait(lambda: page.text("#timeline .days") != "3 Mar 2026 – 18 Mar 2026")
    page.wait(lambda: page.text("#timeline .days") == "3 Mar 2026 – 18 Mar 2026", seconds=20)
    page.wait(lambda: page.find("#timeline button").get_attribute("aria-pressed") == "false")


def test_nodes_stay_where_they_are_when_days_are_chosen(view):
    page = view()
    before = page.run("return newsGraph.placeOf('Veskia')")
    page.find("[aria-label='First day']").send_keys(Keys.END)
    page.wait(lambda: page.text("#counts").endswith("1 document"))

    assert page.run("return newsGraph.placeOf('Veskia')") == before


def test_neighbours_and_two_steps_narrow_the_picture(view):
    page = view(address="node=Felix_Roth")
    buttons = {button.text: button for button in page.all("#details .actions button")}
    buttons["Neighbours"].click()

    assert page.text("#counts").startswith("2 entities")
    assert "Within 1 step of Felix Roth" in " ".join(page.text("#banner").split())
    {b.text: b for b in page.all("#details .actions button")}["Two steps"].click()
    assert page.text("#counts").startswith("3 entities")
    page.find("#banner button").click()
    assert page.text("#counts").startswith("60 entities")


def test_a_path_shows_its_evidence_and_takes_no_denied_step(view):
    page = view(address="node=Felix_Roth")
    field = page.find("#details .actions input")
    field.send_keys("Yuki Tanabe", Keys.TAB)

    assert page.text("#details h2") == "Felix Roth → Yuki Tanabe"
    assert page.run("return location.hash") == "#path=Felix_Roth..Yuki_Tanabe"
    assert len(page.all("#details .evidence")) >= 3
    assert "denied" not in page.text("#details")


def test_an_address_leads_back_to_what_it_names(view):
    page = view(address="node=Rui_Sandoval&not.type=Thing&from=2026-03-08")

    assert page.text("#details h2") == "Rui Sandoval"
    assert page.text("#timeline .days") == "8 Mar 2026 – 18 Mar 2026"
    assert page.find("[data-filter='type Thing']").get_attribute("checked") is None


def test_an_address_that_names_nothing_known_shows_the_whole_graph(view):
    page = view(address="node=Nobody&only.source=%E0%A4%A&from=yesterday&path=a..b")

    assert page.text("#details h2") == "Steel and harbor"
    assert page.complaints() == []


def test_the_table_holds_each_sentence_and_sorts_by_any_column(view):
    page = view()
    page.find("#show-table").click()

    rows = page.all("#table tbody tr")
    assert len(rows) == len(invented_news.hand_made().evidence)
    page.find("#table [data-column=claim]").click()
    assert page.find("#table th.claim").get_attribute("aria-sort") == "ascending"
    claims = [cell.text for cell in page.all("#table td.claim")]
    assert claims == sorted(claims, key=str.lower)


@pytest.mark.parametrize("phone", [False, True])
def test_in_the_table_the_sentence_has_most_of_the_room(view, phone):
    page = view(address="view=table", phone=phone)
    widths = page.run(
        """const cells = [...document.querySelectorAll("#table tbody tr:first-child td")];
        return Object.fromEntries(cells.map((cell) => [cell.className, cell.clientWidth]))"""
    )
    table = page.run("return document.querySelector('#table').clientWidth")

    assert widths["sentence"] == max(widths.values())
    assert widths["sentence"] > (0.95 if phone else 0.28) * table


def test_a_graph_in_which_nothing_was_found_says_so(view, tmp_path):
    document = invented_news.hand_made().documents[0]
    path = tmp_path / "empty.html"
    write_html(Knowledge((document,), (), (), ()), path, title="Empty")
    page = view(path)

    assert page.text("#empty p") == "Nothing was found in these documents."
    assert not page.find("#reset").is_displayed()
    assert "null" not in page.text("#filters")
    assert page.all("#filters h3")[-1].text.casefold() == "colour by"
    assert page.complaints() == []


def test_without_filters_no_path_is_blamed_on_them(view, tmp_path):
    knowledge = invented_news.hand_made()
    ties = [replace(s, arguments=()) for s in knowledge.statements if s.object]
    one = ties[0]
    other = next(s for s in ties if not {s.subject, s.object} & {one.subject, one.object})
    evidence = [e for e in knowledge.evidence if e.statement_id in (one.id, other.id)]
    path = tmp_path / "apart.html"
    apart = replace(knowledge, statements=(one, other), evidence=tuple(evidence), connections=())
    write_html(apart, path, title="Apart")

    page = view(path, address=f"path={one.subject}..{other.subject}")
    assert page.text("#details .kind") == "No path of claims that nobody denies"
    page.go(f"path={one.subject}..{other.subject}&only.factuality=asserted")
    assert page.text("#details .kind") == "No path with these filters"


@pytest.mark.parametrize("size", [(844, 390), (1024, 768), (640, 400)])
def test_in_a_smaller_window_no_button_is_cut_and_no_word_broken(view, size):
    page = view(address="node=Mara_Olsen")
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    cut = page.run(
        """return [...document.querySelectorAll("header button, .figures dt")]
        .filter((e) => e.offsetParent && (e.scrollWidth > e.clientWidth + 1
          || e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1
          || (e.tagName === "DT" && e.clientHeight > 20))).map((e) => e.innerText)"""
    )

    assert cut == []


def test_what_is_pressed_shows_where_the_reader_chooses_the_colours(view):
    page = view()
    colours = [{"name": "forced-colors", "value": "active"}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": colours})
    pressed, other = page.run(
        """return ["#show-graph", "#show-table"]
        .map((name) => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )

    assert pressed != other


def test_the_cross_covers_no_word_of_a_title(view):
    page = view(address=f"document={invented_news.hand_made().documents[0].id}")
    words, cross = page.run(
        """const words = document.createRange();
        words.selectNodeContents(document.querySelector("#details h2"));
        const cross = document.querySelector("#close").getBoundingClientRect();
        return [[...words.getClientRects()], [cross]]
          .map((boxes) => boxes.map(({left, top, right, bottom}) => [left, top, right, bottom]))"""
    )

    (left, top, right, bottom) = cross[0]
    assert not any(w[0] < right and w[2] > left and w[1] < bottom and w[3] > top for w in words)


def test_numbers_on_lines_are_few_and_do_not_cover_one_another(view, tmp_path):
    path = tmp_path / "large.html"
    write_html(invented_news.large(600), path, title="Large")
    page = view(path)
    marks = page.run("return newsGraph.marks()")

    quiet = [mark for mark in marks if not mark["red"]]
    assert 5 < len(quiet) < 80
    for mark, other in product(quiet, marks):
        apart = math.hypot(mark["x"] - other["x"], mark["y"] - other["y"])
        assert mark == other or apart > 8


def test_the_csv_is_safe_for_a_spreadsheet_and_holds_what_is_shown(view, tmp_path):
    knowledge = invented_news.small()
    first = replace(knowledge.entities[0], label='=HYPERLINK("http://x")')
    path = tmp_path / "formula.html"
    write_html(replace(knowledge, entities=(first, *knowledge.entities[1:])), path, title="Formula")
    page = view(path)
    page.find("#open-export").click()
    page.find("[data-export=csv]").click()
    rows = list(csv.DictReader(io.StringIO(page.download("formula.csv").read_text("utf-8-sig"))))

    assert len(rows) == len(knowledge.evidence)
    cells = [cell for row in rows for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_pictures_and_json_are_exported(view):
    page = view()
    for name in ("svg", "png", "json"):
        page.find("#open-export").click()
        page.find(f"[data-export={name}]").click()
    drawing = page.download("steel-and-harbor.svg").read_text(encoding="utf-8")

    assert drawing.count("<text") > 60
    assert "Mara Olsen" in drawing
    assert page.download("steel-and-harbor.png").read_bytes().startswith(b"\x89PNG")
    rows = json.loads(page.download("steel-and-harbor.json").read_text(encoding="utf-8"))
    assert len(rows) == len(invented_news.hand_made().evidence)


def test_everything_can_be_done_by_keys(view):
    page = view()
    page.press("/", "olsen", Keys.ENTER)
    assert page.text("#details h2") == "Mara Olsen"

    page.run("document.getElementById('graph').focus()")
    page.press(Keys.ARROW_RIGHT)
    announced = page.find("#live").get_attribute("textContent")
    assert "Mara Olsen" in announced
    page.press("e")
    assert len(page.all("#details .evidence")) >= 1
    page.press(Keys.ESCAPE)
    assert page.text("#details h2") == "Steel and harbor"
    page.press("t")
    assert page.find("#table").is_displayed()
    page.press("?")
    assert page.find("#help").is_displayed()
    page.press(Keys.ESCAPE)
    page.press("d")
    assert page.run("return document.documentElement.dataset.theme") == "dark"


def test_pointing_at_a_line_tells_what_it_says(view):
    page = view()
    page.point_at_link("Mara_Olsen", "Henrik_Dahl")

    page.wait(lambda: page.find("#tip").is_displayed())
    lines = page.text("#tip").splitlines()
    assert " ".join(lines).startswith("Mara Olsen → Henrik Dahl met · denied")
    assert lines[-1].startswith("Olsen did not meet Henrik Dahl")


def test_a_reader_who_likes_it_dark_gets_it_dark(view):
    page = view(dark=True)

    assert page.run("return getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 28)"


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_the_view_works_in_a_frame_as_a_notebook_shows_it(chromium, news_page, tmp_path, sandbox):
    notebook = tmp_path / "notebook.html"
    content = html.escape(news_page.read_text(encoding="utf-8"))
    frame = f'<iframe {sandbox} width="1200" height="700" srcdoc="{content}"></iframe>'
    notebook.write_text(f'<!doctype html><meta charset="utf-8">{frame}', encoding="utf-8")
    page = View(chromium, notebook)
    page.reset()
    chromium.get(notebook.as_uri())
    chromium.switch_to.frame(page.find("iframe"))

    page.wait(lambda: page.run("return document.documentElement.dataset.ready"))
    page.run("newsGraph.open('Mara_Olsen')")
    assert page.text("#details h2") == "Mara Olsen"
    page.run("document.querySelector('#details .claim-row').click()")
    assert len(page.all("#details .evidence")) >= 1
    chromium.switch_to.default_content()


def test_on_a_phone_nothing_is_wider_than_the_window(view):
    page = view(phone=True)
    page.find("#open-filters").click()

    assert page.run("return document.documentElement.scrollWidth") == 390
    assert page.find("#filters").is_displayed()
    page.run("document.getElementById('graph').dispatchEvent(new PointerEvent('pointerdown'))")
    page.wait(lambda: not page.find("#filters").is_displayed())
    page.click_entity("Mara_Olsen")
    assert page.text("#details h2") == "Mara Olsen"
    outside = page.run(
        "return [...document.querySelectorAll('header *, #panel *')].filter(e => e.offsetParent &&"
        " e.getBoundingClientRect().right > 391).map(e => e.outerHTML.slice(0, 80))"
    )
    assert outside == []


HOSTILE = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "javascript:window.pwned=1",
    "<a href='javascript:window.pwned=1'>href</a>",
    "\u202egnitirw\u202c \u2066isolate",
    "line\u2028separator\u2029paragraph\u0000null",
    "x" * 10_000,
    "'\"`${window.pwned=1}{{ 7*7 }}{% raw %}",
    "__proto__",
    "constructor",
)


def hostile() -> Knowledge:
    """The hand-made corpus with each name, title, text, relation and address replaced by traps."""
    knowledge = invented_news.hand_made()

    def trap(i: int) -> str:
        return HOSTILE[i % len(HOSTILE)]

    def entity(i: int, old: Entity) -> Entity:
        return replace(old, label=trap(i), aliases=(trap(i + 1),), same_as=(trap(i + 3),))

    return replace(
        knowledge,
        entities=tuple(entity(i, e) for i, e in enumerate(knowledge.entities)),
        documents=tuple(
            replace(
                d,
                title=trap(i),
                source=trap(i + 1),
                url=trap(3 + i % 2),
                author=trap(i),
                text=" ".join(HOSTILE) + d.text,
            )
            for i, d in enumerate(knowledge.documents)
        ),
        statements=tuple(
            replace(s, predicate=replace(s.predicate, label=trap(i)), type=trap(i + 2))
            for i, s in enumerate(knowledge.statements)
        ),
        evidence=tuple(replace(e, text=trap(i)) for i, e in enumerate(knowledge.evidence)),
    )


def test_text_from_articles_runs_nothing_and_breaks_nothing(view, tmp_path):
    path = tmp_path / "hostile.html"
    write_html(hostile(), path, title=HOSTILE[2])
    page = view(path)
    for key in ("Mara_Olsen", "Ivo_Brandt", "Veskia", "Harbor_Authority"):
        page.run("newsGraph.open(arguments[0])", key)
        page.run("document.querySelector('#details .claim-row').click()")
        page.run("document.querySelector('#details .evidence .source button').click()")
    page.search("script")
    page.press(Keys.ESCAPE)
    page.find("#show-table").click()
    page.find("#open-export").click()
    page.find("[data-export=png]").click()
    page.run("dispatchEvent(new Event('beforeprint'))")
    picture = page.download("script-script-window-pwned-1-script.png")

    assert picture.read_bytes().startswith(b"\x89PNG")
    assert page.run("return window.pwned") is None
    assert (
        page.run(
            "return document.querySelectorAll('#details img, #table img, a[href^=java]').length"
        )
        == 0
    )
    assert page.run("return document.querySelectorAll('script').length") == 2
    assert page.complaints() == []
    assert page.requests() == [path.as_uri()]


def test_a_graph_of_thousands_opens_draws_a_part_and_finds_the_rest(view, tmp_path):
    path = tmp_path / "large.html"
    write_html(invented_news.large(2_000), path, title="Large")
    page = view(path)

    drawn, _, everything, *_ = page.text("#counts").split()
    assert int(drawn) <= 300
    assert everything == "1,962"
    page.find("[aria-label='Draw more entities']").click()
    assert int(page.text("#counts").split()[0]) > int(drawn)
    assert page.search("plans for")[0].startswith("plans for")
    page.press(Keys.ENTER)
    assert page.text("#details h2").startswith("plans for")
    assert page.complaints() == []


AXE_CORE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
STATES = {
    "an entity": ("node=Mara_Olsen", ""),
    "a line that is disputed": ("edge=Veskia..the_ferry_accident", ""),
    "a path": ("path=Felix_Roth..Yuki_Tanabe", ""),
    "a neighbourhood": ("node=Mara_Olsen&steps=1", ""),
    "the table": ("view=table", ""),
    "a document": ("edge=Mara_Olsen..Henrik_Dahl", "#details .evidence .source button"),
    "the filters": ("only.factuality=disputed", "#open-filters"),
    "the menu": ("", "#open-export"),
    "the list of keys": ("", "#open-help"),
}


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}])
def test_an_accessibility_checker_finds_nothing_serious(view, look):
    if not AXE_CORE.is_file():
        pytest.skip("needs axe-core: npm install axe-core, or AXE_CORE=path/to/axe.min.js")
    page = view(**look)
    page.run(AXE_CORE.read_text(encoding="utf-8"))
    found = {}
    for name, (address, button) in STATES.items():
        page.go(address)
        if button:
            page.run("document.querySelector(arguments[0]).click()", button)
        violations = page.driver.execute_async_script("axe.run().then(arguments[0])")["violations"]
        found[name] = [
            (v["id"], [n["html"][:90] for n in v["nodes"][:4]])
            for v in violations
            if v["impact"] in ("serious", "critical")
        ]
    assert found == {name: [] for name in STATES}
