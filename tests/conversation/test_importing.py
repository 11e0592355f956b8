"""A coordinator takes over the lists kept before: read, corrected, imported once."""

import contextlib
import io
from typing import Any

import lists
import openpyxl
import sqlalchemy as sa
from town import Someone, Town

from bot import app
from bot.store.tables import Candidate, Imported, ImportFile, Organisation, Procurement, rows_of

PLIE = "PLIE du pays de Caen"


def rows(town: Town, table: Any) -> list[Any]:
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        return list(session.core.execute(sa.select(rows_of(table)).order_by(rows_of(table).c.id)))


def people(*listed: list[Any]) -> bytes:
    return lists.workbook(lists.PEOPLE, *listed)


async def begin(coordinator: Someone, name: str, content: bytes) -> None:
    await coordinator.says("/importer")
    await coordinator.sees("Envoyez la liste à importer", "[Modèle : Candidats]")
    await coordinator.sends(name, content)


async def test_candidates_from_a_spreadsheet_to_the_list(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    other = await town.joins("Carole", "coordinator", PLIE)
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    heard = len(await facilitator.said())
    await begin(
        coordinator,
        "participants.xlsx",
        people(lists.person(1), lists.person(2, _13=""), lists.person(3, _4="1890")),
    )
    await coordinator.sees(
        "Import · Candidats",
        "1 nouveau candidat",
        "2 lignes à corriger",
        "ligne 3, Consentement recueilli le : Cette cellule est vide",
        "Rien n’est importé tant qu’une ligne est à corriger",
        "[Fichier des erreurs]",
    )
    await coordinator.taps("Voir les erreurs")
    await coordinator.sees("ligne 4, Année de naissance, « 1890 »", "[‹ Retour à l’import]")
    await coordinator.taps("Fichier des erreurs")
    found = await coordinator.receives("lignes-a-corriger.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(found["lignes-a-corriger.xlsx"])).active
    assert [sheet.cell(row, len(lists.PEOPLE) + 1).value is None for row in (2, 3, 4)] == [True, False, False]
    await coordinator.taps("Retour à l’import")
    await coordinator.taps("Annuler")
    await coordinator.saw(
        "Annulé", "rien du fichier n’est conservé", "[Importer une autre liste]", "[Ce que je peux faire]"
    )
    assert rows(town, Candidate) == rows(town, ImportFile) == []

    content = people(lists.person(1), lists.person(2), lists.person(3))
    await coordinator.taps("Importer une autre liste")
    await coordinator.sees("Envoyez la liste à importer", "[Modèle : Candidats]")
    await coordinator.sends("participants.xlsx", content)
    await coordinator.sees(
        "3 nouveaux candidats",
        "Les partenaires n’en sont pas avertis. Un import ne s’annule pas",
        "[Importer 3 éléments]",
    )
    assert rows(town, Candidate) == []
    await coordinator.taps("Importer 3 éléments")
    await coordinator.sees("Importé : 3 nouveaux candidats", "[Candidats]")
    assert [row.reference for row in rows(town, Candidate)] == ["C-2026-0001", "C-2026-0002", "C-2026-0003"]
    await other.sees("Claire Martin a importé une liste : 3 nouveaux candidats")
    assert len(await facilitator.said()) == heard
    await coordinator.taps("Candidats")
    await coordinator.sees("C-2026-0003", "NOMaaaad")

    await begin(coordinator, "encore.xlsx", content)
    await coordinator.sees(
        "0 nouveau candidat", "3 déjà dans Clausette", "Cette liste ne contient rien de nouveau"
    )
    assert len(rows(town, Candidate)) == len(rows(town, Imported)) == 3


async def test_open_data_need_their_buyer_first(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    buyer = await town.joins("Brigitte", "buyer", "Ville de Caen")
    heard = len(await buyer.said())
    content = lists.decp(lists.awarded(1), lists.awarded(2, considerationsSociales=[]))
    await begin(coordinator, "decp.json", content)
    await coordinator.sees(
        "Import · Marchés", "1 sans clause sociale, laissé de côté", "Aucun acheteur n’est connu"
    )
    with contextlib.closing(app.open_database(town.settings)) as database, database.begin() as session:
        organisations = rows_of(Organisation)
        named = organisations.c.name == "Ville de Caen"
        session.core.execute(sa.update(organisations).where(named).values(siret=lists.CITY_SIRET))
    await begin(coordinator, "decp.json", content)
    await coordinator.taps("Importer 1 élément")
    await coordinator.sees("Importé : 1 nouveau marché", "[Marchés]")
    await coordinator.taps("Marchés")
    await coordinator.taps("M-2026-0001")
    await coordinator.sees("Rénovation de l’école 1", "Ville de Caen · Travaux", "État : attribué")
    await coordinator.taps("Lots attribués")
    await coordinator.taps("1 · Rénovation")
    await coordinator.sees("SIRET 732 829 320 00074", "250 000,50 €", "2 juin 2025")
    assert len(await buyer.said()) == heard
    await buyer.says("/mesmarches")
    await buyer.sees("M-2026-0001")


async def test_what_became_of_a_contract_comes_with_it(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await town.joins("Brigitte", "buyer", "Ville de Caen")
    buyer = {"id": "", "nom": "Ville de Caen"}
    later = {"dateNotificationModification": "2025-09-15", "montant": 300000, "dureeMois": 18}
    handed = later | {"titulaires": [{"id": lists.OTHER_SIRET}], "dateNotificationModification": "2026-02-01"}
    amended = lists.awarded(1, acheteur=buyer, modifications=[later, handed | {"montant": 310000.5}])
    await begin(coordinator, "decp.json", lists.decp(amended, lists.awarded(2, acheteur=buyer)))
    await coordinator.sees(
        "2 lots : attribué (2)", "2 avenants", "Ce marché a changé de titulaire", "Ville de Caen/2025000100."
    )
    await coordinator.taps("Importer 2 éléments")
    await coordinator.sees("Importé : 2 nouveaux marchés", "[Importer une autre liste]")
    await coordinator.taps("Marchés")
    await coordinator.taps("M-2026-0001")
    await coordinator.taps("Lots attribués")
    await coordinator.taps("1 · Rénovation")
    await coordinator.sees("SIRET 552 081 317 00000", "250 000,50 €", "310 000,50 €", "18 mois", "Avenants")
    again = lists.decp(amended, lists.awarded(2, acheteur=buyer))
    await begin(coordinator, "decp.json", again)
    seen = await coordinator.sees("2 déjà dans Clausette", "Cette liste ne contient rien de nouveau")
    assert "titulaire" not in seen


async def test_the_model_comes_back_filled(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await coordinator.says("/importer")
    await coordinator.taps("Modèle : Entreprises")
    found = await coordinator.receives("modele-entreprises.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(found["modele-entreprises.xlsx"]))
    book.active.append(["Toitures du Bessin", lists.SIRET])
    target = io.BytesIO()
    book.save(target)
    await coordinator.sends("entreprises.xlsx", target.getvalue())
    await coordinator.sees("Import · Entreprises", "1 nouvelle entreprise")
    await coordinator.taps("Importer 1 élément")
    await coordinator.sees("Importé : 1 nouvelle entreprise")
    assert "Toitures du Bessin" in {row.name for row in rows(town, Organisation)}


async def test_what_is_no_list_is_said_and_asked_again(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await begin(coordinator, "photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(64))
    await coordinator.sees("Ce fichier ne contient pas de liste lisible", "[Annuler]")
    await coordinator.sends("liste.csv", lists.csv(("Nom", "SIRET"), ("", "")))
    await coordinator.sees("ne contient aucune ligne")
    await coordinator.sends("liste.csv", lists.csv(lists.PEOPLE[:-1], lists.person(1)[:-1]))
    await coordinator.sees(
        "Il manque à cette liste (Candidats, en-têtes à la ligne 1)", "Consentement recueilli le"
    )
    await coordinator.says("voici la liste")
    await coordinator.sees("Seul un fichier est accepté ici")
    await coordinator.sends(
        "liste.csv", lists.csv(("Entreprise", "SIRET", "Ville"), ("Toitures", lists.SIRET, "Caen"))
    )
    await coordinator.sees("1 nouvelle entreprise", "Colonnes non lues : Ville")


async def test_nobody_else_imports(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    facilitator = await town.joins("Fatou", "facilitator", PLIE)
    await facilitator.says("/importer")
    await facilitator.sees("Vous n’avez pas le droit")
    await begin(coordinator, "liste.xlsx", people(lists.person(1)))
    await coordinator.sees("[Importer 1 élément]")
    await facilitator.forges("import-run:1")
    await facilitator.sees("Vous n’avez pas le droit")
    assert rows(town, Candidate) == []
    await coordinator.taps("Importer 1 élément")
    await coordinator.sees("Importé")
    await coordinator.forges("import-run:1")
    await coordinator.sees("Ce fichier est déjà importé")
    assert len(rows(town, Candidate)) == 1
    assert rows(town, Procurement) == []


async def test_contracts_say_where_their_lots_will_stand(town: Town) -> None:
    coordinator = await town.joins("Claire", "coordinator", PLIE)
    await town.joins("Brigitte", "buyer", "Ville de Caen")
    bare = dict.fromkeys(("_10", "_11", "_12", "_13", "_14", "_15"), "")
    wrong = lists.contract(3, _11=450000)
    book = openpyxl.load_workbook(
        io.BytesIO(lists.workbook(lists.CONTRACTS, lists.contract(1), lists.contract(2, **bare), wrong))
    )
    book.create_sheet("2024")["A1"] = "Référence"
    target = io.BytesIO()
    book.save(target)
    await begin(coordinator, "marches.xlsx", target.getvalue())
    screen = await coordinator.sees(
        "2 nouveaux marchés",
        "2 lots : annoncé (1), attribué (1)",
        "1 ligne à corriger",
        "Une seule feuille est lue, pas : 2024",
        "deux colonnes sont peut-être inversées",
    )
    assert "nouvelle entreprise" not in screen
    await coordinator.taps("Fichier des erreurs")
    found = await coordinator.receives("lignes-a-corriger.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(found["lignes-a-corriger.xlsx"])).active
    assert sheet.cell(4, len(lists.CONTRACTS) + 1).value.startswith(
        "Heures d’insertion, «\u00a0450000\u00a0»"
    )
    await begin(
        coordinator, "marches.csv", lists.csv(lists.CONTRACTS, lists.contract(1), lists.contract(2, **bare))
    )
    await coordinator.sees("2 nouveaux marchés", "1 nouvelle entreprise", "[Importer 2 éléments]")
