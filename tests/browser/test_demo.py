"""`make demo` in a real browser: a past is there on first sight; a buyer announces a contract, a facilitator
takes it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

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
PATIENCE = 20.0
expect.set_options(timeout=PATIENCE * 1000)
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
    """One of the phones of the page, used by its labels as a person would; what the bot says of itself
    meanwhile is not taken for its answer."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.region = page.get_by_role("region", name=f"Téléphone de {name}")
        self.known: dict[str, str] = {}
        self.read = ""

    def pick(self) -> None:
        """On a narrow screen one phone shows at a time."""
        chip = self.page.locator("#people button").filter(has_text=LABELS[self.name])
        if chip.is_visible():
            chip.click()

    def write(self, text: str) -> None:
        self.pick()
        self.known = self.said()
        self.region.get_by_role("textbox").fill(text)
        self.region.get_by_role("textbox").press("Enter")

    def tap(self, label: str) -> None:
        """Tap a button of the message read last."""
        self.pick()
        self.known = self.said()
        self.message().get_by_role("button", name=label, exact=True).click()

    def messages(self) -> Locator:
        return self.region.locator('article.message[data-from="bot"]')

    def message(self) -> Locator:
        """The message read last."""
        return self.region.locator(f'article.message[data-message="{self.read}"]')

    def said(self) -> dict[str, str]:
        """What each message of the bot says, by its number."""
        found = self.messages().evaluate_all("all => all.map(one => [one.dataset.message, one.innerText])")
        return {number: " ".join(text.split()) for number, text in found}

    def reads(self, text: str) -> None:
        """Wait for a message that says this, new or changed since this person last did something."""
        self.pick()
        until = time.monotonic() + PATIENCE
        while True:
            said = self.said()
            new = [number for number, all_ in said.items() if text in all_ and self.known.get(number) != all_]
            if new:
                self.read = new[-1]
                return
            assert time.monotonic() < until, f"{text!r} not in {said}"
            self.page.wait_for_timeout(50)

    def has_waiting(self, text: str) -> None:
        """Some message says this, on a screen that shows it whole or scrolls to it."""
        self.pick()
        expect(self.messages().filter(has_text=text).first).to_be_visible()

    def buttons(self) -> list[str]:
        """The buttons of the message read last."""
        return self.message().get_by_role("button").all_inner_texts()


LABELS = {
    "Brigitte Lemoine": "Acheteuse",
    "Fatou Diallo": "Facilitatrice",
    "Claire Morel": "Coordinatrice",
    "Marc Lefèvre": "Entreprise",
}


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    width, height = WIDTHS[request.param]
    problems: list[str] = []
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.goto(url)
    past = opened.locator("article.message").filter(has_text="Nouveau marché annoncé")
    expect(past.first).to_be_attached()  # what waited on the phones has come
    yield opened
    if SHOTS:
        opened.screenshot(path=str(Path(SHOTS) / f"{request.param}.png"))
    opened.evaluate("window.scrollTo(500, 0)")
    assert opened.evaluate("window.scrollX") == 0, "the page scrolls sideways"
    opened.close()
    assert problems == []


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(Path(SHOTS) / f"demo-{name}-{width}.png"))


def test_news_waits_on_the_phones(page: Page) -> None:
    buyer, facilitator, _, company = (Phone(page, name) for name in LABELS)
    buyer.has_waiting("Retenez-vous la clause")
    company.has_waiting("Votre entreprise est attributaire")
    facilitator.has_waiting("Nouvelle offre de poste")
    facilitator.has_waiting("Nouveau marché annoncé")
    shoot(page, "news")


def test_a_list_of_contracts_and_a_ranked_list(page: Page) -> None:
    facilitator = Phone(page, "Fatou Diallo")
    facilitator.write("/marches")
    facilitator.reads("Les marchés")
    lines = facilitator.buttons()
    assert [line.partition("-")[0].lstrip("🆕 ") for line in lines[:8]] == ["M"] * 8
    assert lines[8:] == ["Suite ›"]
    shoot(page, "contracts")
    facilitator.tap("Suite ›")
    facilitator.reads("Les marchés")
    expect(facilitator.message().get_by_role("button", name="‹ Début")).to_be_visible()
    facilitator.write("/offres")
    facilitator.reads("Offres de poste")
    facilitator.tap(next(line for line in facilitator.buttons() if "Maçonnerie" in line))
    facilitator.reads("Prise de poste")
    facilitator.tap("Voir les candidats")
    facilitator.reads("1. C-")
    facilitator.reads("même métier")
    shoot(page, "ranked")


def test_announce_and_examine(page: Page) -> None:
    buyer, facilitator, coordinator = (Phone(page, name) for name in list(LABELS)[:3])
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


def test_the_chart_of_the_indicators_is_seen(page: Page) -> None:
    facilitator = Phone(page, "Fatou Diallo")
    facilitator.write("/indicateurs")
    facilitator.reads("Indicateurs ·")
    facilitator.tap("Graphique")
    facilitator.reads("Heures dues")
    picture = facilitator.message().get_by_role("img", name="Image décrite ci-dessous")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 1000
    assert picture.evaluate("image => image.clientWidth") > 200
    shoot(page, "chart")
