"""What waits for the PLIE, one module a kind. Each gives its `KIND` and `waiting(scope)`, a select by an
index that a list (`store.day`) or a reminder reads; `rules.urgency` says from its fact when it is due."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.waiting import (
    advice,
    announced,
    answered_shares,
    awaiting_referrals,
    call_backs,
    clauses,
    declared_hires,
    declared_hours,
    ending_eligibility,
    ending_placements,
    follow_ups,
    kick_offs,
    offers_to_send,
    presented_referrals,
    reserved_offers,
    silent_candidates,
    undated_clauses,
)
from bot.store.waiting.scope import Scope

KINDS: Mapping[Waiting, Callable[[Scope], sa.Select[Any]]] = {
    call_backs.KIND: call_backs.waiting,
    announced.KIND: announced.waiting,
    advice.KIND: advice.waiting,
    clauses.KIND: clauses.waiting,
    undated_clauses.KIND: undated_clauses.waiting,
    kick_offs.KIND: kick_offs.waiting,
    reserved_offers.KIND: reserved_offers.waiting,
    offers_to_send.KIND: offers_to_send.waiting,
    awaiting_referrals.KIND: awaiting_referrals.waiting,
    presented_referrals.KIND: presented_referrals.waiting,
    declared_hires.KIND: declared_hires.waiting,
    declared_hours.KIND: declared_hours.waiting,
    follow_ups.KIND: follow_ups.waiting,
    ending_placements.KIND: ending_placements.waiting,
    ending_eligibility.KIND: ending_eligibility.waiting,
    silent_candidates.KIND: silent_candidates.waiting,
    answered_shares.KIND: answered_shares.waiting,
}
"""Every kind, and the select of what waits."""
