"""What each answer of a mail server means for the letter that met it."""

import ssl

import pytest
from aiosmtplib import (
    SMTPConnectError,
    SMTPConnectResponseError,
    SMTPDataError,
    SMTPException,
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from bot.pipeline.mail_outcomes import Stage, classify, delay
from bot.pipeline.outcomes import Fate

READER = "n.benali@exemple.fr"


def _tls() -> SMTPConnectError:
    error = SMTPConnectError("no")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    return error


TABLE = [
    (SMTPConnectError("refused"), Stage.CONNECT, Fate.UNSENT),
    (TimeoutError(), Stage.CONNECT, Fate.UNSENT),
    (SMTPConnectResponseError(421, "4.3.2 busy"), Stage.CONNECT, Fate.UNSENT),
    (SMTPConnectResponseError(554, "no service"), Stage.CONNECT, Fate.CLOSED),
    (_tls(), Stage.CONNECT, Fate.CLOSED),
    (SMTPException("STARTTLS extension not supported"), Stage.CONNECT, Fate.CLOSED),
    (SMTPSenderRefused(451, "later", "x"), Stage.SENDER, Fate.UNSENT),
    (SMTPSenderRefused(550, "5.1.8 bad sender", "x"), Stage.SENDER, Fate.CLOSED),
    (ssl.SSLCertVerificationError("self-signed"), Stage.CONNECT, Fate.CLOSED),
    (SMTPServerDisconnected("gone"), Stage.SENDER, Fate.UNSENT),
    (SMTPReadTimeoutError("slow"), Stage.READER, Fate.LATER),
    (SMTPRecipientRefused(450, "4.2.1 greylisted", READER), Stage.READER, Fate.LATER),
    (SMTPRecipientRefused(421, "closing", READER), Stage.READER, Fate.LATER),
    (SMTPServerDisconnected("gone"), Stage.READER, Fate.LATER),
    (SMTPRecipientRefused(550, "5.1.1 no such user", READER), Stage.READER, Fate.BLOCKED),
    (SMTPRecipientRefused(552, "5.2.2 over quota", READER), Stage.READER, Fate.BLOCKED),
    (SMTPRecipientRefused(553, "mailbox name not allowed", READER), Stage.READER, Fate.BLOCKED),
    (SMTPRecipientRefused(554, "5.7.1 relay access denied", READER), Stage.READER, Fate.REFUSED),
    (SMTPRecipientRefused(530, "authenticate first", READER), Stage.READER, Fate.REFUSED),
    (SMTPDataError(451, "later"), Stage.CONTENT, Fate.LATER),
    (SMTPDataError(421, "closing"), Stage.CONTENT, Fate.LATER),
    (SMTPDataError(554, "5.1.1 content"), Stage.CONTENT, Fate.REFUSED),
    (SMTPDataError(-1, "what"), Stage.CONTENT, Fate.UNCERTAIN),
    (SMTPServerDisconnected("gone"), Stage.CONTENT, Fate.UNCERTAIN),
    (TimeoutError(), Stage.CONTENT, Fate.UNCERTAIN),
    (ValueError("bad address"), Stage.READER, Fate.REFUSED),
]


@pytest.mark.parametrize(("error", "stage", "fate"), TABLE, ids=str)
def test_every_answer_has_its_fate(error: Exception, stage: Stage, fate: Fate) -> None:
    outcome = classify(error, stage)
    assert outcome.fate is fate
    assert outcome.word
    assert READER not in outcome.word


def test_tries_come_less_and_less_often() -> None:
    delays = [delay(attempts) for attempts in range(80)]
    assert delays == sorted(delays)
    assert delays[0] == 60
    assert 2.5 < sum(delays) / 86_400 < 4
