"""Unfilled offers as a contact without Telegram gets them, by e-mail."""

from collections.abc import Sequence

from bot.dialogue.broadcasts.cards import GAP, Sent, block, heading
from bot.dialogue.letters import Letter, Way
from bot.dialogue.translations import N_, label, translate_plural
from bot.store.offers import identity
from bot.store.tables import LinkPurpose


def offers_letter(sent: Sequence[Sent], language: str) -> Letter:
    """The letter of a run to a person: every offer, and for each a link to the page where one answers."""
    subject = translate_plural(
        language, "{n} job offer awaits candidates", "{n} job offers await candidates", len(sent)
    )
    alone = len(sent) == 1
    blocks = [block(one, language, 0 if alone else place) for place, one in enumerate(sent, 1)]
    ways = tuple(
        Way(
            label(language, N_("Answer for {reference}"), reference=one.offer.reference),
            LinkPurpose.OFFER,
            identity(one.offer),
        )
        for one in sent
    )
    return Letter(subject.unescape(), GAP.join([heading(sent, language), *blocks]), ways)
