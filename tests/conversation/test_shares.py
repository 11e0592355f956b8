"""A joint answer with SIAEs: shared by the PLIE, answered, chosen by the company, withdrawn (article 3)."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from test_award import says, taps, toasted
from test_offers import member, posted, written
from town import Someone, Town
from vacancies import LOTS, SAID, hand_lots, post

from bot import app
from bot.store import history, shares
from bot.store.history import Subject
from bot.store.tables import AuditEntry, Share

PLIE = "PLIE du pays de Caen"
AUDIT: Any = AuditEntry.__table__


@dataclass
class Cast:
    """Who takes part: a facilitator, two SIAEs, the company."""

    chloe: Someone
    ines: Someone
    omar: Someone
    marc: Someone


@pytest.fixture
async def cast(town: Town) -> Cast:
    chloe = await town.joins("Chloé", "facilitator", PLIE)
    ines = await town.joins("Inès", "siae", "Calvados Insertion", "siae")
    omar = await town.joins("Omar", "siae", "Les Chantiers", "siae")
    marc = await town.joins("Marc", "company", "Bâti Normandie", "company")
    return Cast(chloe, ines, omar, marc)


def offered(town: Town, cast: Cast) -> None:
    posted(town, cast.marc)


def handed(town: Town, cast: Cast, hours: int = 500) -> int:
    """A lot of the company, running, that owes these hours. Returns its number."""
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        by = member(session, cast.marc)
        [lot] = hand_lots(session, by.organisation_id, by, 1, now)
        values = {"state": "running", "hours_owed": hours, "awarded_on": now.date(), "awarded_amount": 100000}
        session.core.execute(sa.update(LOTS).where(LOTS.c.id == lot).values(**values))
        return lot


async def shares_offer(cast: Cast, *names: str) -> None:
    """The facilitator shares the first offer with these SIAEs."""
    await cast.chloe.forges("share-offer:1")
    await cast.chloe.sees("À quelles SIAE", "[Calvados Insertion]", "[Les Chantiers]")
    for name in names:
        await cast.chloe.taps(name)
        await cast.chloe.sees(f"✓ {name}")
    await cast.chloe.taps("C’est tout")
    await cast.chloe.sees("[Partager]", "O-2026-0001")
    await cast.chloe.taps("Partager")
    await cast.chloe.sees("Partagé avec", "[Voir les réponses]")


async def answers(someone: Someone, supply: str, *, comment: str = "") -> None:
    """Answer what was just shared: how much, from the start of the job, a comment or none."""
    await someone.sees("[Répondre]", "[Décliner]")
    await taps(someone, ("Répondre", "Que pouvez-vous proposer"))
    await says(someone, (supply, "À partir de quand"), ("mars 2027", "ajouter quelque chose"))
    if comment:
        await says(someone, (comment, "[Répondre]"))
    else:
        await taps(someone, ("Passer", "[Répondre]"))
    await taps(someone, ("Répondre", "Votre réponse est transmise"))


def stored(town: Town, number: int = 1) -> Share:
    with written(town) as session:
        share = shares.get(session, number)
        assert share is not None
        return share


def trail(town: Town) -> list[str]:
    with written(town) as session:
        rows = session.core.execute(
            sa.select(AUDIT.c.action).where(AUDIT.c.action.like("%share%")).order_by(AUDIT.c.id)
        )
        return list(rows.scalars())


async def test_an_offer_is_shared_answered_and_chosen(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion", "Les Chantiers")
    card = await cast.ines.sees(
        "réponse commune avec cette entreprise", "Maçon", "2 postes à pourvoir", "Ifs"
    )
    assert "Bâti Normandie" in card
    assert "Martin" not in card
    assert "Chaussures fournies" not in card
    await cast.marc.sees("propose une réponse commune avec vous", "Calvados Insertion, Les Chantiers")

    await answers(cast.ines, "2 personnes", comment="Deux chefs d’équipe <b>")
    await cast.marc.sees(
        "Calvados Insertion a répondu", "2 personnes", "mars 2027", "Deux chefs d’équipe <b>"
    )
    await cast.chloe.saw("Calvados Insertion a répondu", "[Retirer]")
    await cast.omar.taps("Décliner")
    await cast.omar.sees("État : déclinée", "[Répondre tout de même]")
    await cast.marc.sees("Les Chantiers ne donne pas suite")

    await cast.marc.forges("shares-of-offer:1")
    await cast.marc.sees("Calvados Insertion · 2 personnes · réponse", "Les Chantiers · déclinée")
    await taps(cast.marc, ("Calvados Insertion", "[Retenir]"), ("Retenir", "[Déclarer une embauche]"))
    await cast.ines.sees("Réponse commune : retenue")
    await cast.chloe.saw("Réponse commune : retenue")
    with written(town) as session:
        assert [share.id for share in shares.picked_of_offer(session, 1)] == [1]
    assert trail(town) == ["share", "share", "answer share", "decline share", "pick share"]


async def test_an_answer_can_be_corrected_until_the_company_chose(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion")
    await answers(cast.ines, "2")
    await cast.marc.sees("2 personnes", "[Retenir]")
    await cast.ines.says("/offres")
    await taps(cast.ines, ("O-2026-0001", "[Corriger la réponse]"), ("Corriger la réponse", "Modifier"))
    await taps(cast.ines, ("Ce que vous proposez", "Votre réponse"))
    await says(cast.ines, ("une personne", "[Répondre]"))
    await taps(cast.ines, ("Répondre", "Votre réponse est transmise"))
    await cast.marc.sees("Calvados Insertion a corrigé sa réponse", "1 personne")
    with written(town) as session:
        [change] = history.of(session, Subject("share", 1))
        assert (change.field, change.before, change.after) == ("people", 2, 1)

    first = next(m for m in await cast.marc.messages() if "Insertion a répondu" in (m["text"] or ""))
    stale = next(b["callback_data"] for row in first["keyboard"] for b in row if b["text"] == "Retenir")
    await cast.marc.taps_data(first["message_id"], stale)
    await toasted(cast.marc, "La situation a changé")
    assert stored(town).state == "answered"
    await cast.marc.sees("1 personne", "[Retenir]")
    await taps(cast.marc, ("Retenir", "[Déclarer une embauche]"))
    await cast.ines.sees("Réponse commune : retenue")
    for data in ("answer-share:1", "decline-share:1"):
        await cast.ines.forges(data)
        card = await cast.ines.sees("État : retenue par l’entreprise")
        assert "[Décliner]" not in card
    assert stored(town).state == "picked"
    await taps(cast.marc, ("Ne pas retenir", "[Retenir]"))
    await cast.ines.sees("Réponse commune : non retenue")


async def test_the_hours_of_a_lot_are_shared(town: Town, cast: Cast) -> None:
    lot = handed(town, cast)
    await cast.chloe.forges(f"share-lot:{lot}")
    await cast.chloe.sees("À quelles SIAE")
    await says(cast.chloe, ("Calvados insertion, les chantiers", "✓ Les Chantiers"))
    await taps(cast.chloe, ("C’est tout", "Combien d’heures"))
    await cast.chloe.sees("[500 h]")
    await says(cast.chloe, ("600 h", "entre 1 et 500"), ("400 heures", "[Partager]"))
    await taps(cast.chloe, ("Partager", "Partagé avec 2 SIAE"))
    await cast.ines.sees("Gros œuvre 1", "Bâti Normandie", "Heures à réaliser : 400 h", "Lieu : Caen")

    await taps(cast.ines, ("Répondre", "[400 h]"))
    await says(cast.ines, ("3 personnes", "entre 1 et 400"), ("401 h", "entre 1 et 400"))
    await says(cast.ines, ("300 h", "À partir de quand"))
    await says(cast.ines, ("février 2027", "ajouter quelque chose"))
    await taps(cast.ines, ("Passer", "[Répondre]"), ("Répondre", "Votre réponse est transmise"))
    await answers(cast.omar, "100 h")
    await cast.marc.sees("Les Chantiers a répondu", "100 h")
    for number, siae in ((1, "Calvados Insertion"), (2, "Les Chantiers")):
        await cast.marc.forges(f"share:{number}")
        await cast.marc.sees(f"SIAE : {siae}", "réponse reçue")
        await taps(cast.marc, ("Retenir", "[Déclarer une embauche]"))
    with written(town) as session:
        assert len(shares.picked_of_lot(session, lot)) == 2


async def test_the_plie_answers_and_chooses_for_others(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion")
    await taps(cast.chloe, ("Voir les réponses", "Calvados Insertion · réponse attendue"))
    await taps(cast.chloe, ("Calvados Insertion", "[Retirer]"))
    await answers(cast.chloe, "1 personne")
    await cast.ines.sees("Calvados Insertion a répondu", "1 personne", "[Corriger la réponse]")
    await cast.marc.sees("Calvados Insertion a répondu")
    await cast.chloe.forges("share:1")
    await taps(cast.chloe, ("Retenir", "retenu"))
    await cast.marc.sees("Réponse commune : retenue")
    await cast.ines.sees("Réponse commune : retenue")
    with written(town) as session:
        details = session.core.execute(
            sa.select(AUDIT.c.details).where(AUDIT.c.action == "pick share")
        ).scalar()
    assert '"on_behalf": true' in str(details)


async def test_a_share_is_withdrawn_and_shared_again(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion")
    await cast.ines.sees("[Répondre]")
    await cast.chloe.forges("share-offer:1")
    await cast.chloe.sees("Calvados Insertion · déjà sollicitée")
    await taps(cast.chloe, ("déjà sollicitée", "Le partage avec Calvados Insertion est déjà fait"))
    await taps(cast.chloe, ("Annuler", "rien n’a été envoyé"))
    await cast.chloe.forges("withdraw-share:1")
    await taps(cast.chloe, ("Oui, la retirer", "État : retirée"))
    card = await cast.ines.sees("État : retirée", "O-2026-0001")
    assert "Bâti Normandie" not in card
    assert len([text for text in await cast.ines.said() if "O-2026-0001" in text]) == 1
    for data in ("share-withdrawn:1", "withdraw-share:1"):
        await cast.chloe.forges(data)
        await cast.chloe.sees("État : retirée")
    await cast.ines.forges("answer-share:1")
    await cast.ines.sees("État : retirée")
    await shares_offer(cast, "Calvados Insertion")
    await cast.ines.sees("réponse commune avec cette entreprise", "[Répondre]")
    assert stored(town).state == "shared"


async def test_what_awaits_is_listed_page_by_page(town: Town, cast: Cast) -> None:
    await cast.ines.says("/repondre")
    await cast.ines.sees("Rien n’attend de réponse")
    await cast.ines.says("/offres")
    await cast.ines.sees("Rien n’est encore partagé")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        marc, ines, chloe = (member(session, one) for one in (cast.marc, cast.ines, cast.chloe))
        for _ in range(9):
            offer = post(session, marc, now, replace(SAID, lot_id=None))
            shares.add(session, shares.Shared(offer_id=offer.id), ines.organisation_id, chloe.id, now)
    await cast.ines.says("/answer")
    await taps(cast.ines, ("Suite", "O-2026-0001"), ("Début", "O-2026-0009"), ("O-2026-0009", "[Décliner]"))
    await taps(cast.ines, ("Décliner", "État : déclinée"), ("Tout ce qui", "O-2026-0009 · déclinée"))
    await taps(cast.ines, ("attend une réponse", "En attente d’une réponse"))
    assert "O-2026-0009" not in await cast.ines.screen()
    await cast.chloe.says("/repondre")
    await cast.chloe.sees("Calvados Inse")


async def test_others_see_and_move_nothing(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion")
    await answers(cast.ines, "2")
    other = await town.joins("Zoé", "company", "Autre Bâtiment", "company")
    buyer = await town.joins("Paul", "buyer", "Ville de Caen", "buyer")
    for who in (cast.omar, other, buyer):
        for data in ("share:1", "answer-share:1", "decline-share:1", "shares-of-offer:1", "offer-shares:0:1"):
            await who.forges(data)
            await who.sees("Ceci n’existe plus")
        for data in ("pick-share:0:1", "leave-share:0:1", "share:77", "shares-of-lot:9"):
            await who.forges(data)
            await who.sees("Ceci n’existe plus")
        for data in ("share-offer:1", "share-lot:1", "withdraw-share:1", "share-withdrawn:1"):
            await who.forges(data)
            await who.sees("Vous n’avez pas le droit")
    for data in ("pick-share:0:1", "shares-of-offer:1"):
        await cast.ines.forges(data)
    await cast.marc.forges("answer-share:1")
    await cast.marc.sees("Vous n’avez pas le droit")
    await cast.marc.forges("decline-share:1")
    await cast.marc.sees("Vous n’avez pas le droit")
    share = stored(town)
    assert (share.state, share.people) == ("answered", 2)


async def test_the_end_of_an_offer_ends_what_still_waits(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion", "Les Chantiers")
    await answers(cast.ines, "2")
    await cast.marc.forges("offer-filled:1")
    await cast.ines.sees("votre réponse n’est plus attendue", "État : retirée")
    card = await cast.omar.sees("État : retirée")
    assert "[Répondre]" not in card
    await cast.chloe.forges("share-offer:1")
    await cast.chloe.sees("n’est plus ouverte")
    await cast.marc.forges("pick-share:0:1")
    assert stored(town).state == "withdrawn"


async def test_a_half_filled_answer_outlives_the_offer(town: Town, cast: Cast) -> None:
    offered(town, cast)
    await shares_offer(cast, "Calvados Insertion")
    await taps(cast.ines, ("Répondre", "Que pouvez-vous proposer"))
    await cast.marc.forges("offer-withdrawn:1")
    await cast.ines.saw("État : retirée")
    await says(cast.ines, ("2", "À partir de quand"), ("mars 2027", "ajouter"))
    await taps(cast.ines, ("Passer", "[Répondre]"), ("Répondre", "Il n’est plus possible de répondre"))
    await cast.ines.sees("[Répondre]", "[Annuler]")
    assert stored(town).people is None


async def test_a_lot_awarded_to_another_takes_its_shares_back(town: Town, cast: Cast) -> None:
    lot = handed(town, cast)
    with written(town) as session:
        session.core.execute(sa.update(LOTS).where(LOTS.c.id == lot).values(state="awarded"))
    await cast.chloe.forges(f"share-lot:{lot}")
    await cast.chloe.sees("À quelles SIAE")
    await taps(
        cast.chloe, ("Calvados Insertion", "✓ Calvados"), ("C’est tout", "Combien"), ("500 h", "[Partager]")
    )
    await taps(cast.chloe, ("Partager", "Partagé avec 1 SIAE"))
    await answers(cast.ines, "500 h")
    await cast.chloe.forges(f"correct-award:{lot}")
    await taps(cast.chloe, ("Modifier : Entreprise", "Quelle entreprise"))
    await says(cast.chloe, ("Peinture Caen", "[Nouveau : Peinture Caen]"))
    await taps(cast.chloe, ("Nouveau", "[Enregistrer]"), ("Enregistrer", "L’attribution est enregistrée"))
    await cast.ines.sees("votre réponse n’est plus attendue", "État : retirée")
    await cast.marc.forges("share:1")
    await cast.marc.sees("Ceci n’existe plus")


async def test_what_a_siae_can_do_is_in_its_menu(town: Town, cast: Cast) -> None:
    await cast.ines.says("/menu")
    await cast.ines.sees("[Offres de poste]", "[Réponses communes]")
    await cast.ines.says("/aide")
    await cast.ines.sees("/offres", "/repondre", "/heures", "/justificatif")
    await cast.ines.forges("go:repondre")
    await cast.ines.sees("Rien n’attend de réponse")
