"""Eligibilities made for counting: they say what the sealed lists say, whoever wrote them, and no more."""

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from indicator_oracle import PARIS, Oracle
from indicator_worlds import clear, draw, write
from rows import NOW, join
from seekers import filed, seeker

from bot.rules.period import Period
from bot.store import (
    anonymise,
    candidate_merges,
    candidates,
    eligibility_counts,
    indicators,
    rotation,
    schema,
)
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.sealed import COUNTED, CannotOpenError, Sealer, key_id
from bot.store.tables import Candidate, Eligibility, Role, rows_of

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
FIRST, LAST = date(2020, 1, 1), date(2030, 12, 31)
_rows = rows_of(Candidate)


def values(session: Session) -> list[bytes]:
    return list(session.core.execute(sa.select(_rows.c.eligibility_count).order_by(_rows.c.id)).scalars())


def agree(session: Session) -> dict[str, int]:
    """What the column says of everybody, which is what the lists say. Returns it."""
    counted = eligibility_counts.counts(session, b"".join(values(session)))
    numbers = list(session.core.execute(sa.select(_rows.c.id)).scalars())
    assert counted == eligibility_counts.opened(session, numbers)
    return {name: many for name, many in counted.items() if many}


def people(session: Session) -> tuple[int, list[int]]:
    """Three files, two of them with the same eligibility, and who filed them."""
    person = join(session, 7, Role.FACILITATOR, "PLIE", name="Fatou Diallo").id or 0
    held = (("rsa", "senior"), ("rsa", "senior"), tuple(str(one) for one in Eligibility))
    names = ("Un Alpha", "Deux Beta", "Trois Gamma")
    made = [
        filed(session, person, NOW, name=name, phone=None, eligibility=codes)
        for name, codes in zip(names, held, strict=True)
    ]
    return person, [one.id or 0 for one in made]


def test_every_mask_comes_back_under_every_key() -> None:
    old, new = Sealer([OLD]), Sealer([NEW, OLD])
    masks = [*range(512), 2**16 - 1]
    sealed = [(old if mask % 3 else new).seal_count(mask) for mask in masks]
    assert {len(one) for one in sealed} == {COUNTED}
    assert new.open_counts(b"".join(sealed)).tolist() == masks
    assert new.open_counts(b"").tolist() == []
    with pytest.raises(CannotOpenError):
        old.open_counts(b"".join(sealed))
    with pytest.raises(CannotOpenError):
        new.open_counts(b"".join(sealed)[:-1])


def test_the_bits_of_what_is_written_keep_their_meaning() -> None:
    """A new ground goes to the end: the masks on the disk count from the first."""
    first = ["long_term", "rsa", "allowance", "disabled", "young", "senior", "structure", "district", "other"]
    assert [str(one) for one in Eligibility][: len(first)] == first


def test_equal_eligibilities_cannot_be_told_from_the_file() -> None:
    sealer = Sealer([OLD])
    many = {sealer.seal_count(3) for _ in range(2000)}
    assert len(many) == 2000
    assert len({one[-2:] for one in many}) > 1000
    assert len({one[4:16] for one in many}) == 2000


def test_whoever_writes_a_file_writes_both(database: Database) -> None:
    with database.begin() as session:
        _, (one, two, three) = people(session)
        first, second, _ = values(session)
        assert first != second
        assert agree(session)["rsa"] == 3
        file = candidates.get(session, one)
        assert file is not None
        said = replace(candidates.profile(session, file), eligibility=("young",))
        assert candidates.change(session, file, said, NOW.date()) is not None
        assert agree(session) == dict.fromkeys(map(str, Eligibility), 1) | {"rsa": 2, "senior": 2, "young": 2}
        assert candidate_merges.merge(session, one, two) is not None
        agree(session)
        before = values(session)
        anonymise.people(session, [three], NOW)
        assert values(session) == before
        agree(session)
        added = candidates.add_all(
            session,
            [(seeker(name="Quatre Delta"), candidates.Filing(file.created_by, NOW.date()))],
            2026,
            NOW,
        )
        assert len(added) == 1
        assert None not in values(session)
        agree(session)


def test_a_new_key_seals_both_anew(database: Database) -> None:
    with database.begin() as session:
        people(session)
        said = agree(session)
    with closing(Database(database.url.render_as_string(hide_password=False), Sealer([NEW, OLD]))) as both:
        rotation.reseal(both)
        with both.begin() as session:
            assert {one[:4] for one in values(session)} == {key_id(NEW)}
            assert agree(session) == said


def test_an_upgrade_writes_what_is_missing_and_leaves_what_it_cannot_open(database: Database) -> None:
    with database.begin() as session:
        _, (one, _, three) = people(session)
        said = agree(session)
        stranger = Sealer([OTHER]).seal(["rsa"], "candidates.eligibility:x")
        session.core.execute(sa.update(_rows).values(eligibility_count=None))
        lost = sa.update(_rows).where(_rows.c.id == three)
        kept = session.core.execute(sa.select(_rows.c.eligibility).where(_rows.c.id == three)).scalar_one()
        session.core.execute(lost.values(eligibility=stranger))
    schema.upgrade(database)
    with database.begin() as session:
        assert [value is None for value in values(session)] == [False, False, True]
        session.core.execute(lost.values(eligibility=kept))
    assert eligibility_counts.fill(database) == 1
    assert eligibility_counts.fill(database) == 0
    with database.begin() as session:
        assert agree(session) == said
        assert one


def _forget_half(database: Database) -> None:
    with database.begin() as session:
        assert None not in values(session)
        session.core.execute(sa.update(_rows).where(_rows.c.id % 2 == 1).values(eligibility_count=None))
        assert None in values(session)


def test_the_figures_are_the_same_with_and_without(database: Database) -> None:
    """The worlds of the oracle have nothing written for counting: here they have, for none, half, or all."""
    for seed in range(3):
        world = draw(seed)
        with database.begin() as session:
            write(session, world)
        for written in ("none", "all", "half"):
            with database.begin() as session:
                expected = Oracle(world.rows, world.opened, (FIRST, LAST, None)).figures()["people"]
                found = indicators.figures(session, Asked(Period(FIRST, LAST), PARIS))["people"]
                assert found == expected, (seed, written)
            if written == "none":
                assert eligibility_counts.fill(database) > 0
            if written == "all":
                _forget_half(database)
        with database.begin() as session:
            clear(session)
