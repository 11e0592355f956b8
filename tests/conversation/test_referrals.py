"""A person is presented to a company: it may meet, hire or refuse them, and knows them only as long."""

import asyncio
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from test_offers import AUDIT, PLIE, member, written
from town import Someone, Town
from vacancies import SAID, mason, post

from bot import app
from bot.rules.placements import Terms
from bot.store import candidates, offers, people, placements, referrals
from bot.store.placements import Declarer, Employing, Hired
from bot.store.procurements import Period
from bot.store.tables import JobOffer, Origin, ReferralState, rows_of

NAME, PHONE, SHOWN_PHONE = "ZELLER Yanis", "+33712345670", "07 12 34 56 70"


class Cast:
    """A facilitator, two companies with an offer each, and a mason who fits both."""

    def __init__(self, town: Town, fatou: Someone, marc: Someone, rival: Someone) -> None:
        self.town, self.fatou, self.marc, self.rival = town, fatou, marc, rival

    def file(self, **changes: Any) -> int:
        """A candidate's file, followed by the facilitator; its number."""
        now = app.make_clock(self.town.settings).now()
        values = {"name": NAME, "phone": PHONE, "available": Period(now.date(), f"{now.date()}/day")}
        with written(self.town) as session:
            by = member(session, self.fatou).id
            made = mason(session, by, now, **values | changes)
            candidates.follow(session, candidates.identity(made), None, by)
            return candidates.identity(made)

    def referred(self, offer: int = 1, candidate: int = 1, *, presented: bool = True, by: int = 0) -> int:
        """A referral written directly; its number."""
        now = app.make_clock(self.town.settings).now()
        with written(self.town) as session:
            by = by or member(session, self.fatou).id
            made = referrals.add(session, candidate, offer, by, now, presented=presented)
            assert made is not None
            return referrals.identity(made)

    def state(self, number: int = 1) -> str:
        with written(self.town) as session:
            found = referrals.get(session, number)
            assert found is not None
            return found.state

    def audited(self, action: str) -> list[dict[str, Any]]:
        with written(self.town) as session:
            rows = session.core.execute(sa.select(AUDIT).where(AUDIT.c.action == action)).all()
        assert all(row.subject == "candidate" for row in rows)
        return [json.loads(row.details) for row in rows]

    def write(self, **values: Any) -> None:
        """Change columns of the first offer."""
        offer = rows_of(JobOffer)
        with written(self.town) as session:
            session.core.execute(sa.update(offer).where(offer.c.id == 1).values(**values))


@pytest.fixture
async def cast(town: Town) -> Cast:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    rival = await town.joins("Rita", "company", "Rival Façades")
    now = app.make_clock(town.settings).now()
    made = Cast(town, fatou, marc, rival)
    made.file()
    with written(town) as session:
        for someone in (marc, rival):
            post(session, member(session, someone), now, SAID)
    return made


async def everything(someone: Someone) -> str:
    """All that is on the screen of a person now, edited messages as they are."""
    return "\n".join(
        json.dumps(message, ensure_ascii=False).replace("\u00a0", " ")
        for message in await someone.messages()
        if message["from"] == "bot"
    )


async def forgets(someone: Someone) -> None:
    """Wait until nothing on a person's screen tells who was presented."""
    for _ in range(250):
        if unnamed(await everything(someone)):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(await everything(someone))


async def is_refused(someone: Someone, data: str, *texts: str) -> None:
    """A tap that is answered by one new sentence."""
    before = len(await someone.said())
    await someone.forges(data)
    said = (await someone.hears(before + 1))[-1].replace("\u00a0", " ")
    assert all(text in said for text in texts), said


async def sends(someone: Someone) -> None:
    """Send the form from its recap."""
    await someone.sees("jamais les critères d’éligibilité", "[Présenter]")
    for message in reversed(await someone.messages()):
        for row in message["keyboard"] or []:
            for button in row:
                if button["text"] == "Présenter" and button["callback_data"].endswith(":send"):
                    await someone.taps_data(message["message_id"], button["callback_data"])
                    return
    raise AssertionError(await someone.screen())


