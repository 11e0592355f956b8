"""The questions of a joint answer with SIAEs, and what the answers mean."""

from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.dialogue.contracts.awards import lot_line
from bot.dialogue.fields import Text
from bot.dialogue.fitting import cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.journey.shares.fields import FromDay, SharedHours, Structures, Supply
from bot.dialogue.readers.jobs import job_label
from bot.dialogue.readers.when import When
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.rules.pace import Pace, planned
from bot.store import hires, shares, worked
from bot.store.database import Session
from bot.store.offers import identity
from bot.store.procurements import Period
from bot.store.share_subjects import About
from bot.store.shares import Answer, Shared
from bot.store.tables import Lot, Share

LONGEST_COMMENT = 500
_NAME = 100


def _of_a_lot(answers: Answers) -> bool:
    return "lot" in answers


SHARE_STEPS = (
    Step("siaes", N_("SIAEs"), N_("Which SIAEs may answer jointly with the company?"), Structures()),
    Step(
        "hours",
        N_("Hours shared"),
        N_("How many hours of this lot may they supply?"),
        SharedHours(),
        when=_of_a_lot,
    ),
)
ANSWER_STEPS = (
    Step("supply", N_("What you can supply"), N_("How much can you supply?"), Supply()),
    Step(
        "from",
        N_("From"),
        N_("From when?"),
        FromDay(),
    ),
    Step(
        "comment",
        N_("Comment"),
        N_("Anything to add for the company?"),
        Text(1, LONGEST_COMMENT, N_("For example: the trades of your teams, how you work with a company.")),
        optional=True,
    ),
)


def name(about: About) -> str:
    """What is shared, in a line."""
    if about.lot is not None and about.procurement is not None:
        return f"{about.procurement.reference} · {lot_line(about.lot)}"
    offer = about.offer
    return "" if offer is None else f"{offer.reference} · {cut(job_label(offer.job), _NAME)}"


def sharing(session: Session, about: About, today: date) -> dict[str, Any]:
    """What the form that shares begins with: the offer, or the lot with the hours it owes and those nobody is
    to work yet."""
    if about.offer is not None:
        return {"offer": identity(about.offer), "about": name(about)}
    lot = about.lot
    left = 0 if lot is None else hours_left(session, lot, today)
    return {"lot": lot.id if lot else 0, "about": name(about), "owed": about.most, "left": left}


def hours_left(session: Session, lot: Lot, today: date) -> int:
    """The hours a lot owes that are neither declared nor planned by its contracts of work."""
    number, ends = lot.id or 0, hires.lot_end(session, lot) or today
    declared = worked.lot_totals(session, number).declared
    beside = planned(worked.contracts_of_lot(session, number), ends)
    return int(Pace(Decimal(lot.hours_owed or 0), declared, beside, ends).missing)


def shared(answers: Answers) -> Shared:
    """What the answers say is shared."""
    if "offer" in answers:
        return Shared(offer_id=answers["offer"])
    return Shared(lot_id=answers["lot"], hours=answers["hours"])


def answering(session: Session, share: Share, about: About) -> dict[str, Any]:
    """What the form that answers begins with: what is asked, and what was answered before."""
    of_offer = about.offer is not None
    start = about.offer.start_as if about.offer else about.procurement.start_as if about.procurement else None
    known = {
        "share": share.id,
        "about": name(about),
        "unit": "people" if of_offer else "hours",
        "most": about.most if of_offer else int(share.hours or 0),
        "start": start,
    }
    said = shares.answered(session, share)
    if said is None:
        return known
    supply = {"people": said.people} if said.people is not None else {"hours": said.hours}
    return known | {"supply": supply, "from": said.start.meant, "comment": said.comment}


def answer(answers: Answers) -> Answer:
    """What the answers say can be supplied."""
    supply, meant = answers["supply"], answers["from"]
    return Answer(
        start=Period(When.from_json(meant).day, meant),
        people=supply.get("people"),
        hours=supply.get("hours"),
        comment=answers.get("comment"),
    )


def recap(form: Form, language: str, answers: Answers) -> Markup:
    """The form’s title, what it is about, and its answers."""
    parts = [translate(language, form.title), title(answers), listing(form, answers, language)]
    return Markup("\n\n").join(parts)


def title(answers: Answers) -> Markup:
    """What the form is about, in bold."""
    return Markup("<b>{}</b>").format(answers["about"])
