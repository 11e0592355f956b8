"""The objects files can be about, as people see them: who may see which, how they are called and found."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.dialogue import formats
from bot.dialogue.answers import Candidate
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.journey.words import PROOFS
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label
from bot.dialogue.turn import Turn
from bot.rules import evidence as rules
from bot.rules.policy import Action, Actor, Owner, may
from bot.store import (
    candidate_lists,
    candidates,
    evidence,
    evidence_facts,
    exits,
    lots,
    placements,
    procurement_words,
    procurements,
    trainings,
    worked,
)
from bot.store.evidence_facts import Scope
from bot.store.evidence_things import Thing, names, thing
from bot.store.people import Member
from bot.store.placements import LIVING
from bot.store.tables import Kind, Role

FINDER = "evidence object"
MOST = 6
_REFERENCE = re.compile(r"\s*([MPC])[- ]?(\d{4})[- ]?(\d{1,6})\s*", re.IGNORECASE)


def lets(me: Member, action: Action, one: Thing, proof: str) -> bool:
    """Whether this person may do this with what proves `proof` of the object: a partner with its own only,
    and nothing but what a partner of its kind can prove."""
    actor = Actor(me.role, me.organisation_id)
    allowed = any(may(actor, action, Owner(number)) for number in one.owners_for(proof) or (0,))
    return allowed and proof in rules.given(me.role, one.subject)


def proofs_for(me: Member, action: Action, one: Thing) -> tuple[str, ...]:
    """What this person may prove of the object, or see proven, the usual first."""
    return tuple(proof for proof in rules.given(me.role, one.subject) if lets(me, action, one, proof))


def scope_of(me: Member, procurement_id: int | None = None) -> Scope:
    """The facts this person owes the proof of; everyone's for the PLIE."""
    home = me.organisation_id
    return Scope(
        procurement_id,
        buyer_id=home if me.role == Role.BUYER else None,
        employer_id=home if me.role in (Role.COMPANY, Role.SIAE) else None,
        adviser_id=me.id if me.is_staff else None,
    )


def title_of(turn: Turn, one: Thing, *, full: bool = False) -> str:
    """How the object is called: its reference, and what tells it apart; a name only where it may be seen."""
    return " · ".join(filter(None, [one.reference, _word(turn, one), day_of(one, turn.language, full=full)]))


def value_of(turn: Turn, one: Thing) -> dict[str, Any]:
    """The object as a form keeps it."""
    rest = filter(None, [_word(turn, one), day_of(one, turn.language)])
    name = cut(" · ".join(rest), 120)
    return {"subject": one.subject, "id": one.id, "reference": one.reference, "name": name}


def proof_and_title(turn: Turn, proof: str, one: Thing) -> str:
    """What is proven, and of which object."""
    return f"{label(turn.language, PROOFS[proof])} · {title_of(turn, one)}"


def _word(turn: Turn, one: Thing) -> str | None:
    people = {} if one.candidate_id is None else names(turn.session, [one.candidate_id])
    return word_of(one, people, staff=turn.me.is_staff)


def word_of(one: Thing, people: Mapping[int, str], *, staff: bool) -> str | None:
    """What tells the object apart: of these people the one it is about, by name, for the PLIE, and for a
    partner while the placement stands; else what the object says."""
    mine = staff or one.state in LIVING
    name = people.get(one.candidate_id) if one.candidate_id is not None and mine else None
    return name or one.word


def day_of(one: Thing, language: str, *, full: bool = False) -> str | None:
    """The day or the month that tells the object apart from its like, in words; None where none does."""
    if one.on is None or (one.subject == "placement" and not full):
        return None
    if one.subject == "month":
        return formats.when(When(one.on, Grain.MONTH), language)
    day = formats.day(one.on, language)
    return label(language, N_("exit of {day}"), day=day) if one.subject == "exit" else day


