"""How fast messages may leave: arithmetic over seconds handed in."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pipeline.limits import Limits, Rates

RATES = Rates()
PERSON, OTHER, GROUP = 7, 8, -9

steps = st.lists(st.tuples(st.floats(0, 3), st.sampled_from([1, 2, 3, -1, -2])), min_size=1, max_size=400)


def play(script: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Send to each chat of the script whenever it may leave, as the sender does. Returns when what left."""
    now, sent = 1000.0, []
    limits = Limits(RATES, now)
    for pause, chat in script:
        now += pause
        for candidate in (chat, 1, 2, 3, -1, -2):
            if limits.allowance(now) > 0 and candidate not in limits.throttled(now):
                limits.spend(candidate, now)
                sent.append((now, candidate))
    return sent


def most_in(window: float, times: list[float]) -> int:
    """The most events in any window of so many seconds."""
    most = first = 0
    for last, time in enumerate(times):
        while times[first] <= time - window:
            first += 1
        most = max(most, last - first + 1)
    return most


@given(steps)
@settings(max_examples=60, deadline=None)
def test_never_more_than_telegram_takes(script: list[tuple[float, int]]) -> None:
    sent = play(script)
    assert most_in(1, [at for at, _ in sent]) <= 30
    by_chat = defaultdict(list)
    for at, chat in sent:
        by_chat[chat].append(at)
    for chat, times in by_chat.items():
        if chat < 0:
            assert most_in(60, times) <= 20
        else:
            for seconds in (1, 5, 30):
                assert most_in(seconds, times) <= RATES.chat_burst + seconds * RATES.chat


@given(st.floats(0.001, 0.5), st.integers(2, 30))
@settings(max_examples=40, deadline=None)
def test_a_crowd_gets_25_a_second_and_never_30(tick: float, seconds: int) -> None:
    now, chat, times = 0.0, 0, []
    limits = Limits(RATES, now)
    while now < seconds:
        for _ in range(limits.allowance(now)):
            chat += 1
            limits.spend(chat, now)
            times.append(now)
        now += tick
    assert most_in(1, times) <= 30
    if tick <= 3 / 25:
        assert len(times) >= 25 * (seconds - 2 * tick) - 1


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=20))
def test_nothing_leaves_in_a_pause(pauses: list[tuple[float, float]]) -> None:
    limits, now, until = Limits(RATES, 0.0), 0.0, 0.0
    for wait, seconds in pauses:
        now += wait
        limits.pause(seconds, now)
        until = max(until, now + seconds)
        assert (limits.allowance(now) == 0) == (now < until)
        assert limits.paused(now) == pytest.approx(max(0.0, until - now))
    assert limits.allowance(until + 1) > 0


def test_one_chat_has_its_burst_then_one_a_second() -> None:
    limits = Limits(RATES, 0.0)
    for _ in range(3):
        assert PERSON not in limits.throttled(0.0)
        limits.spend(PERSON, 0.0)
    assert limits.throttled(0.0) == [PERSON]
    assert limits.throttled(0.99) == [PERSON]
    assert limits.throttled(1.0) == []


def test_each_chat_has_its_own_bucket() -> None:
    limits = Limits(RATES, 0.0)
    for _ in range(3):
        limits.spend(PERSON, 0.0)
    limits.spend(OTHER, 0.0)
    assert limits.throttled(0.0) == [PERSON]


def test_a_group_takes_18_a_minute() -> None:
    limits, times, now = Limits(RATES, 0.0), [], 0.0
    while now < 180:
        if GROUP not in limits.throttled(now):
            limits.spend(GROUP, now)
            times.append(now)
        now += 0.25
    assert most_in(60, times) <= 20
    assert len(times) >= 3 * 17


def test_a_chat_that_recovered_is_forgotten() -> None:
    limits = Limits(RATES, 0.0)
    for chat in range(1, 1001):
        limits.spend(chat, 0.0)
    limits.throttled(10.0)
    assert limits._chats == {}


def test_the_wait_is_until_something_may_leave() -> None:
    limits = Limits(RATES, 0.0)
    assert limits.wait(0.0) == float("inf")
    for _ in range(3):
        limits.spend(PERSON, 0.0)
    wait = limits.wait(0.0)
    assert 0 < wait <= 1
    assert PERSON not in limits.throttled(wait + 1e-6)
    limits.spend(OTHER, 0.0)
    assert limits.wait(0.0) == pytest.approx(1 / 25)
    limits.pause(5, 0.0)
    assert limits.wait(0.0) == 5


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    limits = Limits(RATES, 0.0)
    limits.pause(10, 0.0)
    limits.pause(1, 0.0)
    assert limits.paused(0.0) == 10
    assert limits.allowance(9.9) == 0
