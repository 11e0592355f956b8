"""The workbook in which a buyer lists its contracts of a year: French, whoever asks for it."""

import io
from datetime import datetime
from typing import Any

NAME = "modele-programme.xlsx"
_HEADINGS = (
    ("Objet", 52),
    ("Commune", 26),
    ("Montant HT (€)", 18),
    ("Début", 18),
    ("Durée (mois)", 14),
    ("Type", 16),
    ("Consultation", 18),
)
_EXAMPLE = (
    "Exemple : rénovation de 12 logements (cette ligne n’est pas lue)",
    "Ifs",
    350000,
    "mars 2027",
    14,
    "Travaux",
    "novembre 2026",
)
TYPES = ("Travaux", "Services", "Fournitures")
_LINES = 200
_TEXT = "@"
_MONEY = "#,##0"
_TYPE = 5


def model(made: datetime) -> bytes:
    """The workbook to fill in: headings, an example that is not read back, the types as a list to choose
    from. `made` is the instant it says it was made."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": "Programme annuel des marchés", "created": made.replace(tzinfo=None)})
        sheet = book.add_worksheet("Programme")
        heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True})
        example = book.add_format({"italic": True, "font_color": "#808080"})
        text, amount = book.add_format({"num_format": _TEXT}), book.add_format({"num_format": _MONEY})
        for place, (name, width) in enumerate(_HEADINGS):
            sheet.set_column(place, place, width, {2: amount, 4: None}.get(place, text))
            sheet.write_string(0, place, name, heading)
            _write(sheet, place, _EXAMPLE[place], example)
        sheet.freeze_panes(1, 0)
        sheet.data_validation(1, _TYPE, _LINES + 1, _TYPE, _choice())
    return target.getvalue()


def _write(sheet: Any, place: int, value: str | int, example: Any) -> None:
    """A text as a text whatever it looks like, and a number as a number."""
    if isinstance(value, int):
        sheet.write_number(1, place, value, example)
    else:
        sheet.write_string(1, place, value, example)


def _choice() -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(TYPES),
        "error_title": "Type de marché",
        "error_message": "Choisissez Travaux, Services ou Fournitures.",
    }
