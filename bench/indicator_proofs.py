"""The files that prove the rows of `indicator_rows`; none of what is about people anonymised since."""

from collections.abc import Iterator, Mapping

from bench.indicator_rows import UID, insert
from bench.indicator_sql import Dialect, drawn

_PEOPLE = "candidates ON candidates.id = {}.candidate_id AND candidates.state <> 'anonymised'"
_AT_WORK = "worked_months JOIN placements ON placements.id = placement_id JOIN "
_GIVEN: Mapping[tuple[str, str], tuple[str, str, int]] = {
    ("procurement", "notice"): ("procurements", "true", 8),
    ("lot", "award"): ("lots", "confirmed_on IS NOT NULL", 8),
    ("placement", "contract"): (
        "placements JOIN " + _PEOPLE.format("placements"), "placements.state = 'confirmed'", 7,
    ),
    ("month", "hours"): (_AT_WORK + _PEOPLE.format("placements"), "worked_months.state <> 'asked_back'", 6),
    ("training", "training"): ("trainings", "true", 5),
    ("exit", "exit"): ("exits JOIN " + _PEOPLE.format("exits"), "kind <> 'none'", 6),
    ("candidate", "eligibility"): ("candidates", "candidates.state <> 'anonymised'", 7),
}  # fmt: skip
"""For each kind of object and proof where the objects are, what must hold of them, and how many of ten such
objects have a file."""


def statements(sql: Dialect) -> Iterator[str]:
    """At most one file for each object, which costs what more would."""
    for place, ((subject, proof), (source, where, tenths)) in enumerate(_GIVEN.items()):
        number = f"{source.split()[0]}.id"
        columns = {
            "uid": f"'{UID}'",
            "subject": f"'{subject}'",
            "subject_id": number,
            "proof": f"'{proof}'",
            "digest": sql.digest(number),
            "size": "1",
            "media_type": "'application/pdf'",
            "name": sql.bytes("2d" * 40),
            "added_by": "1",
            "on_behalf": "false",
            "added_at": sql.instant("1"),
        }
        chosen = f"{source} WHERE {where} AND {drawn(60 + place, 10, number)} < {tenths}"
        yield insert("evidence", chosen, columns)
