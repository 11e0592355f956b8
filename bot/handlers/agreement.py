"""/convention: the agreement, its days and its signatories (articles 7 and 8)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.actions import correct_agreement, correct_signature, demand, record_agreement, sign_agreement
from bot.dialogue import conversation
from bot.dialogue.agreement.cards import Standing, home_card, none_card, question, signatory_card, standing_of
from bot.dialogue.agreement.faults import NONE, NOT_SIGNED
from bot.dialogue.agreement.fields import ExactDay, SigningOrganisation, day_of, first_days, last_days
from bot.dialogue.agreement.partner_cards import partner_card
from bot.dialogue.cards import Button, Card
from bot.dialogue.fields import Happened
from bot.dialogue.form import Form, Step
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import agreements, organisations
from bot.store.agreements import Signed
from bot.store.tables import Role

_DAYS = N_("For example: 1 January 2027, 31/12/2029.")
_GONE = N_("This organisation is a partner no longer. Once it has signed, its people are invited again.")


def _home(turn: Turn) -> None:
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = agreements.current(turn.session)
    if agreement is None:
        turn.edit(none_card(turn.language))
    else:
        turn.edit(home_card(turn, standing_of(turn, agreement), turn.number))


def standing(turn: Turn) -> Standing:
    """The current agreement, for who may change it. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = agreements.current(turn.session)
    if agreement is None:
        raise Refused(NONE)
    return standing_of(turn, agreement)


def signatory(turn: Turn, present: Standing, organisation_id: int) -> Signed:
    """The signatory of a button. Raises Refused."""
    one = agreements.signatory(turn.session, present.number, organisation_id)
    if one is None:
        raise Refused(NOT_SIGNED)
    return one


def _open(turn: Turn) -> None:
    """The agreement as this person sees it: a reminder leads here."""
    if turn.me.role is Role.COORDINATOR:
        _home(turn)
        return
    home = turn.me.organisation_id
    demand(turn, Action.ANSWER_RENEWAL, Owner(home))
    agreement = agreements.current(turn.session)
    if agreement is None:
        raise Refused(NOT_SIGNED)
    present = standing_of(turn, agreement)
    one = signatory(turn, present, home)
    asked = None if present.renewal is None else (present.renewal, present.answers.get(home))
    turn.edit(partner_card(agreement, one, asked, turn.today, turn.language))


def _signatory(turn: Turn) -> None:
    present = standing(turn)
    turn.edit(signatory_card(turn, present, signatory(turn, present, turn.number)))


def _show(turn: Turn, organisation_id: int, said: str) -> Card:
    """What was done, and the signatory as it is now."""
    turn.say(signatory_card(turn, present := standing(turn), signatory(turn, present, organisation_id)))
    return Card(turn.t(said))


def _recorded(turn: Turn, answers: Mapping[str, Any]) -> Card:
    record_agreement.record(turn, *_period(answers))
    add = Button(label(turn.language, N_("Add a signatory")), "add-signatory")
    see = Button(label(turn.language, N_("The agreement")), "go:convention")
    return Card(turn.t(N_("The agreement is recorded.")), ((add, see),))


def _corrected(turn: Turn, answers: Mapping[str, Any]) -> Card:
    correct_agreement.correct(turn, *_period(answers))
    turn.say(home_card(turn, standing(turn)))
    return Card(turn.t(N_("The dates are corrected.")))


def _period(answers: Mapping[str, Any]) -> tuple[date, date]:
    first, last = day_of(answers, "starts"), day_of(answers, "ends")
    if first is None or last is None:
        raise LookupError("a form that was sent lacks a day")
    return first, last


