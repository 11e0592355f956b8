"""A stage with people and nobody at work yet: what the tests of follow-ups and exits begin with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from limits import assert_fits
from seekers import filed
from stage import START, Said, Stage, migrate
from stage_world import BUYER, COMPANY, FACILITATOR, HOMES, join
from vacancies import SAID, hand_lots, mason, post

from bot.dialogue.cards import Button, Card
from bot.store import people

MARIE = 3
"""The candidate whose adviser is the facilitator."""
LOT = 1
"""A lot the company holds."""


def build(path: Path) -> None:
    """The people, an offer and a lot of the company, three candidates."""
    migrate(path)
    stage = Stage(path)
    with stage.database.begin() as session:
        for chat, home in HOMES.items():
            join(session, chat, *home)
        found = [people.by_telegram(session, chat) for chat in (BUYER, COMPANY, FACILITATOR)]
        buyer, company, facilitator = (one for one in found if one is not None)
        assert hand_lots(session, company.organisation_id, buyer, 1, START) == [LOT]
        post(session, company, START, SAID)
        mason(session, facilitator.id, START, name="Petit Ali")
        mason(session, facilitator.id, START, name="Petit Aly", phone="+33612345679")
        assert filed(session, facilitator.id, START).id == MARIE
    stage.close()


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of this world."""
    path = tmp_path_factory.mktemp("leaving") / "world.sqlite"
    build(path)
    return path


@pytest.fixture
def stage(small_world: Path, tmp_path: Path) -> Iterator[Stage]:
    """A copy of it to play on."""
    opened = Stage(Path(shutil.copy(small_world, tmp_path / "stage.sqlite")))
    yield opened
    opened.close()


def seen(said: list[Said], chat: int = FACILITATOR) -> str:
    """What this person was told or shown, buttons too, with plain spaces; all of it fits."""
    for one in said:
        if one.method in ("sendMessage", "editMessageText"):
            keyboard = one.body["reply_markup"]["inline_keyboard"]
            rows = tuple(tuple(Button(b["text"], b["callback_data"]) for b in line) for line in keyboard)
            assert_fits(Card(one.body["text"], rows))
    mine = [one for one in said if one.chat == chat]
    parts = ["\n".join([one.text, *(f"[{text}]" for text, _ in one.buttons)]) for one in mine]
    return "\n".join(parts).replace("\u00a0", " ")
