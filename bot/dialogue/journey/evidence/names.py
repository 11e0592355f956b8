"""How objects files can be about are called for one reader, several at once: a statement for each kind."""

from collections.abc import Mapping, Sequence

from bot.dialogue.journey.evidence.things import day_of, word_of
from bot.dialogue.journey.words import PROOFS
from bot.dialogue.translations import label
from bot.store.database import Session
from bot.store.evidence_things import Thing, names, things

Proof = tuple[str, str, int]
"""What is proven, and of which object: the proof, the kind of object, its number."""


def titles(
    session: Session, wanted: Sequence[Proof], language: str, *, staff: bool, named: bool = True
) -> Mapping[Proof, str]:
    """What is proven and of which object, as plain text, for the PLIE or for a partner whose object it is;
    people by their reference only where they may not be `named`."""
    found = things(session, {(subject, number) for _, subject, number in wanted})
    known = {one.candidate_id for one in found.values() if one.candidate_id is not None and named}
    people = names(session, known)
    return {
        (proof, subject, number): _title(proof, found[subject, number], people, language, staff=staff)
        for proof, subject, number in wanted
        if (subject, number) in found
    }


def _title(proof: str, one: Thing, people: Mapping[int, str], language: str, *, staff: bool) -> str:
    word = word_of(one, people, staff=staff)
    parts = [label(language, PROOFS[proof]), one.reference, word, day_of(one, language)]
    return " · ".join(part for part in parts if part)
