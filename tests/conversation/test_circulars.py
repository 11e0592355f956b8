"""/diffuser as people live it: written, seen as it will be read, sent to everyone chosen, followed."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hostile_files import PDF
from test_contacts_by_mail import adds, opened
from town import Someone, Town, set_clock

from bot import app
from bot.dialogue.site import Site
from bot.jobs import BY_NAME, Keeper, purge
from bot.store import evidence

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEXT = "Réunion d’information <jeudi> à 10 h, salle des fêtes d’Ifs.\nVenez nombreux & curieux."


async def writes(town: Town) -> None:
    """The mailings, now."""
    with contextlib.closing(app.open_database(town.settings)) as database:
        pages = town.settings.public_url
        site = Site("clausette_bot", None if pages is None else str(pages), mail=True)
        keeper = Keeper(database, app.make_clock(town.settings), site, "fr")
        await keeper.keep(BY_NAME["mailings"])


async def begins(cora: Someone, *kinds: str) -> None:
    """To these kinds of organisation; the text is asked next."""
    await cora.says("/diffuser")
    await cora.sees("Écrire un message")
    await cora.taps("Écrire un message")
    await cora.sees("À quels partenaires")
    for kind in kinds:
        await cora.taps(kind)
        await cora.sees(f"✓ {kind}")
    await cora.taps("C’est tout")
    await cora.sees("Que voulez-vous leur dire")


@pytest.fixture
def at_work(town: Town) -> Town:
    assert town.settings.clock_file is not None
    set_clock(town.settings.clock_file, MONDAY)
    return town


async def test_a_message_is_seen_as_it_will_be_read_then_leaves(at_work: Town) -> None:
    cora = await at_work.joins("Cora", "coordinator", "PLIE du pays de Caen")
    marc = await at_work.joins("Marc", "company", "Bâti Normandie")
    anne = await at_work.joins("Anne", "professional", "Fédération du bâtiment")
    paul = await at_work.joins("Paul", "prescriber", "France Travail Caen", "anpe")
    await cora.says("/diffuser")
    await cora.sees("Aucun message n’a encore été envoyé")
    await cora.taps("Écrire un message")
    await cora.sees("[Entreprises (1)]", "[Professionnels (1)]", "[Missions Locales (0)]")
    await cora.taps("Missions Locales")
    await cora.sees("✓ Missions Locales", "Destinataires : 0 personne")
    await cora.taps("C’est tout")
    await cora.sees("Personne n’est encore joignable")
    await cora.taps("✓ Missions Locales")
    await cora.sees("[Missions Locales (0)]")
    await cora.taps("Entreprises")
    await cora.sees("✓ Entreprises", "Destinataires : 1 personne")
    await cora.taps("Professionnels")
    await cora.sees("✓ Professionnels", "Destinataires : 2 personnes")
    await cora.taps("C’est tout")
    await cora.sees("Que voulez-vous leur dire")
    await cora.says("Trop peu")
    await cora.sees("trop court")
    await cora.says(TEXT)
    await cora.sees("document ou une photo")
    await cora.taps("Sans document")
    preview = await cora.sees(
        "Entreprises, Professionnels · 2 personnes", "Voici ce qu’ils liront", TEXT, "[Envoyer]"
    )
    assert "Le PLIE écrit à ses partenaires :" in preview
    await cora.taps("Envoyer")
    await cora.sees("L’envoi commence : 2 personnes")
    await writes(at_work)
    for one in (marc, anne):
        shown = await one.sees(TEXT)
        assert shown == f"📢 Le PLIE écrit à ses partenaires :\n\n{TEXT}"
    assert TEXT not in "".join(await paul.said())
    await cora.sees("est en route : 2 contacts", "[Voir le suivi]")
    await cora.taps("Voir le suivi")
    await cora.sees("À : Entreprises, Professionnels", "Écrit par : Cora Martin", "partis : 2", TEXT)
    await cora.says("/diffuser")
    await cora.sees("du plus récent au plus ancien", "23 novembre 2026 · Réunion")
    before = len(await marc.said())
    await writes(at_work)
    assert len(await marc.said()) == before


async def test_it_waits_for_working_hours(at_work: Town) -> None:
    assert at_work.settings.clock_file is not None
    set_clock(at_work.settings.clock_file, datetime(2026, 11, 22, 9, tzinfo=UTC))
    cora = await at_work.joins("Cora", "coordinator", "PLIE du pays de Caen")
    marc = await at_work.joins("Marc", "company", "Bâti Normandie")
    await begins(cora, "Entreprises")
    await cora.says(TEXT)
    await cora.sees("document ou une photo")
    await cora.taps("Sans document")
    await cora.sees("[Envoyer]")
    await cora.taps("Envoyer")
    await cora.sees("L’envoi commence")
    await writes(at_work)
    await cora.taps("Voir le suivi")
    await cora.sees("en route : 1")
    assert TEXT not in "".join(await marc.said())
    set_clock(at_work.settings.clock_file, MONDAY)
    await marc.sees(TEXT)


async def test_a_document_goes_with_it_and_stays_on_the_disk(at_work: Town) -> None:
    cora = await at_work.joins("Cora", "coordinator", "PLIE du pays de Caen")
    marc = await at_work.joins("Marc", "company", "Bâti Normandie")
    await begins(cora, "Entreprises")
    await cora.says("Un long texte. " * 100)
    await cora.sees("document ou une photo")
    await cora.sends("offre.pdf", PDF)
    await cora.sees("trop long pour accompagner un document")
    await cora.taps("Retour")
    await cora.sees("Que voulez-vous leur dire")
    await cora.says(TEXT)
    await cora.sees("document ou une photo")
    await cora.sends("offre.pdf", PDF)
    await cora.sees("Ils recevront « offre.pdf », avec ce texte au-dessous", TEXT, "[Envoyer]")
    await cora.taps("Envoyer")
    await cora.sees("L’envoi commence")
    await writes(at_work)
    assert (await marc.receives("offre.pdf"))["offre.pdf"] == PDF
    await marc.sees("Le PLIE écrit à ses partenaires", TEXT)
    await cora.sees("est en route : 1 contact")
    await cora.taps("Voir le suivi")
    await cora.sees("Document : offre.pdf")
    await cora.taps("Voir le document")
    assert (await cora.receives("offre.pdf"))["offre.pdf"] == PDF
    with opened(at_work) as session:
        [digest] = list(session.files.all())
        assert evidence.used(session, [digest]) == []
        assert purge.used(session, [digest, "0" * 64]) == [digest]


async def test_contacts_by_mail_get_a_letter_with_the_document(mail_town: Town) -> None:
    assert mail_town.settings.clock_file is not None
    set_clock(mail_town.settings.clock_file, MONDAY)
    mail_town.token("prescriber", "France Travail Caen", "anpe")
    cora = await mail_town.joins("Cora", "coordinator", "PLIE du pays de Caen")
    await adds(cora)
    await cora.taps("Ajouter")
    box = mail_town.mailbox("n.benali@exemple.fr")
    await box.receives("Bonjour Nadia Benali")
    await begins(cora, "France Travail")
    await cora.says(TEXT)
    await cora.sees("document ou une photo")
    await cora.sends("affiche.pdf", PDF)
    await cora.sees("[Envoyer]")
    await cora.taps("Envoyer")
    await cora.sees("L’envoi commence : 1 personne")
    await writes(mail_town)
    letter: dict[str, Any] = await box.receives("Le PLIE écrit à ses partenaires", TEXT)
    assert "List-Unsubscribe" in str(letter)
    assert letter["files"] == [{"name": "affiche.pdf", "type": "application/pdf", "size": len(PDF)}]


async def test_only_a_coordinator_writes(at_work: Town) -> None:
    fatou = await at_work.joins("Fatou", "facilitator", "PLIE du pays de Caen")
    for data in ("go:diffuser", "new-circular", "circular:1", "circulars:0", "circular-file:1"):
        await fatou.forges(data)
        await fatou.sees("pas le droit")
        await fatou.says("/menu")
        await fatou.sees("Que souhaitez-vous faire")


async def test_a_company_hears_what_the_plie_does_for_it_once(at_work: Town) -> None:
    await at_work.joins("Cora", "coordinator", "PLIE du pays de Caen")
    marc = await at_work.joins("Marc", "company", "Bâti Normandie")
    anne = await at_work.joins("Anne", "buyer", "Ville de Caen")
    told = [one for one in await marc.said() if "Ce que le PLIE fait pour vous" in one]
    assert len(told) == 1
    assert "ne vous coûtent rien" in told[0]
    assert "Que souhaitez-vous faire" in await marc.screen()
    assert "Ce que le PLIE fait pour vous" not in "".join(await anne.said())
