"""A coordinator holds a file, lifts the hold, erases a person: nobody else may, and nothing of the person is
left."""

import asyncio
import contextlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from limits import assert_fits
from person_traces import traces
from telegram import Update
from test_offers import AUDIT, PLIE, member, written
from test_referrals import PHONE, SHOWN_PHONE, Cast, cast, presents
from town import Someone
from work import place

from bot import app
from bot.dialogue.seekers.keeping import erase_card, hold_card, lift_card
from bot.dialogue.turn import Turn
from bot.store import candidates, evidence, legal_holds, notes
from bot.store.evidence import Giver, Sent
from bot.store.tables import Candidate

__all__ = ["cast"]


@pytest.fixture
async def colette(cast: Cast) -> Someone:
    return await cast.town.joins("Colette", "coordinator", PLIE)


def file(cast: Cast, number: int = 1) -> Candidate:
    with written(cast.town) as session:
        found = candidates.get(session, number)
        assert found is not None
        return found


def audited(cast: Cast, action: str) -> list[tuple[str, int, dict[str, Any]]]:
    with written(cast.town) as session:
        rows = session.core.execute(sa.select(AUDIT).where(AUDIT.c.action == action)).all()
    return [(row.subject, row.subject_id, json.loads(row.details)) for row in rows]


async def opens(someone: Someone) -> None:
    """What is done with the file of the candidate."""
    await someone.forges("candidate-file:1")
    await someone.sees("Que voulez-vous faire du dossier")


async def holds(colette: Someone, until: str = "31/12/2030") -> None:
    await opens(colette)
    await colette.taps("Conservation légale")
    await colette.sees("Pour quel motif", "Fonds social européen")
    await colette.says("Contrôle du FSE <2026>")
    await colette.sees("Jusqu’à quel jour", "22 novembre 2029")
    await colette.says(until)


async def test_a_file_is_held_changed_and_let_go(cast: Cast, colette: Someone) -> None:
    await holds(colette, "décembre 2030")
    await colette.sees("Le jour exact est attendu")
    await colette.says("31/12/2080")
    await colette.sees("Au plus tard dans 30 ans")
    await colette.says("31/12/2030")
    await colette.sees("C-2026-0001", "Contrôle du FSE <2026>", "31 décembre 2030", "[Enregistrer]")
    await colette.taps("Enregistrer")
    await colette.sees("Conservation légale jusqu’au 31 décembre 2030", "ZELLER")
    assert file(cast).hold_until == date(2030, 12, 31)
    assert audited(cast, "hold candidate") == [
        ("candidate", 1, {"until": "2030-12-31", "before": None}),
    ]
    await opens(colette)
    await colette.taps("Conservation légale")
    await colette.sees("décidée par Colette", "Contrôle du FSE <2026>", "[Modifier] | [Lever]")
    await colette.taps("Modifier")
    await colette.sees("Dernier jour : 31 décembre 2030", "[Modifier : Dernier jour]")
    await colette.taps("Modifier : Dernier jour")
    await colette.sees("Jusqu’à quel jour")
    await colette.says("31/12/2031")
    await colette.sees("Dernier jour : 31 décembre 2031", "[Enregistrer]")
    await colette.taps("Enregistrer")
    await colette.sees("Conservation légale jusqu’au 31 décembre 2031")
    await opens(colette)
    await colette.taps("Conservation légale")
    await colette.sees("conservation légale jusqu’au 31 décembre 2031", "[Lever]")
    await colette.taps("Lever")
    await colette.sees("Lever la conservation légale de C-2026-0001", "24 mois après le dernier contact")
    await colette.taps("Oui, la lever")
    screen = await colette.sees("ZELLER", "recherche")
    assert "Conservation légale" not in screen
    assert (file(cast).hold_until, file(cast).hold_ground) == (None, None)
    await colette.forges("lifted-hold:1")
    assert len(audited(cast, "lift hold")) == 1


async def test_a_hold_forbids_erasing(cast: Cast, colette: Someone) -> None:
    await holds(colette)
    await colette.sees("[Enregistrer]")
    await colette.taps("Enregistrer")
    await colette.sees("Conservation légale jusqu’au 31 décembre 2030")
    for data in ("erase-candidate:1", "erased-candidate:1"):
        await colette.forges(data)
        await colette.sees("ne peut pas être effacé maintenant", "jusqu’au 31 décembre 2030")
    assert file(cast).state == "active"


async def test_who_is_at_work_is_not_erased(cast: Cast, colette: Someone) -> None:
    now = app.make_clock(cast.town.settings).now()
    with written(cast.town) as session:
        place(session, 1, member(session, cast.marc), now)
    await opens(colette)
    await colette.taps("Effacer la personne")
    await colette.sees("la personne travaille sous un contrat suivi ici")
    assert file(cast).state == "active"


