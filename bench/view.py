"""The page in a browser: ours and the one that pyvis makes by itself, of the same graphs."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.tables import iter_table, machine
from kg.model import Knowledge

FLAGS = (
    "headless",
    "no-sandbox",
    "disable-gpu",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "no-first-run",
    "window-size=1280,800",
    "host-resolver-rules=MAP * ~NOTFOUND",  # a network that refuses at once: the kindest to pyvis
)
WORDS = ("frost", "plans for", "praised")
STEPS = 60  # of a drag
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """Seconds are of CPU: Python's to make the page, the page's own process to show it."""

    name: str
    nodes: int
    claims: int = 0
    size: float | str = "–"  # MB
    make: float | str = "–"
    ready: float | str = "–"
    all: float | str = "–"  # the same, of all of Chromium's processes
    frames: float | str = "–"  # a second of CPU of all processes, while the picture is dragged
    search: float | str = "–"
    filter: float | str = "–"


def measure_views(sizes: Sequence[int], limit: int) -> Iterator[str]:
    """The lines of a table with two rows for each size."""
    measured = [_measure(name, size, limit) for size in sizes for name in PAGES]
    yield machine("pyvis", "selenium") + " CPU seconds; of frames, how many a CPU second pays for."
    yield ""
    head = ("page", "nodes", "claims", "file, MB", "make", "ready", "of all Chromium", "search")
    yield from iter_table(
        (*head, "filter", "frames"),
        ([m.name, m.nodes, m.claims, m.size, m.make, m.ready, m.all, m.search, m.filter, m.frames]
         for m in measured),
    )  # fmt: skip


def _measure(name: str, size: int, limit: int) -> Measured:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            measured = pool.submit(_make, name, size, path, limit).result()
        if path.is_file():
            measured.size = path.stat().st_size / 1e6
            with Browser(Path(folder)) as browser:
                _show(measured, browser, path, limit)
    return measured


def _make(name: str, size: int, path: Path, limit: int) -> Measured:
    """Write the page in a process of its own, which is ended when it takes too long."""
    import pyvis.network  # noqa: F401  its import is paid once, not for each page

    from tests.invented_news import large

    def stop(*_: object) -> None:
        raise TimeoutError

    knowledge = large(size)
    measured = Measured(name, len(knowledge.entities), len(knowledge.statements))
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    start = time.process_time()
    try:
        PAGES[name](knowledge, path)
        measured.make = time.process_time() - start
    except TimeoutError:
        measured.make = f"over {limit}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return measured


def _write_ours(knowledge: Knowledge, path: Path) -> None:
    from kg.export.html import write_html

    write_html(knowledge, path)


def _write_stock(knowledge: Knowledge, path: Path) -> None:
    """A node for each entity and an edge for each claim, as pyvis's own examples do it."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for entity in knowledge.entities:
        network.add_node(entity.id, label=entity.label, title=entity.type, group=entity.type)
    for statement in knowledge.statements:
        network.add_edge(statement.subject, statement.object, title=statement.predicate.label)
    path.write_text(network.generate_html(), encoding="utf-8")


PAGES: dict[str, Callable[[Knowledge, Path], None]] = {"kg": _write_ours, "pyvis": _write_stock}
# When the picture stands still; pyvis's page counts as ready once its physics have come to rest.
READY = {
    "kg": "return document.documentElement.dataset.ready",
    "pyvis": "return typeof network === 'object' && network.physics.stabilized",
}