def find(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """The objects a file that proves something may be about, "proof|text": those typed, or the likely ones
    without text, the one this person last sent a file for first. Only those it may give files for."""
    proof, _, typed = text.partition("|")
    if proof not in rules.ORDER:
        return ()
    named = _typed(turn, proof, typed) if typed else _likely(turn, proof)
    found = [thing(turn.session, subject, number) for subject, number in named]
    mine = [one for one in found if one is not None and lets(turn.me, Action.ADD_EVIDENCE, one, proof)]
    return tuple(Candidate(cut(title_of(turn, one), MAX_LABEL), value_of(turn, one)) for one in mine[:MOST])


def _likely(turn: Turn, proof: str) -> list[tuple[str, int]]:
    """For the award of a lot a company is asked for nothing: its own lots are shown all the same."""
    last = evidence.last_of(turn.session, turn.me.id)
    known = [last] if last is not None and rules.fits(last[0], proof) else []
    if turn.me.role == Role.COMPANY and proof == "award":
        likely = evidence_facts.lots_of(turn.session, turn.me.organisation_id, MOST)
    else:
        likely = evidence_facts.likely(turn.session, scope_of(turn.me), proof, MOST)
    return list(dict.fromkeys([*known, *likely]))


def _typed(turn: Turn, proof: str, typed: str) -> list[tuple[str, int]]:
    match = _REFERENCE.fullmatch(typed)
    if match is None:
        return _by_words(turn, proof, typed)
    letter = match[1].upper()
    reference = f"{letter}-{match[2]}-{int(match[3]):04d}"
    within = {"M": _of_procurement, "P": _of_placement, "C": _of_candidate}[letter](turn, reference)
    return [(subject, number) for subject, number in within if rules.fits(subject, proof)]


def _of_procurement(turn: Turn, reference: str) -> Iterable[tuple[str, int]]:
    """The procurement and, where there are several, its lots."""
    found = procurements.by_reference(turn.session, reference)
    if found is None:
        return
    number = procurements.identity(found)
    its = lots.of(turn.session, number)
    yield "procurement", number
    yield from (("lot", procurements.identity(lot)) for lot in its if len(its) > 1 or not turn.me.is_staff)


def _of_placement(turn: Turn, reference: str) -> Iterable[tuple[str, int]]:
    """The placement and its months, newest first."""
    found = placements.by_reference(turn.session, reference)
    if found is None:
        return
    number = placements.identity(found)
    yield "placement", number
    months = worked.of_placement(turn.session, number)
    yield from (("month", month.id or 0) for month in reversed(months))


def _of_candidate(turn: Turn, reference: str) -> Iterable[tuple[str, int]]:
    found = candidates.by_reference(turn.session, reference)
    return [] if found is None else _of_person(turn, candidates.identity(found))


def _of_person(turn: Turn, number: int) -> Iterable[tuple[str, int]]:
    """The candidate, their trainings, exits and placements."""
    yield "candidate", number
    attended = trainings.of_candidate(turn.session, number, MOST)
    yield from (("training", one.training.id or 0) for one in attended)
    yield from (("exit", row.id or 0) for row in exits.of_candidate(turn.session, number, MOST))
    for placement in placements.of_candidate(turn.session, number):
        yield from _of_placement(turn, placement.reference)


def _by_words(turn: Turn, proof: str, typed: str) -> list[tuple[str, int]]:
    """Contracts by words of theirs, for a buyer its own; people by their name, for the PLIE."""
    buyer = turn.me.organisation_id if turn.me.kind == Kind.BUYER else None
    found: list[tuple[str, int]] = []
    if turn.me.is_staff and proof not in ("notice", "award"):
        for line in candidate_lists.search(turn.session, typed, MOST):
            found += [pair for pair in _of_person(turn, line.id) if rules.fits(pair[0], proof)]
    if rules.fits("procurement", proof) and (turn.me.is_staff or buyer is not None):
        found += [("procurement", one) for one in procurement_words.find(turn.session, typed, buyer, MOST)]
    return found
