"""Unfilled offers as a partner's group sees them: what is in them, and links to a talk in private, where one
answers."""

from collections.abc import Sequence

from bot.dialogue.broadcasts.cards import GAP, PAGE, Sent, block, heading
from bot.dialogue.cards import Button, Card, UrlButton
from bot.dialogue.translations import N_, label, translate
from bot.store.offers import identity
from bot.store.offers_sent import is_living

START = "offer-"
"""What the payload of a link to an offer begins with."""


def group_card(bot_name: str, sent: Sequence[Sent], language: str) -> Card:
    """The message of a run to a group: its first offers in words, how many there are beside, and a link for
    each that lives."""
    shown = list(enumerate(sent[:PAGE], 1))
    alone = len(sent) == 1
    blocks = [block(one, language, 0 if alone else place) for place, one in shown]
    if len(sent) > PAGE:
        more = N_("And {n} more: /offres shows them in a talk with Clausette.")
        blocks.append(translate(language, more, n=len(sent) - PAGE))
    rows = [
        (_link(bot_name, one, language, 0 if alone else place),)
        for place, one in shown
        if is_living(one.offer)
    ]
    return Card(GAP.join([heading(sent, language), *blocks]), tuple(rows))


def _link(bot_name: str, one: Sent, language: str, place: int) -> Button:
    text = label(language, N_("Answer in private"))
    address = f"https://t.me/{bot_name}?start={START}{identity(one.offer)}"
    return UrlButton(f"{place} · {text}" if place else text, address)
