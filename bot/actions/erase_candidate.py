"""Erase a person at their request (`domain.md` §8): the person goes, the counts stay."""

from bot.actions import demand
from bot.dialogue import formats
from bot.dialogue.cards import Card
from bot.dialogue.refusals import Refused
from bot.dialogue.seekers.forgetting import forget
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidates, obstacles, people
from bot.store.candidates import LIVING
from bot.store.obstacles import Obstacle
from bot.store.people import Member
from bot.store.tables import Candidate

_HOURS = N_(
    "{reference} cannot be erased now: hours of this person wait to be validated or corrected. Once they are "
    "settled, the figures of the contract stay right without the person."
)
_AT_WORK = N_(
    "{reference} cannot be erased now: the person is at work under a contract counted here. Record its end "
    "or the exit first."
)
_HOLD = N_(
    "{reference} cannot be erased now: a legal hold keeps the file until {day}. Lift it first if its ground "
    "is over."
)
_WHY = {Obstacle.HOLD: _HOLD, Obstacle.AT_WORK: _AT_WORK, Obstacle.HOURS: _HOURS}


def check(turn: Turn, candidate_id: int) -> Candidate:
    """The file of somebody who can be erased now, locked. Raises Refused, with the reason."""
    demand(turn, Action.ERASE_CANDIDATE)
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("There is nobody left to erase in this file."))
    obstacle = obstacles.of(turn.session, candidate, turn.today)
    if obstacle is not None:
        until = candidate.hold_until
        day = "" if until is None else formats.day(until, turn.language)
        raise Refused(_WHY[obstacle], reference=candidate.reference, day=day)
    return candidate


def erase(turn: Turn, candidate_id: int) -> Candidate:
    """The file, in which nobody is left; who followed the person hears of it. Raises Refused."""
    candidate = check(turn, candidate_id)
    adviser = None if candidate.adviser_id is None else people.find(turn.session, candidate.adviser_id)
    forget(turn, [candidate_id])
    turn.session.refresh(candidate)
    if adviser is not None and adviser.id != turn.me.id and not adviser.revoked:
        _tell(turn, candidate, adviser)
    return candidate


def _tell(turn: Turn, candidate: Candidate, adviser: Member) -> None:
    said = N_("{name} has erased {reference}, whom you followed, at the person’s request.")
    turn.tell(
        adviser,
        f"erased:{candidate.id}:{adviser.id}",
        lambda language: Card(translate(language, said, reference=candidate.reference, name=turn.me.name)),
    )
