"""Awarded lots with a clause as open data: the field names of the essential data of public procurement
(« données essentielles de la commande publique », order of 22 December 2022), one row a lot."""

import csv
import re
from collections.abc import Iterator
from decimal import ROUND_CEILING
from io import StringIO
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import Organisation, rows_of

FIELDS = (
    "id",
    "acheteur_id",
    "acheteur_nom",
    "nature",
    "objet",
    "lot",
    "categorie",
    "lieuExecution_nom",
    "dureeMois",
    "dateNotification",
    "montant",
    "titulaire_id",
    "titulaire_typeIdentifiant",
    "titulaire_denominationSociale",
    "considerationsSociales",
)
CLAUSE = "Clause sociale"
_CATEGORIES = {"works": "Travaux", "services": "Services", "supplies": "Fournitures"}
_AWARDED = (LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED)
_organisations = rows_of(Organisation)
_HARMFUL = re.compile(r"(^(?=[=+\-@\t\r\n＝＋－＠])|[;\t\r\n](?=[=+\-@＝＋－＠]))")
"""Where a cell begins, also for a spreadsheet that takes a semicolon (as the French Excel does) or a tab for
the border of one; and what makes a formula of it."""


def text(session: Session, asked: Asked) -> str:
    """The CSV of the lots awarded in the period whose clause was confirmed; amounts in euros excl. VAT, whole
    months, rounded up."""
    content = StringIO()
    writer = csv.DictWriter(content, FIELDS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(session, asked))
    return content.getvalue()


def safe(value: str) -> str:
    """A text a spreadsheet does not take for a formula."""
    return _HARMFUL.sub(r"\1'", value)


def _rows(session: Session, asked: Asked) -> Iterator[dict[str, Any]]:
    buyers, suppliers = _organisations.alias("buyers"), _organisations.alias("suppliers")
    query = (
        sa.select(
            PROCUREMENTS.c.reference,
            PROCUREMENTS.c.title,
            PROCUREMENTS.c.category,
            PROCUREMENTS.c.commune,
            PROCUREMENTS.c.months,
            LOTS.c.number,
            LOTS.c.title.label("lot"),
            LOTS.c.awarded_on,
            LOTS.c.awarded_amount,
            buyers.c.name.label("buyer"),
            buyers.c.siret.label("buyer_siret"),
            suppliers.c.name.label("supplier"),
            suppliers.c.siret,
        )
        .join_from(LOTS, PROCUREMENTS)
        .join(buyers, buyers.c.id == PROCUREMENTS.c.organisation_id)
        .outerjoin(suppliers, suppliers.c.id == LOTS.c.supplier_id)
        .where(
            asked.on(LOTS.c.awarded_on),
            LOTS.c.confirmed_on.is_not(None),
            LOTS.c.state.in_([str(state) for state in _AWARDED]),
        )
        .order_by(LOTS.c.awarded_on, LOTS.c.id)
    )
    if asked.buyer_id is not None:
        query = query.where(PROCUREMENTS.c.organisation_id == asked.buyer_id)
    for row in session.core.execute(query):
        yield {
            "id": safe(f"{row.reference}-{row.number}"),
            "acheteur_id": row.buyer_siret or "",
            "acheteur_nom": safe(row.buyer),
            "nature": "Marché",
            "objet": safe(row.title),
            "lot": safe(row.lot),
            "categorie": _CATEGORIES[row.category],
            "lieuExecution_nom": safe(row.commune),
            "dureeMois": f"{row.months.to_integral_value(ROUND_CEILING)}",
            "dateNotification": row.awarded_on.isoformat(),
            "montant": "" if row.awarded_amount is None else f"{row.awarded_amount:.2f}",
            "titulaire_id": row.siret or "",
            "titulaire_typeIdentifiant": "SIRET" if row.siret else "",
            "titulaire_denominationSociale": safe(row.supplier or ""),
            "considerationsSociales": CLAUSE,
        }
