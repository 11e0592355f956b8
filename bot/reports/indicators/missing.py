"""What is missing behind the figures of a period: the list, and one file that somebody owes."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.below import below
from bot.dialogue.cards import Button, Card, Keyboard
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.evidence.names import titles
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate_plural
from bot.dialogue.turn import Turn
from bot.reports.indicators.card import View
from bot.rules.evidence import ORDER
from bot.rules.worked import last_of
from bot.store import organisations, people
from bot.store.evidence_requests import Request
from bot.store.indicators.evidence import FIRST, Lacking, Place
from bot.store.people import Member
from bot.store.tables import Organisation

_LINE, _GAP = Markup("\n"), Markup("\n\n")
_LONGEST, _NAMED, _MOST_NAMED = 200, 80, 10
_NO_DAY = "000000"
_LISTED = N_("{place}. Owed by {who} {since}")
_OPENS = {
    "procurement": "procurement",
    "lot": "lot",
    "placement": "placement",
    "month": "worked",
    "training": "training",
    "exit": "exit-card",
    "candidate": "candidate",
}
"""The button that opens the card of an object, before its number."""


def place_from(data: str) -> Place:
    """The place in the list a button carries: `indicator-missing:RANK:DAY:NUMBER:CODE`. Raises ValueError."""
    _, rank, day, number, *_ = data.split(":")
    if (rank, number) == ("0", "0"):
        return FIRST
    return Place(int(rank), None if day == _NO_DAY else date.fromisoformat(f"20{day}"), int(number))


def list_card(turn: Turn, view: View, found: Sequence[Lacking], after: Place) -> Card:
    """A page of what is missing: since when, who owes it; each line opens one. `found` holds one more than a
    page where there are more."""
    language, page = turn.language, found[:SIZE]
    head = view.headed(N_("What is missing"))
    if not page:
        return Card(_GAP.join([head, turn.t(N_("No supporting document is missing."))]), _back(view))
    known = titles(turn.session, [(one.proof, one.subject, one.number) for one in page], language, staff=True)
    homes = organisations.several(turn.session, {one.owed_by for one in page if one.owed_by is not None})
    advisers = {one.adviser_id for one in page if one.adviser_id is not None}
    colleagues = {one.id: one for one in people.several(turn.session, advisers)}
    lines, rows = [], []
    for place, one in enumerate(page, start=1):
        who = _who(homes.get(one.owed_by or 0), colleagues.get(one.adviser_id or 0), language)
        lines.append(turn.t(_LISTED, place=place, since=_since(turn, one), who=who))
        title = known.get((one.proof, one.subject, one.number), "")
        rows.append((Button(cut(f"{place} · {title}", MAX_LABEL), _opens_one(one, view)),))
    pages = page_buttons(
        language,
        None if after == FIRST else _page(FIRST, view),
        _page(page[-1].place, view) if len(found) > SIZE else None,
    )
    return Card(_GAP.join([head, _LINE.join(lines)]), (*rows, *pages, *_back(view)))


def _page(after: Place, view: View) -> str:
    day = _NO_DAY if after.order is None else after.order.strftime("%y%m%d")
    return f"indicator-missing:{max(after.rank, 0)}:{day}:{after.number}:{view.shown.code}"


def _opens_one(one: Lacking, view: View) -> str:
    return f"indicator-missed:{ORDER.index(one.proof)}:{one.number}:{view.shown.code}"


def _back(view: View) -> Keyboard:
    return ((Button(view.says(N_("Back to the evidence")), f"indicator-proof:{view.shown.code}"),),)


def _to_list(view: View, after: Place = FIRST) -> Button:
    return Button(view.says(N_("‹ The list")), _page(after, view))


def _since(turn: Turn, one: Lacking) -> str:
    """Since when the file is missing: for hours since the last day of their month; from when on, where that
    day is to come."""
    on = last_of(one.on) if one.subject == "month" else one.on
    said = N_("since {day}") if on <= turn.today else N_("from {day} on")
    return label(turn.language, said, day=formats.day(on, turn.language))


def _who(home: Organisation | None, adviser: Member | None, language: str) -> str:
    if home is not None:
        return cut(home.name, _NAMED)
    if adviser is None:
        return label(language, N_("the PLIE"))
    return label(language, N_("the PLIE ({name})"), name=cut(adviser.name, _NAMED))


def item_card(
    turn: Turn, view: View, one: Lacking, count: int, asked: Request | None, note: Markup | None = None
) -> Card:
    """One missing file: what, since when, who owes it; with the ways to ask for it, alone or with the `count`
    files its organisation owes for the period that nobody asked for today."""
    language = turn.language
    home = None if one.owed_by is None else organisations.find_number(turn.session, one.owed_by)
    adviser = None if one.adviser_id is None else people.find(turn.session, one.adviser_id)
    wanted = (one.proof, one.subject, one.number)
    title = titles(turn.session, [wanted], language, staff=True).get(wanted, "")
    lines = [
        Markup("<b>{}</b>").format(cut(title, _LONGEST)),
        turn.t(N_("Missing {since}"), since=_since(turn, one)),
        turn.t(N_("Owed by {who}"), who=_who(home, adviser, language)),
    ]
    if asked is not None and note is None:
        lines.append(before_text(turn, asked))
    text = _LINE.join(lines) if note is None else _GAP.join([note, _LINE.join(lines)])
    return Card(text, _ways(turn, view, one, home, count, asked))


def _ways(
    turn: Turn, view: View, one: Lacking, home: Organisation | None, count: int, asked: Request | None
) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    mine = home is None and one.adviser_id == turn.me.id
    if asked is None and not mine:
        here = f"indicator-ask:{ORDER.index(one.proof)}:{one.number}:{view.shown.code}"
        rows.append((Button(view.says(N_("Ask for it")), here),))
    if home is not None and count > len(rows):
        rows.append((_ask_all(home, count, view),))
    send = Button(view.says(N_("Send the document")), f"prove:{one.subject}:{one.number}:{one.proof}")
    card = Button(view.says(N_("Open")), below(f"{_OPENS[one.subject]}:{one.number}"))
    before = Place(one.place.rank, one.order, one.number - 1)
    return (*rows, (send, card), (_to_list(view, before),))


def _ask_all(home: Organisation, count: int, view: View) -> Button:
    """The name is cut rather than what is asked."""
    name = cut(home.name, MAX_LABEL - len(_asks("", count, view.language)))
    return Button(_asks(name, count, view.language), f"indicator-ask-all:{home.id}:{view.shown.code}")


def _asks(who: str, count: int, language: str) -> str:
    said = translate_plural(
        language, "Ask {who} for {n} document", "Ask {who} for its {n} documents", count, who=who
    )
    return said.unescape()


def before_text(turn: Turn, asked: Request) -> Markup:
    """That it was asked today already, when and by whom."""
    when = formats.moment(asked.at, turn.zone, turn.language)
    who = cut(people.get(turn.session, asked.person_id).name, _NAMED)
    said = N_("Already asked today: {when}, by {who}. It can be asked again tomorrow.")
    return turn.t(said, when=when, who=who)


def told_text(turn: Turn, readers: Sequence[Member], count: int) -> Markup:
    """Who was asked for how many files: who reads it by e-mail is said so."""
    names = [cut(one.name, _NAMED) for one in readers[:_MOST_NAMED]]
    mailed = label(turn.language, N_("by e-mail"))
    said = ", ".join(
        f"{name} ({mailed})" if one.by_mail else name for name, one in zip(names, readers, strict=False)
    )
    if len(readers) > _MOST_NAMED:
        said += " …"
    return translate_plural(
        turn.language,
        "{n} document asked of: {who}.",
        "{n} documents asked of: {who}.",
        count,
        who=said,
    )


def asked_card(view: View, text: Markup) -> Card:
    """What came of asking an organisation, and the way back to the list."""
    return Card(text, ((_to_list(view),), *_back(view)))
