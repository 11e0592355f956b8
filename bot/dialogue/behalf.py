"""Question 0 for PLIE staff, who do every partner's action on its behalf: for which organisation?"""

from dataclasses import dataclass

from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.presence import check_present
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.store import organisations
from bot.store.tables import Kind, Organisation


@dataclass(frozen=True, slots=True)
class Behalf:
    """The question for one kind of organisation: its msgids, what its buttons and its pages carry."""

    kind: Kind
    ask: str
    nobody: str
    unknown: str
    choose: str
    turn_page: str


def for_buyer(choose: str, turn_page: str) -> Behalf:
    """For which buyer?"""
    return Behalf(
        Kind.BUYER,
        N_("For which buyer?"),
        N_("There is no buyer yet. A coordinator invites one with /inviter."),
        N_("This buyer cannot be found."),
        choose,
        turn_page,
    )


def for_company(choose: str, turn_page: str) -> Behalf:
    """For which company?"""
    return Behalf(
        Kind.COMPANY,
        N_("For which company?"),
        N_("There is no company yet. A coordinator invites one with /inviter."),
        N_("This company cannot be found."),
        choose,
        turn_page,
    )


def ask(turn: Turn, question: Behalf) -> None:
    """Show the first page of organisations, by name, or the page behind the one the button tapped names."""
    paging = turn.data.startswith(f"{question.turn_page}:")
    last = organisations.find_number(turn.session, turn.number) if paging else None
    after = last.name_key if last else ""
    found = organisations.page(turn.session, question.kind, after, SIZE + 1, today=turn.today)
    if not found:
        turn.edit(turn.t(question.nobody))
        return
    rows = [(Button(cut(one.name, MAX_LABEL), f"{question.choose}:{one.id}"),) for one in found[:SIZE]]
    following = f"{question.turn_page}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    first = f"{question.turn_page}:0" if after else None
    turn.edit(Card(turn.t(question.ask), (*rows, *page_buttons(turn.language, first, following))))


def chosen(turn: Turn, question: Behalf) -> Organisation:
    """The organisation of the button tapped, a partner still. Raises Refused."""
    found = organisations.find_number(turn.session, turn.number)
    if found is None or found.kind != question.kind:
        raise Refused(question.unknown)
    check_present(turn, found)
    return found
