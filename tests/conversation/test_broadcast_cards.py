"""The cards of the broadcast hold whatever the offers are, in both languages."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from broadcasting import MONDAY, OUTBOX, contact, leave, send, work
from limits import assert_fits, plain
from test_offer_cards import LONGEST, WILD
from vacancies import company, post

from bot.dialogue.broadcasts import cards
from bot.dialogue.broadcasts.cards import PAGE, Sent, sent_card, sent_offer_card
from bot.dialogue.broadcasts.groups import group_card
from bot.dialogue.broadcasts.letters import offers_letter
from bot.dialogue.broadcasts.lists import sent_list_card
from bot.dialogue.broadcasts.report import sendings_card
from bot.dialogue.broadcasts.siaes import siaes_card
from bot.dialogue.broadcasts.uncertain import run_card, runs_card, sure_card
from bot.dialogue.translations import LANGUAGES
from bot.store import organisations
from bot.store.database import Database, Session
from bot.store.tables import Circulation, JobOffer, Kind, OfferAnswer, OfferState, Organisation, rows_of

HOMES = rows_of(Organisation)


def _offers(session: Session, count: int) -> list[JobOffer]:
    by = company(session, 900, MONDAY, WILD * 7)
    made = [post(session, by, MONDAY, replace(LONGEST, positions=99)) for _ in range(count)]
    for one in made:
        one.circulation, one.sent_at = Circulation.SENT, MONDAY
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", [None, *OfferAnswer])
def test_the_longest_message_fits(database: Database, language: str, answer: str | None) -> None:
    with database.begin() as session:
        sent = [Sent(one, cards.SECOND, answer) for one in _offers(session, PAGE * 3 + 1)]
        for page in range(5):
            assert_fits(sent_card(99999999, sent, language, page))
        for count in (1, 2, PAGE + 1):
            assert_fits(group_card("clausette_bot", sent[:count], language))
        assert_fits(sent_offer_card(sent[0], language))
        letter = offers_letter(sent, language)
        assert plain(str(letter.text))
        for state in OfferState:
            sent[0].offer.state = state
            assert_fits(sent_card(1, sent[:1], language))
            assert_fits(sent_offer_card(sent[0], language))


def test_pages_hold_each_offer_once(database: Database) -> None:
    with database.begin() as session:
        sent = [Sent(one, 1) for one in _offers(session, 11)]
        said = "\n".join(str(sent_card(1, sent, "fr", page).text) for page in range(3))
        for one in sent:
            assert said.count(one.offer.reference) == 1
        assert sent_card(1, sent, "fr", 9) == sent_card(1, sent, "fr", 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cards_of_the_plie_fit(database: Database, language: str) -> None:
    with database.begin() as session:
        coordinator = contact(session, 901, "plie")
        session.core.execute(sa.text("UPDATE persons SET language = :one"), {"one": language})
        for number in range(1, 20):
            contact(session, number, "siae")
            home = organisations.find_or_create(session, Kind.SIAE, f"{number} {WILD * 9}", MONDAY)
            move = sa.text("UPDATE persons SET organisation_id = :home WHERE telegram_id = :who")
            session.core.execute(move, {"home": home.id, "who": number})
        for number in range(20, 40):
            contact(session, number, "anpe")
        post(session, company(session, 900, MONDAY), MONDAY, LONGEST)
    send(database, MONDAY)
    leave(database, MONDAY)
    with database.begin() as session:
        mass = OUTBOX.c.key.startswith("mailing:")
        session.core.execute(sa.update(OUTBOX).where(mass).values(state="held"))
        coordinator = replace(coordinator, language=language)
        turn = work(session, MONDAY).turn("cards", coordinator)
        [offer] = session.exec(sa.select(JobOffer)).scalars().all()
        report = assert_fits(sendings_card(turn, offer, language))
        assert ": 20" in report.replace("\u00a0", " ")
        first = siaes_card(turn, offer, language)
        assert_fits(first)
        last = int(first.keyboard[-2][-1].data.split(":")[1])
        second = siaes_card(turn, offer, language, last)
        assert_fits(second)
        assert {row[0].label for row in first.keyboard[:8]}.isdisjoint(
            row[0].label for row in second.keyboard
        )
        assert_fits(runs_card(turn))
        page = run_card(turn, 1, 0)
        assert_fits(page)
        behind = int(page.keyboard[-2][-1].data.split(":")[2])
        assert_fits(run_card(turn, 1, behind))
        for again in (True, False):
            assert_fits(sure_card(turn, 1, again=again))
        reader = work(session, MONDAY).turn("list", contact(session, 20, "anpe"))
        assert_fits(sent_list_card(reader))
