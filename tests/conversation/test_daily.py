"""The daily message and its buttons, and /reglages, talked through as on a phone."""

import contextlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from town import STARTS, Someone, Town, set_clock

from bot import app, jobs
from bot.dialogue.site import Site
from bot.store import audit, call_backs, people
from bot.store.database import Database
from bot.store.people import Member

LINE, DAILY = "call-back asked", "daily message"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def at(day: date, hour: int = 8, minute: int = 30) -> datetime:
    """A time of the partners' day."""
    return datetime.combine(day, time(hour, minute), ZoneInfo("Europe/Paris"))


@contextlib.contextmanager
def opened(town: Town) -> Iterator[Database]:
    with contextlib.closing(app.open_database(town.settings)) as database:
        yield database


def member(town: Town, someone: Someone) -> Member:
    with opened(town) as database, database.begin() as session:
        found = people.by_telegram(session, someone.id)
        assert found is not None
        return found


def keep(town: Town, now: datetime, *names: str) -> None:
    """It is this instant, and what runs by itself has run."""
    assert town.settings.clock_file is not None
    set_clock(town.settings.clock_file, now)
    with opened(town) as database:
        clock = app.make_clock(town.settings)
        keeper = jobs.Keeper(database, clock, Site("clausette_bot", None), "fr")
        for name in names or (LINE, DAILY):
            job = jobs.BY_NAME[name]
            slot = job.schedule.slot(clock.now().astimezone(clock.zone))
            for _ in range(20):
                with database.begin() as session:
                    if not keeper.step(session, job, slot):
                        break


def asks(town: Town, someone: Someone, *forms: str) -> None:
    """Call-backs asked last week about these forms."""
    person = member(town, someone)
    with opened(town) as database, database.begin() as session:
        for form in forms:
            assert call_backs.ask(session, person.id, form, STARTS - timedelta(days=6)) is not None


async def morning(town: Town, *forms: str, role: str = "facilitator") -> tuple[Someone, Someone]:
    """Fatou of the PLIE, and Marc of a company who asked to be called back about these forms."""
    fatou = await town.joins("Fatou", role, "PLIE")
    marc = await town.joins("Marc", "company", "Bâti")
    asks(town, marc, *forms)
    keep(town, at(MONDAY))
    return fatou, marc


def done(town: Town) -> list[str]:
    """What was written in the audit trail, newest first."""
    with opened(town) as database, database.begin() as session:
        return [entry.action for entry in audit.page(session, None, 5)]


async def test_one_thing_has_all_its_buttons_at_once(town: Town) -> None:
    fatou, _ = await morning(town, "offer")
    await fatou.sees("Rappels du 23 novembre 2026", "Marc Martin · Bâti", "[Fait] | [Plus tard]", "[Ouvrir :")
    await fatou.taps("Fait")
    screen = await fatou.sees("✅ Fait : Marc Martin · Bâti", "[Pas encore fait]")
    assert "Plus tard" not in screen
    assert done(town)[0] == "settle reminder"
    await fatou.taps("Pas encore fait")
    await fatou.sees("Ce point vous attend de nouveau", "[Fait] | [Plus tard]")


async def test_put_off_for_a_week_then_open(town: Town) -> None:
    fatou, _ = await morning(town, "offer")
    await fatou.sees("[Fait] | [Plus tard]")
    await fatou.taps("Plus tard")
    await fatou.sees("Dans combien de temps", "[1 jour] | [3 jours]", "[1 semaine] | [Retour]")
    await fatou.taps("Retour")
    await fatou.sees("[Fait] | [Plus tard]")
    await fatou.taps("Plus tard")
    await fatou.taps("1 semaine")
    await fatou.sees("Reporté : Marc Martin · Bâti", "revient le 30 novembre 2026")
    before = len(await fatou.said())
    keep(town, at(date(2026, 11, 27)))
    assert len(await fatou.said()) == before
    keep(town, at(date(2026, 11, 30)))
    await fatou.sees("Rappels du 30 novembre 2026", "depuis le", "[Fait] | [Plus tard]")
    await fatou.taps("Ouvrir")
    await fatou.sees("souhaite un rappel", "[Appel passé]")
    assert any("Rappels du 30 novembre" in said for said in await fatou.said())
    await fatou.taps("Appel passé")
    await fatou.sees("Appel passé par Fatou")


