"""The way to a mail server: encrypted and verified, with a password where it asks for one."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot import checkup
from bot.pipeline.mail import Post
from bot.pipeline.mail_message import BadHeaderError, compose
from bot.pipeline.outcomes import Fate
from bot.settings import MailServer, Settings

SENDER, READER = "clausette@plie.example", "n.benali@exemple.fr"
MESSAGE = b"Subject: x\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    alternatives = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365 * 50))
        .add_extension(alternatives, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    folder.joinpath("cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    folder.joinpath("key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """What the server encrypts with."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*certificate)
    return made


class Keeps:
    """Keeps what came."""

    def __init__(self) -> None:
        self.came: list[Envelope] = []

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.came.append(envelope)
        return "250 OK"


def knows(_server: SMTP, _session: Any, _envelope: Any, _how: str, said: Any) -> AuthResult:
    """One user, one password."""
    known = (said.login, said.password) == (b"clausette", b"p@ss/word")
    return AuthResult(success=known, handled=False)


@asynccontextmanager
async def served(make: Callable[[], SMTP], over: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A mail server on a free port."""
    opened: list[SMTP] = []

    def begin() -> SMTP:
        opened.append(make())
        return opened[-1]

    server = await asyncio.get_running_loop().create_server(begin, "127.0.0.1", 0, ssl=over)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for one in opened:
            if one.transport is not None:
                one.transport.close()
        await server.wait_closed()


def trusts(monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


async def sent(server: MailServer) -> Any:
    """What becomes of a letter."""
    post = Post(server, SENDER)
    outcome = await post.send(READER, MESSAGE)
    await post.rest()
    return outcome


async def test_a_message_arrives_as_it_is() -> None:
    keeps = Keeps()
    async with served(lambda: SMTP(keeps, hostname="x")) as port:
        assert (await sent(MailServer("127.0.0.1", port, "none"))).fate is Fate.SENT
    [envelope] = keeps.came
    assert (envelope.mail_from, envelope.rcpt_tos, envelope.content) == (SENDER, [READER], MESSAGE)


class Slams(Keeps):
    """Hangs up on whoever writes to one reader, with or without a word."""

    def __init__(self, goodbye: str | None) -> None:
        super().__init__()
        self.goodbye = goodbye

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address != READER:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        if self.goodbye is not None:
            return self.goodbye
        assert server.transport is not None
        server.transport.close()
        return "250 OK"


@pytest.mark.parametrize("goodbye", ["421 4.7.0 try later", None])
async def test_a_reader_the_server_hangs_up_on_holds_up_no_other(goodbye: str | None) -> None:
    slams = Slams(goodbye)
    async with served(lambda: SMTP(slams, hostname="x")) as port:
        post = Post(MailServer("127.0.0.1", port, "none"), SENDER)
        fates = [(await post.send(reader, MESSAGE)).fate for reader in (READER, "hugo@exemple.fr")]
        await post.rest()
    assert fates == [Fate.LATER, Fate.SENT]
    assert [one.rcpt_tos for one in slams.came] == [["hugo@exemple.fr"]]


@pytest.mark.parametrize("encryption", ["tls", "starttls"])
async def test_a_certificate_that_does_not_hold_sends_nothing(
    certificate: tuple[Path, Path], encryption: Any
) -> None:
    keeps, own = Keeps(), context(certificate)
    upgrade = own if encryption == "starttls" else None
    over = own if encryption == "tls" else None
    async with served(lambda: SMTP(keeps, hostname="x", tls_context=upgrade), over) as port:
        outcome = await sent(MailServer("127.0.0.1", port, encryption))
    assert (outcome.fate, outcome.word) == (Fate.CLOSED, "SSLCertVerificationError")
    assert keeps.came == []


@pytest.mark.parametrize("encryption", ["tls", "starttls"])
async def test_a_certificate_that_holds_lets_letters_through(
    certificate: tuple[Path, Path], encryption: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusts(monkeypatch, certificate)
    keeps, own = Keeps(), context(certificate)
    upgrade = own if encryption == "starttls" else None
    over = own if encryption == "tls" else None
    async with served(lambda: SMTP(keeps, hostname="x", tls_context=upgrade), over) as port:
        assert (await sent(MailServer("127.0.0.1", port, encryption))).fate is Fate.SENT
    assert len(keeps.came) == 1


async def test_a_server_without_encryption_is_not_talked_to_in_clear() -> None:
    keeps = Keeps()
    async with served(lambda: SMTP(keeps, hostname="x")) as port:
        outcome = await sent(MailServer("127.0.0.1", port, "starttls"))
    assert outcome.fate is Fate.CLOSED
    assert keeps.came == []


def asking(keeps: Keeps, certificate: tuple[Path, Path]) -> Callable[[], SMTP]:
    """A server that wants a password."""
    return lambda: SMTP(
        keeps,
        hostname="x",
        tls_context=context(certificate),
        auth_required=True,
        require_starttls=True,
        authenticator=knows,
    )


async def test_the_password_opens(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    trusts(monkeypatch, certificate)
    keeps = Keeps()
    async with served(asking(keeps, certificate)) as port:
        right = MailServer("127.0.0.1", port, "starttls", "clausette", "p@ss/word")
        assert (await sent(right)).fate is Fate.SENT
        wrong = MailServer("127.0.0.1", port, "starttls", "clausette", "canaripw")
        outcome = await sent(wrong)
        assert (outcome.fate, outcome.word) == (Fate.CLOSED, "SMTPAuthenticationError 535")
        nobody = await sent(MailServer("127.0.0.1", port, "starttls"))
        assert (nobody.fate, nobody.word) == (Fate.CLOSED, "SMTPSenderRefused 530")
    assert len(keeps.came) == 1


async def test_the_doctor_says_what_the_mail_server_says(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(url: str, **more: Any) -> checkup.Finding:
        settings = Settings(
            _env_file=None, smtp_url=url, public_url="https://clausette.ville.example", **more
        )
        return await checkup._mail(settings)

    keeps = Keeps()
    async with served(asking(keeps, certificate)) as port:
        where = f"127.0.0.1:{port}"
        found = await told(f"smtp+starttls://clausette:p%40ss%2Fword@{where}")
        assert not found.well
        assert "SSL_CERT_FILE" in found.text
        trusts(monkeypatch, certificate)
        found = await told(f"smtp+starttls://clausette:canaripw@{where}")
        assert not found.well
        assert "user and password" in found.text
        assert "canaripw" not in found.text
        found = await told(f"smtp+starttls://clausette:p%40ss%2Fword@{where}")
        assert found.well
        assert "clausette@clausette.ville.example" in found.text
    found = await told(f"smtp://{where}")
    assert not found.well
    assert "host and port" in found.text
    assert keeps.came == []
    assert (await checkup._mail(Settings(_env_file=None))).well


@pytest.mark.parametrize(
    ("url", "well"),
    [(None, True), ("https://a.example", True), ("http://a.example", False), ("clausette", False)],
)
def test_the_doctor_looks_at_the_address_of_the_pages(url: str | None, well: bool) -> None:
    assert checkup._pages(Settings(_env_file=None, public_url=url)).well is well


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\x85"])
@pytest.mark.parametrize("field", ["subject", "unsubscribe", "language"])
def test_a_header_with_the_end_of_a_line_is_refused(end: str, field: str) -> None:
    body = {
        "subject": "x", "html": "x", "ways": [], "language": "fr", "organisation": "x",
        "unsubscribe": "https://x", "mass": True,
    }  # fmt: skip
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert b"Bcc" not in compose(body, "key", SENDER, READER, now)
    forged = body | {field: f"fr{end}Bcc: x@y.fr"}
    if field == "language":
        with pytest.raises((BadHeaderError, LookupError, ValueError, OSError)):
            compose(forged, "key", SENDER, READER, now)
        return
    with pytest.raises(BadHeaderError):
        compose(forged, "key", SENDER, READER, now)
