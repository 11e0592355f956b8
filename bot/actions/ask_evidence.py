"""Ask for the files the figures lack: of the people of the organisation that owes them, or of the colleague
who follows the person (article 6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.actions import demand
from bot.dialogue import formats
from bot.dialogue.cards import Card
from bot.dialogue.fitting import cut
from bot.dialogue.journey.evidence.asking import asked_card, asked_letter
from bot.dialogue.journey.evidence.names import Proof
from bot.dialogue.journey.evidence.things import lets
from bot.dialogue.lists import SIZE
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, evidence_requests, organisations, people
from bot.store.evidence_requests import Request
from bot.store.evidence_things import things
from bot.store.indicators.evidence import Lacking
from bot.store.people import Member
from bot.store.tables import Organisation

_LONGEST = 120
_GONE = N_(
    "{name} is a partner no longer since {day}: nobody there can be asked. If you have the document, send it "
    "in their place."
)
_NOBODY = N_(
    "Nobody at {name} can be reached by Clausette. Please call them, send the document in their place, or "
    "ask a coordinator to invite somebody there."
)
_NO_COLLEAGUE = N_("No other colleague of the PLIE follows this: the document is yours to send.")


@dataclass(frozen=True, slots=True)
class Told:
    """Who was asked; or nobody, because it was asked earlier on the day."""

    readers: Sequence[Member]
    before: Request | None = None


def today(turn: Turn, organisation_id: int | None, one: Lacking | None = None) -> Request | None:
    """The request of today that already covers this: of the file, or of all the organisation owes."""
    since = datetime.combine(turn.today, time(), turn.zone)
    found = None if one is None else evidence_requests.last(turn.session, one.subject, one.number, since)
    if found is None and organisation_id is not None:
        return evidence_requests.last(turn.session, "organisation", organisation_id, since)
    return found


def ask_all(turn: Turn, organisation_id: int, lacking: Sequence[Lacking], count: int) -> Told:
    """Ask an organisation for all the files it owes, the first of them listed: once a day. Raises Refused."""
    demand(turn, Action.ASK_EVIDENCE)
    evidence_requests.hold(turn.session, organisation_id)
    before = today(turn, organisation_id)
    if before is not None:
        return Told((), before)
    readers = _readers(turn, organisation_id, lacking)
    _tell(turn, f"evidence-asked:{organisation_id}", readers, lacking[:SIZE], count)
    _note(turn, "organisation", organisation_id, readers, count)
    return Told(readers)


def ask_one(turn: Turn, one: Lacking) -> Told:
    """Ask who owes a file for it: once a day. Raises Refused."""
    demand(turn, Action.ASK_EVIDENCE)
    evidence_requests.hold(turn.session, one.owed_by or turn.me.organisation_id)
    before = today(turn, one.owed_by, one)
    if before is not None:
        return Told((), before)
    readers = _colleagues(turn, one) if one.owed_by is None else _readers(turn, one.owed_by, [one])
    _tell(turn, f"evidence-asked:{one.proof}:{one.subject}:{one.number}", readers, [one], 1)
    _note(turn, one.subject, one.number, readers, 1)
    return Told(readers)


def _readers(turn: Turn, organisation_id: int, lacking: Sequence[Lacking]) -> list[Member]:
    """The people of an organisation that messages reach and who may give one of these files, those written to
    by e-mail too. Raises Refused."""
    home = organisations.reread(turn.session, organisation_id)
    name = "" if home is None else cut(home.name, _LONGEST)
    _check_present(turn, home, name)
    known = things(turn.session, {(one.subject, one.number) for one in lacking})
    wanted = [(known[one.subject, one.number], one.proof) for one in lacking]
    there = people.of_organisation(turn.session, organisation_id)
    everyone = [*there, *people.mailed(turn.session, organisation_id)]
    reached = [
        person
        for person in everyone
        if person.reachable and any(lets(person, Action.ADD_EVIDENCE, *one) for one in wanted)
    ]
    if not reached:
        raise Refused(_NOBODY, name=name)
    return reached


def _check_present(turn: Turn, home: Organisation | None, name: str) -> None:
    if home is not None and home.left_on is not None and organisations.gone(home, turn.today):
        raise Refused(_GONE, name=name, day=formats.day(home.left_on, turn.language))


def _colleagues(turn: Turn, one: Lacking) -> list[Member]:
    """Who of the PLIE follows the person, or all of them when nobody does; not who asks. Raises Refused."""
    found = [
        person
        for person in people.in_charge(turn.session, one.adviser_id)
        if person.id != turn.me.id and person.reachable
    ]
    if not found:
        raise Refused(_NO_COLLEAGUE)
    return found


def _tell(turn: Turn, fact: str, readers: Sequence[Member], lacking: Sequence[Lacking], count: int) -> None:
    """Each reader gets one message, however often it is asked today."""
    wanted: list[Proof] = [(one.proof, one.subject, one.number) for one in lacking]

    def card(reader: Member) -> Callable[[str], Card]:
        return lambda language: asked_card(turn, wanted, count, reader, language)

    for person in readers:
        key = f"{fact}:{turn.today}:{person.id}"
        turn.tell(person, key, card(person))
        turn.mail(person, key, lambda language: asked_letter(turn, wanted, count, language))


def _note(turn: Turn, subject: str, number: int, readers: Sequence[Member], count: int) -> None:
    told = [person.id for person in readers]
    audit.record(
        turn.session, turn.me.id, "ask evidence", subject, number, turn.now, files=count, people=told
    )
