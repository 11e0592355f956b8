"""PLIE staff open, find, correct, follow, close and merge candidates' files; nobody else gets anything."""

import asyncio
import contextlib
from typing import Any

import pytest
import sqlalchemy as sa
from town import Someone, Town

from bot import app
from bot.store import candidates, history
from bot.store.candidates import Profile
from bot.store.history import Subject
from bot.store.tables import AuditEntry, Candidate

PLIE = "PLIE du pays de Caen"


async def fill(someone: Someone, name: str = "Mme DUPONT, Marie", phone: str = "06 11 22 33 44") -> None:
    """Answer every question of /candidat up to the recap."""
    await someone.says("/candidat")
    await someone.sees("1/14")
    await someone.says(name)
    await someone.sees("2/14")
    if phone:
        await someone.says(phone)
    else:
        await someone.taps("Passer")
    await someone.sees("3/14")
    await someone.says("née en 1978")
    await someone.sees("4/14")
    await someone.says("femme")
    await someone.sees("5/14")
    await someone.says("hérouville")
    await someone.sees("6/14")
    await someone.taps("Inconnu")
    await someone.sees("7/14")
    await someone.taps("Niveau 3")
    await someone.sees("8/14")
    await someone.says("débutante")
    await someone.sees("9/14")
    await someone.says("maçon")
    await someone.sees("✓")
    await someone.taps("C’est tout")
    await someone.sees("10/14")
    await someone.taps("C’est tout")
    await someone.sees("11/14")
    await someone.taps("RSA")
    await someone.sees("✓ RSA")
    await someone.taps("C’est tout")
    await someone.sees("12/14")
    await someone.taps("Aujourd’hui")
    await someone.sees("13/14")
    await someone.taps("PLIE")
    await someone.sees("14/14", "mot pour mot", "CNIL", "24 mois", "Êtes-vous d’accord")


async def forge(someone: Someone, data: str, message_id: int) -> None:
    """Tap a button that is gone, or that never was on this message, as a modified client could."""
    user = {"id": someone.id, "is_bot": False, "first_name": "Alex"}
    chat = {"id": someone.id, "type": "private", "first_name": "Alex"}
    message = {"message_id": message_id, "date": 1, "chat": chat, "text": "x"}
    query = {
        "id": f"{someone.id}{data}",
        "from": user,
        "chat_instance": "1",
        "message": message,
        "data": data,
    }
    await someone.town.post("raw", update={"callback_query": query})


async def button_of(someone: Someone, data: str) -> tuple[str, int]:
    """The newest button whose data holds this: its data and its message."""
    return next(
        (button["callback_data"], message["message_id"])
        for message in reversed(await someone.messages())
        for row in message["keyboard"] or []
        for button in row
        if data in button["callback_data"]
    )


async def add(someone: Someone, name: str, phone: str = "") -> None:
    await fill(someone, name, phone)
    await someone.taps("Oui")
    await someone.sees("Enregistrer")
    await someone.taps("Enregistrer")


def profile(town: Town, number: int) -> tuple[Profile, Candidate]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        candidate = candidates.get(session, number)
        assert candidate is not None
        return candidates.profile(session, candidate), candidate


def count(town: Town, table: Any) -> int:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        return int(session.core.execute(sa.select(sa.func.count()).select_from(table.__table__)).scalar_one())


def audited(town: Town) -> list[str]:
    table: Any = AuditEntry.__table__
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        query = (
            sa.select(table.c.action, table.c.details)
            .where(table.c.subject == "candidate")
            .order_by(table.c.id)
        )
        rows = session.core.execute(query).all()
    assert all("DUPONT" not in row.details and "0611" not in row.details for row in rows)
    return [row.action for row in rows]


