"""Say that a buyer plans no contract in a year, which answers for its programme (article 2)."""

from bot.actions import demand
from bot.dialogue.contracts.programme_cards import none_card, told_key
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import audit, people, programmes
from bot.store.tables import Programme

SENT = N_("The programme {year} was sent already.")


def declare(turn: Turn, year: int, organisation_id: int) -> Programme:
    """The programme of the year, without contracts; the PLIE is told once. Said twice, it changes nothing; a
    programme can still be sent afterwards. Raises Refused where one was sent."""
    demand(turn, Action.ANNOUNCE, Owner(organisation_id))
    programmes.one_at_a_time(turn.session, organisation_id)
    known = programmes.of_year(turn.session, organisation_id, year)
    if known is not None:
        if programmes.amounts(turn.session, known.id or 0):
            raise Refused(SENT, year=year)
        return known
    on_behalf = turn.me.organisation_id != organisation_id
    made = programmes.add(turn.session, organisation_id, year, turn.me.id, turn.now, on_behalf=on_behalf)
    audit.record(
        turn.session, turn.me.id, "declare no programme", "programme", made.id or 0, turn.now,
        year=year, on_behalf=on_behalf,
    )  # fmt: skip
    for colleague in people.staff(turn.session):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                told_key(made.id or 0, colleague.id),
                lambda language: none_card(turn.session, made, language),
            )
    return made
