"""`make demo` in a real browser: a buyer announces a contract, a facilitator takes it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = "/usr/bin/chromium"
SHOTS = os.environ.get("SHOTS")
WIDTHS = {"wide": (1440, 900), "narrow": (360, 740)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    port = _free_port()
    demo = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert demo.stdout is not None
        line = demo.stdout.readline()
        assert "sandbox: http" in line
        yield f"http://127.0.0.1:{port}"
    finally:
        demo.send_signal(signal.SIGTERM)
        started = time.monotonic()
        assert demo.wait(12) == 0
        assert time.monotonic() - started < 10
        demo.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Phone:
    """One of the phones of the page, used by its labels as a person would."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.region = page.get_by_role("region", name=f"Téléphone de {name}")

    def pick(self) -> None:
        """On a narrow screen one phone shows at a time."""
        chip = self.page.locator("#people button").filter(has_text=LABELS[self.name])
        if chip.is_visible():
            chip.click()

    def write(self, text: str) -> None:
        self.pick()
        self.region.get_by_role("textbox").fill(text)
        self.region.get_by_role("textbox").press("Enter")

    def tap(self, label: str) -> None:
        self.pick()
        self.region.get_by_role("button", name=label, exact=True).last.click()

    def last(self) -> object:
        return self.region.locator('article.message[data-from="bot"]').last

    def reads(self, text: str) -> None:
        self.pick()
        expect(self.region.locator('article.message[data-from="bot"]').last).to_contain_text(
            text, timeout=8000
        )


LABELS = {"Brigitte Lemoine": "Acheteuse", "Fatou Diallo": "Facilitatrice", "Claire Morel": "Coordinatrice"}


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    width, height = WIDTHS[request.param]
    problems: list[str] = []
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.goto(url)
    yield opened
    if SHOTS:
        opened.screenshot(path=str(Path(SHOTS) / f"{request.param}.png"))
    opened.evaluate("window.scrollTo(500, 0)")
    assert opened.evaluate("window.scrollX") == 0, "the page scrolls sideways"
    opened.close()
    assert problems == []


def test_announce_and_examine(page: Page) -> None:
    buyer, facilitator, coordinator = (Phone(page, name) for name in LABELS)
    title = f"Rénovation de {page.viewport_size['width'] if page.viewport_size else 0} logements"
    buyer.write("/marche")
    buyer.reads("1/9")
    buyer.write(title)
    buyer.reads("2/9")
    buyer.tap("Travaux")
    buyer.reads("3/9")
    buyer.write("Hérouville")
    buyer.reads("4/9")
    buyer.write("1,2 M€")
    buyer.reads("5/9")
    buyer.tap("Passer")
    buyer.reads("6/9")
    buyer.write("mars 2027")
    buyer.reads("7/9")
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"form-{page.viewport_size['width']}.png"))
    buyer.write("14 mois")
    buyer.reads("8/9")
    buyer.write("1 Gros œuvre 450 k€\n2 Peinture")
    buyer.reads("9/9")
    buyer.tap("Passer")
    buyer.reads("Transmettre au PLIE")
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"recap-{page.viewport_size['width']}.png"))
    buyer.tap("Transmettre au PLIE")
    buyer.reads("M-2026-")
    facilitator.reads(title)
    coordinator.reads(title)
    facilitator.tap("J’examine")
    facilitator.reads("Fatou Diallo")
    coordinator.reads("Fatou Diallo")
    buyer.reads("Fatou Diallo")
