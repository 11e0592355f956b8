"""What is held because nobody knows whether it arrived, as a coordinator decides about it."""

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.broadcasts.cards import GAP, LINE
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label, translate_plural
from bot.dialogue.turn import Turn
from bot.store import broadcasts, offers, uncertain
from bot.store.uncertain import Line

_NAME, _TITLE, _NAMED = 60, 80, 3
_MOST_RUNS = 20
NOTHING = N_("Nothing is held: every message left, or is on its way.")


def runs_card(turn: Turn) -> Card:
    """The sendings with something held, each a button; the messages themselves where there is only one."""
    found = uncertain.runs(turn.session)
    if not found:
        return Card(turn.t(NOTHING))
    if len(found) == 1:
        return run_card(turn, next(iter(found)), 0)
    rows = [
        (Button(cut(f"{_named(turn, run)} · {n}", MAX_LABEL), f"uncertain-of:{run}:0"),)
        for run, n in list(found.items())[:_MOST_RUNS]
    ]
    return Card(turn.t(N_("Messages nobody knows the fate of, by sending:")), tuple(rows))


def run_card(turn: Turn, run: int, after: int) -> Card:
    """A page of what is held of a sending (0: of none), behind the message numbered `after`, to be decided
    one by one or all together."""
    lines = uncertain.page(turn.session, run, after, SIZE + 1)
    if not lines:
        return run_card(turn, run, 0) if after else Card(turn.t(NOTHING))
    shown = list(enumerate(lines[:SIZE], 1))
    many = uncertain.how_many(turn.session, run)
    head = translate_plural(
        turn.language,
        "{n} message held: it may have arrived or not.",
        "{n} messages held: each may have arrived or not.",
        many,
    )
    why = turn.t(N_("Sent again, it may be read twice; left, it may never be read."))
    listed = LINE.join(_line(turn, place, one) for place, one in shown)
    text = GAP.join([Markup("<b>{}</b>\n{}").format(_named(turn, run), head), listed, why])
    rows = [_decide(turn.language, run, place, one) for place, one in shown]
    first = f"uncertain-of:{run}:0" if after else None
    following = f"uncertain-of:{run}:{lines[SIZE - 1].id}" if len(lines) > SIZE else None
    every = (
        Button(label(turn.language, N_("Send all again")), f"resend-all:{run}"),
        Button(label(turn.language, N_("Send none again")), f"leave-all:{run}"),
    )
    pages = page_buttons(turn.language, first, following)
    return Card(text, (*rows, *pages, *((every,) if many > 1 else ())))


def _line(turn: Turn, place: int, one: Line) -> Markup:
    who = cut(f"{one.name} ({one.organisation})" if one.organisation else one.name, _NAME)
    return Markup("{}. {} · {}").format(place, who, formats.moment(one.at, turn.zone, turn.language))


def _decide(language: str, run: int, place: int, one: Line) -> tuple[Button, ...]:
    again = label(language, N_("Send again"))
    leave = label(language, N_("Do not send again"))
    return (
        Button(f"{place} · {again}", f"resend:{run}:{one.id}"),
        Button(f"{place} · {leave}", f"leave:{run}:{one.id}"),
    )


def _named(turn: Turn, run: int) -> str:
    """What a sending was of: its first offers."""
    if not run:
        return label(turn.language, N_("Other messages"))
    numbers = broadcasts.offers_of(turn.session, run)
    found = [offers.get(turn.session, number) for number in numbers[:_NAMED]]
    named = [f"{offer.reference} {job_label(offer.job)}" for offer in found if offer is not None]
    if not named:
        return label(turn.language, N_("Message to the partners"))
    return cut(", ".join(named) + (", …" if len(numbers) > _NAMED else ""), _TITLE)


def sure_card(turn: Turn, run: int, *, again: bool) -> Card:
    """The question before all that is held of a sending is decided."""
    many = uncertain.how_many(turn.session, run)
    if not many:
        return run_card(turn, run, 0)
    if again:
        asked = translate_plural(turn.language, "Send {n} message again?", "Send {n} messages again?", many)
        yes = Button(label(turn.language, N_("Yes, send again")), f"resent-all:{run}")
    else:
        asked = translate_plural(
            turn.language, "Leave {n} message unsent?", "Leave {n} messages unsent?", many
        )
        yes = Button(label(turn.language, N_("Yes, leave them")), f"left-all:{run}")
    back = Button(label(turn.language, N_("No, go back")), f"uncertain-of:{run}:0")
    return Card(Markup("<b>{}</b>\n{}").format(_named(turn, run), asked), ((yes, back),))
