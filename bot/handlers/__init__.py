"""The conversations, one file each, in the order they are asked: the first route that accepts an
update serves it."""

from bot.handlers import announce, everyday, forms, invite, membership, partners, procurements, start, unknown
from bot.handlers.start import stranger

FORMS = (announce.FORM, invite.FORM)

ROUTES = (
    *start.ROUTES,
    *announce.ROUTES,
    *procurements.ROUTES,
    *invite.ROUTES,
    *partners.ROUTES,
    *everyday.ROUTES,
    *forms.routes_for(*FORMS),
    *membership.ROUTES,
    *unknown.ROUTES,
)

__all__ = ["FORMS", "ROUTES", "stranger"]