async def test_a_list_by_pages(town: Town) -> None:
    fatou, _ = await morning(town, *(f"form{count}" for count in range(10)))
    screen = await fatou.sees("10 points vous attendent", "1. ", "8. ", "[1 · ", "[Suite ›]")
    assert "9. " not in screen
    await fatou.taps("Suite ›")
    await fatou.sees("9. ", "10. ", "[‹ Début]")
    await fatou.taps("10 · ")
    await fatou.sees("[Fait] | [Plus tard]", "[‹ La liste]")
    await fatou.taps("‹ La liste")
    await fatou.sees("9. ", "10. ")
    await fatou.taps("9 · ")
    await fatou.taps("Fait")
    await fatou.sees("✅ Fait : Marc Martin · Bâti", "9 points vous attendent", "9. ✅", "10. ")
    await fatou.taps("10 · ")
    await fatou.taps("Plus tard")
    await fatou.taps("1 jour")
    screen = await fatou.sees("Reporté : Marc Martin", "24 novembre 2026", "8 points vous attendent")
    assert "10. " not in screen
    await fatou.taps("Suite ›")
    await fatou.sees("9. ✅")
    await fatou.taps("9 · ")
    await fatou.sees("✅ Fait.", "[Pas encore fait]", "[‹ La liste]")
    keep(town, at(TUESDAY))
    await fatou.sees("Rappels du 24 novembre 2026", "[Fait] | [Plus tard]")


async def test_stale_and_foreign_buttons_get_one_sentence(town: Town) -> None:
    fatou, marc = await morning(town, "offer")
    denis = await town.joins("Denis", "facilitator", "PLIE")
    await fatou.sees("[Fait] | [Plus tard]")
    for prefix in (
        "reminder:1",
        "reminder-done:1",
        "reminder-undone:1",
        "reminder-later:1",
        "reminder-put-off:1:3",
        "reminder-open:1",
        "reminder-done:999999",
    ):
        for other in (denis, marc):
            await other.forges(prefix)
            await other.sees("Ce rappel est introuvable")
    await denis.forges(f"daily:{MONDAY}:0")
    await denis.saw("Plus rien ne vous attend")
    await denis.forges("daily:2026-99-99:0")
    await denis.saw("Plus rien ne vous attend")
    await fatou.taps("Fait")
    await fatou.sees("[Pas encore fait]")
    for again in ("reminder-done:1", "reminder-later:1", "reminder-put-off:1:3"):
        await fatou.forges(again)
        await fatou.sees("✅ Fait.", "[Pas encore fait]")
    assert done(town)[0] == "settle reminder"
    await fatou.forges("reminder-undone:1")
    await fatou.forges("reminder-put-off:1:1")
    await fatou.sees("Reporté")
    await fatou.forges("reminder-put-off:1:7")
    await fatou.sees("Ce rappel revient le 24 novembre 2026")
    await fatou.forges("reminder:1")
    await fatou.sees("Ce rappel revient le 24 novembre 2026", "[Ouvrir :")


async def test_the_hour_of_the_message(town: Town) -> None:
    marc = await town.joins("Marc", "company", "Bâti")
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    await fatou.says("/reglages")
    await fatou.sees("Mes réglages", "à 08:30", "tout de suite, avec une sonnerie", "[Je m’absente]")
    await fatou.taps("Heure du message")
    await fatou.sees("À quelle heure", "[08:00] | [08:30]", "[18:00]", "[Retour]")
    await fatou.taps("10:00")
    await fatou.sees("C’est enregistré", "à 10:00")
    await fatou.forges("prefer-hour:600")
    await fatou.sees("C’est déjà le cas", "à 10:00")
    await fatou.forges("prefer-hour:601")
    await fatou.sees("entre 8 h et 18 h")
    assert done(town)[0] == "prefer"
    asks(town, marc, "offer")
    keep(town, at(MONDAY, 9, 30))
    assert "Rappels" not in await fatou.screen()
    keep(town, at(MONDAY, 10, 1))
    await fatou.sees("Rappels du 23 novembre 2026")


