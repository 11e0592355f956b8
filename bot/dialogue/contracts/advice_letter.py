"""The PLIE's advice as a buyer who is not on Telegram gets it, by e-mail."""

from markupsafe import Markup

from bot.dialogue.contracts.advice import advice_card
from bot.dialogue.letters import Letter, Way
from bot.dialogue.lists import SIZE
from bot.dialogue.translations import N_, label, translate
from bot.store import lots
from bot.store.database import Session
from bot.store.tables import LinkPurpose, Procurement


def advice_letter(session: Session, procurement: Procurement, language: str) -> Letter:
    """What the PLIE says of each lot, and the link to the page where the buyer answers."""
    number = procurement.id or 0
    text = advice_card(session, procurement, language).text
    if sum(lot.advised_at is not None for lot in lots.of(session, number)) > SIZE:
        text += Markup("\n\n") + translate(language, N_("The page behind the link shows all lots."))
    subject = label(language, N_("Advice of the PLIE on {reference}"), reference=procurement.reference)
    way = Way(label(language, N_("Answer the PLIE’s advice")), LinkPurpose.ADVICE, number)
    return Letter(subject, text, (way,))
