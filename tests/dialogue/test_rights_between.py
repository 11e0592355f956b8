"""Rights between two objects: a form of one's own that names something of somebody else's, and what somebody
may look up, be told or keep after they became someone else."""

from collections.abc import Iterator

import pytest
from rights_cast import PEOPLE, Someone
from rights_desk import NONCE, Before, Desk, Done, block, half_filled, open_desk, tap, write
from rights_forms import FORMS, Answers, award_of, lots_of

from bot import handlers
from bot.dialogue.form import Form
from bot.store.database import Session

_FORMS: dict[str, Form] = {form.name: form for form in handlers.FORMS}
_PARTNERS = [name for name, (role, _) in PEOPLE.items() if role not in ("facilitator", "coordinator")]
_SEND = f"f:{NONCE}:send"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("rights")) as opened:
        yield opened


def sent(desk: Desk, name: str, form: str, answers: Answers) -> tuple[str, ...]:
    """What changed when someone sent a form, of which nobody was told anything."""
    someone = desk.world.people[name]
    done = desk.serve(someone, tap(someone, _SEND), half_filled(someone, _FORMS[form], answers))
    assert not desk.leaks(done, str(answers))
    if not done.changed:
        assert {said.chat for said in done.said} == {someone.chat}
    return done.changed


@pytest.mark.parametrize("state", ["confirmed", "published", "awarded"])
def test_an_award_of_ones_own_contract_takes_no_lot_of_another(desk: Desk, state: str) -> None:
    own, foreign = (desk.world.of("procurement", state, owner) for owner in ("buyer A", "buyer B"))
    company = desk.world.homes["company B"]
    lot = int(lots_of(desk.world, foreign)[0].id)
    assert not sent(desk, "buyer A", "award", award_of(own, lot, company))
    mixed = award_of(own, lot, company)
    mine = {"id": lots_of(desk.world, own)[0].id, "number": "2", "label": "2", "amount": "1", "seen": None}
    lots = [*mixed["lots_open"], mine]
    amounts = [{"id": one["id"], "label": "x", "amount": "1"} for one in lots]
    both = {name: value for name, value in mixed.items() if name != "amount"}
    both |= {"lots_open": lots, "lots": [{"id": one["id"], "label": "x"} for one in lots], "amounts": amounts}
    assert not sent(desk, "buyer A", "award", both)


@pytest.mark.parametrize("winner", ["buyer B", "siae A", "anpe", "plie"])
def test_only_a_company_gets_a_lot(desk: Desk, winner: str) -> None:
    own = desk.world.of("procurement", "confirmed", "buyer A")
    lot = int(lots_of(desk.world, own)[0].id)
    assert not sent(desk, "buyer A", "award", award_of(own, lot, desk.world.homes[winner]))


def test_a_buyer_who_awards_never_gets_the_invitation(desk: Desk) -> None:
    """It is shown to PLIE staff (`domain.md` §2)."""
    own = desk.world.of("procurement", "confirmed", "buyer A")
    answers = award_of(own, int(lots_of(desk.world, own)[0].id), desk.world.homes["company C"])
    links = {}
    for name in ("buyer A", "facilitator"):
        someone = desk.world.people[name]
        done = desk.serve(someone, tap(someone, _SEND), half_filled(someone, _FORMS["award"], answers))
        assert "invitations" in done.changed
        links[name] = {said.chat for said in done.said if "start=" in said.whole}
    facilitator = desk.world.people["facilitator"].chat
    assert links == {"buyer A": {facilitator}, "facilitator": {facilitator}}


@pytest.mark.parametrize("form", ["offer", "change-offer"])
@pytest.mark.parametrize("state", ["announced", "confirmed", "awarded", "running", "completed", "cancelled"])
def test_an_offer_is_for_a_lot_its_company_holds(desk: Desk, form: str, state: str) -> None:
    kind = "company" if form == "offer" else "offer"
    mine = desk.world.of(kind, "due" if kind == "offer" else "", "company B")
    for lot in desk.world.things["lot"]:
        if lot.state != state:
            continue
        chosen = {"id": lot.id, "label": "M · 1"}
        answers = FORMS[form].answers(desk.world, mine) | {"lot": chosen, "lots_held": [chosen]}
        changed = sent(desk, "company B", form, answers)
        assert bool(changed) == ("company B" in lot.suppliers and state in ("awarded", "running")), lot


