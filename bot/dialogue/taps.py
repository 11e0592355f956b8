"""What the buttons of forms carry."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Tapped:
    """The person tapped a button of a form."""

    nonce: int
    verb: str
    arg: str = ""

    @property
    def data(self) -> str:
        """What the button carries, at most 64 bytes."""
        return f"f:{self.nonce:x}:{self.verb}" + (f":{self.arg}" if self.arg else "")

    @classmethod
    def parse(cls, data: str) -> Self:
        """The tap a button's data tells; one no card offers when it is malformed."""
        _, nonce, verb, arg, *_ = [*data.split(":", 3), "", "", ""]
        try:
            return cls(int(nonce, 16), verb, arg)
        except ValueError:
            return cls(-1, "")
