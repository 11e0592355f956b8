"""Who hears of a fact: the people behind the words of the table of `dialogues.md` §4, as they are now."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.rules.schedule import Due
from bot.rules.stages import Reached, Whom, reached
from bot.rules.urgency import Waiting
from bot.store import day, organisations, people
from bot.store.database import Session
from bot.store.imports import before
from bot.store.imports.before import Before
from bot.store.partner_facts import Concerned
from bot.store.people import Member
from bot.store.tables import Role


@dataclass(frozen=True, slots=True)
class About:
    """Whom a fact concerns: the organisation it is asked of, and who of the PLIE follows it (None: nobody
    does, which makes it everybody's)."""

    organisation_id: int | None = None
    in_charge: Collection[int | None] = ()


class Audience:
    """Who is told today, each list read once. Only living people whom messages reach, of organisations that
    have not left; those written to by e-mail too where the kind is `mailed`."""

    def __init__(
        self, session: Session, kind: str, today: date, zone: ZoneInfo, *, mailed: bool = False
    ) -> None:
        self._session, self._kind, self._mailed = session, kind, mailed
        self._today, self._zone = today, zone
        self._known: dict[tuple[Whom, int | None], list[int]] = {}
        self._before: Mapping[int, Before] | None = None

    def dues(self, subject_id: int, fact: date, about: About) -> Iterator[Due]:
        """The reminders of a fact of this day: each stage that came, each person who is told at it. What was
        over when it was imported is told to nobody."""
        for stage in self._stages(subject_id, fact):
            for person_id in sorted(self.of(stage.whom, about)):
                yield Due(subject_id, stage.on, person_id)

    def _stages(self, subject_id: int, fact: date) -> Iterable[Reached]:
        if self._before is None:
            self._before = before.of(self._session, self._kind, self._zone)
        taken = self._before.get(subject_id)
        if taken is None:
            return reached(self._kind, fact, self._today)
        if taken.never:
            return ()
        since = max(fact, taken.on) if taken.anew else fact
        return [stage for stage in reached(self._kind, since, self._today) if stage.on > taken.on]

    def waiting(self, kind: Waiting) -> Iterator[Due]:
        """The reminders of all that waits for the PLIE of a kind (`store.waiting`), as today has it."""
        asked = day.scope(self._session, self._today, self._zone)
        for fact in day.facts(self._session, asked, [kind]):
            yield from self.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))

    def shared(self, facts: Iterable[Concerned]) -> Iterator[Due]:
        """The reminders of facts that concern organisations too: those in charge, and each one's people."""
        for fact in facts:
            yield from self.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
            for number in fact.organisations:
                yield from self.dues(fact.subject_id, fact.on, About(number))

    def of(self, whom: Iterable[Whom], about: About) -> set[int]:
        """The people these words mean, for a fact that concerns those."""
        return {person_id for one in whom for person_id in self._meant(one, about)}

    def _meant(self, whom: Whom, about: About) -> Iterator[int]:
        if whom is Whom.PARTNER:
            if about.organisation_id is not None:
                yield from self._listed(whom, about.organisation_id)
        elif whom is Whom.IN_CHARGE:
            for person_id in about.in_charge:
                yield from self._listed(whom, person_id)
        else:
            yield from self._listed(whom, None)

    def _listed(self, whom: Whom, number: int | None) -> list[int]:
        if (whom, number) not in self._known:
            self._known[whom, number] = self._read(whom, number)
        return self._known[whom, number]

    def _read(self, whom: Whom, number: int | None) -> list[int]:
        session = self._session
        if whom is Whom.PARTNER:
            return self._partner(number or 0)
        if whom is Whom.IN_CHARGE:
            return _reached(people.in_charge(session, number)) or _reached(people.staff(session))
        coordinators = _reached(people.with_roles(session, Role.COORDINATOR))
        if whom is Whom.COORDINATORS:
            return coordinators
        return _reached(people.with_roles(session, Role.FACILITATOR)) or coordinators

    def _partner(self, organisation_id: int) -> list[int]:
        home = organisations.find_number(self._session, organisation_id)
        if home is None or organisations.gone(home, self._today):
            return []
        mailed = people.mailed(self._session, organisation_id) if self._mailed else []
        return _reached([*people.of_organisation(self._session, organisation_id), *mailed])


def _reached(persons: Iterable[Member]) -> list[int]:
    return [person.id for person in persons if person.reachable]