async def toasts(someone: Someone, count: int) -> list[str]:
    """What passed over the screen, once so many taps were answered."""
    for _ in range(250):
        found = [toast.replace("\u00a0", " ") for toast in await someone.toasts()]
        if len(found) >= count:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(await someone.toasts())


def unnamed(text: str) -> bool:
    return not any(word in text for word in ("ZELLER", "Yanis", SHOWN_PHONE, "712345670"))


async def presents(cast: Cast) -> None:
    """From the ranked list to the recap, and sent."""
    await cast.fatou.says("O-2026-0001")
    await cast.fatou.taps("Voir les candidats")
    await cast.fatou.sees("1. C-2026-0001 · ZELLER Yanis", "[1 · C-2026-0001] | [Présenter]")
    await cast.fatou.taps("Présenter")
    screen = await cast.fatou.sees("Candidat : C-2026-0001 · ZELLER Yanis", "Offre : O-2026-0001 · ", "Ifs")
    assert "À vérifier" not in screen
    await sends(cast.fatou)
    await cast.fatou.sees("C’est fait : l’entreprise est prévenue.", "[Ouvrir la présentation]")


async def test_from_the_ranked_list_to_a_meeting_and_a_refusal(cast: Cast) -> None:
    assert unnamed(await everything(cast.marc))
    await presents(cast)
    screen = await cast.marc.sees(
        "Le PLIE vous présente une candidature", "C-2026-0001, pour l’offre O-2026-0001", NAME, SHOWN_PHONE,
        "Métiers recherchés : Maçon", "Expérience : 4 ans", "Permis et aptitudes : Permis B, CACES",
        "Disponibilité : ", "Éligible à la clause : oui", "[Rencontrer] | [Embaucher]", "[Refuser]",
    )  # fmt: skip
    for secret in ("RSA", "Éligibilité", "1990", "Référent", "sexe", "Habite", "Origine"):
        assert secret not in screen
    assert unnamed(await everything(cast.rival))
    assert cast.audited("refer") == [{"offer": 1, "referral": 1}]
    with written(cast.town) as session:
        candidate = candidates.get(session, 1)
        assert candidate is not None
        assert candidate.referred_on == app.make_clock(cast.town.settings).now().date()

    await cast.marc.taps("Rencontrer")
    screen = await cast.marc.sees("Rencontre demandée le", "Fatou Martin, du PLIE, vous contacte")
    assert "[Rencontrer]" not in screen
    await cast.fatou.sees("Bâti Normandie souhaite rencontrer C-2026-0001 (ZELLER Yanis)")
    await cast.fatou.taps("Ouvrir la présentation")
    await cast.fatou.sees(
        "Rencontre demandée le", "État : réponse attendue", "Référent : Fatou Martin",
        "[Embaucher] | [L’entreprise refuse]", "[Retirer la présentation]",
    )  # fmt: skip

    await cast.marc.taps("Refuser")
    await cast.marc.sees("Pourquoi ne pas retenir C-2026-0001", "[Expérience insuffisante]", "[Non, revenir]")
    await cast.marc.taps("Expérience insuffisante")
    screen = await cast.marc.sees(
        "État : candidature non retenue", "Motif : expérience insuffisante", "C-2026-0001"
    )
    assert "Embaucher" not in screen
    await cast.fatou.saw(
        "Bâti Normandie ne retient pas C-2026-0001 (ZELLER Yanis)", "expérience insuffisante"
    )
    await forgets(cast.marc)
    assert cast.state() == ReferralState.REFUSED
    [told] = cast.audited("refuse referral")
    assert told == {"offer": 1, "referral": 1, "reason": "experience", "on_behalf": False}
    assert unnamed(json.dumps(cast.audited("meet")))

    await cast.fatou.says("O-2026-0001")
    await cast.fatou.sees("Candidats présentés : 1 · embauches : 0")
    await cast.fatou.taps("Voir les candidats")
    await cast.fatou.sees("présentation précédente : candidature non retenue, même métier")


