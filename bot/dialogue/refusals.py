"""Refusals: an action that may not be done says why, in one sentence."""

from typing import Any


class Refused(Exception):
    """What was asked cannot be done; `msgid` and `values` tell the person why and what to do next.

    Raised before anything changed: what the turn wrote until then is kept.
    """

    def __init__(self, msgid: str, **values: Any) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.values = values
