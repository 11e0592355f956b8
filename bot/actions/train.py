"""Plan a training for one or several candidates, or record one that took place."""

from collections.abc import Collection
from datetime import date

from bot.actions import demand
from bot.dialogue import formats
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.trainings import MOST_PEOPLE, most_hours
from bot.store import audit, candidates, matching, trainings
from bot.store.tables import CandidateState, Timing, Training
from bot.store.trainings import Course

_SHOWN = 6


def train(turn: Turn, said: Course, candidate_ids: Collection[int]) -> Training:
    """The training, planned for these active candidates. Raises Refused."""
    demand(turn, Action.TRAIN)
    people = sorted(set(candidate_ids))
    if not 0 < len(people) <= MOST_PEOPLE:
        raise Refused(N_("A training is for one to {most} people."), most=MOST_PEOPLE)
    _all_active(turn, people)
    check(turn, said, people)
    training = trainings.add(turn.session, said, people, turn.me.id, turn.now)
    number = trainings.identity(training)
    codes = {"training": number, "starts_on": said.starts_on, "timing": said.timing}
    for person in people:
        audit.record(turn.session, turn.me.id, "train", "candidate", person, turn.now, **codes)
    return training


def check(turn: Turn, said: Course, people: Collection[int]) -> None:
    """Go on only when the days, the hours and the moment agree with one another. Raises Refused."""
    if said.ends_on < said.starts_on:
        raise Refused(
            N_("The training cannot end before it starts, on {day}: please change one of the dates."),
            day=_day(turn, said.starts_on),
        )
    most = most_hours(said.starts_on, said.ends_on)
    if not 0 < said.hours <= most:
        raise Refused(
            N_("At most {most} h fit between {first} and {last}: please change the hours or the dates."),
            most=formats.number(most, turn.language),
            first=_day(turn, said.starts_on),
            last=_day(turn, said.ends_on),
        )
    if said.timing == Timing.DURING:
        _all_at_work(turn, said, people)


def _all_at_work(turn: Turn, said: Course, people: Collection[int]) -> None:
    """A training during the contract is for people who have one on those days."""
    idle = set(people) - trainings.at_work(turn.session, people, said.starts_on, said.ends_on)
    if idle:
        raise Refused(
            N_(
                "There is no hire on these dates for {references}: choose “Before hiring”, or record the "
                "hire first with /embauche."
            ),
            references=references(turn, idle),
        )


def _all_active(turn: Turn, people: Collection[int]) -> None:
    """Nobody is trained whose file is closed or was merged meanwhile; held until the turn ends."""
    found = {number: candidates.get(turn.session, number, lock=True) for number in people}
    gone = {n for n, one in found.items() if one is None or one.state != CandidateState.ACTIVE}
    if gone:
        raise Refused(
            N_("The file of {references} is no longer open: please take it out of the list."),
            references=references(turn, gone) or "–",
        )


def references(turn: Turn, people: Collection[int]) -> str:
    """What these candidates are called on the phone, with commas; the first ones when they are many."""
    known = sorted(one.reference for one in matching.named(turn.session, sorted(people)).values())
    return ", ".join(known[:_SHOWN]) + ("…" if len(known) > _SHOWN else "")


def _day(turn: Turn, day: date) -> str:
    return formats.day(day, turn.language)
