"""Send a buyer's programme: its contracts of a year, announced in one go (article 2)."""

import hashlib
from collections.abc import Sequence

from bot.actions import demand
from bot.dialogue.contracts.programme_cards import Sent, told_card, told_key
from bot.dialogue.presence import check_partner
from bot.dialogue.readers.programme_fields import Contract
from bot.dialogue.readers.when import When
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState
from bot.rules.policy import Action, Owner
from bot.store import audit, people, procurements, programmes
from bot.store.procurements import Announcement, Announcer, LotDraft, Period, ProgrammeLine
from bot.store.programmes import Known
from bot.store.tables import Category, Programme


def send(turn: Turn, year: int, contracts: Sequence[Contract], organisation_id: int) -> Sent:
    """The contracts of the buyer that are new, announced with one programme; the PLIE is told once.

    What the buyer sent in a programme before is not created again, whoever sends it; where nothing is new,
    nothing changes and nobody is told. Raises Refused.
    """
    demand(turn, Action.ANNOUNCE, Owner(organisation_id))
    check_partner(turn, organisation_id)
    programmes.one_at_a_time(turn.session, organisation_id)
    keyed = {_key(contract): contract for contract in contracts}
    known = programmes.known(turn.session, organisation_id, keyed)
    new = {key: contract for key, contract in keyed.items() if key not in known}
    before = [known[key] for key in keyed if key in known]
    if not new:
        return Sent(None, (), before)
    by = Announcer(organisation_id, turn.me.id, on_behalf=turn.me.organisation_id != organisation_id)
    programme = programmes.add(
        turn.session, organisation_id, year, turn.me.id, turn.now, on_behalf=by.on_behalf
    )
    made = [
        _announce(turn, contract, by, ProgrammeLine(programme.id or 0, key)) for key, contract in new.items()
    ]
    _record(turn, programme, len(made), len(before))
    _tell(turn, programme)
    return Sent(programme, made, before)


def _key(contract: Contract) -> str:
    return hashlib.sha256(contract.key.encode()).hexdigest()


def _announce(turn: Turn, contract: Contract, by: Announcer, line: ProgrammeLine) -> Known:
    said = Announcement(
        title=contract.title,
        category=Category(contract.category),
        commune=contract.commune,
        start=_period(contract.start),
        months=contract.months,
        lots=[LotDraft("1", contract.title, contract.amount)],
        amount=contract.amount,
        consultation=_period(contract.consultation) if contract.consultation else None,
        line=line,
    )
    made = procurements.add(turn.session, said, by, LotState.ANNOUNCED, turn.today, turn.now)
    number = procurements.identity(made)
    audit.record(
        turn.session, turn.me.id, "announce", "procurement", number, turn.now,
        on_behalf=by.on_behalf, programme=line.programme_id,
    )  # fmt: skip
    return Known(made.reference, made.title)


def _period(when: When) -> Period:
    return Period(when.day, when.to_json())


def _record(turn: Turn, programme: Programme, new: int, known: int) -> None:
    audit.record(
        turn.session, turn.me.id, "send programme", "programme", programme.id or 0, turn.now,
        year=programme.year, new=new, known=known, on_behalf=programme.on_behalf,
    )  # fmt: skip


def _tell(turn: Turn, programme: Programme) -> None:
    """One message a programme, not one a contract; who sent it for the buyer has the answer already."""
    for colleague in people.staff(turn.session):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                told_key(programme.id or 0, colleague.id),
                lambda language: told_card(turn.session, programme, language),
            )
