"""Why the days of the agreement cannot be: each a sentence that says what to do next; and the agreement an
action works on."""

from collections.abc import Mapping
from datetime import date

from bot.dialogue import formats
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.agreement import Fault
from bot.store import agreements
from bot.store.agreements import Signed
from bot.store.tables import Agreement

NONE = N_("The agreement is not recorded yet. /convention records it.")
NOT_SIGNED = N_("This organisation has not signed the agreement.")
SETTLED = N_("This renewal is settled: no answer is awaited any more.")
_FAULTS: Mapping[Fault, str] = {
    Fault.END_BEFORE_START: N_("The agreement would end before it starts. Please correct one of the days."),
    Fault.TOO_LONG: N_("The agreement would last more than ten years. Please correct one of the days."),
    Fault.NOT_LATER: N_("A renewal moves the last day: it has to be after {ends}."),
    Fault.OVER_THREE_YEARS: N_(
        "A renewal lasts three years at most (article 8): its last day is {latest} at the latest."
    ),
    Fault.ENDED: N_("The agreement ended on {ends}: it cannot be renewed. Please record a new one."),
    Fault.TO_COME: N_("The notification cannot be in the future. Please correct the day of the letter."),
    Fault.BEFORE_AGREEMENT: N_("This day is before the agreement began, on {starts}. Please correct it."),
}


def refuse(turn: Turn, fault: Fault | None, agreement: Agreement | None = None) -> None:
    """Go on when nothing is wrong with the days. Raises Refused."""
    if fault is None:
        return
    values: dict[str, date] = {}
    if agreement is not None:
        ends = agreement.ends_on
        values = {"ends": ends, "latest": rules.latest_end(ends), "starts": agreement.starts_on}
    shown = {name: formats.day(day, turn.language) for name, day in values.items()}
    raise Refused(_FAULTS[fault], **shown)


def locked(turn: Turn) -> Agreement:
    """The current agreement; nobody else changes it before the end of the turn. Raises Refused."""
    agreement = agreements.current(turn.session, lock=True)
    if agreement is None:
        raise Refused(NONE)
    return agreement


def signed(turn: Turn, agreement: Agreement, organisation_id: int) -> Signed:
    """The signatory of this organisation. Raises Refused."""
    one = agreements.signatory(turn.session, agreements.identity(agreement), organisation_id)
    if one is None:
        raise Refused(NOT_SIGNED)
    return one
