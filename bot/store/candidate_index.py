"""How a candidate is found without being read: blind keys of name words, phone, and name with birth year."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Candidate, CandidateWord, rows_of

MOST_WORDS = 6
"""Words of a search that count; a name has fewer."""

_candidates = rows_of(Candidate)
_words = rows_of(CandidateWord)
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′＇", "'"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_COMPOUND = re.compile(r"[^\W_]+(?:['-][^\W_]+)+")


def _folded(text: str) -> str:
    """Lower case, no accents, plain apostrophes, and hyphens of one kind."""
    plain = text.translate(_APOSTROPHES).casefold().translate(_LETTERS)
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", plain)
        if not unicodedata.category(char).startswith("M")
    )
    return re.sub(r"[‐‑‒–—−]", "-", bare)


def name_words(text: str) -> list[str]:
    """The words of a name, folded: "D’Almeida Jean-Pierre" is dalmeida, jean, pierre."""
    return [word.replace("'", "") for word in _WORD.findall(_folded(text))]


def found_by(name: str) -> list[str]:
    """Every word a name is found by: its words, what an apostrophe joins, and compounds in one word."""
    folded = _folded(name)
    parts = [part for word in _WORD.findall(folded) for part in word.split("'")]
    joined = [re.sub(r"['-]", "", compound) for compound in _COMPOUND.findall(folded)]
    return list(dict.fromkeys([*name_words(name), *parts, *joined]))


def _double(name: str, birth_year: int) -> str:
    return f"{' '.join(sorted(name_words(name)))} {birth_year}"


def keys(session: Session, name: str, birth_year: int, phone: str | None) -> dict[str, bytes | None]:
    """The columns `phone_key` and `double_key` of a candidate; the phone is in E.164."""
    return {
        "phone_key": None if phone is None else session.sealer.blind(phone, "candidates.phone"),
        "double_key": session.sealer.blind(_double(name, birth_year), "candidates.double"),
    }


def write_words(session: Session, candidate_id: int, name: str) -> None:
    """Make a candidate found by the words of this name, and by no others."""
    session.core.execute(sa.delete(_words).where(_words.c.candidate_id == candidate_id))
    write_all_words(session, {candidate_id: name})


def write_all_words(session: Session, names: Mapping[int, str]) -> None:
    """Make new candidates, by their numbers, found by the words of their names."""
    rows = []
    for candidate_id, name in names.items():
        blind = {session.sealer.blind(word, "candidates.word") for word in found_by(name)}
        rows += [{"word": word, "candidate_id": candidate_id} for word in sorted(blind)]
    if rows:
        session.core.execute(sa.insert(_words), rows)


def by_words(session: Session, text: str, most: int) -> list[int]:
    """The numbers of at most `most` candidates whose name holds every word typed, newest first."""
    query = named(session, text)
    if query is None:
        return []
    newest = query.order_by(query.selected_columns[0].desc()).limit(most)
    return list(session.core.execute(newest).scalars())


def named(session: Session, text: str) -> Any:
    """A query for the numbers of the candidates whose name holds every word typed; None without a word."""
    typed = list(dict.fromkeys(name_words(text)))[:MOST_WORDS]
    if not typed:
        return None
    first = _words.alias()
    query = sa.select(first.c.candidate_id).distinct().where(_is(session, first, typed[0]))
    for word in typed[1:]:
        other = _words.alias()
        same = other.c.candidate_id == first.c.candidate_id
        query = query.where(sa.exists().where(same, _is(session, other, word)))
    return query


def _is(session: Session, words: Any, word: str) -> sa.ColumnElement[bool]:
    condition: sa.ColumnElement[bool] = words.c.word.in_(session.sealer.blinds(word, "candidates.word"))
    return condition


def blinds(
    session: Session, name: str, birth_year: int, phone: str | None
) -> tuple[list[bytes], list[bytes]]:
    """The blind keys, under every key known, of a name with a year of birth, and of a phone if any."""
    double = session.sealer.blinds(_double(name, birth_year), "candidates.double")
    return double, [] if phone is None else session.sealer.blinds(phone, "candidates.phone")


def like(session: Session, name: str, birth_year: int, phone: str | None) -> Sequence[int]:
    """The numbers of the files with the same phone, or the same name words and year of birth."""
    alike = _candidates.c.double_key.in_(
        session.sealer.blinds(_double(name, birth_year), "candidates.double")
    )
    queries = [sa.select(_candidates.c.id).where(alike)]
    if phone is not None:
        same = _candidates.c.phone_key.in_(session.sealer.blinds(phone, "candidates.phone"))
        queries.append(sa.select(_candidates.c.id).where(same))
    return list(session.core.execute(sa.union(*queries)).scalars())
