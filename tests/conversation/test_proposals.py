"""A partner proposes a candidate for an offer sent to it, and hears what becomes of them; nothing else."""

import asyncio
import json
from typing import Any

import pytest
import sqlalchemy as sa
from proposals import send
from test_offers import PLIE, member, written
from test_referrals import everything, is_refused, sends
from town import Someone, Town
from vacancies import SAID, mason, post

from bot import app
from bot.store import anonymise, candidates, deliveries, offers, referrals
from bot.store.tables import AuditEntry, Candidate, JobOffer, ReferralState, rows_of

NAME, SHOWN = "BARON Lucie", "06 22 33 44 55"
_audit, _candidates, _offers = rows_of(AuditEntry), rows_of(Candidate), rows_of(JobOffer)


class Partners:
    """The PLIE, a company with two offers sent to the partners, two people of the employment service and one
    of the Mission Locale."""

    def __init__(self, town: Town, **people: Someone) -> None:
        self.town = town
        self.fatou, self.cora, self.marc = people["fatou"], people["cora"], people["marc"]
        self.paul, self.zoe, self.lea = people["paul"], people["zoe"], people["lea"]

    def now(self) -> Any:
        return app.make_clock(self.town.settings).now()

    def write(self, number: int = 1, **values: Any) -> None:
        with written(self.town) as session:
            session.core.execute(sa.update(_offers).where(_offers.c.id == number).values(**values))

    def state(self, number: int = 1) -> str:
        with written(self.town) as session:
            found = referrals.get(session, number)
            assert found is not None
            return found.state

    def files(self) -> int:
        with written(self.town) as session:
            return int(session.core.execute(sa.select(sa.func.count()).select_from(_candidates)).scalar_one())

    def answer(self, someone: Someone, number: int = 1) -> str | None:
        with written(self.town) as session:
            found = deliveries.find(session, member(session, someone).id, number)
            assert found is not None
            return found.answer

    def audited(self, action: str) -> list[dict[str, Any]]:
        with written(self.town) as session:
            rows = session.core.execute(sa.select(_audit).where(_audit.c.action == action)).all()
        return [json.loads(row.details) for row in rows]


@pytest.fixture
async def here(town: Town) -> Partners:
    people = {
        "fatou": await town.joins("Fatou", "facilitator", PLIE),
        "cora": await town.joins("Cora", "coordinator", PLIE),
        "marc": await town.joins("Marc", "company", "Bâti Normandie"),
        "paul": await town.joins("Paul", "prescriber", "France Travail Caen", "anpe"),
        "zoe": await town.joins("Zoé", "prescriber", "France Travail Caen", "anpe"),
        "lea": await town.joins("Léa", "prescriber", "Mission Locale", "mission_locale"),
    }
    made = Partners(town, **people)
    with written(town) as session:
        for _ in range(2):
            offer = post(session, member(session, made.marc), made.now(), SAID)
            readers = [member(session, one) for one in (made.paul, made.zoe, made.lea)]
            send(session, offers.identity(offer), made.now(), readers)
    return made


async def fill(someone: Someone, name: str = NAME, phone: str = SHOWN, born: str = "1999") -> None:
    """Answer the questions about the person, up to the agreement."""
    await someone.sees("2/14")
    await someone.says(name)
    await someone.sees("3/14")
    await someone.says(phone)
    await someone.sees("4/14")
    await someone.says(born)
    await someone.sees("5/14")
    await someone.says("femme")
    await someone.sees("6/14")
    await someone.says("Ifs")
    await someone.sees("7/14")
    await someone.taps("Inconnu")
    await someone.sees("8/14")
    await someone.taps("Niveau 3")
    await someone.sees("9/14")
    await someone.says("2")
    await someone.sees("10/14")
    await someone.says("maçon")
    await someone.sees("✓")
    await someone.taps("C’est tout")
    await someone.sees("11/14")
    await someone.taps("Permis B")
    await someone.sees("✓ Permis B")
    await someone.taps("CACES")
    await someone.sees("✓ CACES")
    await someone.taps("C’est tout")
    await someone.sees("12/14")
    await someone.taps("RSA")
    await someone.sees("✓ RSA")
    await someone.taps("C’est tout")
    await someone.sees("13/14")
    await someone.taps("Aujourd’hui")
    await someone.sees("14/14", "mot pour mot", "CNIL", "Êtes-vous d’accord", "[Oui] | [Non]")


