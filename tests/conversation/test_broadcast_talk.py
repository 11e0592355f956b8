"""Unfilled offers reach who can propose somebody: what they see and answer, and what the PLIE sees of it."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from test_offers import PLIE, member, opens, posted, posts, written
from test_referrals import is_refused
from town import Someone, Town, set_clock
from vacancies import SAID, post

from bot import app
from bot.dialogue.site import Site
from bot.jobs import BY_NAME, Keeper
from bot.store import offers
from bot.store.tables import JobOffer, Outbox, rows_of

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
OUTBOX: Any = rows_of(Outbox)
OFFERS: Any = rows_of(JobOffer)


async def sends(town: Town) -> None:
    """One hourly run and its messages, now."""
    with contextlib.closing(app.open_database(town.settings)) as database:
        keeper = Keeper(database, app.make_clock(town.settings), Site("clausette_bot"), "fr")
        with database.begin() as session:
            keeper.step(session, BY_NAME["broadcast of unfilled offers"], None)
        await keeper.keep(BY_NAME["mailings"])


class People:
    """The PLIE, a company with an offer that is due, the employment service, the Mission Locale, a SIAE."""

    def __init__(self, town: Town, **people: Someone) -> None:
        self.town = town
        self.fatou, self.cora, self.marc = people["fatou"], people["cora"], people["marc"]
        self.paul, self.lea, self.sam = people["paul"], people["lea"], people["sam"]


@pytest.fixture
async def here(town: Town) -> People:
    assert town.settings.clock_file is not None
    set_clock(town.settings.clock_file, MONDAY)
    made = People(
        town,
        fatou=await town.joins("Fatou", "facilitator", PLIE),
        cora=await town.joins("Cora", "coordinator", PLIE),
        marc=await town.joins("Marc", "company", "Bâti Normandie"),
        paul=await town.joins("Paul", "prescriber", "France Travail Caen", "anpe"),
        lea=await town.joins("Léa", "prescriber", "Mission Locale", "mission_locale"),
        sam=await town.joins("Sam", "siae", "Chantiers du Bocage", "siae"),
    )
    posted(town, made.marc)
    return made


async def edited(someone: Someone, *texts: str) -> str:
    """Wait until the newest message about an offer says this."""
    for _ in range(250):
        found = [said for said in await someone.said() if "O-2026-" in said]
        if found and all(text in found[-1].replace("\u00a0", " ") for text in texts):
            return found[-1]
        await asyncio.sleep(0.02)
    raise AssertionError(f"{texts} not in {await someone.said()}")


async def test_prescribers_hear_of_it_and_answer(here: People) -> None:
    await sends(here.town)
    for one in (here.paul, here.lea):
        screen = await one.sees("attend des candidats", "O-2026-0001", "[Proposer un candidat]")
        assert "Bâti" not in screen
    assert "O-2026" not in "".join(await here.sam.said())
    await here.paul.taps("Pas de candidat")
    screen = await here.paul.sees("Votre réponse : pas de candidat.", "[Proposer un candidat]")
    assert "[Pas de candidat]" not in screen
    assert any("C’est noté" in one for one in await here.paul.toasts())
    await here.fatou.saw("En route : 1 offre de poste, vers 2 contacts.")
    await here.fatou.taps("O-2026-0001")
    await here.fatou.sees("partis : 2", "0 avec un candidat, 1 sans, 1 à venir", "30 novembre 2026")


async def test_the_card_of_the_plie_says_that_it_was_sent(here: People) -> None:
    await here.marc.says("/offre")
    await posts(here.marc)
    await here.cora.sees("O-2026-0002", "part aux partenaires au prochain envoi")
    await sends(here.town)
    await here.cora.saw("Diffusion : diffusée aux partenaires")


async def test_what_was_sent_says_that_the_offer_is_filled(here: People) -> None:
    await sends(here.town)
    await here.paul.sees("O-2026-0001")
    await opens(here.marc)
    await here.marc.taps("Offre pourvue")
    await here.marc.taps("Oui, pourvue")
    for one in (here.paul, here.lea):
        screen = await one.sees("n’attend plus de candidat", "pourvue")
        assert "Proposer" not in screen
    await is_refused(here.fatou, "no-candidate:1", "pas le droit")


async def test_positions_that_change_show_in_place(here: People) -> None:
    await sends(here.town)
    await here.paul.sees("2 postes à pourvoir")
    await opens(here.marc)
    await here.marc.taps("Modifier")
    await here.marc.sees("[Modifier : Nombre de postes]")
    await here.marc.taps("Modifier : Nombre de postes")
    await here.marc.sees("Combien de postes")
    await here.marc.says("5")
    await here.marc.sees("Nombre de postes : 5", "[Enregistrer]")
    await here.marc.taps("Enregistrer")
    await edited(here.paul, "5 postes à pourvoir")


async def test_a_second_wave_to_who_did_not_answer(here: People) -> None:
    await sends(here.town)
    await here.paul.sees("[Pas de candidat]")
    await here.paul.taps("Pas de candidat")
    await here.paul.sees("Votre réponse")
    here.town.passes(days=7)
    await sends(here.town)
    await here.lea.sees("Deuxième et dernier envoi")
    assert sum("O-2026-0001" in said for said in await here.paul.said()) == 1
    assert sum("O-2026-0001" in said for said in await here.lea.said()) == 2
    await here.lea.taps("Pas de candidat")
    for _ in range(250):
        told = [said for said in await here.lea.said() if "O-2026-0001" in said]
        if all("pas de candidat" in said for said in told):
            break
        await asyncio.sleep(0.02)
    assert all("pas de candidat" in said for said in told)


async def test_a_siae_that_is_ticked_gets_it_too(here: People) -> None:
    await opens(here.fatou)
    await here.fatou.taps("SIAE à prévenir")
    await here.fatou.sees("Cochez", "☐ Chantiers du Bocage")
    await here.fatou.taps("☐ Chantiers du Bocage")
    await here.fatou.sees("☑ Chantiers du Bocage")
    await here.fatou.taps("☑ Chantiers du Bocage")
    await here.fatou.taps("☐ Chantiers du Bocage")
    await here.fatou.sees("☑ Chantiers du Bocage")
    await sends(here.town)
    await here.sam.sees("attend des candidats", "[Pas de candidat]")
    await here.sam.says("/offres")
    await here.sam.sees("Les offres qui vous ont été envoyées", "O-2026-0001", "[Réponses communes]")


async def test_kept_within_the_plie_after_it_was_sent(here: People) -> None:
    await sends(here.town)
    await here.paul.sees("[Pas de candidat]")
    await opens(here.fatou)
    await here.fatou.taps("Garder au sein du PLIE")
    await here.paul.sees("Le PLIE garde cette offre")
    await here.paul.forges("no-candidate:1")
    await here.paul.sees("n’attend plus", "Le PLIE garde cette offre")
    here.town.passes(days=8)
    await sends(here.town)
    assert sum("O-2026-0001" in said for said in await here.lea.said()) == 1
    await here.fatou.taps("Diffuser maintenant")
    await here.paul.sees("[Pas de candidat]")


async def test_the_list_of_what_was_sent(here: People) -> None:
    await here.paul.says("/offres")
    await here.paul.sees("Aucune offre ne vous a encore été envoyée")
    with written(here.town) as session:
        for place in range(10):
            said = replace(SAID, positions=place + 1)
            post(session, member(session, here.marc), MONDAY, said)
    await sends(here.town)
    await here.paul.sees("11 offres de poste attendent", "[1 · Proposer un candidat]", "[Suite ›]")
    await here.paul.taps("Suite ›")
    await here.paul.sees("6. O-2026-0006", "[10 · Pas de candidat]", "[‹ Début]")
    await here.paul.taps("7 · Pas de candidat")
    await here.paul.sees("7. O-2026-0007", "Votre réponse : pas de candidat.")
    with written(here.town) as session:
        offers.close(session, 11, "withdrawn", MONDAY.date())
    await here.paul.says("/offres")
    screen = await here.paul.sees("celles à pourvoir d’abord", "O-2026-0010", "[Suite ›]")
    assert "– O-2026-0007" in screen
    assert "O-2026-0011" not in screen
    await here.paul.taps("Suite ›")
    screen = await here.paul.sees("O-2026-0002", "O-2026-0001", "O-2026-0011 · retirée")
    assert screen.index("O-2026-0001") < screen.index("O-2026-0011")
    await here.paul.taps("O-2026-0011")
    await here.paul.sees("n’est plus ouverte", "[Toutes les offres]")


async def test_a_link_of_a_group_opens_the_offer_in_private(here: People) -> None:
    await here.paul.says("/start offer-1")
    await here.paul.sees("introuvable")
    await sends(here.town)
    await here.paul.sees("attend des candidats")
    await here.paul.says("/start offer-1")
    await here.paul.sees("O-2026-0001", "[Toutes les offres]", "[Pas de candidat]")
    await here.paul.taps("Pas de candidat")
    await here.paul.sees("Votre réponse : pas de candidat.", "[Toutes les offres]")
    await here.sam.says("/start offer-1")
    await here.sam.sees("introuvable")
    stranger = await here.town.stranger("Inconnu")
    await stranger.says("/start offer-1")
    await stranger.sees("demandez une invitation")


async def hold(town: Town, count: int) -> None:
    """So many messages of the run are uncertain, as a kill in the middle leaves them."""
    with written(town) as session:
        mass = sa.select(OUTBOX.c.id).where(OUTBOX.c.key.startswith("mailing:")).order_by(OUTBOX.c.id)
        numbers = session.core.execute(mass.limit(count)).scalars().all()
        held = sa.update(OUTBOX).where(OUTBOX.c.id.in_(numbers))
        session.core.execute(held.values(state="sending", leased_by="gone", message_id=None))


async def test_uncertain_messages_are_one_alert_and_decided(here: People) -> None:
    await sends(here.town)
    await here.lea.sees("attend des candidats")
    await here.town.stop()
    await hold(here.town, 2)
    await here.town.start()
    await here.cora.sees("envoi groupé", "[Voir ce qui est retenu]")
    assert sum("envoi groupé" in said for said in await here.cora.said()) == 1
    await here.cora.taps("Voir ce qui est retenu")
    await here.cora.sees("O-2026-0001 Maçon", "2 messages retenus", "1. Paul Martin", "[2 · Ne pas renvoyer]")
    await here.cora.taps("1 · Renvoyer")
    await here.cora.sees("1 message retenu", "Léa Martin")
    for _ in range(250):
        if sum("O-2026-0001" in said for said in await here.paul.said()) == 2:
            break
        await asyncio.sleep(0.02)
    assert sum("O-2026-0001" in said for said in await here.paul.said()) == 2
    await here.cora.taps("1 · Ne pas renvoyer")
    await here.cora.sees("C’est décidé : plus rien de cet envoi")


async def test_all_uncertain_messages_of_a_run_are_decided_together(here: People) -> None:
    await sends(here.town)
    await here.lea.sees("attend des candidats")
    await here.town.stop()
    await hold(here.town, 2)
    await here.town.start()
    await here.cora.taps("Voir ce qui est retenu")
    await here.cora.taps("Ne rien renvoyer")
    await here.cora.sees("Ne pas renvoyer 2 messages ?")
    await here.cora.taps("Non, revenir")
    await here.cora.taps("Tout renvoyer")
    await here.cora.sees("Renvoyer 2 messages ?")
    await here.cora.taps("Oui, renvoyer")
    await here.cora.saw("plus rien de cet envoi")
    for one in (here.paul, here.lea):
        for _ in range(250):
            if sum("O-2026-0001" in said for said in await one.said()) == 2:
                break
            await asyncio.sleep(0.02)
        assert sum("O-2026-0001" in said for said in await one.said()) == 2
    await is_refused(here.paul, "uncertain", "pas le droit")
    await is_refused(here.fatou, "resent-all:1", "pas le droit")