@pytest.mark.parametrize(
    ("data", "news"),
    [
        ("meet-referral:1", True),
        ("refused-referral:skills:1", True),
        ("refused-referral:position_closed:1", False),
    ],
)
async def test_an_answer_is_news_of_the_offer(cast: Cast, data: str, news: bool) -> None:
    cast.referred()
    long_ago = app_now(cast) - timedelta(days=50)
    cast.write(heard_at=long_ago)
    await cast.marc.forges(data)
    await cast.marc.sees("C-2026-0001, pour l’offre")
    with written(cast.town) as session:
        offer = offers.get(session, 1)
        assert offer is not None
        assert (offer.heard_at > long_ago) is news


async def test_colleagues_of_the_company_see_the_same_state(cast: Cast) -> None:
    lea = await cast.town.joins("Léa", "company", "Bâti Normandie")
    await presents(cast)
    await lea.sees(NAME, "[Refuser]")
    await lea.says("O-2026-0001")
    await lea.sees("Candidats présentés : 1", "[Retirer l’offre]")
    await lea.taps("Candidats présentés")
    await lea.taps("C-2026-0001 · réponse attendue")
    await lea.sees("État : réponse attendue", "[Rencontrer]")
    await cast.marc.taps("Refuser")
    await cast.marc.taps("Expérience insuffisante")
    await lea.sees("Candidature de C-2026-0001 pour O-2026-0001", "[Ouvrir la présentation]")
    await lea.taps("Rencontrer")
    await lea.saw("État : candidature non retenue", "Motif : expérience insuffisante")
    assert any(
        "Où en est cette présentation : candidature non retenue" in toast for toast in await toasts(lea, 1)
    )
    for data in ("refused-referral:other:1", "refuse-referral:1", "meet-referral:1"):
        await lea.forges(data)
    await forgets(lea)
    assert unnamed(await everything(lea))
    assert len(cast.audited("refuse referral")) == 1
    assert cast.audited("meet") == []


async def test_another_company_finds_nothing(cast: Cast) -> None:
    await presents(cast)
    for data in (
        "referral:1", "meet-referral:1", "refuse-referral:1", "refused-referral:skills:1",
        "present-referral:1", "withdraw-referral:1", "withdrawn-referral:other:1", "referral:99",
    ):  # fmt: skip
        await is_refused(cast.rival, data, "Cette présentation est introuvable")
    await is_refused(cast.rival, "referrals-of:1", "Cette offre est introuvable")
    for data in ("referrals-for:1", "refer:1", "refer-for:1:1"):
        await is_refused(cast.rival, data, "Vous n’avez pas le droit")
    assert unnamed(await everything(cast.rival))
    assert cast.state() == ReferralState.PRESENTED


async def test_nobody_is_seen_before_they_are_presented(cast: Cast) -> None:
    cast.referred(presented=False)
    await cast.marc.says("O-2026-0001")
    screen = await cast.marc.sees("O-2026-0001", "Retirer l’offre")
    assert "Candidats" not in screen
    for data in ("referral:1", "refused-referral:skills:1", "meet-referral:1"):
        await is_refused(cast.marc, data, "Cette présentation est introuvable")
    await is_refused(cast.marc, "present-referral:1", "Cette présentation est introuvable")
    await cast.marc.says("O-2026-0001")
    await cast.marc.sees("Retirer l’offre")
    await cast.marc.forges("referrals-of:1")
    await cast.marc.sees("Personne n’est encore présenté")
    assert cast.state() == ReferralState.AWAITING
    assert unnamed(await everything(cast.marc))


