"""/partenaires, contacts by e-mail: adding one without Telegram, correcting the address."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import correspond, demand
from bot.dialogue import conversation
from bot.dialogue.email import Email
from bot.dialogue.fields import Choice, Text
from bot.dialogue.fitting import cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.partners import person_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import holdings, organisations, people

_LANGUAGES = {"fr": N_("French"), "en": N_("English")}


def _recap(form: Form, language: str, answers: Answers) -> Markup:
    """Of whom, and what was answered."""
    known = cut(answers.get("known", ""), 120)
    head = Markup("<b>{}</b> · {}").format(translate(language, form.title), known)
    return Markup("{}\n\n{}").format(head, listing(form, answers, language))


def _added(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    person = correspond.add(
        turn, answers["organisation"], answers["name"], answers["email"], answers["language"]
    )
    turn.say(person_card(person, holdings.of(turn.session, person.id), turn.language))
    return turn.t(
        N_("A first letter leaves for {email}. If it comes back, you will be told."), email=person.email
    )


def _corrected(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    person = correspond.correct(turn, answers["person"], answers["email"])
    turn.say(person_card(person, holdings.of(turn.session, person.id), turn.language))
    return turn.t(N_("Letters leave for {email} from now on."), email=person.email)


_ADDRESS = Step("email", N_("E-mail"), N_("What is their e-mail address?"), Email())

ADD: Form = Form(
    name="contact by e-mail",
    version=1,
    title=N_("Add a contact by e-mail"),
    steps=(
        Step(
            "name",
            N_("Name"),
            N_("What is their name?"),
            Text(2, 100, N_("First name, then family name. For example: Nadia Benali.")),
        ),
        _ADDRESS,
        Step("language", N_("Language"), N_("In which language do they read?"), Choice(_LANGUAGES)),
    ),
    verb=N_("Add"),
    recap=lambda language, answers: _recap(ADD, language, answers),
    done=_added,
)

CORRECT: Form = Form(
    name="address of a contact",
    version=1,
    title=N_("Correct an e-mail address"),
    steps=(_ADDRESS,),
    verb=N_("Save"),
    recap=lambda language, answers: _recap(CORRECT, language, answers),
    done=_corrected,
)


def _add(turn: Turn) -> None:
    correspond.check(turn, turn.number)
    organisation = organisations.get(turn.session, turn.number)
    conversation.start(turn, ADD, {"organisation": organisation.id, "known": organisation.name})


def _correct(turn: Turn) -> None:
    demand(turn, Action.INVITE)
    person = people.find(turn.session, turn.number)
    if person is None or not person.by_mail:
        raise Refused(N_("This person cannot be found."))
    conversation.start(turn, CORRECT, {"person": person.id, "known": person.name})


ROUTES = (
    button("by-mail", _add),
    button("email", _correct),
)
