"""The figures of the agreement: their names and meaning in words, their list and their cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.figures import shown
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.store import parameters, people
from bot.store.audit import Entry
from bot.store.database import Session
from bot.store.parameters import Figure

_LINE = Markup("\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The name of a figure and a sentence about it, as msgids."""

    name: str
    meaning: str


WORDS: Mapping[str, Words] = {
    "effort_rate": Words(
        N_("Effort rate"),
        N_("The part of a lot’s labour kept for insertion when hours are proposed. Usual: 5 to 20%."),
    ),
    "hourly_cost": Words(
        N_("Loaded hourly cost"),
        N_("What an hour of work costs with its charges: the labour kept, divided by it, makes the hours."),
    ),
    "labour_share_painting": Words(
        N_("Labour share, painting"),
        N_("The part of labour in the amount of a painting lot."),
    ),
    "labour_share_masonry": Words(
        N_("Labour share, structural work"),
        N_("The part of labour in the amount of a masonry or structural lot."),
    ),
    "labour_share_metal_frames": Words(
        N_("Labour share, metal frames"),
        N_("The part of labour in the amount of a metal frame lot."),
    ),
    "labour_share_cleaning": Words(
        N_("Labour share, cleaning"),
        N_("The part of labour in the amount of a cleaning lot."),
    ),
    "labour_share_other": Words(
        N_("Labour share, other trades"),
        N_("The part of labour in the amount of any other lot of works or services."),
    ),
    "least_hours": Words(
        N_("Least hours of a lot"),
        N_("Under these hours the advice is to group lots or to drop the clause."),
    ),
    "least_months": Words(
        N_("Least duration of a lot"),
        N_("Under this duration the advice says that a clause is rarely workable."),
    ),
    "threshold_works": Words(
        N_("EU threshold, works"),
        N_("From this amount excl. VAT on, declining the clause in a works contract needs a ground."),
    ),
    "threshold_services": Words(
        N_("EU threshold, services"),
        N_("From this amount excl. VAT on, declining the clause in a service contract needs a ground."),
    ),
    "threshold_supplies": Words(
        N_("EU threshold, supplies"),
        N_("From this amount excl. VAT on, declining the clause in a supply contract needs a ground."),
    ),
    "reservation_days": Words(
        N_("Time kept for PLIE participants"),
        N_("For so many working days an offer that fits a PLIE participant goes to nobody else."),
    ),
    "second_wave_days": Words(
        N_("Time before the second sending of an offer"),
        N_("So many working days later an offer still open goes again to who has not answered."),
    ),
    "offer_days": Words(
        N_("Life of an offer without news"),
        N_("An offer the company says nothing about for so long expires."),
    ),
    "eligibility_months": Words(
        N_("Eligibility of a candidate"),
        N_("It lasts so long from the first placement, then a facilitator renews it or not."),
    ),
    "retention_months": Words(
        N_("Time a file is kept"),
        N_("So long after the last contact a candidate’s file is anonymised; its adviser is warned before."),
    ),
    "target_supported": Words(
        N_("Target: people supported"),
        N_("How many people the PLIE’s protocol sets out to support."),
    ),
    "target_sustained": Words(
        N_("Target: lasting work or certification"),
        N_("The part of them the PLIE’s protocol sets out to bring to lasting work or a certification."),
    ),
}


def list_card(values: Mapping[str, Decimal], start: int, language: str) -> Card:
    """A page of the figures from place `start` on, each a button with its present value."""
    names = list(parameters.known())
    rows = [
        (Button(line(name, values[name], language), f"parameter:{place}"),)
        for place, name in list(enumerate(names))[start : start + SIZE]
    ]
    following = f"parameters:{start + SIZE}" if start + SIZE < len(names) else None
    pages = page_buttons(language, "parameters:0" if start else None, following)
    return Card(
        translate(language, N_("The figures of the agreement. Tap one to change it:")), (*rows, *pages)
    )


def line(name: str, value: Decimal, language: str) -> str:
    """A figure and its value as a button says them."""
    figure = parameters.known()[name]
    text = label(
        language,
        N_("{label}: {value}"),
        label=label(language, WORDS[name].name),
        value=shown(figure, value, language),
    )
    return cut(text, MAX_LABEL)


def figure_card(
    session: Session, name: str, value: Decimal, trail: Sequence[Entry], language: str, zone: ZoneInfo
) -> Card:
    """A figure: what it means, its default and bounds, what it was before, and how to change it."""
    figure = parameters.known()[name]
    place = list(parameters.known()).index(name)
    default, low, high = (
        shown(figure, bound, language) for bound in (figure.default, figure.low, figure.high)
    )
    lines = [
        Markup("<b>{}</b>").format(line(name, value, language)),
        translate(language, WORDS[name].meaning),
        translate(
            language, N_("Default: {default}. From {low} to {high}."), default=default, low=low, high=high
        ),
    ]
    if trail:
        folded = _LINE.join(_changed(session, figure, entry, language, zone) for entry in trail)
        lines.append(Markup("<blockquote expandable>{}</blockquote>").format(folded))
    rows = [(Button(label(language, N_("Change")), f"set-parameter:{place}"),)]
    if value != figure.default:
        rows.append((Button(label(language, N_("Back to the default")), f"reset-parameter:{place}"),))
    every = Button(label(language, N_("‹ All figures")), f"parameters:{place // SIZE * SIZE}")
    return Card(_LINE.join(lines), (*rows, (every,)))


def _changed(session: Session, figure: Figure, entry: Entry, language: str, zone: ZoneInfo) -> Markup:
    who = None if entry.person_id is None else people.find(session, entry.person_id)
    before, after = (shown(figure, Decimal(entry.details[name]), language) for name in ("before", "after"))
    return translate(
        language,
        N_("{moment}, {name}: {before} → {after}"),
        moment=formats.moment(entry.at, zone, language),
        name=cut(who.name, 60) if who else "–",
        before=before,
        after=after,
    )
