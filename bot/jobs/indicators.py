"""The indicators of the month that ended go to the coordinators; those of the quarter, as they may leave the
PLIE, to the signatories' people."""

from markupsafe import Markup

from bot.dialogue.cards import Button, Card
from bot.dialogue.letters import Letter
from bot.dialogue.translations import N_, label
from bot.dialogue.work import Work
from bot.reports.indicators import kept
from bot.reports.indicators.spans import Shown, Span
from bot.reports.indicators.summary import legend, named, summary
from bot.rules.period import Period, month, previous, quarter
from bot.rules.stages import last_month
from bot.store import agreements, indicators, people
from bot.store.indicators.scope import Asked
from bot.store.people import Member
from bot.store.tables import Priority, Role


def monthly(work: Work) -> int:
    """Tell each coordinator the indicators of the last whole month. Returns how many messages are new."""
    period = month(last_month(work.today))
    figures = indicators.figures(work.session, Asked(period, work.zone))
    turn = work.turn(f"indicators:{period.first}")

    def card(language: str) -> Card:
        way = Button(label(language, N_("Open")), f"indicators:{Shown(Span.MONTH, period).code}")
        return Card(summary(figures, period, language), ((way,),))

    for person in people.with_roles(work.session, Role.COORDINATOR):
        if person.reachable:
            key = f"indicators:month:{period.first}:{person.id}"
            turn.tell(person, key, card, Priority.REMINDER)
    return turn.close()


def ahead(work: Work) -> int:
    """Count at night what may leave the PLIE. Returns how many reports are kept."""
    return kept.ahead(work.session, work.zone, work.today)


def quarterly(work: Work) -> int:
    """Tell the people of each signatory the indicators of the last whole quarter, as they may leave the PLIE.
    Returns how many messages are new."""
    period = previous(quarter(work.today))
    figures = kept.figures(work.session, Asked(period, work.zone), work.today)
    turn = work.turn(f"indicators:{period.first}")

    def text(language: str) -> Markup:
        return Markup("{}\n\n{}").format(summary(figures, period, language), legend(language))

    def letter(language: str) -> Letter:
        return Letter(_subject(period, language), text(language))

    for person in _signatories(work):
        key = f"indicators:quarter:{period.first}:{person.id}"
        turn.tell(person, key, lambda language: Card(text(language)), Priority.REMINDER)
        turn.mail(person, key, letter, Priority.REMINDER)
    return turn.close()


def _subject(period: Period, language: str) -> str:
    return label(language, N_("Indicators of the agreement, {period}"), period=named(period, language))


def _signatories(work: Work) -> list[Member]:
    """The people of those who are signatories today, whom messages reach."""
    agreement = agreements.current(work.session)
    if agreement is None:
        return []
    homes = agreements.present(work.session, agreements.identity(agreement), work.today)
    found = [
        person
        for home in homes
        for person in (*people.of_organisation(work.session, home), *people.mailed(work.session, home))
    ]
    return [person for person in found if person.reachable and not person.is_staff]
