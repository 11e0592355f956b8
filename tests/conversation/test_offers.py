"""A company declares open positions, corrects and ends what it declared; the PLIE does so on its behalf."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from test_contracts import tap
from town import Someone, Town
from vacancies import LOTS, hand_lots, mason, post

from bot import app
from bot.store import history, offers, people
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.people import Member
from bot.store.tables import AuditEntry, JobOffer

PLIE = "PLIE du pays de Caen"
OFFERS: Any = JobOffer.__table__
AUDIT: Any = AuditEntry.__table__


@contextlib.contextmanager
def written(town: Town) -> Iterator[Session]:
    """The town's database, for what a test writes or reads directly."""
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


def member(session: Session, someone: Someone) -> Member:
    found = people.by_telegram(session, someone.id)
    assert found is not None
    return found


def posted(town: Town, company: Someone, count: int = 1) -> None:
    """Offers of the company: masons at Ifs, for six months."""
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        for _ in range(count):
            post(session, member(session, company), now)


def stored(town: Town, number: int = 1) -> JobOffer:
    with written(town) as session:
        offer = offers.get(session, number)
        assert offer is not None
        return offer


async def posts(someone: Someone, *, first: str = "1/10") -> None:
    """Fill in /offre from the job on, and publish."""
    await someone.sees(first)
    at = int(first.split("/", maxsplit=1)[0])
    for question, text in enumerate(("maçon", "2", "ifs", "5 janvier 2027", "CDD", "6 mois", "17,5"), at):
        await someone.sees(f"{question}/")
        await someone.says(text)
    await someone.sees("[Permis B]", "[CACES]")
    await someone.says("permis B, CACES")
    await someone.sees("✓ CACES")
    await someone.taps("C’est tout")
    await someone.sees("niveau de formation minimum", "[Niveau 3 (CAP)]")
    assert "infra" not in await someone.screen()
    await someone.says("Niveau 3")
    await someone.sees("Souhaitez-vous ajouter")
    await someone.says("Chaussures fournies")
    await someone.sees("[Publier]")
    await someone.taps("Publier")


async def opens(someone: Someone) -> None:
    """Type the reference, and wait for the new card."""
    before = len(await someone.said())
    await someone.says("O-2026-0001")
    for _ in range(250):
        if len(await someone.said()) > before:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(await someone.screen())