@pytest.mark.parametrize("name", _PARTNERS)
def test_a_partner_learns_nothing_of_a_double(desk: Desk, name: str) -> None:
    """Somebody who types a name and a phone of a file that exists, into a form that was never theirs."""
    someone = desk.world.people[name]
    word = desk.world.of("candidate", "active").word
    phone = next(known for known in desk.world.readers if known.startswith("61230"))
    answers = FORMS["candidate"].answers(desk.world, desk.world.of("figure"))
    answers |= {"name": f"Petit {word}", "birth_year": 1990, "phone": f"+33{phone}"}
    assert not sent(desk, name, "candidate", answers)
    begun = half_filled(someone, _FORMS["candidate"], answers)
    done = desk.serve(someone, tap(someone, "another-person:0123456789abcdef:99"), begun)
    assert not done.changed
    assert not desk.leaks(done)


@pytest.mark.parametrize("name", ["buyer A", "company A", "siae A", "anpe", "professional"])
def test_only_who_records_an_award_looks_companies_up(desk: Desk, name: str) -> None:
    someone = desk.world.people[name]
    own = desk.world.of("procurement", "confirmed", "buyer A")
    answers = award_of(own, int(lots_of(desk.world, own)[0].id), desk.world.homes["company B"])
    del answers["supplier"]
    begun = half_filled(someone, _FORMS["award"], answers, "supplier")
    done = desk.serve(someone, write(someone, "Maison"), begun)
    assert not done.changed
    told = frozenset({someone.chat}) if name == "buyer A" else frozenset()
    assert not desk.leaks(done, told=told)


_BEGUN = {
    "facilitator": ("correct-candidate:1", "correct:1"),
    "buyer A": ("correct:1", "correct-award:8"),
    "company A": ("change-offer:1", "go:offre"),
}


@pytest.mark.parametrize("heir", ["joins a buyer", "is revoked"])
@pytest.mark.parametrize(("name", "data"), [(name, data) for name, all_ in _BEGUN.items() for data in all_])
def test_who_became_someone_else_finds_nothing_of_before(desk: Desk, name: str, data: str, heir: str) -> None:
    """Whatever was half filled goes with the place one had."""
    someone, coordinator = desk.world.people[name], desk.world.people["coordinator"]
    leaving = (
        (someone, tap(someone, f"join:yes:{desk.world.of('invitation', 'open').id}"))
        if heir == "joins a buyer"
        else (coordinator, tap(coordinator, f"revoked:{someone.id}"))
    )
    began, again = (someone, tap(someone, data)), tap(someone, f"f:{NONCE}:back")
    assert words(desk, someone, desk.serve(someone, again, before(desk, began)))
    texts = [write(someone, text) for text in ("x", "/marche", "/menu")]
    for update in (*texts, again, tap(someone, data)):
        assert not words(desk, someone, desk.serve(someone, update, before(desk, began, leaving)))


def words(desk: Desk, someone: Someone, done: Done) -> list[str]:
    """The planted words in what someone was told. They always are told something."""
    told = [said.whole for said in done.said if said.chat == someone.chat]
    assert told
    return [word for word in desk.world.readers if any(word in text for text in told)]


def before(desk: Desk, *steps: tuple[Someone, dict[str, object]]) -> Before:
    """These updates, served one after the other."""

    def do(session: Session) -> None:
        for place, (_, update) in enumerate(steps):
            desk.dispatcher.handle(session, f"before{place}", update, desk.now)

    return do


@pytest.mark.parametrize("name", _PARTNERS)
def test_who_blocks_the_bot_changes_only_their_own_line(desk: Desk, name: str) -> None:
    someone = desk.world.people[name]
    done = desk.serve(someone, block(someone))
    assert done.changed == (() if someone.revoked else ("persons",))
    assert not desk.leaks(done)
    staff = {one.chat for one in desk.world.people.values() if one.plie}
    assert {said.chat for said in done.said} <= staff