async def test_a_proposal_is_presented_and_both_sides_hear(cast: Cast) -> None:
    anpe = await cast.town.joins("Paul", "prescriber", "France Travail Caen", "anpe")
    cast.file(name="LOPEZ Ana", phone=None, origin=Origin.ANPE, held=1)
    with written(cast.town) as session:
        by = member(session, anpe).id
    cast.referred(1, 2, presented=False, by=by)
    cast.write(circulation="sent")
    await cast.fatou.says("O-2026-0001")
    await cast.fatou.sees("Candidats à présenter : 1", "[Voir les candidats] | [Candidats présentés]")
    await cast.fatou.taps("Candidats présentés")
    await cast.fatou.taps("C-2026-0002 · LOPEZ Ana · à présenter")
    await cast.fatou.sees(
        "À vérifier avant de présenter", "il manque : CACES", "Proposition le", "par Paul Martin",
        "[Présenter à l’entreprise] | [Ne pas présenter]",
    )  # fmt: skip
    await cast.fatou.taps("Présenter à l’entreprise")
    await cast.fatou.sees("État : réponse attendue", "Présentation le")
    await cast.marc.sees("Le PLIE vous présente une candidature", "LOPEZ Ana", "[Refuser]")
    screen = await anpe.sees(
        "Sur votre proposition, le PLIE présente C-2026-0002 à l’entreprise pour l’offre O-2026-0001"
    )
    assert "Bâti" not in screen
    assert len(cast.audited("present referral")) == 1
    await cast.fatou.forges("present-referral:1")
    assert len(cast.audited("present referral")) == 1
    await cast.marc.taps("Refuser")
    await cast.marc.taps("Trop grand éloignement")
    screen = await anpe.sees("L’entreprise ne retient pas C-2026-0002", "Motif : trop grand éloignement")
    assert "Bâti" not in screen


async def test_a_proposal_is_declined_with_a_reason(cast: Cast) -> None:
    anpe = await cast.town.joins("Paul", "prescriber", "France Travail Caen", "anpe")
    with written(cast.town) as session:
        by = member(session, anpe).id
    cast.referred(presented=False, by=by)
    before = await everything(cast.marc)
    await cast.fatou.forges("referral:1")
    await cast.fatou.taps("Ne pas présenter")
    screen = await cast.fatou.sees("Pourquoi ne pas présenter C-2026-0001", "[Compétences insuffisantes]")
    assert "Absent" not in screen
    await cast.fatou.taps("Compétences insuffisantes")
    await cast.fatou.sees("État : retirée par le PLIE", "Motif : compétences insuffisantes")
    await anpe.sees(
        "Le PLIE ne donne pas suite à votre proposition de C-2026-0001", "Motif : compétences insuffisantes"
    )
    assert await everything(cast.marc) == before
    [told] = cast.audited("withdraw referral")
    assert told["reason"] == "skills"


async def test_the_plie_does_the_company_s_part(cast: Cast) -> None:
    await presents(cast)
    claire = await cast.town.joins("Claire", "coordinator", PLIE)
    await claire.forges("referral:1")
    await claire.taps("L’entreprise souhaite rencontrer")
    await cast.fatou.sees("Bâti Normandie souhaite rencontrer C-2026-0001")
    await cast.marc.saw("Le PLIE a noté que vous souhaitez rencontrer C-2026-0001")
    await cast.marc.saw("Rencontre demandée le")
    await claire.taps("L’entreprise refuse")
    await claire.taps("Absence au rendez-vous")
    await claire.sees("État : candidature non retenue")
    await cast.marc.sees("Candidature de C-2026-0001 pour O-2026-0001")
    await forgets(cast.marc)
    assert cast.audited("meet") == [{"offer": 1, "on_behalf": True, "referral": 1}]
    [told] = cast.audited("refuse referral")
    assert told["on_behalf"] is True


