"""/partenaires, organisations: the list of a kind, a card, its people, its name and its SIRET."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, rename, set_siret
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.fields import Text
from bot.dialogue.fitting import cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.lists import SIZE
from bot.dialogue.partners import kind_card, organisation_card, people_of_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.siret import Siret
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import organisations, people
from bot.store.tables import Kind, Organisation


def _find(turn: Turn, number: int) -> Organisation:
    """The organisation, for who may see them all. Raises Refused."""
    demand(turn, Action.REVOKE)
    organisation = organisations.reread(turn.session, number)
    if organisation is None:
        raise Refused(N_("This organisation cannot be found."))
    return organisation


def _list(turn: Turn) -> None:
    demand(turn, Action.REVOKE)
    kind = Kind(turn.data.split(":")[1])
    last = organisations.find_number(turn.session, turn.number)
    found = organisations.page(turn.session, kind, last.name_key if last else "", SIZE + 1)
    turn.edit(kind_card(kind, found, turn.language, first=last is None))


def _card(turn: Turn, organisation: Organisation) -> Card:
    number = organisation.id or 0
    gone = people.page_of(turn.session, number, 0, 1, gone=True)
    return organisation_card(
        organisation, organisations.work(turn.session, number), bool(gone), turn.language
    )


def _open(turn: Turn) -> None:
    turn.edit(_card(turn, _find(turn, turn.number)))


def _people(turn: Turn) -> None:
    which, number, after = turn.data.split(":")
    organisation, gone = _find(turn, int(number)), which == "gone-from"
    found = people.page_of(turn.session, int(number), int(after), SIZE + 1, gone=gone)
    turn.edit(people_of_card(organisation, found, turn.language, after=int(after), gone=gone))


def _recap(form: Form, language: str, answers: Answers) -> Markup:
    """Which organisation, and what is corrected."""
    known = cut(answers.get("organisation_name", ""), 120)
    head = Markup("<b>{}</b> · {}").format(translate(language, form.title), known)
    return Markup("{}\n\n{}").format(head, listing(form, answers, language))


def _renamed(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    organisation = rename.rename(turn, answers["organisation"], answers["name"])
    turn.say(_card(turn, organisation))
    return turn.t(N_("The name is corrected."))


def _siret_set(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    organisation = set_siret.set_siret(turn, answers["organisation"], answers["siret"])
    turn.say(_card(turn, organisation))
    return turn.t(N_("The SIRET is recorded."))


RENAME: Form = Form(
    name="rename",
    version=1,
    title=N_("Correct the name of an organisation"),
    steps=(
        Step(
            "name",
            N_("Name"),
            N_("What is the right name?"),
            Text(2, 100, N_("For example: Ville de Caen.")),
        ),
    ),
    verb=N_("Save"),
    recap=lambda language, answers: _recap(RENAME, language, answers),
    done=_renamed,
)

SIRET: Form = Form(
    name="siret",
    version=1,
    title=N_("Set the SIRET of an organisation"),
    steps=(
        Step(
            "siret",
            N_("SIRET"),
            N_("What is its SIRET?"),
            Siret(),
            optional=True,
            skip_label=N_("No SIRET"),
        ),
    ),
    verb=N_("Save"),
    recap=lambda language, answers: _recap(SIRET, language, answers),
    done=_siret_set,
)


def _correct(turn: Turn) -> None:
    """Begin the correction the button names."""
    demand(turn, Action.INVITE)
    organisation = _find(turn, turn.number)
    known = {"organisation": organisation.id, "organisation_name": organisation.name}
    conversation.start(turn, RENAME if turn.data.startswith("rename:") else SIRET, known)


ROUTES = (
    button("partners-of", _list, args=rf"(?:{'|'.join(Kind)}):\d{{1,9}}"),
    button("organisation", _open),
    button("people-of", _people, args=r"\d{1,9}:\d{1,9}"),
    button("gone-from", _people, args=r"\d{1,9}:\d{1,9}"),
    button("rename", _correct),
    button("siret", _correct),
)
