"""What the people of a signatory see of the agreement: its days, and the renewal they are asked for."""

from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.agreement.cards import period
from bot.dialogue.cards import Button, Card
from bot.dialogue.translations import N_, label, translate
from bot.store import renewals
from bot.store.agreements import Signed
from bot.store.tables import Agreement, Renewal

HEAD = N_("Agreement on the insertion clause")
_GAP = Markup("\n\n")


def question_of(agreement: Agreement, renewal: Renewal, language: str) -> Markup:
    """What is asked of a signatory."""
    asked = N_(
        "🤝 The PLIE proposes to renew the agreement until {day}. It ends on {present} unless every "
        "signatory renews it (article 8). Does your organisation renew it?"
    )
    present, day = (formats.day(one, language) for one in (agreement.ends_on, renewal.ends_on))
    return translate(language, asked, day=day, present=present)


def asked_card(agreement: Agreement, renewal: Renewal, agrees: bool | None, language: str) -> Card:
    """The question, what was answered, and the answers: once one is given, only the other one is left, until
    it is settled."""
    number = renewals.identity(renewal)
    parts = [question_of(agreement, renewal, language)]
    if agrees is not None:
        renews, leaves = N_("Your organisation renews it."), N_("Your organisation does not renew it.")
        parts.append(translate(language, renews if agrees else leaves))
    yes = Button(label(language, N_("We renew it")), f"answer-renewal:yes:{number}")
    no = Button(label(language, N_("We do not renew it")), f"answer-renewal:no:{number}")
    left = (yes, no) if agrees is None else (no,) if agrees else (yes,)
    return Card(_GAP.join(parts), (left,))


def partner_card(
    agreement: Agreement, one: Signed, asked: tuple[Renewal, bool | None] | None, today: date, language: str
) -> Card:
    """The agreement as the people of a signatory see it, with the renewal asked of them, if one is."""
    lines = [period(agreement, today, language)]
    leaves = one.left_on or one.notice_on
    if leaves is not None:
        day = formats.day(leaves, language)
        lines.append(translate(language, N_("Your organisation leaves it on {day}."), day=day))
    if asked is None or leaves is not None:
        return Card(_GAP.join(lines))
    card = asked_card(agreement, *asked, language)
    return Card(_GAP.join([*lines, card.text]), card.keyboard)
