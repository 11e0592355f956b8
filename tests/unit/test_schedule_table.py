"""What runs by itself, in the design, in the documentation and in the code: the same table."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import jobs
from bot.dialogue.reminders.kinds import KINDS

DESIGN = Path(__file__).parents[3] / "shared" / "design" / "dialogues.md"
COPY = Path(__file__).parents[1] / "data" / "runs_by_itself.md"
"""The table of the design, for where the design is not beside the sources."""
DOCUMENT = Path(__file__).parents[2] / "docs" / "schedule.md"
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Paris"))

Row = tuple[str, ...]


def rows(text: str) -> list[list[Row]]:
    """The tables of a text, without their heads."""
    tables: list[list[Row]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            tables[-1].append(tuple(cell.strip() for cell in line.strip("|").split("|")))
        elif tables[-1]:
            tables.append([])
    return [table[2:] for table in tables if table]


def documented() -> tuple[list[Row], list[Row]]:
    first, second = rows(DOCUMENT.read_text(encoding="utf-8"))
    return first, second


TABLE, OTHERS = documented()
NAMES = [row[4].strip("`") for row in TABLE]


def test_the_documentation_says_what_the_design_says() -> None:
    design = rows(COPY.read_text(encoding="utf-8"))[0]
    assert [row[:4] for row in TABLE] == design
    if DESIGN.exists():
        text = DESIGN.read_text(encoding="utf-8")
        assert rows(text[text.index("## 4. ") :])[0] == design


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_each_line_of_the_table_runs(row: Row) -> None:
    _, when, whom, stops, name = row
    job = jobs.BY_NAME[name.strip("`")]
    assert (job.told.when, job.told.whom, job.told.stops) == (when, whom, stops)


def test_nothing_else_claims_to_be_in_the_table() -> None:
    told = {job.name for job in jobs.JOBS if job.told != jobs.Told()}
    assert told == set(NAMES)


def test_lines_are_in_the_order_of_the_table() -> None:
    lines = [line.name for line in jobs.LINES]
    assert lines == [name for name in NAMES if name in lines]


@pytest.mark.parametrize("job", jobs.JOBS, ids=lambda job: job.name)
def test_each_job_is_documented_once(job: jobs.Job) -> None:
    names = [*NAMES, *(row[0].strip("`") for row in OTHERS)]
    assert names.count(job.name) == 1
    assert list(jobs.BY_NAME).count(job.name) == [one.name for one in jobs.JOBS].count(job.name)


def test_the_documentation_names_no_job_that_is_gone() -> None:
    assert {row[0].strip("`") for row in OTHERS} <= jobs.BY_NAME.keys()


def test_reminders_are_written_before_they_are_said() -> None:
    names = [job.name for job in jobs.JOBS]
    assert all(names.index(line.name) < names.index("daily message") for line in jobs.LINES)


def test_each_line_can_be_said() -> None:
    kinds = [line.kind for line in jobs.LINES]
    assert sorted(kinds) == sorted(KINDS)
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("job", jobs.JOBS, ids=lambda job: job.name)
def test_each_job_has_a_next_run(job: jobs.Job) -> None:
    assert job.schedule.following(FRIDAY) >= FRIDAY
