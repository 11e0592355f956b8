"""The answers about a contract: the questions that ask for them, and what they say."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.dialogue.fields import Choice, CommentOrDocument, Commune, Day, Duration, Lots, Money, Text
from bot.dialogue.form import Step
from bot.dialogue.readers.when import When
from bot.dialogue.translations import N_
from bot.dialogue.words import CATEGORIES
from bot.store.procurements import Announcement, LotDraft, Period
from bot.store.tables import Category, Lot, Procurement

REMARK = Step(
    "remark",
    N_("Comment or document"),
    N_("Anything to add, a comment or a document?"),
    CommentOrDocument(),
    optional=True,
)
STEPS = (
    Step(
        "title",
        N_("Subject"),
        N_("What is the contract for?"),
        Text(3, 200, N_("For example: renovation of 40 flats.")),
    ),
    Step("category", N_("Type"), N_("What type of contract is it?"), Choice(CATEGORIES)),
    Step("commune", N_("Commune"), N_("In which commune?"), Commune()),
    Step(
        "amount",
        N_("Amount excl. VAT"),
        N_("What is the estimated amount, excluding VAT?"),
        Money(),
        optional=True,
    ),
    Step("consultation", N_("Consultation"), N_("When is the consultation planned?"), Day(), optional=True),
    Step("start", N_("Start"), N_("When does the work start?"), Day()),
    Step("months", N_("Duration"), N_("How long does it last?"), Duration()),
    Step("lots", N_("Lots"), N_("Which lots is it divided into?"), Lots()),
    REMARK,
)


def _period(meant: str | None) -> Period | None:
    return None if meant is None else Period(When.from_json(meant).day, meant)


def _amount(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def announcement(answers: Mapping[str, Any]) -> Announcement:
    """What the form's answers say of the contract."""
    remark = answers.get("remark") or {}
    start = When.from_json(answers["start"])
    return Announcement(
        title=answers["title"],
        category=Category(answers["category"]),
        commune=answers["commune"],
        start=Period(start.day, answers["start"]),
        months=Decimal(answers["months"]),
        lots=[LotDraft(lot["number"], lot["title"], _amount(lot["amount"])) for lot in answers["lots"]],
        amount=_amount(answers.get("amount")),
        consultation=_period(answers.get("consultation")),
        comment=remark.get("text"),
        document={name: value for name, value in remark.items() if name != "text"} or None,
    )


def answers_of(procurement: Procurement, lots: Sequence[Lot]) -> dict[str, Any]:
    """The answers that say the procurement as it is now, but for what was added to it."""
    return {
        "title": procurement.title,
        "category": procurement.category,
        "commune": procurement.commune,
        "amount": _text(procurement.amount),
        "consultation": procurement.consultation_as,
        "start": procurement.start_as,
        "months": _text(procurement.months),
        "lots": _lots(procurement, lots),
    }


def merged(present: Mapping[str, Any], was: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The present answers with what was changed between `was` and `said`: of two people who correct a
    contract at once, neither undoes what the other did."""
    before, after = _plain(was), _plain(said)
    changed = {name for name in present if name in after and after[name] != before.get(name)}
    return {name: after[name] if name in changed else value for name, value in present.items()}


def _plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with their numbers written as `answers_of` writes them."""
    plain = dict(answers)
    for name in ("amount", "months"):
        if name in plain:
            plain[name] = _text(_amount(plain[name]))
    if "lots" in plain:
        plain["lots"] = [lot | {"amount": _text(_amount(lot["amount"]))} for lot in plain["lots"]]
    return plain


def _lots(procurement: Procurement, lots: Sequence[Lot]) -> list[dict[str, Any]]:
    """The lots; none where the contract was announced without."""
    if len(lots) == 1 and lots[0].title == procurement.title:
        return []
    return [lot_answer(lot) for lot in lots]


def lot_answer(lot: Lot) -> dict[str, Any]:
    """A lot as the answer that says it."""
    return {"number": lot.number, "title": lot.title, "amount": _text(lot.amount)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def doubts_of(answers: Mapping[str, Any]) -> list[str]:
    """What does not go together in the answers, as msgids: said before it is sent, not forbidden."""
    found = []
    consultation, start = answers.get("consultation"), answers.get("start")
    if consultation and start and When.from_json(start).day < When.from_json(consultation).day:
        found.append(N_("⚠️ The start comes before the consultation."))
    total = _amount(answers.get("amount"))
    amounts = [_amount(lot["amount"]) or Decimal() for lot in answers.get("lots") or []]
    if total is not None and sum(amounts) > total:
        found.append(N_("⚠️ The lots add up to more than the contract."))
    return found
