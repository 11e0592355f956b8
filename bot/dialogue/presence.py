"""Whether an organisation is a partner still (articles 7 and 8): nothing new is recorded for one that left,
while what runs can be completed on its behalf."""

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.fitting import cut
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.store import organisations
from bot.store.tables import Organisation

NO_LONGER = N_("{name} is a partner no longer since {day}: nothing new can be recorded for it.")
_LONGEST = 120


def check_partner(turn: Turn, organisation_id: int) -> None:
    """Go on only when the organisation is a partner today; one that is not known is somebody else's to
    refuse. Raises Refused."""
    organisation = organisations.reread(turn.session, organisation_id)
    if organisation is not None:
        check_present(turn, organisation)


def check_present(turn: Turn, organisation: Organisation) -> None:
    """The same, for an organisation as it is now. Raises Refused."""
    if organisation.left_on is not None and organisations.gone(organisation, turn.today):
        day = formats.day(organisation.left_on, turn.language)
        raise Refused(NO_LONGER, name=cut(organisation.name, _LONGEST), day=day)


def gone_line(organisation: Organisation, language: str) -> list[Markup]:
    """That it is a partner no longer, or from which day on; nothing for one that stays."""
    if organisation.left_on is None:
        return []
    day = formats.day(organisation.left_on, language)
    return [translate(language, N_("A partner no longer since {day}."), day=day)]
