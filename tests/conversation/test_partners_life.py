"""/partenaires: kinds, organisations, search, corrections, and a leaver's files in other hands."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from test_contracts import tap
from town import Someone, Town

from bot import app
from bot.store import audit, call_backs, history, organisations, people, procurements
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.procurements import Announcement, Announcer, Period
from bot.store.tables import Candidate, Category, Kind, Procurement

PLIE = "PLIE du pays de Caen"
SIRET = "73282932000074"
CANDIDATES: Any = Candidate.__table__
PROCUREMENTS: Any = Procurement.__table__


@contextlib.contextmanager
def inside(town: Town) -> Iterator[Session]:
    """A transaction on the town's database."""
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        yield session


def number_of(session: Session, someone: Someone) -> int:
    found = people.by_telegram(session, someone.id)
    assert found is not None
    return found.id


def contracts(town: Town, facilitator: Someone, buyer: Someone, count: int) -> None:
    """Contracts the facilitator examines."""
    with inside(town) as session:
        now = app.make_clock(town.settings).now()
        person = people.by_telegram(session, buyer.id)
        assert person is not None
        by = Announcer(person.organisation_id, person.id, on_behalf=False)
        for number in range(count):
            start = Period(now.date(), f"{now.date()}/day")
            said = Announcement(f"Marché {number}", Category.WORKS, "Caen", start, 12, [])
            made = procurements.add(session, said, by, "announced", now.date(), now)
            procurements.take(session, made.id or 0, number_of(session, facilitator), now)


def files(town: Town, count: int, state: str = "active", **hands: Someone) -> None:
    """Candidates whose `adviser_id` or `proposed_by` is someone."""
    with inside(town) as session:
        now = app.make_clock(town.settings).now()
        held = {column: number_of(session, who) for column, who in hands.items()}
        known = session.core.execute(sa.select(sa.func.count()).select_from(CANDIDATES)).scalar_one()
        for number in range(known, known + count):
            row = {
                "uid": f"u{number}", "reference": f"C-2026-{number:04d}", "name": b"", "double_key": b"",
                "birth_year": 1990, "sex": "female", "commune": "Caen", "level": 3, "experience": 1,
                "held": 0, "eligibility": b"", "available_on": now.date(), "available_as": "",
                "origin": "plie",
                "consent_on": now.date(), "consent_heard_by": 1, "created_by": 1, "created_at": now,
                "state": state, "contacted_on": now.date(),
            }  # fmt: skip
            session.core.execute(sa.insert(CANDIDATES).values(**row, **held))


def holders(town: Town, table: Any, column: str) -> set[int | None]:
    with inside(town) as session:
        return set(session.core.execute(sa.select(table.c[column])).scalars())


async def open_person(coordinator: Someone, name: str) -> None:
    await coordinator.says("/partenaires")
    await coordinator.taps("Toutes les personnes")
    await coordinator.taps(name)
    await coordinator.sees(f"{name}\n", "Son organisme")


