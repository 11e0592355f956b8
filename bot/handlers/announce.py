"""/marche: a buyer announces a contract (article 2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import announce, demand
from bot.dialogue import conversation
from bot.dialogue.fields import Choice, Commune, CommentOrDocument, Day, Duration, Lots, Money, Text
from bot.dialogue.form import Form, Step
from bot.dialogue.readers.when import When
from bot.dialogue.routes import entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.words import CATEGORIES
from bot.rules.policy import Action, Owner
from bot.store.procurements import Announcement, LotDraft, Period
from bot.store.tables import Category


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


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    procurement = announce.announce(turn, announcement(answers), turn.me.organisation_id)
    sent = N_("Sent to the PLIE under the reference <b>{reference}</b>. A facilitator of the PLIE will come back to you.")
    return turn.t(sent, reference=procurement.reference)


FORM = Form(
    name="announce",
    version=1,
    title=N_("Announce a contract"),
    steps=(
        Step("title", N_("Subject"), N_("What is the contract for?"), Text(3, 200, N_("For example: renovation of 40 flats."))),
        Step("category", N_("Type"), N_("What type of contract is it?"), Choice(CATEGORIES)),
        Step("commune", N_("Commune"), N_("In which commune?"), Commune()),
        Step("amount", N_("Amount excl. VAT"), N_("What is the estimated amount, excluding VAT?"), Money(), optional=True),
        Step("consultation", N_("Consultation"), N_("When is the consultation planned?"), Day(), optional=True),
        Step("start", N_("Start"), N_("When does the work start?"), Day()),
        Step("months", N_("Duration"), N_("How long does it last?"), Duration()),
        Step("lots", N_("Lots"), N_("Which lots is it divided into?"), Lots()),
        Step("remark", N_("Comment or document"), N_("Anything to add, a comment or a document?"), CommentOrDocument(), optional=True),
    ),
    verb=N_("Send to the PLIE"),
    done=_done,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    conversation.start(turn, FORM)


ROUTES = entry("marche", _start)
