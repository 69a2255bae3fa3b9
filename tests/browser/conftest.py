"""A real Chromium for the tests of the view; without one they are skipped, and say so."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

import invented_news
from swallower import Swallower

from kg.export.html import write_html

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "headless",
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "hide-scrollbars",
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A browser with a fresh profile that keeps its logs and puts downloads in `downloads`."""
    yield from _browser(tmp_path_factory.mktemp("chromium"))


@pytest.fixture
def cut_off(tmp_path: Path) -> Iterator[tuple[object, Swallower]]:
    """A browser behind a network that swallows packets, and what that network has swallowed."""
    with Swallower() as swallower:
        proxy = (f"proxy-server=http://127.0.0.1:{swallower.port}", "proxy-bypass-list=<-loopback>")
        # Debian's start page is one on the network: not waited for.
        for driver in _browser(tmp_path / "chromium", *proxy, wait="none"):
            yield driver, swallower


def _browser(folder: Path, *flags: str, wait: str = "normal") -> Iterator[object]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    if not CHROMIUM or not DRIVER:
        pytest.skip("needs Chromium and chromedriver (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, *flags, f"user-data-dir={folder / 'profile'}", "window-size=1280,800"):
        options.add_argument(f"--{flag}")
    options.page_load_strategy = wait
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=DRIVER)
    driver = webdriver.Chrome(options=options, service=service)
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    driver.downloads = folder
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def news_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-made corpus as a page."""
    path = tmp_path_factory.mktemp("view") / "news.html"
    write_html(invented_news.hand_made(), path, title="Steel and harbor")
    return path


@pytest.fixture
def view(chromium: object, news_page: Path) -> Iterator[Callable[..., object]]:
    """Opens a page (the hand-made corpus by default) and waits until it is drawn."""
    from view_driver import View

    view = View(chromium, news_page)
    view.reset()
    yield view.open
    view.reset()
