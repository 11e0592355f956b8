"""Who may do what: the whole table of `domain.md` §2, written again by hand, for every action and role."""

import pytest

from bot.rules.policy import Action, Actor, Owner, may
from bot.store.tables import Role

OWN, OTHERS = Owner(1), Owner(2)
ROLES = ("buyer", "company", "facilitator", "coordinator", "prescriber", "siae", "professional")
TABLE = """
announce               own  -    all  all  -    -    -
examine                -    -    all  all  -    -    -
see procurement        own  -    all  all  -    -    -
list own procurements  all  -    -    -    -    -    -
list procurements      -    -    all  all  -    -    -
correct procurement    own  -    all  all  -    -    -
review                 -    -    all  all  -    -    -
answer advice          own  -    all  all  -    -    -
publish                own  -    all  all  -    -    -
award                  own  -    all  all  -    -    -
see awarded lot        -    own  all  all  -    -    -
kick off               -    -    all  all  -    -    -
amend                  own  -    all  all  -    -    -
complete               -    -    all  all  -    -    -
cancel                 own  -    all  all  -    -    -
post offer             -    own  all  all  -    -    -
see offer              -    own  all  all  -    -    -
change offer           -    own  all  all  -    -    -
list own lots          -    all  -    -    -    -    -
list own offers        -    all  -    -    -    -    -
list offers            -    -    all  all  -    -    -
circulate offer        -    -    all  all  -    -    -
match                  -    -    all  all  -    -    -
add candidate          -    -    all  all  -    -    -
see candidate          -    -    all  all  -    -    -
list candidates        -    -    all  all  -    -    -
change candidate       -    -    all  all  -    -    -
merge candidates       -    -    -    all  -    -    -
add interview          -    -    all  all  -    -    -
refer                  -    -    all  all  -    -    -
see referral           -    own  all  all  -    -    -
answer referral        -    own  all  all  -    -    -
hire                   -    own  all  all  -    -    -
confirm hire           -    -    all  all  -    -    -
see placement          -    own  all  all  -    own  -
change placement       -    own  all  all  -    own  -
list own placements    -    all  -    -    -    all  -
declare hours          -    own  all  all  -    own  -
validate hours         -    -    all  all  -    -    -
see progress           own  own  all  all  -    -    -
train                  -    -    all  all  -    -    -
follow up              -    -    all  all  -    -    -
record exit            -    -    all  all  -    -    -
add evidence           own  own  all  all  -    own  -
see evidence           own  own  all  all  -    own  -
share                  -    -    all  all  -    -    -
see share              -    -    all  all  -    own  -
answer share           -    -    all  all  -    own  -
pick share             -    own  all  all  -    -    -
see day                -    -    all  all  -    -    -
ask call back          all  all  all  all  all  all  all
answer call back       -    -    all  all  -    -    -
invite                 -    -    -    all  -    -    -
invite supplier        -    -    all  all  -    -    -
change organisation     -    -    -    all  -    -    -
revoke                 -    -    -    all  -    -    -
hand over              -    -    -    all  -    -    -
set parameters         -    -    -    all  -    -    -
see audit              -    -    -    all  -    -    -
list sent offers       -    -    -    -    all  all  -
answer offer           -    -    all  all  all  all  -
see proposal           -    -    all  all  own  own  -
list own proposals     -    -    -    -    all  all  -
decide sending         -    -    -    all  -    -    -
write circular         -    -    -    all  -    -    -
change agreement       -    -    -    all  -    -    -
answer renewal         own  own  -    all  own  own  own
terminate              -    -    -    all  -    -    -
hold candidate         -    -    -    all  -    -    -
erase candidate        -    -    -    all  -    -    -
prefer                 all  all  all  all  all  all  all
answer reminder        all  all  all  all  all  all  all
see indicators         own  -    all  all  -    -    -
import                 -    -    -    all  -    -    -
list indicators        -    -    all  all  -    -    -
ask evidence           -    -    all  all  -    -    -
"""
"""`own`: to what belongs to one's own organisation (of an awarded lot: its supplier's); `all`: whatever the
object; `-`: never. §3 says who moves a lot, §4 who merges two files, §5 who holds or sends a broadcast."""


def told() -> dict[tuple[str, str], str]:
    """The table by action and role."""
    rows = [line.rsplit(maxsplit=len(ROLES)) for line in TABLE.strip().splitlines()]
    return {(row[0], role): cell for row in rows for role, cell in zip(ROLES, row[1:], strict=True)}


TOLD = told()


def test_the_table_has_a_line_for_every_action_and_a_column_for_every_role() -> None:
    assert {action for action, _ in TOLD} == set(Action)
    assert set(ROLES) == set(Role)
    assert len(TOLD) == len(TABLE.strip().splitlines()) * len(ROLES)
    assert set(TOLD.values()) == {"own", "all", "-"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_the_whole_table(action: Action, role: Role) -> None:
    actor, cell = Actor(role, 1), TOLD[action, role]
    assert may(actor, action, OTHERS) == (cell == "all")
    assert may(actor, action) == (cell == "all")
    assert may(actor, action, OWN) == (cell in ("all", "own"))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", ["", "admin", "Coordinator", "plie"])
def test_an_unknown_role_may_nothing(role: str, action: Action) -> None:
    assert not may(Actor(role, 1), action, OWN)


def test_what_belongs_to_nobody_is_nobodys_own() -> None:
    """Handlers ask for an object that is not there as if organisation 0 had it."""
    for action, role in TOLD:
        if TOLD[action, role] == "own":
            assert not may(Actor(role, 1), Action(action), Owner(0))


def test_a_buyer_sees_nothing_of_another_buyer() -> None:
    assert not may(Actor(Role.BUYER, 1), Action.SEE_PROCUREMENT, Owner(2))
    assert may(Actor(Role.BUYER, 2), Action.SEE_PROCUREMENT, Owner(2))