class Browser:
    """Chromium with a fresh profile, and the CPU time that it has used."""

    def __init__(self, folder: Path) -> None:
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "chromium-browser"
        options.page_load_strategy = "none"
        profile = f"user-data-dir={folder / 'profile'}"
        for flag in (*FLAGS, profile):
            options.add_argument(f"--{flag}")
        service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self._root, self._profile = service.process.pid, profile.encode()

    def __enter__(self) -> Browser:
        self.driver.get("about:blank")
        time.sleep(2)  # what a browser does when it starts is no page's fault
        return self

    def __exit__(self, *_: object) -> None:
        family = _family(self._root)
        self.driver.quit()
        for process in family:  # a page may be too busy to be asked to end
            if self._profile in _read(process, "cmdline"):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def cpu(self, *, of_page: bool = False) -> float:
        """Seconds that all processes of the browser have used so far, or its renderers alone."""
        family = _family(self._root)
        if of_page:
            family = {p: t for p, t in family.items() if b"--type=renderer" in _read(p, "cmdline")}
        return sum(family.values()) / TICKS

    def spent(self, act: Callable[[], object], *, of_page: bool = True) -> float:
        """CPU seconds for an act and all it sets off before the next picture."""
        start = self.cpu(of_page=of_page)
        act()
        self.driver.execute_async_script(
            "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
        )
        return self.cpu(of_page=of_page) - start

    def wait(self, script: str, limit: float) -> bool:
        """Whether the script gives something true before so much CPU time is used."""
        start = self.cpu()
        while not self._answer(script):
            if self.cpu() - start > limit:
                return False
            time.sleep(0.05)
        return True

    def _answer(self, script: str) -> object:
        """What the script gives; nothing while the page is too busy to run it."""
        from selenium.common.exceptions import TimeoutException

        try:
            return self.driver.execute_script(script)
        except TimeoutException:
            return None


def _family(root: int) -> dict[int, int]:
    """The processes that another one has started, with their ticks of the clock."""
    fields = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if text := _read(int(folder.name), "stat"):
            after_name = text.rpartition(b")")[2].split()
            fields[int(folder.name)] = int(after_name[1]), sum(map(int, after_name[11:13]))
    family = {root}
    while more := {p for p, (parent, _) in fields.items() if parent in family} - family:
        family |= more
    return {p: fields[p][1] for p in family - {root} if p in fields}


def _read(process: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{process}/{name}").read_bytes()
    except OSError:  # it ended meanwhile
        return b""


def _show(measured: Measured, browser: Browser, path: Path, limit: int) -> None:
    driver = browser.driver
    driver.set_script_timeout(60)
    page, everything = browser.cpu(of_page=True), browser.cpu()
    driver.get(path.as_uri())
    if not browser.wait(READY[measured.name], limit):
        measured.ready = f"over {limit}"
        return
    measured.ready = browser.cpu(of_page=True) - page
    measured.all = browser.cpu() - everything
    time.sleep(1)
    measured.frames = STEPS / browser.spent(lambda: _drag(driver), of_page=False)
    if measured.name == "kg":
        measured.search = max(
            browser.spent(lambda word=word: _search(browser, word)) for word in WORDS
        )
        driver.execute_script("document.getElementById('query').value = ''")
        measured.filter = browser.spent(
            lambda: driver.execute_script(
                "document.querySelector('[data-filter=\"factuality asserted\"]').click()"
            )
        )


def _drag(driver: Any) -> None:
    """Pull the picture along from an empty corner, a frame a step."""
    x, y = driver.execute_script(
        "const box = document.querySelector('canvas').getBoundingClientRect();"
        " return [box.left + 4, box.top + 4]"
    )

    def send(kind: str, step: int) -> None:
        place = {"x": x + step * 3, "y": y + step * 2, "button": "left", "buttons": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "clickCount": 1, **place})

    send("mousePressed", 0)
    for step in range(STEPS):
        send("mouseMoved", step)
    send("mouseReleased", STEPS)


def _search(browser: Browser, words: str) -> None:
    browser.driver.execute_script(
        "const field = document.getElementById('query');"
        " document.getElementById('hits').replaceChildren();"
        " field.focus(); field.value = arguments[0]; field.dispatchEvent(new Event('input'))",
        words,
    )
    browser.wait("return document.querySelector('#hits li')", 60)
