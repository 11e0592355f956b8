"""Take over a list kept before Clausette: all its new records or none, silently for the partners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.actions import demand
from bot.dialogue.imports.cards import told_card, told_key
from bot.dialogue.imports.checks import Checked, buyer_of, check, known_as
from bot.dialogue.imports.suppliers import company_of
from bot.dialogue.readers.fold import fold
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, imports, people
from bot.store.candidates import Filing, Profile
from bot.store.imports import ImportKind, Made, companies, contracts, waiting
from bot.store.imports.contracts import Contract
from bot.store.imports.waiting import Contents, Record
from bot.store.procurements import Period
from bot.store.tables import Role

GONE = N_(
    "This file waits no more: it was imported, dropped, or is more than a day old. Please send it again."
)
_ALREADY = N_("This file is already imported: nothing was done twice.")
_SUBJECT = "import"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import came to: how many records were made, how many were there before. `refused`: what there
    is to correct first, nothing having been made."""

    kind: str
    made: int = 0
    before: int = 0
    refused: Contents | None = None


def keep(turn: Turn, contents: Contents) -> tuple[int, Contents, Checked]:
    """Keep what was read until the person decides. Returns its number, the contents with all that is wrong,
    and what would become of them. Raises Refused."""
    demand(turn, Action.IMPORT)
    checked = check(turn, contents)
    whole = contents.with_faults(checked.faults)
    number = waiting.keep(turn.session, whole, turn.me.id, turn.now)
    audit.record(
        turn.session, turn.me.id, "send list", _SUBJECT, number, turn.now,
        kind=whole.kind, new=len(checked.new), wrong=len(whole.faults),
    )  # fmt: skip
    return number, whole, checked


def waits(turn: Turn, number: int) -> Contents:
    """What was read of a file this person sent. Raises Refused when it waits no more."""
    demand(turn, Action.IMPORT)
    contents = waiting.load(turn.session, number, turn.me.id, turn.now)
    if contents is None:
        done = waiting.was_imported(turn.session, number, turn.me.id)
        raise Refused(_ALREADY if done else GONE)
    return contents


def drop(turn: Turn, number: int) -> None:
    """Forget a file; one imported meanwhile stays so. Raises Refused."""
    demand(turn, Action.IMPORT)
    if not waiting.drop(turn.session, number, turn.me.id):
        raise Refused(GONE)
    audit.record(turn.session, turn.me.id, "drop list", _SUBJECT, number, turn.now)


def run(turn: Turn, number: int) -> Outcome:
    """Make every new record of the file, as things are now; where something keeps one of them from being
    made, none. Raises Refused."""
    demand(turn, Action.IMPORT)
    imports.one_at_a_time(turn.session)
    contents = waits(turn, number)
    if contents.kind == ImportKind.CANDIDATE:
        candidates.hold_references(turn.session, turn.today.year)
    checked = check(turn, contents)
    whole = contents.with_faults(checked.faults) if not contents.faults else contents
    if whole.faults:
        waiting.change(turn.session, number, whole)
        return Outcome(contents.kind, refused=whole)
    if not waiting.take(turn.session, number, turn.me.id, turn.now):
        raise Refused(_ALREADY)
    kind = ImportKind(contents.kind)
    numbers = _MAKERS[kind](turn, checked) if checked.new else []
    _note(turn, number, kind, checked, numbers)
    done = Outcome(contents.kind, len(numbers), checked.unchanged + len(checked.changed))
    if numbers:
        _tell(turn, number, done)
    return done


def _note(turn: Turn, number: int, kind: ImportKind, checked: Checked, numbers: list[int]) -> None:
    session, me = turn.session, turn.me.id
    pairs = zip(checked.new, numbers, strict=True)
    directory = checked.directory
    made = [Made(known_as(kind, directory, record), record.said, subject) for record, subject in pairs]
    imports.remember(session, kind, made, me, turn.now)
    audit.record_all(session, me, "import", kind, numbers, turn.now, file=number)
    known = checked.unchanged + len(checked.changed)
    audit.record(
        session, me, "import list", _SUBJECT, number, turn.now, kind=kind, new=len(numbers), known=known
    )


def _tell(turn: Turn, number: int, done: Outcome) -> None:
    """The other coordinators hear of it, once; nobody else."""
    for colleague in people.with_roles(turn.session, Role.COORDINATOR):
        if colleague.id != turn.me.id:
            turn.tell(
                colleague,
                told_key(number, colleague.id),
                lambda language: told_card(turn.me.name, done.kind, done.made, language),
            )


def _procurements(turn: Turn, checked: Checked) -> list[int]:
    """The procurements, and the companies they were awarded to where nobody knew them."""
    directory, unknown = checked.directory, checked.unknown
    made = _new_companies(turn, unknown.listed)

    def supplier(lot: Mapping[str, Any]) -> int | None:
        if not lot["awarded"]:
            return None
        found = company_of(directory, lot["supplier"], lot["supplier_siret"])
        if found is not None:
            return found.id
        place = unknown.place(lot)
        return None if place is None else made[place]

    written = [_contract(checked, record, supplier) for record in checked.new]
    return contracts.add_all(turn.session, written, turn.me.id, turn.today.year, turn.now)


def _contract(
    checked: Checked, record: Record, supplier: Callable[[Mapping[str, Any]], int | None]
) -> Contract:
    buyer = buyer_of(checked.directory, record.said["buyer"])
    if buyer is None:
        raise LookupError("a checked record has a buyer")
    return Contract(record.said, buyer.id, buyer.name, [supplier(lot) for lot in record.said["lots"]])


def _new_companies(turn: Turn, listed: list[tuple[str, str | None]]) -> list[int]:
    numbers = companies.add_all(turn.session, listed, turn.now)
    audit.record_all(turn.session, turn.me.id, "import", ImportKind.COMPANY, numbers, turn.now)
    return numbers


def _companies(turn: Turn, checked: Checked) -> list[int]:
    listed = [(record.said["name"], record.reference) for record in checked.new]
    return companies.add_all(turn.session, listed, turn.now)


def _candidates(turn: Turn, checked: Checked) -> list[int]:
    filed = [(_profile(record.said), _filing(turn, checked, record.said)) for record in checked.new]
    return candidates.add_all(turn.session, filed, turn.today.year, turn.now)


def _profile(said: Mapping[str, Any]) -> Profile:
    available = said["available"]
    return Profile(
        name=said["name"],
        phone=said["phone"],
        birth_year=said["birth_year"],
        sex=said["sex"],
        commune=said["commune"],
        district=said["district"],
        level=said["level"],
        experience=said["experience"],
        jobs=tuple(said["jobs"]),
        held=said["held"],
        eligibility=tuple(said["eligibility"]),
        available=Period(date.fromisoformat(available.partition("/")[0]), available),
        origin=said["origin"],
    )


def _filing(turn: Turn, checked: Checked, said: Mapping[str, Any]) -> Filing:
    """Who follows the person, as the list says; the consent was recorded before, on its day."""
    adviser = checked.advisers[fold(said["adviser"])] if said["adviser"] else None
    return Filing(
        turn.me.id,
        date.fromisoformat(said["consent"]),
        adviser_id=adviser,
        contacted_on=date.fromisoformat(said["contacted"]),
    )


_MAKERS: Mapping[ImportKind, Callable[[Turn, Checked], list[int]]] = {
    ImportKind.PROCUREMENT: _procurements,
    ImportKind.COMPANY: _companies,
    ImportKind.CANDIDATE: _candidates,
}
