"""An offer is published: the PLIE's staff see who corresponds, best first, and decide who else is told."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from test_contracts import tap
from test_offers import AUDIT, member, posts, written
from town import Someone, Town
from vacancies import SAID, mason, post

from bot import app
from bot.store import candidates, offers
from bot.store.procurements import Period
from bot.store.tables import CandidateState, OfferState, Origin

PLIE = "PLIE du pays de Caen"


def people_of(town: Town, facilitator: Someone) -> None:
    """Four who fit masons wanted at Ifs on 5 January 2027 with two items and a CAP, and six who do not."""
    now = app.make_clock(town.settings).now()
    today = Period(now.date(), f"{now.date()}/day")
    late = Period(SAID.start.day + timedelta(days=1), "2027-01-06/day")
    files: list[dict[str, Any]] = [
        {"name": "NEUF Ada", "jobs": ("F1704", "F1702"), "experience": 20, "available": today},
        {"name": "LOIN Bea", "commune": "Caen", "experience": 12, "available": today},
        {"name": "PETIT Ali", "experience": 5, "available": today},
        {"name": "VIEUX Chloé", "experience": 5, "level": 5, "available": today},
        {"name": "SANS Denis", "held": 1},
        {"name": "TARD Eva", "available": late},
        {"name": "JEUNE Farid", "level": 2},
        {"name": "AUTRE Gaston", "jobs": ("F1602",)},
        {"name": "AILLEURS Hana", "origin": Origin.ANPE},
        {"name": "PARTI Ines"},
    ]
    with written(town) as session:
        by = member(session, facilitator).id
        made = [mason(session, by, now, **changes) for changes in files]
        candidates.referred(session, made[2].id or 0, now.date())
        assert candidates.move(session, made[9].id or 0, CandidateState.ACTIVE, CandidateState.CLOSED)


async def test_who_corresponds_is_listed_best_first_with_the_reasons(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    people_of(town, facilitator)
    await company.says("/offre")
    await posts(company)
    await facilitator.sees("O-2026-0001", "réservée aux participants du PLIE", "[Diffuser maintenant]")
    await facilitator.taps("Voir les candidats")
    screen = await facilitator.sees("Participants du PLIE pour O-2026-0001", "Ifs")
    listed = [line for line in screen.splitlines() if line[:2] in {f"{n}." for n in range(1, 10)}]
    assert [line.split(" · ")[1] for line in listed] == ["VIEUX Chloé", "PETIT Ali", "LOIN Bea", "NEUF Ada"]
    asked = "permis B, CACES"
    free = "5 ans d’expérience, disponible dès aujourd’hui"
    assert listed[0] == (
        f"1. C-2026-0004 · VIEUX Chloé · même métier, habite Ifs, {asked}, niveau 5 (Bac+2), {free}"
    )
    assert f"même métier, habite Ifs, {asked}, niveau 3 (CAP), {free}, dernière présentation" in listed[1]
    assert "même métier, permis B" in listed[2], "who lives elsewhere is not said to live there"
    assert "métier voisin, habite Ifs" in listed[3]
    assert "[1 · C-2026-0004] | [Présenter]" in screen
    for absent in ("SANS", "TARD", "JEUNE", "AUTRE", "AILLEURS", "PARTI"):
        assert absent not in screen
    assert candidate_buttons(await facilitator.messages()) == [4, 3, 2, 1]
    await facilitator.taps("Revenir à l’offre")
    await facilitator.sees("O-2026-0001", "[Voir les candidats]")


def candidate_buttons(messages: list[dict[str, Any]]) -> list[int]:
    """The numbers of the candidates the last message of the bot opens, in their order."""
    rows = [message for message in messages if message["from"] == "bot"][-1]["keyboard"]
    data = [button["callback_data"] for row in rows for button in row]
    return [int(one.split(":")[1]) for one in data if one.startswith("candidate:")]


async def presses(someone: Someone, data: str) -> None:
    """A tap on the last card of the bot, its data as a modified client could send it."""
    last = [message for message in await someone.messages() if message["from"] == "bot"][-1]
    update: dict[str, Any] = tap(someone, data)
    update["callback_query"]["message"]["message_id"] = last["message_id"]
    await someone.town.post("raw", update=update)


async def test_an_offer_nobody_corresponds_to_says_so(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    await company.says("/offre")
    await posts(company)
    await facilitator.taps("Voir les candidats")
    await facilitator.sees("Aucun participant du PLIE ne correspond à O-2026-0001", "[Revenir à l’offre]")


async def test_long_lists_turn_their_pages(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        by, seller = member(session, facilitator).id, member(session, company)
        first = mason(session, by, now, experience=40)
        for _ in range(8):
            mason(session, by, now)
        for _ in range(9):
            post(session, seller, now)
    await facilitator.says("O-2026-0001")
    await facilitator.taps("Voir les candidats")
    await facilitator.sees("8. C-2026-0008", "[Suite ›]")
    await facilitator.taps("Suite ›")
    screen = await facilitator.sees("9. C-2026-0009", "[‹ Début]")
    assert "C-2026-0001" not in screen
    await facilitator.taps("Début")
    await facilitator.sees("1. C-2026-0001")
    await presses(facilitator, "matches:1:77")
    await facilitator.sees("1. C-2026-0001", "[Suite ›]")
    await presses(facilitator, f"offers-for:{first.id}")
    await facilitator.sees(
        "Offres ouvertes pour C-2026-0001 (Petit Ali)", "8. O-2026-0008 · Maçonnerie · Ifs"
    )
    await facilitator.sees("début le 5 janvier", "même métier, habite Ifs, permis B, CACES, niveau 3 (CAP)")
    await facilitator.taps("Suite ›")
    await facilitator.sees("9. O-2026-0009", "[Revenir au candidat]")
    await facilitator.taps("O-2026-0009")
    await facilitator.sees("O-2026-0009", "[Voir les candidats]")


FORGED = ("match:1", "matches:1:0", "offers-for:1", "offers-for-page:1:0", "hold:1", "send-now:1")


@pytest.mark.parametrize("role", ["company", "buyer", "prescriber", "siae", "professional"])
async def test_a_forged_tap_gets_one_sentence_and_changes_nothing(town: Town, role: str) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    kind = "company" if role == "company" else None
    someone = await town.joins("Marc", role, "Bâti Normandie", kind)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        mason(session, member(session, facilitator).id, now)
        post(session, member(session, someone), now)
    for count, data in enumerate(FORGED, start=1):
        await presses(someone, data)
        await someone.sees("Vous n’avez pas le droit de faire cela.")
        await until_refused(someone, count)
    said = "\n".join(await someone.said())
    assert "Petit" not in said
    assert "C-2026" not in said
    with written(town) as session:
        offer = offers.get(session, 1)
        assert offer is not None
        assert (offer.circulation, offer.circulated_by) == ("reserved", None)


async def until_refused(someone: Someone, count: int) -> None:
    """Wait until this many taps have been refused, each with one message."""
    await someone._wait(
        lambda: refusals(someone), lambda seen: seen.count("pas le droit") == count, (str(count),)
    )


async def refusals(someone: Someone) -> str:
    return "\n".join(text for text in await someone.said() if "pas le droit" in text)


async def test_what_is_gone_or_over_gets_one_sentence(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    people_of(town, facilitator)
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        offer = post(session, member(session, company), now)
        offers.close(session, offer.id or 0, OfferState.WITHDRAWN, now.date())
    for data, told in (
        ("match:999", "Cette offre est introuvable."),
        ("matches:999:1", "Cette offre est introuvable."),
        ("hold:999", "Cette offre est introuvable."),
        ("match:1", "Cette offre n’est plus ouverte : elle est retirée."),
        ("offers-for:999", "introuvable"),
        ("offers-for:10", "Aucune offre n’est recherchée pour C-2026-0010 : dossier fermé."),
        ("offers-for:8", "Aucune offre ouverte ne correspond à C-2026-0008 (AUTRE Gaston)"),
    ):
        await presses(facilitator, data)
        await facilitator.sees(told)
    await presses(facilitator, "send-now:1")
    await facilitator.sees("État : retirée")
    with written(town) as session:
        kept = offers.get(session, 1)
        assert kept is not None
        assert kept.circulated_by is None


async def test_an_offer_is_held_and_sent_from_every_colleagues_card(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    colleague = await town.joins("Claire", "coordinator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    people_of(town, facilitator)
    await company.says("/offre")
    await posts(company)
    await colleague.sees("réservée aux participants du PLIE, jusqu’au", "[Garder au sein du PLIE]")
    await colleague.says("/offres")
    await colleague.sees("[O-2026-0001 ·")
    await colleague.taps("O-2026-0001")
    await colleague.sees("[Garder au sein du PLIE]")
    stale = (await colleague.messages())[-1]
    await facilitator.taps("Garder au sein du PLIE")
    kept = await facilitator.sees("Diffusion : gardée au PLIE", "[Diffuser maintenant]")
    assert "Garder" not in kept
    await colleague.saw("Diffusion : gardée au PLIE")
    await colleague.taps_data(stale["message_id"], "hold:1")
    await colleague.sees("Diffusion : gardée au PLIE")
    assert "Diffusion de cette offre : gardée au PLIE." in await last_toast(colleague)
    await colleague.taps("Diffuser maintenant")
    await facilitator.sees("Diffusion : part aux partenaires", "[Garder au sein du PLIE]")
    await facilitator.taps("Garder au sein du PLIE")
    await colleague.saw("Diffusion : gardée au PLIE")
    with written(town) as session:
        moves = session.core.execute(
            sa.select(AUDIT.c.action, AUDIT.c.person_id, AUDIT.c.details).where(
                AUDIT.c.action.in_(["hold offer", "send offer"])
            )
        ).all()
        first, second = member(session, facilitator).id, member(session, colleague).id
        offer = offers.get(session, 1)
    assert [(move.action, move.person_id, json.loads(move.details)["before"]) for move in moves] == [
        ("hold offer", first, "reserved"),
        ("send offer", second, "held"),
        ("hold offer", first, "due"),
    ]
    assert offer is not None
    assert (offer.circulation, offer.reserved_until, offer.circulated_by) == ("held", None, first)
    assert "gardée" not in await company.screen()


async def last_toast(someone: Someone) -> str:
    return [text for text in await someone.toasts() if text][-1].replace("\u00a0", " ")
