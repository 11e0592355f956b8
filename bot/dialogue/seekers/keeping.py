"""Cards and fields of keeping a file longer than usual, and of erasing a person."""

from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Reading, Understood
from bot.dialogue.cards import Button, Card
from bot.dialogue.days import Day
from bot.dialogue.fitting import folded
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.seekers.candidates import name_of, open_button
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules.placements import months_after
from bot.store import candidates, legal_holds, parameters
from bot.store.candidates import identity
from bot.store.tables import Candidate

MOST_YEARS = 30
_YEARS = (1, 3, 5, 10)
_LINE, _GAP = Markup("\n"), Markup("\n\n")


def _likely(today: date) -> tuple[When, ...]:
    return tuple(When(months_after(today, 12 * years), Grain.DAY) for years in _YEARS)


class LastDay(Day):
    """The last day of something that is to last: exact, to come, not further than `MOST_YEARS` years. The
    value is `When.to_json()`."""

    def __init__(self) -> None:
        super().__init__(likely=_likely, hint=N_("For example: 31/12/2030."))

    def read(self, text: str, context: Context) -> Reading:
        """The day meant."""
        return _exact(super().read(text, context), context)

    def choose(self, code: str, context: Context) -> Reading:
        """The day tapped, or another month of the calendar."""
        return _exact(super().choose(code, context), context)


def _exact(reading: Reading, context: Context) -> Reading:
    if not isinstance(reading, Understood):
        return reading
    when = When.from_json(reading.value)
    if when.grain is not Grain.DAY:
        return NotUnderstood(N_("The exact day is expected."))
    if when.day > months_after(context.today, 12 * MOST_YEARS):
        return NotUnderstood(N_("At most {years} years from now, please."), {"years": MOST_YEARS})
    return reading


def hold_card(turn: Turn, candidate: Candidate) -> Card:
    """The legal hold of a file: until when, why, by whom; for coordinators only."""
    said = turn.t(
        N_("<b>{reference}</b> · legal hold until {day}, set by {name}"),
        reference=candidate.reference,
        day=_day(turn, candidate.hold_until),
        name=name_of(turn.session, candidate.hold_by),
    )
    number = identity(candidate)
    change = Button(label(turn.language, N_("Change the hold")), f"change-hold:{number}")
    lift = Button(label(turn.language, N_("Lift the hold")), f"lift-hold:{number}")
    ground = folded(legal_holds.ground(turn.session, candidate) or "–")
    return Card(_LINE.join([said, ground]), ((change, lift), (_back(turn, candidate),)))


def lift_card(turn: Turn, candidate: Candidate) -> Card:
    """The question before a hold is lifted."""
    said = N_(
        "Lift the legal hold of {reference}? The file is then kept as any other: {months} after the last "
        "contact it is anonymised."
    )
    months = formats.months(parameters.get(turn.session, "retention_months"), turn.language)
    number = identity(candidate)
    yes = Button(label(turn.language, N_("Yes, lift it")), f"lifted-hold:{number}")
    no = Button(label(turn.language, N_("No")), f"hold-candidate:{number}")
    return Card(turn.t(said, reference=candidate.reference, months=months), ((yes, no),))


def erase_card(turn: Turn, candidate: Candidate) -> Card:
    """What goes and what stays when a person is erased, and the question."""
    name = candidates.name(turn.session, candidate)
    lines = [
        turn.t(N_("Erase <b>{name}</b> ({reference})?"), name=name, reference=candidate.reference),
        turn.t(_GOES),
        turn.t(_STAYS),
        turn.t(N_("What was already sent, or printed, cannot be taken back. This cannot be undone.")),
    ]
    number = identity(candidate)
    yes = Button(label(turn.language, N_("Yes, erase the person")), f"erased-candidate:{number}")
    no = Button(label(turn.language, N_("No")), f"candidate:{number}")
    return Card(_GAP.join(lines), ((yes, no),))


_GOES = N_(
    "What goes: the name, the phone, where the person lives, the jobs sought, the notes, what was written at "
    "interviews and follow-ups, earlier versions of the file, the supporting documents, and the texts of "
    "messages that name the person."
)
_STAYS = N_(
    "What stays, under the reference alone: the year of birth, sex, training level, experience, origin and "
    "eligibility; the dates of interviews, presentations, contracts of work, hours, trainings and exits. The "
    "figures do not change."
)


def _back(turn: Turn, candidate: Candidate) -> Button:
    return open_button(identity(candidate), candidate.reference, turn.language)


def _day(turn: Turn, day: date | None) -> str:
    return "–" if day is None else formats.day(day, turn.language)
