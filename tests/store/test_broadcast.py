"""The broadcast of unfilled offers as its jobs write it: who gets what, once; what changes it afterwards."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from broadcasting import (
    DELIVERIES,
    MAILINGS,
    MONDAY,
    body,
    by_mail,
    contact,
    first,
    leave,
    offer,
    offer_row,
    run,
    says,
    send,
    told,
    work,
    write,
)
from rows import together
from vacancies import mason

from bot.actions import circulate_offer, close_offer, decline_offer
from bot.dialogue.broadcasts.notices import AT_ONCE
from bot.jobs import broadcast, mailings
from bot.store import (
    circulation,
    deliveries,
    offer_siaes,
    offers,
    people,
    referrals,
    sendings,
    unsent,
)
from bot.store.database import Database, Session
from bot.store.offers import identity
from bot.store.people import Member
from bot.store.tables import Group, OfferAnswer, OfferState, Organisation, rows_of
from bot.store.uncertain import how_many

GROUPS: Any = rows_of(Group)
HOMES: Any = rows_of(Organisation)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def decline(database: Database, person: Member, offer_id: int, now: Any = MONDAY) -> bool:
    with database.begin() as session:
        found = offers.get(session, offer_id)
        assert found is not None
        turn = work(session, now).turn(f"decline:{now}", person)
        done = decline_offer.decline(turn, found)
        turn.close()
        return done


def close(database: Database, offer_id: int, state: OfferState, now: Any = MONDAY) -> None:
    with database.begin() as session:
        found, staff = offers.get(session, offer_id), people.by_telegram(session, 901)
        assert found is not None
        turn = work(session, now).turn(f"close:{offer_id}:{now}", staff or contact(session, 901, "plie"))
        assert close_offer.close(turn, found, state)
        turn.close()


def test_every_prescriber_gets_a_due_offer_once_and_nobody_else(database: Database) -> None:
    with database.begin() as session:
        who = [contact(session, number, home) for number, home in enumerate(_PRESCRIBERS, 1)]
        contact(session, 11, "siae")
        contact(session, 12, "buyer")
        contact(session, 13, "plie")
        number = identity(offer(session))
    assert send(database, MONDAY) == 1
    assert [row.chat_id for row in first(database)] == [person.telegram_id for person in who]
    assert {row.rank for row in first(database)} == {3}
    assert all(row.hold_uncertain for row in first(database))
    row = offer_row(database, number)
    assert (row.circulation, row.sent_at, row.sent_again_at) == ("sent", MONDAY, None)
    for hour in range(1, 9):
        assert send(database, MONDAY + hour * HOUR) == 0
    assert len(first(database)) == 3


_PRESCRIBERS = ("anpe", "mission", "department")


def test_the_card_says_what_is_asked_and_neither_the_company_nor_its_words(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    [row] = first(database)
    text = says(database, row)
    for said in (
        "O-2026-0001",
        "2 postes à pourvoir · Ifs",
        "5 janvier 2027",
        "CDD",
        "6 mois",
        "17,5",
        "CAP",
    ):
        assert said in text, said
    for secret in ("Bâti", "Marc", "Chaussures"):
        assert secret not in text
    buttons = body(database, row)["reply_markup"]["inline_keyboard"]
    assert [one["callback_data"] for one in buttons[0]] == [f"propose:{number}", f"no-candidate:{number}"]


def test_all_offers_of_an_hour_come_in_one_message(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        for _ in range(7):
            offer(session)
    assert send(database, MONDAY) == 7
    [row] = first(database)
    text = says(database, row)
    assert "7 offres de poste attendent" in text
    assert "5. <b>O-2026-0005</b>" in text
    assert "O-2026-0006" not in text
    [*rows, pages] = body(database, row)["reply_markup"]["inline_keyboard"]
    assert [one["text"] for one in rows[1]] == ["2 · Proposer un candidat", "2 · Pas de candidat"]
    assert pages[0]["callback_data"] == "sent-page:1:1"


def test_who_cannot_be_reached_is_passed_over(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        blocked, revoked = contact(session, 2, "anpe"), contact(session, 3, "anpe")
        people.change(session, blocked.id, reachable=False)
        people.change(session, revoked.id, revoked_at=MONDAY)
        gone = contact(session, 4, "mission")
        left = sa.update(HOMES).values(left_on=date(2026, 11, 23))
        session.core.execute(left.where(HOMES.c.id == gone.organisation_id))
        unsubscribed = by_mail(session, 5, "anpe")
        people.change(session, unsubscribed.id, unsubscribed_at=MONDAY)
        offer(session)
    send(database, MONDAY)
    assert [row.chat_id for row in first(database)] == [1]


def test_who_is_not_on_telegram_gets_a_letter_with_a_link_for_each_offer(database: Database) -> None:
    with database.begin() as session:
        person = by_mail(session, 1, "mission")
        offer(session)
        offer(session)
    send(database, MONDAY)
    [row] = first(database)
    assert (row.method, row.chat_id) == ("mail", person.telegram_id)
    letter = body(database, row)
    assert letter["subject"] == "2 offres de poste attendent des candidats"
    assert [way[0] for way in letter["ways"]] == ["Répondre pour O-2026-0001", "Répondre pour O-2026-0002"]
    assert "Bâti" not in letter["html"]
    with database.begin() as session:
        made = sa.text("SELECT count(*) FROM links WHERE purpose = 'offer'")
        assert session.core.execute(made).scalar() == 2


def test_a_siae_gets_the_offers_it_was_ticked_for(database: Database) -> None:
    with database.begin() as session:
        prescriber, siae = contact(session, 1, "anpe"), contact(session, 2, "siae")
        offer(session)
        ticked = identity(offer(session))
        assert offer_siaes.is_reached(session, MONDAY.date(), siae.organisation_id)
        assert offer_siaes.tick(session, ticked, siae.organisation_id, prescriber.id, MONDAY)
        assert not offer_siaes.tick(session, ticked, siae.organisation_id, prescriber.id, MONDAY)
    send(database, MONDAY)
    by_chat = {row.chat_id: says(database, row) for row in first(database)}
    assert "O-2026-0001" in by_chat[1]
    assert "O-2026-0002" in by_chat[1]
    assert "O-2026-0001" not in by_chat[2]
    assert "1 offre de poste attend" in by_chat[2]


def test_a_group_gets_links_to_a_talk_in_private(database: Database) -> None:
    with database.begin() as session:
        person = contact(session, 1, "anpe")
        values = {"organisation_id": person.organisation_id, "chat_id": -77, "title": b"x", "uid": "u"}
        values |= {"language": "fr", "registered_by": person.id, "joined_at": MONDAY}
        session.core.execute(sa.insert(GROUPS).values(**values))
        session.core.execute(sa.insert(GROUPS).values(**values | {"chat_id": -78, "left_at": MONDAY}))
        number = identity(offer(session))
    send(database, MONDAY)
    [row] = [row for row in first(database) if row.chat_id < 0]
    assert row.chat_id == -77
    [[button]] = body(database, row)["reply_markup"]["inline_keyboard"]
    assert button == {
        "text": "Répondre en privé",
        "url": f"https://t.me/clausette_bot?start=offer-{number}",
    }
    leave(database, MONDAY)
    close(database, number, OfferState.FILLED, MONDAY + HOUR)
    edits = [row for row in told(database) if row.chat_id == -77 and row.method == "editMessageText"]
    assert "pourvue" in says(database, edits[0])
    assert body(database, edits[0])["reply_markup"]["inline_keyboard"] == []


def test_the_second_wave_goes_to_who_did_not_answer_and_there_is_no_third(database: Database) -> None:
    with database.begin() as session:
        nadia, paul = contact(session, 1, "anpe"), contact(session, 2, "mission")
        number = identity(offer(session))
    send(database, MONDAY)
    leave(database, MONDAY)
    assert decline(database, nadia, number)
    assert not decline(database, nadia, number)
    for day in range(1, 7):
        assert send(database, MONDAY + day * DAY) == 0
    with database.begin() as session:
        contact(session, 3, "department")
    assert send(database, MONDAY + 7 * DAY) == 1
    again = first(database, "mailing:2:")
    assert [row.chat_id for row in again] == [paul.telegram_id, 3]
    assert "Deuxième et dernier envoi" in says(database, again[0])
    for day in range(8, 50):
        assert send(database, MONDAY + day * DAY) == 0
    with database.begin() as session:
        report = sendings.of_offer(session, number)
    assert (report.waves[1].messages, report.waves[2].messages) == (2, 2)
    assert (report.proposed, report.declined, report.silent) == (0, 1, 2)


def test_first_and_second_waves_of_an_hour_share_a_message(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        offer(session)
    send(database, MONDAY)
    with database.begin() as session:
        offer(session, MONDAY + 7 * DAY)
    assert send(database, MONDAY + 7 * DAY) == 2
    [row] = first(database, "mailing:2:")
    text = says(database, row)
    assert text.index("dernier envoi") < text.index("O-2026-0002")
    assert text.count("dernier envoi") == 1


@pytest.mark.parametrize("how", ["filled", "withdrawn", "held", "full"])
def test_what_is_over_is_not_sent_again(database: Database, how: str) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        staff = contact(session, 901, "plie")
        number = identity(offer(session, positions=1))
    send(database, MONDAY)
    leave(database, MONDAY)
    with database.begin() as session:
        found = offers.get(session, number)
        assert found is not None
        turn = work(session, MONDAY + HOUR).turn("over", staff)
        if how == "held":
            assert circulate_offer.hold(turn, found)
        elif how == "full":
            assert offers.take_position(session, number, MONDAY, MONDAY.date())
        else:
            assert close_offer.close(turn, found, OfferState(how))
        turn.close()
    assert send(database, MONDAY + 7 * DAY) == 0
    assert send(database, MONDAY + 14 * DAY) == 0


def test_open_referrals_take_positions_and_give_them_back(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        staff = contact(session, 901, "plie")
        number = identity(offer(session, positions=1))
        person = mason(session, staff.id, MONDAY)
        referral = referrals.add(session, person.id or 0, number, staff.id, MONDAY, presented=True)
        assert referral is not None
    assert send(database, MONDAY) == 0
    with database.begin() as session:
        assert referrals.move(
            session, referral.id or 0, ("presented",), "refused", staff.id, MONDAY, "skills"
        )
    assert send(database, MONDAY + HOUR) == 1


def test_a_lapsed_offer_is_not_sent(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        offer(session, MONDAY - 61 * DAY)
    assert send(database, MONDAY) == 0
    assert first(database) == []


def test_it_is_checked_again_when_the_messages_are_written(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        gone, kept = identity(offer(session)), identity(offer(session))
    assert run(database, MONDAY) == 2
    close(database, gone, OfferState.WITHDRAWN)
    write(database, MONDAY)
    [row] = first(database)
    assert "O-2026-0001" not in says(database, row)
    with database.begin() as session:
        assert deliveries.find(session, 2, gone) is None
        assert [line.id for line in deliveries.of_person(session, _only(session, 1), 0, 9)] == [kept]


def _only(session: Session, telegram_id: int) -> int:
    person = people.by_telegram(session, telegram_id)
    assert person is not None
    return person.id


def test_what_left_is_edited_and_what_waits_never_leaves(database: Database) -> None:
    with database.begin() as session:
        for number in (1, 2):
            contact(session, number, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    leave(database, MONDAY, but=[2])
    close(database, number, OfferState.WITHDRAWN, MONDAY + HOUR)
    [_, waiting, edit] = told(database)
    assert (waiting.chat_id, waiting.state, waiting.error) == (2, "expired", unsent.OVER)
    assert (edit.chat_id, edit.method, edit.rank, edit.hold_uncertain) == (1, "editMessageText", 1, False)
    assert "retirée" in says(database, edit)
    assert body(database, edit)["reply_markup"]["inline_keyboard"] == []


def test_what_waits_says_how_things_are_when_it_leaves(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        gone, _ = identity(offer(session)), offer(session)
    send(database, MONDAY)
    close(database, gone, OfferState.FILLED, MONDAY + HOUR)
    [row] = told(database)
    assert row.state == "new"
    assert "1 offre de poste attend" in says(database, row)
    assert "pourvue" in says(database, row)


def test_held_after_it_was_sent_and_sent_again(database: Database) -> None:
    """What waited when it was held leaves after all; the second wave goes on where it was."""
    with database.begin() as session:
        for number in (1, 2):
            contact(session, number, "anpe")
        staff = contact(session, 901, "plie")
        number = identity(offer(session))
    send(database, MONDAY)
    leave(database, MONDAY, but=[2])
    with database.begin() as session:
        found = offers.get(session, number)
        assert found is not None
        turn = work(session, MONDAY + HOUR).turn("hold", staff)
        assert circulate_offer.hold(turn, found)
        assert not circulate_offer.hold(turn, found)
        turn.close()
    [_, waiting, edit] = told(database)
    assert waiting.state == "expired"
    assert "garde cette offre" in says(database, edit)
    with database.begin() as session:
        found = offers.get(session, number)
        assert found is not None
        turn = work(session, MONDAY + 2 * HOUR).turn("send", staff)
        assert circulate_offer.send_now(turn, found)
        assert found.circulation == "sent"
        turn.close()
    [_, waiting, old, edit] = told(database)
    assert (waiting.state, old.state, edit.state) == ("new", "expired", "new")
    assert "postes à pourvoir" in says(database, edit)
    assert "postes à pourvoir" in says(database, waiting)
    assert send(database, MONDAY + 3 * HOUR) == 0
    assert send(database, MONDAY + 7 * DAY) == 1


def test_many_messages_are_edited_in_batches(database: Database) -> None:
    with database.begin() as session:
        for number in range(1, AT_ONCE + 220):
            contact(session, number, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    leave(database, MONDAY)
    close(database, number, OfferState.FILLED, MONDAY + HOUR)
    assert len(told(database)) == AT_ONCE + 219
    assert write(database, MONDAY + HOUR) == 2
    edits = [row for row in told(database) if row.method == "editMessageText"]
    assert len(edits) == AT_ONCE + 219
    assert {row.rank for row in edits} == {2}
    assert not any(row.hold_uncertain for row in edits)
    assert write(database, MONDAY + HOUR) == 0


def test_an_answer_is_kept_on_every_wave_and_shown(database: Database) -> None:
    with database.begin() as session:
        nadia = contact(session, 1, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    send(database, MONDAY + 7 * DAY)
    leave(database, MONDAY + 7 * DAY)
    assert decline(database, nadia, number, MONDAY + 8 * DAY)
    with database.begin() as session:
        answers = session.core.execute(sa.select(DELIVERIES.c.answer)).scalars().all()
        assert answers == ["declined", "declined"]
        assert deliveries.answer(session, nadia.id, number, OfferAnswer.PROPOSED, MONDAY)
        assert not deliveries.answer(session, nadia.id, number, OfferAnswer.DECLINED, MONDAY)
    edits = [row for row in told(database) if row.method == "editMessageText"]
    assert len(edits) == 2
    assert all(
        "Votre réponse : pas de candidat".replace(" :", "\u00a0:") in says(database, row) for row in edits
    )


def test_who_got_it_through_a_group_answers_too(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    with database.begin() as session:
        late = contact(session, 2, "anpe")
    assert decline(database, late, number)
    assert send(database, MONDAY + 7 * DAY) == 1
    assert [row.chat_id for row in first(database, "mailing:2:")] == [1]


def test_the_facilitator_hears_once_that_it_is_on_its_way(database: Database) -> None:
    with database.begin() as session:
        staff, _ = contact(session, 901, "plie"), contact(session, 902, "plie")
        contact(session, 1, "anpe")
        number = identity(offer(session))
        assert circulation.hold(session, number, staff.id)
        assert circulation.send_now(session, number, staff.id)
        offer(session)
    send(database, MONDAY)
    by_chat = {row.chat_id: says(database, row) for row in told(database, "run-through:")}
    assert set(by_chat) == {901, 902}
    assert "2 offres de poste, vers 1 contact" in by_chat[901]
    assert "1 offre de poste, vers 1 contact" in by_chat[902]


def test_nobody_to_send_to_is_said(database: Database) -> None:
    with database.begin() as session:
        contact(session, 901, "plie")
        offer(session)
    send(database, MONDAY)
    [row] = told(database, "run-through:")
    assert "Personne à qui envoyer" in says(database, row)


def test_a_job_killed_at_each_step_neither_skips_nor_doubles(database: Database) -> None:
    """Each transaction is lost once before it is made, and each job begun anew."""
    with database.begin() as session:
        for number in range(1, 460):
            contact(session, number, "anpe")
        offer(session)
    with suppress(ZeroDivisionError), database.begin() as session:
        assert broadcast.run(work(session, MONDAY)) == 1
        _ = 1 / 0
    assert run(database, MONDAY) == 1
    for _ in range(9):
        with suppress(ZeroDivisionError), database.begin() as session:
            mailings.run(work(session, MONDAY))
            _ = 1 / 0
        with database.begin() as session:
            mailings.run(work(session, MONDAY))
    chats = [row.chat_id for row in first(database)]
    assert chats == list(range(1, 460))
    with database.begin() as session:
        assert session.core.execute(sa.select(sa.func.count()).select_from(MAILINGS)).scalar() == 459


def test_two_schedulers_at_once(database: Database) -> None:
    with database.begin() as session:
        for number in range(1, 300):
            contact(session, number, "anpe")
        for _ in range(3):
            offer(session)

    def keep(_number: int) -> int:
        return send(database, MONDAY)

    assert sum(together(2, keep)) == 3
    write(database, MONDAY)
    chats = sorted(row.chat_id for row in first(database))
    with database.begin() as session:
        runs = session.core.execute(sa.text("SELECT count(*) FROM broadcasts")).scalar()
    assert len(chats) == 299 * (runs or 0)
    assert len(set(chats)) == 299
    with database.begin() as session:
        pairs = session.core.execute(sa.select(DELIVERIES.c.person_id, DELIVERIES.c.offer_id)).all()
    assert len(pairs) == len(set(pairs)) == 299 * 3


def test_uncertain_ones_are_counted(database: Database) -> None:
    with database.begin() as session:
        contact(session, 1, "anpe")
        number = identity(offer(session))
    send(database, MONDAY)
    leave(database, MONDAY, "held")
    with database.begin() as session:
        assert sendings.of_offer(session, number).waves[1].uncertain == 1
        assert how_many(session, 1) == 1


def test_a_letter_that_waits_says_what_is_left_of_it(database: Database) -> None:
    with database.begin() as session:
        by_mail(session, 1, "mission")
        staff = contact(session, 901, "plie")
        gone, kept = identity(offer(session)), identity(offer(session))
    send(database, MONDAY)
    close(database, gone, OfferState.WITHDRAWN)
    [row] = first(database)
    assert body(database, row)["subject"] == "1 offre de poste attend des candidats"
    assert len(body(database, row)["ways"]) == 1
    for act, state in ((circulate_offer.hold, "expired"), (circulate_offer.send_now, "new")):
        with database.begin() as session:
            found = offers.get(session, kept)
            assert found is not None
            turn = work(session, MONDAY + HOUR).turn(f"move {state}", staff)
            assert act(turn, found)
            turn.close()
        [row] = first(database)
        assert row.state == state
    leave(database, MONDAY + HOUR)
    close(database, kept, OfferState.FILLED, MONDAY + 2 * HOUR)
    [row] = told(database)
    assert (row.state, row.method) == ("sent", "mail")
