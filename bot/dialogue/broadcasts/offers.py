"""A run of unfilled offers: every prescriber, and the SIAEs ticked, get those that concern them in one
message."""

from collections.abc import Sequence
from functools import cache

from bot.dialogue.broadcasts.cards import Sent, sent_card
from bot.dialogue.broadcasts.groups import group_card
from bot.dialogue.broadcasts.letters import offers_letter
from bot.dialogue.broadcasts.report import tell_through
from bot.dialogue.broadcasts.voices import Batch, Written
from bot.dialogue.cards import Card
from bot.dialogue.letters import Letter
from bot.dialogue.turn import Turn
from bot.store import broadcasts, circulation, deliveries, groups
from bot.store.broadcasts import Carried, identity
from bot.store.groups import Contact
from bot.store.offers import identity as number_of
from bot.store.offers_sent import PRESCRIBERS
from bot.store.people import Member
from bot.store.tables import Broadcast, Kind, Role


def offers_voice(turn: Turn, run: Broadcast) -> Batch:
    """The run at this step: its offers as they are now."""
    since = circulation.living_since(turn.session, turn.today, turn.zone)
    return _Step(turn, run, broadcasts.carried(turn.session, run, since)).batch()


class _Step:
    def __init__(self, turn: Turn, run: Broadcast, carried: Sequence[Carried]) -> None:
        self._turn, self._run, self._carried = turn, run, carried
        self._siaes = frozenset[int]().union(*(one.siaes for one in carried))
        self._card = cache(self._card_of)
        self._letter = cache(self._letter_of)

    def batch(self) -> Batch:
        return Batch(
            self._persons,
            self._groups,
            self._to_persons,
            self._to_group,
            lambda: tell_through(self._turn, self._run),
        )

    def _persons(self, after: int, size: int) -> Sequence[Member]:
        if not self._carried:
            return []
        return broadcasts.contacts(self._turn.session, self._siaes, self._turn.today, after, size)

    def _groups(self, after: int, size: int) -> Sequence[Contact]:
        if not self._carried:
            return []
        return groups.page(self._turn.session, PRESCRIBERS, self._siaes, self._turn.today, after, size)

    def _to_persons(self, persons: Sequence[Member]) -> Sequence[Written | None]:
        numbers = [number_of(one.offer) for one in self._carried]
        answered = deliveries.answered(self._turn.session, numbers, [person.id for person in persons])
        return [self._to_person(person, answered) for person in persons]

    def _to_person(self, person: Member, answered: set[tuple[int, int]]) -> Written | None:
        mine = tuple(
            place
            for place, one in enumerate(self._carried)
            if (person.id, number_of(one.offer)) not in answered
            and (person.role is Role.PRESCRIBER or person.organisation_id in one.siaes)
        )
        if not mine:
            return None
        return Written(
            lambda language: self._card(mine, language),
            lambda language: self._letter(mine, language),
            self._parts(mine),
        )

    def _to_group(self, group: Contact) -> Written | None:
        mine = tuple(
            place
            for place, one in enumerate(self._carried)
            if group.kind != Kind.SIAE or group.organisation_id in one.siaes
        )
        if not mine:
            return None
        name = self._turn.bot_name
        return Written(lambda language: group_card(name, self._sent(mine), language), parts=self._parts(mine))

    def _parts(self, mine: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        return tuple((number_of(self._carried[place].offer), self._carried[place].wave) for place in mine)

    def _sent(self, mine: tuple[int, ...]) -> list[Sent]:
        return [Sent(self._carried[place].offer, self._carried[place].wave) for place in mine]

    def _card_of(self, mine: tuple[int, ...], language: str) -> Card:
        """The same for everybody whom the same offers concern."""
        return sent_card(identity(self._run), self._sent(mine), language)

    def _letter_of(self, mine: tuple[int, ...], language: str) -> Letter:
        return offers_letter(self._sent(mine), language)
