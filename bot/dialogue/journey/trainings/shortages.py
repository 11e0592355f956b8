"""Shared needs: what one training would open, for PLIE staff only."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.trainings.fields import PROPOSED
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.translations import N_, label, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.words import REQUIREMENTS
from bot.rules.shortages import Shortage, gap
from bot.rules.trainings import MOST_PEOPLE
from bot.store import circulation, matching, shortages, trainings
from bot.store.tables import Timing

_TITLE, _NAME = 50, 60
_REFERENCES, _OFFERS = 4, 6
_LOOKED_AT = 100
_LINE = Markup("\n")


def found(turn: Turn) -> list[Shortage]:
    """What is missing now, the most useful first."""
    since = circulation.living_since(turn.session, turn.today, turn.zone)
    return shortages.all_of(turn.session, since)


def one_of(turn: Turn, bit: int, trade: str) -> Shortage | None:
    """The shortage of one requirement in one trade now; None when there is none any more."""
    since = circulation.living_since(turn.session, turn.today, turn.zone)
    return shortages.of(turn.session, since, (bit, trade))


def shortages_card(turn: Turn, page: int = 0) -> Card:
    """What is missing, the most useful first, eight a page from page 0."""
    every = found(turn)
    shown = every[page * SIZE : (page + 1) * SIZE]
    if page and not shown:
        return shortages_card(turn)
    back = Button(label(turn.language, N_("Training")), "go:formation")
    heading = N_("Who lacks a single thing for open offers, the most useful training first:")
    if not shown:
        heading = N_("Nobody lacks a single thing only for the offers open now.")
    lines = [Markup("• {}").format(_line(turn, short)) for short in shown]
    rows = tuple((_open(turn, short),) for short in shown)
    following = f"shortages:{page + 1}" if len(every) > (page + 1) * SIZE else None
    turns = page_buttons(turn.language, "shortages:0" if page else None, following)
    return Card(_LINE.join([turn.t(heading), *lines]), (*rows, *turns, (back,)))


def _line(turn: Turn, short: Shortage) -> Markup:
    """ "CACES · Maçonnerie: 3 people for 4 positions (O-2026-0001, O-2026-0004)"."""
    references = ", ".join(offer.reference for offer in short.offers[:_REFERENCES])
    more = "…" if len(short.offers) > _REFERENCES else ""
    return turn.t(
        N_("<b>{requirement}</b> · {trade}: {people} for {positions} ({offers})"),
        requirement=turn.t(REQUIREMENTS[gap(short.bit)]),
        trade=_trade(short),
        people=translate_plural(turn.language, "{n} person", "{n} people", short.people),
        positions=translate_plural(turn.language, "{n} position", "{n} positions", short.positions),
        offers=references + more,
    )


def _trade(short: Shortage) -> str:
    return cut(job_label(short.offers[0].job), _TITLE)


def _open(turn: Turn, short: Shortage) -> Button:
    requirement = label(turn.language, REQUIREMENTS[gap(short.bit)])
    text = cut(f"{requirement} · {_trade(short)}", MAX_LABEL)
    return Button(text, f"shortage:{short.bit}:{short.trade}:0")


def shortage_card(turn: Turn, short: Shortage, after: int = 0) -> Card:
    """The people and the offers of a shortage, eight people a page, the oldest file first, beyond the file
    `after`."""
    numbers = shortages.people(turn.session, short, SIZE + 1, after)
    if not numbers and after:
        return shortage_card(turn, short)
    shown = numbers[:SIZE]
    known = matching.named(turn.session, shown)
    planned = trainings.awaited(turn.session, shown, short.bit)
    people = [_person(turn, known[number], planned=number in planned) for number in shown]
    text = _LINE.join([_line(turn, short), *people])
    data = f"{short.bit}:{short.trade}"
    following = f"shortage:{data}:{shown[-1]}" if len(numbers) > SIZE else None
    turns = page_buttons(turn.language, f"shortage:{data}:0" if after else None, following)
    files = [Button(cut(_plain(known[n]), MAX_LABEL), f"candidate:{n}") for n in shown]
    offers = [Button(one.reference, f"offer:{one.offer_id}") for one in short.offers[:_OFFERS]]
    pooled = Button(label(turn.language, N_("Open one training for them")), f"pooled:{data}")
    back = Button(label(turn.language, N_("Shared needs")), "shortages:0")
    return Card(text, ((pooled,), *((file,) for file in files), *turns, *rows_of(offers), (back,)))


def _person(turn: Turn, one: matching.Named, *, planned: bool) -> Markup:
    name = Markup("• {} · {}").format(one.reference, cut(one.name, _NAME))
    if not planned:
        return name
    return Markup("{} · {}").format(name, turn.t(N_("a training is already planned")))


def _plain(one: matching.Named) -> str:
    return f"{one.reference} · {one.name}"


def pooled_answers(turn: Turn, short: Shortage) -> dict[str, Any] | None:
    """The answers a training for the people of a shortage begins with, for as many as it can take; None when
    one is planned for everybody."""
    numbers = shortages.people(turn.session, short, _LOOKED_AT)
    planned = trainings.awaited(turn.session, numbers, short.bit)
    chosen = [number for number in numbers if number not in planned][:MOST_PEOPLE]
    if not chosen:
        return None
    requirement = gap(short.bit)
    name = label(turn.language, REQUIREMENTS[requirement])
    return {
        PROPOSED: _picked(turn, chosen),
        "title": label(turn.language, N_("Training: {requirement}"), requirement=name),
        "timing": str(Timing.BEFORE),
        "certifying": "yes",
        "requirement": str(requirement),
    }


def _picked(turn: Turn, numbers: Sequence[int]) -> list[dict[str, Any]]:
    known = matching.named(turn.session, numbers)
    return [{"id": n, "reference": known[n].reference, "name": known[n].name} for n in numbers]