async def proposes(someone: Someone, offer: int = 1, **said: str) -> None:
    """From the button of an offer to the card of the proposal."""
    await someone.forges(f"propose:{offer}")
    await fill(someone, **said)
    await someone.taps("Oui")
    await someone.sees("[Proposer ce candidat]", "jamais les critères d’éligibilité")
    await someone.taps("Proposer ce candidat")


async def test_a_proposal_from_the_command_to_the_hire(here: Partners) -> None:
    await here.paul.says("/proposer")
    await here.paul.sees("1/14", "Pour quelle offre", "O-2026-0001", "O-2026-0002", "Ifs")
    await here.paul.says("O-2026-0009")
    await here.paul.sees("Aucune des offres ouvertes qui vous ont été envoyées")
    await here.paul.says("o 2026 1")
    await fill(here.paul)
    await here.paul.taps("Oui")
    await here.paul.sees("Offre : O-2026-0001 · Maçon", NAME, "[Proposer ce candidat]")
    await here.paul.taps("Proposer ce candidat")
    await here.paul.saw("Proposition transmise sous la référence C-2026-0001")
    screen = await here.paul.sees(
        f"C-2026-0001 · {NAME}, pour l’offre O-2026-0001", SHOWN, "État : en cours d’examen par le PLIE",
        "[Retirer ma proposition]", "[Mes candidats]",
    )  # fmt: skip
    assert "Bâti" not in screen
    assert here.answer(here.paul) == "proposed"
    assert here.answer(here.lea) is None
    for colleague in (here.fatou, here.cora):
        screen = await colleague.sees(
            "France Travail Caen propose un candidat", "C-2026-0001", NAME, SHOWN,
            "Paul Martin (France Travail Caen)", "[Présenter à l’entreprise]", "[Ne pas présenter]",
            "Référent : –",
        )  # fmt: skip
        assert "Ressemble" not in screen
    assert NAME not in await everything(here.marc)
    await is_refused(here.marc, "referral:1", "introuvable")
    with written(here.town) as session:
        file = candidates.get(session, 1)
        assert file is not None
        paul = member(session, here.paul).id
        assert (file.origin, file.proposed_by, file.consent_heard_by, file.adviser_id) == (
            "anpe",
            paul,
            paul,
            None,
        )
        assert file.consent_on == here.now().date()

    await here.fatou.taps("Présenter à l’entreprise")
    await here.marc.sees("Le PLIE vous présente une candidature", NAME, SHOWN)
    await here.paul.sees("Sur votre proposition, le PLIE présente BARON Lucie (C-2026-0001) à l’entreprise")
    await here.paul.saw("État : présentée à l’entreprise, réponse attendue")
    await here.cora.sees("État : réponse attendue")
    await here.marc.taps("Rencontrer")
    await here.paul.sees("L’entreprise souhaite rencontrer BARON Lucie")
    await here.paul.saw("État : l’entreprise souhaite rencontrer la personne")
    await here.fatou.forges("hire-of:1")
    await here.fatou.sees("[Enregistrer]")
    await here.fatou.taps("Enregistrer")
    said = await here.paul.sees("Sur votre proposition, l’entreprise embauche BARON Lucie (C-2026-0001)")
    assert "Bâti" not in await everything(here.paul)
    assert "[Ouvrir la proposition]" in said
    await here.paul.saw("État : embauche")
    assert len([one for one in await here.paul.said() if "embauche BARON" in one]) == 1
    assert len(here.audited("propose")) == 1
    assert "BARON" not in json.dumps(here.audited("propose"))


async def test_without_the_agreement_nothing_is_kept(here: Partners) -> None:
    await here.paul.forges("propose:1")
    await fill(here.paul)
    await here.paul.says("non")
    await here.paul.sees("Sans cet accord")
    await here.paul.taps("Non")
    await here.paul.sees("C’est le droit de la personne", "/proposer")
    assert here.files() == 0
    assert here.answer(here.paul) is None
    await here.paul.forges("proposal:1")
    await here.paul.sees("introuvable")


async def test_a_proposal_the_plie_declines(here: Partners) -> None:
    await proposes(here.paul)
    await here.fatou.sees("propose un candidat")
    await here.fatou.taps("Ne pas présenter")
    await here.fatou.taps("Compétences insuffisantes")
    said = await here.paul.sees("Le PLIE ne donne pas suite à votre proposition de BARON Lucie (C-2026-0001)")
    assert "Motif : compétences insuffisantes" in said
    await here.paul.saw("État : non présentée par le PLIE")
    await here.cora.sees("Motif : compétences insuffisantes")
    assert NAME not in await everything(here.marc)
    assert here.state() == ReferralState.WITHDRAWN


