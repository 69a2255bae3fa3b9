"""The page of queries as a reader meets it: a real server, a real Chromium, no other host."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_knowledge
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from served import Server, serving
from view_driver import View

from kg.graph import STORE
from kg.rdf import About
from kg.store import DiskStore

pytestmark = pytest.mark.browser

CALLS = "SELECT ?who ?whom WHERE { ?who rel:called ?whom }"


class Asking(View):
    """The page of queries of a server."""

    def __init__(self, driver: object, server: Server) -> None:
        super().__init__(driver, Path())
        self.server = server

    def show(self, path: str, *, dark: bool = False) -> "Asking":
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [theme]})
        self.driver.get(f"http://127.0.0.1:{self.server.port}{path}")
        return self

    def editor(self) -> str:
        """The text in the editor."""
        shown = "document.querySelector('.CodeMirror')"
        self.wait(lambda: self.run(f"return {shown}"))
        return str(self.run(f"return {shown}.CodeMirror.getValue()"))

    def type(self, *keys: str) -> None:
        """Type in the editor, emptied."""
        self.editor()
        self.run("document.querySelector('.CodeMirror').CodeMirror.setValue('')")
        self.find(".CodeMirror-lines").click()
        self.press(*keys)

    def is_offered(self, *names: str) -> bool:
        """Whether these, and no others, come to be offered for the word."""
        script = "return [...document.querySelectorAll('.CodeMirror-hint')].map(e => e.innerText)"
        return bool(self.wait(lambda: self.run(script) == list(names)))

    def choose(self, name: str) -> None:
        """Take one of the words offered, once the list rests on it."""
        script = "return document.querySelector('.CodeMirror-hint-active')?.innerText"

        def is_active() -> bool:
            if self.run(script) == name:
                return True
            self.press(Keys.DOWN)
            return bool(self.run(script) == name)

        self.wait(is_active)
        self.press(Keys.ENTER)

    def rows(self) -> list[list[str]]:
        """The table, as soon as there is one."""
        script = "return [...document.querySelectorAll('tbody tr')].map(row => "
        script += "[...row.querySelectorAll('td')].map(cell => cell.innerText))"
        return list(self.wait(lambda: self.run(script)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("asked")
    DiskStore(folder / STORE).write(make_knowledge(), About("1.0"))
    with serving(folder) as server:
        yield server


@pytest.fixture
def page(chromium: object, server: Server) -> Iterator[Asking]:
    page = Asking(chromium, server)
    page.reset()
    yield page
    assert page.complaints() == []
    ours = f"http://127.0.0.1:{server.port}/"
    assert {address for address in page.requests() if not address.startswith(ours)} == set()
    page.reset()


def test_a_query_is_typed_and_asked_by_a_key(page: Asking):
    page.show("/query").type(CALLS)
    page.find(".CodeMirror textarea").send_keys(Keys.CONTROL, Keys.ENTER)

    assert page.rows() == [["Elsbeth Arden", "Tomas Moro"]]
    assert page.editor() == CALLS
    page.find("tbody a").click()
    page.wait(lambda: page.text("h1") == "Elsbeth Arden")


def test_a_prefix_a_word_of_the_ontology_and_a_name_of_the_graph_are_completed(page: Asking):
    page.show("/query").type("SELECT * { ?x re")
    assert page.is_offered("rel:")
    page.type("SELECT * { ?x kg:factualit")
    assert page.is_offered("kg:Factuality", "kg:factuality")
    page.choose("kg:factuality")
    page.wait(lambda: page.editor().endswith("{ ?x kg:factuality"))
    page.type("SELECT * { ent:mor")
    assert page.is_offered("ent:Tomas_Moro")
    page.choose("ent:Tomas_Moro")
    page.wait(lambda: page.editor().endswith("{ ent:Tomas_Moro"))
    page.type("SELECT * { ?x a kg:Prais")
    assert page.is_offered("kg:Praise")
    page.type("PREFIX re")
    assert page.is_offered("rel: <https://kg.example/relation/>")


def test_a_query_of_the_shelf_is_chosen_and_its_values_stand_in_the_text(page: Asking):
    page.show("/query")
    page.driver.find_element(By.LINK_TEXT, "Ego network").click()
    field = page.wait(lambda: page.find("input[name=entity]"))
    field.send_keys("Moro", Keys.ENTER)

    page.wait(lambda: "VALUES ?entity { <https://kg.example/entity/Tomas_Moro> }" in page.editor())
    assert page.rows()[0][:2] == ["Tomas Moro", "Elsbeth Arden"]
    rows = page.rows()
    page.find("main form:last-of-type button").click()  # the text alone answers the same
    page.wait(lambda: "query=" in page.driver.current_url)
    assert page.rows() == rows


def test_a_fault_in_a_query_is_shown_where_it_stands(page: Asking):
    page.show("/query").type("SELECT * { ?a ?b }")
    page.wait(lambda: page.all(".parseErrorIcon"))
    page.find("main form:last-of-type button").click()
    page.wait(lambda: page.all("[role=alert]"))

    assert "expected" in page.text("[role=alert]")
    assert page.editor() == "SELECT * { ?a ?b }"
    page.complaints()  # the browser reports the status 400


def test_the_pages_lead_to_each_other(page: Asking):
    page.show("/")
    page.wait(lambda: page.run("return document.documentElement.dataset.ready"))
    page.driver.find_element(By.LINK_TEXT, "Ask").click()
    page.wait(lambda: page.editor() == "")
    page.driver.find_element(By.LINK_TEXT, "Graph").click()
    page.wait(lambda: page.run("return document.documentElement.dataset.ready"))


def test_the_editor_is_dark_where_the_page_is(page: Asking):
    page.show("/query", dark=True).editor()
    colours = page.run(
        "return ['body', '.CodeMirror'].map(s => getComputedStyle(document.querySelector(s))"
        ".backgroundColor)"
    )

    assert colours[0] == colours[1] == "rgb(23, 29, 38)"
