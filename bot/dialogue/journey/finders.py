"""How candidates and offers are found while someone of the PLIE fills in a form."""

import re

from bot.dialogue.answers import Candidate
from bot.dialogue.readers.jobs import job_label, read_job
from bot.dialogue.turn import Turn
from bot.rules.matching import prefix
from bot.store import candidate_lists, candidates, circulation, matching, offers
from bot.store.candidates import identity
from bot.store.tables import CandidateState, JobOffer, OfferState

MOST = 6
FOR = "for:"
"""Begins the text that looks for the offers that suit a candidate: its number follows."""
_REFERENCE = re.compile(r"\s*([CO])[- ]?(\d{4})[- ]?(\d{1,6})\s*", re.IGNORECASE)


def candidate(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The active candidate of the reference typed, else those whose name holds the words typed; without
    text, those the person of this turn follows, newest first: {"id", "reference", "name"}."""
    known = reference(text, "C")
    if known is not None:
        found = candidates.by_reference(turn.session, known)
        if found is None or found.state != CandidateState.ACTIVE:
            return ()
        name = candidates.name(turn.session, found)
        return (_person(identity(found), found.reference, name),)
    if text:
        lines = candidate_lists.search(turn.session, text, 2 * MOST)
        active = [line for line in lines if line.state == CandidateState.ACTIVE]
        return tuple(_person(line.id, line.reference, line.name) for line in active)
    mine = candidate_lists.page(turn.session, adviser_id=turn.me.id, before=None, size=MOST)
    return tuple(_person(line.id, line.reference, line.name) for line in mine)


def offer(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The open offer of the reference typed, else the open ones for the job typed; after `FOR`, those that
    suit this candidate, best first: {"id", "reference", "name"}, the name being the job and the commune."""
    if text.startswith(FOR) and text[len(FOR) :].isdecimal():
        return _suiting(turn, int(text[len(FOR) :]))
    known = reference(text, "O")
    if known is not None:
        found = offers.by_reference(turn.session, known)
        return () if found is None or found.state != OfferState.OPEN else (_offer(found),)
    jobs = {prefix(match.code) for match in read_job(text)} if text else set()
    return tuple(_offer(one) for one in offers.open_for_jobs(turn.session, sorted(jobs), MOST))


def reference(text: str, letter: str) -> str | None:
    """The reference typed, well written, when it begins with this letter."""
    typed = _REFERENCE.fullmatch(text)
    if typed is None or typed[1].upper() != letter:
        return None
    return f"{letter}-{typed[2]}-{int(typed[3]):04d}"


def _suiting(turn: Turn, candidate_id: int) -> tuple[Candidate, ...]:
    since = circulation.living_since(turn.session, turn.today, turn.zone)
    found = matching.offers_for(turn.session, candidate_id, since, MOST)
    rows = [offers.get(turn.session, match.offer_id) for match in found]
    return tuple(_offer(row) for row in rows if row is not None)


def _person(number: int, known: str, name: str) -> Candidate:
    return Candidate(f"{known} · {name}", {"id": number, "reference": known, "name": name})


def _offer(found: JobOffer) -> Candidate:
    said = f"{job_label(found.job)}, {found.commune}"
    value = {"id": offers.identity(found), "reference": found.reference, "name": said}
    return Candidate(f"{found.reference} · {said}", value)
