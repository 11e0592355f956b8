"""A buyer that plans no contract says so: from what it is reminded of, or in /programme."""

import contextlib
from typing import Any

import sqlalchemy as sa
from town import Town

from bot import app
from bot.store.tables import AuditEntry, Procurement, Programme, rows_of

PLIE = "PLIE du pays de Caen"
LINE = "Nettoyage des écoles ; Caen ; 90 k€ ; septembre ; 2 ans"


def _rows(town: Town, table: Any) -> list[Any]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        return list(session.core.execute(sa.select(rows_of(table)).order_by(rows_of(table).c.id)))


async def test_from_the_reminder_once_and_a_programme_can_still_follow(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.sees("[Annoncer un marché]")
    await buyer.forges("programme-due:2027")
    await buyer.sees("Le PLIE attend votre programme 2027", "[Transmettre le programme]")
    await buyer.taps("Aucun marché prévu")
    await buyer.sees("aucun marché prévu en 2027", "[Transmettre le programme]")
    await facilitator.sees("Ville de Caen ne prévoit aucun marché en 2027")
    await buyer.forges("no-programme:2027")
    await buyer.sees("aucun marché prévu en 2027")
    await town.quiet()
    assert [(row.year, row.on_behalf) for row in _rows(town, Programme)] == [(2027, False)]
    audited = [row for row in _rows(town, AuditEntry) if row.action == "declare no programme"]
    assert len(audited) == 1
    assert not _rows(town, Procurement)

    await buyer.says("/programme")
    await buyer.taps("2027")
    await buyer.says(LINE)
    await buyer.taps("C’est tout")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-0001")
    await buyer.forges("programme-due:2027")
    await buyer.sees("Ville de Caen", "1 marché", "[Voir les marchés]")
    await buyer.forges("no-programme:2027")
    await buyer.sees("Le programme 2027 a déjà été transmis.")
    assert len(_rows(town, Programme)) == 2


async def test_in_the_form_and_by_the_plie_for_a_buyer(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await facilitator.says("/programme")
    await facilitator.taps("Ville de Caen")
    await facilitator.taps("2027")
    await facilitator.taps("Aucun marché prévu")
    await facilitator.sees("Programme 2027", "Aucun marché prévu")
    await facilitator.taps("Transmettre au PLIE")
    await facilitator.sees("aucun marché prévu en 2027")
    await coordinator.sees("Ville de Caen ne prévoit aucun marché en 2027")
    await buyer.says("/programme")
    await buyer.taps("2026")
    await buyer.taps("Aucun marché prévu")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("aucun marché prévu en 2026")
    assert [(row.year, row.on_behalf) for row in _rows(town, Programme)] == [(2027, True), (2026, False)]


async def test_lines_take_the_place_of_none(town: Town) -> None:
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.says("/programme")
    await buyer.taps("2027")
    await buyer.taps("Aucun marché prévu")
    await buyer.taps("Modifier : Marchés")
    await buyer.says(LINE)
    await buyer.taps("C’est tout")
    await buyer.taps("Transmettre au PLIE")
    await buyer.sees("M-2026-0001")
    assert len(_rows(town, Procurement)) == 1


async def test_another_year_or_the_plie_is_answered_politely(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    await buyer.sees("[Annoncer un marché]")
    await buyer.forges("no-programme:2031")
    await buyer.sees("Le programme 2031 n’est plus attendu.")
    await facilitator.sees("[Aide]")
    await facilitator.forges("no-programme:2027")
    await facilitator.sees("Un programme est celui d’un acheteur")
    assert not _rows(town, Programme)
