"""/marche: a buyer announces a contract (article 2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.actions import announce, demand
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.fields import Choice, CommentOrDocument, Commune, Day, Duration, Lots, Money, Text
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.form import Form, Step
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.readers.when import When
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import CATEGORIES
from bot.rules.policy import Action, Owner
from bot.store import organisations
from bot.store.procurements import Announcement, LotDraft, Period
from bot.store.tables import Category, Kind


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
    procurement = announce.announce(
        turn, announcement(answers), answers.get("buyer", turn.me.organisation_id)
    )
    sent = N_(
        "Sent to the PLIE under the reference <b>{reference}</b>. A facilitator of the PLIE will come "
        "back to you."
    )
    return turn.t(sent, reference=procurement.reference)


def _recap(language: str, answers: Mapping[str, Any]) -> Markup:
    """The answers, with the name of the buyer when someone of the PLIE announces for it."""
    title = translate(language, FORM.title)
    if "buyer_name" in answers:
        title = Markup("{} · {}").format(title, answers["buyer_name"])
    return Markup("<b>{}</b>\n\n{}").format(title, listing(FORM, answers, language))


FORM = Form(
    name="announce",
    version=1,
    title=N_("Announce a contract"),
    steps=(
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
        Step(
            "consultation", N_("Consultation"), N_("When is the consultation planned?"), Day(), optional=True
        ),
        Step("start", N_("Start"), N_("When does the work start?"), Day()),
        Step("months", N_("Duration"), N_("How long does it last?"), Duration()),
        Step("lots", N_("Lots"), N_("Which lots is it divided into?"), Lots()),
        Step(
            "remark",
            N_("Comment or document"),
            N_("Anything to add, a comment or a document?"),
            CommentOrDocument(),
            optional=True,
        ),
    ),
    verb=N_("Send to the PLIE"),
    recap=_recap,
    done=_done,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    if turn.me.is_staff:
        _ask_buyer(turn, after="")
    else:
        conversation.start(turn, FORM)


def _ask_buyer(turn: Turn, after: str) -> None:
    """Question 0 for PLIE staff: on whose behalf?"""
    buyers = organisations.page(turn.session, Kind.BUYER, after, SIZE + 1)
    if not buyers:
        turn.edit(turn.t(N_("There is no buyer yet. A coordinator invites one with /inviter.")))
        return
    rows = [(Button(cut(buyer.name, MAX_LABEL), f"announce-for:{buyer.id}"),) for buyer in buyers[:SIZE]]
    following = f"announce-buyers:{buyers[SIZE - 1].id}" if len(buyers) > SIZE else None
    first = "announce-buyers:0" if after else None
    turn.edit(Card(turn.t(N_("For which buyer?")), (*rows, *page_buttons(turn.language, first, following))))


def _more_buyers(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(0))
    last = organisations.find_number(turn.session, turn.number)
    _ask_buyer(turn, after=last.name_key if last else "")


def _start_for(turn: Turn) -> None:
    buyer = organisations.find_number(turn.session, turn.number)
    if buyer is None or buyer.kind != Kind.BUYER:
        raise Refused(N_("This buyer cannot be found."))
    demand(turn, Action.ANNOUNCE, Owner(buyer.id or 0))
    conversation.start(turn, FORM, {"buyer": buyer.id, "buyer_name": buyer.name})


ROUTES = (
    *entry("marche", _start),
    button("announce-buyers", _more_buyers),
    button("announce-for", _start_for),
)
