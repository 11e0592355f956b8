"""/heures: a company or a SIAE declares the hours of a month for all its people at once."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import allowed_any, declare_hours, demand
from bot.actions.declare_hours import Sheet as Declaring
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.form import Form, Step
from bot.dialogue.journey.hours.cards import month_from, months_card, people_and_hours
from bot.dialogue.journey.hours.month import NOBODY, NOT_BEGUN, Month, month_name, month_of
from bot.dialogue.journey.hours.progress import lots_text
from bot.dialogue.journey.hours.sheet import Sheet
from bot.dialogue.journey.hours.texts import titled
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import candidates, organisations, placements, worked, worked_lines
from bot.store.tables import CandidateState, Placement

NO_PEOPLE = N_(
    "No contract of work is confirmed by the PLIE yet, so no hours to declare. The PLIE can help you."
)
GONE = N_("This placement cannot be found.")
_ASK = N_("For which company or work-integration enterprise?")
_NOBODY = N_("Nobody has a contract of work confirmed yet: there are no hours to declare.")
_UNKNOWN = N_("This organisation declares nobody’s hours.")


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    home = answers.get("organisation", turn.me.organisation_id)
    value, month = answers["hours"], month_of(answers)
    made = declare_hours.declare(turn, Declaring(home, month, value["rows"], value["seen"]))
    hours = people_and_hours(made.people, made.hours, turn.language)
    said = N_(
        "Declared for {month}: {hours}. The PLIE will validate them; until then you can correct them here."
    )
    text = turn.t(said, month=month_name(month, turn.language), hours=hours)
    progress = lots_text(turn.session, made.lots, turn.language, turn.today)
    again = Button(label(turn.language, N_("Declare another month")), "go:heures")
    return Card(Markup("\n\n").join(filter(None, [text, progress])), ((again,),))


def _recap(language: str, answers: Mapping[str, Any]) -> Markup:
    """Whose month it is, how many people and hours, who differs."""
    title = titled(answers, month_name(month_of(answers), language)) if "month" in answers else ""
    parts = [translate(language, FORM.title), Markup("{}").format(title)]
    head = Markup("<b>{}</b>").format(Markup(" · ").join(filter(None, parts)))
    shown = [FORM.step("hours").field.show(answers["hours"], language)] if "hours" in answers else []
    return Markup("\n\n").join([head, *shown])


FORM: Form = Form(
    name="hours",
    version=1,
    title=N_("Declare hours"),
    steps=(
        Step("month", N_("Month"), N_("Which month?"), Month()),
        Step("hours", N_("Hours"), N_("Who worked how many hours?"), Sheet()),
    ),
    verb=N_("Declare"),
    recap=_recap,
    done=_done,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.DECLARE_HOURS, Owner(turn.me.organisation_id))
    if turn.me.is_staff:
        _ask_whose(turn)
    elif not worked_lines.any_of(turn.session, turn.me.organisation_id):
        raise Refused(NO_PEOPLE)
    else:
        conversation.start(turn, FORM)


def _ask_whose(turn: Turn) -> None:
    """The companies and SIAEs that declare somebody's hours, a page at a time."""
    last = organisations.find_number(turn.session, turn.number) if _paging(turn) else None
    after = (last.name_key, last.id or 0) if last else None
    found = worked_lines.declarers(turn.session, after, SIZE + 1)
    if not found:
        turn.edit(turn.t(_NOBODY))
        return
    rows = [(Button(cut(name, MAX_LABEL), f"hours-for:{number}"),) for number, name, _ in found[:SIZE]]
    following = f"hours-homes:{found[SIZE - 1][0]}" if len(found) > SIZE else None
    pages = page_buttons(turn.language, "hours-homes:0" if after else None, following)
    turn.edit(Card(turn.t(_ASK), (*rows, *pages)))


def _paging(turn: Turn) -> bool:
    return turn.data.startswith("hours-homes:")


def _more_homes(turn: Turn) -> None:
    demand(turn, Action.DECLARE_HOURS, Owner(0))
    _ask_whose(turn)


def _start_for(turn: Turn) -> None:
    home = organisations.find_number(turn.session, turn.number)
    demand(turn, Action.DECLARE_HOURS, Owner(0 if home is None else home.id or 0))
    if home is None or not worked_lines.any_of(turn.session, home.id or 0):
        raise Refused(_UNKNOWN)
    known = {} if home.id == turn.me.organisation_id else _named(home.id, home.name)
    conversation.start(turn, FORM, known)


def _named(number: int | None, name: str) -> dict[str, Any]:
    return {"organisation": number, "organisation_name": name}


def _start_month(turn: Turn) -> None:
    """The sheet of a month at once; PLIE staff say first whose."""
    demand(turn, Action.DECLARE_HOURS, Owner(turn.me.organisation_id))
    if turn.me.is_staff:
        _ask_whose(turn)
        return
    month = month_from(turn.data.partition(":")[2])
    if month is None or not worked_lines.counts(turn.session, turn.me.organisation_id, month).people:
        named = "" if month is None else month_name(month, turn.language)
        raise Refused(NOBODY if month is not None else NO_PEOPLE, month=named)
    if month > turn.today:
        raise Refused(NOT_BEGUN, month=month_name(month, turn.language))
    conversation.start(turn, FORM, {"month": f"{month:%Y-%m}"})


def _placement(turn: Turn, number: int) -> Placement:
    """The placement, for who may see it. Raises Refused."""
    placement = placements.get(turn.session, number)
    owners = () if placement is None else placements.owners(placement)
    if placement is None or not allowed_any(turn, Action.SEE_PLACEMENT, owners):
        raise Refused(GONE)
    return placement


def _months(turn: Turn) -> None:
    _, number, *page = turn.data.split(":")
    placement = _placement(turn, int(number))
    months = worked.of_placement(turn.session, placement.id or 0)
    staff = turn.me.is_staff
    card = months_card(
        placement, _called(turn, placement), months, int(page[0]) if page else 0, turn.language, staff=staff
    )
    turn.edit(card)


def _called(turn: Turn, placement: Placement) -> str:
    """The name of the person, or the reference where it may not be shown."""
    person = candidates.get(turn.session, placement.candidate_id)
    if person is None:
        return placement.reference
    if turn.me.is_staff:
        shown = person.state != CandidateState.ANONYMISED
    else:
        shown = person.state == CandidateState.ACTIVE and placement.state in placements.LIVING
    return candidates.name(turn.session, person) if shown else person.reference


ROUTES = (
    *entry("heures", _start),
    button("hours-homes", _more_homes),
    button("hours-for", _start_for),
    button("hours", _start_month, args=r"\d{6}"),
    button("hours-of-placement", _months),
    button("months-of", _months, args=r"\d{1,9}:\d{1,4}"),
)
