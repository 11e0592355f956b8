"""What the records of a file meet in the database: known ones, organisations that are missing, people who are
there already. One look for the whole file, whatever its size."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.dialogue import formats
from bot.dialogue.imports.suppliers import Told, Unknown, company_of, unknown
from bot.dialogue.readers.fold import fold
from bot.dialogue.seekers.fields import phone
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.retention import ends_on
from bot.rules.siret import clean_siret
from bot.store import imports, parameters, people
from bot.store.imports import ImportKind, alike, companies, contracts, doubles, folded
from bot.store.imports.alike import Award
from bot.store.imports.companies import Directory, Named
from bot.store.imports.doubles import Face
from bot.store.imports.waiting import Contents, Fault, Record
from bot.store.tables import Kind

NO_BUYER = N_("No buyer is known by this name or SIRET: invite it first, or give its SIRET on its card.")
_SAME_PERSON = N_(
    "The file {reference} may be this person’s: take the row out, or write “oui” under “Autre personne”."
)
_TWICE = N_("This may be the person of row {row}: take one out, or write “oui” under “Autre personne”.")
_NO_ADVISER = N_("Nobody at the PLIE has this name: leave it empty, or write it as in /partenaires.")
_TOO_OLD = N_("Nothing was heard of this person since {day}: the file may not be kept any more.")
_OTHERS_NUMBER = N_(
    "This number is already that of somebody else, whose file is {reference}: give this list numbers of its "
    "own, for example ML-1."
)
_SAME_CONTRACT = N_(
    "The contract of row {row} has this reference and this buyer, written otherwise: write the buyer as it "
    "is there."
)
_BUYER = "Acheteur"
_OURS = re.compile(r".*/(M-\d{4}-\d{4,})")
"""How a contract of our own open data is called there: its buyer, then our reference."""


@dataclass
class Checked:
    """The records of a file as the database knows them: those that are new, how many were imported before as
    they are, the references of those that differ now; what keeps the new ones from being imported.
    `alike` are contracts that look like one that is there, by what they are called in the file and here;
    `twins` those that look like one above them in the file. `directory` holds the organisations they name,
    `unknown` the companies they would make; `advisers` persons by their names folded."""

    new: list[Record] = field(default_factory=list)
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    alike: dict[str, str] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    directory: Directory = field(default_factory=lambda: Directory({}, {}))
    unknown: Unknown = field(default_factory=Unknown)
    advisers: Mapping[str, int] = field(default_factory=dict)


def check(turn: Turn, contents: Contents) -> Checked:
    """What would become of each record now."""
    kind = ImportKind(contents.kind)
    done = Checked()
    if kind is ImportKind.PROCUREMENT:
        done.directory = _organisations(turn, contents.records)
    keys = [known_as(kind, done.directory, record) for record in contents.records]
    known = imports.known(turn.session, kind, [key for key in keys if key])
    differing = []
    for record, key in zip(contents.records, keys, strict=True):
        before = known.get(key)
        if before is None:
            done.new.append(record)
        elif before.digest in (None, imports.digest(record.said)):
            done.unchanged += 1
        else:
            differing.append((record, before.subject_id))
    if kind is ImportKind.CANDIDATE:
        differing = _not_others(turn, done, differing)
    done.changed += [record.reference for record, _ in differing]
    _CHECKS[kind](turn, done)
    return done


def known_as(kind: ImportKind, directory: Directory, record: Record) -> str:
    """What a record is known by among those of its kind: its reference; of a contract its buyer and the
    reference, which each buyer gives as it likes, whatever the file. Nothing without a buyer."""
    if kind is not ImportKind.PROCUREMENT:
        return record.reference
    said = str(record.said["buyer"])
    buyer = buyer_of(directory, said)
    return "" if buyer is None else f"{buyer.id}/{record.reference.removeprefix(f'{said}/')}"


def buyer_of(directory: Directory, said: str) -> Named | None:
    """The buyer a list names, by its SIRET or its name."""
    siret = clean_siret(said)
    found = directory.named(Kind.BUYER, said) if siret is None else directory.by_siret.get(siret)
    return found if found is not None and found.kind == Kind.BUYER else None


def _organisations(turn: Turn, records: Sequence[Record]) -> Directory:
    """The buyers and the suppliers that contracts name, as far as they are there."""
    named = [record.said["buyer"] for record in records]
    lots = [lot for record in records for lot in record.said["lots"]]
    sirets = [siret for said in named if (siret := clean_siret(said))]
    sirets += [lot["supplier_siret"] for lot in lots if lot["supplier_siret"]]
    names = [*named, *(lot["supplier"] for lot in lots if lot["supplier"])]
    return companies.directory(turn.session, sirets, names)


def _procurements(turn: Turn, done: Checked) -> None:
    _leave_ours(turn, done)
    lots = [lot for record in done.new for lot in record.said["lots"]]
    told = Told(done.directory, "SIRET attributaire")
    first: dict[str, int] = {}
    for record in done.new:
        key = known_as(ImportKind.PROCUREMENT, done.directory, record)
        if not key:
            done.faults.append(Fault(record.row, _BUYER, record.said["buyer"], NO_BUYER))
        elif first.setdefault(folded(key), record.row) != record.row:
            values = {"row": first[folded(key)]}
            done.faults.append(Fault(record.row, _BUYER, record.said["buyer"], _SAME_CONTRACT, values))
        for row, lot in zip(record.rows, record.said["lots"], strict=True):
            done.faults += told.wrong(row, lot["supplier"], lot["supplier_siret"])
    done.unknown = unknown(done.directory, lots)
    _look_alike(turn, done)


def _look_alike(turn: Turn, done: Checked) -> None:
    """Contracts that look like one that is there, or like another of the file."""
    awards = [(record, award) for record in done.new for award in _awards(done, record)]
    there = alike.there(turn.session, [award for _, award in awards])
    first: dict[Award, Record] = {}
    for record, award in awards:
        other = first.setdefault(award, record)
        if award in there:
            done.alike.setdefault(record.reference, there[award])
        elif other is not record:
            done.twins.setdefault(record.reference, other.reference)


def _awards(done: Checked, record: Record) -> Iterator[Award]:
    """What tells each awarded lot of a contract from those of others."""
    buyer = buyer_of(done.directory, record.said["buyer"])
    for lot in record.said["lots"]:
        amount = lot.get("awarded_amount") or lot["amount"]
        if buyer is None or not lot["awarded"] or not amount:
            continue
        found = company_of(done.directory, lot["supplier"], lot["supplier_siret"])
        place = done.unknown.place(lot) if found is None else None
        if found is not None or place is not None:
            supplier = -1 - (place or 0) if found is None else found.id
            yield Award(buyer.id, supplier, date.fromisoformat(lot["awarded"]), Decimal(amount))


def _leave_ours(turn: Turn, done: Checked) -> None:
    """Contracts Clausette wrote into open data itself are known where they came from."""
    ours = {record.reference: found[1] for record in done.new if (found := _OURS.fullmatch(record.reference))}
    titles = contracts.titled(turn.session, set(ours.values()))
    new = []
    for record in done.new:
        buyer = buyer_of(done.directory, record.said["buyer"])
        called = (ours.get(record.reference, ""), 0 if buyer is None else buyer.id)
        if called not in titles:
            new.append(record)
        elif titles[called] == record.said["title"]:
            done.unchanged += 1
        else:
            done.changed.append(record.reference)
    done.new = new


def _companies(turn: Turn, done: Checked) -> None:
    """A company that is there already, by its SIRET, or by its name where it has none, is known."""
    sirets = [record.reference for record in done.new]
    done.directory = companies.directory(turn.session, sirets, [record.said["name"] for record in done.new])
    told = Told(done.directory, "SIRET")
    new = []
    for record in done.new:
        wrong = told.wrong(record.row, record.said["name"], record.reference)
        done.faults += wrong
        there = company_of(done.directory, record.said["name"], record.reference)
        if not wrong and there is not None:
            done.unchanged += 1
        else:
            new.append(record)
    done.new = new


def _not_others(
    turn: Turn, done: Checked, differing: Sequence[tuple[Record, int]]
) -> list[tuple[Record, int]]:
    """Of the rows whose number is known those that may tell of the person of its file; the number of somebody
    else is a fault."""
    filed = doubles.filed(turn.session, [number for _, number in differing])
    kept = []
    for record, number in differing:
        there = filed.get(number)
        if there is None or there.may_be(record.said["name"], record.said["birth_year"]):
            kept.append((record, number))
            continue
        values = {"reference": there.reference}
        done.faults.append(Fault(record.row, "N° de dossier", record.reference, _OTHERS_NUMBER, values))
    return kept


def _candidates(turn: Turn, done: Checked) -> None:
    done.advisers = {fold(person.name): person.id for person in people.staff(turn.session)}
    faces = [
        Face(record.said["name"], record.said["birth_year"], record.said["phone"]) for record in done.new
    ]
    there = doubles.of(turn.session, faces)
    first: dict[object, int] = {}
    months = int(parameters.get(turn.session, "retention_months"))
    for place, record in enumerate(done.new):
        said = record.said
        if said["adviser"] and fold(said["adviser"]) not in done.advisers:
            done.faults.append(Fault(record.row, "Référent", said["adviser"], _NO_ADVISER))
        _kept(turn, done, record, months)
        if said["distinct"]:
            continue
        if place in there:
            values = {"reference": there[place]}
            done.faults.append(Fault(record.row, "Nom", said["name"], _SAME_PERSON, values))
        _once(done, first, record)


def _kept(turn: Turn, done: Checked, record: Record, months: int) -> None:
    """Nobody is brought back whom the agreement lets be forgotten."""
    last = date.fromisoformat(record.said["contacted"])
    if ends_on(last, months, None) <= turn.today:
        day = formats.day(last, turn.language)
        done.faults.append(Fault(record.row, "Dernier contact", "", _TOO_OLD, {"day": day}))


def _once(done: Checked, first: dict[object, int], record: Record) -> None:
    """Two rows that may be one person's."""
    said = record.said
    named = (*sorted(fold(said["name"]).split()), said["birth_year"])
    marks: dict[object, tuple[str, str]] = {named: ("Nom", said["name"])}
    marks |= {said["phone"]: ("Téléphone", phone(said["phone"]))} if said["phone"] else {}
    known = next((mark for mark in marks if mark in first), None)
    if known is not None:
        done.faults.append(Fault(record.row, *marks[known], _TWICE, {"row": first[known]}))
    for mark in marks:
        first.setdefault(mark, record.row)


_CHECKS: Mapping[ImportKind, Callable[[Turn, Checked], None]] = {
    ImportKind.PROCUREMENT: _procurements,
    ImportKind.COMPANY: _companies,
    ImportKind.CANDIDATE: _candidates,
}
