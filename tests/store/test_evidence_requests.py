"""Asking for files: the cards at their longest, and two colleagues who ask one organisation at once."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from limits import assert_fits
from proofs import Site, build
from rows import NOW, OUTBOX, join, together
from telegram import Update
from vacancies import company

from bot.actions import ask_evidence
from bot.dialogue.journey.evidence.asking import asked_card, asked_letter, owed_card
from bot.dialogue.turn import Turn
from bot.reports.indicators.card import View
from bot.reports.indicators.missing import before_text, item_card, list_card, told_text
from bot.reports.indicators.proof import Share, proof_card, section, shares
from bot.reports.indicators.spans import Shown, Span
from bot.reports.indicators.table import Unit
from bot.rules.period import Period
from bot.store import audit, evidence_requests, organisations
from bot.store.database import Database, Session
from bot.store.indicators import evidence
from bot.store.indicators.evidence import FIRST
from bot.store.indicators.scope import Asked
from bot.store.people import Member
from bot.store.tables import Kind, Lot, Organisation, Procurement, Role, rows_of

ZONE = ZoneInfo("Europe/Paris")
PERIOD = Period(date(2026, 10, 1), date(2027, 12, 31))
SHOWN = Shown(Span.CHOSEN, PERIOD, 999_999_999)
EVERY = Asked(PERIOD, ZONE)
LONG = "É<&" * 66


def turn_of(session: Session, me: Member, uid: str = "u", language: str = "fr") -> Turn:
    return Turn(session, uid, NOW, ZONE, Update(1), me.telegram_id, me, language)


def furnish(session: Session, name: str = "Fatou Diallo") -> tuple[Member, Member, Site]:
    """A colleague of the PLIE, somebody of a company, and their site, its clause confirmed."""
    me = join(session, 1, Role.FACILITATOR, "PLIE", name=name)
    buyer, marc = join(session, 2, name=name), company(session, 3, NOW)
    siae = organisations.find_or_create(session, Kind.SIAE, "Tremplin", NOW)
    site = build(session, buyer, marc, me, siae.id or 0, NOW)
    session.core.execute(sa.update(rows_of(Lot)).values(confirmed_on=date(2026, 11, 1)))
    return me, marc, site


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_cards_fit(on_sqlite: Database, language: str) -> None:
    with on_sqlite.begin() as session:
        me, marc, _ = furnish(session, LONG)
        names: Any = sa.update(rows_of(Organisation)).values(name=LONG)
        session.core.execute(names)
        session.core.execute(sa.update(rows_of(Procurement)).values(title=LONG))
        session.core.execute(sa.update(rows_of(Lot)).values(title=LONG))
        turn, view = turn_of(session, me, language=language), viewed(session, language)
        found = evidence.missing(session, EVERY, FIRST, 9)
        assert len(found) == 9
        page = list_card(turn, view, found, found[3].place)
        assert_fits(page)
        assert any("indicator-missing" in button.data for row in page.keyboard for button in row)
        ask_evidence.ask_one(turn, found[3])
        asked = ask_evidence.today(turn, found[3])
        assert asked is not None
        for one in found:
            for request in (None, asked):
                assert_fits(item_card(turn, view, one, 99_999, request))
        note = told_text(turn, [me] * 30, 99_999)
        assert_fits(item_card(turn, view, found[0], 1, asked, note))
        assert before_text(turn, asked)
        wanted = [(one.proof, one.subject, one.number) for one in found[:8]]
        assert_fits(asked_card(turn, wanted, 99_999, marc, language))
        assert len(asked_letter(turn, wanted, 99_999, language).text) < 4096
        assert_fits(owed_card(turn, (0, 0)))
        assert_fits(proof_card(huge(session), view))


def viewed(session: Session, language: str) -> View:
    """The period with the buyer of the site, as PLIE staff see it."""
    buyer = session.core.execute(sa.select(rows_of(Procurement).c.organisation_id)).scalars().first()
    return View(SHOWN, organisations.find_number(session, buyer or 0), True, NOW.date(), language)


def huge(session: Session) -> list[Share]:
    """The shares with the longest numbers there may be."""
    most = Decimal("99999999999.99")
    return [
        Share(one.key, one.name, most / 3, most, one.unit, most / 3 if one.unit is Unit.HOURS else Decimal(9))
        for one in shares(session, EVERY)
    ]


def test_the_section_of_the_files_says_what_the_card_says(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        furnish(session)
        found = shares(session, EVERY)
        view = viewed(session, "fr")
        text = assert_fits(proof_card(found, view)).replace("\u00a0", " ").replace("\u202f", " ")
        part = section(found, "fr")
    assert part.title == "Justificatifs"
    values = {line.key: line.shown("fr").replace("\u00a0", " ") for line in part.lines}
    assert values["evidence.hours.declared.hours.percent"] == "0 %"
    assert values["evidence.hours.declared.hours.total"] == "120 h"
    assert values["evidence.hours.validated.hours.percent"] == "–"
    assert "Heures déclarées – relevés d’heures : 0 % (0 h sur 120 h)" in text
    assert "Heures validées" not in text


def test_two_colleagues_at_once_ask_once(database: Database) -> None:
    with database.begin() as session:
        me, marc, site = furnish(session)
        other = join(session, 4, Role.COORDINATOR, "PLIE", name="Léa Roux")

    def ask(place: int) -> bool:
        with database.begin() as session:
            turn = turn_of(session, (me, other)[place], f"u{place}")
            home = marc.organisation_id
            told = ask_evidence.ask_all(turn, EVERY, home)
            turn.close()
            assert told is not None
            assert (told.before is None) == bool(told.readers)
            return told.before is None

    assert sorted(together(2, ask)) == [False, True]
    with database.begin() as session:
        for subject, number in (("placement", site.placement), ("month", site.month)):
            lines = audit.of(session, subject, number)
            assert [line.details for line in lines if line.action == "ask evidence"] == [
                {"people": [marc.id]}
            ]
        sent = session.core.execute(sa.select(OUTBOX.c.key).where(OUTBOX.c.chat_id == 3)).scalars().all()
        assert sent == [f"evidence-asked:contract:placement:{site.placement}:2026-11-22:{marc.id}"]


def test_more_than_may_be_asked_at_once_is_asked_in_turn(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask_evidence, "MOST", 1)
    with on_sqlite.begin() as session:
        me, marc, site = furnish(session)
        asked = []
        for place in range(3):
            turn = turn_of(session, me, f"u{place}")
            told = ask_evidence.ask_all(turn, EVERY, marc.organisation_id)
            turn.close()
            assert told is not None
            asked.append((told.count, told.before is None))
        assert asked == [(1, True), (1, True), (0, False)]
        keys = session.core.execute(sa.select(OUTBOX.c.key).where(OUTBOX.c.chat_id == 3)).scalars().all()
        wanted = (f"contract:placement:{site.placement}", f"hours:month:{site.month}")
        assert sorted(keys) == [f"evidence-asked:{one}:2026-11-22:{marc.id}" for one in wanted]


def test_who_asks_keeps_nobody_from_joining_the_organisation(on_postgres: Database) -> None:
    """Steps of several chats may end together: what is held while they go on must not stop other work."""
    with on_postgres.begin() as session:
        marc = company(session, 3, NOW)
    with on_postgres.begin() as asking, on_postgres.begin() as other:
        evidence_requests.hold(asking, marc.organisation_id)
        other.core.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
        company(other, 5, NOW)