async def test_kinds_then_organisations_then_people(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await town.joins("Marc", "company", "Bâti Normandie")
    for number in range(9):
        town.token("company", f"Entreprise {number}")
    await coordinator.says("/partenaires")
    await coordinator.sees("Partenaires", "[Acheteurs] | [Entreprises]", "[Chercher un partenaire]")
    await coordinator.taps("SIAE")
    await coordinator.sees("Il n’y a encore aucun organisme de ce type")
    await coordinator.taps("‹ Partenaires")
    await coordinator.taps("Entreprises")
    screen = await coordinator.sees("Entreprises, par nom", "Bâti Normandie", "Entreprise 6", "Suite")
    assert "Entreprise 7" not in screen
    await coordinator.taps("Suite")
    await coordinator.sees("Entreprise 7", "Entreprise 8", "Début")
    await coordinator.taps("Début")
    await coordinator.taps("Bâti Normandie")
    await coordinator.sees("Bâti Normandie\nEntreprise", "[Personnes ayant accès]", "[Renseigner le SIRET]")
    await coordinator.taps("Personnes ayant accès")
    await coordinator.sees("Ont accès pour Bâti Normandie", "Marc Martin")
    await coordinator.taps("Marc Martin")
    await coordinator.sees("Marc Martin", "Bâti Normandie · entreprise", "Accès actif", "[Retirer l’accès]")
    await coordinator.taps("Son organisme")
    await coordinator.sees("Bâti Normandie\nEntreprise")


async def test_an_organisation_shows_what_it_takes_part_in(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    contracts(town, coordinator, buyer, 3)
    await coordinator.says("/partenaires")
    await coordinator.taps("Acheteurs")
    await coordinator.taps("Ville de Caen")
    await coordinator.sees("3 marchés annoncés", "Acheteur")


async def search(coordinator: Someone, text: str) -> None:
    await coordinator.says("/partenaires")
    await coordinator.taps("Chercher un partenaire")
    await coordinator.sees("Quel organisme cherchez-vous")
    await coordinator.says(text)


async def test_a_partner_is_found_by_a_few_letters_or_a_slip(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await town.joins("Marc", "company", "Bâti Normandie")
    await town.joins("Brigitte", "buyer", "Batigère Habitat")
    await search(coordinator, "bati")
    await coordinator.sees("Bâti Normandie · Entreprise", "Batigère Habitat · Acheteur")
    await search(coordinator, "Bati Normendie")
    await coordinator.sees("Bâti Normandie · Entreprise")
    await search(coordinator, "bati normandie")
    await coordinator.sees("Bâti Normandie · Entreprise", "Marc Martin · Bâti Normandie · entreprise")
    await coordinator.taps("Marc Martin")
    await coordinator.sees("Accès actif")
    await search(coordinator, "<xyzzy>")
    await coordinator.sees("Aucun partenaire trouvé pour « <xyzzy> »")


async def correct(coordinator: Someone, home: str, what: str, typed: str) -> None:
    await search(coordinator, home)
    await coordinator.sees("Partenaires trouvés")
    await coordinator.taps(f"{home} ·")
    await coordinator.sees(f"{home}\n")
    await coordinator.taps(what)
    await coordinator.sees("1/1")
    await coordinator.says(typed)


async def test_a_name_is_corrected_and_the_earlier_one_kept(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await town.joins("Marc", "company", "Bati Normendie")
    await correct(coordinator, "Bati Normendie", "Corriger le nom", "  Bâti   Normandie ")
    await coordinator.sees("Corriger le nom d’un organisme · Bati Normendie", "Nom : Bâti")
    await coordinator.taps("Enregistrer")
    await coordinator.sees("Bâti Normandie\nEntreprise")
    await coordinator.saw("Le nom est corrigé")
    with inside(town) as session:
        found = organisations.find(session, Kind.COMPANY, "BATI NORMANDIE")
        assert found is not None
        assert organisations.find(session, Kind.COMPANY, "Bati Normendie") is None
        [change] = history.of(session, Subject("organisation", found.id or 0))
        assert (change.field, change.before, change.after) == ("name", "Bati Normendie", "Bâti Normandie")
        entry = audit.of(session, "organisation", found.id or 0)[0]
        assert (entry.action, dict(entry.details)) == ("rename", {})


async def test_two_organisations_of_a_kind_never_share_a_name(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    for home in ("Bâti Normandie", "Maçons du Bocage"):
        town.token("company", home)
    town.token("siae", "Maçons du Bocage 2")
    await correct(coordinator, "Bâti Normandie", "Corriger le nom", "MACONS DU BOCAGE")
    await coordinator.sees("Nom : MACONS")
    await coordinator.taps("Enregistrer")
    await coordinator.sees("s’appelle déjà « Maçons du Bocage »", "[Enregistrer]")
    await coordinator.taps("Modifier : Nom")
    await coordinator.sees("1/1")
    await coordinator.says("Maçons du Bocage 2")
    await coordinator.sees("Nom : Maçons du Bocage 2")
    await coordinator.taps("Enregistrer")
    await coordinator.sees("Maçons du Bocage 2\nEntreprise")


async def test_a_siret_is_checked_unique_and_can_be_taken_away(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    for home in ("Bâti Normandie", "Maçons du Bocage"):
        town.token("company", home)
    await correct(coordinator, "Bâti Normandie", "Renseigner le SIRET", "732 829 320 00075")
    await coordinator.sees("quatorze chiffres")
    await coordinator.says("732 829 320 00074")
    await coordinator.sees("SIRET : 732 829 320 00074")
    await coordinator.taps("Enregistrer")
    await coordinator.sees("Bâti Normandie\nEntreprise\nSIRET : 732 829 320 00074")
    await correct(coordinator, "Maçons du Bocage", "Renseigner le SIRET", SIRET)
    await coordinator.sees("Maçons du Bocage\n\nSIRET : 732")
    await coordinator.taps("Enregistrer")
    await coordinator.sees("Ce SIRET est déjà celui de Bâti Normandie")
    await coordinator.taps("Annuler")
    await coordinator.sees("annulé")
    await correct(coordinator, "Bâti Normandie", "Renseigner le SIRET", "pas de siret")
    await coordinator.sees("SIRET : –")
    await coordinator.taps("Enregistrer")
    screen = await coordinator.sees("Bâti Normandie\nEntreprise")
    assert "SIRET :" not in screen
    with inside(town) as session:
        assert organisations.by_siret(session, SIRET) is None


async def test_a_leavers_files_go_to_a_colleague(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    leaver = await town.joins("Fatou", "facilitator", PLIE)
    colleague = await town.joins("Denis", "facilitator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    contracts(town, leaver, buyer, 3)
    files(town, 2, adviser_id=leaver)
    files(town, 1, state="anonymised", adviser_id=leaver)
    files(town, 1, adviser_id=coordinator)
    await open_person(coordinator, "Fatou Martin")
    await coordinator.sees("Dossiers : 3 marchés examinés, 2 candidats suivis.")
    await coordinator.taps("Retirer l’accès")
    await coordinator.taps("Oui, retirer")
    await coordinator.sees("n’a plus accès", "3 marchés examinés", "[Confier ses dossiers à…]")
    await coordinator.taps("Confier ses dossiers à…")
    screen = await coordinator.sees("À qui confier", "[Denis Martin]", "[Claire Martin]")
    assert "Brigitte" not in screen
    await coordinator.taps("Denis Martin")
    question = await coordinator.sees(
        "Confier à Denis Martin les dossiers de Fatou Martin", "2 candidats suivis"
    )
    shown = (await coordinator.messages())[-1]
    assert "3 marchés examinés" in question
    await coordinator.taps("Oui, confier")
    await coordinator.sees("sont confiés à Denis Martin : 3 marchés examinés, 2 candidats suivis")
    await colleague.sees(
        "📁 Les dossiers de Fatou Martin vous sont confiés", "3 marchés examinés", "[Marchés]"
    )
    with inside(town) as session:
        taker, chief = number_of(session, colleague), number_of(session, coordinator)
        giver = taker - 1
        [entry] = [one for one in audit.of(session, "person", giver) if one.action == "hand over"]
    moved = {"procurements": 3, "followed": 2, "proposed": 0, "call_backs": 0}
    assert dict(entry.details) == {"to": taker} | moved
    assert holders(town, PROCUREMENTS, "examined_by") == {taker}
    assert holders(town, CANDIDATES, "adviser_id") == {taker, chief, giver}
    yes = shown["keyboard"][0][0]["callback_data"]
    await town.post("raw", update=tap(coordinator, yes))
    await coordinator.sees("Fatou Martin n’a aucun dossier à confier")
    told = [text for text in await colleague.said() if "vous sont confiés" in text]
    assert len(told) == 1
    await colleague.taps("archés")
    await colleague.sees("Marché 2")


async def test_a_partner_hands_over_to_its_own_people_only(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    leaver = await town.joins("Hugo", "prescriber", "Mission Locale de Caen", "mission_locale")
    colleague = await town.joins("Inès", "prescriber", "Mission Locale de Caen", "mission_locale")
    other = await town.joins("Jean", "prescriber", "Mission Locale de Falaise", "mission_locale")
    files(town, 4, proposed_by=leaver)
    with inside(town) as session:
        now = app.make_clock(town.settings).now()
        leaver_id, other_id, staff_id = (number_of(session, one) for one in (leaver, other, coordinator))
        assert call_backs.ask(session, leaver_id, "offer", now)
    await open_person(coordinator, "Hugo Martin")
    await coordinator.sees("4 candidats proposés, 1 rappel attendu")
    await coordinator.taps("Confier ses dossiers à…")
    screen = await coordinator.sees("[Inès Martin]")
    assert "Jean" not in screen
    assert "Claire" not in screen
    for forged in (
        f"handed:{leaver_id}:{other_id}",
        f"handed:{leaver_id}:{staff_id}",
        f"hand-to:{leaver_id}:99",
    ):
        await town.post("raw", update=tap(coordinator, forged))
    await coordinator.saw("un ou une collègue du même organisme")
    await coordinator.saw("introuvable")
    assert holders(town, CANDIDATES, "proposed_by") == {leaver_id}
    await coordinator.taps("Inès Martin")
    await coordinator.saw("Confier à Inès Martin les dossiers de Hugo Martin")
    await coordinator.taps("Oui, confier")
    await coordinator.saw("sont confiés à Inès Martin : 4 candidats proposés, 1 rappel attendu")
    await colleague.sees("Les dossiers de Hugo Martin vous sont confiés", "4 candidats proposés")
    assert holders(town, CANDIDATES, "proposed_by") == {leaver_id + 1}


async def test_files_do_not_go_to_someone_who_left_too(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    leaver = await town.joins("Fatou", "facilitator", PLIE)
    second = await town.joins("Denis", "facilitator", PLIE)
    files(town, 1, adviser_id=leaver)
    with inside(town) as session:
        leaver_id, second_id = number_of(session, leaver), number_of(session, second)
    await open_person(coordinator, "Denis Martin")
    await coordinator.taps("Retirer l’accès")
    await coordinator.taps("Oui, retirer")
    await coordinator.sees("Denis Martin (PLIE du pays de Caen) n’a plus accès")
    await town.post("raw", update=tap(coordinator, f"handed:{leaver_id}:{second_id}"))
    await coordinator.sees("Denis Martin n’a plus accès : choisissez quelqu’un d’autre")
    assert holders(town, CANDIDATES, "adviser_id") == {leaver_id}


async def test_who_left_is_still_found_from_the_organisation(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    leaver = await town.joins("Fatou", "facilitator", PLIE)
    files(town, 1, adviser_id=leaver)
    await open_person(coordinator, "Fatou Martin")
    await coordinator.taps("Retirer l’accès")
    await coordinator.taps("Oui, retirer")
    await coordinator.sees("Fatou Martin", "n’a plus accès")
    await coordinator.says("/partenaires")
    await coordinator.taps("PLIE")
    await coordinator.taps(PLIE)
    await coordinator.taps("Accès retirés")
    await coordinator.sees("N’ont plus accès", "Fatou Martin")
    await coordinator.taps("Fatou Martin")
    screen = await coordinator.sees("Accès retiré.", "1 candidat suivi", "[Confier ses dossiers à…]")
    assert "Retirer l’accès" not in screen


@pytest.mark.parametrize("role", ["buyer", "company", "facilitator", "prescriber"])
async def test_only_a_coordinator_administers(town: Town, role: str) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    other = await town.joins("Alex", role, "Quelque part")
    forged = (
        "go:partenaires", "partners-of:buyer:0", "organisation:1", "people-of:1:0", "gone-from:1:0",
        "rename:1", "siret:1", "partner-search", "partners:0", "partner:1", "hand:1:0",
        "hand-to:1:2", "handed:1:2",
    )  # fmt: skip
    before = len(await other.said())
    for data in forged:
        await town.post("raw", update=tap(other, data))
    await other.says("/langue")
    await other.sees("English")
    answers = (await other.said())[before:-1]
    assert len(answers) == len(forged)
    assert all("pas le droit" in text for text in answers)
    assert not [text for text in await coordinator.said() if "⚠️" in text]
