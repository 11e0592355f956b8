import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sandbox_client import Client

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.sandbox.workdays import easter, is_working, next_morning

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def config(tmp_path: Path) -> SandboxConfig:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<p>bonjour</p>")
    (tmp_path / "page" / "page.js").write_text("1;")
    return SandboxConfig(limits=False, clock_file=tmp_path / "var" / "clock", page=tmp_path / "page")


async def test_the_page_is_served(client: Client) -> None:
    for path, text in (("/", "<p>bonjour</p>"), ("/static/page.js", "1;")):
        async with client.http.get(client.sandbox.url + path) as response:
            assert await response.text() == text


async def test_other_pages_and_hosts_are_kept_out(client: Client) -> None:
    url = client.sandbox.url + "/sandbox/people"
    async with client.http.post(url, json={"first_name": "Eve"}) as response:
        assert response.status == 403
    for host, status in (
        ("evil.example", 403),
        ("evil.example:80", 403),
        ("localhost:1", 200),
        ("127.0.0.1", 200),
    ):
        async with client.http.get(client.sandbox.url + "/sandbox/state", headers={"Host": host}) as response:
            assert response.status == status
    assert (await client.look("state"))["people"] == []


async def test_a_person_is_shown_with_their_messages(client: Client) -> None:
    ana = await client.person(username="ana", label="Ville de Caen", language_code="fr", id=4242)
    assert ana == 4242
    await client.api("sendMessage", chat_id=ana, text="<b>1 &lt; 2</b>", parse_mode="HTML")
    state = await client.look("state")
    person = state["people"][0]
    assert (person["label"], person["language_code"], person["started"]) == ("Ville de Caen", "fr", True)
    assert [(message["from"], message["html"]) for message in person["messages"]] == [
        ("me", "/start"),
        ("bot", "<b>1 &lt; 2</b>"),
    ]
    assert state["counters"]["messages"] == 1
    assert await client.control_refused("people", first_name="Bob", id=4242) == 409
    assert await client.control_refused("people") == 400
    assert await client.control_refused("people/1/say", text="x") == 404


async def test_only_the_last_fifty_messages_are_shown(client: Client) -> None:
    ana = await client.person()
    for n in range(60):
        await client.api("sendMessage", chat_id=ana, text=str(n))
    shown = [message["text"] for message in (await client.look(f"people/{ana}"))["messages"]]
    assert shown == [str(n) for n in range(10, 60)]


