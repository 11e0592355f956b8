"""What becomes of a placement: renewed, corrected, ended early."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.actions import allowed_any, change_placement, end_placement, renew_placement
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.fields import Choice
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.journey.placements.cards import named, open_button, placement_card
from bot.dialogue.journey.placements.days import EndDay, RenewedEnd, renewed
from bot.dialogue.journey.placements.steps import CHANGE_STEPS, answers_of, lots_for
from bot.dialogue.journey.words import END_REASONS
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import placements
from bot.store.placements import LIVING, identity, owners
from bot.store.tables import EndReason, Placement

_GONE = N_("This placement cannot be found.")


def _recap(form: Form, language: str, answers: Answers) -> Markup:
    """The answers, with the contract and the person they are about."""
    parts = [translate(language, form.title), Markup("{}").format(answers["about"])]
    title = Markup("<b>{}</b>").format(Markup(" · ").join(parts))
    return Markup("\n\n").join([title, listing(form, answers, language)])


def _form(name: str, title: str, steps: tuple[Step, ...], done: Any) -> Form:
    form = Form(
        name=name,
        version=1,
        title=title,
        steps=steps,
        verb=N_("Save"),
        recap=lambda language, answers: _recap(form, language, answers),
        done=done,
    )
    return form


def _saved(turn: Turn, placement: Placement) -> Card:
    return Card(turn.t(N_("Saved.")), open_button(placement, turn.language))


def _renewed(turn: Turn, answers: Mapping[str, Any]) -> Card:
    seen = date.fromisoformat(answers["seen"])
    end = renewed(seen, answers["end"])
    return _saved(turn, renew_placement.renew(turn, answers["placement"], seen, end))


def _ended(turn: Turn, answers: Mapping[str, Any]) -> Card:
    seen = None if answers["seen"] is None else date.fromisoformat(answers["seen"])
    day, reason = When.from_json(answers["day"]).day, EndReason(answers["reason"])
    return _saved(turn, end_placement.end(turn, answers["placement"], seen, day, reason))


def _changed(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    if change_placement.change(turn, answers["placement"], answers["was"], answers):
        return turn.t(N_("Saved."))
    return turn.t(N_("Nothing changed."))


RENEW = _form(
    "renew-placement",
    N_("Renew a contract"),
    (Step("end", N_("New end"), N_("Until when, or for how much longer?"), RenewedEnd()),),
    _renewed,
)
END = _form(
    "end-placement",
    N_("Early end of a contract"),
    (
        Step("day", N_("Last day of work"), N_("Which was, or will be, the last day of work?"), EndDay()),
        Step("reason", N_("Reason"), N_("Why did it end?"), Choice(END_REASONS)),
    ),
    _ended,
)
CHANGE = _form("change-placement", N_("Correct a work contract"), CHANGE_STEPS, _changed)


def _find(turn: Turn) -> Placement:
    placement = placements.get(turn.session, turn.number)
    if placement is None or not allowed_any(turn, Action.CHANGE_PLACEMENT, owners(placement)):
        raise Refused(_GONE)
    return placement


def _hidden(turn: Turn, placement: Placement) -> dict[str, Any]:
    who = named(turn.session, placement, staff=turn.me.is_staff)
    return {"placement": identity(placement), "about": f"{placement.reference} · {who}"}


def _over(turn: Turn, placement: Placement, why: str) -> None:
    """Too late: how the placement stands."""
    turn.toast(turn.t(why))
    turn.edit(placement_card(turn, placement))


def _start_renew(turn: Turn) -> None:
    placement = _find(turn)
    if placement.state not in LIVING or placement.ended_on is not None or placement.planned_end is None:
        _over(turn, placement, N_("This contract cannot be renewed."))
        return
    end = placement.planned_end
    start = {"start": When(end, Grain.DAY).to_json(), "seen": end.isoformat()}
    conversation.start(turn, RENEW, _hidden(turn, placement) | start)


def _start_end(turn: Turn) -> None:
    placement = _find(turn)
    if placement.state not in LIVING:
        _over(turn, placement, N_("This hire was not confirmed: it has no end to record."))
        return
    known: dict[str, Any] = _hidden(turn, placement) | {"seen": None}
    known["start"] = When(placement.starts_on, Grain.DAY).to_json()
    if placement.ended_on is None:
        conversation.start(turn, END, known)
        return
    known |= {
        "seen": placement.ended_on.isoformat(),
        "day": When(placement.ended_on, Grain.DAY).to_json(),
        "reason": placement.end_reason,
    }
    conversation.start(turn, END, known, reviewing=True)


def _start_change(turn: Turn) -> None:
    placement = _find(turn)
    if placement.state not in LIVING:
        _over(turn, placement, N_("This hire was not confirmed: it cannot be corrected."))
        return
    present = answers_of(turn.session, placement)
    hidden = _hidden(turn, placement) | lots_for(turn.session, placement)
    hidden |= {"was": present, "company": placement.organisation_id, "offer": placement.offer_id}
    if turn.me.is_staff:
        hidden["staff"] = True
    elif turn.me.organisation_id != placement.organisation_id:
        hidden["contract_only"] = True
    conversation.start(turn, CHANGE, hidden | present, reviewing=True)


ROUTES = (
    button("renew-placement", _start_renew),
    button("end-placement", _start_end),
    button("change-placement", _start_change),
)