async def test_withdrawn_and_presented_again(cast: Cast) -> None:
    await presents(cast)
    await cast.fatou.taps("Ouvrir la présentation")
    await cast.fatou.taps("Retirer la présentation")
    await cast.fatou.taps("Indisponible à la date voulue")
    await cast.fatou.sees("État : retirée par le PLIE")
    await cast.marc.sees("Le PLIE ne présente plus C-2026-0001 pour O-2026-0001")
    await forgets(cast.marc)
    await cast.marc.taps("Ouvrir la présentation")
    await cast.marc.sees("État : retirée par le PLIE", "Motif : indisponible à la date voulue")
    await cast.fatou.forges("refer-for:1:1")
    await cast.fatou.sees("la personne a déjà été présentée pour cette offre")
    await sends(cast.fatou)
    await cast.marc.sees(NAME, "[Refuser]")
    await cast.fatou.forges("referrals-for:1")
    await cast.fatou.sees("Présentations de C-2026-0001", "réponse attendue]", "retirée par le PLIE]")


async def test_from_the_command_by_name_and_offer(cast: Cast) -> None:
    cast.file(name="ZELLER Hugo", held=0, level=2, jobs=("K1302",), phone=None)
    await cast.fatou.says("/presenter")
    await cast.fatou.sees("Qui souhaitez-vous présenter", "[C-2026-0001 · ZELLER Yanis]")
    await cast.fatou.says("Zeller")
    await cast.fatou.sees("Plusieurs", "[C-2026-0002 · ZELLER Hugo]")
    await cast.fatou.taps("C-2026-0002")
    await cast.fatou.sees("Pour quelle offre", "2/2")
    await cast.fatou.says("maçon")
    await cast.fatou.sees("[O-2026-0001", "[O-2026-0002")
    await cast.fatou.taps("O-2026-0002")
    await cast.fatou.sees(
        "À vérifier avant de présenter", "cherche un autre métier", "il manque : Permis B, CACES",
        "niveau de formation est inférieur",
    )  # fmt: skip
    await cast.fatou.taps("Modifier : Candidat")
    await cast.fatou.sees("[C-2026-0001")
    await cast.fatou.taps("C-2026-0001 · ZELLER Yanis")
    screen = await cast.fatou.sees("Candidat : C-2026-0001", "[Présenter]")
    assert "À vérifier" not in screen, "what was to be thought over was about somebody else"
    await sends(cast.fatou)
    await cast.rival.sees("Le PLIE vous présente une candidature", NAME)
    assert unnamed(await everything(cast.marc))


async def test_from_the_file_the_offers_that_suit_are_offered(cast: Cast) -> None:
    await cast.fatou.forges("refer:1")
    await cast.fatou.sees("Pour quelle offre", "[O-2026-0001", "[O-2026-0002")
    await cast.fatou.taps("O-2026-0001")
    await sends(cast.fatou)
    await cast.marc.sees(NAME)
    await cast.fatou.forges("refer:1")
    screen = await cast.fatou.sees("Pour quelle offre", "[O-2026-0002")
    assert "[O-2026-0001" not in screen
    await cast.fatou.forges("offers-for:1")
    screen = await cast.fatou.sees("[1 · O-2026-0002] | [Présenter]")
    assert "O-2026-0001" not in screen


