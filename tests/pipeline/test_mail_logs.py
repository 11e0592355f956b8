"""No address, name, text, link or password of a letter in any log, whatever the mail server does."""

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog
from mailed import correspondent, write
from markupsafe import escape
from wire import a_town, fault, settled, staff

from bot import logs
from bot.pipeline import mail_outcomes, outcomes
from bot.store.tables import OutboxState

ADDRESS, NAME, TEXT = "canarinette@exemple.fr", "Canarinette Duserin", "rossignol"


@pytest.fixture
def told() -> Iterator[StringIO]:
    """Everything logged meanwhile, configured as the program does."""
    told = StringIO()
    root, structure = logging.getLogger(), structlog.get_config()
    handlers_before, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs._TALKATIVE}
    root.handlers[:] = []
    logs.configure("DEBUG", told)
    yield told
    root.handlers[:], root.level = handlers_before, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.configure(**structure)


async def test_a_letter_leaves_no_trace_in_the_logs(
    tmp_path: Path, told: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "_BACKOFF", (0.05,))
    monkeypatch.setattr(mail_outcomes, "_DELAYS", (0.1,))
    async with a_town(tmp_path, mail=True) as town:
        await staff(town)
        person = correspondent(town, ADDRESS, NAME)
        for kind in ("421", "450", "451", "reset", "554"):
            await fault(town, kind, "mail")
        write(town, person, "first", subject=TEXT, text=escape(TEXT))
        await settled(town, "first", OutboxState.FAILED)
        write(town, person, "second", subject=TEXT, text=escape(TEXT))
        await settled(town, "second", OutboxState.SENT)
        await town.mailbox(ADDRESS).refuses()
        write(town, person, "third", subject=TEXT, text=escape(TEXT))
        await settled(town, "third", OutboxState.BLOCKED)
    logged = told.getvalue()
    assert logged.count("letter failed") >= 6
    for canary in (ADDRESS, "canarinette", "Duserin", TEXT, "/r/"):
        assert canary not in logged


def test_addresses_are_blotted_out() -> None:
    said = logs.redact(f"to <{ADDRESS}>, smtps://user:canaripw@mail.example.org:465")
    assert "canari" not in said
    assert "[address]" in said
