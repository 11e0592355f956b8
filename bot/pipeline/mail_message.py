"""A letter as it travels: headers, two parts and perhaps a file, under the same id however often it is
sent."""

import hashlib
import mimetypes
from collections.abc import Mapping
from datetime import datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import Any

from bot.dialogue import letter_parts
from bot.dialogue.letters import MAX_SUBJECT
from bot.store.uploads import uploaded

NAME = "Clausette"
_UNFOLDED = compat32.clone(max_line_length=None)
"""Long links stay on the line of their name: mail programs read them there only."""

_UTF_8 = Charset("utf-8")
_UTF_8.body_encoding = QP
_LINE_ENDS = ("\r", "\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


class BadHeaderError(ValueError):
    """A header would hold the end of a line: what follows it would be a header of someone else's."""


def compose(body: Mapping[str, Any], key: str, sender: str, reader: str, now: datetime) -> bytes:
    """The message of a letter's outbox row, to `reader`. Its id is made from the row's key: a mail program
    shows what comes twice once. Nothing personal is in the headers but the address. Raises BadHeaderError."""
    words = MIMEMultipart("alternative")
    for part, kind in ((letter_parts.plain(body), "plain"), (letter_parts.html(body), "html")):
        words.attach(MIMEText(part, kind, _UTF_8))  # type: ignore[arg-type]
    message = _beside(words, body)
    headers = _headers(body, key, sender, reader, now)
    subject = Header(headers.pop("Subject"), "utf-8", header_name="Subject")
    message["Subject"] = subject.encode()
    for name, value in headers.items():
        message[name] = value
    return message.as_bytes(policy=_UNFOLDED)


def _beside(words: MIMEMultipart, body: Mapping[str, Any]) -> MIMEMultipart:
    """The words alone, or with the file of the letter attached."""
    file = uploaded(body.get("file"))
    if file is None:
        return words
    name, content = file
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    attached = MIMEBase(*guessed.split("/", 1))
    attached.set_payload(content)
    encode_base64(attached)
    attached.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    whole = MIMEMultipart("mixed")
    whole.attach(words)
    whole.attach(attached)
    return whole


def _headers(body: Mapping[str, Any], key: str, sender: str, reader: str, now: datetime) -> dict[str, str]:
    named = hashlib.sha256(key.encode()).hexdigest()[:40]
    headers = {
        "From": f"{NAME} <{sender}>",
        "To": reader,
        "Subject": body["subject"][:MAX_SUBJECT],
        "Date": format_datetime(now),
        "Message-ID": f"<{named}@{sender.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": body["language"],
    }
    if body["mass"] and body["unsubscribe"]:
        headers["List-Unsubscribe"] = f"<{body['unsubscribe']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if any(end in value for value in headers.values() for end in _LINE_ENDS):
        raise BadHeaderError(BadHeaderError.__doc__)
    return headers
