"""What came by e-mail, by address."""

from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

from bot.sandbox.state import Json

KEPT = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it came in."""

    id: int
    at: int
    sender: str
    message: EmailMessage

    def part(self, kind: str) -> str:
        """Its text as `plain` or `html`; empty without one."""
        body = self.message.get_body((kind,))
        return "" if body is None else str(body.get_content()).replace("\r\n", "\n")

    def files(self) -> list[Json]:
        """What is attached: name, type and bytes of each."""
        return [
            {"name": part.get_filename(), "type": part.get_content_type(), "size": len(part.get_content())}
            for part in self.message.iter_attachments()
        ]


@dataclass(slots=True)
class Mailbox:
    """What came for an address; `refuses`: the server says there is no such mailbox."""

    address: str
    label: str = ""
    refuses: bool = False
    letters: deque[Letter] = field(default_factory=lambda: deque(maxlen=KEPT))
    version: int = 0


class PostOffice:
    """Every mailbox of a world; one appears with its first letter, or earlier when asked for."""

    def __init__(self) -> None:
        self.boxes: dict[str, Mailbox] = {}
        self._ids = count(1)

    def box(self, address: str, label: str = "") -> Mailbox:
        """The mailbox of an address, new if need be."""
        box = self.boxes.setdefault(address.casefold(), Mailbox(address))
        box.label = label or box.label
        return box

    def keep(self, address: str, at: int, sender: str, content: bytes) -> Mailbox:
        """Put a message into the mailbox of an address."""
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        box = self.box(address)
        box.letters.append(Letter(next(self._ids), at, sender, message))
        return box

    def letter(self, number: int) -> Letter | None:
        """The message of this number, if it is still there."""
        found = (letter for box in self.boxes.values() for letter in box.letters if letter.id == number)
        return next(found, None)


def mailbox_view(box: Mailbox) -> Json:
    """A mailbox as the page and the tests read it, oldest letter first."""
    return {
        "address": box.address,
        "label": box.label,
        "refuses": box.refuses,
        "letters": [_letter_view(letter) for letter in box.letters],
    }


def _letter_view(letter: Letter) -> Json:
    return {
        "id": letter.id,
        "date": letter.at,
        "sender": letter.sender,
        "subject": str(letter.message["Subject"] or ""),
        "headers": [[name, str(value)] for name, value in letter.message.items()],
        "text": letter.part("plain"),
        "html": letter.part("html"),
        "files": letter.files(),
    }
