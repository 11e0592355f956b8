"""/partenaires: who has access, and withdrawing it."""

from markupsafe import Markup

from bot.actions import demand, revoke
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.dialogue.words import ROLES
from bot.rules.policy import Action
from bot.store import people
from bot.store.people import Member


def _list(turn: Turn) -> None:
    demand(turn, Action.REVOKE)
    after = turn.number
    persons = people.page(turn.session, after, SIZE + 1)
    rows = [(Button(_line(turn, person), f"partner:{person.id}"),) for person in persons[:SIZE]]
    following = f"partners:{persons[SIZE - 1].id}" if len(persons) > SIZE else None
    first = "partners:0" if after else None
    turn.edit(
        Card(
            turn.t(N_("People with access, in order of joining:")),
            (*rows, *page_buttons(turn.language, first, following)),
        )
    )


def _line(turn: Turn, person: Member) -> str:
    return cut(
        f"{person.name} · {person.organisation} · {label(turn.language, ROLES[person.role])}", MAX_LABEL
    )


def _find(turn: Turn) -> Member:
    demand(turn, Action.REVOKE)
    person = people.find(turn.session, turn.number)
    if person is None:
        raise Refused(N_("This person cannot be found."))
    return person


def _open(turn: Turn) -> None:
    person = _find(turn)
    turn.edit(Card(_card(turn, person), () if person.revoked else ((_button(turn, person),),)))


def _card(turn: Turn, person: Member) -> Markup:
    text = N_("<b>{name}</b>\n{organisation} · {role}\n{state}")
    state = (
        N_("No longer has access.")
        if person.revoked
        else N_("Has access.")
        if person.reachable
        else N_("Blocked Clausette.")
    )
    return turn.t(
        text,
        name=person.name,
        organisation=person.organisation,
        role=turn.t(ROLES[person.role]),
        state=turn.t(state),
    )


def _button(turn: Turn, person: Member) -> Button:
    return Button(label(turn.language, N_("Withdraw access")), f"revoke:{person.id}")


def _ask(turn: Turn) -> None:
    person = _find(turn)
    question = turn.t(
        N_("Withdraw the access of {name} ({organisation})?"),
        name=person.name,
        organisation=person.organisation,
    )
    yes = Button(label(turn.language, N_("Yes, withdraw")), f"revoked:{person.id}")
    no = Button(label(turn.language, N_("No")), f"partner:{person.id}")
    turn.edit(Card(question, ((yes, no),)))


def _revoke(turn: Turn) -> None:
    person = revoke.revoke(turn, _find(turn).id)
    turn.edit(
        turn.t(
            N_("{name} ({organisation}) no longer has access."),
            name=person.name,
            organisation=person.organisation,
        )
    )


ROUTES = (
    *entry("partenaires", _list),
    button("partners", _list),
    button("partner", _open),
    button("revoke", _ask),
    button("revoked", _revoke),
)
