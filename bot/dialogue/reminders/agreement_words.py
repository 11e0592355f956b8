"""What reminders about the agreement are about, in words."""

from bot.dialogue import formats
from bot.dialogue.fitting import cut
from bot.dialogue.translations import N_, label
from bot.store import agreements, organisations, terminations
from bot.store.database import Session
from bot.store.people import Member

_LONGEST = 60
GONE = "–"


def named(session: Session, subject: int, reader: Member) -> str:
    """The last day of the agreement; for a number below zero, whose termination took effect and when."""
    if subject < 0:
        row = terminations.get(session, -subject)
        home = None if row is None else organisations.find_number(session, row.organisation_id)
        if row is None or home is None:
            return GONE
        day = formats.day(row.effective_on, reader.language)
        said = N_("{name} is a partner no longer since {day}")
        return label(reader.language, said, name=cut(home.name, _LONGEST), day=day)
    agreement = agreements.get(session, subject)
    if agreement is None:
        return GONE
    return label(reader.language, N_("it ends on {day}"), day=formats.day(agreement.ends_on, reader.language))


def opens(_subject: int) -> str:
    """What the button that opens the agreement carries, for coordinators and signatories alike."""
    return "agreement"
