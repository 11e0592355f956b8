"""The ways to work of some of the candidates, and the hours they worked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.demo.hours import Sheets
from bot.demo.people import ATELIERS, BATI
from bot.demo.steps import (
    Deal,
    Do,
    certified,
    ended,
    followed,
    hired,
    interviewed,
    left,
    presented,
    refused,
    taken,
    trained,
    wanted,
)
from bot.demo.stories import CLEANERS, FLATS, OFFICES, PAINTERS, SCHOOLS
from bot.demo.timeline import Past
from bot.dialogue.turn import Turn
from bot.store import candidate_lists
from bot.store.tables import (
    Contract,
    Employer,
    EndReason,
    ExitKind,
    FollowUpKind,
    FollowUpState,
    InterviewKind,
    InterviewOutcome,
    Kind,
    NextStep,
    RefusalReason,
    Role,
)

_FACILITATOR, _COORDINATOR, _COMPANY = Role.FACILITATOR, Role.COORDINATOR, Role.COMPANY
_OFFICE, _PHONE, _SITE = InterviewKind.OFFICE, InterviewKind.PHONE, InterviewKind.SITE
_READY, _GOES_ON = InterviewOutcome.READY, InterviewOutcome.PROGRESS
_DAY_2, _DAY_15 = FollowUpKind.DAY_2, FollowUpKind.DAY_15
_MONTH_1, _MONTH_3, _MONTH_6 = FollowUpKind.MONTH_1, FollowUpKind.MONTH_3, FollowUpKind.MONTH_6


@dataclass(frozen=True, slots=True)
class Way:
    """What was done of a person, by name: how many days ago, by whom."""

    name: str
    steps: Sequence[tuple[int, Role, Do]]

    def past(self, _today: date) -> Iterator[Past]:
        """The steps, in the past."""
        for days, who, do in self.steps:
            yield Past(days, who, partial(self._step, do))

    def _step(self, do: Do, turn: Turn) -> None:
        do(turn, candidate_lists.search(turn.session, self.name, 1)[0].id)


_HEARD = {
    "LECHEVALLIER Didier": 31,
    "DUVALLET Jérôme": 40,
    "HADDAD Sofiane": 22,
    "OLIVEIRA Rui": 50,
    "PETROVA Irina": 48,
    "MBEMBA Prince": 12,
    "YILDIZ Elif": 27,
    "GUESDON Thierry": 13,
    "SAVARY Mickaël": 17,
    "GONDOUIN Martine": 44,
    "FERREIRA Tiago": 25,
}
"""Who was called so many days ago; others have been silent."""

WAYS = (
    Way("OUEDRAOGO Salif", (
        (300, _FACILITATOR, interviewed(_OFFICE, InterviewOutcome.TRAINING, NextStep.TRAINING)),
        (280, _FACILITATOR, trained("Pose de bordures et de pavés", "GRETA Caen", 35, 10)),
        (255, _FACILITATOR, certified),
        (230, _FACILITATOR, interviewed(_PHONE, _READY, NextStep.REFERRAL)),
        (215, _FACILITATOR, hired(BATI, (SCHOOLS, "1"), "F1702", Deal(Contract.CDD, 5, 180))),
        (206, _FACILITATOR, followed(_DAY_2)),
        (191, _FACILITATOR, followed(_DAY_15)),
        (176, _FACILITATOR, followed(_MONTH_1)),
        (115, _FACILITATOR, followed(_MONTH_3)),
        (20, _FACILITATOR, left(ExitKind.OUTSIDE_CONTRACT, Contract.CDI)),
    )),
    Way("MARTEL Solène", (
        (140, _FACILITATOR, interviewed(_OFFICE, _READY, NextStep.REFERRAL)),
        (124, _FACILITATOR, presented(PAINTERS, "F1606")),
        (119, _FACILITATOR, wanted),
        (110, _FACILITATOR, taken(Deal(Contract.CDD, 12, 300))),
        (94, _FACILITATOR, followed(_DAY_2)),
        (80, _FACILITATOR, followed(_DAY_15, FollowUpState.DIFFICULTY)),
        (75, _FACILITATOR, interviewed(_SITE, _GOES_ON)),
        (65, _FACILITATOR, followed(_MONTH_1)),
    )),
    Way("LEFRANC Jocelyne", (
        (150, _COORDINATOR, interviewed(_OFFICE, _READY, NextStep.PARTNER)),
        (120, _COORDINATOR, hired(CLEANERS, (OFFICES, "1"), "K2204", Deal(
            Contract.CDDI, 10, 240, 26, Employer.SIAE, ATELIERS
        ))),
        (106, _COORDINATOR, followed(_DAY_2)),
        (93, _COORDINATOR, followed(_DAY_15)),
        (77, _COORDINATOR, followed(_MONTH_1)),
        (16, _COORDINATOR, followed(_MONTH_3)),
    )),
    Way("BOUVIER Alexis", (
        (130, _FACILITATOR, interviewed(_OFFICE, _READY)),
        (108, _FACILITATOR, hired(BATI, (FLATS, "1"), "F1702", Deal(Contract.CDD, 6, 150))),
        (98, _FACILITATOR, followed(_DAY_2)),
        (84, _FACILITATOR, followed(_DAY_15, FollowUpState.DIFFICULTY)),
        (72, _FACILITATOR, ended(EndReason.TRIAL_EMPLOYEE)),
        (60, _FACILITATOR, interviewed(_OFFICE, InterviewOutcome.OBSTACLE, NextStep.DOCUMENTS)),
    )),
    Way("ROUSSET Karim", (
        (90, _FACILITATOR, interviewed(_OFFICE, _READY, NextStep.REFERRAL)),
        (64, _FACILITATOR, hired(BATI, (FLATS, "1"), "F1701", Deal(
            Contract.INTERIM, 5, 71, 35, Employer.AGENCY, "Intérim du Bessin"
        ))),
        (55, _FACILITATOR, followed(_DAY_2)),
        (42, _FACILITATOR, followed(_DAY_15)),
    )),
    Way("OLIVEIRA Rui", (
        (73, _FACILITATOR, presented(BATI, "F1701")),
        (66, _COMPANY, refused(RefusalReason.REQUIREMENT)),
    )),
    Way("SISSOKO Mamadou", (
        (14, _FACILITATOR, interviewed(_PHONE, _READY, NextStep.REFERRAL)),
        (11, _FACILITATOR, presented(BATI, "F1704")),
    )),
    Way("GUESDON Thierry", (
        (12, _FACILITATOR, presented(BATI, "F1704")),
        (9, _COMPANY, wanted),
        (5, _COMPANY, taken(Deal(Contract.INTERIM, 16, 120, 35, Employer.AGENCY, "Intérim du Bessin"))),
    )),
    *(Way(name, ((days, _FACILITATOR, interviewed(_PHONE, _GOES_ON)),)) for name, days in _HEARD.items()),
    Way("POTTIER Laëtitia", (
        (6, _COORDINATOR, trained("CACES R489 catégorie 3, recyclage", "AFTRAL Caen", 21, 20)),
    )),
)  # fmt: skip

SHEETS = (
    Sheets(CLEANERS, Kind.COMPANY, _FACILITATOR, 3),
    Sheets(PAINTERS, Kind.COMPANY, _FACILITATOR, 3, asked_back=True),
    Sheets(BATI, Kind.COMPANY, _COMPANY, 7, last_waits=True),
    Sheets(ATELIERS, Kind.SIAE, Role.SIAE, 3, last_waits=True),
)
