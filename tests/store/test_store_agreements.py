"""The agreement on both databases: signatures, renewals, notices, two people at once, a night cut short."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from agreed import FIRST, LAST, Cast, answer, ask, at, notice, settle, work
from rows import together, undone

from bot.actions import (
    announce,
    answer_renewal,
    ask_renewal,
    correct_agreement,
    correct_signature,
    end_agreement,
    give_notice,
    go_on_without,
    invite,
    record_agreement,
    sign_agreement,
)
from bot.dialogue.refusals import Refused
from bot.jobs import agreement as job
from bot.rules.policy import Action
from bot.store import (
    agreements,
    audit,
    drafts,
    invitations,
    organisations,
    outbox,
    people,
    renewals,
    terminations,
)
from bot.store.database import Database, Session
from bot.store.drafts import Kept
from bot.store.outbox import Message
from bot.store.tables import AuditEntry, Kind, Outbox, Priority, RenewalState, Role, rows_of

NOW = at(date(2026, 11, 23))
UNTIL = date(2030, 12, 31)
AUDIT, OUTBOX = rows_of(AuditEntry), rows_of(Outbox)


def refused(do: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        do()
    return caught.value.msgid


def state(session: Session) -> tuple[date, RenewalState | None]:
    agreement = agreements.current(session)
    assert agreement is not None
    renewal = renewals.latest(session, agreements.identity(agreement))
    return agreement.ends_on, None if renewal is None else RenewalState(renewal.state)


def keys(session: Session) -> list[str]:
    return list(session.core.execute(sa.select(OUTBOX.c.key).order_by(OUTBOX.c.id)).scalars())


def done(session: Session, action: str) -> int:
    here = AUDIT.c.action == action
    return int(session.core.execute(sa.select(sa.func.count()).where(here)).scalar_one())


def test_every_signatory_renews_and_the_last_day_moves(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        renewal = ask(cast, session, UNTIL, NOW)
        assert answer(cast, session, renewal, "Caen", True, NOW)
        assert not answer(cast, session, renewal, "Caen", True, NOW)
        assert state(session) == (LAST, RenewalState.ASKED)
        assert answer(cast, session, renewal, "Ifs", False, NOW)
        assert state(session) == (LAST, RenewalState.ASKED)
        assert answer(cast, session, renewal, "Ifs", True, NOW)
        assert state(session) == (UNTIL, RenewalState.ACCEPTED)
        told = [key for key in keys(session) if key.startswith("agreement-renewed:") and ":now:" not in key]
        assert len(told) == 4, told
        late = refused(lambda: answer(cast, session, renewal, "Ifs", False, NOW))
        assert late == "This renewal is settled: no answer is awaited any more."
        assert state(session) == (UNTIL, RenewalState.ACCEPTED)


def test_going_on_without_who_refuses_and_signing_again(database: Database) -> None:
    with database.begin() as session:
        cast, agreement = settle(session, NOW, "Caen", "Ifs", "Hérouville")
        renewal = ask(cast, session, UNTIL, NOW)
        number, turn = renewal.id or 0, cast.turn(session, "Colette", NOW)
        not_yet = refused(lambda: go_on_without.go_on(turn, number, cast.homes["Ifs"]))
        assert not_yet == "This signatory has not refused to renew the agreement."
        answer(cast, session, renewal, "Ifs", False, NOW)
        answer(cast, session, renewal, "Caen", True, NOW)
        assert not go_on_without.go_on(turn, number, cast.homes["Ifs"])
        one = agreements.signatory(session, agreement.id or 0, cast.homes["Ifs"])
        assert one is not None
        assert one.left_on == LAST + timedelta(days=1)
        answer(cast, session, renewal, "Hérouville", True, NOW)
        assert state(session) == (UNTIL, RenewalState.ACCEPTED)
        eve, out = LAST, LAST + timedelta(days=1)
        assert job.run(work(session, at(eve, 23))) == 0
        assert people.of_organisation(session, cast.homes["Ifs"])
        assert job.run(work(session, at(out, 1))) == 1
        assert not people.of_organisation(session, cast.homes["Ifs"])
        assert job.run(work(session, at(out, 2))) == 0
        home = organisations.reread(session, cast.homes["Ifs"])
        assert home is not None
        assert home.left_on == out
        back = cast.turn(session, "Claude", at(out, 12))
        early = refused(lambda: sign_agreement.sign(back, cast.homes["Ifs"], LAST))
        assert early == "The signature cannot be before the day the organisation left."
        assert sign_agreement.sign(back, cast.homes["Ifs"], out)
        home = organisations.reread(session, cast.homes["Ifs"])
        assert home is not None
        assert home.left_on is None
        assert job.run(work(session, at(out + timedelta(days=40), 1))) == 0
        assert invite.invite(back, Role.BUYER, Kind.BUYER, "Ifs")


def test_the_last_signatory_is_not_left_out(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen")
        renewal = ask(cast, session, UNTIL, NOW)
        answer(cast, session, renewal, "Caen", False, NOW)
        turn = cast.turn(session, "Colette", NOW)
        said = refused(lambda: go_on_without.go_on(turn, renewal.id or 0, cast.homes["Caen"]))
        assert said == "No other signatory would be left. The renewal can be withdrawn instead."


def test_a_renewal_withdrawn_or_lapsed_leaves_nobody_out(database: Database) -> None:
    with database.begin() as session:
        cast, agreement = settle(session, NOW, "Caen", "Ifs")
        for _ in range(2):
            renewal = ask(cast, session, UNTIL, NOW)
            answer(cast, session, renewal, "Ifs", False, NOW)
            go_on_without.go_on(cast.turn(session, "Colette", NOW), renewal.id or 0, cast.homes["Ifs"])
            if renewal.id == 1:
                ask_renewal.withdraw(cast.turn(session, "Colette", NOW), 1)
                assert state(session) == (LAST, RenewalState.WITHDRAWN)
                assert list(agreements.staying(session, agreement.id or 0)) == list(cast.homes.values())[1:]
        later = at(LAST + timedelta(days=9), 1)
        assert job.run(work(session, later)) == 1
        assert state(session) == (LAST, RenewalState.REFUSED)
        assert people.of_organisation(session, cast.homes["Ifs"])
        assert job.run(work(session, later + timedelta(days=1))) == 0
        assert done(session, "end agreement") == 1
        ended = [key for key in keys(session) if key.startswith("agreement-ended:")]
        assert len(ended) == 2
        said = refused(lambda: answer(cast, session, renewal, "Caen", True, later))
        assert said == "This renewal is settled: no answer is awaited any more."
        turn = cast.turn(session, "Colette", later)
        assert refused(lambda: ask_renewal.ask(turn, UNTIL)).startswith("The agreement ended on")
        assert refused(lambda: sign_agreement.sign(turn, cast.homes["Ifs"], FIRST)).startswith(
            "The agreement has"
        )
        new = record_agreement.record(turn, LAST + timedelta(days=1), UNTIL)
        assert sign_agreement.sign(turn, cast.homes["Ifs"], LAST) is False
        assert list(agreements.present(session, new.id or 0, UNTIL)) == [cast.homes["Ifs"]]


def test_an_answer_after_the_last_day_does_not_count_even_before_the_night(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen")
        renewal = ask(cast, session, UNTIL, NOW)
        midnight = at(LAST + timedelta(days=1), 0)
        said = refused(lambda: answer(cast, session, renewal, "Caen", True, midnight))
        assert said.startswith("The agreement ended on")
        assert answer(cast, session, renewal, "Caen", True, at(LAST, 23))
        assert state(session)[0] == UNTIL


def test_a_notice_takes_effect_once_and_ends_every_access(database: Database) -> None:
    with database.begin() as session:
        cast, agreement = settle(session, NOW, "Caen", "Ifs")
        row = notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
        assert row.effective_on == date(2027, 2, 22)
        assert terminations.ground(session, row) == "Engagements non tenus"
        person = cast.people["de Ifs"]
        waiting = Message("reminder:x", person.telegram_id, "sendMessage", {}, Priority.REMINDER)
        outbox.add(session, [waiting], NOW)
        night = at(date(2027, 2, 22), 0)
        drafts.save(session, person.telegram_id, person.id, Kept("announce", 1, {"state": {}}), night)
        token = invitations.create(session, cast.homes["Ifs"], Role.BUYER, None, night)
        assert job.run(work(session, at(date(2027, 2, 21), 23))) == 0
        assert job.run(work(session, night + timedelta(minutes=5))) == 1
        assert job.run(work(session, night + timedelta(minutes=6))) == 0
        assert people.by_telegram(session, person.telegram_id) is None
        assert drafts.load(session, person.telegram_id, person.id, night) is None
        assert invitations.living(session, token, night) is None
        one = agreements.signatory(session, agreement.id or 0, cast.homes["Ifs"])
        home = organisations.reread(session, cast.homes["Ifs"])
        assert one is not None
        assert home is not None
        assert (one.left_on, home.left_on) == (row.effective_on, row.effective_on)
        query = sa.select(OUTBOX.c.state).where(OUTBOX.c.key == "reminder:x")
        assert session.core.execute(query).scalar() == "expired"
        told = [key for key in keys(session) if key.startswith("agreement-left:")]
        assert len(told) == 2
        assert (done(session, "leave"), done(session, "revoke")) == (1, 1)


def test_nothing_new_for_who_left(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
        later = at(date(2027, 3, 1))
        job.run(work(session, later))
        turn, home = cast.turn(session, "Fanny", later), cast.homes["Ifs"]
        no = "{name} is a partner no longer since {day}: nothing new can be recorded for it."
        said: Any = None
        assert refused(lambda: announce.announce(turn, said, home)) == no
        boss = cast.turn(session, "Colette", later)
        assert refused(lambda: invite.invite(boss, Role.BUYER, Kind.BUYER, "IFS")) == no
        with pytest.raises(ValueError, match="Ifs left the agreement on 2027-02-22"):
            invite.from_command_line(session, "buyer", "Ifs", None, later)
        shown = [one.name for one in organisations.page(session, Kind.BUYER, "", 9, today=later.date())]
        assert shown == ["Caen"]
        assert organisations.close_to(session, Kind.BUYER, "Ifs", today=later.date()) == []
        assert len(organisations.page(session, Kind.BUYER, "", 9)) == 2
        assert refused(lambda: give_notice.give(boss, home, "x", later.date())).startswith(
            "This organisation has left"
        )


def test_a_notice_withdrawn_takes_no_effect_and_can_be_given_again(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        first = notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
        said = refused(lambda: notice(cast, session, "Ifs", date(2026, 11, 23), NOW))
        assert said == "A termination of this organisation is recorded already."
        give_notice.cancel(cast.turn(session, "Claude", NOW), first.id or 0)
        over = refused(lambda: give_notice.cancel(cast.turn(session, "Claude", NOW), first.id or 0))
        assert over == "This termination has taken effect, or was withdrawn already."
        assert job.run(work(session, at(date(2027, 3, 1)))) == 0
        again = notice(cast, session, "Ifs", date(2026, 11, 23), NOW)
        assert job.run(work(session, at(date(2027, 3, 1)))) == 1
        late = refused(lambda: give_notice.cancel(cast.turn(session, "Claude", NOW), again.id or 0))
        assert late == over
        back = at(date(2027, 3, 2))
        assert sign_agreement.sign(cast.turn(session, "Claude", back), cast.homes["Ifs"], back.date())
        third = notice(cast, session, "Ifs", back.date(), back)
        assert third.id != again.id
        assert job.run(work(session, at(date(2027, 6, 2)))) == 1


def test_who_gave_notice_is_not_asked_and_its_notice_may_settle_the_renewal(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        renewal = ask(cast, session, UNTIL, NOW)
        answer(cast, session, renewal, "Caen", True, NOW)
        notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
        assert state(session) == (UNTIL, RenewalState.ACCEPTED)
    with database.begin() as session:
        second = ask(cast, session, date(2033, 12, 31), NOW)
        asked = [key for key in keys(session) if key.startswith(f"agreement-renewal:{second.id}:")]
        assert len(asked) == 1
        out = refused(lambda: answer(cast, session, second, "Ifs", True, NOW))
        assert out == "This organisation leaves the agreement: its answer is not awaited."
        give_notice.cancel(cast.turn(session, "Colette", NOW), 1)
        answer(cast, session, second, "Caen", True, NOW)
        assert state(session) == (UNTIL, RenewalState.ASKED)
        answer(cast, session, second, "Ifs", True, NOW)
        assert state(session) == (date(2033, 12, 31), RenewalState.ACCEPTED)


def test_what_is_corrected_and_what_is_not(database: Database) -> None:
    with database.begin() as session:
        cast, agreement = settle(session, NOW, "Caen", "Ifs")
        turn, home = cast.turn(session, "Colette", NOW), cast.homes["Ifs"]
        with pytest.raises(Refused, match="An agreement is recorded already"):
            record_agreement.record(turn, FIRST, UNTIL)
        correct_agreement.correct(turn, FIRST, LAST - timedelta(days=1))
        correct_signature.correct_day(turn, home, FIRST + timedelta(days=3))
        one = agreements.signatory(session, agreement.id or 0, home)
        assert one is not None
        assert one.signed_on == FIRST + timedelta(days=3)
        renewal = ask(cast, session, UNTIL - timedelta(days=1), NOW)
        running = refused(lambda: correct_agreement.correct(turn, FIRST, LAST))
        assert running.startswith("A renewal is proposed to the signatories")
        answer(cast, session, renewal, "Caen", True, NOW)
        correct_signature.remove(turn, home)
        assert state(session) == (UNTIL - timedelta(days=1), RenewalState.ACCEPTED)
        renewed = refused(lambda: correct_agreement.correct(turn, FIRST, LAST))
        assert renewed == "The agreement was renewed: its last day moves by a renewal only."
        assert correct_agreement.correct(turn, FIRST - timedelta(days=1), UNTIL - timedelta(days=1))


def test_the_trail_has_codes_days_and_numbers_only(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        renewal = ask(cast, session, UNTIL, NOW)
        answer(cast, session, renewal, "Caen", True, NOW)
        notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
        job.run(work(session, at(date(2027, 3, 1))))
        lines = audit.page(session, None, 100)
        actions = {line.action for line in lines}
        assert {"record agreement", "sign agreement", "ask renewal", "answer renewal", "renew agreement",
                "give notice", "leave", "revoke"} <= actions  # fmt: skip
        text = " ".join(str(dict(line.details)) for line in lines)
        for word in ("Engagements", "Caen", "Ifs", "Colette"):
            assert word not in text


def test_only_a_coordinator_changes_the_agreement(database: Database) -> None:
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        renewal = ask(cast, session, UNTIL, NOW)
        number, home = renewal.id or 0, cast.homes["Ifs"]
        for name in ("Fanny", "de Caen"):
            turn = cast.turn(session, name, NOW)
            for do in (
                lambda turn=turn: record_agreement.record(turn, FIRST, LAST),
                lambda turn=turn: correct_agreement.correct(turn, FIRST, LAST),
                lambda turn=turn: sign_agreement.sign(turn, home, FIRST),
                lambda turn=turn: correct_signature.correct_day(turn, home, FIRST),
                lambda turn=turn: correct_signature.remove(turn, home),
                lambda turn=turn: ask_renewal.ask(turn, UNTIL),
                lambda turn=turn: ask_renewal.withdraw(turn, number),
                lambda turn=turn: go_on_without.go_on(turn, number, home),
                lambda turn=turn: give_notice.give(turn, home, "x", FIRST),
                lambda turn=turn: give_notice.cancel(turn, 1),
                lambda turn=turn: answer_renewal.answer(turn, number, home, agrees=True),
            ):
                assert refused(do).startswith("You do not have the right")
        turn = cast.turn(session, "Claude", NOW)
        assert answer_renewal.answer(turn, number, home, agrees=True)
        assert Action.ANSWER_RENEWAL is not Action.TERMINATE
        kept = next(line for line in audit.page(session, None, 1))
        assert kept.details["on_behalf"] is True


def test_two_coordinators_at_once(database: Database) -> None:
    """Of two who record the agreement, propose a renewal, or record the same notice, one does."""
    with database.begin() as session:
        cast = Cast()
        for name in ("Colette", "Claude"):
            cast.join(session, name, Role.COORDINATOR, "PLIE du pays de Caen", NOW)

    def each(do: Callable[[Session, str], Any]) -> int:
        def one(place: int) -> int:
            name = ("Colette", "Claude")[place]
            try:
                with database.begin() as session:
                    do(session, name)
            except Refused:
                return 0
            return 1

        return sum(together(2, one))

    assert (
        each(lambda session, name: record_agreement.record(cast.turn(session, name, NOW), FIRST, LAST)) == 1
    )
    with database.begin() as session:
        cast.join(session, "de Ifs", Role.BUYER, "Ifs", NOW)
    home = cast.homes["Ifs"]
    assert each(lambda session, name: sign_agreement.sign(cast.turn(session, name, NOW), home, FIRST)) == 1
    assert each(lambda session, name: ask_renewal.ask(cast.turn(session, name, NOW), UNTIL)) == 1
    day = NOW.date()
    assert each(lambda session, name: give_notice.give(cast.turn(session, name, NOW), home, "x", day)) == 1
    assert each(lambda session, name: give_notice.cancel(cast.turn(session, name, NOW), 1)) == 1


def test_the_last_two_answers_at_once_renew_it(database: Database) -> None:
    """Whichever comes second sees the first: none waits for the other for ever."""
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        renewal = ask(cast, session, UNTIL, NOW)

    def one(place: int) -> bool:
        with database.begin() as session:
            return answer(cast, session, renewal, ("Caen", "Ifs")[place], True, NOW)

    assert together(2, one) == [True, True]
    with database.begin() as session:
        assert state(session) == (UNTIL, RenewalState.ACCEPTED)
        assert done(session, "renew agreement") == 1


def test_a_night_cut_short_is_done_again_and_two_nights_at_once_are_one(database: Database) -> None:
    night = at(date(2027, 2, 22), 1)
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
    with undone(database) as session:
        assert job.run(work(session, night)) == 1
    with database.begin() as session:
        assert people.of_organisation(session, cast.homes["Ifs"])
        assert done(session, "leave") == 0
    counts: list[int] = []

    def once(_place: int) -> int:
        with database.begin() as session:
            return job.run(work(session, night))

    counts = together(2, once)
    assert sorted(counts) == [0, 1]
    with database.begin() as session:
        assert done(session, "leave") == 1
        assert not people.of_organisation(session, cast.homes["Ifs"])


def test_an_answer_that_meets_the_night_waits_for_it(database: Database) -> None:
    """The agreement is locked: an answer given while it ends comes before its end, or is refused."""
    after = at(LAST + timedelta(days=1), 1)
    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen")
        renewal = ask(cast, session, UNTIL, NOW)
    heard: list[str] = []

    def answers() -> None:
        try:
            with database.begin() as session:
                answer(cast, session, renewal, "Caen", True, at(LAST, 23))
            heard.append("kept")
        except Refused as no:
            heard.append(no.msgid)

    other = threading.Thread(target=answers)
    with database.begin() as session:
        agreement = agreements.current(session, lock=True)
        assert agreement is not None
        end_agreement.end(work(session, after).turn("night"), agreement)
        other.start()
        other.join(0.3)
    other.join(20)
    assert heard == ["This renewal is settled: no answer is awaited any more."]
    with database.begin() as session:
        assert state(session) == (LAST, RenewalState.REFUSED)


def test_the_lists_page_by_number_and_by_name(database: Database) -> None:
    with database.begin() as session:
        names = [f"Commune {number:02}" for number in range(20)]
        cast, agreement = settle(session, NOW, *names[:11])
        for name in names[11:]:
            cast.join(session, f"de {name}", Role.BUYER, name, NOW)
        number = agreement.id or 0
        first = agreements.page(session, number, 0, 9)
        assert [one.name for one in first] == names[:9]
        rest = agreements.page(session, number, first[7].organisation_id, 9)
        assert [one.name for one in rest] == names[8:11]
        found = agreements.listed(session, number, ("", 0), 5)
        assert [one.name for one in found] == names[11:16]
        last = found[-1]
        following = agreements.listed(session, number, (last.name_key, last.id or 0), 9)
        assert [one.name for one in following] == names[16:]


def moment(day: str) -> datetime:
    return at(date.fromisoformat(day))


def test_a_missing_copy_is_listed_and_reminded(database: Database) -> None:
    from bot.jobs import evidence as reminded
    from bot.store import evidence_facts
    from bot.store.evidence_facts import Scope

    with database.begin() as session:
        cast, _ = settle(session, NOW, "Caen", "Ifs")
        row = notice(cast, session, "Ifs", date(2026, 11, 22), NOW)
        found = evidence_facts.missing(session, Scope(), (-1, 0), 9, only="termination")
        assert [(one.subject, one.id) for one in found] == [("termination", row.id)]
        assert list(reminded.find(work(session, moment("2026-12-21")))) == []
        told = list(reminded.find(work(session, moment("2026-12-22"))))
        assert [one.person_id for one in told] == [cast.people["Colette"].id]
        give_notice.cancel(cast.turn(session, "Claude", NOW), row.id or 0)
        assert list(reminded.find(work(session, moment("2026-12-22")))) == []
