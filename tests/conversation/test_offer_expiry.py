"""An offer its company says nothing of: warned, expired, opened again, in time or too late."""

from datetime import timedelta

import sqlalchemy as sa
from proposals import send
from test_offers import AUDIT, OFFERS, PLIE, member, posted, stored, written
from town import Someone, Town
from vacancies import mason, post

from bot import app
from bot.dialogue.site import Site
from bot.dialogue.work import Work
from bot.jobs import expire_offers, offer_expiry
from bot.rules.schedule import Due
from bot.store import candidates, people, referrals
from bot.store.database import Session
from bot.store.tables import OfferState

OPEN, EXPIRED = OfferState.OPEN, OfferState.EXPIRED


def now_of(town: Town, session: Session) -> Work:
    clock = app.make_clock(town.settings)
    return Work(session, clock.now(), clock.zone, Site("clausette_bot"))


def runs(town: Town) -> str:
    """The job that expires offers, now, unless the bot was quicker. Returns the state of the first offer."""
    with written(town) as session:
        expire_offers.run(now_of(town, session))
    return stored(town).state


def stands(town: Town) -> list[Due]:
    with written(town) as session:
        return list(offer_expiry.find(now_of(town, session)))


async def test_an_offer_expires_and_is_opened_again(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, marc)
    town.passes(days=52)
    assert stands(town) == []
    town.passes(days=1)
    assert [due.subject_id for due in stands(town)] == [1]
    town.passes(days=7)
    assert runs(town) == OPEN
    town.passes(days=1)
    assert runs(town) == EXPIRED
    assert stands(town) == []
    assert runs(town) == EXPIRED
    await marc.sees(
        "O-2026-0001 (Maçonnerie) a expiré", "depuis le 22 novembre 2026", "21 février 2027", "[Rouvrir]"
    )
    await fatou.sees("O-2026-0001", "est expirée")
    assert stored(town).state == OfferState.EXPIRED
    await marc.taps("Rouvrir")
    await marc.sees("État : ouverte (expire le 23 mars 2027", "[Offre pourvue]")
    assert any("reste ouverte jusqu’au 23 mars 2027" in toast for toast in await marc.toasts())
    await fatou.saw("O-2026-0001", "est ouverte")
    offer = stored(town)
    assert (offer.state, offer.closed_on) == (OfferState.OPEN, None)
    assert _audited(town) == [("expire offer", None), ("reopen offer", marc.id)]
    await marc.forges("reopen-offer:1")
    await marc.sees("État : ouverte")
    town.passes(days=61)
    assert runs(town) == EXPIRED
    await marc.sees("a expiré", "depuis le 22 janvier 2027")


def _audited(town: Town) -> list[tuple[str, int | None]]:
    """Who did what with the offer, by their accounts."""
    with written(town) as session:
        persons = {one.id: one.telegram_id for one in people.page(session, 0, 50)}
        rows = session.core.execute(sa.select(AUDIT).where(AUDIT.c.subject == "offer").order_by(AUDIT.c.id))
        return [(row.action, row.person_id and persons[row.person_id]) for row in rows]


async def test_after_a_month_it_stays_closed(town: Town) -> None:
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, marc)
    town.passes(days=61)
    assert runs(town) == EXPIRED
    await marc.sees("[Rouvrir]")
    town.passes(days=31)
    await marc.taps("Rouvrir")
    screen = await marc.sees("État : expirée")
    assert "[Rouvrir]" not in screen
    assert any("ne peut plus être rouverte" in toast for toast in await marc.toasts())
    assert stored(town).state == OfferState.EXPIRED


async def test_what_waited_for_it_ends_and_what_was_sent_says_so(town: Town) -> None:
    fatou = await town.joins("Fatou", "facilitator", PLIE)
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    rita = await town.joins("Rita", "company", "Rival Façades")
    now = app.make_clock(town.settings).now()
    with written(town) as session:
        one = post(session, member(session, marc), now)
        seeker = mason(session, member(session, fatou).id, now)
        made = referrals.add(
            session, candidates.identity(seeker), one.id or 0, member(session, fatou).id, now, presented=True
        )
        assert made is not None
        send(session, one.id or 0, now)
        session.core.execute(sa.update(OFFERS).values(heard_at=now - timedelta(days=61)))
    assert runs(town) == EXPIRED
    await marc.sees("a expiré")
    with written(town) as session:
        ended = referrals.get(session, 1)
        assert ended is not None
        assert (ended.state, ended.moved_by) == ("obsolete", None)
    assert not any("a expiré" in said for said in await rita.said())
    await rita.forges("reopen-offer:1")
    await rita.sees("introuvable")
    assert stored(town).state == OfferState.EXPIRED
    await _reopens(fatou)
    await marc.saw("O-2026-0001", "est ouverte")


async def _reopens(fatou: Someone) -> None:
    """The PLIE does it for the company, which hears of it."""
    await fatou.says("O-2026-0001")
    await fatou.sees("État : expirée", "[Rouvrir]")
    await fatou.taps("Rouvrir")
    await fatou.sees("État : ouverte")


async def test_news_at_the_last_moment_win(town: Town) -> None:
    marc = await town.joins("Marc", "company", "Bâti Normandie")
    posted(town, marc)
    town.passes(days=60, hours=13)
    await marc.says("O-2026-0001")
    await marc.sees("[Toujours d’actualité]")
    await marc.taps("Toujours d’actualité")
    await marc.sees("État : ouverte (expire le 22 mars 2027")
    town.passes(days=1)
    assert runs(town) == OPEN
    assert stored(town).state == OfferState.OPEN
