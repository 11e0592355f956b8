"""Terminations of the agreement: recorded with the copy of the letter, seen, withdrawn (article 7)."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import add_evidence, demand, give_notice
from bot.dialogue import conversation, formats
from bot.dialogue.agreement.cards import NAME, question
from bot.dialogue.agreement.faults import NONE, NOT_SIGNED
from bot.dialogue.agreement.fields import day_of
from bot.dialogue.agreement.notice_cards import list_card, name_of, notice_card
from bot.dialogue.cards import Card
from bot.dialogue.fields import Happened, Text
from bot.dialogue.fitting import cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.journey.evidence.fields import SentFiles
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, terminations
from bot.store.evidence_things import thing
from bot.store.tables import Proof, Termination

GONE = N_("This termination cannot be found.")


def _recap(language: str, answers: Answers) -> Markup:
    """What was said, and the day it takes effect."""
    name = cut(answers.get("name", ""), NAME)
    head = Markup("<b>{}</b> · {}").format(translate(language, FORM.title), name)
    parts = [head, listing(FORM, answers, language)]
    notified = day_of(answers, "notified")
    if notified is not None:
        said = N_(
            "It takes effect on {day}, three months after its notification (article 7): from that day on its "
            "people have no access any more."
        )
        effective = rules.effective_on(notified)
        day = Markup("<b>{}</b>").format(formats.day(effective, language))
        parts.append(translate(language, said, day=day))
        if effective.isoformat() <= answers.get("today", ""):
            parts.append(translate(language, N_("This day has come already: their access ends tonight.")))
    return Markup("\n\n").join(parts)


def _given(turn: Turn, answers: Mapping[str, Any]) -> Card:
    files, notified = answers.get("copy") or [], day_of(answers, "notified")
    if not all(turn.session.files.hold(file["digest"], turn.now) for file in files):
        raise Refused(add_evidence.SEND_AGAIN)
    row = give_notice.give(turn, answers["organisation"], answers["ground"], notified or turn.today)
    about = thing(turn.session, terminations.SUBJECT, terminations.identity(row))
    if files and about is not None:
        add_evidence.add(turn, about, Proof.TERMINATION, files)
    card = notice_card(turn, row)
    return Card(
        Markup("{}\n\n{}").format(turn.t(N_("The termination is recorded.")), card.text), card.keyboard
    )


FORM: Form = Form(
    name="agreement-notice",
    version=1,
    title=N_("Record a termination"),
    steps=(
        Step("ground", N_("Ground"), N_("On what ground is the agreement terminated?"), Text(3, 2000)),
        Step(
            "notified",
            N_("Notified on"),
            N_("On which day was the registered letter notified?"),
            Happened(),
        ),
        Step(
            "copy",
            N_("Copy of the letter"),
            N_("Please send the copy of the registered letter."),
            SentFiles(),
            optional=True,
            skip_label=N_("Send it later"),
        ),
    ),
    verb=N_("Save"),
    recap=_recap,
    done=_given,
    files="copy",
)


def _start(turn: Turn) -> None:
    demand(turn, Action.TERMINATE)
    agreement = agreements.current(turn.session)
    if agreement is None:
        raise Refused(NONE)
    one = agreements.signatory(turn.session, agreements.identity(agreement), turn.number)
    if one is None:
        raise Refused(NOT_SIGNED)
    known = {"organisation": one.organisation_id, "name": one.name, "today": turn.today.isoformat()}
    conversation.start(turn, FORM, known)


def _list(turn: Turn) -> None:
    demand(turn, Action.TERMINATE)
    turn.edit(list_card(turn, turn.number))


def _find(turn: Turn) -> Termination:
    demand(turn, Action.TERMINATE)
    row = terminations.get(turn.session, turn.number)
    if row is None:
        raise Refused(GONE)
    return row


def _open(turn: Turn) -> None:
    turn.edit(notice_card(turn, _find(turn)))


def _ask_cancel(turn: Turn) -> None:
    row = _find(turn)
    said = N_("Was the termination of {name} withdrawn by agreement? It then takes no effect.")
    yes = (f"notice-cancelled:{row.id}", N_("Yes, it was withdrawn"))
    turn.edit(question(turn, turn.t(said, name=name_of(turn, row)), yes, f"termination:{row.id}"))


def _cancel(turn: Turn) -> None:
    _find(turn)
    turn.edit(notice_card(turn, give_notice.cancel(turn, turn.number)))


ROUTES = (
    button("give-notice", _start),
    button("notices", _list),
    button("termination", _open),
    button("cancel-notice", _ask_cancel),
    button("notice-cancelled", _cancel),
)