def _keep(cast: Cast) -> None:
    """A note and a file about the person."""
    now = app.make_clock(cast.town.settings).now()
    with written(cast.town) as session:
        by = member(session, cast.fatou).id
        notes.add(session, "candidate", 1, by, "Secret : ZELLER habite rue Basse", now)
        digest = session.files.keep(b"CNI de ZELLER Yanis", now)
        sent = Sent(digest, 19, "application/pdf", "CNI ZELLER.pdf")
        evidence.add(session, "candidate", 1, "eligibility", sent, Giver(by, on_behalf=False), now)


def _left(cast: Cast) -> list[str]:
    """Where the person is read still, once the files are swept."""
    with contextlib.closing(app.open_database(cast.town.settings)) as database:
        with database.begin() as session:
            later = app.make_clock(cast.town.settings).now() + timedelta(hours=2)
            for number in range(256):
                session.files.sweep(number, lambda digests: evidence.used(session, digests), later)
        return traces(database, ["zeller", "yanis", "secret"], [PHONE])


async def test_a_person_is_erased_everywhere(cast: Cast, colette: Someone) -> None:
    _keep(cast)
    await cast.fatou.says("/presenter")
    await cast.fatou.says("ZELLER")
    await cast.fatou.says("/annuler")
    cast.referred()
    await cast.fatou.forges("candidate:1")
    await cast.fatou.saw("ZELLER Yanis", SHOWN_PHONE)
    await cast.marc.forges("referral:1")
    await cast.marc.saw("ZELLER Yanis", SHOWN_PHONE)
    await cast.fatou.forges("correct-candidate:1")
    await cast.fatou.saw("Corriger un dossier de candidat")
    assert len(_left(cast)) > 5
    await opens(colette)
    await colette.taps("Effacer la personne")
    screen = await colette.sees("Effacer ZELLER Yanis (C-2026-0001)", "Ce qui disparaît", "Ce qui reste")
    assert "Les chiffres ne changent pas" in screen
    await colette.taps("Oui, effacer la personne")
    await colette.sees("ce dossier a été anonymisé le 22 novembre 2026")
    await cast.fatou.saw(
        "Colette Martin a effacé, à la demande de la personne", "C-2026-0001 que vous suiviez"
    )
    await cast.marc.saw("Le PLIE ne présente plus C-2026-0001")
    assert (file(cast).state, cast.state()) == ("anonymised", "withdrawn")
    assert audited(cast, "erase candidate") == [("candidate", 1, {"merged": []})]
    assert _left(cast) == []
    await colette.forges("erased-candidate:1")
    await colette.sees("Il n’y a plus personne à effacer")
    assert len(audited(cast, "erase candidate")) == 1
    await colette.says("zeller")
    assert "ZELLER" not in (await colette.said())[-1]


async def test_the_card_the_company_was_sent_names_nobody(cast: Cast, colette: Someone) -> None:
    await presents(cast)
    await cast.marc.saw("Le PLIE vous présente une candidature", "ZELLER Yanis")
    await opens(colette)
    await colette.taps("Effacer la personne")
    await colette.taps("Oui, effacer la personne")
    await cast.marc.saw("Le PLIE ne présente plus C-2026-0001")
    for _ in range(250):
        if not any("ZELLER" in said for said in await cast.marc.said()):
            break
        await asyncio.sleep(0.02)
    assert not any("ZELLER" in said for said in await cast.marc.said())
    assert _left(cast) == []


async def test_only_coordinators_hold_and_erase(cast: Cast, colette: Someone) -> None:
    await opens(cast.fatou)
    screen = await cast.fatou.screen()
    assert "Effacer" not in screen
    assert "Conservation" not in screen
    verbs = ("hold-candidate", "change-hold", "lift-hold", "lifted-hold", "erase-candidate")
    for someone in (cast.fatou, cast.marc):
        for verb in (*verbs, "erased-candidate"):
            await someone.forges(f"{verb}:1")
            await someone.sees("Vous n’avez pas le droit")
    assert file(cast).state == "active"
    await colette.forges("erase-candidate:99")
    await colette.sees("Il n’y a plus personne à effacer")


async def test_the_longest_cards_fit(cast: Cast) -> None:
    """What is held for the longest ground, what is erased under the longest name."""
    long = "É<&" * 166
    number = cast.file(name="ÉLÉONORE <&> " * 5)
    with written(cast.town) as session:
        someone = member(session, cast.fatou)
        row = candidates.get(session, number)
        assert row is not None
        legal_holds.hold(session, row, long, date(2031, 1, 1), someone.id)
        row = candidates.get(session, row.id or 0)
        assert row is not None
        now = app.make_clock(cast.town.settings).now()
        zone = app.make_clock(cast.town.settings).zone
        for language in ("fr", "en"):
            turn = Turn(session, "x", now, zone, Update(1), 1, someone, language)
            for card in (erase_card(turn, row), hold_card(turn, row), lift_card(turn, row)):
                assert_fits(card)
