"""What a coordinator sees of the agreement: its days, its signatories, the renewal that runs; and a
signatory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.turn import Turn
from bot.dialogue.words import KINDS
from bot.rules import agreement as rules
from bot.store import agreements, renewals, terminations
from bot.store.agreements import Signed
from bot.store.tables import Agreement, Renewal, Termination

NAME = 100
_SHORT = 34
_MOST_NOTICES = 4
_LINE, _GAP = Markup("\n"), Markup("\n\n")
HOME = "go:convention"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the agreement: itself, the renewal that runs, and what was answered to it."""

    agreement: Agreement
    renewal: Renewal | None
    answers: Mapping[int, bool]

    @property
    def number(self) -> int:
        """The number of the agreement."""
        return agreements.identity(self.agreement)


def standing_of(turn: Turn, agreement: Agreement) -> Standing:
    """The agreement with its running renewal."""
    renewal = renewals.running(turn.session, agreements.identity(agreement))
    said = {} if renewal is None else renewals.answers(turn.session, renewals.identity(renewal))
    return Standing(agreement, renewal, said)


def none_card(language: str) -> Card:
    """No agreement was recorded yet."""
    button = Button(label(language, N_("Record the agreement")), "new-agreement")
    return Card(translate(language, N_("The agreement is not recorded yet.")), ((button,),))


def home_card(turn: Turn, standing: Standing, after: int = 0) -> Card:
    """The agreement, a page of its signatories with their state, the renewal and the notices."""
    language, here = turn.language, standing.number
    found = agreements.page(turn.session, here, after, SIZE + 1)
    following = f"signatories:{found[SIZE - 1].organisation_id}" if len(found) > SIZE else None
    pages = page_buttons(language, "signatories:0" if after else None, following)
    rows = [(Button(cut(one.name, MAX_LABEL), f"signatory:{one.organisation_id}"),) for one in found[:SIZE]]
    parts = [
        period(standing.agreement, turn.today, language),
        *_renewal(turn, standing),
        _signatories(turn, standing, found[:SIZE]),
        *_notices(turn),
    ]
    return Card(_GAP.join(parts), (*rows, *pages, *_buttons(turn, standing)))


def period(agreement: Agreement, today: date, language: str) -> Markup:
    """From when to when, and how many days are left."""
    head = translate(
        language,
        N_("<b>The agreement</b>\nFrom {first} to {last}"),
        first=formats.day(agreement.starts_on, language),
        last=formats.day(agreement.ends_on, language),
    )
    return _LINE.join([head, left(agreement.ends_on, today, language)])


def left(ends_on: date, today: date, language: str) -> Markup:
    """How many days are left, or that it ended."""
    days = rules.days_left(ends_on, today)
    if days < 0:
        return translate(language, N_("It ended on {day}."), day=formats.day(ends_on, language))
    if not days:
        return translate(language, N_("Its last day is today."))
    return translate_plural(language, "{n} day left", "{n} days left", days)


def _renewal(turn: Turn, standing: Standing) -> list[Markup]:
    if standing.renewal is None:
        return []
    asked = agreements.staying(turn.session, standing.number)
    yes = sum(standing.answers.get(number) is True for number in asked)
    said = N_("Renewal proposed until {day}. Agreements received: {yes} of {asked}.")
    day = formats.day(standing.renewal.ends_on, turn.language)
    return [turn.t(said, day=day, yes=yes, asked=len(asked))]


def _signatories(turn: Turn, standing: Standing, found: Sequence[Signed]) -> Markup:
    if not found:
        return turn.t(N_("No signatory is recorded yet."))
    lines = [
        turn.t(N_("• {name}: {state}"), name=cut(one.name, NAME), state=state_of(turn, standing, one))
        for one in found
    ]
    return _LINE.join([turn.t(N_("Signatories:")), *lines])


def state_of(turn: Turn, standing: Standing, one: Signed) -> Markup:
    """Whether the signatory is there, leaves, left, and what it answered to the renewal that runs."""
    language = turn.language
    if one.left_on is not None:
        gone = N_("partner no longer since {day}")
        leaves = N_("leaves on {day}, without the renewal")
        day = formats.day(one.left_on, language)
        return translate(language, gone if one.left_on <= turn.today else leaves, day=day)
    if one.notice_on is not None:
        return translate(language, N_("gave notice, out on {day}"), day=formats.day(one.notice_on, language))
    if standing.renewal is None:
        signed = formats.day(one.signed_on, language)
        return translate(language, N_("signed on {day}"), day=signed)
    return translate(language, said(standing.answers.get(one.organisation_id)))