async def test_what_forbids_it_is_said_with_what_to_do(cast: Cast) -> None:
    cast.file(name="LOPEZ Ana", phone=None, origin=Origin.ANPE)
    cases = (
        ({"circulation": "reserved"}, "2", "réservée aux participants du PLIE (article 3)"),
        ({"circulation": "held"}, "2", "diffusez-la d’abord"),
        ({"circulation": "sent", "hired": 2}, "2", "Tous les postes de l’offre O-2026-0001 sont pourvus"),
        ({"hired": 0, "state": "withdrawn"}, "1", "n’est plus ouverte (retirée)"),
    )
    now = app.make_clock(cast.town.settings).now()
    cast.write(reserved_until=now + timedelta(days=1))
    for values, candidate, said in cases:
        cast.write(**values)
        await cast.fatou.forges(f"refer-for:1:{candidate}")
        await cast.fatou.sees(said)
    cast.write(state="open", heard_at=now - timedelta(days=90))
    await cast.fatou.forges("refer-for:1:1")
    await cast.fatou.sees("a expiré, faute de nouvelles")
    cast.write(heard_at=now, circulation="reserved", reserved_until=now - timedelta(minutes=1))
    await cast.fatou.forges("refer-for:1:2")
    await cast.fatou.sees("Présenter un candidat", "LOPEZ Ana")
    await cast.fatou.taps("Annuler")
    cast.referred()
    await cast.fatou.forges("refer-for:1:1")
    await cast.fatou.sees("est déjà en cours pour O-2026-0001", "Candidats présentés")
    await cast.fatou.forges("closed-candidate:2")
    for data in ("refer-for:1:2", "refer:2"):
        await cast.fatou.forges(data)
        await cast.fatou.sees("Le dossier C-2026-0002 n’est pas ouvert (dossier fermé)")
    for data, said in (
        ("refer:99", "Ce candidat est introuvable"),
        ("refer-for:1:99", "Ce candidat est introuvable"),
        ("refer-for:99:1", "Cette offre est introuvable"),
        ("referrals-for:99", "Ce candidat est introuvable"),
        ("referrals-of:99", "Cette offre est introuvable"),
    ):
        await cast.fatou.forges(data)
        await cast.fatou.sees(said)
    assert len(cast.audited("refer")) == 0


async def test_what_changed_while_the_form_was_open(cast: Cast) -> None:
    await cast.fatou.forges("refer-for:1:1")
    await cast.fatou.sees("Présenter un candidat")
    await cast.marc.forges("offer-withdrawn:1")
    await cast.marc.sees("retirée")
    await cast.fatou.says("/menu")
    await cast.fatou.forges("refer-for:2:1")
    await cast.fatou.sees("Voulez-vous le reprendre")
    await cast.fatou.taps("Reprendre")
    await sends(cast.fatou)
    await cast.fatou.sees("L’offre O-2026-0001 n’est plus ouverte (retirée)")
    await cast.fatou.taps("Modifier : Offre")
    await cast.fatou.taps("O-2026-0002")
    await sends(cast.fatou)
    await cast.rival.sees(NAME)
    assert unnamed(await everything(cast.marc))


async def test_a_closed_offer_ends_its_referrals(cast: Cast) -> None:
    lea = await cast.town.joins("Léa", "company", "Bâti Normandie")
    cast.file(name="ZELLER Hugo")
    await presents(cast)
    await lea.sees(NAME)
    waiting = cast.referred(1, 2, presented=False)
    elsewhere = cast.referred(2, 1)
    await cast.marc.says("O-2026-0001")
    await cast.marc.taps("Offre pourvue")
    await cast.marc.taps("Oui, pourvue")
    await cast.marc.sees("État : pourvue", "[Candidats présentés]")
    await cast.fatou.saw("La présentation de C-2026-0001 (ZELLER Yanis) chez Bâti Normandie", "n’est plus")
    await cast.fatou.saw("La présentation de C-2026-0002 (ZELLER Hugo)")
    await lea.saw("État : sans objet")
    for someone in (cast.marc, lea):
        await forgets(someone)
    assert [cast.state(number) for number in (1, waiting, elsewhere)] == ["obsolete", "obsolete", "presented"]
    await cast.marc.forges("referrals-of:1")
    screen = await cast.marc.sees("[C-2026-0001 · sans objet]")
    assert "C-2026-0002" not in screen


async def test_a_closed_file_withdraws_the_person(cast: Cast) -> None:
    await presents(cast)
    await cast.marc.sees(NAME)
    await cast.fatou.forges("closed-candidate:1")
    await cast.marc.sees("Le PLIE ne présente plus C-2026-0001")
    await forgets(cast.marc)
    assert cast.state() == ReferralState.WITHDRAWN