async def test_a_file_is_opened_found_corrected_and_closed(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await fill(fatou)
    await fatou.taps("Oui")
    await fatou.sees(
        "DUPONT Marie", "dupont · marie", "06 11 22 33 44", "1978", "Hérouville-Saint-Clair", "Enregistrer"
    )
    await fatou.taps("Enregistrer")
    await fatou.saw("Enregistré sous la référence C-2026-0001")
    await fatou.sees("C-2026-0001", "Offres qui correspondent")
    said, candidate = profile(town, 1)
    assert (said.name == "DUPONT Marie", said.phone, said.birth_year) == (True, "+33611223344", 1978)
    assert (said.jobs, said.experience, said.eligibility, said.level) == (("F1703",), 0, ("rsa",), 3)
    assert candidate.adviser_id == candidate.consent_heard_by == candidate.created_by

    await fatou.says("/candidats")
    await fatou.sees("Vos candidats", "C-2026-0001 · DUPONT Marie", "Tous", "Chercher")
    for typed in ("marie dupont", "c-2026-0001", "C 2026 1"):
        await fatou.says(typed)
        await fatou.sees("C-2026-0001")
    await fatou.taps("Ouvrir" if "Ouvrir" in await fatou.screen() else "Dossier…")
    await fatou.says("C-2026-0001")
    await fatou.sees("recueilli par Fatou Martin", "Référent : Fatou Martin", "Dossier…")
    assert "Fusionner" not in await fatou.screen()


async def test_without_consent_nothing_is_kept(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await fill(fatou)
    await fatou.says("non")
    await fatou.sees("touchez « Non »")
    await fatou.taps("Non")
    await fatou.sees("rien n’a été enregistré")
    assert count(town, Candidate) == 0
    await fatou.says("/candidat")
    assert "Votre réponse" not in await fatou.sees("1/14")


async def test_a_no_of_another_time_ends_nothing(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await fill(fatou)
    stale = await button_of(fatou, "no-consent")
    await fatou.taps("Oui")
    await fatou.sees("Enregistrer")
    await forge(fatou, *stale)
    await fatou.sees("Enregistrer")
    await fatou.taps("Enregistrer")
    await fatou.sees("C-2026-0001")
    await forge(fatou, *stale)
    await fatou.says("/candidats")
    await fatou.sees("C-2026-0001")
    assert count(town, Candidate) == 1


async def test_a_double_is_shown_before_a_second_file_is_made(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "0611223344")
    await fatou.sees("Offres qui correspondent")
    await add(fatou, "Marie Dupont", "")
    await fatou.saw("Votre saisie est conservée")
    await fatou.sees("Vous connaissez peut-être", "C-2026-0001", "C’est une autre personne")
    assert count(town, Candidate) == 1
    await fatou.taps("Ouvrir C-2026-0001")
    await fatou.sees("06 11 22 33 44", "Dossier…")
    await fatou.taps("Enregistrer")
    await fatou.sees("C’est une autre personne")
    await fatou.taps("C’est une autre personne")
    await fatou.saw("Enregistré sous la référence C-2026-000")
    await fatou.sees("Offres qui correspondent")
    assert count(town, Candidate) == 2


async def test_the_second_tap_of_two_saves_nothing_twice(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "")
    await fatou.sees("Offres qui correspondent")
    await add(fatou, "DUPONT Marie", "")
    await fatou.sees("C’est une autre personne")
    tapped = await button_of(fatou, "another-person")
    await forge(fatou, *tapped)
    await forge(fatou, *tapped)
    await fatou.sees("Ce formulaire est terminé")
    assert count(town, Candidate) == 2


async def test_a_correction_keeps_what_was_there(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    denis = await town.joins("Denis", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "0611223344")
    await fatou.sees("Offres qui correspondent")
    for someone in (fatou, denis):
        await someone.says("C-2026-0001")
        await someone.sees("[Dossier…]")
        await someone.taps("Dossier…")
        await someone.sees("Que voulez-vous faire du dossier")
        await someone.taps("Corriger")
        await someone.sees("C-2026-0001", "Modifier : Téléphone")
    await fatou.taps("Modifier : Téléphone")
    await fatou.sees("Votre réponse")
    await fatou.says("06 99 88 77 66")
    await fatou.sees("06 99 88 77 66", "Enregistrer")
    await fatou.taps("Enregistrer")
    await fatou.sees("06 99 88 77 66", "Dossier…")
    await denis.taps("Modifier : Métiers")
    await denis.sees("✓ Maçon")
    await denis.says("peintre en bâtiment")
    await denis.sees("✓ Maçon", "✓ Peint")
    await denis.taps("C’est tout")
    await denis.sees("Enregistrer")
    await denis.taps("Enregistrer")
    await denis.saw("Le dossier est corrigé")
    said, candidate = profile(town, 1)
    assert (said.phone, said.jobs) == ("+33699887766", ("F1703", "F1606"))
    await denis.sees("[Dossier…]")
    await denis.taps("Dossier…")
    await denis.sees("Que voulez-vous faire du dossier")
    await denis.taps("Historique")
    await denis.sees("Denis Martin · Métiers", "06 11 22 33 44 → 06 99 88 77 66", "Créé le")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        changes = history.of(session, Subject("candidate", candidate.id or 0))
    assert [change.field for change in changes] == ["jobs", "phone"]
    assert audited(town) == ["add candidate", "change candidate", "change candidate"]


async def test_note_adviser_closing_and_opening_again(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    denis = await town.joins("Denis", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "")
    await fatou.sees("Offres qui correspondent")
    await denis.says("/candidats")
    await denis.sees("Tous les candidats", "C-2026-0001")
    await denis.taps("C-2026-0001")
    await denis.sees("[Dossier…]")
    await denis.taps("Dossier…")
    await denis.sees("Que voulez-vous faire du dossier")
    await denis.taps("Ajouter une note")
    await denis.sees("Que faut-il noter")
    await denis.says("Préfère les chantiers proches <b>")
    await denis.sees("Enregistrer")
    await denis.taps("Enregistrer")
    await denis.sees("Préfère les chantiers proches <b>", "Référent : Fatou Martin")
    await denis.sees("[Dossier…]")
    await denis.taps("Dossier…")
    await denis.sees("Que voulez-vous faire du dossier")
    await denis.taps("Devenir référent")
    await denis.sees("Référent : Denis Martin")
    await fatou.sees("Denis Martin accompagne désormais C-2026-0001")
    await denis.sees("[Dossier…]")
    await denis.taps("Dossier…")
    await denis.sees("Que voulez-vous faire du dossier")
    await denis.taps("Fermer le dossier")
    await denis.sees("Fermer le dossier C-2026-0001")
    await denis.taps("Oui, fermer")
    await denis.sees("dossier fermé", "Rouvrir le dossier")
    assert "Offres" not in await denis.screen()
    await denis.says("/candidats")
    await denis.sees("aucun candidat")
    await denis.says("dupont")
    await denis.sees("C-2026-0001 · DUPONT Marie · dossier fermé")
    await denis.taps("C-2026-0001")
    await denis.sees("Rouvrir le dossier")
    await denis.taps("Rouvrir le dossier")
    await denis.sees("Oui, rouvrir")
    await denis.taps("Oui, rouvrir")
    await denis.sees("en recherche", "[Dossier…]")
    expected = ["add", "note", "follow", "close", "reopen"]
    assert audited(town) == [f"{verb} candidate" for verb in expected]


async def test_a_coordinator_merges_two_files(town: Town) -> None:
    claire = await town.joins("Claire", "coordinator", PLIE)
    await add(claire, "DUPONT Marie", "")
    await claire.sees("Offres qui correspondent")
    await add(claire, "DUPOND Maria", "0611223344")
    await claire.sees("C-2026-0002", "Offres qui correspondent")
    await claire.says("C-2026-0001")
    await claire.sees("[Dossier…]")
    await claire.taps("Dossier…")
    await claire.sees("Que voulez-vous faire du dossier")
    await claire.taps("Fusionner")
    await claire.sees("référence de l’autre dossier")
    await claire.says("C-2026-0001")
    await claire.sees("Montrer les deux")
    await claire.taps("Montrer les deux")
    await claire.sees("C’est le même dossier")
    await claire.taps("Modifier")
    await claire.sees("Quelle est la référence")
    await claire.says("C-2026-0002")
    await claire.sees("Montrer les deux")
    await claire.taps("Montrer les deux")
    await claire.sees("DUPONT Marie", "DUPOND Maria", "Garder C-2026-0001", "Garder C-2026-0002")
    stale = await button_of(claire, "merged-candidate:2:1")
    await claire.taps("Garder C-2026-0001")
    await claire.sees("C-2026-0001", "DUPONT Marie", "06 11 22 33 44")
    await forge(claire, *stale)
    await claire.sees("ne peut plus être fusionné")
    await claire.says("C-2026-0002")
    await claire.sees("fusionné avec C-2026-0001")
    await claire.says("dupond")
    await claire.sees("C-2026-0001 · DUPONT Marie")
    await claire.taps("C-2026-0001 · DUPONT")
    await claire.sees("[Dossier…]")
    await claire.taps("Dossier…")
    await claire.sees("Que voulez-vous faire du dossier")
    await claire.taps("Historique")
    await claire.sees("Téléphone")


async def test_search_form_says_when_nobody_or_too_many_are_found(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "")
    await fatou.sees("Offres qui correspondent")
    await fatou.says("/candidats")
    await fatou.sees("Chercher")
    await fatou.taps("Chercher")
    await fatou.sees("Qui cherchez-vous")
    await fatou.says("durand")
    await fatou.sees("durand", "Modifier")
    await fatou.taps("Chercher")
    await fatou.sees("Personne ne correspond")
    await fatou.taps("Modifier")
    await fatou.sees("Qui cherchez-vous")
    await fatou.says("C-2026-0001")
    await fatou.sees("C-2026-0001", "Modifier")
    await fatou.taps("Chercher")
    await fatou.sees("C-2026-0001", "Dossier…")
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        from seekers import filed

        for _ in range(9):
            filed(session, 1, app.make_clock(town.settings).now(), phone=None)
    await fatou.says("marie")
    screen = await fatou.sees("précisez")
    assert screen.count("C-2026-") == 8
    await fatou.says("/candidats")
    await fatou.sees("Suite")
    await fatou.taps("Suite")
    await fatou.sees("C-2026-0001 · DUPONT", "‹")
    await fatou.says("bonjour")
    await fatou.sees("Rien ne correspond")


async def heard(someone: Someone, before: int) -> None:
    """Wait until the bot has answered, however it did."""
    for _ in range(250):
        if len(await someone.said()) > before:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("no answer")


BUTTONS = [
    "candidate:1", "candidate-history:1", "correct-candidate:1", "note-candidate:1", "follow-candidate:1:1",
    "close-candidate:1", "closed-candidate:1", "reopen-candidate:1", "reopened-candidate:1",
    "merge-candidate:1",
    "merged-candidate:1:2", "candidates:all:0", "candidates:mine:0", "search-candidates", "another-person:1",
    "go:candidat", "go:candidats", "f:1a:pick:no-consent", "candidate:999", "another-person:999",
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "organisation", "kind"),
    [
        ("buyer", "Ville de Caen", None),
        ("company", "Bâti Normandie", None),
        ("prescriber", "Mission Locale", "mission_locale"),
        ("siae", "Chantier École", None),
        ("professional", "Cabinet Conseil", None),
    ],
)
async def test_nobody_else_gets_anything(town: Town, role: str, organisation: str, kind: str | None) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "0611223344")
    await fatou.sees("Offres qui correspondent")
    before = audited(town)
    other = await town.joins("Ahmed", role, organisation, kind)
    home = (await other.messages())[-1]["message_id"]
    for data in BUTTONS:
        said = len(await other.said())
        await forge(other, data, home)
        await heard(other, said)
    for typed in ("C-2026-0001", "dupont", "/candidat", "/candidats"):
        await other.says(typed)
    everything = "\n".join(await other.said())
    assert "DUPONT" not in everything
    assert "06 11" not in everything
    assert audited(town) == before
    assert count(town, Candidate) == 1


async def test_a_facilitator_does_not_merge(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    for name in ("DUPONT Marie", "PETIT Ali"):
        await add(fatou, name, "")
        await fatou.sees("Offres qui correspondent")
    home = (await fatou.messages())[-1]["message_id"]
    for data in ("merge-candidate:1", "merged-candidate:1:2"):
        await forge(fatou, data, home)
        await fatou.sees("n’avez pas le droit")
    assert [profile(town, number)[1].state for number in (1, 2)] == ["active", "active"]


async def test_a_yes_of_another_form_saves_nothing(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "")
    await fatou.sees("Offres qui correspondent")
    await add(fatou, "DUPONT Marie", "")
    await fatou.sees("C’est une autre personne")
    stale = await button_of(fatou, "another-person")
    await fatou.says("/annuler")
    await fatou.sees("rien n’a été envoyé")
    await fill(fatou, "BERNARD Luc", "")
    await fatou.taps("Oui")
    await fatou.sees("Enregistrer", "BERNARD Luc")
    await fatou.taps("C’est une autre personne")
    for _ in range(250):
        if any("question précédente" in toast for toast in await fatou.toasts()):
            break
        await asyncio.sleep(0.02)
    assert any("question précédente" in toast for toast in await fatou.toasts())
    assert sum("BERNARD Luc" in text for text in await fatou.said()) == 2, "where one is, on the card tapped"
    assert count(town, Candidate) == 1
    await fatou.taps("Enregistrer")
    for _ in range(250):
        if count(town, Candidate) == 2:
            break
        await asyncio.sleep(0.02)
    assert count(town, Candidate) == 2
    await forge(fatou, *stale)
    await fatou.saw("Ce formulaire est terminé")
    assert count(town, Candidate) == 2


async def test_a_correction_that_makes_two_files_alike_says_so(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    await add(fatou, "DUPONT Marie", "0611223344")
    await fatou.sees("Offres qui correspondent")
    await add(fatou, "BERNARD Luc", "")
    await fatou.sees("Offres qui correspondent")
    await fatou.says("C-2026-0002")
    await fatou.sees("[Dossier…]")
    await fatou.taps("Dossier…")
    await fatou.sees("Que voulez-vous faire du dossier")
    await fatou.taps("Corriger")
    await fatou.sees("Modifier : Téléphone")
    await fatou.taps("Modifier : Téléphone")
    await fatou.sees("À quel numéro")
    await fatou.says("06 11 22 33 44")
    await fatou.sees("06 11 22 33 44", "Enregistrer")
    await fatou.taps("Enregistrer")
    await fatou.sees("D’autres dossiers ont le même téléphone que C-2026-0002", "[Ouvrir C-2026-0001]")
    assert "Fusionner" not in await fatou.screen()
    await fatou.saw("Le dossier est corrigé")
    await fatou.says("C-2026-0002")
    await fatou.sees("[Dossier…]")
    await fatou.taps("Dossier…")
    await fatou.sees("Que voulez-vous faire du dossier")
    await fatou.taps("Corriger")
    await fatou.sees("Modifier : Expérience")
    await fatou.taps("Modifier : Expérience")
    await fatou.sees("[Retour]", "[Être rappelé]")
    await fatou.says("3 ans")
    await fatou.sees("Enregistrer")
    await fatou.taps("Enregistrer")
    await fatou.sees("Dossier…")
    assert sum("D’autres dossiers ont" in text for text in await fatou.said()) == 1
