"""The cards of hours fit Telegram, whatever names are like, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from limits import assert_fits
from markupsafe import Markup
from rows import NOW
from test_store_worked import OCTOBER, declare, firm, turn
from vacancies import LOTS, hand_lots
from workers import at_work

from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import State
from bot.dialogue.journey.hours import cards as hours_cards
from bot.dialogue.journey.hours import progress
from bot.dialogue.journey.hours.sheet import Sheet
from bot.dialogue.lookups import lookup_for
from bot.dialogue.screens import card, recap
from bot.handlers.hours import FORM
from bot.store import lots, procurements, worked, worked_lines
from bot.store.database import Database, Session
from bot.store.people import Member

LONG = "MOREAU-DELACROIX <b>&amp; Marie-Antoinette-Élisabeth"


def crowd(session: Session, count: int = 60) -> tuple[Member, Member, list[int], list[int]]:
    """A facilitator, someone of a company, nine of its lots, and people with long names on them."""
    staff, member, _ = firm(session, 0)
    numbers = hand_lots(session, member.organisation_id, staff, 9, NOW)
    values = {"hours_owed": 83_333, "awarded_on": date(2026, 10, 5), "title": "Gros œuvre <b> " * 20}
    session.core.execute(sa.update(LOTS).values(values))
    home = member.organisation_id
    made = [
        at_work(session, staff.id, home, NOW, name=f"{LONG}{n}", lot_id=numbers[n % 9]) for n in range(count)
    ]
    return staff, member, numbers, [one.id or 0 for one in made]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_card_of_a_crowd_fits(on_sqlite: Database, language: str) -> None:
    with on_sqlite.begin() as session:
        staff, member, numbers, ids = crowd(session)
        typed = {str(number): "185.14" for number in ids}
        answers = {"month": "2026-10", "organisation_name": "é" * 300}
        context = Context(NOW.date(), language, answers, {"typed": typed}, lookup_for(turn(session, member)))
        value = Sheet().choose("end", context)
        assert isinstance(value, Understood)
        for partial in ({"typed": typed}, {"asking": ids[0], "typed": {}}, {"found": ids[:6], "hours": "1"}):
            assert_fits(card(FORM, State(7, "hours", answers, partial), context))
        last_look = assert_fits(card(FORM, State(7, "", answers | {"hours": value.value}), context))
        assert last_look.count("185") == 25
        declare(session, member, dict.fromkeys(ids, "185.14"), {})
        text = recap(FORM, answers | {"hours": value.value}, language)
        lines = progress.lots_text(session, numbers, language, NOW.date())
        assert_fits(Card(Markup("\n\n").join([text, lines])))
        shown = hours_cards.declared_card(
            session, member.organisation_id, OCTOBER, (60, Decimal(9999)), language
        )
        seen = assert_fits(shown)
        assert seen.count("MOREAU-DELACROIX") == 8
        assert_fits(Card(Markup("\n\n").join([shown.text, lines]), shown.keyboard))
        hours = worked.get(session, 1)
        assert hours is not None
        line = worked_lines.of_hours(session, OCTOBER, 1)
        assert line is not None
        assert_fits(hours_cards.person_card(session, line, hours, language))
        assert_fits(hours_cards.asked_back_card(LONG * 5, line, OCTOBER, language))
        assert_fits(hours_cards.for_you_card(OCTOBER, (60, Decimal(1)), language))
        assert_fits(hours_cards.validated_card(OCTOBER, 60, language))
        lot = lots.get(session, numbers[0])
        assert lot is not None
        contract = procurements.get(session, lot.procurement_id)
        assert contract is not None
        known = lots.of(session, lot.procurement_id)
        shown = progress.progress_card(session, contract, known, 0, language, NOW.date())
        assert_fits(shown)
        assert "progress-page:1:1" in {button.data for row in shown.keyboard for button in row}
        assert_fits(progress.progress_card(session, contract, known, 1, language, date(2030, 1, 1)))
        assert staff.is_staff
        assert isinstance(shown.keyboard[0][0], Button)


@pytest.mark.parametrize(("state", "name"), [("closed", "NOM0 Alex"), ("anonymised", "C-2026-0001")])
def test_an_employer_reads_the_name_of_a_closed_file_not_of_an_anonymised_one(
    on_sqlite: Database, state: str, name: str
) -> None:
    with on_sqlite.begin() as session:
        staff, member, ids = firm(session, 2)
        session.core.exec_driver_sql("UPDATE candidates SET state = ? WHERE id = 1", (state,))
        for me in (member, staff):
            home = {} if me is member else {"organisation": member.organisation_id}
            answers = {"month": "2026-10"} | home
            context = Context(NOW.date(), "fr", answers, None, lookup_for(turn(session, me)))
            labels = [option.label for row in Sheet().rows(context) for option in row]
            assert labels[0].startswith(f"{name} · 135 h")
        context = Context(
            NOW.date(), "fr", {"month": "2026-10"}, {"typed": {}}, lookup_for(turn(session, member))
        )
        named = not isinstance(Sheet().read("NOM0 100", context), NotUnderstood)
        assert named is (state == "closed")
        assert not isinstance(Sheet().read("C-2026-0001 100", context), NotUnderstood)
        assert len(ids) == 2


def test_a_partner_looks_up_no_other_organisation(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        _, member, _ = firm(session, 2)
        look = lookup_for(turn(session, member))
        assert look("hours", f"page|{member.organisation_id}|2026-10|")
        assert not look("hours", f"page|{member.organisation_id - 1}|2026-10|")
        assert not look("hours", f"named|{member.organisation_id - 1}|2026-10|NOM0")
