"""Drawn worlds behind a desk, and the people who walk from the figures to the lists behind them."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from indicator_worlds import draw, write
from limits import assert_fits
from rights_cast import NOW, Someone, World
from rights_desk import Desk, tap
from rights_table import REFUSALS
from town import Town

from bot import app
from bot.dialogue.cards import Card
from bot.dialogue.translations import translate
from bot.dialogue.turn import Turn
from bot.handlers import indicator_lists
from bot.reports.indicators import lists
from bot.store import agreements, people, schema
from bot.store.database import Database, Session
from bot.store.people import Newcomer
from bot.store.sealed import Sealer
from bot.store.tables import Candidate, JobOffer, Lot, Procurement, Role, rows_of

BUYER, OTHER_BUYER = 2, 3
LATER = datetime(2028, 1, 10, 9, tzinfo=UTC)
"""When all of 2027 may leave the PLIE."""
PAGE = 2
"""So few rows on a page that there are many pages."""
LONG = "É🙂<b>&amp;" * 30
REFUSED = {str(translate("fr", msgid)) for msgid in REFUSALS}
_VALUE = re.compile(r"</b> : ([\d ]+(?:,\d+)?)")


@dataclass
class Scene:
    """A world drawn at random behind a desk, the people who come there, and the cards they are shown."""

    desk: Desk
    staff: list[Someone]
    buyer: Someone
    others: list[Someone]
    cards: list[Card] = field(default_factory=list)

    def taps(self, someone: Someone, data: str) -> Card | None:
        """The card a button leads to; None when all that is said is a refusal."""
        before = len(self.cards)
        done = self.desk.serve(someone, tap(someone, data))
        assert not done.changed, data
        if len(self.cards) > before and _plain(self.cards[-1].text) not in map(_plain, REFUSED):
            assert_fits(self.cards[-1])
            return self.cards[-1]
        said = [one.text for one in done.said if one.text]
        assert said, data
        assert set(said) <= REFUSED | {said[-1]}, (data, said)
        assert set(said) & REFUSED, (data, said)
        return None


def _plain(text: str) -> str:
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Scenes:
    """Makes scenes of drawn worlds."""

    folder: Path
    patch: pytest.MonkeyPatch

    @contextmanager
    def of(self, seed: int, *, long: bool = False) -> Iterator[Scene]:
        """The world of a seed; with `long` all that people typed is as long as it may be."""
        url = f"sqlite:///{self.folder / f'{seed}.sqlite'}"
        with closing(Database(url, Sealer([bytes(range(32))]))) as database:
            schema.upgrade(database)
            with database.begin() as session:
                write(session, draw(seed))
                dress(session)
                cast = {role: join(session, role) for role in Role}
                if long:
                    lengthen(session)
            desk = Desk(database, World())
            staff = [cast.pop(Role.FACILITATOR), cast.pop(Role.COORDINATOR)]
            made = Scene(desk, staff, cast.pop(Role.BUYER), list(cast.values()))
            self.patch.setattr(Turn, "edit", _seen(made, Turn.edit))
            for module in (indicator_lists, lists):
                self.patch.setattr(module, "SIZE", PAGE)
            yield made
            self.patch.undo()
            desk.core.close()


def _seen(scene: Scene, edit: object) -> object:
    def seen(turn: Turn, card: Card | str) -> None:
        if isinstance(card, Card):
            scene.cards.append(card)
        edit(turn, card)  # type: ignore[operator]

    return seen


HOMES = {Role.BUYER: BUYER, Role.COMPANY: 4, Role.SIAE: 5}


def join(session: Session, role: Role) -> Someone:
    """A person of a role, in an organisation of the world."""
    number = 1000 + list(Role).index(role)
    home = HOMES.get(role, 1)
    people.join(session, Newcomer(number, role, "fr", home, role, None), NOW)
    return Someone(str(role), number, role)


def lengthen(session: Session) -> None:
    """Names and titles as long as they may be, with all that HTML and Telegram mind."""
    candidates = rows_of(Candidate)
    for uid in session.core.execute(sa.select(candidates.c.uid)).scalars().all():
        sealed = session.sealer.seal(LONG, f"candidates.name:{uid}")
        session.core.execute(sa.update(candidates).where(candidates.c.uid == uid).values(name=sealed))
    for table in (Procurement, Lot):
        session.core.execute(sa.update(rows_of(table)).values(title=LONG))
    session.core.execute(sa.update(rows_of(Lot)).values(number="LOT 🙂 1234567890"))


def dress(session: Session) -> None:
    """What the drawn rows leave out because no figure asks for it: how their days are meant."""
    for table, name in ((Candidate, "available"), (Procurement, "start"), (JobOffer, "start")):
        rows = rows_of(table)
        meant = sa.cast(rows.c[f"{name}_on"], sa.String) + "/day"
        session.core.execute(sa.update(rows).values({f"{name}_as": meant}))


def agree(town: Town, first: date) -> None:
    """The agreement of the town began on this day; the one who joined first recorded it."""
    with closing(app.open_database(town.settings)) as database, database.begin() as session:
        agreements.add(session, first, date(2028, 12, 31), 1, NOW)


def buttons(card: Card) -> list[str]:
    return [button.data for row in card.keyboard for button in row]


def reached(scene: Scene, someone: Someone, start: str) -> dict[str, Card]:
    """Every screen of the lists that can be reached by its buttons, and the cards the rows open."""
    found: dict[str, Card] = {}
    left = [start]
    while left:
        data = left.pop()
        if data in found:
            continue
        card = scene.taps(someone, data)
        assert card is not None, data
        found[data] = card
        if data.startswith("indicator-"):
            left += [one for one in buttons(card) if not one.startswith("indicators:")]
    return found


def listed(found: dict[str, Card], code: str, about: str) -> list[str]:
    """The rows of a list, page after page."""
    rows: list[str] = []
    data: str | None = f"indicator-list:{code}:{about}:0"
    while data is not None:
        here = [one for one in buttons(found[data]) if not one.startswith("indicator")]
        rows += here
        following = [one for one in buttons(found[data]) if one.startswith(f"indicator-list:{code}:{about}:")]
        data = next((one for one in following if not one.endswith(":0")), None)
    return rows


def told(card: Card) -> str:
    """The figure in the title of a list."""
    match = _VALUE.search(_plain(card.text))
    assert match, card.text
    return match[1].replace(" ", "")
