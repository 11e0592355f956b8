"""The SIAEs that get the broadcast of an offer too, ticked by a facilitator."""

from markupsafe import Markup

from bot.dialogue.broadcasts.cards import GAP
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import offer_siaes, organisations
from bot.store.offers import identity
from bot.store.tables import JobOffer

_TITLE = 120
_NONE = N_("No SIAE can be reached yet. A coordinator invites one with /inviter.")
_FIRST = N_("Tick the SIAEs that get this offer with the other partners:")
_SECOND = N_("This offer was sent. The SIAEs you tick now get it with the second sending:")


def siaes_card(turn: Turn, offer: JobOffer, language: str, after: int = 0) -> Card:
    """A page of the SIAEs messages reach, each a toggle, in the order of their names behind the one numbered
    `after`."""
    number = identity(offer)
    before = organisations.find_number(turn.session, after) if after else None
    behind = "" if before is None else before.name_key
    found = offer_siaes.reached(turn.session, turn.today, behind, SIZE + 1)
    ticked = offer_siaes.of_offer(turn.session, number)
    rows = [
        (
            Button(
                cut(f"{'☑' if one in ticked else '☐'} {name}", MAX_LABEL),
                f"{_verb(one, ticked)}:{after}:{one}:{number}",
            ),
        )
        for one, name, _ in found[:SIZE]
    ]
    first = f"offer-siaes:0:{number}" if before is not None else None
    following = f"offer-siaes:{found[SIZE - 1][0]}:{number}" if len(found) > SIZE else None
    back = (Button(label(language, N_("Back to the offer")), f"offer:{number}"),)
    asked = _NONE if not found and not behind else _SECOND if offer.sent_at is not None else _FIRST
    title = Markup("<b>{}</b> · {}").format(offer.reference, cut(job_label(offer.job), _TITLE))
    text = GAP.join([title, translate(language, asked)])
    return Card(text, (*rows, *page_buttons(language, first, following), back))


def _verb(number: int, ticked: set[int]) -> str:
    return "untick-siae" if number in ticked else "tick-siae"
