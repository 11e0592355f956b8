"""What a message announces, as the answers of a form: only what is sure, the rest stays open."""

from decimal import Decimal
from typing import Any

from bot.dialogue.readers.announcement import Announced
from bot.dialogue.readers.lots import LotLine


def contract_answers(read: Announced) -> dict[str, Any]:
    """The answers of `/marche` understood in a message."""
    return _known(
        {
            "title": read.title,
            "category": read.category,
            "commune": read.commune,
            "amount": _text(read.amount),
            "consultation": read.consultation.to_json() if read.consultation else None,
            "start": read.start.to_json() if read.start else None,
            "months": _text(read.months),
            "lots": [_lot(line, place) for place, line in enumerate(read.lots, 1)] or None,
        }
    )


def offer_answers(read: Announced) -> dict[str, Any]:
    """The answers of `/offre` understood in a message."""
    return _known(
        {
            "job": read.job,
            "positions": read.positions,
            "commune": read.commune,
            "start": read.start.to_json() if read.start else None,
            "contract": read.contract,
            "months": _text(read.months),
            "weekly_hours": _text(read.weekly_hours),
        }
    )


def _known(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if value is not None}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _lot(line: LotLine, place: int) -> dict[str, Any]:
    return {"number": line.number or str(place), "title": line.title, "amount": _text(line.amount)}
