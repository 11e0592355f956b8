"""What is drawn by arithmetic on the numbers of rows, and how SQLite and PostgreSQL say it."""
# ruff: noqa: S608 (the expressions are made of what is written here, and of whole numbers)

from collections.abc import Sequence

FIRST_YEAR = 2017


class Dialect:
    """How the two databases say numbers, days and instants."""

    def __init__(self, on_sqlite: bool) -> None:
        self._on_sqlite = on_sqlite

    def numbers(self, last: int) -> str:
        """The numbers from 1 as `n`."""
        if self._on_sqlite:
            step = f"SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {last}"
            return f"(WITH RECURSIVE s(n) AS ({step}) SELECT n FROM s) AS numbers"
        return f"(SELECT n::bigint AS n FROM generate_series(1, {last}) AS n) AS numbers"

    def day(self, after: str) -> str:
        """The day so many days after the first."""
        if self._on_sqlite:
            return f"date('{FIRST_YEAR}-01-01', ({after}) || ' days')"
        return f"(DATE '{FIRST_YEAR}-01-01' + ({after})::int)"

    def month(self, after: str, months: str) -> str:
        """The first day of the month so many months after that of a day."""
        if self._on_sqlite:
            return (
                f"date('{FIRST_YEAR}-01-01', ({after}) || ' days', 'start of month', ({months}) || ' months')"
            )
        begin = f"date_trunc('month', DATE '{FIRST_YEAR}-01-01' + ({after})::int)"
        return f"({begin} + ({months}) * INTERVAL '1 month')::date"

    def instant(self, after: str) -> str:
        """Noon of the day so many days after the first, in UTC."""
        if self._on_sqlite:
            return f"({self.day(after)} || ' 12:00:00.000000')"
        return f"({self.day(after)} + TIME '12:00') AT TIME ZONE 'UTC'"

    def digest(self, of: str) -> str:
        """A text as long as a SHA-256 in hexadecimal, another for each number."""
        if self._on_sqlite:
            return f"printf('%064x', {of} * 2654435761)"
        return f"lpad(to_hex({of}::bigint * 2654435761), 64, '0')"

    def bytes(self, text: str) -> str:
        """Bytes written in hexadecimal."""
        return f"X'{text}'" if self._on_sqlite else f"'\\x{text}'::bytea"


def drawn(salt: int, below: int, of: str = "n") -> str:
    """A number from 0 to below `below`, the same for the same row and salt."""
    return f"(({of} * {2_654_435_761 + 2 * salt} + {salt} * 97) % 4294967291 / 13 % {below})"


def one_of(values: Sequence[str], salt: int, of: str = "n") -> str:
    """One of these words, the same for the same row and salt."""
    cases = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values))
    return f"(CASE {drawn(salt, len(values), of)} {cases} END)"
