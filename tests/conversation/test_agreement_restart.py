"""The access of an organisation ends on its day also where the bot was stopped then: nobody out is served."""

import contextlib
from datetime import date

from town import Town

from bot import app
from bot.store import agreements, people, terminations
from bot.store.terminations import Notice

STRANGER = "Clausette est au service des partenaires de la clause d’insertion"


def gave_notice(town: Town, telegram_id: int, notified_on: date) -> None:
    """The organisation of this person signed the agreement and terminates it."""
    now = app.make_clock(town.settings).now()
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        person = people.by_telegram(session, telegram_id)
        assert person is not None
        home = person.organisation_id
        made = agreements.add(session, date(2025, 1, 1), date(2027, 12, 31), person.id, now)
        number = agreements.identity(made)
        agreements.sign(session, number, home, date(2025, 1, 1))
        said = Notice(number, home, "Fin", notified_on, date(2027, 2, 21))
        assert terminations.add(session, said, person.id, now) is not None


async def test_who_is_out_since_the_bot_stopped_is_a_stranger_to_it(town: Town) -> None:
    brigitte = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await town.stop()
    gave_notice(town, brigitte.id, date(2026, 11, 21))
    town.passes(days=91)
    before = len(await brigitte.said())
    await brigitte.says("/annoncer")
    await town.start()
    await brigitte.hears(before + 1)
    await brigitte.sees(STRANGER)
