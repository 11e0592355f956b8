"""A contact without Telegram opens the link of a letter in a real browser and proposes a candidate."""

import contextlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from answer_world import settle
from broadcasting import by_mail
from playwright.async_api import Browser, Page, async_playwright, expect
from test_demo import CHROMIUM, FLAGS
from town import Someone, Town
from vacancies import company, post

from bot import app, jobs
from bot.store import links
from bot.store.tables import LinkPurpose

SHOTS = os.environ.get("SHOTS")
GONE = "Ce lien n’est pas valable, ou ne l’est plus"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        await running.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A phone; nothing on the page may be refused by its own policy, nor come from elsewhere."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    opened, problems = await context.new_page(), list[str]()
    opened.on("console", lambda message: problems.append(message.text) if "policy" in message.text else None)
    opened.on("request", lambda request: problems.append(request.url) if "/r/" not in request.url else None)
    yield opened
    await context.close()
    assert problems == []


async def shoot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=str(Path(SHOTS) / f"answer-{name}.png"), full_page=True)


def offered(town: Town) -> None:
    """A contact by e-mail, an offer nobody of the PLIE fits, and the broadcast of Monday morning."""
    with contextlib.closing(app.open_database(town.settings)) as database:
        keeper = app.make_keeper(town.settings, database)
        with database.begin() as session:
            now = keeper.clock.now()
            by_mail(session, 77, "mission", now)
            post(session, company(session, 78, now), now)
        for name in ("broadcast of unfilled offers", "mailings"):
            with database.begin() as session:
                while jobs.BY_NAME[name].run(keeper.work(session, keeper.clock.now())):
                    pass


def link_in(letter: dict[str, Any]) -> str:
    """The first link to a page of a letter: the one about the offer."""
    found = re.search(r"http://127\.0\.0\.1:\d+/r/[\w.-]+", letter["text"])
    assert found, letter["text"]
    return found[0]


async def test_a_candidate_is_proposed_from_a_letter(mail_town: Town, page: Page) -> None:
    mail_town.passes(days=1)
    fatou: Someone = await mail_town.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    offered(mail_town)
    letter = await mail_town.mailbox("n77@exemple.fr").receives("O-2026-0001")
    link = link_in(letter)
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("O-2026-0001")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert "Bâti" not in await page.content()
    await shoot(page, "offer")
    await fill(page)
    await page.get_by_role("button", name="Proposer ce candidat").click()
    await expect(page.get_by_role("alert")).to_contain_text("Sans cet accord")
    await expect(page.get_by_role("textbox", name="Quels sont le nom")).to_have_value("MARTIN Marie")
    await shoot(page, "offer-wrong")
    await page.get_by_role("checkbox", name="Ce texte a été lu").check()
    await page.get_by_role("button", name="Proposer ce candidat").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est enregistrée")
    await shoot(page, "thanks")
    await fatou.saw("O-2026-0001", "MARTIN Marie")
    another = page.get_by_role("link", name="Proposer un autre candidat")
    await another.click()
    await expect(page.get_by_role("button", name="Proposer ce candidat")).to_be_visible()
    assert page.url != link
    await page.goto(link)
    await expect(page.get_by_text(GONE)).to_be_visible()


async def fill(page: Page) -> None:
    """Everything but the agreement."""
    for label, value in (
        ("Quels sont le nom", "MARTIN Marie"),
        ("À quel numéro", "06 12 34 56 78"),
        ("En quelle année", "1978"),
        ("Dans quelle commune", "Ifs"),
        ("Combien d’années", "5"),
        ("Métier 1", "maçon"),
        ("À partir de quand", "lundi prochain"),
    ):
        await page.get_by_role("textbox", name=label).fill(value)
    await page.get_by_role("radio", name="Non précisé").check()
    await page.get_by_role("radio", name="Inconnu").check()
    await page.get_by_label("Quel est le niveau").select_option("3")
    await page.get_by_role("checkbox", name="Permis B").check()
    await page.get_by_role("checkbox", name="RSA").check()


