"""Ours first, then everyone (article 3), as people live it: an offer nobody of the PLIE fits finds its person
through a partner; one that the PLIE fits waits its three working days."""

import asyncio
from datetime import UTC, datetime

from test_broadcast_talk import MONDAY, People, sends
from test_broadcast_talk import here as people_here
from test_offers import member, stored, written
from test_proposals import NAME, SHOWN, fill
from test_referrals import everything
from town import Someone, Town, set_clock
from vacancies import mason

from bot import app

here = people_here


async def publishes(marc: Someone) -> None:
    """One position of a mason at Ifs, from /offre on."""
    await marc.says("/offre")
    await marc.sees("1/10")
    for question, text in enumerate(("maçon", "1", "ifs", "5 janvier 2027", "CDD", "6 mois", "17,5"), 1):
        await marc.sees(f"{question}/")
        await marc.says(text)
    await marc.sees("[Permis B]", "[CACES]")
    await marc.says("permis B, CACES")
    await marc.sees("✓ CACES")
    await marc.taps("C’est tout")
    await marc.sees("niveau de formation minimum")
    await marc.says("Niveau 3")
    await marc.sees("Souhaitez-vous ajouter")
    await marc.taps("Passer")
    await marc.sees("[Publier]")
    await marc.taps("Publier")


async def says_at_last(someone: Someone, *texts: str) -> None:
    """Wait until some message on the screen, as edited, says all of this."""
    for _ in range(250):
        shown = [one.replace("\u00a0", " ") for one in await someone.said()]
        if any(all(text in one for text in texts) for one in shown):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{texts} not in {await someone.said()}")


async def test_an_offer_nobody_of_the_plie_fits(here: People) -> None:
    with written(here.town) as session:
        mason(session, member(session, here.fatou).id, MONDAY, held=0)
    await here.marc.forges("withdraw-offer:1")
    await here.marc.taps("Oui, la retirer")
    await here.marc.sees("retirée")
    await publishes(here.marc)
    await here.fatou.sees("Nouvelle offre de poste", "O-2026-0002", "Diffusion : part aux partenaires")
    await sends(here.town)
    for one in (here.paul, here.lea):
        await one.sees("O-2026-0002", "1 poste à pourvoir", "[Proposer un candidat] | [Pas de candidat]")
        assert "Bâti" not in await everything(one)
    assert "O-2026-0002" not in await everything(here.sam)
    await here.paul.taps("Pas de candidat")
    await here.paul.sees("Votre réponse : pas de candidat")

    await here.lea.taps("Proposer un candidat")
    await fill(here.lea)
    await here.lea.taps("Oui")
    await here.lea.sees("Offre : O-2026-0002", "[Proposer ce candidat]")
    await here.lea.taps("Proposer ce candidat")
    await here.lea.sees(
        "C-2026-0002 · BARON Lucie, pour l’offre O-2026-0002", "en cours d’examen par le PLIE"
    )
    await says_at_last(here.lea, "attend des candidats", "Votre réponse : un candidat proposé")
    for colleague in (here.fatou, here.cora):
        await colleague.sees("Mission Locale propose un candidat", NAME, "[Présenter à l’entreprise]")
    assert NAME not in await everything(here.marc)

    await here.fatou.taps("Présenter à l’entreprise")
    await here.marc.sees("Le PLIE vous présente une candidature", NAME, SHOWN, "Éligible à la clause : oui")
    assert "RSA" not in await everything(here.marc)
    await here.lea.sees("Sur votre proposition, le PLIE présente BARON Lucie (C-2026-0002)")
    await here.cora.saw("Mission Locale propose un candidat", "État : réponse attendue")

    await here.marc.taps("Embaucher")
    await here.marc.sees("[Déclarer]")
    await here.marc.taps("Déclarer")
    await here.marc.sees("P-2026-0001")
    await here.fatou.sees("P-2026-0001", "[Confirmer")
    await here.fatou.taps("Confirmer")
    await here.marc.saw("Le PLIE a confirmé l’embauche P-2026-0001")
    await here.lea.saw("Sur votre proposition, l’entreprise embauche BARON Lucie (C-2026-0002)")
    await says_at_last(here.lea, "C-2026-0002 · BARON Lucie", "État : embauche")
    for one in (here.paul, here.lea):
        await says_at_last(one, "O-2026-0002", "n’attend plus de candidat", "pourvue")
        assert "Bâti" not in await everything(one)
    await here.cora.saw("Mission Locale propose un candidat", "État : embauche")
    assert NAME not in await everything(here.paul)
    before = len(await here.paul.said())
    here.town.passes(days=8)
    await sends(here.town)
    assert len(await here.paul.said()) == before


async def test_an_offer_the_plie_fits_waits_three_working_days(here: People) -> None:
    with written(here.town) as session:
        mason(session, member(session, here.fatou).id, MONDAY)
    await here.marc.forges("withdraw-offer:1")
    await here.marc.taps("Oui, la retirer")
    await here.marc.sees("retirée")
    await publishes(here.marc)
    await here.fatou.sees("O-2026-0002", "réservée aux participants du PLIE, jusqu’au 26 novembre 2026")
    assert stored(here.town, 2).circulation == "reserved"
    for day, hour in ((23, 9), (24, 9), (25, 9), (26, 17)):
        at(here.town, day, hour)
        await sends(here.town)
        for one in (here.paul, here.lea):
            assert "O-2026-0002" not in await everything(one)
    at(here.town, 27, 9)
    await sends(here.town)
    for one in (here.paul, here.lea):
        await one.sees("O-2026-0002", "[Proposer un candidat]")
    assert app.make_clock(here.town.settings).now().date().day == 27


def at(town: Town, day: int, hour: int) -> None:
    assert town.settings.clock_file is not None
    set_clock(town.settings.clock_file, datetime(2026, 11, day, hour, tzinfo=UTC))