def said(agrees: bool | None) -> str:
    """The msgid of an answer to a renewal."""
    if agrees is None:
        return N_("answer to the renewal awaited")
    return N_("renews") if agrees else N_("does not renew")


def _notices(turn: Turn) -> list[Markup]:
    """The latest notices that stand or took effect, with their days."""
    found = [one for one in terminations.page(turn.session, None, SIZE) if one.cancelled_at is None]
    if not found:
        return []
    lines = [notice_line(turn, one) for one in found[:_MOST_NOTICES]]
    return [_LINE.join([turn.t(N_("Terminations:")), *lines])]


def notice_line(turn: Turn, row: Termination) -> Markup:
    """Who gave notice, and when it takes effect or took it."""
    one = agreements.signatory(turn.session, row.agreement_id, row.organisation_id)
    name = cut(one.name, NAME) if one is not None else ""
    effect = N_("took effect on {day}") if row.done_at is not None else N_("takes effect on {day}")
    if row.done_at is None and row.cancelled_at is not None:
        effect = N_("withdrawn")
    day = formats.day(row.effective_on, turn.language)
    said = turn.t(effect, day=day)
    return turn.t(N_("• {name}: {state}"), name=name, state=said)


def _buttons(turn: Turn, standing: Standing) -> Keyboard:
    language = turn.language
    over = rules.ended(standing.agreement.ends_on, turn.today)
    named = [("add-signatory", N_("Add a signatory"))]
    if over:
        named.append(("new-agreement", N_("Record a new agreement")))
    elif standing.renewal is None:
        named.append(("renew-agreement", N_("Propose to renew it")))
    else:
        number = renewals.identity(standing.renewal)
        named.append((f"withdraw-renewal:{number}", N_("Withdraw the renewal")))
    named += [("notices:0", N_("Terminations")), ("correct-agreement", N_("Correct the dates"))]
    return rows_of([Button(label(language, msgid), data) for data, msgid in named])


def signatory_card(turn: Turn, standing: Standing, one: Signed) -> Card:
    """A signatory: when it signed, what it answered, whether it leaves; with what can be recorded."""
    language = turn.language
    lines = [
        Markup("<b>{}</b>").format(cut(one.name, NAME)),
        translate(language, KINDS[one.kind]),
        turn.t(N_("Signed on {day}"), day=formats.day(one.signed_on, language)),
        turn.t(N_("Where it stands: {state}"), state=state_of(turn, standing, one)),
    ]
    back = (Button(label(language, N_("‹ The agreement")), HOME),)
    return Card(_LINE.join(lines), (*rows_of(_signatory_buttons(turn, standing, one)), back))


def _signatory_buttons(turn: Turn, standing: Standing, one: Signed) -> list[Button]:
    number, named = one.organisation_id, list[tuple[str, str]]()
    notice = terminations.standing(turn.session, number) if one.notice_on is not None else None
    if one.left_on is not None:
        named.append((f"sign-again:{number}", N_("It has signed again")))
    elif notice is None:
        named += _answers(standing, number)
        named.append((f"give-notice:{number}", N_("Record a termination")))
    if notice is not None:
        named.append((f"termination:{notice.id}", N_("See the termination")))
    named.append((f"signed-on:{number}", N_("Correct the signing date")))
    if one.left_on is None and notice is None:
        named.append((f"remove-signatory:{number}", N_("It never signed")))
    return [Button(label(turn.language, msgid), data) for data, msgid in named]


def _answers(standing: Standing, number: int) -> list[tuple[str, str]]:
    """What can be recorded of a signatory while a renewal runs."""
    if standing.renewal is None:
        return []
    asked, agrees = renewals.identity(standing.renewal), standing.answers.get(number)
    named = []
    if agrees is not True:
        named.append((f"said-renewal:yes:{number}:{asked}", N_("It renews")))
    if agrees is not False:
        named.append((f"said-renewal:no:{number}:{asked}", N_("It does not renew")))
    else:
        named.append((f"without:{number}:{asked}", N_("Go on without it")))
    return named


def question(turn: Turn, text: Markup, yes: tuple[str, str], no: str) -> Card:
    """Is it really meant? `yes` is what its button carries and its msgid, `no` what the other carries."""
    buttons = (
        Button(label(turn.language, yes[1]), yes[0]),
        Button(label(turn.language, N_("No")), no),
    )
    return Card(text, (buttons,))
