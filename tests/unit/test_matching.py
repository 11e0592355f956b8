"""Who corresponds to an offer, in which order and why: the rules as properties."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.matching import Seeker, Wanted, Why, fits, offer_key, prefix, rank_key, reasons

BITS = st.integers(0, 63)
JOBS = st.sampled_from(["F1701", "F1702", "F1703", "F1602", "K2204"])
COMMUNES = st.sampled_from(["Caen", "Ifs", "Hérouville-Saint-Clair"])
DAYS = st.dates(date(2026, 10, 1), date(2027, 3, 31))
LEVELS = st.integers(2, 7)
WANTED = st.builds(Wanted, JOBS, COMMUNES, DAYS, BITS, st.none() | LEVELS)
SEEKERS = st.builds(
    Seeker, st.integers(1, 50), JOBS, COMMUNES, DAYS, LEVELS, BITS, st.integers(0, 12), st.none() | DAYS
)

MASON = Wanted("F1703", "Ifs", date(2027, 1, 5), requirements=1, level=3)
ALI = Seeker(1, "F1703", "Ifs", date(2026, 11, 3), 3, 1, 5, None)


@st.composite
def matches(draw: st.DrawFn) -> tuple[Wanted, Seeker]:
    """An offer and someone who fits it."""
    wanted = draw(WANTED)
    seeker = draw(SEEKERS)
    level = draw(st.integers(wanted.level or 2, 7))
    days = draw(st.integers(0, 60))
    neighbour = prefix(wanted.job) + draw(st.sampled_from(["01", "02", "03"]))
    return wanted, replace(
        seeker,
        job=draw(st.sampled_from([wanted.job, neighbour])),
        available_on=wanted.start_on - timedelta(days=days),
        held=seeker.held | wanted.requirements,
        level=level,
    )


@given(matches())
def test_who_meets_every_condition_fits(match: tuple[Wanted, Seeker]) -> None:
    assert fits(*match)


@pytest.mark.parametrize(
    "changes",
    [
        {"job": "F1603"},
        {"available_on": date(2027, 1, 6)},
        {"held": 0},
        {"held": 62},
        {"level": 2},
    ],
)
def test_one_condition_missed_is_enough(changes: dict[str, object]) -> None:
    assert fits(MASON, ALI)
    assert not fits(MASON, replace(ALI, **changes))


@given(WANTED, SEEKERS)
def test_what_the_rules_say_word_for_word(wanted: Wanted, seeker: Seeker) -> None:
    held = {bit for bit in range(6) if seeker.held >> bit & 1}
    required = {bit for bit in range(6) if wanted.requirements >> bit & 1}
    expected = (
        (seeker.job == wanted.job or seeker.job[:3] == wanted.job[:3])
        and seeker.available_on <= wanted.start_on
        and required <= held
        and seeker.level >= (wanted.level or 0)
    )
    assert fits(wanted, seeker) is expected


@given(matches(), st.integers(0, 5), st.integers(0, 400), st.integers(0, 5))
def test_holding_more_or_being_free_earlier_never_loses_a_match(
    match: tuple[Wanted, Seeker], bit: int, days: int, levels: int
) -> None:
    wanted, seeker = match
    better = replace(
        seeker,
        held=seeker.held | 1 << bit,
        available_on=seeker.available_on - timedelta(days=days),
        level=seeker.level + levels,
    )
    assert fits(wanted, better)
    assert rank_key(wanted, better) == rank_key(wanted, seeker)


@given(matches(), BITS, st.integers(0, 400))
def test_asking_for_less_never_loses_anyone(match: tuple[Wanted, Seeker], kept: int, days: int) -> None:
    wanted, seeker = match
    easier = replace(
        wanted,
        requirements=wanted.requirements & kept,
        start_on=wanted.start_on + timedelta(days=days),
        level=None,
    )
    assert fits(easier, seeker)


@given(WANTED, st.lists(SEEKERS, max_size=8), st.randoms())
def test_the_order_is_total(wanted: Wanted, seekers: list[Seeker], chance: random.Random) -> None:
    """However they come, they are ranked alike; two keys are equal for one job of one candidate only."""
    each = list({(seeker.candidate_id, seeker.job): seeker for seeker in seekers}.values())
    shuffled = chance.sample(each, len(each))
    ranked = sorted(each, key=lambda seeker: rank_key(wanted, seeker))
    assert ranked == sorted(shuffled, key=lambda seeker: rank_key(wanted, seeker))
    assert len({rank_key(wanted, seeker) for seeker in each}) == len(each)


@given(WANTED, SEEKERS, SEEKERS)
def test_each_reason_outweighs_all_that_follow(wanted: Wanted, one: Seeker, other: Seeker) -> None:
    def standing(seeker: Seeker) -> list[int]:
        return [
            seeker.job == wanted.job,
            seeker.commune == wanted.commune,
            seeker.experience,
            -(seeker.referred_on or date.min).toordinal(),
        ]

    pairs = zip(standing(one), standing(other), strict=True)
    first = next((a > b for a, b in pairs if a != b), None)
    if first is not None:
        assert (rank_key(wanted, one) < rank_key(wanted, other)) is first


@given(WANTED, st.lists(SEEKERS, max_size=8, unique_by=lambda seeker: seeker.candidate_id))
def test_what_communes_are_called_does_not_matter(wanted: Wanted, seekers: list[Seeker]) -> None:
    names = {"Caen": "Zut", "Ifs": "Authie", "Hérouville-Saint-Clair": "Mondeville"}
    there = replace(wanted, commune=names[wanted.commune])
    moved = [replace(seeker, commune=names[seeker.commune]) for seeker in seekers]
    before = sorted(seekers, key=lambda seeker: rank_key(wanted, seeker))
    after = sorted(moved, key=lambda seeker: rank_key(there, seeker))
    assert [seeker.candidate_id for seeker in before] == [seeker.candidate_id for seeker in after]
    assert [fits(wanted, seeker) for seeker in seekers] == [fits(there, seeker) for seeker in moved]


@given(st.lists(WANTED, max_size=8), SEEKERS)
def test_offers_are_ranked_for_a_person(offers: list[Wanted], seeker: Seeker) -> None:
    ranked = sorted(enumerate(offers), key=lambda numbered: offer_key(numbered[1], seeker, numbered[0]))
    standing = [
        (wanted.job != seeker.job, wanted.commune != seeker.commune, wanted.start_on, number)
        for number, wanted in ranked
    ]
    assert standing == sorted(standing)


@given(matches())
def test_reasons_are_true_and_in_one_order(match: tuple[Wanted, Seeker]) -> None:
    wanted, seeker = match
    told = reasons(wanted, seeker)
    assert list(told) == sorted(told, key=list(Why).index)
    assert (Why.SAME_JOB in told) is (seeker.job == wanted.job)
    assert (Why.SAME_JOB in told) is not (Why.NEIGHBOURING_JOB in told)
    assert (Why.SAME_COMMUNE in told) is (seeker.commune == wanted.commune)
    assert (Why.REQUIREMENTS in told) is bool(wanted.requirements)
    assert (Why.LEVEL in told) is (wanted.level is not None)
    assert (Why.EXPERIENCE in told) is (seeker.experience > 0)
    assert (Why.NEVER_REFERRED in told) is (seeker.referred_on is None)
    assert (Why.NEVER_REFERRED in told) is not (Why.LAST_REFERRED in told)
    assert Why.AVAILABLE in told


def test_the_reasons_of_one_person() -> None:
    assert reasons(MASON, ALI) == (
        Why.SAME_JOB,
        Why.SAME_COMMUNE,
        Why.REQUIREMENTS,
        Why.LEVEL,
        Why.EXPERIENCE,
        Why.AVAILABLE,
        Why.NEVER_REFERRED,
    )
