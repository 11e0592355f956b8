"""The way from the figures to the lists behind them: the menu, its sections, the lists."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.reports.indicators.card import View
from bot.reports.indicators.entries import BY_LETTER, ENTRIES, SECTIONS, Entry, Section, lead, of_section
from bot.reports.indicators.spans import EVERYONE

_LINE, _GAP = Markup("\n"), Markup("\n\n")
_NAME = 44
_BETWEEN = " · "
"""Between names, which hold commas."""


def menu_card(view: View, figures: Mapping[str, Any]) -> Card:
    """What can be opened, with the counts: by section for the PLIE; for a buyer, the figures about contracts
    and hours."""
    if not view.staff:
        mine = [entry for entry in ENTRIES.values() if entry.of_contracts]
        return _figures_card(view, [], mine, figures)
    buttons = [_section(view, one, figures) for one in SECTIONS if not one.of_profile and exists(view, one)]
    text = [view.heading, translate(view.language, N_("Which list?"))]
    return Card(_GAP.join(text), (*rows_of(buttons), view.back()))


def exists(view: View, section: Section) -> bool:
    """Whether a section has figures here: interviews and targets are of all buyers together only."""
    everyone = view.shown.home == EVERYONE
    return everyone or not any(entry.for_everyone_only for entry in of_section(section.letter))


def _section(view: View, section: Section, figures: Mapping[str, Any] | None) -> Button:
    name, first = label(view.language, section.name), lead(section)
    if first is not None and figures is not None:
        name = f"{name} ·\u00a0{first.shown(first.value(figures), view.language)}"
    return Button(cut(name, MAX_LABEL), f"indicator-section:{section.letter}:{view.shown.code}")


def section_card(view: View, letter: str, figures: Mapping[str, Any]) -> Card:
    """The figures of a section; beneficiaries lead on to what they are, interviews to who held them, where
    there are any."""
    title, entries = [translate(view.language, BY_LETTER[letter].name)], of_section(letter)
    above = "b" if BY_LETTER[letter].of_profile else None
    more = _further(view, letter) if any(entry.value(figures) for entry in entries) else []
    return _figures_card(view, title, entries, figures, more, (_back(view, above),))


def _further(view: View, letter: str) -> list[Button]:
    """Where a section leads on to."""
    if letter == "b":
        return [_section(view, one, None) for one in SECTIONS if one.of_profile]
    if letter == "i":
        by_adviser = label(view.language, N_("By adviser"))
        return [Button(by_adviser, f"indicator-advisers:{view.shown.code}:0")]
    return []


def _figures_card(
    view: View,
    title: Sequence[Markup],
    entries: Iterable[Entry],
    figures: Mapping[str, Any],
    more: Sequence[Button] = (),
    back: tuple[Button, ...] = (),
) -> Card:
    """A button for each figure that is not zero."""
    counted = [(entry, entry.value(figures)) for entry in entries]
    buttons = [_figure(view, entry, value) for entry, value in counted if value]
    text = [view.heading, *(Markup("<b>{}</b>").format(one) for one in title)]
    none = [entry.briefly(view.language) for entry, value in counted if not value]
    if buttons and none:
        text.append(translate(view.language, N_("Nothing to show for: {names}."), names=_BETWEEN.join(none)))
    text.append(translate(view.language, N_("Which list?") if buttons else _NOTHING))
    return Card(_GAP.join(text), (*rows_of(buttons, 1), *rows_of(list(more)), (*back, *view.back())))


_NOTHING = N_("Nothing is counted here in this period.")


def _figure(view: View, entry: Entry, value: Any) -> Button:
    count = f" ·\u00a0{entry.shown(value, view.language)}"
    name = cut(entry.briefly(view.language), MAX_LABEL - len(count))
    return Button(f"{name}{count}", f"{_place(view, entry)}:0")


def _place(view: View, entry: Entry) -> str:
    return f"indicator-list:{entry.code}:{view.shown.code}"


def _back(view: View, letter: str | None = None) -> Button:
    """To a section, or to the menu of lists; a buyer has no sections."""
    if letter is None or not view.staff:
        return Button(view.says(N_("All lists")), f"indicator-lists:{view.shown.code}")
    return _section(view, BY_LETTER[letter], None)


def list_card(
    view: View, entry: Entry, value: Any, rows: Sequence[Button], pages: tuple[bool, int | None]
) -> Card:
    """A page of the list behind a figure; `pages` tells whether it is the first, and where the following one
    begins."""
    first, following = pages
    title = translate(
        view.language,
        N_("{label}: {value}"),
        label=Markup("<b>{}</b>").format(entry.called(view.language)),
        value=entry.shown(value, view.language),
    )
    return Card(
        _LINE.join([view.heading, title, _hint(view, rows, pages)]),
        (
            *rows_of(list(rows), 1),
            *_pages(view, _place(view, entry), following, first=first),
            (_back(view, entry.section), *view.back()),
        ),
    )


def _hint(view: View, rows: Sequence[Button], pages: tuple[bool, int | None]) -> Markup:
    first, following = pages
    hint = N_("Tap one to open it.") if rows else _NOTHING if first else N_("The list ends here.")
    if len(rows) < SIZE and following is not None:
        hint = N_("Only a part of the files was read for this page: “Next” goes on.")
    return Markup("<i>{}</i>").format(translate(view.language, hint))


def _pages(view: View, place: str, following: int | None, *, first: bool) -> Keyboard:
    more = None if following is None else f"{place}:{following}"
    return page_buttons(view.language, None if first else f"{place}:0", more)


def advisers_card(view: View, found: Sequence[tuple[int, str, int]], *, first: bool) -> Card:
    """A page of the advisers who held interviews: number, name, how many; one more than a page when others
    follow."""
    shown = found[:SIZE]
    rows = [_held_by(view, *one) for one in shown]
    following = shown[-1][0] if len(found) > SIZE else None
    said = N_("Whose interviews?") if rows else _NOTHING
    return Card(
        _GAP.join([view.heading, translate(view.language, said)]),
        (
            *rows_of(rows, 1),
            *_pages(view, f"indicator-advisers:{view.shown.code}", following, first=first),
            (_back(view, "i"), *view.back()),
        ),
    )


def _held_by(view: View, number: int, name: str, count: int) -> Button:
    said = f"{cut(name, _NAME)} ·\u00a0{formats.number(count, view.language)}"
    return Button(said, f"indicator-adviser:{view.shown.code}:{number}:0")


def adviser_card(
    view: View, adviser: tuple[int, str], count: int, rows: Sequence[Button], pages: tuple[bool, int | None]
) -> Card:
    """A page of the interviews one adviser held, as `list_card`."""
    first, following = pages
    number, name = adviser
    title = translate(
        view.language, N_("Interviews held by {name}: {n}"), name=name, n=formats.number(count, view.language)
    )
    place = f"indicator-adviser:{view.shown.code}:{number}"
    back = Button(view.says(N_("By adviser")), f"indicator-advisers:{view.shown.code}:0")
    return Card(
        _LINE.join([view.heading, title, _hint(view, rows, pages)]),
        (
            *rows_of(list(rows), 1),
            *_pages(view, place, following, first=first),
            (back, *view.back()),
        ),
    )
