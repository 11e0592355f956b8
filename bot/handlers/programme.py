"""/programme: a buyer's contracts of a year in one go (article 2)."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import allowed, declare_no_programme, demand, send_programme
from bot.dialogue import behalf, conversation
from bot.dialogue.contracts.programme import MODEL, ProgrammeLines, Year, contracts_of, plans_nothing
from bot.dialogue.contracts.programme_cards import answer_card, due_card, left_out, list_card, no_contract
from bot.dialogue.fitting import cut
from bot.dialogue.form import Form, Step
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.reports import programme_model
from bot.rules.policy import Action, Owner
from bot.store import programmes
from bot.store.tables import Priority

_NOTHING = N_("No contract is understood yet: there is nothing to send.")
_OVER = N_("The programme {year} is no longer expected.")
_WHOSE = N_("A programme is its buyer’s: /programme asks first for which buyer.")


def _done(turn: Turn, answers: Mapping[str, Any]) -> None:
    """Answers in a message of its own: below the table there would be no room for the references."""
    buyer = answers.get("buyer", turn.me.organisation_id)
    if plans_nothing(answers["lines"]):
        declare_no_programme.declare(turn, answers["year"], buyer)
        turn.say(no_contract(answers["year"], turn.language))
        return
    contracts, unread = contracts_of(answers)
    if not contracts:
        raise Refused(_NOTHING)
    sent = send_programme.send(turn, answers["year"], contracts, buyer)
    turn.say(answer_card(sent, unread, turn.language))


def _recap(language: str, answers: Mapping[str, Any]) -> Markup:
    """The year, the table and what will be left out."""
    title = Markup("<b>{}</b>").format(translate(language, N_("Programme {year}"), year=answers["year"]))
    if "buyer_name" in answers:
        title = Markup("{} · {}").format(title, cut(answers["buyer_name"], 200))
    parts = [title]
    if "lines" in answers:
        value = answers["lines"] | {"year": answers["year"]}
        parts.append(FORM.step("lines").field.show(value, language))
        unread = contracts_of(answers)[1]
        parts += [left_out(unread, language)] if unread else []
    return Markup("\n\n").join(parts)


FORM = Form(
    name="programme",
    version=1,
    title=N_("Programme of the year"),
    steps=(
        Step("year", N_("Year"), N_("Which year is the programme for?"), Year()),
        Step("lines", N_("Contracts"), N_("Which contracts are planned?"), ProgrammeLines()),
    ),
    verb=N_("Send to the PLIE"),
    recap=_recap,
    done=_done,
)


FOR_BUYER = behalf.for_buyer("programme-for", "programme-buyers")


def _start(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    if turn.me.is_staff:
        behalf.ask(turn, FOR_BUYER)
    else:
        conversation.start(turn, FORM)


def _more_buyers(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(0))
    behalf.ask(turn, FOR_BUYER)


def _start_for(turn: Turn) -> None:
    buyer = behalf.chosen(turn, FOR_BUYER)
    demand(turn, Action.ANNOUNCE, Owner(buyer.id or 0))
    conversation.start(turn, FORM, {"buyer": buyer.id, "buyer_name": buyer.name})


def _model(turn: Turn) -> None:
    """The workbook, once for each card that offers it; the form waits as it is."""
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    card = turn.data.split(":")[1]
    turn.tell_document(
        turn.me,
        f"programme-model:{turn.me.id}:{card}",
        programme_model.NAME,
        programme_model.model(turn.now),
        lambda language: translate(language, N_("Fill it in, one contract a row, and send it back here.")),
        Priority.ANSWER,
    )
    turn.toast(turn.t(N_("Here is the Excel model.")))


def _due(turn: Turn) -> None:
    """The programme of the year of the button, as it is expected of this buyer."""
    buyer = _own(turn)
    turn.edit(due_card(turn.session, buyer, turn.number, turn.language))


def _none(turn: Turn) -> None:
    """No contract in the year of the button, which is this one or the next."""
    buyer, year = _own(turn), turn.number
    if year not in (turn.today.year, turn.today.year + 1):
        raise Refused(_OVER, year=year)
    declare_no_programme.declare(turn, year, buyer)
    turn.edit(due_card(turn.session, buyer, year, turn.language))


def _own(turn: Turn) -> int:
    """The buyer this person works for. Raises Refused; for the PLIE too, which says first for whom."""
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    if turn.me.is_staff:
        raise Refused(_WHOSE)
    return turn.me.organisation_id


def _list(turn: Turn) -> None:
    number, _, after = turn.data.removeprefix("programme:").partition(":")
    programme = programmes.get(turn.session, int(number))
    if programme is None or not allowed(turn, Action.SEE_PROCUREMENT, Owner(programme.organisation_id)):
        raise Refused(N_("This programme cannot be found."))
    turn.edit(list_card(turn.session, programme, int(after or 0), turn.language, staff=turn.me.is_staff))


ROUTES = (
    *entry("programme", _start),
    button("programme-buyers", _more_buyers),
    button("programme-for", _start_for),
    button("programme-due", _due, args=r"\d{4}"),
    button("no-programme", _none, args=r"\d{4}"),
    button("programme", _list, args=r"\d{1,9}(?::\d{1,9})?"),
    button("f", _model, args=rf"[0-9a-f]{{1,8}}:pick:{MODEL}"),
)
"""The tap on the model's button changes nothing in the form: it is served here, before the form's own."""
