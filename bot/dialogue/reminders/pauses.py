"""Being away: what the colleague who stands in is told, and the one who is away."""

from collections.abc import Callable
from datetime import date

from bot.dialogue import formats
from bot.dialogue.cards import Card
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.store import dailies, people, preferences
from bot.store.people import Member

_BEGINS = N_(
    "{name} is away until {day} and asks you to stand in: their reminders come with yours, and what others "
    "do in their files is told to you too."
)
_ENDS = N_("You no longer stand in for {name}.")
_BACK = N_("{name} is back: you no longer stand in.")
_AWAY_TOO = N_(
    "{name}, who stands in for you, is away too until {day}. /reglages lets you choose someone else."
)


def tell_begin(turn: Turn, away: Member, stand_in: Member, until: date) -> None:
    """The stand-in hears for whom they stand in, and until when."""

    def card(language: str) -> Card:
        return Card(translate(language, _BEGINS, name=away.name, day=formats.day(until, language)))

    _tell(turn, stand_in, f"stand-in:{away.id}:{turn.uid}:{stand_in.id}", card)


def tell_end(turn: Turn, away: Member, stand_in_id: int | None, *, back: bool) -> None:
    """The stand-in, where there is one with access, hears that it is over: the person is `back`, or asked
    someone else."""
    stand_in = None if stand_in_id is None else people.find(turn.session, stand_in_id)
    if stand_in is None or stand_in.revoked:
        return

    def card(language: str) -> Card:
        return Card(translate(language, _BACK if back else _ENDS, name=away.name))

    _tell(turn, stand_in, f"stand-in-over:{away.id}:{turn.uid}:{stand_in.id}", card)


def tell_away_too(turn: Turn, away: Member, until: date) -> None:
    """Those for whom this person stands in hear that nobody does any more."""

    def card(language: str) -> Card:
        return Card(translate(language, _AWAY_TOO, name=away.name, day=formats.day(until, language)))

    for number in preferences.replaced_by(turn.session, away.id, turn.today):
        person = people.get(turn.session, number)
        if not person.revoked:
            _tell(turn, person, f"stand-in-away:{away.id}:{turn.uid}:{number}", card)


def _tell(turn: Turn, person: Member, key: str, card: Callable[[str], Card]) -> None:
    turn.tell(person, key, card, at_once=True)


def can_stand_in(turn: Turn, stand_in: Member) -> bool:
    """Whether this person has access, can be reached, and is not away."""
    return dailies.stand_in(turn.session, stand_in.id, turn.today) is not None
