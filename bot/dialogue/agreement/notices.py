"""Who hears of what happens to the agreement, and what: coordinators, the people of its signatories."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.agreement.partner_cards import HEAD, asked_card, question_of
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import cut
from bot.dialogue.letters import Letter
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import agreements, organisations, people, renewals, terminations
from bot.store.people import Member
from bot.store.tables import Agreement, Renewal, Role, Termination

News = Callable[[str], Markup]
"""What has happened, in a language."""
_NAME = 120


def asked_key(renewal: Renewal, person: Member) -> str:
    """The key under which someone of a signatory is asked whether it renews."""
    return f"agreement-renewal:{renewals.identity(renewal)}:{person.id}"


def ask_signatories(turn: Turn, agreement: Agreement, renewal: Renewal, homes: Iterable[int]) -> None:
    """The people of these signatories are asked; those written to by e-mail are told to answer the PLIE."""
    number = renewals.identity(renewal)

    def letter(language: str) -> Markup:
        write = N_("Please tell the PLIE, by letter or by e-mail, whether your organisation renews it.")
        return Markup("\n\n").join([question_of(agreement, renewal, language), translate(language, write)])

    for home in homes:
        for person in people.of_organisation(turn.session, home):
            turn.tell(
                person,
                asked_key(renewal, person),
                lambda language: asked_card(agreement, renewal, None, language),
            )
        _mail(turn, home, f"agreement-renewal:{number}", letter)


def tell_answer(turn: Turn, agreement: Agreement, renewal: Renewal, home: int, *, agrees: bool) -> None:
    """Coordinators hear what a signatory answers; what its people were asked shows it."""
    name = cut(organisations.get(turn.session, home).name, _NAME)
    said = N_("✅ {name} renews the agreement.") if agrees else N_("⚠️ {name} does not renew the agreement.")
    number = renewals.identity(renewal)
    _tell_coordinators(
        turn,
        f"agreement-answer:{number}:{home}:{turn.uid}",
        lambda language: translate(language, said, name=name),
        f"signatory:{home}",
    )
    for person in people.of_organisation(turn.session, home):
        turn.retell(
            person,
            f"agreement-answered:{number}:{turn.uid}:{person.id}",
            asked_key(renewal, person),
            lambda language: asked_card(agreement, renewal, agrees, language),
        )


def tell_renewed(turn: Turn, agreement: Agreement, renewal: Renewal) -> None:
    """Everyone hears that the agreement is renewed."""

    def news(language: str) -> Markup:
        day = formats.day(agreement.ends_on, language)
        return translate(language, N_("✅ The agreement is renewed until {day}."), day=day)

    key = f"agreement-renewed:{renewals.identity(renewal)}"
    _tell_coordinators(turn, key, news, "go:convention", me_too=True)
    _settled(turn, agreement, renewal, key, news)


def tell_renewal_ended(turn: Turn, agreement: Agreement, renewal: Renewal, *, lapsed: bool) -> None:
    """The signatories hear that no answer is awaited any more: the renewal was withdrawn, or the agreement
    ended without it."""
    withdrawn = N_("The PLIE has withdrawn the renewal of the agreement: no answer is awaited any more.")
    over = N_("The agreement ended on {day}: not every signatory had renewed it.")

    def news(language: str) -> Markup:
        day = formats.day(agreement.ends_on, language)
        return translate(language, over if lapsed else withdrawn, day=day)

    _settled(turn, agreement, renewal, f"agreement-not-renewed:{renewals.identity(renewal)}", news)


def _settled(turn: Turn, agreement: Agreement, renewal: Renewal, key: str, news: News) -> None:
    """The people of those bound today hear how a renewal came out; what they were asked says so too."""
    for home in agreements.present(turn.session, agreements.identity(agreement), turn.today):
        _tell_home(turn, home, key, news)
        for person in people.of_organisation(turn.session, home):
            turn.retell(person, f"{key}:now:{person.id}", asked_key(renewal, person), _plain(news))


def tell_left_out(turn: Turn, agreement: Agreement, renewal: Renewal, home: int) -> None:
    """The people of a signatory that does not renew hear that the others go on without it."""

    def news(language: str) -> Markup:
        said = N_("Your organisation does not renew the agreement: it stays a partner until {day} included.")
        return translate(language, said, day=formats.day(agreement.ends_on, language))

    key = f"agreement-without:{renewals.identity(renewal)}:{home}:{turn.uid}"
    _tell_home(turn, home, key, news)
    for person in people.of_organisation(turn.session, home):
        turn.retell(person, f"{key}:now:{person.id}", asked_key(renewal, person), _plain(news))


def tell_notice(turn: Turn, row: Termination) -> None:
    """Coordinators and the organisation's people hear of a notice and of the day it takes effect."""
    name = cut(organisations.get(turn.session, row.organisation_id).name, _NAME)

    def news(language: str) -> Markup:
        said = N_("📄 {name} gave notice of termination: it takes effect on {day}.")
        return translate(language, said, name=name, day=formats.day(row.effective_on, language))

    def theirs(language: str) -> Markup:
        said = N_(
            "📄 The termination of the agreement notified on {notified} is recorded. It takes effect on "
            "{day}: your access to Clausette ends that day."
        )
        notified, day = (formats.day(one, language) for one in (row.notified_on, row.effective_on))
        return translate(language, said, notified=notified, day=day)

    _tell_both(turn, row, f"termination:{terminations.identity(row)}", news, theirs)


