"""A candidate of the demo, and how their file came to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from bot.actions import add_candidate, close_candidate, note_candidate
from bot.demo.timeline import Past, exactly, working_day
from bot.dialogue.turn import Turn
from bot.rules.requirements import Requirement, to_bits
from bot.store import candidate_lists
from bot.store.candidates import Profile
from bot.store.tables import Eligibility, Origin, Role, Sex


@dataclass(frozen=True, slots=True)
class Seeker:
    """Someone whose file was made so many days ago, free from then on or from so many days after today;
    `phone` are the last two digits of a number nobody has, `years` of experience."""

    days: int
    name: str
    phone: str
    sex: Sex
    age: int
    commune: str
    level: int
    years: int
    jobs: Sequence[str]
    held: Sequence[Requirement]
    why: Sequence[Eligibility]
    origin: Origin = Origin.PLIE
    free: int | None = None
    by: Role = Role.FACILITATOR
    note: tuple[int, str] | None = None
    closed: int | None = None

    def past(self, today: date) -> Iterator[Past]:
        """What was done of the file, its making first."""
        yield Past(self.days, self.by, partial(self._add, today))
        if self.note is not None:
            days, text = self.note
            yield Past(days, self.by, partial(self._note, text))
        if self.closed is not None:
            yield Past(self.closed, self.by, self._close)

    def _add(self, today: date, turn: Turn) -> None:
        add_candidate.add(turn, self._profile(today), agreed=True)

    def _note(self, text: str, turn: Turn) -> None:
        note_candidate.note(turn, self._number(turn), text)

    def _close(self, turn: Turn) -> None:
        close_candidate.close(turn, self._number(turn))

    def _number(self, turn: Turn) -> int:
        return candidate_lists.search(turn.session, self.name, 1)[0].id

    def _profile(self, today: date) -> Profile:
        filed = working_day(today, self.days)
        return Profile(
            name=self.name,
            phone=f"+336399800{self.phone}",
            birth_year=today.year - self.age,
            sex=self.sex,
            commune=self.commune,
            district=Eligibility.DISTRICT in self.why,
            level=self.level,
            experience=self.years,
            jobs=tuple(self.jobs),
            held=to_bits(self.held),
            eligibility=tuple(self.why),
            available=exactly(filed if self.free is None else today + timedelta(days=self.free)),
            origin=self.origin,
        )
