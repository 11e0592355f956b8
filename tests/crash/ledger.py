"""What must be true when all is quiet again, from the database and the sandbox's log of requests."""

import contextlib
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from scene import Scene

from bot.sandbox.requestlog import LogEntry
from bot.store.sealed import Sealer

log = logging.getLogger(__name__)

HARMLESS = ("message is not modified", "query is too old")
AT_ONCE = timedelta(seconds=2)
"""Longer than any transaction lasts."""

IN_FLIGHT = 100
"""Messages one process may have on their way: 50 in order, 50 at once."""


@dataclass
class Books:
    """The tables and the log; whoever checks them may read them once and bend them."""

    inbox: list[Any]
    outbox: list[dict[str, Any]]
    procurements: list[Any]
    lots: Counter[int]
    audit: Counter[tuple[str, int]]
    log: list[LogEntry]
    updates: range
    one_writer: bool
    integrity: str = "ok"


@dataclass
class Verdict:
    """What is wrong, and figures about what happened."""

    problems: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)

    def found(self, what: str, which: Iterable[Any]) -> None:
        wrong = list(which)
        if wrong:
            self.problems.append(f"{len(wrong)} {what}: {wrong[:8]}")


def read(scene: Scene) -> Books:
    engine = sa.create_engine(scene.settings.database)
    sealer = Sealer([scene.settings.key()])
    with contextlib.closing(engine.connect()) as connection:
        outbox = [dict(row._mapping) for row in _all(connection, "SELECT * FROM outbox ORDER BY id")]
        for row in outbox:
            row["body"] = sealer.open(row["body"], f"outbox.body:{row['uid']}")
        audit = _all(connection, "SELECT action, subject_id FROM audit WHERE subject = 'procurement'")
        books = Books(
            inbox=list(_all(connection, "SELECT update_id, state, error FROM inbox ORDER BY id")),
            outbox=outbox,
            procurements=list(_all(connection, "SELECT id, reference, title, examined_by FROM procurements")),
            lots=Counter(row.procurement_id for row in _all(connection, "SELECT procurement_id FROM lots")),
            audit=Counter((row.action, row.subject_id) for row in audit),
            log=list(scene.world.log.entries),
            updates=range(
                scene.sandbox.config.first_update_id,
                scene.sandbox.config.first_update_id + scene.world.queue.total,
            ),
            one_writer=engine.dialect.name == "sqlite",
        )
        if books.one_writer:
            books.integrity = str(connection.execute(sa.text("PRAGMA integrity_check")).scalar())
    engine.dispose()
    assert scene.world.log.total == len(books.log), (
        "the sandbox forgot requests: the run is too long for its log"
    )
    return books


def _all(connection: sa.Connection, query: str) -> Sequence[Any]:
    return connection.execute(sa.text(query)).all()


def settled(scene: Scene) -> dict[str, int]:
    """The figures of a run in which nothing went wrong."""
    verdict = judge(scene, read(scene))
    log.info("%s", verdict.figures)
    assert not verdict.problems, scene.report("\n".join([*verdict.problems, str(verdict.figures)]))
    return verdict.figures


def judge(scene: Scene, books: Books) -> Verdict:
    """0 lost, 0 doubled, 0 unsent, 0 inverted, and no duplicate that no crash explains."""
    verdict = Verdict()
    verdict.found("integrity", [] if books.integrity == "ok" else [books.integrity])
    _updates(verdict, books)
    _effects(verdict, scene, books)
    _announcements(verdict, scene, books)
    _messages(verdict, scene, books)
    verdict.figures |= {"kills": scene.kills, "429": sum(entry.status == 429 for entry in books.log)}
    return verdict


def _updates(verdict: Verdict, books: Books) -> None:
    """Every update the sandbox made is in the inbox once, done."""
    kept = Counter(row.update_id for row in books.inbox)
    verdict.found("updates lost", [number for number in books.updates if number not in kept])
    verdict.found("updates nobody sent", [number for number in kept if number not in books.updates])
    verdict.found("updates kept twice", [number for number, times in kept.items() if times > 1])
    verdict.found("updates not done", [tuple(row) for row in books.inbox if row.state != "done"])
    polls = [entry.result for entry in books.log if entry.method == "getUpdates" and entry.status == 200]
    delivered = Counter(update["update_id"] for result in polls for update in result)
    verdict.figures |= {
        "updates": len(books.updates),
        "redelivered": sum(times > 1 for times in delivered.values()),
    }


def _effects(verdict: Verdict, scene: Scene, books: Books) -> None:
    """Every form is a procurement, once, with its lots, written down once; what was taken was taken once."""
    sent = {contract.title: len(contract.lots) for buyer in scene.buyers for contract in buyer.sent}
    titles = Counter(row.title for row in books.procurements)
    verdict.found("contracts lost", sent.keys() - titles.keys())
    verdict.found("contracts nobody announced", titles.keys() - sent.keys())
    verdict.found("contracts doubled", [title for title, times in titles.items() if times > 1])
    wrong = [row.title for row in books.procurements if books.lots[row.id] != sent.get(row.title)]
    verdict.found("contracts with wrong lots", wrong)
    once = [row.reference for row in books.procurements if books.audit["announce", row.id] != 1]
    verdict.found("contracts not written down once", once)
    taken = [
        row for row in books.procurements if books.audit["examine", row.id] != (row.examined_by is not None)
    ]
    verdict.found("contracts not taken once", [row.reference for row in taken])
    tapped = {number for someone in scene.staff for number in getattr(someone, "tapped", ())}
    free = [
        row.reference
        for row in books.procurements
        if row.examined_by is None and int(row.reference[7:]) in tapped
    ]
    verdict.found("contracts tapped and not taken", free)
    verdict.figures |= {
        "forms": len(sent),
        "taken": sum(row.examined_by is not None for row in books.procurements),
    }