async def test_used_forged_and_expired_links_say_the_same(mail_town: Town, page: Page) -> None:
    mail_town.passes(days=1)
    offered(mail_town)
    link = link_in(await mail_town.mailbox("n77@exemple.fr").receives("O-2026-0001"))
    await page.goto(link)
    await page.get_by_role("button", name="Pas de candidat").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est enregistrée")
    fresh = await page.get_by_role("link", name="Proposer tout de même").get_attribute("href")
    seen = set()
    for address in (link, link[:-3] + "abc", link.rpartition("/")[0] + "/x"):
        await page.goto(address)
        seen.add(await page.content())
    mail_town.passes(days=31)
    await page.goto(f"{link.rpartition('/')[0]}/{fresh}")
    seen.add(await page.content())
    assert len(seen) == 1
    assert GONE in seen.pop()
    await shoot(page, "gone")


async def test_advice_award_hours_and_offers_no_more(mail_town: Town, page: Page) -> None:
    """What waits for a buyer or a company, on a phone."""
    with contextlib.closing(app.open_database(mail_town.settings)) as database, database.begin() as session:
        land, now = settle(session), app.make_clock(mail_town.settings).now()
        base = f"{mail_town.settings.public_url}/r/"
        advice, award, hours, stop = (
            base + links.make(session, land.people[who], purpose, subject, now)
            for who, purpose, subject in (
                ("brigitte", LinkPurpose.ADVICE, land.contract),
                ("brigitte", LinkPurpose.AWARD, land.contract),
                ("marc", LinkPurpose.HOURS, land.month),
                ("marc", LinkPurpose.UNSUBSCRIBE, land.people["marc"]),
            )
        )
    await page.goto(advice)
    lot = page.get_by_role("group", name="Lot 2")
    text = lot.get_by_role("textbox", name="Que souhaitez-vous dire")
    await expect(text).to_be_hidden()
    await lot.get_by_role("radio", name="J’en parle").check()
    await expect(text).to_be_visible()
    await lot.get_by_role("radio", name="Je retiens").check()
    await page.get_by_role("group", name="Lot 1").get_by_role("radio", name="Je retiens").check()
    await shoot(page, "advice")
    await page.get_by_role("button", name="Envoyer ma réponse").click()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="La clause (Word)").click()
    document = await coming.value
    assert document.suggested_filename == "clause-M-2026-0014.docx"
    assert (await document.path()).read_bytes()[:2] == b"PK"
    await shoot(page, "wording")
    await page.goto(award)
    await shoot(page, "award")
    await page.get_by_role("checkbox", name="1 · Lot d’essai 1").check()
    await page.get_by_role("textbox", name="Quelle entreprise").fill("Bâti Plus")
    await page.get_by_role("textbox", name="À quelle date").fill("hier")
    await page.get_by_role("button", name="Enregistrer l’attribution").click()
    await expect(page.get_by_role("link", name="Enregistrer l’attribution d’autres lots")).to_be_visible()
    await page.goto(hours)
    await page.get_by_role("textbox", name="DURAND Luc").fill("9999")
    await page.get_by_role("checkbox", name="Aucune heure").last.check()
    await page.get_by_role("button", name="Déclarer").click()
    await expect(page.get_by_role("alert").get_by_role("link", name="DURAND Luc")).to_be_visible()
    await expect(page.get_by_role("checkbox", name="Aucune heure").last).to_be_checked()
    await shoot(page, "hours")
    await page.get_by_role("textbox", name="DURAND Luc").fill("150")
    await page.get_by_role("button", name="Déclarer").click()
    await expect(page.get_by_text("2 personnes, 150 h")).to_be_visible()
    await page.goto(stop)
    await shoot(page, "stop")
    await page.get_by_role("button", name="Ne plus recevoir").click()
    await expect(page.get_by_role("button", name="Recevoir de nouveau")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
