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
from bot.store import evidence_requests, organisations, people
from bot.store.evidence_requests import Request
from bot.store.evidence_things import things
from bot.store.indicators import evidence
from bot.store.indicators.evidence import Lacking
from bot.store.indicators.scope import Asked
from bot.store.people import Member
from bot.store.tables import Organisation

_LONGEST = 120
MOST = 1000
"""At most so many files are asked for at once: each is noted."""
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
    """Who was asked, for how many files; or nobody, because each of them was asked for earlier on the day."""

    readers: Sequence[Member] = ()
    count: int = 0
    before: Request | None = None


def today(turn: Turn, one: Lacking) -> Request | None:
    """The request of today for this file."""
    return evidence_requests.last(turn.session, one.subject, one.number, _morning(turn))


def _morning(turn: Turn) -> datetime:
    return datetime.combine(turn.today, time(), turn.zone)


def askable(turn: Turn, asked: Asked, organisation_id: int) -> list[Lacking]:
    """The files an organisation owes for a period that nobody asked for today, `MOST` at most."""
    return evidence.owed(turn.session, asked, organisation_id, MOST, _morning(turn))


def ask_all(turn: Turn, asked: Asked, organisation_id: int) -> Told | None:
    """Ask an organisation for the files it owes for a period, each once a day. None when it owes none.
    Raises Refused."""
    demand(turn, Action.ASK_EVIDENCE)
    evidence_requests.hold(turn.session, organisation_id)
    lacking = askable(turn, asked, organisation_id)
    if lacking:
        return _ask(turn, _readers(turn, organisation_id, lacking), lacking)
    owed = evidence.owed(turn.session, asked, organisation_id, 1)
    return Told(before=today(turn, owed[0])) if owed else None


def ask_one(turn: Turn, one: Lacking) -> Told:
    """Ask who owes a file for it: once a day. Raises Refused."""
    demand(turn, Action.ASK_EVIDENCE)
    evidence_requests.hold(turn.session, one.owed_by or turn.me.organisation_id)
    before = today(turn, one)
    if before is not None:
        return Told(before=before)
    readers = _colleagues(turn, one) if one.owed_by is None else _readers(turn, one.owed_by, [one])
    return _ask(turn, readers, [one])


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


def _ask(turn: Turn, readers: Sequence[Member], lacking: Sequence[Lacking]) -> Told:
    """One message to each reader, named after the first of the files: it is asked for once a day."""
    wanted: list[Proof] = [(one.proof, one.subject, one.number) for one in lacking[:SIZE]]
    count, fact = len(lacking), ":".join(map(str, wanted[0]))

    def card(reader: Member) -> Callable[[str], Card]:
        return lambda language: asked_card(turn, wanted, count, reader, language)

    for person in readers:
        key = f"evidence-asked:{fact}:{turn.today}:{person.id}"
        turn.tell(person, key, card(person))
        turn.mail(person, key, lambda language: asked_letter(turn, wanted, count, language))
    told = [person.id for person in readers]
    for subject in dict.fromkeys(one.subject for one in lacking):
        numbers = [one.number for one in lacking if one.subject == subject]
        evidence_requests.record(turn.session, turn.me.id, subject, numbers, told, turn.now)
    return Told(readers, count)
