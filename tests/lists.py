"""Lists as coordinators keep them, made in memory."""

import io
import json
from collections.abc import Sequence
from typing import Any

import openpyxl

SIRET = "73282932000074"
OTHER_SIRET = "55208131700000"
CITY_SIRET = "21140118700003"
"""Numbers whose digits check each other."""

CONTRACTS = ("Référence", "Acheteur", "Objet", "Lot", "Intitulé du lot", "Type", "Ville", "Montant HT",
             "Date de début", "Durée", "Clause retenue le", "Heures d’insertion", "Attributaire",
             "SIRET titulaire", "Date d’attribution", "Montant attribué")  # fmt: skip
PEOPLE = ("N° dossier", "NOM", "Prénom", "Tél.", "Date de naissance", "Sexe", "Ville", "QPV", "Niveau",
          "Expérience", "Métier", "Critères", "Prescripteur", "Date du consentement")  # fmt: skip


def workbook(*rows: Sequence[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv(*rows: Sequence[Any], separator: str = ";", encoding: str = "utf-8") -> bytes:
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def contract(number: int, **changes: Any) -> list[Any]:
    """A row of CONTRACTS: a lot that was awarded."""
    row = dict(
        zip(
            CONTRACTS,
            (f"2025-{number}", "Ville de Caen", f"Gymnase {number}", "1", "Gros œuvre", "Travaux", "Caen",
             "450 000", "01/09/2025", "14", "12/03/2025", "630", "Maçonnerie du Bessin", SIRET,
             "02/06/2025", "437500"),
            strict=True,
        )
    )  # fmt: skip
    return list((row | {CONTRACTS[int(place[1:])]: value for place, value in changes.items()}).values())


def letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{number:05d}")


def person(number: int, **changes: Any) -> list[Any]:
    """A row of PEOPLE."""
    name = letters(number)
    row = [f"P-{number}", f"NOM{name}", f"Prenom{name}", f"06{10000000 + number}",
           f"12/03/{1965 + number % 30}", "FM"[number % 2], "Caen", "oui", "CAP",
           str(number % 12), "F1703", "RSA, QPV", "PLIE", "12/10/2026"]  # fmt: skip
    for place, value in changes.items():
        row[int(place[1:])] = value
    return row


def decp(*contracts: dict[str, Any], wrapped: bool = True) -> bytes:
    """Essential data of public procurement, in the shape of 2022 or, without the wrapping, of 2019."""
    listed: Any = {"marche": list(contracts)} if wrapped else list(contracts)
    return json.dumps({"marches": listed}).encode()


def awarded(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"2025{number:04d}00",
        "acheteur": {"id": CITY_SIRET},
        "nature": "Marché",
        "objet": f"Rénovation de l’école {number}",
        "codeCPV": "45210000-2",
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "14118", "typeCode": "Code commune"},
        "dureeMois": 12,
        "dateNotification": "2025-06-02",
        "datePublicationDonnees": "2025-06-20",
        "montant": 250000.5,
        "titulaires": [{"titulaire": {"id": SIRET, "typeIdentifiant": "SIRET"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale", "Critère social"]},
    } | changes