def _announcements(verdict: Verdict, scene: Scene, books: Books) -> None:
    """Every colleague of the PLIE was told of every contract."""
    told = Counter(row["key"].split(":")[1] for row in books.outbox if row["key"].startswith("announced:"))
    short = [row.reference for row in books.procurements if told[str(row.id)] != len(scene.staff)]
    verdict.found("contracts not told to every colleague", short)


def _messages(verdict: Verdict, scene: Scene, books: Books) -> None:
    """Every message arrived, in order; again only as often as a crash caught it on its way."""
    verdict.found(
        "messages unsent",
        [(row["key"], row["state"], row["error"]) for row in books.outbox if row["state"] != "sent"],
    )
    refused = [(entry.method, entry.status, entry.error) for entry in books.log if not _well(entry)]
    verdict.found("requests refused", refused)
    rows, arrivals = _rows(books.outbox), _arrivals(books.log)
    verdict.found("messages nobody wrote", [key for key in arrivals if key not in rows])
    doubled = 0
    for identity, same in rows.items():
        came, flights = len(arrivals.get(identity, ())), sum(row["attempts"] for row in same)
        doubled += max(0, came - len(same))
        if not len(same) <= came <= len(same) + flights:
            verdict.problems.append(
                f"{[row['key'] for row in same]} caught on their way {flights} times, arrived {came} times"
            )
    flights = sum(row["attempts"] for row in books.outbox)
    if flights > scene.kills * IN_FLIGHT:
        verdict.problems.append(f"{flights} messages in flight at {scene.kills} kills")
    first = {
        same[0]["id"]: arrivals[key][0] for key, same in rows.items() if len(same) == 1 and key in arrivals
    }
    verdict.found("orders inverted inside a chat", _inverted(books, first))
    verdict.figures |= {"messages": len(books.outbox), "in flight at kills": flights, "duplicates": doubled}


def _well(entry: LogEntry) -> bool:
    """Accepted, too fast, already so; or the poll of a process that is gone."""
    return entry.status in (200, 429) or entry.method == "getUpdates" or _harmless(entry)


def _harmless(entry: LogEntry) -> bool:
    return entry.status == 400 and any(text in (entry.error or "") for text in HARMLESS)


def _rows(outbox: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows by what the sandbox was to hear; two may say the same (who takes a contract sees it twice)."""
    numbers = {row["id"]: row["message_id"] for row in outbox}
    rows = defaultdict(list)
    for row in outbox:
        followed = {} if row["follows"] is None else {"message_id": numbers[row["follows"]]}
        rows[_identity(row["method"], row["body"] | followed)].append(row)
    return dict(rows)


def _arrivals(log: list[LogEntry]) -> dict[str, list[int]]:
    """The numbers of the requests that arrived, by what they say."""
    arrivals = defaultdict(list)
    for entry in log:
        inward = entry.method.startswith("get") or entry.method == "deleteWebhook"
        if not inward and (entry.status == 200 or _harmless(entry)):
            arrivals[_identity(entry.method, entry.params)].append(entry.n)
    return dict(arrivals)


def _identity(method: str, params: dict[str, Any]) -> str:
    plain = {
        name: value if isinstance(value, str | list | dict) else json.dumps(value)
        for name, value in params.items()
    }
    return f"{method} {json.dumps(plain, sort_keys=True, ensure_ascii=False)}"


def _inverted(books: Books, first: dict[int, int]) -> list[tuple[str, str]]:
    """Pairs of a chat where the row that had to leave first arrived second."""
    lanes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in books.outbox:
        if row["lane"] is not None and row["id"] in first:
            lanes[row["lane"]].append(row)
    pairs = []
    for rows in lanes.values():
        arrived = sorted(rows, key=lambda row: first[row["id"]])
        for place, second in enumerate(arrived):
            wrong = (row for row in arrived[:place] if _precedes(second, row, one_writer=books.one_writer))
            pairs += [(row["key"], second["key"]) for row in wrong]
    return pairs


def _precedes(row: dict[str, Any], other: dict[str, Any], *, one_writer: bool) -> bool:
    """Whether a row must leave before another of its chat: it is older and no less urgent.

    Where several processes write, rows of two transactions that ran at once have no order between them.
    Answers to one chat never run at once (its updates are handled one by one), nor do announcements (each
    waits for its number), nor does what is far apart in time.
    """
    if row["id"] > other["id"] or row["rank"] > other["rank"]:
        return False
    sources = [each["key"].partition(":")[0] for each in (row, other)]
    serial = sources[0] == sources[1] and sources[0] in ("turn", "announced")
    return one_writer or serial or other["created_at"] - row["created_at"] > AT_ONCE
