"""What can be answered on the page behind a link, by what the link is for."""

from collections.abc import Mapping

from bot.store.tables import LinkPurpose
from bot.web.answers import advice, award, hours, offer, unsubscribe
from bot.web.answers.purpose import Purpose

PURPOSES: Mapping[LinkPurpose, Purpose] = {
    LinkPurpose.OFFER: offer.PURPOSE,
    LinkPurpose.ADVICE: advice.PURPOSE,
    LinkPurpose.AWARD: award.PURPOSE,
    LinkPurpose.HOURS: hours.PURPOSE,
    LinkPurpose.UNSUBSCRIBE: unsubscribe.PURPOSE,
}
