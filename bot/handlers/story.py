"""A person's way to work on one card, and what else can be done with a candidate's file."""

from bot.actions import demand
from bot.dialogue.journey.story.card import story_card
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.seekers.candidates import card_for, more_card
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidates
from bot.store.candidates import LIVING
from bot.store.tables import Candidate

_GONE = N_("This candidate cannot be found.")


def _get(turn: Turn) -> Candidate:
    """The file of the button tapped. Raises Refused."""
    demand(turn, Action.SEE_CANDIDATE)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None:
        raise Refused(_GONE)
    return candidate


def _story(turn: Turn) -> None:
    candidate = _get(turn)
    turn.edit(story_card(turn, candidate) if candidate.state in LIVING else card_for(turn, candidate))


def _more(turn: Turn) -> None:
    candidate = _get(turn)
    turn.edit(more_card(turn, candidate) if candidate.state in LIVING else card_for(turn, candidate))


ROUTES = (button("story", _story), button("candidate-file", _more))
