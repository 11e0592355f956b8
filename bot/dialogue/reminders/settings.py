"""/reglages: what a person prefers, and the cards to change it."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_time
from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import LOCALES, N_, label, translate
from bot.rules.daily import HOURS, clock
from bot.store import dailies, people, preferences
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import Notices, Preference

_LINE, _GAP = Markup("\n"), Markup("\n\n")
_LONGEST = 60
NOTICES: Mapping[Notices, str] = {
    Notices.AT_ONCE: N_("at once, with a sound"),
    Notices.SILENT: N_("at once, without a sound"),
    Notices.DAILY: N_("with the daily message"),
}


def settings_card(session: Session, person: Member, today: date, note: Markup | None = None) -> Card:
    """What the person prefers, below a note on what was just changed."""
    preferred, language = preferences.get(session, person.id), person.language
    lines = [
        Markup("<b>{}</b>").format(translate(language, N_("My settings"))),
        translate(
            language,
            N_("Daily message: at {time}, on working days."),
            time=shown(preferred.daily_at, language),
        ),
        translate(
            language,
            N_("What others do: {how}."),
            how=translate(language, NOTICES[Notices(preferred.notices)]),
        ),
        *_away(session, person, preferred, today),
        *_standing_in(session, person, today),
    ]
    text = _LINE.join(lines)
    return Card(_GAP.join([note, text]) if note else text, _keyboard(preferred, today, language))


def is_away(preferred: Preference, today: date) -> bool:
    """Whether the person is away today."""
    return preferred.paused_until is not None and preferred.paused_until >= today


def _away(session: Session, person: Member, preferred: Preference, today: date) -> list[Markup]:
    """Until when the person is away, and who stands in."""
    until, language = preferred.paused_until, person.language
    if until is None or until < today:
        return []
    away = translate(language, N_("Away until {day}."), day=formats.day(until, language))
    stand_in = dailies.stand_in(session, preferred.stand_in_id, today)
    if stand_in is not None:
        return [away, translate(language, N_("{name} stands in."), name=cut(stand_in.name, _LONGEST))]
    waits = N_("Nobody stands in: your reminders wait until you are back.")
    falls = N_("Your stand-in is not there: a coordinator of the PLIE reads your reminders.")
    return [away, translate(language, falls if preferred.stand_in_id and person.is_staff else waits)]


def _standing_in(session: Session, person: Member, today: date) -> list[Markup]:
    """For whom the person stands in."""
    names = [
        cut(people.get(session, number).name, _LONGEST)
        for number in preferences.replaced_by(session, person.id, today)[:SIZE]
    ]
    said = N_("You stand in for: {names}.")
    return [translate(person.language, said, names=", ".join(names))] if names else []


def _keyboard(preferred: Preference, today: date, language: str) -> Keyboard:
    buttons = [
        Button(label(language, N_("Hour of the message")), "prefer-hours"),
        Button(label(language, N_("What others do")), "prefer-notices"),
    ]
    if is_away(preferred, today):
        buttons += [
            Button(label(language, N_("Who stands in")), "stand-ins:0"),
            Button(label(language, N_("I am back")), "back-again"),
        ]
    else:
        buttons.append(Button(label(language, N_("I will be away")), "away"))
    return rows_of(buttons)


def shown(minutes: int, language: str) -> str:
    """A time of the day, so many minutes after midnight."""
    return str(format_time(clock(minutes), "short", locale=LOCALES[language]))


def hours_card(language: str) -> Card:
    """When does the daily message come?"""
    choices = [Button(shown(minutes, language), f"prefer-hour:{minutes}") for minutes in HOURS]
    return Card(
        translate(language, N_("At what time do you want the daily message?")),
        (*rows_of(choices), _back(language)),
    )


def notices_card(language: str) -> Card:
    """How do notices come?"""
    choices = []
    for notices, msgid in NOTICES.items():
        text = label(language, msgid)
        choices.append((Button(text[:1].upper() + text[1:], f"prefer-notice:{notices}"),))
    ask = translate(language, N_("How do you want to be told what others do?"))
    hint = translate(language, N_("Answers to what you write, and requests for a call, always come at once."))
    return Card(Markup("{}\n<i>{}</i>").format(ask, hint), (*choices, _back(language)))


def stand_ins_card(found: Sequence[Member], after: int, language: str, note: Markup | None = None) -> Card:
    """Who stands in? A page of colleagues, one more than shown when others follow."""
    nobody = (Button(label(language, N_("Nobody")), "stand-in:0"),)
    if not found:
        text = translate(language, N_("You have no colleague here who could stand in."))
    else:
        text = translate(language, N_("Who stands in for you meanwhile?"))
    rows = [(Button(cut(one.name, MAX_LABEL), f"stand-in:{one.id}"),) for one in found[:SIZE]]
    following = f"stand-ins:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(language, "stand-ins:0" if after else None, following)
    ends = (*([nobody] if found else []), _back(language))
    return Card(_GAP.join([note, text]) if note else text, (*rows, *pages, *ends))


def _back(language: str) -> tuple[Button, ...]:
    return (Button(label(language, N_("Back")), "settings"),)
