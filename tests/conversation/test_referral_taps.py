"""Every button of a referral, tapped twice by everybody, on the stage where effects are watched."""

import pytest
from stage_play import Play
from stage_world import BUYER, COLLEAGUE, COMPANY, COORDINATOR, FACILITATOR

EVERYBODY = (BUYER, COMPANY, COLLEAGUE, COORDINATOR, FACILITATOR)
BUTTONS = (
    "referral:1", "present-referral:1", "meet-referral:1", "refuse-referral:1", "refused-referral:skills:1",
    "refused-referral:no_show:1", "refused-referral:nonsense:1", "withdraw-referral:1",
    "withdrawn-referral:other:1", "referrals-of:1", "referrals-of:1:5", "referrals-for:1",
    "referrals-for:1:5", "refer:2", "refer-for:1:2", "refer-for:1:1", "match:1", "offers-for:2",
    "offer-filled:1", "closed-candidate:1", "merged-candidate:1:2",
)  # fmt: skip


@pytest.mark.parametrize("data", BUTTONS)
def test_a_button_tapped_twice_by_everybody(play: Play, data: str) -> None:
    for chat in EVERYBODY:
        tap = play.taps(chat, data)
        play.taps_again(chat, tap)
        play.redelivered(tap)


@pytest.mark.parametrize("first", BUTTONS[2:9])
@pytest.mark.parametrize("second", BUTTONS[:9])
def test_one_after_the_other(play: Play, first: str, second: str) -> None:
    for chat, data in ((COMPANY, first), (FACILITATOR, second), (COMPANY, second), (FACILITATOR, first)):
        play.taps(chat, data)
