"""The rows of years of indicators, in the proportions of `domain.md` §9, written by the database itself."""
# ruff: noqa: S608 (the statements are made of what is written here, and of whole numbers)

from collections.abc import Iterator, Mapping

from bench.indicator_sql import Dialect, drawn, one_of

YEARS = 10
MEASURED_YEAR = 2026
BUYERS, COMPANIES, ADVISERS = 3_576, 6_000, 583
UID = "bench"
"""What every row is called: the sealed values of a pool open wherever they are copied."""
MONTHS_WORKED = 3
_DAYS = 3_652
POOL = 1_009
SHARES = {
    "procurements": 0.4,
    "lots": 0.9,
    "amendments": 0.1,
    "offers": 0.5,
    "candidates": 0.76,
    "referrals": 2.0,
    "placements": 1.0,
    "interviews": 1.2,
    "exits": 0.3,
    "trainings": 0.05,
    "trainees": 0.2,
}
"""Rows of each table for one placement. Of the 75 000 contracts of a year in `domain.md` §9: 57 000
participants, 58 000 clauses (six lots in seven have one), and 333 hours a contract, in three months. Two
referrals to each hire; the rest is supposed. Of the older half of the people two in three were anonymised."""


def _near(place: str, many: int) -> str:
    """Another row of the same ten thousand, each of them once: who comes together is not hired together."""
    block = min(10_000, many)
    moved = f"({place} - {place} % {block} + {place} % {block} * 7919 % {block})"
    return f"1 + {moved} % {many}"


def insert(table: str, source: str, columns: Mapping[str, str]) -> str:
    """The statement that writes these columns of a table from the rows of a source."""
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {source}"


def statements(sql: Dialect, counts: Mapping[str, int]) -> Iterator[str]:
    yield from _partners(sql)
    yield from _contracts(sql, counts)
    yield from _people(sql, counts)
    yield from _work(sql, counts)


def _partners(sql: Dialect) -> Iterator[str]:
    everyone = BUYERS + COMPANIES + 1
    kind = f"CASE WHEN n <= {BUYERS} THEN 'buyer' WHEN n < {everyone} THEN 'company' ELSE 'plie' END"
    yield insert(
        "organisations",
        sql.numbers(everyone),
        {
            "id": "n",
            "kind": kind,
            "name": "'Org ' || n",
            "name_key": "'org ' || n",
            "created_at": sql.instant("0"),
        },
    )
    yield insert(
        "persons",
        sql.numbers(ADVISERS),
        {
            "id": "n",
            "uid": f"'{UID}'",
            "organisation_id": str(everyone),
            "role": "'facilitator'",
            "name": sql.bytes("2d" * 40),
            "language": "'fr'",
            "reachable": "true",
            "joined_at": sql.instant("0"),
        },
    )


