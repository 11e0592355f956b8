"""The wording of the clause for a procurement: paragraphs to copy, a Word file, the sheet for bidders."""

from bot.dialogue.cards import Button, Card
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.reports import bidders, clause
from bot.reports.clause import Clause, ClauseLot, Contact
from bot.rules.lifecycle import LotState
from bot.store import lots, organisations, parameters, people, procurements
from bot.store.database import Session
from bot.store.tables import Category, Procurement

_RETAINED = frozenset(
    {LotState.CONFIRMED, LotState.PUBLISHED, LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED}
)


def clause_of(session: Session, procurement: Procurement) -> Clause | None:
    """The clause of the lots retained so far; None when there is none."""
    known = lots.of(session, procurement.id or 0)
    retained = tuple(
        ClauseLot(lot.number, lot.title, lot.hours_owed or 0, bool(lot.urban_renewal))
        for lot in known
        if lot.state in _RETAINED
    )
    if not retained:
        return None
    figures = parameters.every(session)
    estimate = procurements.estimate(procurement, known)
    return Clause(
        reference=procurement.reference,
        title=procurement.title,
        buyer=organisations.get(session, procurement.organisation_id).name,
        category=Category(procurement.category),
        lots=retained,
        contact=_contact(session, procurement),
        above_threshold=estimate is not None and estimate >= figures[f"threshold_{procurement.category}"],
        eligibility_months=int(figures["eligibility_months"]),
    )


def _contact(session: Session, procurement: Procurement) -> Contact | None:
    if procurement.examined_by is None:
        return None
    person = people.get(session, procurement.examined_by)
    return Contact(person.name, person.organisation)


def send(turn: Turn, procurement: Procurement) -> bool:
    """Give the person of this turn the wording. Returns whether there is one."""
    found = clause_of(turn.session, procurement)
    if found is None:
        return False
    turn.say(turn.t(N_("Here is the wording of the clause for your documents, to copy or as a Word file.")))
    for message in clause.messages(found):
        turn.say(message)
    reference = procurement.reference
    turn.send_document(
        f"clause-{reference}.docx",
        clause.word(found, turn.today),
        turn.t(N_("The clause, to complete and insert")),
    )
    sheet = bidders.bidders_sheet(found, turn.today)
    caption = turn.t(N_("The services of the PLIE, a sheet to join for the bidders"))
    turn.send_document(f"plie-{reference}.docx", sheet, caption)
    then = N_("Once the notice is published, say so here: it is the proof that the clause is in it.")
    published = Button(label(turn.language, N_("Notice published")), f"publish:{procurement.id}")
    turn.say(Card(turn.t(then), ((published,),)))
    return True