async def test_a_company_turns_down_someone_proposed(here: Partners) -> None:
    await proposes(here.paul)
    await here.fatou.sees("propose un candidat")
    await here.fatou.taps("Présenter à l’entreprise")
    await here.marc.sees(NAME)
    await here.marc.taps("Refuser")
    await here.marc.taps("Trop grand éloignement")
    said = await here.paul.sees("L’entreprise ne retient pas BARON Lucie (C-2026-0001)", "Motif : ")
    assert "Bâti" not in said


async def test_the_offer_is_filled_meanwhile(here: Partners) -> None:
    await proposes(here.paul)
    await here.paul.sees("en cours d’examen par le PLIE")
    await here.marc.forges("offer-filled:1")
    await here.paul.saw("Votre proposition de BARON Lucie (C-2026-0001)", "n’est plus d’actualité", "pourvue")
    await here.paul.forges("proposal:1")
    await here.paul.sees("État : sans objet")


async def test_a_proposal_is_taken_back_until_it_is_presented(here: Partners) -> None:
    await proposes(here.paul)
    await here.paul.taps("Retirer ma proposition")
    await here.paul.sees("Retirer la proposition de C-2026-0001", "[Oui, la retirer] | [Non, revenir]")
    await is_refused(here.lea, "taken-back:1", "introuvable")
    await is_refused(here.marc, "taken-back:1", "introuvable")
    await here.paul.taps("Oui, la retirer")
    await here.paul.sees("État : retirée par vous")
    for colleague in (here.fatou, here.cora):
        await colleague.sees("France Travail Caen retire sa proposition de C-2026-0001")
        await colleague.saw("État : retirée par l’auteur de la proposition")
    assert here.state() == ReferralState.WITHDRAWN
    assert here.audited("withdraw proposal") == [{"offer": 1, "referral": 1}]
    await here.paul.forges("taken-back:1")
    await here.paul.sees("État : retirée par vous")
    assert len(here.audited("withdraw proposal")) == 1

    await proposes(here.zoe)
    await here.zoe.sees("C-2026-0001", "en cours d’examen par le PLIE")
    assert here.files() == 1
    await here.fatou.forges("present-referral:2")
    await here.zoe.sees("Sur votre proposition")
    await here.paul.forges("taken-back:2")
    await here.paul.sees("présentée à l’entreprise")
    assert here.state(2) == ReferralState.PRESENTED


async def test_the_same_person_twice_for_the_same_offer(here: Partners) -> None:
    await proposes(here.paul)
    await here.paul.sees("en cours d’examen par le PLIE")
    await proposes(here.zoe)
    await here.zoe.sees("BARON Lucie fait déjà l’objet d’une proposition pour l’offre O-2026-0001")
    assert here.files() == 1
    await here.zoe.taps("Annuler")
    await proposes(here.zoe, offer=2, phone="06 99 99 99 99")
    await here.zoe.sees("C-2026-0001 · BARON Lucie, pour l’offre O-2026-0002", "06 99 99 99 99")
    assert here.files() == 1
    screen = await here.fatou.sees("Nouvelle proposition", "06 22 33 44 55 → 06 99 99 99 99", "O-2026-0002")
    assert "Ressemble" not in screen


async def test_a_double_is_told_to_the_plie_only(here: Partners) -> None:
    with written(here.town) as session:
        by = member(session, here.fatou).id
        mason(session, by, here.now(), name=NAME, phone="+33622334455", birth_year=1970)
    await proposes(here.paul)
    screen = await here.paul.sees("C-2026-0002", "en cours d’examen par le PLIE")
    assert "C-2026-0001" not in await everything(here.paul)
    assert "Ressemble" not in screen
    await here.fatou.sees("Ressemble à C-2026-0001", "un coordinateur peut fusionner", "[Ouvrir C-2026-0001]")
    await here.cora.forges("merged-candidate:1:2")
    await here.cora.sees("C-2026-0001")
    await here.fatou.forges("present-referral:1")
    await here.paul.sees("le PLIE présente BARON Lucie (C-2026-0002) à l’entreprise")
    await here.paul.says("/mescandidats")
    await here.paul.sees("C-2026-0002 · BARON Lucie · O-2026-0001 · présentée")
    await here.paul.taps("C-2026-0002")
    screen = await here.paul.sees("Année de naissance : 1999", "C-2026-0002")
    assert "1970" not in screen
    assert "C-2026-0001" not in await everything(here.paul)