async def test_a_hired_person_whose_file_is_closed_is_no_longer_named(cast: Cast) -> None:
    number = cast.referred()
    with written(cast.town) as session:
        referrals.move(session, number, referrals.OPEN, ReferralState.HIRED, None, app_now(cast))
    await cast.marc.forges("referral:1")
    await cast.marc.sees(NAME, SHOWN_PHONE, "État : embauche conclue")
    await cast.fatou.forges("closed-candidate:1")
    await cast.fatou.sees("dossier fermé")
    await cast.marc.forges("referral:1")
    await forgets(cast.marc)
    await cast.marc.sees("État : embauche conclue")


def app_now(cast: Cast) -> Any:
    return app.make_clock(cast.town.settings).now()


async def test_two_files_merged_are_one_person_to_the_company(cast: Cast) -> None:
    claire = await cast.town.joins("Claire", "coordinator", PLIE)
    cast.file(name="ZELLER Hugo")
    await presents(cast)
    await cast.fatou.forges("refer-for:1:2")
    await sends(cast.fatou)
    await cast.marc.sees("ZELLER Hugo")
    await claire.forges("merged-candidate:1:2")
    await claire.sees("C-2026-0001")
    await cast.marc.saw("C-2026-0001, pour l’offre", "État : sans objet")
    text = await everything(cast.marc)
    assert "Hugo" not in text
    assert "ZELLER Yanis" in text
    assert (cast.state(1), cast.state(2)) == ("presented", "obsolete")


async def test_who_is_merged_into_a_closed_file_is_presented_no_more(cast: Cast) -> None:
    claire = await cast.town.joins("Claire", "coordinator", PLIE)
    cast.file(name="ZELLER Hugo")
    await presents(cast)
    await cast.marc.sees(NAME)
    await cast.fatou.forges("closed-candidate:2")
    await cast.fatou.sees("dossier fermé")
    await claire.forges("merged-candidate:2:1")
    await cast.marc.sees("Le PLIE ne présente plus C-2026-0002 pour O-2026-0001")
    await forgets(cast.marc)
    assert cast.state() == ReferralState.WITHDRAWN


async def test_a_company_without_anybody_is_to_be_called(cast: Cast) -> None:
    with written(cast.town) as session:
        people.change(session, member(session, cast.marc).id, revoked_at=app_now(cast))
    await cast.fatou.forges("refer-for:1:1")
    await sends(cast.fatou)
    await cast.fatou.sees("Personne de cette entreprise n’a encore accès à Clausette")


async def test_lists_page_by_eight(cast: Cast) -> None:
    for place in range(11):
        cast.referred(1, cast.file(name=f"NOM Prénom{place}"))
    for someone, own in (
        (cast.fatou, "[C-2026-0012 · NOM Prénom10 · "),
        (cast.marc, "[C-2026-0012 · réponse attendue"),
    ):
        await someone.forges("referrals-of:1")
        screen = await someone.sees("Candidats présentés pour O-2026-0001", own, "Suite")
        assert screen.count("[C-2026-") == 8
        await someone.taps("Suite")
        screen = await someone.sees("Début")
        assert screen.count("[C-2026-") == 3
    assert "NOM" not in screen


@pytest.mark.parametrize(("hours", "warned"), [(Decimal(35), True), (Decimal(20), False)])
async def test_a_person_at_work_full_time_is_a_warning(cast: Cast, hours: Decimal, warned: bool) -> None:
    now = app_now(cast)
    terms = Terms(now.date(), None, hours)
    with written(cast.town) as session:
        marc = member(session, cast.marc)
        hired = Hired(1, marc.organisation_id, None, None, None, "F1703", "cdi", terms, Employing("supplier"))
        placements.add(session, hired, Declarer(marc.id, on_behalf=False), now, 2026)
    await cast.fatou.forges("refer-for:1:1")
    screen = await cast.fatou.sees("Candidat : C-2026-0001")
    assert ("emploi à temps plein" in screen) is warned