async def test_changes_wait_and_tell_only_what_changed(client: Client) -> None:
    ana, bob = await client.person(), await client.person("Bob")
    version = (await client.look("state"))["version"]
    waiting = asyncio.create_task(client.look(f"changes?after={version}"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await client.api("sendMessage", chat_id=bob, text="x")
    async with asyncio.timeout(2):
        changes = await waiting
    assert [person["id"] for person in changes["people"]] == [bob]
    assert changes["version"] > version
    nothing = await client.look(f"changes?after={changes['version']}&timeout=0.05")
    assert (nothing["people"], nothing["version"]) == ([], changes["version"])
    commands = [{"command": "a", "description": "b"}]
    await client.api("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": ana})
    one = await client.look(f"changes?after={changes['version']}")
    assert [person["id"] for person in one["people"]] == [ana]
    await client.api("setMyCommands", commands=commands)
    both = await client.look(f"changes?after={one['version']}")
    assert {person["id"] for person in both["people"]} == {ana, bob}
    await client.control("clock", advance="hour")
    assert (await client.look(f"changes?after={both['version']}"))["people"] == []


async def test_the_clock_moves_for_everyone(client: Client, config: SandboxConfig) -> None:
    ana = await client.person()
    assert config.clock_file is not None
    moved = await client.control("clock", advance="hour")
    assert float(config.clock_file.read_text()) == moved["offset"] == 3600
    await client.control("clock", advance="week")
    assert float(config.clock_file.read_text()) == 3600 + 7 * 86400
    message = await client.api("sendMessage", chat_id=ana, text="x")
    assert message["date"] == pytest.approx(client.sandbox.world.clock.time(), abs=2)
    morning = datetime.fromisoformat((await client.control("clock", advance="morning"))["now"]).astimezone(
        PARIS
    )
    assert (morning.hour, morning.minute) == (8, 30)
    assert is_working(morning.date())
    assert await client.control_refused("clock", advance="year") == 400
    assert await client.control_refused("clock", advance=True) == 400
    await asyncio.sleep(0.3)
    config.clock_file.write_text("120")
    assert (await client.look("state"))["offset"] == 120


def test_working_mornings() -> None:
    assert (easter(2024), easter(2027).isoformat()) == (
        datetime(2024, 3, 31, tzinfo=PARIS).date(),
        "2027-03-28",
    )
    for now, morning in (
        ("2026-11-20T08:29:59", "2026-11-20T08:30:00+01:00"),
        ("2026-11-20T08:30:00", "2026-11-23T08:30:00+01:00"),
        ("2026-12-24T10:00:00", "2026-12-28T08:30:00+01:00"),
        ("2027-03-26T12:00:00", "2027-03-30T08:30:00+02:00"),
        ("2027-05-05T12:00:00", "2027-05-07T08:30:00+02:00"),
        ("2027-05-14T12:00:00", "2027-05-18T08:30:00+02:00"),
    ):
        assert next_morning(datetime.fromisoformat(now).replace(tzinfo=PARIS)).isoformat() == morning


async def test_raw_updates_pass_as_they_are(client: Client) -> None:
    given = await client.control("raw", update={"message": {"odd": 1}, "update_id": 5})
    _, body = await client.request("getUpdates")
    assert body["result"] == [{"update_id": given["update_id"], "message": {"odd": 1}}]
    assert await client.control_refused("raw", update=[]) == 400


async def test_the_log_tells_every_request(client: Client) -> None:
    ana = await client.person()
    last = (await client.log())[-1]["n"]
    await client.api(
        "sendMessage", chat_id=ana, text="x", reply_markup={"inline_keyboard": []}, parse_mod="HTML"
    )
    await client.refused("sendMessage", chat_id=ana, text="")
    await client.refused("sendNothing")
    sent, refused, unknown = await client.log(last)
    assert (sent["method"], sent["status"], sent["result"]["text"]) == ("sendMessage", 200, "x")
    assert sent["params"]["reply_markup"] == {"inline_keyboard": []}
    assert (refused["status"], refused["error"]) == (400, "Bad Request: message text is empty")
    assert unknown["status"] == 404
    assert (await client.look("state"))["unknown_parameters"] == {"sendMessage.parse_mod": 1}


async def test_unreadable_control_requests_are_refused(client: Client) -> None:
    headers = {"X-Sandbox": "1"}
    for body in (b"{", b"[]"):
        async with client.http.post(
            f"{client.sandbox.url}/sandbox/people", data=body, headers=headers
        ) as response:
            assert response.status == 400
    assert await client.control_refused("groups/abc/say") == 400
    assert await client.control_refused("groups/-1/say") == 404


async def test_stopping_does_not_wait_for_long_polls(client: Client) -> None:
    loop = asyncio.get_running_loop()
    async with Sandbox.running(SandboxConfig()) as sandbox:
        base = f"{sandbox.api_url}{sandbox.config.token}/"
        await client.http.post(
            sandbox.url + "/sandbox/faults", headers={"X-Sandbox": "1"}, json={"fault": "slow", "seconds": 30}
        )
        waiting = [
            asyncio.create_task(client.http.get(base + "getUpdates?timeout=50")),
            asyncio.create_task(client.http.get(sandbox.url + "/sandbox/changes?after=99")),
            asyncio.create_task(client.http.get(base + "getMe")),
        ]
        await asyncio.sleep(0.1)
        began = loop.time()
    assert loop.time() - began < 1
    for response in await asyncio.gather(*waiting):
        assert response.status == 200
        response.release()


async def test_the_program_stops_on_sigterm(tmp_path: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error", "-m", "bot.sandbox", "--port", "0", "--clock-file", str(tmp_path / "clock")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert program.stdout is not None
    async with asyncio.timeout(20):
        url = (await program.stdout.readline()).decode().strip()
        host, port = url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET /sandbox/changes?after=9 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await asyncio.sleep(0.2)
        program.send_signal(signal.SIGTERM)
        _, errors = await program.communicate()
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
        await writer.wait_closed()
    assert errors == b""
    assert program.returncode in (0, -signal.SIGTERM)