def _contracts(sql: Dialect, counts: Mapping[str, int]) -> Iterator[str]:
    procurements = counts["procurements"]
    began = f"n * {_DAYS} / {procurements + 1}"
    yield insert(
        "procurements",
        sql.numbers(procurements),
        {
            "id": "n",
            "uid": f"'{UID}'",
            "reference": "'M-' || n",
            "organisation_id": f"1 + {drawn(1, BUYERS)}",
            "announced_by": "1",
            "on_behalf": "false",
            "announced_at": sql.instant(began),
            "title": "'Rénovation du groupe scolaire n° ' || n",
            "category": one_of(("works", "services", "supplies"), 2),
            "commune": "'Caen'",
            "amount": f"10000 + {drawn(3, 90_000_000)} / 100.0",
            "start_on": sql.day(began),
            "start_as": "'2020'",
            "months": f"1 + {drawn(4, 470_000)} / 10000.0",
        },
    )
    signed = f"n * {_DAYS} / {counts['lots'] + 1}"
    clause = f"{drawn(5, 7)} <> 0"
    states = ("running", "awarded", "completed", "running", "cancelled")
    yield insert(
        "lots",
        sql.numbers(counts["lots"]),
        {
            "id": "n",
            "procurement_id": f"1 + (n - 1) * {procurements} / {counts['lots']}",
            "position": "n",
            "number": "'1'",
            "title": "'Gros œuvre et maçonnerie'",
            "state": f"CASE WHEN {clause} THEN {one_of(states, 6)} ELSE 'announced' END",
            "amount": f"5000 + {drawn(7, 40_000_000)} / 100.0",
            "awarded_amount": f"CASE WHEN {clause} THEN 5000 + {drawn(8, 40_000_000)} / 100.0 END",
            "hours_owed": f"CASE WHEN {clause} THEN {drawn(9, 900)} END",
            "confirmed_on": f"CASE WHEN {clause} THEN {sql.day(signed)} END",
        },
    )
    yield insert(
        "amendments",
        sql.numbers(counts["amendments"]),
        {
            "id": "n",
            "lot_id": f"1 + {drawn(10, counts['lots'])}",
            "signed_on": sql.day(drawn(11, _DAYS)),
            "amount": f"CASE WHEN {drawn(12, 3)} > 0 THEN 5000 + {drawn(13, 40_000_000)} / 100.0 END",
            "months": f"CASE WHEN {drawn(12, 3)} < 2 THEN 1 + {drawn(14, 470_000)} / 10000.0 END",
            "recorded_by": "1",
            "recorded_at": sql.instant("1"),
        },
    )
    yield insert(
        "offers",
        sql.numbers(counts["offers"]),
        {
            "id": "n",
            "uid": f"'{UID}'",
            "reference": "'O-' || n",
            "organisation_id": f"{BUYERS + 1} + {drawn(15, COMPANIES)}",
            "posted_by": "1",
            "on_behalf": "false",
            "posted_at": sql.instant(f"n * {_DAYS} / {counts['offers'] + 1}"),
            "lot_id": f"1 + (n - 1) * {counts['lots']} / {counts['offers']}",
            "job": "'F1703'",
            "job_prefix": "'F17'",
            "positions": "2",
            "hired": "2",
            "commune": "'Caen'",
            "start_on": sql.day(f"n * {_DAYS} / {counts['offers'] + 1}"),
            "start_as": "'2020'",
            "contract": "'cdd'",
            "weekly_hours": "35",
            "requirements": "0",
            "state": "'filled'",
            "heard_at": sql.instant("1"),
            "circulation": "'sent'",
        },
    )


def _people(sql: Dialect, counts: Mapping[str, int]) -> Iterator[str]:
    many = counts["candidates"]
    came = f"n * {_DAYS} / {many + 1}"
    yield insert(
        "candidates",
        f"{sql.numbers(many)} JOIN pool ON pool.k = n % {POOL}",
        {
            "id": "n",
            "uid": f"'{UID}'",
            "reference": "'C-' || n",
            "name": sql.bytes("2d" * 45),
            "double_key": sql.bytes("2d" * 16),
            "birth_year": f"1955 + {drawn(20, 50)}",
            "sex": one_of(("female", "male", "female", "male", "unsaid"), 21),
            "commune": "'Caen'",
            "level": f"2 + {drawn(22, 6)}",
            "experience": drawn(23, 12),
            "held": "0",
            "eligibility": "pool.eligibility",
            "eligibility_count": "pool.eligibility_count",
            "jobs": "'F1703'",
            "available_on": sql.day(came),
            "available_as": "'2020'",
            "origin": one_of(("plie", "anpe", "mission_locale", "other"), 24),
            "consent_on": sql.day(came),
            "consent_heard_by": "1",
            "created_by": "1",
            "created_at": sql.instant(came),
            "state": f"CASE WHEN 2 * n < {many} AND {drawn(50, 3)} > 0 THEN 'anonymised' ELSE 'active' END",
            "contacted_on": sql.day(came),
        },
    )
    yield insert(
        "interviews",
        sql.numbers(counts["interviews"]),
        {
            "id": "n",
            "uid": f"'{UID}'",
            "candidate_id": f"1 + (n - 1) * {many} / {counts['interviews']}",
            "adviser_id": f"1 + {drawn(25, ADVISERS)}",
            "held_on": sql.day(f"n * {_DAYS} / {counts['interviews'] + 1}"),
            "kind": "'office'",
            "outcome": one_of(("progress", "ready", "training", "obstacle", "absent"), 26),
            "recorded_by": "1",
            "recorded_at": sql.instant("1"),
        },
    )
    yield insert(
        "exits",
        sql.numbers(counts["exits"]),
        {
            "id": "n",
            "candidate_id": f"1 + (n - 1) * {many} / {counts['exits']}",
            "left_on": sql.day(f"n * {_DAYS} / {counts['exits'] + 1}"),
            "kind": one_of(
                (
                    "hiring_company",
                    "outside_contract",
                    "civil_service",
                    "own_business",
                    "training",
                    "certification",
                    "none",
                ),
                27,
            ),
            "contract": one_of(("cdi", "cdd", "interim"), 28),
            "months": f"{drawn(29, 24)}",
            "recorded_by": "1",
            "recorded_at": sql.instant("1"),
        },
    )
    yield insert(
        "trainings",
        sql.numbers(counts["trainings"]),
        {
            "id": "n",
            "title": "'CACES'",
            "timing": one_of(("before", "during"), 30),
            "starts_on": sql.day(f"n * {_DAYS} / {counts['trainings'] + 1}"),
            "ends_on": sql.day(f"n * {_DAYS} / {counts['trainings'] + 1} + 10"),
            "hours": "70",
            "provider": "'AFPA'",
            "certifying": "true",
            "recorded_by": "1",
            "recorded_at": sql.instant("1"),
        },
    )
    yield insert(
        "trainees",
        sql.numbers(counts["trainees"]),
        {
            "training_id": f"1 + (n - 1) * {counts['trainings']} / {counts['trainees']}",
            "candidate_id": f"1 + (n - 1) * {many} / {counts['trainees']}",
            "state": one_of(("certified", "done", "certified", "dropped"), 51),
        },
    )