_PERIOD = (
    Step("starts", N_("First day"), N_("On which day does it begin?"), ExactDay(first_days, _DAYS)),
    Step("ends", N_("Last day"), N_("What is its last day?"), ExactDay(last_days, _DAYS)),
)
RECORD = Form(
    name="agreement",
    version=1,
    title=N_("Record the agreement"),
    steps=_PERIOD,
    verb=N_("Save"),
    done=_recorded,
)
CORRECT = Form(
    name="agreement-dates",
    version=1,
    title=N_("Correct the dates of the agreement"),
    steps=_PERIOD,
    verb=N_("Save"),
    done=_corrected,
)


def _record(turn: Turn) -> None:
    demand(turn, Action.CHANGE_AGREEMENT)
    conversation.start(turn, RECORD)


def _correct(turn: Turn) -> None:
    present = standing(turn).agreement
    days = {"starts": f"{present.starts_on}/day", "ends": f"{present.ends_on}/day"}
    conversation.start(turn, CORRECT, days, reviewing=True)


def _signed(turn: Turn, answers: Mapping[str, Any]) -> Card:
    organisation, day = answers["organisation"]["id"], day_of(answers, "day")
    again = sign_agreement.sign(turn, organisation, day or turn.today)
    invited = N_(
        "The signature is recorded. Its people have no access any more: /inviter invites them again."
    )
    return _show(turn, organisation, invited if again else N_("The signature is recorded."))


def _day_corrected(turn: Turn, answers: Mapping[str, Any]) -> Card:
    organisation, day = answers["organisation"]["id"], day_of(answers, "day")
    correct_signature.correct_day(turn, organisation, day or turn.today)
    return _show(turn, organisation, N_("The signing date is corrected."))


_WHO = Step("organisation", N_("Organisation"), N_("Which organisation signs?"), SigningOrganisation())
_WHEN = Step("day", N_("Signed on"), N_("On which day was it signed?"), Happened())
SIGN = Form(
    name="signatory",
    version=1,
    title=N_("Add a signatory"),
    steps=(_WHO, _WHEN),
    verb=N_("Save"),
    done=_signed,
)
SIGNED_ON = Form(
    name="signed-on",
    version=1,
    title=N_("Correct the signing date"),
    steps=(_WHEN,),
    verb=N_("Save"),
    done=_day_corrected,
)


def _add(turn: Turn) -> None:
    standing(turn)
    conversation.start(turn, SIGN)


def _sign_again(turn: Turn) -> None:
    """An organisation that left signs with a new date."""
    one = signatory(turn, standing(turn), turn.number)
    gone = one.left_on is not None and one.left_on <= turn.today
    known = {"organisation": _value(one)}
    conversation.start(turn, SIGN, known, note=turn.t(_GONE) if gone else None)


def _correct_day(turn: Turn) -> None:
    one = signatory(turn, standing(turn), turn.number)
    conversation.start(turn, SIGNED_ON, {"organisation": _value(one)})


def _value(one: Signed) -> dict[str, Any]:
    """A signatory as a form keeps it."""
    key = organisations.name_key(one.name)
    return {"id": one.organisation_id, "name": one.name, "kind": one.kind, "key": key}


def _ask_removal(turn: Turn) -> None:
    one = signatory(turn, standing(turn), turn.number)
    text = turn.t(N_("Take {name} out of the signatories? It never signed the agreement."), name=one.name)
    yes = (f"signatory-removed:{one.organisation_id}", N_("Yes, take it out"))
    turn.edit(question(turn, text, yes, f"signatory:{one.organisation_id}"))


def _remove(turn: Turn) -> None:
    correct_signature.remove(turn, turn.number)
    turn.toast(turn.t(N_("Taken out.")))
    turn.edit(home_card(turn, standing(turn)))


ROUTES = (
    *entry("convention", _home),
    button("signatories", _home),
    button("agreement", _open, args=""),
    button("new-agreement", _record, args=""),
    button("correct-agreement", _correct, args=""),
    button("add-signatory", _add, args=""),
    button("signatory", _signatory),
    button("sign-again", _sign_again),
    button("signed-on", _correct_day),
    button("remove-signatory", _ask_removal),
    button("signatory-removed", _remove),
)
