"""Renewing the eligibility of a candidate, or not (domain.md §4)."""

from datetime import date

from bot.actions import demand, renew_eligibility
from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.seekers.candidates import open_button
from bot.dialogue.translations import N_, label, translate_plural
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidates, eligibility, parameters
from bot.store.candidates import LIVING, identity
from bot.store.tables import Candidate


def _find(turn: Turn) -> Candidate:
    """The file of the button tapped, for those who may. Raises Refused."""
    demand(turn, Action.CHANGE_CANDIDATE)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("This candidate cannot be found."))
    return candidate


def _ask(turn: Turn) -> None:
    turn.edit(_card(turn, _find(turn)))


def _card(turn: Turn, candidate: Candidate) -> Card:
    """Until when the person is eligible, and the question."""
    end, back = candidate.eligible_until, (_back(turn, candidate),)
    if end is None:
        none = N_(
            "{reference}: the eligibility runs from the first placement. There is nothing to renew yet."
        )
        return Card(turn.t(none, reference=candidate.reference), (back,))
    said = N_("{reference} is eligible until {end}. Renewed, the eligibility would last until {after}.")
    text = turn.t(
        said,
        reference=candidate.reference,
        end=formats.day(end, turn.language),
        after=formats.day(renew_eligibility.until(turn, end), turn.language),
    )
    return Card(text, (*_answers(turn, candidate, end), back))


def _answers(turn: Turn, candidate: Candidate, end: date) -> Keyboard:
    months = int(parameters.get(turn.session, "eligibility_months"))
    yes = translate_plural(turn.language, "Renew for {n} month", "Renew for {n} months", months).unescape()
    about = f"{end:%Y%m%d}:{identity(candidate)}"
    return (
        (
            Button(yes, f"eligible:yes:{about}"),
            Button(label(turn.language, N_("Do not renew")), f"eligible:no:{about}"),
        ),
    )


def _back(turn: Turn, candidate: Candidate) -> Button:
    return open_button(identity(candidate), candidate.reference, turn.language)


def _answer(turn: Turn) -> None:
    """Renew it, or note that it is not, if it still ends on the day of the button."""
    candidate = _find(turn)
    _, said, day, _ = turn.data.split(":")
    end = _day(day)
    do, done = (
        (renew_eligibility.renew, N_("The eligibility is renewed."))
        if said == "yes"
        else (renew_eligibility.decline, N_("It is noted: the eligibility is not renewed."))
    )
    number = identity(candidate)
    if end is not None and do(turn, number, end):
        turn.toast(turn.t(done))
    else:
        turn.toast(turn.t(N_("This is already done.")))
    turn.session.refresh(candidate)
    turn.edit(_after(turn, candidate))


def _day(text: str) -> date | None:
    """The day of eight digits; None where no calendar has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _after(turn: Turn, candidate: Candidate) -> Card:
    """How things stand once it is answered."""
    if candidate.eligible_until is None:
        return _card(turn, candidate)
    end = candidate.eligible_until
    declined = eligibility.is_declined(turn.session, identity(candidate), end)
    lasts = N_("{reference} is eligible until {end}.")
    ends = N_("{reference} is eligible until {end}; it is noted that it will not be renewed.")
    text = turn.t(
        ends if declined else lasts, reference=candidate.reference, end=formats.day(end, turn.language)
    )
    return Card(text, ((_back(turn, candidate),),))


ROUTES = (
    button("renew-eligibility", _ask),
    button("eligible", _answer, args=r"(?:yes|no):\d{8}:\d{1,9}"),
)