async def test_notices_with_the_daily_message(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    denis = await town.joins("Denis", "facilitator", "PLIE")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await fatou.says("/settings")
    await fatou.sees("[Nouvelles des dossiers]")
    await fatou.taps("Nouvelles des dossiers")
    await fatou.sees("[Avec le message quotidien]", "arrivent toujours tout de suite")
    await fatou.taps("Avec le message quotidien")
    await fatou.sees("Nouvelles de vos dossiers : avec le message quotidien")
    await buyer.says(
        "Rénovation de 40 logements à Hérouville, 1,2 M€, mars 2027, 14 mois, lots peinture et sols"
    )
    await buyer.sees("J’ai compris", "[Transmettre au PLIE]")
    await buyer.taps("Transmettre au PLIE")
    await denis.sees("M-2026-0001", "[J’examine]")
    assert "M-2026-0001" not in await fatou.screen()
    await buyer.says("/marche")
    await buyer.sees("1/9", "[Être rappelé]")
    await buyer.taps("Être rappelé")
    await fatou.sees("souhaite un rappel")
    await denis.taps("J’examine")
    await denis.saw("Denis Martin")
    assert not any("M-2026-0001" in said for said in await fatou.said())
    keep(town, at(MONDAY), "release notices")
    await fatou.sees("M-2026-0001", "Denis Martin")


async def test_away_with_a_stand_in(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    denis = await town.joins("Denis", "facilitator", "PLIE")
    marc = await town.joins("Marc", "company", "Bâti")
    await fatou.says("/reglages")
    await fatou.taps("Je m’absente")
    await fatou.sees("dernier jour d’absence", "[27 novembre 2026]", "[Calendrier]")
    await fatou.says("hier")
    await fatou.sees("déjà")
    await fatou.says("27/11")
    await fatou.sees("[Enregistrer]", "27 novembre 2026")
    await fatou.sees("[Enregistrer]")
    await fatou.taps("Enregistrer")
    await fatou.sees("Vous vous absentez jusqu’au 27 novembre 2026", "Qui vous remplace", "[Denis Martin]")
    await fatou.taps("Denis Martin")
    await fatou.sees("Absence jusqu’au 27 novembre 2026", "Denis Martin vous remplace", "[Je suis de retour]")
    await denis.sees("Fatou Martin s’absente jusqu’au 27 novembre 2026")
    assert done(town)[:2] == ["ask stand-in", "pause"]
    asks(town, marc, "offer")
    keep(town, at(MONDAY))
    await denis.sees("Rappels du 23 novembre 2026", "[Fait] | [Plus tard]")
    assert not any("Rappels" in said for said in await fatou.said())
    await denis.says("/reglages")
    await denis.sees("Vous remplacez : Fatou Martin")
    await denis.taps("Je m’absente")
    await denis.says("25/11")
    await denis.sees("[Enregistrer]")
    await denis.taps("Enregistrer")
    await denis.sees("Qui vous remplace", "[Fatou Martin]")
    await denis.taps("Fatou Martin")
    await denis.sees("Fatou Martin s’absente jusqu’au 27 novembre 2026", "choisissez")
    await fatou.sees("Denis Martin, qui vous remplace, s’absente aussi")
    await fatou.says("/reglages")
    await fatou.sees("n’est pas disponible", "[Je suis de retour]")
    await fatou.taps("Je suis de retour")
    await fatou.sees("Bon retour", "[Je m’absente]")
    await denis.saw("Fatou Martin est de retour")
    keep(town, at(date(2026, 11, 26)), "end of pauses")
    await denis.says("/reglages")
    await denis.sees("[Je m’absente]")


async def test_what_cannot_be_preferred(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    marc = await town.joins("Marc", "company", "Bâti")
    denis = await town.joins("Denis", "facilitator", "PLIE")
    await fatou.forges(f"stand-in:{member(town, denis).id}")
    await fatou.sees("Aucune absence n’est en cours")
    await fatou.forges("back-again")
    await fatou.sees("C’est déjà le cas")
    await fatou.says("/reglages")
    await fatou.taps("Je m’absente")
    await fatou.taps("4 décembre 2026")
    await fatou.sees("[Enregistrer]")
    await fatou.taps("Enregistrer")
    await fatou.sees("Qui vous remplace")
    for stranger in (member(town, marc).id, member(town, fatou).id, 999):
        await fatou.forges(f"stand-in:{stranger}")
        await fatou.sees("introuvable")
    await marc.says("/reglages")
    await marc.taps("Je m’absente")
    await marc.taps("27 novembre 2026")
    await marc.sees("[Enregistrer]")
    await marc.taps("Enregistrer")
    await marc.sees("Aucun collègue ne peut vous remplacer", "[Retour]")
    await marc.taps("Retour")
    await marc.sees("Personne ne vous remplace : vos rappels attendent votre retour")
