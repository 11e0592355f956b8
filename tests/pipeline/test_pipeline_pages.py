"""The pages of letters are served beside the webhook, and where updates are polled."""

from pathlib import Path

import pytest
from town import Town, open_town
from wire import until

from bot.web import html


@pytest.mark.parametrize("webhook", [False, True])
async def test_pages_are_served_wherever_there_is_an_address(tmp_path: Path, webhook: bool) -> None:
    async with open_town(tmp_path, mail=True) as town:
        if webhook:
            await town.stop()
            await town.start(webhook=True)
            await until(lambda: town.sandbox.world.webhook.url, "setWebhook")
        base = town.settings.public_url
        await until(lambda: _well(town, base), "the pages")
        for method in ("GET", "POST"):
            async with town.http.request(method, f"{base}/r/forged.{'0' * 32}") as answer:
                assert answer.status == 404
                assert "Ce lien ne mène nulle part" in await answer.text()
                policy = answer.headers["Content-Security-Policy"]
                assert policy == html.HEADERS["Content-Security-Policy"]
        coordinator = await town.joins("Cora", "coordinator", "PLIE du pays de Caen")
        await coordinator.sees("Que souhaitez-vous faire")


async def _well(town: Town, base: str | None) -> bool:
    try:
        async with town.http.get(f"{base}/health") as answer:
            return (answer.status, await answer.text()) == (200, "ok")
    except OSError:
        return False


async def test_no_address_no_page(tmp_path: Path) -> None:
    """Nothing listens: two bots without pages live on one machine."""
    for name in "ab":
        (tmp_path / name).mkdir()
    async with open_town(tmp_path / "a") as first, open_town(tmp_path / "b") as second:
        assert first.settings.listen == second.settings.listen
        for town in (first, second):
            await town.joins("Cora", "coordinator", "PLIE du pays de Caen")
        with pytest.raises(OSError):  # noqa: PT011 (whichever the machine says)
            await first.http.get(f"http://{first.settings.listen}/health")
