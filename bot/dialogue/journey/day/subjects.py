"""What the things of a day are about, as PLIE staff call them, and the button that opens each."""

from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import format_date

from bot.dialogue.fitting import cut
from bot.dialogue.journey.words import FOLLOW_UP_KINDS
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import LOCALES, label
from bot.rules.urgency import Waiting
from bot.store import candidates, held, offers, organisations, people, procurements
from bot.store.database import Session
from bot.store.tables import CallBack, FollowUp, Placement, Referral, Share
from bot.store.waiting.declared_hours import supplier_and_month

_LONGEST = 60
NOBODY = "–"

Named = Callable[[Session, int, str], str]


def _joined(*parts: str) -> str:
    return " · ".join(cut(part, _LONGEST) for part in parts if part)


def _call_back(session: Session, number: int, _language: str) -> str:
    task = session.get(CallBack, number)
    person = None if task is None else people.find(session, task.person_id)
    return NOBODY if person is None else _joined(person.name, person.organisation)


def _procurement(session: Session, number: int, _language: str) -> str:
    contract = procurements.get(session, number)
    return NOBODY if contract is None else _joined(contract.reference, contract.title)


def _lot(session: Session, number: int, _language: str) -> str:
    lot = held.named(session, number)
    return NOBODY if lot is None else _joined(lot.reference, lot.title)


def _offer(session: Session, number: int, _language: str) -> str:
    offer = offers.get(session, number)
    if offer is None:
        return NOBODY
    company = organisations.get(session, offer.organisation_id).name
    return _joined(offer.reference, job_label(offer.job), company)


def candidate_name(session: Session, number: int) -> str:
    """The name and the reference of a candidate; a dash for nobody."""
    candidate = candidates.get(session, number)
    if candidate is None:
        return NOBODY
    return f"{cut(candidates.name(session, candidate), _LONGEST)} ({candidate.reference})"


def _candidate(session: Session, number: int, _language: str) -> str:
    return candidate_name(session, number)


def _referral(session: Session, number: int, language: str) -> str:
    referral = session.get(Referral, number)
    if referral is None:
        return NOBODY
    return _joined(
        candidate_name(session, referral.candidate_id), _offer(session, referral.offer_id, language)
    )


def _placement(session: Session, number: int, _language: str) -> str:
    placement = session.get(Placement, number)
    if placement is None:
        return NOBODY
    company = organisations.get(session, placement.organisation_id).name
    return _joined(candidate_name(session, placement.candidate_id), placement.reference, company)


def _follow_up(session: Session, number: int, language: str) -> str:
    asked = session.get(FollowUp, number)
    if asked is None:
        return NOBODY
    return _joined(candidate_name(session, asked.candidate_id), label(language, FOLLOW_UP_KINDS[asked.kind]))


def _hours(session: Session, subject: int, language: str) -> str:
    supplier, month = supplier_and_month(subject)
    name = organisations.get(session, supplier).name
    first = date(month // 100, month % 100, 1)
    return _joined(name, str(format_date(first, "LLLL y", LOCALES[language])))


def _share(session: Session, number: int, language: str) -> str:
    share = session.get(Share, number)
    if share is None:
        return NOBODY
    siae = organisations.get(session, share.siae_id).name
    if share.offer_id is not None:
        return _joined(siae, _offer(session, share.offer_id, language))
    return _joined(siae, _lot(session, share.lot_id or 0, language))


_NAMED: Mapping[Waiting, Named] = {
    Waiting.CALL_BACK: _call_back,
    Waiting.ANNOUNCED: _procurement,
    Waiting.ADVICE: _procurement,
    Waiting.CLAUSE: _procurement,
    Waiting.UNDATED_CLAUSE: _procurement,
    Waiting.KICK_OFF: _lot,
    Waiting.RESERVED: _offer,
    Waiting.TO_SEND: _offer,
    Waiting.AWAITING: _referral,
    Waiting.PRESENTED: _referral,
    Waiting.DECLARED: _placement,
    Waiting.HOURS: _hours,
    Waiting.FOLLOW_UP: _follow_up,
    Waiting.ENDING: _placement,
    Waiting.ELIGIBILITY: _candidate,
    Waiting.SILENT: _candidate,
    Waiting.SHARE: _share,
}
_OPENS: Mapping[Waiting, str] = {
    Waiting.CALL_BACK: "call-back",
    Waiting.ANNOUNCED: "procurement",
    Waiting.ADVICE: "procurement",
    Waiting.CLAUSE: "procurement",
    Waiting.UNDATED_CLAUSE: "procurement",
    Waiting.KICK_OFF: "lot",
    Waiting.RESERVED: "offer",
    Waiting.TO_SEND: "offer",
    Waiting.AWAITING: "referral",
    Waiting.PRESENTED: "referral",
    Waiting.DECLARED: "placement",
    Waiting.FOLLOW_UP: "follow-up",
    Waiting.ENDING: "placement",
    Waiting.ELIGIBILITY: "renew-eligibility",
    Waiting.SILENT: "candidate",
    Waiting.SHARE: "share",
}


def named(session: Session, kind: Waiting, subject_id: int, language: str) -> str:
    """What the thing is about; a dash where it is gone."""
    return _NAMED[kind](session, subject_id, language)


def opens(kind: Waiting, subject_id: int) -> str:
    """What the button that opens the card of the thing carries."""
    if kind is Waiting.HOURS:
        supplier, month = supplier_and_month(subject_id)
        return f"hours-to-validate:{supplier}:{month}"
    return f"{_OPENS[kind]}:{subject_id}"
