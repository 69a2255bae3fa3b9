"""Drives the view as a reader does: by pointer, by keys, by address."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement


class View:
    """A page in Chromium; `page` is the one opened unless another is named."""

    def __init__(self, driver: Any, page: Path) -> None:
        self.driver, self.page = driver, page

    def reset(self) -> None:
        """Forget the last page, its logs, its window and its theme."""
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def open(
        self,
        page: Path | None = None,
        *,
        address: str = "",
        phone: bool = False,
        dark: bool = False,
        network: bool = True,
    ) -> View:
        """Open the page and wait for the first picture."""
        size = (390, 844) if phone else (1280, 800)
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": phone}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions", {"offline": not network, **conditions}
        )
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [theme, still]})
        self.driver.get((page or self.page).as_uri() + (f"#{address}" if address else ""))
        self.wait(lambda: self.run("return document.documentElement.dataset.ready"))
        return self

    def go(self, address: str) -> None:
        """Change what stands after # in the address, as a link on the page would."""
        self.run("location.hash = arguments[0]", address)
        self.driver.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")

    def run(self, script: str, *arguments: Any) -> Any:
        """What the script returns."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], Any], seconds: float = 10) -> Any:
        """The first true answer, or a failure that says there was none."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = condition()
            if answer:
                return answer
            time.sleep(0.03)
        raise AssertionError("waited in vain")

    def find(self, selector: str) -> WebElement:
        """The first element that matches."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements that match."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What a reader sees there, read at one moment: the page may be drawing it anew."""
        text = self.run("return document.querySelector(arguments[0])?.innerText", selector)
        assert text is not None, f"nothing matches {selector}"
        return str(text).strip()

    def click_entity(self, key: str) -> None:
        """Click on the dot."""
        self._click_at(self.wait(lambda: self.run("return newsGraph.placeOf(arguments[0])", key)))

    def click_link(self, start: str, end: str) -> None:
        """Click on the middle of the line."""
        script = "return newsGraph.middleOf(arguments[0], arguments[1])"
        self._click_at(self.wait(lambda: self.run(script, start, end)))

    def point_at_link(self, start: str, end: str) -> None:
        """Move the pointer to the middle of the line."""
        self._move_to(self.run("return newsGraph.middleOf(arguments[0], arguments[1])", start, end))

    def _click_at(self, place: dict[str, float]) -> None:
        self._move_to(place).click().perform()
        time.sleep(0.1)

    def _move_to(self, place: dict[str, float]) -> ActionChains:
        box = self.run("return arguments[0].getBoundingClientRect().toJSON()", self.find("#graph"))
        x, y = round(box["left"] + place["x"]), round(box["top"] + place["y"])
        actions = ActionChains(self.driver, duration=0)
        actions.w3c_actions.pointer_action.move_to_location(x, y)
        actions.perform()
        return actions

    def pull(self, selector: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the pointer, move it and let go; places are shares of the element's box."""
        box = self.run("return arguments[0].getBoundingClientRect().toJSON()", self.find(selector))
        actions = ActionChains(self.driver, duration=0)
        pointer = actions.w3c_actions.pointer_action
        for step, (x, y) in enumerate((start, end)):
            at = round(box["left"] + x * box["width"]), round(box["top"] + y * box["height"])
            pointer.move_to_location(*at)
            if not step:
                pointer.pointer_down()
        pointer.pointer_up()
        actions.perform()

    def press(self, *keys: str) -> None:
        """Type where the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def search(self, words: str) -> list[str]:
        """Type into the search field; what it finds, one line each."""
        field = self.find("#query")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(words)
        self.wait(lambda: self.find("#hits").is_displayed())
        return [hit.text for hit in self.all("#hits [role=option]")]

    def download(self, name: str) -> Path:
        """The file that a click makes, once it is there."""
        path = Path(self.driver.downloads) / name
        self.wait(lambda: path.exists() and path.stat().st_size)
        return path

    def complaints(self) -> list[str]:
        """What the browser reported: errors, refusals of the security policy."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Every address the page asked for, without what it holds itself."""
        messages = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        urls = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in urls if not url.startswith(("data:", "blob:"))]
