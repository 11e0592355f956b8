"""How SIAEs are found while someone of the PLIE shares an offer or a lot's hours."""

from collections.abc import Iterable

from bot.dialogue.answers import Candidate
from bot.dialogue.lists import SIZE
from bot.dialogue.turn import Turn
from bot.store import organisations, shares
from bot.store.shares import Shared
from bot.store.tables import Kind

PAGE, NAMED = "page", "named"
_KINDS = ("offer", "lot")


def asked(kind: str, number: int, how: str, text: str) -> str:
    """What to look up: SIAEs to share the offer or lot of this number with, those behind a name key (`PAGE`)
    or those whose name is close to what was typed (`NAMED`)."""
    return f"{kind}:{number}:{how}:{text}"


def siae(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """A page of the SIAEs with somebody on Clausette, and one more when others follow, or those named:
    {"id", "name", "key", "shared"}, `shared` telling that it is shared with this one already."""
    kind, number, how, rest = [*text.split(":", 3), "", "", ""][:4]
    if kind not in _KINDS or not number.isdecimal():
        return ()
    what = Shared(offer_id=int(number)) if kind == "offer" else Shared(lot_id=int(number))
    if how == PAGE:
        return _candidates(turn, what, shares.siaes_on_clausette(turn.session, rest, SIZE + 1))
    close = [one.id or 0 for one in organisations.close_to(turn.session, Kind.SIAE, rest)]
    return _candidates(turn, what, shares.siaes_named(turn.session, close))


def _candidates(turn: Turn, what: Shared, found: Iterable[tuple[int, str, str]]) -> tuple[Candidate, ...]:
    listed = list(found)
    shared = shares.siaes_of(turn.session, what, [number for number, _, _ in listed])
    return tuple(
        Candidate(name, {"id": number, "name": name, "key": key, "shared": number in shared})
        for number, name, key in listed
    )