def _work(sql: Dialect, counts: Mapping[str, int]) -> Iterator[str]:
    many, placements = counts["candidates"], counts["placements"]
    made = f"n * {_DAYS} / {counts['referrals'] + 1}"
    state = one_of(("hired", "refused", "withdrawn", "obsolete", "hired", "refused"), 31)
    yield insert(
        "referrals",
        sql.numbers(counts["referrals"]),
        {
            "id": "n",
            "uid": f"'{UID}'",
            "candidate_id": f"1 + (n - 1) * {many} / {counts['referrals']}",
            "offer_id": f"1 + (n * 7 - 1) * {counts['offers']} / {counts['referrals']} % {counts['offers']}",
            "state": state,
            "created_by": "1",
            "created_at": sql.instant(made),
            "presented_at": f"CASE WHEN {drawn(32, 10)} > 0 THEN {sql.instant(made)} END",
            "moved_at": sql.instant(made),
        },
    )
    starts = f"n * {_DAYS - 200} / {placements + 1}"
    early = f"{drawn(33, 8)} = 0"
    lots = counts["lots"]
    lot = f"(n - 1) * {lots} / {placements} + {drawn(37, 1 + lots // 50)}"
    reasons = ("trial_employer", "resignation", "dismissal", "health", "moved", "other")
    declarer = f"{BUYERS + 1} + {drawn(34, COMPANIES)}"
    yield insert(
        "placements",
        sql.numbers(placements),
        {
            "id": "n",
            "uid": f"'{UID}'",
            "reference": "'P-' || n",
            "candidate_id": _near(f"((n - 1) * {many} / {placements})", many),
            "lot_id": f"CASE WHEN {drawn(36, 20)} > 0 THEN 1 + ({lot}) % {lots} END",
            "organisation_id": declarer,
            "employer": "'supplier'",
            "declaring_id": declarer,
            "job": "'F1703'",
            "contract": "'cdd'",
            "starts_on": sql.day(starts),
            "planned_end": sql.day(f"{starts} + 170"),
            "weekly_hours": "35",
            "state": f"CASE WHEN {drawn(38, 50)} = 0 THEN 'rejected' ELSE 'confirmed' END",
            "declared_by": "1",
            "declared_at": sql.instant(starts),
            "on_behalf": "false",
            "ended_on": f"CASE WHEN {early} THEN {sql.day(f'{starts} + 60')} END",
            "end_reason": f"CASE WHEN {early} THEN {one_of(reasons, 39)} END",
        },
    )
    yield insert(
        "worked_months",
        f"(SELECT placements.*, CAST(id AS BIGINT) AS row_id FROM placements) AS placements"
        f" JOIN {sql.numbers(MONTHS_WORKED)} ON true",
        {
            "placement_id": "placements.id",
            "lot_id": "placements.lot_id",
            "declaring_id": "placements.declaring_id",
            "month": sql.month(f"(placements.row_id * {_DAYS - 200} / {placements + 1})", "n - 1"),
            "hours": f"71 + {drawn(40, 8_000, '(placements.row_id * 7 + n)')} / 100.0",
            "state": one_of(
                ("validated", "validated", "declared", "validated", "asked_back"),
                41,
                "(placements.row_id + n)",
            ),
            "declared_by": "1",
            "declared_at": "placements.declared_at",
        },
    )
