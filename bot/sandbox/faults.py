"""Faults that a test or a visitor of the page asks the sandbox to commit."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.errors import ApiError, ControlError, bad, forbidden, too_many

KINDS = (
    "timeout_after_accept",
    "reset",
    "reset_after_accept",
    "429",
    "500",
    "502",
    "bad_json",
    "403",
    "400",
    "slow",
)
REFUSALS = ("429", "500", "403", "400")
DOWNLOAD = "file"
"""In the place of a method: the download of a file."""

MAIL = "mail"
"""In the place of a method: the mail server, with faults of its own."""

MAIL_KINDS = ("421", "450", "550", "451", "554", "reset", "reset_after_accept", "slow")
"""Turned away at the door; the mailbox is busy, or unknown; the letter is refused for now, or for good; the
connection is cut before the letter is kept, or after; a slow answer."""


@dataclass(slots=True)
class Fault:
    """A fault of the next `times` requests of a method ("*": any but getUpdates; "file": a download;
    "mail": a letter).

    `seconds` is how long those that wait do, `retry_after` what a 429 asks.
    """

    method: str
    fault: str
    times: int
    seconds: float
    retry_after: int

    def error(self) -> ApiError:
        """Return the refusal of a fault that is one."""
        if self.fault == "429":
            return too_many(self.retry_after)
        if self.fault == "403":
            return forbidden("bot was blocked by the user")
        if self.fault == "400":
            return bad("chat not found")
        return ApiError(500, "Internal Server Error")


class Faults:
    """The faults waiting to be committed, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, given: dict[str, Any]) -> None:
        """Add a fault from a control request.

        Raises:
            ControlError: 400, no such fault.

        """
        kind, method = str(given.get("fault")), str(given.get("method", "*"))
        kinds = MAIL_KINDS if method == MAIL else KINDS
        if kind not in kinds:
            raise ControlError(400, f"fault is one of {', '.join(kinds)}")
        wait = 30.0 if kind == "timeout_after_accept" else 1.0
        fault = Fault(
            method=method,
            fault=kind,
            times=int(given.get("times") or 1),
            seconds=float(given.get("seconds") or wait),
            retry_after=int(given.get("retry_after") or 1),
        )
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget them all."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """Return the fault of a request to `method`, None when it goes well."""
        for fault in self._waiting:
            any_method = fault.method == "*" and method != "getUpdates"
            if any_method or fault.method.lower() == method.lower():
                return self._commit(fault)
        return None

    def take_mail(self, *kinds: str) -> Fault | None:
        """Return the fault of these kinds that the mail server commits now, None when all goes well."""
        for fault in self._waiting:
            if fault.method == MAIL and fault.fault in kinds:
                return self._commit(fault)
        return None

    def _commit(self, fault: Fault) -> Fault:
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)
        return fault

    def api(self) -> list[dict[str, Any]]:
        """Return the waiting faults for the control state."""
        return [asdict(fault) for fault in self._waiting]
