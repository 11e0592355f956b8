"""Answer pages under bad manners: odd bodies, two posts at once, failures, logs."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog
from answer_world import MARIE, Desk, asked, opened, ready
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import rows
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot import logs
from bot.store import links, people
from bot.store.database import Database
from bot.store.tables import (
    AuditEntry,
    Candidate,
    Delivery,
    Link,
    LinkPurpose,
    Lot,
    Outbox,
    Person,
    WorkedMonth,
)
from bot.web.gate import MOST_ADDRESSES, MOST_WRONG, WINDOW_SECONDS, Gate
from bot.web.posted import MOST_BYTES, MOST_FIELDS

LINKS: Any = Link.__table__
FORM = "application/x-www-form-urlencoded"
PURPOSES = [one for one in LinkPurpose if one is not LinkPurpose.UNSUBSCRIBE]
WITH_FILE = b'--x\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\nx\r\n--x--'
NAMES = (
    "name", "phone", "birth_year", "sex", "commune", "commune-said", "commune-meant", "district", "level",
    "experience", "jobs-1", "jobs-3", "held", "eligibility", "available", "consent", "answer", "lots",
    "lot-1", "lot-2", "text-1", "ground-1", "amount-1", "supplier", "supplier-meant", "siret", "day",
    "hours-1", "none-1", "was-1", "List-Unsubscribe",
)  # fmt: skip
TYPED = st.text(max_size=60) | st.sampled_from(
    [
        "yes",
        "retain",
        "discuss",
        "decline",
        "1",
        "2",
        "0",
        "-1",
        "1e400",
        "NaN",
        "١٢",
        "maçon",
        "Caen",
        "\0",
        "<b>zz",
    ]
)


@pytest.fixture
async def desk(on_sqlite: Database) -> AsyncIterator[Desk]:
    async with opened(on_sqlite) as here:
        yield here


@pytest.fixture
async def both(database: Database) -> AsyncIterator[Desk]:
    async with opened(database) as here:
        yield here


def link_of(desk: Desk, purpose: LinkPurpose) -> str:
    who, subject = asked(desk)[purpose]
    return desk.link(who, purpose, subject)


def count(desk: Desk, model: Any) -> int:
    with desk.database.begin() as session:
        return len(session.exec(select(model)).all())


async def test_any_form_is_answered(on_sqlite: Database) -> None:
    async with opened(on_sqlite) as desk:
        client, paths = desk.client, {purpose: link_of(desk, purpose) for purpose in LinkPurpose}
        loop = asyncio.get_running_loop()

        @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
        @given(
            st.sampled_from(list(LinkPurpose)),
            st.dictionaries(st.sampled_from(NAMES), TYPED | st.lists(TYPED, max_size=3), max_size=12),
        )
        def post(purpose: LinkPurpose, values: dict[str, Any]) -> None:
            sent = asyncio.run_coroutine_threadsafe(_post(purpose, values), loop)
            sent.result(20)

        async def _post(purpose: LinkPurpose, values: dict[str, Any]) -> None:
            plain = {name: _sendable(value) for name, value in values.items()}
            answer = await client.post(paths[purpose], data=plain)
            assert answer.status_code in (200, 404, 422)
            assert "<b>zz" not in answer.text
            if answer.status_code != 422:
                paths[purpose] = link_of(desk, purpose)

        await asyncio.to_thread(post)


def _sendable(value: Any) -> Any:
    if isinstance(value, list):
        return [_sendable(one) for one in value]
    return value.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("purpose", LinkPurpose)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\x00&%ff%fe=%zz&=&&&;;", FORM),
        (b"name=%C3%28&name=%ED%A0%80", FORM),
        (b"{}", "application/json"),
        (b"", FORM),
        (b"answer=stop", "text/plain"),
        (b"answer=stop", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"&" * MOST_BYTES, FORM),
        (b"a=" + b"%41" * 20_000, FORM),
        (WITH_FILE, "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--y--", "multipart/form-data"),
        (b"a=1&" * (MOST_FIELDS + 1), FORM),
    ],
)  # fmt: skip
async def test_no_body_breaks_a_page(desk: Desk, purpose: LinkPurpose, body: bytes, kind: str) -> None:
    path = link_of(desk, purpose)
    answer = await desk.client.post(path, content=body, headers={"Content-Type": kind})
    stopped = answer.status_code == 200
    assert stopped == (purpose is LinkPurpose.UNSUBSCRIBE and body == b"answer=stop" and kind != "text/plain")
    assert answer.status_code in (200, 400, 413, 422)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert rows(desk.database, LINKS)[0].used_at is None
    assert count(desk, AuditEntry) == int(stopped)


@pytest.mark.parametrize("whole", [True, False])
async def test_a_body_too_large_is_not_read_to_its_end(desk: Desk, whole: bool) -> None:
    taken = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 10_000
            yield b"a" * 10_000

    body: Any = b"a" * (MOST_BYTES + 1) if whole else parts()
    answer = await desk.client.post(
        link_of(desk, LinkPurpose.OFFER), content=body, headers={"Content-Type": FORM}
    )
    assert answer.status_code == 413
    assert "raccourcir" in answer.text
    assert taken < 10 * MOST_BYTES or not whole


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_two_who_answer_at_once_answer_once(both: Desk, purpose: LinkPurpose) -> None:
    values = ready(both, purpose)
    path = link_of(both, purpose)
    answers = await asyncio.gather(*(both.client.post(path, data=values) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]
    made = {
        LinkPurpose.OFFER: (Candidate, 3),
        LinkPurpose.HOURS: (WorkedMonth, 2),
        LinkPurpose.ADVICE: (Lot, 2),
        LinkPurpose.AWARD: (Lot, 2),
    }[purpose]
    assert count(both, made[0]) == made[1]
    with both.database.begin() as session:
        keys = [row.key for row in session.exec(select(Outbox)).all()]
    assert len(keys) == len(set(keys))


async def test_declined_and_proposed_at_once_through_two_links(both: Desk) -> None:
    first, second = (link_of(both, LinkPurpose.OFFER) for _ in range(2))
    answers = await asyncio.gather(
        both.client.post(first, data=MARIE), both.client.post(second, data={"answer": "nobody"})
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    with both.database.begin() as session:
        said = [row.answer for row in session.exec(select(Delivery)).all() if row.answer]
    assert said == ["proposed"]


async def test_a_database_that_fails_is_told_and_keeps_the_link(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link_of(desk, LinkPurpose.UNSUBSCRIBE)

    def failing(*_given: Any) -> bool:
        raise OperationalError("", {}, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(links, "find", failing)
        answer = await desk.client.post(path, data={"answer": "stop"})
        assert answer.status_code == 503
        assert "momentanément indisponible" in answer.text
    with monkeypatch.context() as patch:
        patch.setattr(people, "get", lambda *_given: 1 // 0)
        answer = await desk.client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    assert (await desk.client.get(path)).status_code == 200


async def test_nothing_else_is_served(desk: Desk) -> None:
    path = link_of(desk, LinkPurpose.OFFER)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert (await desk.client.request(method, path)).status_code == 405
    for other in ("/r/", "/r", "/", f"{path}/x"):
        assert (await desk.client.get(other)).status_code == 404


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What a server writes at DEBUG, apart from the journal of the suite."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level, known = root.handlers[:], root.level, structlog.get_config()
    logs.configure("DEBUG", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.configure(**known)


async def test_logs_hold_no_token_and_nothing_typed(
    desk: Desk, journal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link_of(desk, LinkPurpose.OFFER)
    await desk.client.get(path)
    await desk.client.post(path, data=MARIE | {"consent": ""})
    with monkeypatch.context() as patch:
        patch.setattr(links, "use", lambda *given: {}[path])
        assert (await desk.client.post(path, data=MARIE)).status_code == 500
    logging.getLogger("uvicorn.error").warning("GET %s?x=1", path)
    structlog.get_logger("x").info("seen", url=f"https://clausette.example.org{path}")
    told = journal.getvalue()
    assert "an answer page failed" in told
    assert "/r/[link]" in told
    token = path.removeprefix("/r/")
    for secret in (token, token.partition(".")[0], token.partition(".")[2], "MARTIN", "0612345678", "senior"):
        assert secret not in told


def test_the_gate_opens_again_and_forgets_the_oldest() -> None:
    gate = Gate()
    for _ in range(MOST_WRONG):
        assert not gate.shut("a", 5.0)
        gate.count("a", 5.0)
    assert gate.shut("a", 5.0)
    assert not gate.shut("b", 5.0)
    assert not gate.shut("a", 5.0 + WINDOW_SECONDS)
    gate.count("a", 5.0 + WINDOW_SECONDS)
    assert not gate.shut("a", 6.0 + WINDOW_SECONDS)
    for _ in range(MOST_WRONG):
        gate.count("c", 0.0)
    for number in range(MOST_ADDRESSES):
        gate.count(str(number), 0.0)
    assert not gate.shut("c", 0.0)


async def test_somebody_revoked_between_looking_and_answering_is_nobody(desk: Desk) -> None:
    path = link_of(desk, LinkPurpose.OFFER)
    await desk.sees(path)
    with desk.database.begin() as session:
        people.change(session, desk.territory.people["nadia"], revoked_at=desk.clock.now())
    assert (await desk.client.post(path, data={"answer": "nobody"})).status_code == 404
    with desk.database.begin() as session:
        assert session.get_one(Person, desk.territory.people["nadia"]).unsubscribed_at is None
