"""Who may do what: the whole table, for every role."""

import pytest

from bot.rules.policy import Action, Actor, Owner, may
from bot.store.tables import Role

OWN, OTHERS = Owner(1), Owner(2)
STAFF = {Role.FACILITATOR, Role.COORDINATOR}
ANYWHERE: dict[Action, set[Role]] = {
    Action.ANNOUNCE: STAFF,
    Action.SEE_PROCUREMENT: STAFF,
    Action.EXAMINE: STAFF,
    Action.LIST_PROCUREMENTS: STAFF,
    Action.LIST_OWN_PROCUREMENTS: {Role.BUYER},
    Action.INVITE: {Role.COORDINATOR},
    Action.REVOKE: {Role.COORDINATOR},
}
OF_ONES_OWN = {Action.ANNOUNCE, Action.SEE_PROCUREMENT}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_the_whole_table(action: Action, role: Role) -> None:
    actor = Actor(role, 1)
    anywhere = role in ANYWHERE[action]
    assert may(actor, action, OTHERS) == anywhere
    assert may(actor, action) == anywhere
    assert may(actor, action, OWN) == (anywhere or (action in OF_ONES_OWN and role is Role.BUYER))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", ["", "admin", "Coordinator", "plie"])
def test_an_unknown_role_may_nothing(role: str, action: Action) -> None:
    assert not may(Actor(role, 1), action, OWN)


def test_a_buyer_sees_nothing_of_another_buyer() -> None:
    assert not may(Actor(Role.BUYER, 1), Action.SEE_PROCUREMENT, Owner(2))
    assert may(Actor(Role.BUYER, 2), Action.SEE_PROCUREMENT, Owner(2))
