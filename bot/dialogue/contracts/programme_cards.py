"""What is said of a programme once it is sent: to the PLIE, to the buyer, and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.programme_table import amounts
from bot.dialogue.fitting import MAX_LABEL, cut, units
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.store import organisations, programmes
from bot.store.database import Session
from bot.store.programmes import Known
from bot.store.tables import Programme

_SHOWN = 1500
_TITLE = 80
_FETCHED = 40
_LINE = Markup("\n")


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the contracts sent: the programme made, if any, those that are new, and those known
    already."""

    programme: Programme | None
    new: Sequence[Known]
    known: Sequence[Known]


def told_key(programme_id: int, person_id: int) -> str:
    """The key under which a colleague of the PLIE is told of a programme."""
    return f"programme:{programme_id}:{person_id}"


def told_card(session: Session, programme: Programme, language: str) -> Card:
    """What the PLIE is told when a buyer sends its programme."""
    number = programme.id or 0
    total = len(programmes.amounts(session, number))
    lines = programmes.page(session, number, 0, _FETCHED)
    shown = _quoted([Known(line.reference, line.title) for line in lines], total, language)
    heading = Markup("📣 {}").format(translate(language, N_("New programme")))
    return Card(
        _LINE.join([heading, "", _heading(session, programme, language), shown]), _open(number, language)
    )


def none_card(session: Session, programme: Programme, language: str) -> Card:
    """What the PLIE is told when a buyer plans no contract in a year."""
    buyer = organisations.get(session, programme.organisation_id).name
    said = N_("📣 {buyer} plans no contract in {year}.")
    return Card(translate(language, said, buyer=cut(buyer, 200), year=programme.year))


def no_contract(year: int, language: str) -> Markup:
    """What who said so is answered."""
    said = N_(
        "Noted: no contract planned in {year}. If that changes, /programme still takes your programme of the "
        "year."
    )
    return translate(language, said, year=year)


def due_card(session: Session, organisation_id: int, year: int, language: str) -> Card:
    """The programme of a year that is expected of a buyer, with the ways to answer; what became of it once
    there is one."""
    known = programmes.of_year(session, organisation_id, year)
    if known is not None and programmes.amounts(session, known.id or 0):
        return Card(_heading(session, known, language), _open(known.id or 0, language))
    send = Button(label(language, N_("Send the programme")), "go:programme")
    if known is not None:
        return Card(no_contract(year, language), ((send,),))
    ask = N_(
        "The PLIE expects your programme <b>{year}</b>: the contracts you plan, even roughly, so that people "
        "can be prepared in time (article 2 of the agreement)."
    )
    nothing = Button(label(language, N_("No contract planned")), f"no-programme:{year}")
    return Card(translate(language, ask, year=year), ((send,), (nothing,)))


def answer_card(sent: Sent, unread: int, language: str) -> Card:
    """What who sent the programme is answered: the references, new and known, and what was left out."""
    parts = []
    if sent.new:
        parts.append(_sent(len(sent.new), language))
        parts.append(_quoted(sent.new, len(sent.new), language))
    else:
        parts.append(translate(language, N_("Nothing new: no contract was created a second time.")))
    if sent.known:
        parts.append(_known(len(sent.known), language))
        parts.append(_quoted(sent.known, len(sent.known), language))
    if unread:
        parts.append(left_out(unread, language))
    return Card(_LINE.join(parts), _open(sent.programme.id or 0, language) if sent.programme else ())


def left_out(lines: int, language: str) -> Markup:
    """How many lines are not sent."""
    return translate_plural(
        language,
        "{n} line is not understood and is left out.",
        "{n} lines are not understood and are left out.",
        lines,
    )


def list_card(session: Session, programme: Programme, after: int, language: str, *, staff: bool) -> Card:
    """The contracts of a programme in the order sent, eight at a time; each opens its card."""
    number = programme.id or 0
    lines = programmes.page(session, number, after, SIZE + 1)
    rows = []
    for line in lines[:SIZE]:
        mark = "🆕 " if staff and not line.examined_by else ""
        text = cut(f"{mark}{line.reference} · {line.title}", MAX_LABEL)
        rows.append((Button(text, f"procurement:{line.id}"),))
    following = f"programme:{number}:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    first = f"programme:{number}" if after else None
    return Card(_heading(session, programme, language), (*rows, *page_buttons(language, first, following)))


def _sent(count: int, language: str) -> Markup:
    return translate_plural(
        language,
        "{n} contract was sent to the PLIE. A facilitator of the PLIE will come back to you.",
        "{n} contracts were sent to the PLIE. A facilitator of the PLIE will come back to you.",
        count,
    )


def _known(count: int, language: str) -> Markup:
    return translate_plural(
        language,
        "{n} contract was sent before and keeps its reference:",
        "{n} contracts were sent before and keep their references:",
        count,
    )


def _heading(session: Session, programme: Programme, language: str) -> Markup:
    """Whose programme it is, how many contracts it has and their total."""
    said = programmes.amounts(session, programme.id or 0)
    buyer = organisations.get(session, programme.organisation_id).name
    title = label(language, N_("Programme {year}"), year=programme.year)
    count = translate_plural(language, "{n} contract", "{n} contracts", len(said))
    head = Markup("<b>{}</b> · {}").format(title, cut(buyer, 200))
    return _LINE.join([head, Markup("{} · {}").format(count, amounts(said, language))])


def _quoted(contracts: Sequence[Known], total: int, language: str) -> Markup:
    """The references and subjects, folded, as many as there is room for."""
    rows: list[str] = []
    for contract in contracts:
        row = f"{contract.reference} · {cut(contract.title, _TITLE)}"
        if sum(units(shown) + 1 for shown in rows) + units(row) > _SHOWN:
            break
        rows.append(row)
    if total > len(rows):
        left = total - len(rows)
        more = translate_plural(language, "… and {n} more contract", "… and {n} more contracts", left)
        rows.append(more.unescape())
    return Markup("<blockquote expandable>{}</blockquote>").format("\n".join(rows))


def _open(number: int, language: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button(label(language, N_("See the contracts")), f"programme:{number}"),),)