async def test_a_company_without_a_lot_posts_an_offer(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    await company.says("/offre")
    await posts(company)
    screen = await company.sees("O-2026-0001", "Durée hebdomadaire : 17,5 h par semaine", "Permis B, CACES")
    assert "Hors marché" not in screen
    for colleague in (facilitator, coordinator):
        await colleague.sees(
            "Nouvelle offre de poste", "O-2026-0001", "Bâti Normandie · 2 postes · Ifs", "5 janvier 2027",
            "6 mois · 17,5 h par semaine", "Exigences : Permis B, CACES", "Chaussures fournies",
            "Diffusion : part aux partenaires", "[Voir les candidats]", "[Garder au sein du PLIE]",
        )  # fmt: skip
    assert "Diffuser maintenant" not in await facilitator.screen()
    offer = stored(town)
    assert (offer.job, offer.positions, offer.requirements, offer.level, offer.on_behalf) == (
        "F1703", 2, 3, 3, False,
    )  # fmt: skip
    await company.says("/mesoffres")
    await company.sees("[O-2026-0001 · 2 × ")
    await company.taps("O-2026-0001")
    screen = await company.sees("[Modifier]", "[Offre pourvue]", "[Retirer l’offre]")
    for hidden in ("candidats", "Diffus", "PLIE", "Toujours d’actualité"):
        assert hidden not in screen
    with written(town) as session:
        [entry] = session.core.execute(sa.select(AUDIT).where(AUDIT.c.action == "publish offer")).all()
    assert json.loads(entry.details) == {"circulation": "due", "on_behalf": False, "positions": 2}


async def test_a_company_that_holds_lots_says_for_which(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        home = member(session, company).organisation_id
        numbers = hand_lots(session, home, member(session, buyer), 10, now)
        mason(session, member(session, facilitator).id, now)
    await company.says("/offre")
    await company.sees("1/11", "[M-2026-0001 · 10 Gros œuvre 10]", "[Hors marché]", "[Suite ›]")
    await company.taps("Suite")
    await company.sees("[M-2026-0001 · 1 Gros œuvre 1]", "‹ Début")
    await company.taps("2 Gros œuvre 2")
    await posts(company, first="2/11")
    await company.sees("O-2026-0001", "Lot : M-2026-0001 · 2 Gros œuvre 2")
    await facilitator.sees(
        "Pour le lot M-2026-0001 · 2 Gros œuvre 2", "Diffusion : réservée aux participants du PLIE, jusqu’au",
        "[Garder au sein du PLIE] | [Diffuser maintenant]",
    )  # fmt: skip
    assert stored(town).lot_id == numbers[1]


async def test_a_lot_lost_meanwhile_is_asked_again(town: Town) -> None:
    company = await town.joins("Marc", "company", "Bâti Normandie")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        home = member(session, company).organisation_id
        hand_lots(session, home, member(session, buyer), 1, now)
    await company.says("/offre")
    await company.sees("1/11")
    await company.says("gros oeuvre 1")
    await company.sees("2/11")
    with written(town) as session:
        session.core.execute(sa.update(LOTS).values(state="completed"))
    await posts(company, first="2/11")
    await company.sees("n’est plus titulaire de ce lot", "[Publier]")
    await company.taps("Modifier : Lot")
    await company.sees("Hors marché")
    await company.taps("Hors marché")
    await company.sees("[Publier]")
    await company.taps("Publier")
    await company.sees("O-2026-0001", "Lot : Hors marché")
    assert stored(town).lot_id is None


async def test_the_plie_posts_on_a_companys_behalf(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    await facilitator.says("/offre")
    await facilitator.sees("Il n’y a pas encore d’entreprise")
    company = await town.joins("Marc", "company", "Bâti Normandie")
    for number in range(8):
        town.token("company", f"Alpha {number}")
    await facilitator.says("/offre")
    await facilitator.sees("Pour quelle entreprise", "[Alpha 0]", "[Alpha 7]")
    await facilitator.taps("Suite")
    await facilitator.sees("[Bâti Normandie]")
    await facilitator.taps("Bâti Normandie")
    await posts(facilitator)
    await facilitator.saw("Offre publiée", "Bâti Normandie")
    offer = stored(town)
    with written(town) as session:
        assert offer.organisation_id == member(session, company).organisation_id
        assert offer.posted_by == member(session, facilitator).id
    assert offer.on_behalf
    await company.says(" o-2026-0001 ")
    await company.sees("O-2026-0001", "[Offre pourvue]")


async def test_a_correction_tells_the_plie_what_changed(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    await company.says("/offre")
    await posts(company)
    await facilitator.sees("Nouvelle offre", "2 postes")
    await company.says("O-2026-0001")
    await company.sees("[Modifier]")
    await company.taps("Modifier")
    await company.sees("Corriger une offre de poste · O-2026-0001", "Nombre de postes : 2", "[Enregistrer]")
    await company.taps("Enregistrer")
    await company.sees("Rien n’a changé")
    await company.says("O-2026-0001")
    await company.sees("[Modifier]")
    await company.taps("Modifier")
    await company.sees("[Modifier : Nombre de postes]")
    await company.taps("Modifier : Nombre de postes")
    await company.sees("Combien de postes")
    await company.says("trois")
    await company.sees("Nombre de postes : 3")
    await company.taps("Modifier : Contrat de travail")
    await company.sees("type de contrat")
    await company.says("CDI")
    screen = await company.sees("CDI", "[Enregistrer]")
    assert "6 mois" not in screen
    await company.taps("Enregistrer")
    await company.sees("C’est enregistré")
    screen = await facilitator.sees(
        "Marc Martin a corrigé l’offre O-2026-0001 (Bâti Normandie)", "Nombre de postes : 2 → 3",
        "Durée : 6 mois → –", "[Ouvrir l’offre]",
    )  # fmt: skip
    assert "Commune" not in screen
    await facilitator.saw("3 postes")
    assert all("2 postes" not in text for text in await facilitator.said())
    await facilitator.taps("Ouvrir l’offre")
    await facilitator.sees("3 postes", "[Voir les candidats]")
    with written(town) as session:
        kept = history.of(session, Subject("offer", 1))
        actions = session.core.execute(sa.select(AUDIT.c.action, AUDIT.c.details)).all()
    fields = {correction.field: (correction.before, correction.after) for correction in kept}
    assert fields == {"positions": (2, 3), "contract": ("cdd", "cdi"), "months": ("6", None)}
    [details] = [json.loads(entry.details) for entry in actions if entry.action == "change offer"]
    assert details == {
        "circulation": "due",
        "fields": ["positions", "contract", "months"],
        "on_behalf": False,
    }


async def test_the_plie_corrects_and_the_company_hears(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, company)
    await facilitator.says("/offres")
    await facilitator.sees("[O-2026-0001 · Bâti Normandie · 2 ×")
    await facilitator.taps("O-2026-0001")
    await facilitator.sees("[Modifier]")
    await facilitator.taps("Modifier")
    await facilitator.sees("[Modifier : Commune]")
    await facilitator.taps("Modifier : Commune")
    await facilitator.sees("quelle commune")
    await facilitator.says("Caen")
    await facilitator.sees("Commune : Caen")
    await facilitator.taps("Enregistrer")
    await company.sees("Fatou Martin a corrigé l’offre", "Commune : Ifs → Caen")
    assert (await facilitator.said())[-1].startswith("Corriger")


async def test_an_offer_is_closed_by_two_taps_and_everyone_hears(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    await company.says("/offre")
    await posts(company)
    await facilitator.sees("[Offre pourvue]")
    await company.says("O-2026-0001")
    await company.sees("[Offre pourvue]")
    await company.taps("Offre pourvue")
    await company.sees("tous les postes sont pourvus", "C’est définitif")
    await company.taps("Non, revenir")
    await company.sees("[Offre pourvue]")
    assert stored(town).state == "open"
    older = (await company.messages())[-1]
    await opens(company)
    await company.taps("Offre pourvue")
    await company.sees("[Oui, pourvue]")
    await company.taps("Oui, pourvue")
    screen = await company.sees("État : pourvue depuis le")
    assert screen.count("[") == 1, "only the way back"
    await facilitator.sees("L’offre O-2026-0001", "est pourvue")
    await facilitator.saw("État : pourvue depuis le")
    assert all("Nouvelle offre" not in text for text in await facilitator.said())
    assert stored(town).closed_on is not None
    await company.taps_data(older["message_id"], "withdraw-offer:1")
    await company.says("/menu")
    await company.sees("Que souhaitez-vous faire")
    assert [text.count("pourvue depuis le") for text in await company.said()].count(1) == 2
    for verb in ("withdraw-offer", "offer-withdrawn", "offer-heard", "change-offer"):
        await town.post("raw", update=tap(facilitator, f"{verb}:1"))
    await facilitator.says("/menu")
    await facilitator.sees("Que souhaitez-vous faire")
    assert "Cette offre n’est plus ouverte : elle est pourvue." in "".join(await company.toasts()).replace(
        "\u00a0", " "
    )
    assert stored(town).state == "filled"


async def test_a_correction_comes_too_late(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, company)
    await company.says("O-2026-0001")
    await company.sees("[Modifier]")
    await company.taps("Modifier")
    await company.sees("[Enregistrer]")
    await company.taps("Modifier : Commune")
    await company.sees("quelle commune")
    await company.says("Caen")
    await company.sees("Commune : Caen")
    await facilitator.says("O-2026-0001")
    await facilitator.sees("[Retirer l’offre]")
    await facilitator.taps("Retirer l’offre")
    await facilitator.sees("[Oui, la retirer]")
    await facilitator.taps("Oui, la retirer")
    await facilitator.sees("État : retirée")
    await company.sees("L’offre O-2026-0001", "est retirée")
    await company.taps("Enregistrer")
    await company.saw("Cette offre n’est plus ouverte : elle est retirée.")
    assert stored(town).commune == "Ifs"


async def test_news_lets_an_offer_live_on(town: Town) -> None:
    company = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, company)
    with written(town) as session:
        ago = app.make_clock(town.settings).now() - timedelta(days=58)
        session.core.execute(sa.update(OFFERS).values(heard_at=ago))
    await company.says("O-2026-0001")
    await company.sees("[Toujours d’actualité]")
    await company.taps("Toujours d’actualité")
    for _ in range(250):
        if "Toujours" not in await company.screen():
            break
        await asyncio.sleep(0.02)
    assert "Toujours" not in await company.screen()
    assert (app.make_clock(town.settings).now() - stored(town).heard_at) < timedelta(minutes=5)
    assert any("C’est noté" in toast for toast in await company.toasts())


async def test_lists_page_by_eight(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    await company.says("/mesoffres")
    await company.sees("Il n’y a pas encore d’offre de poste")
    posted(town, company, 10)
    with written(town) as session:
        session.core.execute(sa.update(OFFERS).where(OFFERS.c.id == 10).values(state="withdrawn"))
    for someone, command in ((company, "/mesoffres"), (facilitator, "/offres")):
        await someone.says(command)
        screen = await someone.sees("O-2026-0010 · ", "retirée", "O-2026-0003")
        assert "O-2026-0002" not in screen
        await someone.taps("Suite")
        await someone.sees("O-2026-0002", "O-2026-0001", "‹ Début")
        await someone.taps("O-2026-0001")
        await someone.sees("2 postes · Ifs")


async def test_nobody_reaches_an_offer_of_another_company(town: Town) -> None:
    company = await town.joins("Marc", "company", "Bâti Normandie")
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    posted(town, company)
    strangers = [
        await town.joins("Luc", "company", "Toits de Caen"),
        await town.joins("Brigitte", "buyer", "Ville de Caen"),
        await town.joins("Paul", "prescriber", "ANPE", "anpe"),
    ]
    verbs = ("offer", "change-offer", "fill-offer", "offer-filled", "withdraw-offer", "offer-withdrawn")
    for someone in strangers:
        await someone.says("O-2026-0001")
        await someone.sees("introuvable")
        for data in (*(f"{verb}:1" for verb in verbs), "offer-heard:1", "offers:all:0", "offer-for:1"):
            await town.post("raw", update=tap(someone, data))
        for data in ("offer:99", "offer:x", "offers:own", "offer-companies:0", "offers:some:1"):
            await town.post("raw", update=tap(someone, data))
        await someone.says("/menu")
        await someone.sees("Que souhaitez-vous faire")
        assert "Chaussures" not in "".join(await someone.said())
    offer = stored(town)
    assert (offer.state, offer.positions) == ("open", 2)
    await town.stop()
    assert not [text for text in await coordinator.said() if "⚠️" in text]


async def test_a_reference_answers_the_form_that_asks_for_it(town: Town) -> None:
    company = await town.joins("Marc", "company", "Bâti Normandie")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        home = member(session, company).organisation_id
        [number] = hand_lots(session, home, member(session, buyer), 1, now)
    await company.says("/offre")
    await company.sees("1/11")
    await company.says("m-2026-0001")
    await posts(company, first="2/11")
    await company.sees("O-2026-0001", "Lot : M-2026-0001 · 1 Gros œuvre 1")
    assert stored(town).lot_id == number
    await company.says("M-2026-0001")
    await company.sees("M-2026-0001 · Lot 1", "Titulaire : Bâti Normandie")
    await company.says(" o-2026-0001 ")
    await company.sees("O-2026-0001", "[Modifier]")


async def test_an_offer_without_news_reads_expired_until_news_comes(town: Town) -> None:
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    company = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, company)
    with written(town) as session:
        ago = app.make_clock(town.settings).now() - timedelta(days=61)
        session.core.execute(sa.update(OFFERS).values(heard_at=ago))
    for someone in (facilitator, company):
        await someone.says("O-2026-0001")
        screen = await someone.sees("expirée depuis le 22 novembre 2026, faute de nouvelles", "Modifier")
        assert "ouverte" not in screen
        assert "Diffusion" not in screen
        assert "Garder au sein" not in screen
    await company.taps("Toujours d’actualité")
    await company.sees("État : ouverte (expire le 21 janvier 2027")
    await facilitator.says("O-2026-0001")
    await facilitator.sees("ouverte (expire le", "Diffusion : part aux")
