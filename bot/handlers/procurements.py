"""/mesmarches and /marches: lists of procurements, their cards, and taking one."""

import re

from markupsafe import Markup

from bot.actions import allowed, demand, examine
from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.procurements import procurement_card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import people, procurements
from bot.store.tables import Procurement

GONE = N_("This contract cannot be found.")
MOST_TYPED = 60
_REFERENCE = re.compile(r"(?i)\s*M-\d{4}-\d{4,}\s*")


def _own(turn: Turn) -> None:
    demand(turn, Action.LIST_OWN_PROCUREMENTS)
    _page(turn, "own", None)


def _all(turn: Turn) -> None:
    demand(turn, Action.LIST_PROCUREMENTS)
    _page(turn, "all", None)


def _turn_page(turn: Turn) -> None:
    which = turn.data.split(":")[1]
    demand(turn, Action.LIST_PROCUREMENTS if which == "all" else Action.LIST_OWN_PROCUREMENTS)
    _page(turn, which, turn.number or None)


def _page(turn: Turn, which: str, before: int | None) -> None:
    """Newest first, eight at a time; `before` is the number of the last one shown."""
    own = turn.me.organisation_id if which == "own" else None
    lines = procurements.page(turn.session, organisation_id=own, before=before, size=SIZE + 1)
    if not lines:
        turn.edit(turn.t(N_("No contract has been announced yet. /marche announces one.")))
        return
    rows = [(Button(_line(turn, line), f"procurement:{line.id}"),) for line in lines[:SIZE]]
    following = f"procurements:{which}:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    first = f"procurements:{which}:0" if before else None
    turn.edit(Card(_heading(turn, which), (*rows, *page_buttons(turn.language, first, following))))


def _heading(turn: Turn, which: str) -> Markup:
    title = N_("Your contracts, newest first:") if which == "own" else N_("Contracts, newest first:")
    hint = turn.t(N_("To find one, write a word of its subject, its commune or its reference."))
    return Markup("{}\n<i>{}</i>").format(turn.t(title), hint)


def hear(turn: Turn) -> bool:
    """Take what was typed to no form as words of a contract to look for, among those this person may see.
    Returns whether one has them."""
    own = None if allowed(turn, Action.LIST_PROCUREMENTS) else turn.me.organisation_id
    if own is not None and not allowed(turn, Action.LIST_OWN_PROCUREMENTS):
        return False
    if not turn.text or len(turn.text) > MOST_TYPED:
        return False
    lines = procurements.search(turn.session, turn.text, organisation_id=own, most=SIZE + 1)
    if not lines:
        return False
    title = turn.t(N_("Contracts with “{text}”:"), text=" ".join(turn.text.split()))
    more = turn.t(N_("There are others: write another word.")) if len(lines) > SIZE else Markup()
    rows = tuple((Button(_line(turn, line), f"procurement:{line.id}"),) for line in lines[:SIZE])
    turn.say(Card(Markup("\n").join(filter(None, [title, more])), rows))
    return True


def _line(turn: Turn, line: procurements.Line) -> str:
    mark = "" if line.examined_by or not turn.me.is_staff else "🆕 "
    return cut(f"{mark}{line.reference} · {line.title}", MAX_LABEL)


def _find(turn: Turn) -> Procurement:
    """The procurement of the button tapped. Raises Refused when there is none this person may see."""
    procurement = procurements.get(turn.session, turn.number)
    if procurement is None or not _may_see(turn, procurement):
        raise Refused(GONE)
    return procurement


def _may_see(turn: Turn, procurement: Procurement) -> bool:
    return allowed(turn, Action.SEE_PROCUREMENT, Owner(procurement.organisation_id))


def _open(turn: Turn) -> None:
    turn.edit(procurement_card(turn.session, _find(turn), turn.language, staff=turn.me.is_staff))


def _examine(turn: Turn) -> None:
    procurement = _find(turn)
    first = examine.examine(turn, procurement.id or 0)
    turn.session.refresh(procurement)
    if first:
        turn.toast(turn.t(N_("You are examining {reference}."), reference=procurement.reference))
    elif procurement.examined_by == turn.me.id:
        turn.toast(turn.t(N_("You are already examining {reference}."), reference=procurement.reference))
    else:
        name = people.get(turn.session, procurement.examined_by or 0).name
        turn.toast(
            turn.t(N_("{name} is already examining {reference}."), name=name, reference=procurement.reference)
        )
    turn.edit(procurement_card(turn.session, procurement, turn.language))


def _documents(turn: Turn) -> None:
    procurement = _find(turn)
    for document in procurements.documents(turn.session, procurement.id or 0):
        turn.send_file(document, procurement.reference)


def hear_reference(turn: Turn) -> bool:
    """Open the contract whose reference was typed to no form, as people say it on the phone. Returns whether
    it was one. Raises Refused."""
    if not _REFERENCE.fullmatch(turn.text):
        return False
    procurement = procurements.by_reference(turn.session, turn.text.strip().upper())
    if procurement is None or not _may_see(turn, procurement):
        raise Refused(GONE)
    turn.say(procurement_card(turn.session, procurement, turn.language, staff=turn.me.is_staff))
    return True


ROUTES = (
    *entry("mesmarches", _own),
    *entry("marches", _all),
    button("procurements", _turn_page, args=r"(?:own|all):\d{1,9}"),
    button("procurement", _open),
    button("examine", _examine),
    button("document", _documents),
)
