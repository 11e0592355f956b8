"""Say that a contract is not awarded yet: who follows it at the PLIE hears so (dialogues.md §4)."""

from bot.actions import demand
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import audit, people
from bot.store.tables import Procurement


def postpone(turn: Turn, procurement: Procurement) -> None:
    """The award is not known yet; the facilitator in charge is told once for each time it was asked. Raises
    Refused."""
    demand(turn, Action.AWARD, Owner(procurement.organisation_id))
    number = procurement.id or 0
    told = [
        colleague
        for colleague in people.in_charge(turn.session, procurement.examined_by)
        if colleague.id != turn.me.id
    ]
    for colleague in told:
        turn.tell(
            colleague,
            f"not-awarded:{number}:{turn.uid}:{colleague.id}",
            lambda language: _card(turn, procurement, language),
        )
    audit.record(turn.session, turn.me.id, "postpone award", "procurement", number, turn.now)


def _card(turn: Turn, procurement: Procurement, language: str) -> Card:
    said = N_("{name} ({organisation}): <b>{reference}</b> ({title}) is not awarded yet.")
    text = translate(
        language,
        said,
        name=turn.me.name,
        organisation=turn.me.organisation,
        reference=procurement.reference,
        title=cut(procurement.title, 300),
    )
    opened = Button(label(language, N_("Open the contract")), f"procurement:{procurement.id}")
    return Card(text, ((opened,),))
