"""/partenaires: who takes part, finding them, who has access, and withdrawing it."""

from collections.abc import Mapping
from typing import Any

from bot.actions import demand, revoke
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.fields import Text
from bot.dialogue.form import Form, Step
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.partners import (
    back,
    counted,
    hand_over_row,
    home_card,
    organisation_line,
    people_rows,
    person_card,
)
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import holdings, organisations, people
from bot.store.people import Member

_MOST_PERSONS = 4
"""Rows of a search that the people of an organisation may take from other organisations."""


def _home(turn: Turn) -> None:
    demand(turn, Action.REVOKE)
    turn.edit(home_card(turn.language))


def _list(turn: Turn) -> None:
    demand(turn, Action.REVOKE)
    persons = people.page(turn.session, turn.number, SIZE + 1)
    following = f"partners:{persons[SIZE - 1].id}" if len(persons) > SIZE else None
    pages = page_buttons(turn.language, "partners:0" if turn.number else None, following)
    rows = (*people_rows(persons, turn.language), *pages, back(turn.language))
    turn.edit(Card(turn.t(N_("People with access, in order of joining:")), rows))


def _find(turn: Turn) -> Member:
    demand(turn, Action.REVOKE)
    person = people.find(turn.session, turn.number)
    if person is None:
        raise Refused(N_("This person cannot be found."))
    return person


def _open(turn: Turn) -> None:
    person = _find(turn)
    turn.edit(person_card(person, holdings.of(turn.session, person.id), turn.language))


def _ask(turn: Turn) -> None:
    person = _find(turn)
    asked = N_("Write no more to {name} ({organisation})?")
    question = turn.t(
        asked if person.by_mail else N_("Withdraw the access of {name} ({organisation})?"),
        name=person.name,
        organisation=person.organisation,
    )
    sure = N_("Yes, no more") if person.by_mail else N_("Yes, withdraw")
    yes = Button(label(turn.language, sure), f"revoked:{person.id}")
    no = Button(label(turn.language, N_("No")), f"partner:{person.id}")
    turn.edit(Card(question, ((yes, no),)))


def _revoke(turn: Turn) -> None:
    person = revoke.revoke(turn, _find(turn).id)
    silent = N_("{name} ({organisation}) is not written to any more.")
    gone = turn.t(
        silent if person.by_mail else N_("{name} ({organisation}) no longer has access."),
        name=person.name,
        organisation=person.organisation,
    )
    held = holdings.of(turn.session, person.id)
    if not held:
        turn.edit(Card(gone, (back(turn.language),)))
        return
    left = turn.t(N_("Files still in their name: {files}."), files=counted(held, turn.language))
    turn.edit(Card(gone + "\n" + left, (hand_over_row(person, turn.language), back(turn.language))))


def _found(turn: Turn, answers: Mapping[str, Any]) -> None:
    """Show who answers to what was typed: organisations, and the people of the one called exactly so."""
    demand(turn, Action.REVOKE)
    typed = answers["name"]
    found = organisations.search(turn.session, typed, SIZE)
    exact = [one for one in found if one.name_key == organisations.name_key(typed)]
    persons = [one for home in exact for one in people.page_of(turn.session, home.id or 0, 0, SIZE)]
    homes = found[: SIZE - min(len(persons), _MOST_PERSONS)]
    rows = (
        *((Button(organisation_line(one, turn.language), f"organisation:{one.id}"),) for one in homes),
        *people_rows(persons[: SIZE - len(homes)], turn.language),
    )
    if not rows:
        turn.say(Card(turn.t(N_("No partner is known by “{name}”."), name=typed), (back(turn.language),)))
        return
    turn.say(Card(turn.t(N_("Partners found for “{name}”:"), name=typed), (*rows, back(turn.language))))


FORM = Form(
    name="partner search",
    version=1,
    title=N_("Find a partner"),
    steps=(
        Step(
            "name",
            N_("Partner"),
            N_("Which organisation are you looking for?"),
            Text(2, 100, N_("Its first letters are enough. For example: Bâti.")),
        ),
    ),
    verb=N_("Search"),
    done=_found,
    at_once=True,
)


def _search(turn: Turn) -> None:
    demand(turn, Action.REVOKE)
    conversation.start(turn, FORM)


ROUTES = (
    *entry("partenaires", _home),
    button("partner-search", _search, args=""),
    button("partners", _list),
    button("partner", _open),
    button("revoke", _ask),
    button("revoked", _revoke),
)
