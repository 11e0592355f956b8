"""A buyer terminates the agreement, in a town: asked, told, and a stranger from the day it takes effect."""

import contextlib

from agreed import SITE
from town import Someone, Town

from bot import app
from bot.jobs import BY_NAME, Keeper

STRANGER = "Clausette est au service des partenaires de la clause d’insertion"


async def run_job(town: Town, name: str) -> None:
    """What the schedule does by itself, now rather than within ten seconds; on the same file."""
    clock = app.make_clock(town.settings)
    with contextlib.closing(app.open_database(town.settings)) as database:
        await Keeper(database, clock, SITE, "fr").keep(BY_NAME[name])


async def saves(someone: Someone) -> None:
    """Send the form whose recap is shown."""
    await someone.sees("[Modifier : ")
    await someone.taps("Enregistrer")


async def test_a_buyer_answers_a_renewal_then_leaves(town: Town) -> None:
    coordinator = await town.joins("Colette", "coordinator", "PLIE du pays de Caen")
    brigitte = await town.joins("Brigitte", "buyer", "Ville de Caen")
    hugo = await town.joins("Hugo", "buyer", "Ville d’Ifs")
    await coordinator.says("/convention")
    await coordinator.taps("Enregistrer la convention")
    await coordinator.sees("Quel jour commence-t-elle")
    await coordinator.says("1er janvier 2024")
    await coordinator.sees("Quel est son dernier jour")
    await coordinator.taps("31 décembre 2026")
    await saves(coordinator)
    for name in ("Ville de Caen", "Ville d’Ifs"):
        await coordinator.says("/convention")
        await coordinator.sees("Du 1er janvier 2024")
        await coordinator.taps("Ajouter un signataire")
        await coordinator.sees("Quel organisme signe")
        await coordinator.taps(name)
        await coordinator.sees("Quel jour a-t-elle été signée")
        await coordinator.says("15/01/2024")
        await saves(coordinator)
        await coordinator.sees(name, "Signée le 15 janvier 2024")
    await coordinator.says("/convention")
    await coordinator.sees("• Ville d’Ifs")
    await coordinator.taps("Proposer de la renouveler")
    await coordinator.sees("Jusqu’à quel jour")
    await coordinator.taps("31 décembre 2029")
    await coordinator.taps("Interroger les signataires")
    for buyer in (brigitte, hugo):
        await buyer.sees("Votre organisme la renouvelle-t-il ?")
        await buyer.taps("Nous renouvelons")
        await buyer.saw(
            "Votre organisme la renouvelle." if buyer is brigitte else "La convention est renouvelée"
        )
    await coordinator.saw("✅ La convention est renouvelée jusqu’au 31 décembre 2029.")
    await coordinator.says("/convention")
    await coordinator.sees("Du 1er janvier 2024 au 31 décembre 2029")
    await coordinator.taps("Ville de Caen")
    await coordinator.sees("Signée le")
    await coordinator.taps("Enregistrer une résiliation")
    await coordinator.sees("Pour quel motif")
    await coordinator.says("Engagements non tenus")
    await coordinator.sees("Quel jour la lettre recommandée")
    await coordinator.taps("Hier")
    await coordinator.sees("copie de la lettre")
    await coordinator.taps("L’envoyer plus tard")
    await coordinator.sees("Elle prend effet le 21 février 2027")
    await saves(coordinator)
    await brigitte.sees("Elle prend effet le 21 février 2027", "votre accès à Clausette prend fin ce jour-là")
    await brigitte.says("/menu")
    await brigitte.sees("Que souhaitez-vous faire")
    town.passes(days=91)
    await run_job(town, "agreement")
    await coordinator.saw("📄 Ville de Caen n’est plus partenaire. Accès retirés : 1.")
    before = len(await brigitte.said())
    await brigitte.says("/mesmarches")
    await brigitte.hears(before + 1)
    await brigitte.sees(STRANGER)
    await brigitte.taps("Annoncer un marché")
    await brigitte.hears(before + 2)
    await brigitte.sees(STRANGER)
    await hugo.says("/menu")
    await hugo.sees("Que souhaitez-vous faire")
