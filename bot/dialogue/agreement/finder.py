"""How organisations that can sign the agreement are found: a page of them, or by name."""

from collections.abc import Iterable

from bot.dialogue.answers import Candidate
from bot.dialogue.lists import SIZE
from bot.dialogue.translations import label
from bot.dialogue.turn import Turn
from bot.dialogue.words import KINDS
from bot.store import agreements, organisations
from bot.store.tables import Kind, Organisation

FINDER = "signatory"
FIRST = ("", 0)
_PAGE = "page:"
_MOST = 6


def asked(after: tuple[str, int]) -> str:
    """What to look up for the page behind this name key and number."""
    return f"{_PAGE}{after[1]}:{after[0]}"


def find(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """A page of the organisations that have not signed, and one more when others follow; or those of any kind
    but the PLIE whose name is close to what was typed: {"id", "name", "kind", "key"}."""
    agreement = agreements.current(turn.session)
    if agreement is None:
        return ()
    if not text.startswith(_PAGE):
        return _candidates(turn, organisations.search(turn.session, text, _MOST))
    number, _, key = text.removeprefix(_PAGE).partition(":")
    after = (key, int(number) if number.isdecimal() else 0)
    return _candidates(turn, agreements.listed(turn.session, agreements.identity(agreement), after, SIZE + 1))


def _candidates(turn: Turn, found: Iterable[Organisation]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            f"{one.name} · {label(turn.language, KINDS[one.kind])}",
            {"id": one.id, "name": one.name, "kind": one.kind, "key": one.name_key},
        )
        for one in found
        if one.kind != Kind.PLIE
    )
