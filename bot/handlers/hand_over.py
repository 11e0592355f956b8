"""/partenaires, leaving: someone's files go to a colleague, in one step."""

from bot.actions import demand, hand_over
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.partners import back, counted
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import holdings, people


def _choose(turn: Turn) -> None:
    """To whom? A page of colleagues."""
    demand(turn, Action.HAND_OVER)
    _, number, after = turn.data.split(":")
    person = people.find(turn.session, int(number))
    if person is None:
        raise Refused(N_("This person cannot be found."))
    found = people.colleagues(turn.session, person, int(after), SIZE + 1)
    theirs = (Button(cut(person.name, MAX_LABEL), f"partner:{person.id}"),)
    if not found:
        nobody = N_("{name} has no colleague here to take over. /inviter invites one.")
        turn.edit(Card(turn.t(nobody, name=person.name), (theirs,)))
        return
    rows = [(Button(cut(one.name, MAX_LABEL), f"hand-to:{person.id}:{one.id}"),) for one in found[:SIZE]]
    following = f"hand:{person.id}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(turn.language, f"hand:{person.id}:0" if after != "0" else None, following)
    text = turn.t(N_("To whom do the files of {name} go?"), name=person.name)
    turn.edit(Card(text, (*rows, *pages, theirs)))


def _pair(turn: Turn) -> tuple[int, int]:
    _, giver, taker = turn.data.split(":")
    return int(giver), int(taker)


def _ask(turn: Turn) -> None:
    """What would move, before it does."""
    giver, taker = hand_over.pair(turn, *_pair(turn))
    held = holdings.of(turn.session, giver.id)
    if not held:
        raise Refused(N_("{name} has no file to hand over."), name=giver.name)
    question = turn.t(
        N_("Hand the files of {giver} to {taker}?\n{files}."),
        giver=giver.name,
        taker=taker.name,
        files=counted(held, turn.language),
    )
    yes = Button(label(turn.language, N_("Yes, hand over")), f"handed:{giver.id}:{taker.id}")
    no = Button(label(turn.language, N_("No")), f"partner:{giver.id}")
    turn.edit(Card(question, ((yes, no),)))


def _do(turn: Turn) -> None:
    moved = hand_over.hand_over(turn, *_pair(turn))
    giver, taker = (people.get(turn.session, number) for number in _pair(turn))
    done = turn.t(
        N_("The files of {giver} are now those of {taker}: {files}."),
        giver=giver.name,
        taker=taker.name,
        files=counted(moved, turn.language),
    )
    theirs = Button(cut(taker.name, MAX_LABEL), f"partner:{taker.id}")
    turn.edit(Card(done, ((theirs, *back(turn.language)),)))


_TWO = r"\d{1,9}:\d{1,9}"

ROUTES = (
    button("hand", _choose, args=_TWO),
    button("hand-to", _ask, args=_TWO),
    button("handed", _do, args=_TWO),
)
