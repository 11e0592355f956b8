"""A mailbox of the sandbox page in a real browser: a letter as its reader sees it, its link opened."""

import os
from pathlib import Path

from playwright.async_api import async_playwright, expect
from test_demo import CHROMIUM, FLAGS
from town import Town, open_town

SHOTS = os.environ.get("SHOTS")
NADIA = "n.benali@exemple.fr"
HOME = "France Travail Caen"


async def _add_contact(town: Town) -> None:
    """A coordinator adds someone without Telegram, who gets a first letter."""
    town.token("prescriber", HOME, "anpe")
    claire = await town.joins("Claire", "coordinator", "PLIE du pays de Caen")
    await claire.says("/partenaires")
    await claire.taps("France Travail")
    await claire.taps(HOME)
    await claire.taps("Ajouter un contact par e-mail")
    await claire.sees("Quel est son nom")
    await claire.says("Nadia Benali")
    await claire.sees("adresse e-mail")
    await claire.says(NADIA)
    await claire.sees("Dans quelle langue")
    await claire.taps("Français")
    await claire.sees(NADIA, "[Ajouter]")
    await claire.taps("Ajouter")
    await town.mailbox(NADIA).receives("Bonjour Nadia Benali,")


async def test_a_letter_is_read_and_its_link_opens(tmp_path: Path) -> None:
    async with open_town(tmp_path, mail=True) as town, async_playwright() as playwright:
        await town.post("mailboxes", address=NADIA, label="France Travail (par e-mail)")
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1100, "height": 800})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        await page.goto(town.sandbox.url)
        box = page.get_by_role("region", name="Boîte aux lettres de France Travail (par e-mail)")
        await expect(box).to_contain_text("Pas encore de lettre")
        await _add_contact(town)
        await expect(box).to_contain_text("Clausette vous écrira pour le PLIE")
        await expect(page.get_by_role("button", name="France Travail (par e-mail) 1 à lire")).to_be_visible()
        letter = box.frame_locator("iframe").first
        await expect(letter.locator("main")).to_contain_text("Bonjour Nadia Benali,")
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/mailbox.png")
            await page.emulate_media(color_scheme="dark")
            await page.screenshot(path=f"{SHOTS}/mailbox-dark.png")
        async with page.expect_popup() as opening:
            await letter.get_by_role("link", name="Ne plus recevoir de rappels").click()
        opened = await opening.value
        await expect(opened.locator("h1")).to_be_visible()
        assert opened.url.startswith(f"{town.settings.public_url}/r/")
        await opened.close()
        await box.get_by_role("button", name="Refuser").click()
        await expect(box.get_by_role("button", name="Accepter")).to_be_visible()
        assert problems == []
        await browser.close()
