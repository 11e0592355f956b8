"""What is missing of the files that prove the facts of a procurement, and who owes each."""

from markupsafe import Markup

from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.evidence.cards import seen_from
from bot.dialogue.journey.evidence.things import proof_and_title, scope_of
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.store import evidence_facts, organisations
from bot.store.evidence_facts import Missing
from bot.store.evidence_things import thing
from bot.store.tables import Procurement

FIRST = (-1, 0)


def missing_card(turn: Turn, procurement: Procurement, after: tuple[int, int]) -> Card:
    """What this person owes for the procurement, for the PLIE what anybody owes, eight at a time; each line
    begins the sending."""
    number = procurement.id or 0
    found = evidence_facts.missing(turn.session, scope_of(turn.me, number), after, SIZE + 1)
    last = found[SIZE - 1] if len(found) > SIZE else None
    following = None if last is None else f"missing-of:{number}:{last.rank}:{last.id}"
    pages = page_buttons(turn.language, None if after == FIRST else f"missing-of:{number}", following)
    rows = tuple((Button(_line(turn, one), f"prove:{one.subject}:{one.id}:{one.proof}"),) for one in found)
    return Card(_text(turn, procurement, found), (*rows[:SIZE], *pages, *_back(turn, number)))


def _back(turn: Turn, number: int) -> Keyboard:
    """The way to the files of the procurement, for who sees some of them."""
    here = thing(turn.session, "procurement", number)
    if here is None or not seen_from(turn, here):
        return ()
    return ((Button(label(turn.language, N_("Supporting documents")), f"evidence-of:procurement:{number}"),),)


def _text(turn: Turn, procurement: Procurement, found: list[Missing]) -> Markup:
    name = turn.t(
        N_("<b>{reference}</b> · {title}"), reference=procurement.reference, title=cut(procurement.title, 200)
    )
    if not found:
        return Markup("{}\n{}").format(name, turn.t(N_("No supporting document is missing.")))
    ask = N_("Supporting documents still missing. Tap one to send it:")
    lines = [name, turn.t(ask)]
    if turn.me.is_staff:
        lines += [_owed(turn, place, one) for place, one in enumerate(found[:SIZE], start=1)]
    return Markup("\n").join(lines)


def _line(turn: Turn, one: Missing) -> str:
    about = thing(turn.session, one.subject, one.id)
    return "" if about is None else cut(proof_and_title(turn, one.proof, about), MAX_LABEL)


def _owed(turn: Turn, place: int, one: Missing) -> Markup:
    """Who owes the document of this place in the list."""
    owner = None if one.owed_by is None else organisations.find_number(turn.session, one.owed_by)
    who = label(turn.language, N_("the PLIE")) if owner is None else cut(owner.name, 80)
    return turn.t(N_("{place}. owed by {who}"), place=place, who=who)
