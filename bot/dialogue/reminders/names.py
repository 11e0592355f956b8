"""What reminders about contracts, hours and proofs are about, as their reader may know it, and the cards they
open."""

from datetime import date

from babel.dates import format_date

from bot.dialogue import formats
from bot.dialogue.fitting import cut
from bot.dialogue.journey.day import subjects
from bot.dialogue.journey.day.subjects import NOBODY
from bot.dialogue.translations import LOCALES, N_, label
from bot.rules import evidence as rules
from bot.rules.urgency import Waiting
from bot.store import evidence_facts, evidence_things, lots, procurements, unproven
from bot.store.database import Session
from bot.store.people import Member
from bot.store.waiting.declared_hours import supplier_and_month

_LONGEST = 60


def call_back(session: Session, number: int, reader: Member) -> str:
    """Who asks to be called back, for the PLIE."""
    return subjects.named(session, Waiting.CALL_BACK, number, reader.language) if reader.is_staff else NOBODY


def procurement(session: Session, number: int, reader: Member) -> str:
    """The reference and the title of a contract, for the PLIE and its buyer."""
    found = procurements.get(session, number)
    if found is None or not (reader.is_staff or found.organisation_id == reader.organisation_id):
        return NOBODY
    return subjects.named(session, Waiting.ANNOUNCED, number, reader.language)


def lot(session: Session, number: int, reader: Member) -> str:
    """The reference of the contract and the title of a lot, for the PLIE and its supplier."""
    found = lots.get(session, number)
    if found is None or not (reader.is_staff or found.supplier_id == reader.organisation_id):
        return NOBODY
    return subjects.named(session, Waiting.KICK_OFF, number, reader.language)


def year(_session: Session, number: int, _reader: Member) -> str:
    """The year of a programme."""
    return str(number)


def hours(session: Session, subject: int, reader: Member) -> str:
    """The month, for the PLIE the organisation too."""
    if reader.is_staff:
        return subjects.named(session, Waiting.HOURS, subject, reader.language)
    _, month = supplier_and_month(subject)
    return str(format_date(date(month // 100, month % 100, 1), "LLLL y", LOCALES[reader.language]))


def proof(session: Session, subject: int, reader: Member) -> str:
    """The contract whose proofs are missing, for its buyer and who works for it; else the thing to prove, by
    its reference."""
    kind, number = unproven.subject_and_number(subject)
    about = evidence_things.thing(session, kind, number)
    if about is None:
        return NOBODY
    home = reader.organisation_id
    works = kind == "procurement" and evidence_facts.supplies(session, number, home)
    if not (reader.is_staff or home in about.owners or works):
        return NOBODY
    if kind == "procurement":
        return _joined(about.reference, about.word)
    on = None if about.on is None else formats.day(about.on, reader.language)
    return _joined(label(reader.language, _PROOFS[kind]), about.reference, on)


_PROOFS = {
    "placement": N_("contract of work"),
    "month": N_("hours of the month"),
    "training": N_("training"),
    "exit": N_("exit"),
    "termination": N_("registered letter of termination"),
}


def proof_card(subject: int) -> str:
    """What the button that opens what is missing carries."""
    kind, number = unproven.subject_and_number(subject)
    if kind == "procurement":
        return f"missing-of:{number}"
    return f"prove:{kind}:{number}:{rules.FITTING[kind][0]}"


def own_hours(subject: int) -> str:
    """What the button that opens the sheet of one's own month carries."""
    return f"hours:{supplier_and_month(subject)[1]}"


def hours_of(subject: int) -> str:
    """What the button by which the PLIE declares the hours of an organisation carries."""
    return f"hours-for:{supplier_and_month(subject)[0]}"


def hours_to_validate(subject: int) -> str:
    """What the button that opens the hours to validate carries."""
    return subjects.opens(Waiting.HOURS, subject)


def advice(number: int) -> str:
    """What the button that opens the advice of the PLIE carries."""
    return f"advice:{number}:0"


def _joined(*parts: str | None) -> str:
    return " · ".join(cut(part, _LONGEST) for part in parts if part)
