"""/jour: everything that waits for a facilitator, most urgent first, each one tap away."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

from seekers import filed
from town import STARTS, Someone, Town
from vacancies import mason, post

from bot import app
from bot.store import call_backs, candidates, people
from bot.store.database import Session
from bot.store.people import Member

NOW = STARTS


@contextlib.contextmanager
def rows(town: Town) -> Iterator[Session]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


def member(session: Session, someone: Someone) -> Member:
    found = people.by_telegram(session, someone.id)
    assert found is not None
    return found


async def test_nothing_waits(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    await fatou.says("/jour")
    await fatou.sees("Ma journée", "Rien ne vous attend", "[Tout le PLIE]")
    await fatou.taps("Tout le PLIE")
    await fatou.sees("La journée de tout le PLIE", "Rien n’attend le PLIE", "[Mes dossiers]")


async def test_a_partner_has_no_day(town: Town) -> None:
    marc = await town.joins("Marc", "company", "Bâti")
    await marc.says("/jour")
    await marc.sees("Vous n’avez pas le droit")
    await marc.forges("day:all:0")
    await marc.sees("Vous n’avez pas le droit")


async def test_each_thing_is_one_tap_away_and_gone_once_done(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    marc = await town.joins("Marc", "company", "Bâti")
    with rows(town) as session:
        me, his = member(session, fatou), member(session, marc)
        call_backs.ask(session, his.id, "offer", NOW - timedelta(days=9))
        silent = filed(session, me.id, NOW, name="SILENCE Luc")
        candidates.contacted(session, silent.id or 0, NOW.date() - timedelta(days=61))
        post(session, his, NOW)
    await fatou.says("/day")
    screen = await fatou.sees("2 en retard", "Rappel demandé", "Marc Martin · Bâti", "Sans contact depuis")
    assert screen.index("Rappel demandé") < screen.index("SILENCE Luc (C-") < screen.index("Offre réservée")
    assert "attendu le" in screen
    await fatou.taps("1 · Rappeler")
    await fatou.sees("souhaite un rappel", "[Appel passé]")
    await fatou.taps("Appel passé")
    await fatou.sees("Appel passé par Fatou")
    await fatou.says("/jour")
    screen = await fatou.sees("1 en retard", "SILENCE Luc")
    assert "Rappel demandé" not in screen
    await fatou.taps("1 · Candidat")
    await fatou.sees("SILENCE Luc", "[Parcours] | [Entretien]")
    await fatou.says("/jour")
    await fatou.taps("2 · Offre")
    await fatou.sees("O-2026-0001 · Maçonnerie", "[Voir les candidats]")


async def test_mine_and_nobodys_then_everybodys(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    denis = await town.joins("Denis", "facilitator", "PLIE")
    with rows(town) as session:
        for name, by in (("MIEN Paul", fatou), ("SIEN Jean", denis)):
            adviser = member(session, by)
            row = filed(session, adviser.id, NOW, name=name, phone=None)
            candidates.contacted(session, row.id or 0, NOW.date() - timedelta(days=70))
        lone = mason(session, member(session, denis).id, NOW, name="SEUL Marc")
        candidates.contacted(session, lone.id or 0, NOW.date() - timedelta(days=80))
    await fatou.says("/jour")
    screen = await fatou.sees("2 en retard", "MIEN Paul", "SEUL Marc")
    assert "SIEN" not in screen
    await fatou.taps("Tout le PLIE")
    await fatou.sees("3 en retard", "MIEN Paul", "SIEN Jean", "SEUL Marc")
    await fatou.taps("Mes dossiers")
    await fatou.sees("Ma journée", "2 en retard")


async def test_a_long_day_pages_by_eight_and_a_stale_page_shows_the_last(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    with rows(town) as session:
        me = member(session, fatou)
        for number in range(20):
            row = filed(session, me.id, NOW, name=f"N{number:02d} Luc", phone=None)
            candidates.contacted(session, row.id or 0, NOW.date() - timedelta(days=99 - number))
    await fatou.says("/jour")
    await fatou.sees("20 en retard", "1. ", "N00 Luc", "8. ", "N07 Luc", "Suite ›")
    await fatou.taps("Suite ›")
    await fatou.sees("9. ", "N08 Luc", "16 · Candidat", "‹ Début")
    await fatou.taps("Suite ›")
    screen = await fatou.sees("17. ", "N16 Luc", "20. ", "N19 Luc")
    assert "Suite ›" not in screen
    with rows(town) as session:
        for number in range(1, 18):
            candidates.contacted(session, number, NOW.date())
    await fatou.forges("day:mine:2")
    await fatou.sees("3 en retard", "1. ", "N17 Luc", "3. ", "N19 Luc")


async def test_the_way_and_the_file_of_a_candidate(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", "PLIE")
    marc = await town.joins("Marc", "company", "Bâti")
    with rows(town) as session:
        filed(session, member(session, fatou).id, NOW, name="DUPONT Marie")
    await fatou.says("C-2026-0001")
    await fatou.sees("DUPONT Marie", "[Parcours] | [Entretien]", "[Justificatifs] | [Dossier…]")
    await fatou.taps("Parcours")
    await fatou.sees("Parcours", "Ouverture du dossier (origine : PLIE)", "[Ouvrir C-2026-0001]")
    await fatou.taps("Ouvrir C-2026-0001")
    await fatou.sees("Référent : Fatou Martin")
    await fatou.taps("Dossier…")
    await fatou.sees("Que voulez-vous faire du dossier ?", "[Historique] | [Fermer le dossier]")
    await fatou.taps("Revenir au candidat")
    await fatou.sees("Référent : Fatou Martin")
    for data in ("story:1", "candidate-file:1", "call-back:1"):
        await marc.forges(data)
        await marc.sees("Vous n’avez pas le droit")
    await fatou.forges("story:999")
    await fatou.sees("Ce candidat est introuvable")
    await fatou.forges("call-back:999")
    await fatou.sees("Cette demande est introuvable")
