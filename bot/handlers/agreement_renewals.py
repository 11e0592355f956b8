"""The renewal of the agreement: proposed, answered by each signatory, withdrawn (article 8)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.actions import answer_renewal, ask_renewal, demand, go_on_without
from bot.dialogue import conversation, formats
from bot.dialogue.agreement.cards import Standing, home_card, question, signatory_card, standing_of
from bot.dialogue.agreement.faults import NONE, NOT_SIGNED, SETTLED, refuse
from bot.dialogue.agreement.fields import ExactDay, day_of, renewed_days
from bot.dialogue.agreement.partner_cards import asked_card
from bot.dialogue.cards import Card
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, renewals
from bot.store.tables import Renewal, RenewalState

_DONE = N_("This is already done.")


def _standing(turn: Turn) -> Standing:
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = agreements.current(turn.session)
    if agreement is None:
        raise Refused(NONE)
    return standing_of(turn, agreement)


def _recap(language: str, answers: Answers) -> Markup:
    """The new last day, with the present one and the latest there can be."""
    head = Markup("<b>{}</b>").format(translate(language, FORM.title))
    parts = [head, listing(FORM, answers, language)]
    if "present" in answers:
        present = date.fromisoformat(answers["present"])
        days = {"present": present, "latest": rules.latest_end(present)}
        bounds = N_("It ends on {present} now. A renewal goes until {latest} at the latest (article 8).")
        shown = {name: formats.day(day, language) for name, day in days.items()}
        parts.append(translate(language, bounds, **shown))
    return Markup("\n\n").join(parts)


def _asked(turn: Turn, answers: Mapping[str, Any]) -> Card:
    wanted = day_of(answers, "ends")
    if wanted is None:
        raise LookupError("a form that was sent lacks a day")
    ask_renewal.ask(turn, wanted)
    turn.say(home_card(turn, _standing(turn)))
    return Card(turn.t(N_("Every signatory is asked. You will hear their answers.")))


FORM: Form = Form(
    name="agreement-renewal",
    version=1,
    title=N_("Renew the agreement"),
    steps=(
        Step(
            "ends",
            N_("New last day"),
            N_("Until which day is it renewed, three years at most after its present last day?"),
            ExactDay(renewed_days, N_("For example: 31/12/2029.")),
        ),
    ),
    verb=N_("Ask the signatories"),
    recap=_recap,
    done=_asked,
)


def _start(turn: Turn) -> None:
    present = _standing(turn)
    ends_on = present.agreement.ends_on
    if present.renewal is None and rules.ended(ends_on, turn.today):
        refuse(turn, rules.Fault.ENDED, present.agreement)
    conversation.start(turn, FORM, {"present": ends_on.isoformat()})


def _answer(turn: Turn) -> None:
    """A signatory answers for itself."""
    _, said, _ = turn.data.split(":")
    agrees, home = said == "yes", turn.me.organisation_id
    renewal = renewals.get(turn.session, turn.number)
    if renewal is None:
        raise Refused(NOT_SIGNED)
    if not answer_renewal.answer(turn, turn.number, home, agrees=agrees):
        turn.toast(turn.t(_DONE))
    _show_partner(turn, renewal, agrees=agrees)


def _show_partner(turn: Turn, renewal: Renewal, *, agrees: bool) -> None:
    """The question with the answer kept; how it came out, where that settled it."""
    agreement = agreements.get(turn.session, renewal.agreement_id)
    present = renewals.get(turn.session, turn.number)
    if agreement is None or present is None:
        raise Refused(NOT_SIGNED)
    if present.state == RenewalState.ACCEPTED:
        day = formats.day(agreement.ends_on, turn.language)
        turn.edit(turn.t(N_("Thank you. The agreement is renewed until {day}."), day=day))
    else:
        turn.edit(asked_card(agreement, present, agrees, turn.language))


def _answer_for(turn: Turn) -> None:
    """A coordinator records what a signatory answered by letter."""
    _, said, home, number = turn.data.split(":")
    demand(turn, Action.CHANGE_AGREEMENT)
    if not answer_renewal.answer(turn, int(number), int(home), agrees=said == "yes"):
        turn.toast(turn.t(_DONE))
    _show_signatory(turn, int(home))


def _show_signatory(turn: Turn, home: int) -> None:
    present = _standing(turn)
    one = agreements.signatory(turn.session, present.number, home)
    if one is None:
        raise Refused(NOT_SIGNED)
    turn.edit(signatory_card(turn, present, one))


def _pair(turn: Turn) -> tuple[Standing, int, int]:
    """The agreement, the organisation and the renewal of a button."""
    _, home, number = turn.data.split(":")
    return _standing(turn), int(home), int(number)


def _ask_without(turn: Turn) -> None:
    present, home, number = _pair(turn)
    one = agreements.signatory(turn.session, present.number, home)
    if one is None:
        raise Refused(NOT_SIGNED)
    said = N_("Go on with the renewal without {name}? It stays a partner until {day} included, then leaves.")
    day = formats.day(present.agreement.ends_on, turn.language)
    yes = (f"went-without:{home}:{number}", N_("Yes, go on without it"))
    turn.edit(question(turn, turn.t(said, name=one.name, day=day), yes, f"signatory:{home}"))


def _go_on(turn: Turn) -> None:
    _, home, number = _pair(turn)
    go_on_without.go_on(turn, number, home)
    _show_signatory(turn, home)


def _ask_withdrawal(turn: Turn) -> None:
    present = _standing(turn)
    if present.renewal is None or present.renewal.id != turn.number:
        raise Refused(SETTLED)
    text = N_("Withdraw the renewal? The agreement then ends on {day}; the signatories are told.")
    day = formats.day(present.agreement.ends_on, turn.language)
    yes = (f"renewal-withdrawn:{turn.number}", N_("Yes, withdraw the renewal"))
    turn.edit(question(turn, turn.t(text, day=day), yes, "go:convention"))


def _withdraw(turn: Turn) -> None:
    ask_renewal.withdraw(turn, turn.number)
    turn.toast(turn.t(N_("Withdrawn.")))
    turn.edit(home_card(turn, _standing(turn)))


_ANSWER = "(?:yes|no)"
_PAIR = r"\d{1,9}:\d{1,9}"
ROUTES = (
    button("renew-agreement", _start, args=""),
    button("answer-renewal", _answer, args=rf"{_ANSWER}:\d{{1,9}}"),
    button("said-renewal", _answer_for, args=rf"{_ANSWER}:{_PAIR}"),
    button("without", _ask_without, args=_PAIR),
    button("went-without", _go_on, args=_PAIR),
    button("withdraw-renewal", _ask_withdrawal),
    button("renewal-withdrawn", _withdraw),
)
