"""A letter nobody knows arrived is shown to coordinators under the name of its reader."""

from typing import Any

import sqlalchemy as sa
from answer_world import NOW, SITE, settle
from markupsafe import Markup

from bot.dialogue.letters import Letter, posted
from bot.store import outbox, people, uncertain
from bot.store.database import Database
from bot.store.tables import Outbox, OutboxState, Priority

OUTBOX: Any = Outbox.__table__


def test_the_reader_of_a_held_letter_is_named(database: Database) -> None:
    with database.begin() as session:
        nadia = people.get(session, settle(session).people["nadia"])
        letter = Letter("Avis", Markup("Avis"))
        outbox.add(session, [posted(session, SITE, nadia, "k", letter, Priority.NOTICE, NOW)], NOW)
        session.core.execute(sa.update(OUTBOX).values(state=OutboxState.HELD))
        [line] = uncertain.page(session, 0, 0, 8)
    assert (line.name, line.organisation) == (nadia.name, nadia.organisation)
