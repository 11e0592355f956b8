"""The pages behind the links of letters: what each shows and does, once, for its person only."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from answer_world import LOTS, MARIE, NOW, Desk, asked, opened, ready, settle
from rows import OUTBOX, rows
from sqlmodel import select

from bot.rules.lifecycle import LotState
from bot.store import links, organisations, outbox, people
from bot.store.database import Database
from bot.store.people import MAILBOXES
from bot.store.sealed import Sealer
from bot.store.tables import (
    AuditEntry,
    Candidate,
    Change,
    Delivery,
    JobOffer,
    Link,
    LinkPurpose,
    Lot,
    OfferState,
    Organisation,
    Person,
    Procurement,
    Referral,
    WorkedMonth,
)
from bot.web import html

LINKS: Any = Link.__table__


@pytest.fixture
async def desk(on_sqlite: Database) -> AsyncIterator[Desk]:
    async with opened(on_sqlite) as here:
        yield here


def all_of(desk: Desk, model: Any) -> list[Any]:
    with desk.database.begin() as session:
        return list(session.exec(select(model)).all())


def proposed(desk: Desk) -> list[Candidate]:
    """The files partners had made."""
    return [one for one in all_of(desk, Candidate) if one.proposed_by is not None]


def told(desk: Desk) -> list[Any]:
    """What was said because of the page, to people on Telegram."""
    return [row for row in rows(desk.database, OUTBOX) if row.method != outbox.MAIL]


@pytest.mark.parametrize("purpose", LinkPurpose)
async def test_looking_changes_nothing_and_every_page_is_closed_to_others(
    desk: Desk, purpose: LinkPurpose
) -> None:
    ready(desk, purpose)
    path = desk.link(asked(desk)[purpose][0], purpose, asked(desk)[purpose][1])
    for _ in range(2):
        answer = await desk.client.get(path)
        assert answer.status_code == 200
        assert html.HEADERS.items() <= dict(answer.headers).items() | {
            (name, answer.headers[name]) for name in html.HEADERS
        }
        assert '<html lang="fr">' in answer.text
        assert "<script" not in answer.text
    head = await desk.client.head(path)
    assert (head.status_code, head.text) == (200, "")
    assert [row.used_at for row in rows(desk.database, LINKS)] == [None]
    assert rows(desk.database, OUTBOX) == []
    assert all_of(desk, AuditEntry) == []
    assert desk.rung == []


@pytest.mark.parametrize("purpose", [one for one in LinkPurpose if one is not LinkPurpose.UNSUBSCRIBE])
async def test_an_answer_uses_its_link_up(desk: Desk, purpose: LinkPurpose) -> None:
    values = ready(desk, purpose)
    path = desk.link(asked(desk)[purpose][0], purpose, asked(desk)[purpose][1])
    page = await desk.sends(path, **values)
    assert "Merci, votre réponse est enregistrée" in page
    assert rows(desk.database, LINKS)[0].used_at == NOW
    trail = len(all_of(desk, AuditEntry))
    assert trail
    again = await desk.client.post(path, data=values)
    look = await desk.client.get(path)
    assert (again.status_code, look.status_code) == (404, 404)
    assert again.content == look.content
    assert len(all_of(desk, AuditEntry)) == trail
    assert all(row.chat_id > MAILBOXES for row in told(desk))
    assert desk.rung == ["told", "rung"]


async def test_a_link_that_is_not_living_says_one_thing_whatever_the_reason(desk: Desk) -> None:
    land = desk.territory
    paths = {}
    for reason, who in (("used", "nadia"), ("revoked", "paul"), ("left", "jane"), ("expired", "brigitte")):
        paths[reason] = desk.link(who, LinkPurpose.UNSUBSCRIBE, land.people[who])
    desk.clock.passes(days=1)
    fresh = desk.link("brigitte", LinkPurpose.UNSUBSCRIBE, land.people["brigitte"])
    with desk.database.begin() as session:
        used = session.exec(select(Link).where(Link.person_id == land.people["nadia"])).one()
        assert links.use(session, used.id or 0, NOW)
        people.change(session, land.people["paul"], revoked_at=NOW)
        home = people.get(session, land.people["jane"]).organisation_id
        organisations.change(session, home, left_on=date(2026, 11, 26))
    desk.clock.passes(days=29)
    paths |= {
        "forged": paths["expired"][:-1] + ("0" if paths["expired"][-1] != "0" else "1"),
        "unsigned": paths["expired"].partition(".")[0],
        "unknown": "/r/x",
        "odd": "/r/%C3%A9%00%FF.%E2%82%AC",
        "endless": "/r/" + "a" * 5000,
    }
    answers = [
        await desk.client.request(method, path) for path in paths.values() for method in ("GET", "POST")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["content-length"] for answer in answers} == {str(len(answers[0].content))}
    assert "Ce lien n’est pas valable, ou ne l’est plus" in answers[0].text
    assert (await desk.client.get(fresh)).status_code == 200


async def test_an_organisation_that_leaves_tomorrow_answers_today(desk: Desk) -> None:
    path = desk.link("jane", LinkPurpose.UNSUBSCRIBE, desk.territory.people["jane"])
    with desk.database.begin() as session:
        home = people.get(session, desk.territory.people["jane"]).organisation_id
        organisations.change(session, home, left_on=date(2026, 11, 26))
    assert '<html lang="en">' in await desk.sees(path)
    desk.clock.passes(days=1)
    assert (await desk.client.get(path)).status_code == 404


async def test_a_forged_link_asks_the_database_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    assert (await desk.client.get("/r/wrong")).status_code == 404

    async def forbidden(*_given: Any) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(Database, "run", forbidden)
    assert (await desk.client.get(path.replace(".", ".0"))).status_code == 404
    assert (await desk.client.get(path)).status_code == 500


async def test_many_forged_links_shut_the_door_for_a_while(desk: Desk) -> None:
    """To what is forged: a whole town hall may share the address it came from."""
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    for _ in range(30):
        assert (await desk.client.get("/r/wrong")).status_code == 404
    answer = await desk.client.get("/r/wrong")
    assert answer.status_code == 429
    assert "dix minutes" in answer.text
    assert (await desk.client.get(path)).status_code == 200


@pytest.mark.parametrize("mine", LinkPurpose)
@pytest.mark.parametrize("theirs", LinkPurpose)
async def test_a_link_of_a_stranger_to_the_thing_leads_nowhere(
    desk: Desk, mine: LinkPurpose, theirs: LinkPurpose
) -> None:
    """Whatever purpose and subject a link had, its person acts with their own rights only."""
    values = ready(desk, mine)
    who, _ = asked(desk)[theirs]
    if asked(desk)[mine][0] == who:
        who = "jane" if mine in (LinkPurpose.ADVICE, LinkPurpose.AWARD) else "brigitte"
    path = desk.link(who, mine, asked(desk)[mine][1])
    assert (await desk.client.get(path)).status_code == 404
    assert (await desk.client.post(path, data=values)).status_code == 404
    assert all_of(desk, AuditEntry) == []
    assert all_of(desk, Person)[0].unsubscribed_at is None


async def test_what_is_sent_for_another_purpose_does_nothing(desk: Desk) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    for values in ({"answer": "stop"}, {"List-Unsubscribe": "One-Click"}, {"lot-1": "retain"}, {}):
        await desk.sends(path, 422, **values)
    assert all_of(desk, AuditEntry) == []
    assert rows(desk.database, LINKS)[0].used_at is None


async def test_no_letter_any_more_and_letters_again(desk: Desk) -> None:
    nadia = desk.territory.people["nadia"]
    path = desk.link("nadia", LinkPurpose.UNSUBSCRIBE, nadia)
    seen = await desk.sees(path)
    assert "Ne plus recevoir ces e-mails" in seen
    assert "qui vous sont personnellement adressées vous parviendront encore" in seen
    said = await desk.sends(path, answer="stop")
    assert "Vous ne recevez plus de rappels, d’offres ni d’envois collectifs" in said
    assert "qui vous sont personnellement adressées vous parviennent encore" in said
    with desk.database.begin() as session:
        assert session.get_one(Person, nadia).unsubscribed_at == NOW
    assert "Vous ne recevez plus de rappels" in await desk.sends(path, answer="stop")
    assert "Vous recevez les e-mails" in await desk.sends(path, answer="again")
    with desk.database.begin() as session:
        assert session.get_one(Person, nadia).unsubscribed_at is None
    assert [row.action for row in all_of(desk, AuditEntry)] == ["unsubscribe", "subscribe"]
    assert "Aucun choix" in await desk.sends(path, 422, answer="something else")


@pytest.mark.parametrize("multipart", [False, True])
async def test_one_click_needs_no_confirmation(desk: Desk, multipart: bool) -> None:
    nadia = desk.territory.people["nadia"]
    path = desk.link("nadia", LinkPurpose.UNSUBSCRIBE, nadia)
    sent: dict[str, Any] = (
        {"files": {"List-Unsubscribe": (None, "One-Click")}}
        if multipart
        else {"data": {"List-Unsubscribe": "One-Click"}}
    )
    for _ in range(2):
        assert (await desk.client.post(path, **sent)).status_code == 200
    with desk.database.begin() as session:
        assert session.get_one(Person, nadia).unsubscribed_at == NOW
    assert [row.action for row in all_of(desk, AuditEntry)] == ["unsubscribe"]


async def test_a_candidate_is_proposed_and_a_second_one(desk: Desk) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    page = await desk.sees(path)
    assert "O-2026-0031" in page
    assert "Bâti Plus" not in page
    assert '" checked' not in page
    thanks = await desk.sends(path, **MARIE)
    candidate = proposed(desk)[0]
    assert (candidate.origin, candidate.commune, candidate.birth_year) == ("mission_locale", "Caen", 1978)
    assert [one.created_by for one in all_of(desk, Referral)] == [desk.territory.people["nadia"]]
    assert {row.chat_id for row in told(desk)} == {1}
    assert "Martin" not in thanks
    again = "/r/" + thanks.partition('href="')[2].partition('"')[0]
    second = rows(desk.database, LINKS)[1]
    assert second.expires_at == NOW + links.LIFETIME
    await desk.sends(again, **MARIE | {"name": "PETIT Paul", "phone": "", "birth_year": "1990"})
    assert len(all_of(desk, Referral)) == 2
    answers = [row.answer for row in all_of(desk, Delivery)]
    assert answers == ["proposed", None]


async def test_what_is_not_understood_comes_back_with_what_was_typed(desk: Desk) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    wrong = {
        "name": "Martin",
        "phone": "12",
        "birth_year": "2020",
        "sex": "x",
        "commune": "Saint-Martin",
        "level": "99",
        "experience": "beaucoup",
        "jobs-1": "zzzz",
        "jobs-2": "<b>peintre",
        "available": '"><script>alert(1)</script>',
    }
    page = await desk.sends(path, 422, **wrong)
    for sentence in (
        "Rien n’est encore envoyé",
        "Un nom et un prénom sont attendus",
        "de 16 à 80 ans",
        "Choisissez l’une de ces réponses",
        "Choisissez-en au moins un",
        "Sans cet accord, rien ne peut être conservé",
        "n’est pas dans ma liste",
    ):
        assert sentence in page, sentence
    assert 'value="beaucoup"' in page
    assert "<script" not in page
    assert "&lt;b&gt;peintre" in page
    assert "À corriger" in page
    assert page.count('role="alert"') == 1
    assert rows(desk.database, LINKS)[0].used_at is None
    assert proposed(desk) == []


async def test_a_suggestion_is_picked_and_only_for_what_it_was_made_for(desk: Desk) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    said = MARIE | {"commune": "Vladivostok"}
    page = await desk.sends(path, 422, **said)
    kept = "Garder « Vladivostok »".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    assert kept in page
    meant = {"commune-said": "Vladivostok", "commune-meant": kept}
    await desk.sends(path, 422, **said | meant | {"commune-said": "Vladimir"})
    await desk.sends(path, 422, **said | meant | {"commune-meant": "Caen"})
    await desk.sends(path, **said | meant)
    assert proposed(desk)[0].commune == "Vladivostok"


async def test_no_candidate_then_one_all_the_same(desk: Desk) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    thanks = await desk.sends(path, answer="nobody")
    assert "vous n’avez pas de candidat" in thanks.lower()
    assert [row.answer for row in all_of(desk, Delivery)] == ["declined", None]
    again = "/r/" + thanks.partition('href="')[2].partition('"')[0]
    assert 'value="nobody"' not in await desk.sees(again)
    await desk.sends(again, **MARIE)
    assert [row.answer for row in all_of(desk, Delivery)] == ["proposed", None]


@pytest.mark.parametrize("state", [OfferState.FILLED, OfferState.WITHDRAWN, OfferState.EXPIRED])
async def test_an_offer_that_is_over_says_so_and_takes_nobody(desk: Desk, state: OfferState) -> None:
    path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
    with desk.database.begin() as session:
        session.core.execute(sa.update(JobOffer).values(state=state))
    page = await desk.sees(path)
    assert "O-2026-0031" in page
    assert "<form" not in page
    late = await desk.sends(path, 422, **MARIE)
    assert "<form" not in late
    assert proposed(desk) == []


async def test_somebody_proposed_twice_is_told(desk: Desk) -> None:
    for status in (200, 422):
        path = desk.link("nadia", LinkPurpose.OFFER, desk.territory.offer)
        page = await desk.sends(path, status, **MARIE)
    assert "déjà" in page
    assert len(all_of(desk, Referral)) == 1


async def test_advice_is_answered_lot_by_lot(desk: Desk) -> None:
    first, second = desk.territory.lots
    path = desk.link("brigitte", LinkPurpose.ADVICE, desk.territory.contract)
    page = await desk.sees(path)
    assert "Rénovation de l’école &lt;Nord&gt;" in page
    assert "375" in page
    assert "Choisissez une réponse pour un lot au moins" in await desk.sends(path, 422, other="1")
    assert "réponse est attendue" in await desk.sends(path, 422, **{f"lot-{second}": "discuss"})
    thanks = await desk.sends(
        path, **{f"lot-{first}": "retain", f"lot-{second}": "discuss", f"text-{second}": "Est-ce <tenable> ?"}
    )
    assert [lot.state for lot in all_of(desk, Lot)] == [LotState.CONFIRMED, LotState.SUITABLE]
    assert {row.chat_id for row in told(desk)} == {1}
    assert "Word" not in thanks
    again = "/r/" + thanks.partition('href="')[2].partition('"')[0]
    assert "clause retenue" in await desk.sees(again)
    final = await desk.sends(again, **{f"lot-{second}": "decline"})
    assert all_of(desk, Lot)[1].state == LotState.DECLINED
    assert 'download="clause-M-2026-0014.docx"' in final
    assert final.count("href=") == 2


async def test_a_ground_is_asked_above_the_threshold(desk: Desk) -> None:
    first, _ = desk.territory.lots
    with desk.database.begin() as session:
        session.core.execute(sa.update(Procurement).values(amount=10_000_000))
    path = desk.link("brigitte", LinkPurpose.ADVICE, desk.territory.contract)
    for ground in ("", "nonsense"):
        page = await desk.sends(path, 422, **{f"lot-{first}": "decline", f"ground-{first}": ground})
        assert "demande un motif" in page
    assert "<select" in page
    code = page.partition('<option value="')[2].partition('<option value="')[2].partition('"')[0]
    await desk.sends(path, **{f"lot-{first}": "decline", f"ground-{first}": code})
    assert (all_of(desk, Lot)[0].state, all_of(desk, Lot)[0].reason) == (LotState.DECLINED, code)


async def test_advice_answered_meanwhile_is_shown_as_it_stands(desk: Desk) -> None:
    first, _ = desk.territory.lots
    path = desk.link("brigitte", LinkPurpose.ADVICE, desk.territory.contract)
    with desk.database.begin() as session:
        session.core.execute(sa.update(LOTS).values(state=LotState.CONFIRMED))
    page = await desk.sends(path, 422, **{f"lot-{first}": "decline"})
    assert "n’attend plus de réponse" in page
    assert "<form" not in page
    assert rows(desk.database, LINKS)[0].used_at is None


async def test_an_award_of_one_lot_then_the_other(desk: Desk) -> None:
    ready(desk, LinkPurpose.AWARD)
    first, second = desk.territory.lots
    path = desk.link("brigitte", LinkPurpose.AWARD, desk.territory.contract)
    assert 'value="450000 €"' in await desk.sees(path)
    said = {"supplier": "Entreprise Neuve", "day": "24/11/2026", f"amount-{first}": "440 k€"}
    page = await desk.sends(path, 422, lots=str(first), **said)
    assert "Nouveau" in page
    new = page.partition('name="supplier-meant" value="')[2].partition('"')[0]
    said |= {"supplier-said": "Entreprise Neuve", "supplier-meant": new}
    assert "Choisissez-en au moins un" in await desk.sends(path, 422, **said)
    assert "encore à venir" in await desk.sends(path, 422, lots=str(first), **said | {"day": "26/11/2026"})
    assert "quatorze chiffres" in await desk.sends(path, 422, lots=str(first), **said | {"siret": "123"})
    thanks = await desk.sends(path, lots=str(first), **said | {"siret": "732 829 320 00074"})
    assert "Entreprise Neuve" in thanks
    lots = all_of(desk, Lot)
    assert (lots[0].state, lots[0].awarded_amount) == (LotState.AWARDED, 440_000)
    assert lots[1].state == LotState.CONFIRMED
    again = "/r/" + thanks.partition('href="')[2].partition('"')[0]
    final = await desk.sends(again, supplier="Bâti Plus", day="hier", **{f"amount-{second}": "450 k€"})
    assert "href=" not in final
    assert all_of(desk, Lot)[1].supplier_id == desk.territory.company
    assert "732829320" in str([one.siret for one in all_of(desk, Organisation)])


async def test_not_awarded_yet_is_told_once_and_the_link_lives_on(desk: Desk) -> None:
    values = ready(desk, LinkPurpose.AWARD)
    path = desk.link("brigitte", LinkPurpose.AWARD, desk.territory.contract)
    for _ in range(2):
        assert "le même lien" in await desk.sends(path, answer="not-yet")
    assert [row.chat_id for row in told(desk)] == [1]
    await desk.sends(path, **values)
    assert {lot.state for lot in all_of(desk, Lot)} == {LotState.AWARDED}


async def test_not_awarded_yet_is_told_to_nobody_once_it_is(desk: Desk) -> None:
    """A page left open says so after the award was recorded elsewhere."""
    values = ready(desk, LinkPurpose.AWARD)
    path, other = (desk.link("brigitte", LinkPurpose.AWARD, desk.territory.contract) for _ in range(2))
    await desk.sends(other, **values)
    before = [row.key for row in told(desk)]
    assert "n’attend" in await desk.sends(path, 422, answer="not-yet")
    assert [row.key for row in told(desk)] == before


async def test_hours_are_declared_for_each_or_none(desk: Desk) -> None:
    first, second = desk.territory.placements
    path = desk.link("marc", LinkPurpose.HOURS, desk.territory.month)
    page = await desk.sees(path)
    assert "DURAND Luc" in page
    assert "MOREL &lt;Léa&gt;" in page
    assert page.count('value="155"') == 2
    for text, sentence in (
        ("", "nombre d’heures est attendu"),
        ("-3", "négatives"),
        ("999", "au plus"),
        ("beaucoup", "nombre d’heures est attendu"),
    ):
        assert sentence in await desk.sends(path, 422, **{f"hours-{first}": text, f"hours-{second}": "10"})
    await desk.sends(path, **{f"hours-{first}": "120 h 30", f"hours-{second}": "", f"none-{second}": "none"})
    assert [(row.placement_id, row.hours) for row in all_of(desk, WorkedMonth)] == [
        (first, 120.5),
        (second, 0),
    ]
    other = desk.link("marc", LinkPurpose.HOURS, desk.territory.month)
    assert "reste rien à déclarer" in await desk.sees(other)
    assert "reste rien à déclarer" in await desk.sends(other, 422, **{f"hours-{first}": "1"})


async def test_hours_asked_back_are_corrected_unless_they_changed(desk: Desk) -> None:
    first, _ = desk.territory.placements
    await desk.sends(
        desk.link("marc", LinkPurpose.HOURS, desk.territory.month),
        **{f"hours-{one}": "120" for one in desk.territory.placements},
    )
    with desk.database.begin() as session:
        one = session.exec(select(WorkedMonth).where(WorkedMonth.placement_id == first)).one()
        one.state = "asked_back"
    path = desk.link("marc", LinkPurpose.HOURS, desk.territory.month)
    page = await desk.sees(path)
    was = page.partition(f'name="was-{first}" value="')[2].partition('"')[0]
    assert "Ces heures ont changé" in await desk.sends(
        path, 422, **{f"hours-{first}": "100", f"was-{first}": "asked_back/1"}
    )
    await desk.sends(path, **{f"hours-{first}": "100", f"was-{first}": was})
    assert {row.placement_id: row.hours for row in all_of(desk, WorkedMonth)}[first] == 100
    assert any(row.subject == "hours" for row in all_of(desk, Change))


@pytest.mark.parametrize("month", [202613, 202600, 202701, 0])
async def test_a_month_that_is_none_or_not_begun_leads_nowhere(desk: Desk, month: int) -> None:
    path = desk.link("marc", LinkPurpose.HOURS, desk.territory.company * 1_000_000 + month)
    assert (await desk.client.get(path)).status_code == 404


@pytest.mark.parametrize("purpose", [LinkPurpose.OFFER, LinkPurpose.ADVICE, LinkPurpose.AWARD])
async def test_a_thing_that_is_no_more_leads_nowhere(desk: Desk, purpose: LinkPurpose) -> None:
    path = desk.link(asked(desk)[purpose][0], purpose, 999_999)
    assert (await desk.client.get(path)).status_code == 404
    assert (await desk.client.post(path, data={"answer": "nobody"})).status_code == 404


def test_a_token_is_known_by_its_signature_whatever_the_secret_key(database: Database) -> None:
    with database.begin() as session:
        nadia = settle(session).people["nadia"]
        token = links.make(session, nadia, LinkPurpose.OFFER, 1, NOW)
        stored = session.exec(select(Link)).one().token_hash
        key = links.key(session, NOW)
        session.sealer = Sealer([bytes(32)])
        assert links.key(session, NOW) == key
        assert links.find(session, token, NOW, NOW.date()) is not None
    assert links.signed(key, token)
    assert not links.signed(bytes(32), token)
    said, _, signature = token.partition(".")
    assert len(said) == 43
    for wrong in (
        "",
        ".",
        said,
        f".{signature}",
        f"{said}.",
        f"{said}.{signature}0",
        f"{said[1:]}.{signature}",
    ):
        assert not links.signed(key, wrong)
    assert said not in stored
    assert signature not in stored


def test_expired_links_are_purged_and_living_ones_stay(database: Database) -> None:
    with database.begin() as session:
        nadia = settle(session).people["nadia"]
        for days in (0, 1, 29):
            links.make(session, nadia, LinkPurpose.OFFER, 1, NOW - timedelta(days=days + 1))
    with database.begin() as session:
        assert links.purge(session, NOW) == 1
        assert links.purge(session, NOW) == 0
        assert len(session.exec(select(Link)).all()) == 2
