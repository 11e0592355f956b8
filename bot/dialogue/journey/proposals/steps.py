"""What is asked of a partner who proposes a candidate: the offer, the person, the agreement."""

from bot.dialogue.answers import Candidate, Context, NotUnderstood, Reading
from bot.dialogue.form import Step
from bot.dialogue.journey.finders import reference
from bot.dialogue.journey.pickers import Picked
from bot.dialogue.readers.jobs import job_label, read_job
from bot.dialogue.seekers.fields import Consent
from bot.dialogue.seekers.steps import CONSENT as TO_THE_PLIE
from bot.dialogue.seekers.steps import STEPS
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.matching import prefix
from bot.store import deliveries
from bot.store.deliveries import Line

OFFER, FINDER = "offer", "sent-offer"
REFUSED = "no-proposal"
"""The code of the button that says no to consent; no other field has it."""
MOST_SENT = 100


class SentOffer(Picked):
    """One of the offers sent to the person, for which somebody is still sought."""

    def __init__(self) -> None:
        super().__init__(FINDER, N_("A reference or a job, for example O-2026-0031."))

    def read(self, text: str, context: Context) -> Reading:
        """The one meant; there is no such offer but those sent."""
        reading = super().read(text, context)
        if isinstance(reading, NotUnderstood):
            return NotUnderstood(N_("No open offer sent to you is known by this name."))
        return reading


SENT_OFFER = Step(OFFER, N_("Offer"), N_("For which offer?"), SentOffer())
SAID = tuple(step for step in STEPS if step.name != "origin")
"""Questions 1 to 11 of a candidate's file."""
CONSENT = Step(
    TO_THE_PLIE.name,
    TO_THE_PLIE.label,
    TO_THE_PLIE.ask,
    Consent({"yes": N_("Yes"), REFUSED: N_("No")}, TO_THE_PLIE.field.hint),
)


def find(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The open offers sent to the person of this turn, newest first: the one of the reference typed, else
    those for the job typed, or all: {"id", "reference", "name"}."""
    sent = deliveries.of_person(turn.session, turn.me.id, 0, MOST_SENT)
    known = reference(text, "O")
    if known is not None:
        return tuple(_found(line) for line in sent if line.reference == known)
    if not text:
        return tuple(_found(line) for line in sent)
    trades = {prefix(match.code) for match in read_job(text)}
    return tuple(_found(line) for line in sent if prefix(line.job) in trades)


def _found(line: Line) -> Candidate:
    value = picked(line.id, line.reference, line.job, line.commune)
    return Candidate(f"{line.reference} · {value['name']}", value)


def picked(number: int, known: str, job: str, commune: str) -> dict[str, object]:
    """An offer as the field gives it."""
    return {"id": number, "reference": known, "name": f"{job_label(job)}, {commune}"}
