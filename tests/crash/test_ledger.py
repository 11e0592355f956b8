"""The checks of the crash tests see what they are there for."""

from collections.abc import Callable
from copy import copy, deepcopy
from pathlib import Path

import ledger
from ledger import Books
from scene import open_scene


def _lose_update(books: Books) -> None:
    books.inbox.pop(5)


def _double_update(books: Books) -> None:
    books.inbox.append(books.inbox[5])


def _double_contract(books: Books) -> None:
    books.procurements.append(books.procurements[0])


def _lose_contract(books: Books) -> None:
    books.procurements.pop()


def _lose_lot(books: Books) -> None:
    books.lots[books.procurements[0].id] -= 1


def _leave_unsent(books: Books) -> None:
    books.outbox[7]["state"] = "new"


def _sent(books: Books) -> list[int]:
    return [
        place
        for place, entry in enumerate(books.log)
        if entry.method == "sendMessage" and entry.status == 200
    ]


def _never_arrive(books: Books) -> None:
    books.log.pop(_sent(books)[9])


def _repeat(books: Books) -> None:
    books.log.append(books.log[_sent(books)[9]])


def _invert(books: Books) -> None:
    """The first and the last message of a chat change places."""
    places = _sent(books)
    chat = books.log[places[-1]].params["chat_id"]
    same = [place for place in places if books.log[place].params["chat_id"] == chat]
    first, last = copy(books.log[same[0]]), copy(books.log[same[-1]])
    first.n, last.n = last.n, first.n
    books.log[same[0]], books.log[same[-1]] = last, first


def _untold(books: Books) -> None:
    announced = next(row for row in books.outbox if row["key"].startswith("announced:"))
    books.outbox.remove(announced)


def _break_file(books: Books) -> None:
    books.integrity = "row 3 missing from index"


WRONGS: dict[Callable[[Books], None], str] = {
    _lose_update: "updates lost",
    _double_update: "updates kept twice",
    _double_contract: "contracts doubled",
    _lose_contract: "contracts lost",
    _lose_lot: "contracts with wrong lots",
    _leave_unsent: "messages unsent",
    _never_arrive: "arrived 0 times",
    _repeat: "arrived 2 times",
    _invert: "orders inverted inside a chat",
    _untold: "contracts not told to every colleague",
    _break_file: "integrity",
}


async def test_every_wrong_is_seen(tmp_path: Path) -> None:
    async with open_scene(tmp_path, seed=0) as scene:
        scene.gather()
        scene.server.start()
        await scene.drain()
        ledger.settled(scene)
        books = ledger.read(scene)
        for bend, problem in WRONGS.items():
            bent = _copy(books)
            bend(bent)
            assert problem in "\n".join(ledger.judge(scene, bent).problems), bend.__name__


def _copy(books: Books) -> Books:
    """The books, so that bending them leaves the first ones straight."""
    bent = copy(books)
    bent.inbox, bent.procurements, bent.log = list(books.inbox), list(books.procurements), list(books.log)
    bent.outbox, bent.lots = deepcopy(books.outbox), books.lots.copy()
    return bent
