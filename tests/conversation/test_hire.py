"""A company declares a hire and the PLIE confirms it, or not; the PLIE records one at once."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import sqlalchemy as sa
from town import Someone, Town
from vacancies import SAID, post
from work import owing, present, worker

from bot import app
from bot.store import candidates, offers, people, placements, referrals, shares
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import AuditEntry, OfferState, Placement, PlacementState, ReferralState, Role

PLIE = "PLIE du pays de Caen"
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


async def toasted(someone: Someone, text: str) -> None:
    """Wait until a tap was answered so."""
    for _ in range(250):
        if any(text in toast.replace("\u00a0", " ") for toast in await someone.toasts()):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(await someone.toasts())


async def retaps(someone: Someone, data: str) -> None:
    """Tap a button on the oldest card that still carries it."""
    for message in await someone.messages():
        for button in chain.from_iterable(message["keyboard"] or []):
            if button["callback_data"] == data:
                await someone.taps_data(message["message_id"], data)
                return
    raise AssertionError(await someone.screen())


async def opened(someone: Someone) -> None:
    """The card of the placement, in a new message."""
    before = len(await someone.said())
    await someone.says("P-2026-0001")
    await someone.hears(before + 1)


@dataclass
class Scene:
    """A facilitator, a company with an offer, and two people presented for it."""

    town: Town
    fatou: Someone
    marc: Someone

    def placement(self, number: int = 1) -> Placement:
        with written(self.town) as session:
            found = placements.get(session, number)
            assert found is not None
            return found

    def offer(self) -> tuple[int, str]:
        with written(self.town) as session:
            found = offers.get(session, 1)
            assert found is not None
            return found.hired, found.state

    def referral(self, number: int) -> str:
        with written(self.town) as session:
            found = referrals.get(session, number)
            assert found is not None
            return found.state

    def count(self) -> int:
        with written(self.town) as session:
            return len(placements.of_candidate(session, 1)) + len(placements.of_candidate(session, 2))


async def scene(town: Town, positions: int = 1, *, lot: bool = False) -> Scene:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        staff, company = member(session, fatou), member(session, marc)
        number = owing(session, company.organisation_id, company, now)[0] if lot else None
        said = replace(SAID, positions=positions, lot_id=number)
        offer = post(session, company, now, said)
        for name in ("Petit Ali", "Grand Bea"):
            person = worker(session, staff.id, now, name)
            candidates.follow(session, person.id or 0, None, staff.id)
            present(session, person, offer, staff.id, now)
    return Scene(town, fatou, marc)


async def declares(marc: Someone, who: str = "Petit Ali") -> None:
    """Declare a hire by taps: every answer is the first button."""
    await marc.says("/embauche")
    await marc.sees("1/7", "Pour quelle offre ou quel lot", "[O-2026-0001 · ", "[Hors marché]")
    await marc.taps("O-2026-0001")
    await marc.sees(
        "2/7", "Quelle est la personne embauchée", "[C-2026-0001 · Petit Ali]", "[C-2026-0002 · Grand Bea]"
    )
    await marc.taps(who)
    await marc.sees("3/7", "type de contrat")
    await marc.taps("Durée déterminée" if "Durée déterminée" in await marc.screen() else "CDD")
    await marc.sees("4/7", "premier jour", "[5 janvier 2027]")
    await marc.taps("5 janvier 2027")
    await marc.sees("5/7", "[6 mois]")
    await marc.taps("6 mois")
    await marc.sees("6/7", "[17,5 h par semaine]")
    await marc.taps("17,5 h par semaine")
    await marc.sees("7/7", "Qui signe", "[L’entreprise elle-même]")
    await marc.taps("L’entreprise elle-même")
    await marc.sees("[Déclarer]", "Dernier jour prévu : 4 juillet 2027", "Heures prévues : 453 h")


async def test_a_company_declares_and_the_plie_confirms(town: Town) -> None:
    here = await scene(town)
    await declares(here.marc)
    await here.marc.taps("Déclarer")
    await here.marc.sees("P-2026-0001", "un message vous préviendra", "[Ouvrir l’embauche]")
    await here.fatou.sees(
        "Bâti Normandie déclare une embauche : Petit Ali (C-2026-0001), P-2026-0001",
        "du 5 janvier 2027 au 4 juillet 2027 · 17,5 h par semaine", "[Confirmer] | [Ne pas confirmer]",
    )  # fmt: skip
    made = here.placement()
    assert (made.state, made.on_behalf, made.referral_id) == (PlacementState.DECLARED, False, 1)
    assert here.offer() == (1, OfferState.FILLED)
    assert (here.referral(1), here.referral(2)) == (ReferralState.HIRED, ReferralState.PRESENTED)
    await here.fatou.taps("Confirmer")
    await here.fatou.sees("État : confirmée", "[Suivis]", "[Dossier de la personne]")
    await here.marc.saw(
        "Le PLIE a confirmé l’embauche P-2026-0001 chez Bâti Normandie : Petit Ali (C-2026-0001)."
    )
    assert here.placement().state == PlacementState.CONFIRMED
    assert here.referral(2) == ReferralState.OBSOLETE
    with written(town) as session:
        found = session.core.execute(sa.select(AUDIT).where(AUDIT.c.subject == "placement")).all()
    assert [entry.action for entry in found] == ["hire", "confirm hire"]
    assert json.loads(found[0].details) == {"candidate": 1, "lot": None, "offer": 1, "on_behalf": False}


async def test_a_hire_not_confirmed_frees_the_position(town: Town) -> None:
    here = await scene(town)
    await declares(here.marc)
    await here.marc.taps("Déclarer")
    await here.fatou.sees("[Ne pas confirmer]")
    for _ in range(2):
        await opened(here.fatou)
    await here.fatou.taps("Ne pas confirmer")
    await here.fatou.sees("Ne pas confirmer l’embauche P-2026-0001 de Petit Ali (C-2026-0001) ?")
    await here.fatou.taps("Non, revenir")
    await here.fatou.sees("État : déclarée, à confirmer par le PLIE")
    await here.fatou.taps("Ne pas confirmer")
    await here.fatou.taps("Oui, ne pas confirmer")
    await here.fatou.sees("État : non confirmée par le PLIE")
    await here.marc.saw("Le PLIE n’a pas confirmé l’embauche P-2026-0001")
    assert here.offer() == (0, OfferState.OPEN)
    assert (here.referral(1), here.referral(2)) == (ReferralState.PRESENTED, ReferralState.PRESENTED)
    await here.fatou.forges("confirm-hire:1")
    await retaps(here.fatou, "confirm-hire:1")
    await here.fatou.sees("non confirmée par le PLIE")
    await toasted(here.fatou, "Cette embauche est déjà traitée : non confirmée par le PLIE.")
    assert here.placement().state == PlacementState.REJECTED
    await declares(here.marc)
    await here.marc.taps("Déclarer")
    await here.marc.sees("P-2026-0002")


async def test_a_double_tap_hires_once(town: Town) -> None:
    here = await scene(town, positions=3)
    await declares(here.marc)
    message = [one for one in await here.marc.messages() if one["keyboard"]][-1]
    data = message["keyboard"][0][0]["callback_data"]
    await asyncio.gather(*(here.marc.taps_data(message["message_id"], data) for _ in range(3)))
    await here.marc.sees("P-2026-0001")
    assert here.count() == 1
    assert here.offer() == (1, OfferState.OPEN)
    await here.fatou.sees("[Confirmer]")
    for _ in range(3):
        await here.fatou.forges("confirm-hire:1")
    await here.fatou.sees("État : confirmée")
    await here.marc.hears(len(await here.marc.said()))
    told = [text for text in await here.marc.said() if "Le PLIE a confirmé" in text]
    assert len(told) == 1


async def test_from_a_person_presented_everything_is_filled_in(town: Town) -> None:
    here = await scene(town, lot=True)
    await here.marc.forges("hire-of:1")
    await here.marc.sees(
        "Petit Ali", "5 janvier 2027", "6 mois", "17,5 h par semaine", "L’entreprise elle-même",
        "Heures prévues : 453 h sur 833 h dues par le lot", "[Déclarer]",
    )  # fmt: skip
    await here.marc.taps("Déclarer")
    await here.marc.sees("P-2026-0001")
    assert here.placement().lot_id == 1
    await here.fatou.sees("Pour le lot M-2026-0001", "Heures prévues : 453 h sur 833 h dues par le lot")
    await here.marc.forges("hire-of:1")
    await here.marc.sees("Cette personne n’attend plus de réponse : embauche conclue")
    assert here.count() == 1


async def test_the_plie_records_a_hire_at_once(town: Town) -> None:
    here = await scene(town, lot=True)
    await here.fatou.says("/embauche")
    await here.fatou.sees("Pour quelle entreprise", "[Bâti Normandie]")
    await here.fatou.taps("Bâti Normandie")
    await here.fatou.sees("Enregistrer une embauche", "[O-2026-0001", "[M-2026-0001 · 1 Gros œuvre 1]")
    await here.fatou.says("M-2026-0001")
    await here.fatou.taps("1 Gros œuvre 1")
    await here.fatou.sees("Quelle est la personne embauchée")
    await here.fatou.says("grand")
    await here.fatou.sees("Pour quel métier")
    await here.fatou.says("maçon")
    await here.fatou.sees("type de contrat")
    await here.fatou.says("CDI")
    await here.fatou.sees("premier jour")
    await here.fatou.says("12/2026")
    await here.fatou.sees("Le jour exact est attendu.")
    await here.fatou.says("1er décembre 2026")
    await here.fatou.sees("heures par semaine", "[35 h par semaine]")
    await here.fatou.taps("35 h par semaine")
    await here.fatou.sees("Qui signe", "[SIAE]")
    await here.fatou.taps("L’entreprise elle-même")
    await here.fatou.sees("Bâti Normandie", "CDI", "[Enregistrer]")
    await here.fatou.taps("Enregistrer")
    await here.fatou.sees("P-2026-0001", "L’entreprise en est informée")
    await here.marc.saw(
        "Le PLIE a enregistré une embauche chez Bâti Normandie : Grand Bea (C-2026-0002), P-2026-0001"
    )
    made = here.placement()
    assert (made.state, made.on_behalf, made.offer_id, made.lot_id) == (
        PlacementState.CONFIRMED,
        True,
        None,
        1,
    )
    assert here.referral(2) == ReferralState.OBSOLETE
    assert here.offer() == (0, OfferState.OPEN)


async def test_an_offer_filled_meanwhile_loses_nothing(town: Town) -> None:
    here = await scene(town)
    await declares(here.marc, "Grand Bea")
    with written(town) as session:
        offers.close(session, 1, OfferState.WITHDRAWN, app.make_clock(town.settings).now().date())
    await here.marc.taps("Déclarer")
    await here.marc.sees("Cette offre n’est plus ouverte : elle est retirée", "[Déclarer]", "Grand Bea")
    assert here.count() == 0
    assert here.referral(2) == ReferralState.PRESENTED


async def test_a_person_under_contract_is_not_hired_twice(town: Town) -> None:
    here = await scene(town, positions=3)
    rival = await town.joins("Rita", "company", "Peinture Plus")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        theirs = post(session, member(session, rival), now)
        person = candidates.get(session, 1)
        assert person is not None
        present(session, person, theirs, member(session, here.fatou).id, now)
    for number, someone in ((1, here.marc), (3, rival)):
        await someone.forges(f"hire-of:{number}")
        await someone.sees("[Déclarer]")
        await someone.taps("Modifier : Durée hebdomadaire")
        await someone.says("35")
        await someone.sees("[Déclarer]", "Durée hebdomadaire : 35 h par semaine")
    await here.marc.taps("Déclarer")
    await here.marc.sees("P-2026-0001")
    await rival.taps("Déclarer")
    said = await rival.sees("déjà sous contrat sur cette période", "plus de 48 h", "[Déclarer]")
    assert "P-2026" not in said
    assert "Bâti" not in said
    await here.fatou.forges("hire-of:3")
    await here.fatou.sees("[Enregistrer]")
    await here.fatou.taps("Modifier : Durée hebdomadaire")
    await here.fatou.says("35")
    await here.fatou.sees("[Enregistrer]", "Durée hebdomadaire : 35 h par semaine")
    await here.fatou.taps("Enregistrer")
    await here.fatou.sees(
        "P-2026-0001, du 5 janvier 2027 au 4 juillet 2027", "70 h par semaine, pour 48 h au plus"
    )


async def test_a_siae_the_company_chose_is_the_employer(town: Town) -> None:
    here = await scene(town, lot=True)
    siae = await town.joins("Sam", "siae", "Tremplin")
    await town.joins("Lea", "siae", "Autre SIAE")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        staff, sam = member(session, here.fatou), member(session, siae)
        made = shares.add(session, shares.Shared(lot_id=1, hours=300), sam.organisation_id, staff.id, now)
        assert made is not None
        session.core.execute(sa.text("UPDATE shares SET state = 'picked'"))
    await here.marc.forges("hire-of:1")
    await here.marc.taps("Modifier : Employeur")
    screen = await here.marc.sees("[Tremplin]", "[GEIQ]")
    assert "Autre SIAE" not in screen
    assert "[SIAE]" not in screen
    await here.marc.taps("Tremplin")
    await here.marc.sees("Employeur : Tremplin", "[Déclarer]")
    await here.marc.taps("Déclarer")
    await here.fatou.sees("[Confirmer]")
    await here.fatou.taps("Confirmer")
    await siae.saw("Le PLIE a confirmé l’embauche P-2026-0001 chez Bâti Normandie : Petit Ali")
    await siae.says("/messalaries")
    await siae.sees("[P-2026-0001 · Petit Ali · 05/01/27 → 04/07/27]")
    await siae.taps("P-2026-0001")
    await siae.sees("Personne : Petit Ali", "Contrat de travail signé par : SIAE, Tremplin", "[Heures]")
    assert here.placement().declaring_id == here.placement().siae_id


async def test_an_employer_that_lends_is_named(town: Town) -> None:
    here = await scene(town)
    await here.marc.forges("hire-of:1")
    await here.marc.taps("Modifier : Employeur")
    await here.marc.taps("GEIQ")
    await here.marc.sees("Quel est le nom de l’employeur")
    await here.marc.says("GEIQ BTP Normandie")
    await here.marc.sees("Nom de l’employeur : GEIQ BTP Normandie")
    await here.marc.taps("Déclarer")
    await here.marc.sees("P-2026-0001")
    assert here.placement().employer_name == "GEIQ BTP Normandie"


async def test_nobody_hires_for_another_company(town: Town) -> None:
    here = await scene(town)
    rival = await town.joins("Rita", "company", "Peinture Plus")
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    for someone in (rival, buyer):
        for data in ("hire-of:1", "hire-of:99"):
            await someone.forges(data)
            await someone.sees("Cette présentation est introuvable.")
    await rival.forges("hire-for:2")
    await rival.sees("Vous n’avez pas le droit")
    await rival.says("/embauche")
    screen = await rival.sees("Pour quelle offre ou quel lot", "[Hors marché]")
    assert "O-2026" not in screen
    await rival.says("O-2026-0001")
    await rival.sees("aucune offre ouverte ni à aucun lot")
    await rival.taps("Hors marché")
    screen = await rival.sees("Quelle est la personne embauchée")
    assert "C-2026" not in screen
    await rival.says("C-2026-0001")
    await rival.sees("Le PLIE n’a présenté personne de ce nom")
    assert here.count() == 0


async def test_a_file_closed_meanwhile_is_not_hired(town: Town) -> None:
    here = await scene(town)
    await declares(here.marc)
    with written(town) as session:
        session.core.execute(sa.text("UPDATE candidates SET state = 'closed' WHERE id = 1"))
    await here.marc.taps("Déclarer")
    await here.marc.sees("Le dossier de cette personne n’est plus actif", "[Déclarer]")
    await here.marc.taps("Annuler")
    await here.marc.forges("hire-of:1")
    await here.marc.sees("Le dossier de cette personne n’est plus actif")
    await here.marc.says("/embauche")
    await here.marc.taps("O-2026-0001")
    assert "Petit" not in await here.marc.sees("Quelle est la personne embauchée", "Grand Bea")


async def test_a_prescriber_who_proposed_hears_of_the_hire(town: Town) -> None:
    here = await scene(town)
    paul = await town.joins("Paul", "prescriber", "Mission Locale", "mission_locale")
    with written(town) as session:
        by = member(session, paul)
        assert by.role is Role.PRESCRIBER
        candidates.update(session, 1, candidates.LIVING, proposed_by=by.id)
    await here.fatou.forges("hire-of:1")
    await here.fatou.sees("[Enregistrer]")
    await here.fatou.taps("Enregistrer")
    said = await paul.sees("Votre proposition a abouti : embauche de Petit Ali (C-2026-0001).")
    assert "Bâti" not in said
