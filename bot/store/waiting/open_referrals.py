"""Referrals without outcome, said as their partial indexes say it: no other condition is served by them."""

from bot.store.tables import Referral, ReferralState, rows_of
from bot.store.types import literal

OPEN = rows_of(Referral).c.state.in_([literal(ReferralState.AWAITING), literal(ReferralState.PRESENTED)])
