"""The sandbox's mail server: what it keeps, what it refuses, what its page may show."""

import pytest
from sandbox_client import Client

from bot.sandbox.config import SandboxConfig
from bot.sandbox.mailboxes import KEPT, PostOffice

MESSAGE = (
    b"From: x@y.example\r\nSubject: =?utf-8?q?=C3=80_lire?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nbonjour\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head></head><p>bonjour</p></html>\r\n"
    b"--b--\r\n"
)


def test_a_letter_is_found_again_whatever_the_case_of_its_address() -> None:
    office = PostOffice()
    office.keep("Nadia@Exemple.fr", 1, "x@y.example", MESSAGE)
    office.keep("nadia@exemple.fr", 2, "x@y.example", b"Subject: bare\r\n\r\ntexte\r\n")
    [box] = office.boxes.values()
    first, second = box.letters
    assert (str(first.message["Subject"]), first.part("plain").strip()) == ("À lire", "bonjour")
    assert (second.part("plain").strip(), second.part("html")) == ("texte", "")
    assert office.letter(first.id) is first
    assert office.letter(99) is None


def test_only_the_last_letters_are_kept() -> None:
    office = PostOffice()
    for number in range(KEPT + 3):
        office.keep("a@b.fr", number, "x@y.example", MESSAGE)
    assert [letter.at for letter in office.box("a@b.fr").letters] == list(range(3, KEPT + 3))


async def test_a_letter_is_a_page_that_runs_and_loads_nothing(client: Client) -> None:
    letter = client.sandbox.world.mail.keep("a@b.fr", 1, "x@y.example", MESSAGE).letters[-1]
    async with client.http.get(f"{client.sandbox.url}/sandbox/letters/{letter.id}") as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "sandbox allow-popups" in answer.headers["Content-Security-Policy"]
        assert "allow-scripts" not in answer.headers["Content-Security-Policy"]
        assert '<head><base target="_blank">' in await answer.text()
    async with client.http.get(f"{client.sandbox.url}/sandbox/letters/99") as answer:
        assert answer.status == 404


async def test_a_mailbox_appears_refuses_and_is_seen_when_it_changed(client: Client) -> None:
    before = (await client.look("state"))["version"]
    made = await client.control("mailboxes", address="a@b.fr", label="Nadia")
    assert made == {"address": "a@b.fr", "label": "Nadia", "refuses": False, "letters": []}
    [seen] = (await client.look(f"changes?after={before}&timeout=1"))["mailboxes"]
    assert seen["label"] == "Nadia"
    assert (await client.control("mailboxes", address="A@B.fr", refuses=True))["refuses"]
    [box] = (await client.look("mailboxes?address=A@b.fr"))["mailboxes"]
    assert (box["refuses"], box["label"]) == (True, "Nadia")
    assert (await client.look("mailboxes?address=c@d.fr"))["mailboxes"] == []
    assert await client.control_refused("mailboxes", address="nobody") == 400


async def test_the_faults_of_the_mail_server_are_its_own(client: Client) -> None:
    assert await client.control_refused("faults", method="mail", fault="429") == 400
    assert await client.control_refused("faults", method="sendMessage", fault="450") == 400
    await client.control("faults", method="mail", fault="450", times=2)
    faults = client.sandbox.world.faults
    assert faults.take("sendMessage") is None
    assert faults.take_mail("554") is None
    assert faults.take_mail("550", "450") is not None
    assert [fault["times"] for fault in faults.api()] == [1]


def test_the_mail_server_has_a_port_of_its_own() -> None:
    with pytest.raises(ValueError, match="token"):
        SandboxConfig(token="short", smtp_port=1)
    assert SandboxConfig().smtp_port == 0