def tell_notice_withdrawn(turn: Turn, row: Termination) -> None:
    """Coordinators and the organisation's people hear that a notice takes no effect."""
    name = cut(organisations.get(turn.session, row.organisation_id).name, _NAME)

    def news(language: str) -> Markup:
        said = N_("📄 The termination of {name} is withdrawn by agreement: it stays a partner.")
        return translate(language, said, name=name)

    def theirs(language: str) -> Markup:
        said = N_("📄 The termination of the agreement is withdrawn: your organisation stays a partner.")
        return translate(language, said)

    _tell_both(turn, row, f"termination-withdrawn:{terminations.identity(row)}", news, theirs)


def _tell_both(turn: Turn, row: Termination, key: str, news: News, theirs: News) -> None:
    _tell_coordinators(turn, key, news, f"termination:{terminations.identity(row)}")
    _tell_home(turn, row.organisation_id, key, theirs)


def tell_left(turn: Turn, home: int, key: str, closed: int) -> None:
    """Coordinators hear that an organisation is no partner any more, and how many people lost their
    access."""
    name = cut(organisations.get(turn.session, home).name, _NAME)

    def news(language: str) -> Markup:
        said = N_("📄 {name} is a partner no longer. Accesses withdrawn: {count}. What it wrote stays.")
        return translate(language, said, name=name, count=closed)

    _tell_coordinators(turn, key, news, f"organisation:{home}")


def tell_ended(turn: Turn, agreement: Agreement) -> None:
    """Coordinators hear that the agreement ended."""

    def news(language: str) -> Markup:
        said = N_(
            "⚠️ The agreement ended on {day}. What is under way can be completed; a new agreement is recorded "
            "in /convention."
        )
        return translate(language, said, day=formats.day(agreement.ends_on, language))

    key = f"agreement-ended:{agreements.identity(agreement)}:{agreement.ends_on}"
    _tell_coordinators(turn, key, news, "go:convention")


def _tell_coordinators(turn: Turn, key: str, news: News, opens: str, *, me_too: bool = False) -> None:
    def card(language: str) -> Card:
        return Card(news(language), ((Button(label(language, N_("Open")), opens),),))

    for person in people.with_roles(turn.session, Role.COORDINATOR):
        if me_too or turn.person is None or person.id != turn.person.id:
            turn.tell(person, f"{key}:{person.id}", card)


def _tell_home(turn: Turn, home: int, key: str, news: News) -> None:
    """The people of an organisation hear it, on Telegram or by letter."""
    for person in people.of_organisation(turn.session, home):
        turn.tell(person, f"{key}:{person.id}", _plain(news))
    _mail(turn, home, key, news)


def _mail(turn: Turn, home: int, key: str, news: News) -> None:
    for person in people.mailed(turn.session, home):
        turn.mail(
            person,
            f"{key}:{person.id}",
            lambda language: Letter(label(language, HEAD), news(language)),
        )


def _plain(news: News) -> Callable[[str], Card]:
    return lambda language: Card(news(language))