async def test_two_partners_propose_the_same_person(here: Partners) -> None:
    await proposes(here.paul)
    await here.paul.sees("C-2026-0001")
    await proposes(here.lea)
    await here.lea.sees("C-2026-0002", "en cours d’examen par le PLIE")
    await here.fatou.sees("Mission Locale propose un candidat", "Ressemble à C-2026-0001")
    await is_refused(here.lea, "proposal:1", "introuvable")
    with written(here.town) as session:
        second = candidates.get(session, 2)
        assert second is not None
        assert second.origin == "mission_locale"


async def test_the_list_of_an_organisation(here: Partners) -> None:
    await here.paul.says("/mescandidats")
    await here.paul.sees("Aucun candidat n’est encore proposé")
    for place in range(10):
        await proposes(here.paul, name=f"BARON Numéro{chr(97 + place)}", phone=f"06 22 33 44 {place:02}")
        await here.paul.sees(f"C-2026-{place + 1:04}", "en cours d’examen par le PLIE")
    await here.zoe.says("/mescandidats")
    first = await here.zoe.sees("Les candidats proposés par France Travail Caen", "C-2026-0010", "[Suite ›]")
    assert "C-2026-0002" not in first
    await here.zoe.taps("Suite ›")
    await here.zoe.sees("C-2026-0002", "C-2026-0001", "[‹ Début]")
    await here.zoe.taps("C-2026-0001")
    await here.zoe.sees("BARON Numéroa", "Paul Martin")
    await here.lea.says("/mescandidats")
    await here.lea.sees("Aucun candidat n’est encore proposé")
    await is_refused(here.marc, "proposals:0", "droit")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"state": "filled"}, "elle est pourvue"),
        ({"state": "withdrawn"}, "elle est retirée"),
        ({"hired": 2}, "Tous les postes de l’offre O-2026-0001 sont pourvus"),
        ({"circulation": "held"}, "n’est plus ouverte aux propositions"),
        ({"sent_at": None}, "ne vous a pas été envoyée"),
    ],
)
async def test_an_offer_nobody_is_sought_for_any_more(
    here: Partners, values: dict[str, Any], told: str
) -> None:
    await here.paul.forges("propose:1")
    await fill(here.paul)
    await here.paul.taps("Oui")
    await here.paul.sees("[Proposer ce candidat]")
    here.write(**values)
    await here.paul.taps("Proposer ce candidat")
    await here.paul.sees(told)
    assert here.files() == 0
    await is_refused(here.zoe, "propose:1", told)
    await is_refused(here.zoe, "propose:99", "ne vous a pas été envoyée")


async def test_who_may_not_propose(here: Partners) -> None:
    await is_refused(here.marc, "propose:1", "droit")
    await is_refused(here.fatou, "propose:1", "ne vous a pas été envoyée")
    here.town.passes(days=70)
    await is_refused(here.paul, "propose:1", "elle a expiré")


async def test_a_corrected_file_shows_nothing_new_to_the_partner(here: Partners) -> None:
    await proposes(here.paul)
    await here.paul.sees("en cours d’examen par le PLIE")
    with written(here.town) as session:
        file = candidates.get(session, 1)
        assert file is not None
        said = candidates.profile(session, file)
        changed = {"commune": "Caen", "level": 5, "eligibility": ("disabled",), "phone": "+33699999999"}
        values = {name: getattr(said, name) for name in said.__slots__} | changed
        assert candidates.change(session, file, type(said)(**values), here.now().date())
    await here.paul.forges("proposal:1")
    screen = await here.paul.sees("Commune : Ifs", "RSA", SHOWN)
    assert "Caen" not in screen.replace("France Travail Caen", "")
    assert "99 99 99" not in screen
    with written(here.town) as session:
        assert anonymise.people(session, [1], here.now())
    await here.paul.forges("proposal:1")
    await asyncio.sleep(0.2)
    screen = await here.paul.sees("C-2026-0001, pour l’offre O-2026-0001")
    assert "BARON" not in screen


async def test_hired_for_another_offer(here: Partners) -> None:
    await proposes(here.paul)
    await here.paul.sees("en cours d’examen par le PLIE")
    await here.fatou.forges("refer-for:2:1")
    await sends(here.fatou)
    await here.fatou.forges("hire-of:2")
    await here.fatou.sees("[Enregistrer]")
    await here.fatou.taps("Enregistrer")
    await here.paul.saw("Votre proposition a abouti : embauche de BARON Lucie (C-2026-0001)")
    await here.paul.saw("Votre proposition de BARON Lucie (C-2026-0001)", "n’est plus d’actualité")
