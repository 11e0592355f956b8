"""A run that carries a circular: everyone in the kinds of organisation it is for gets the same."""

from collections.abc import Sequence
from functools import partial

from bot.dialogue.broadcasts.voices import Batch, Written
from bot.dialogue.cards import Button, Card
from bot.dialogue.circulars.message import card, letter
from bot.dialogue.circulars.words import counted
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import broadcasts, circulars, groups, mailings, people
from bot.store.circulars import Opened
from bot.store.groups import Contact
from bot.store.people import Member
from bot.store.tables import Broadcast


def circular_voice(turn: Turn, run: Broadcast) -> Batch:
    """The run at this step. Raises LookupError when it carries no circular."""
    one = circulars.get(turn.session, run.circular_id or 0)
    if one is None:
        raise LookupError("no such circular")
    written = Written(partial(card, one), partial(letter, one), file=one.file)

    def persons(after: int, size: int) -> Sequence[Member]:
        return circulars.readers(turn.session, one.kinds, turn.today, after, size)

    def contacts(after: int, size: int) -> Sequence[Contact]:
        return groups.page(turn.session, one.kinds, (), turn.today, after, size)

    return Batch(
        persons,
        contacts,
        lambda found: [written] * len(found),
        lambda _group: written,
        lambda: _tell_through(turn, run, one),
    )


def _tell_through(turn: Turn, run: Broadcast, one: Opened) -> None:
    """The author hears that it is on its way, unless they left meanwhile."""
    number = broadcasts.identity(run)
    many, author = mailings.how_many(turn.session, number), people.find(turn.session, one.written_by)
    if author is None or author.revoked:
        return

    def through(language: str) -> Card:
        said = N_("📤 Your message to the partners is on its way: {contacts}.")
        opens = Button(label(language, N_("See what became of it")), f"circular:{one.id}")
        return Card(translate(language, said, contacts=counted(many, language)), ((opens,),))

    turn.tell(author, f"run-through:{number}:{author.id}", through)
