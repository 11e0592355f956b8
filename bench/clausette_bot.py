"""The real Clausette, its people already there; nothing is switched off but the limits of sending."""

import asyncio
import base64
import contextlib
import signal
import sys
from pathlib import Path

from bench.script import STAFF, TOKEN, buyers
from bot import app, logs
from bot.settings import Settings
from bot.store import organisations, people
from bot.store.people import Newcomer
from bot.store.tables import Kind, Role

WITHOUT_LIMIT = 1_000_000.0


def settings(url: str, folder: Path) -> Settings:
    """Settings as in production, but for the rates at which Telegram lets messages leave."""
    return Settings(
        _env_file=None,
        token=TOKEN,
        api_url=f"{url}/bot",
        data_dir=folder,
        secret_key=base64.b64encode(bytes(32)).decode(),
        log_level="WARNING",
        send_rate=WITHOUT_LIMIT,
        chat_rate=WITHOUT_LIMIT,
    )


def populate(chosen: Settings) -> None:
    """The buyers of one organisation and two facilitators, as if they had accepted their invitations."""
    with contextlib.closing(app.open_database(chosen)) as database:
        app.migrate(database)
        now = app.make_clock(chosen).now()
        with database.begin() as session:
            buyer = organisations.find_or_create(session, Kind.BUYER, "Ville de Caen", now)
            plie = organisations.find_or_create(session, Kind.PLIE, "PLIE du pays de Caen", now)
            everybody = [(number, Role.BUYER, buyer.id) for number in buyers()]
            everybody += [(number, Role.FACILITATOR, plie.id) for number in STAFF]
            for number, role, organisation in everybody:
                assert organisation is not None
                people.join(
                    session, Newcomer(number, f"Personne {number}", "fr", organisation, role, None), now
                )


async def serve(chosen: Settings) -> None:
    """Serve until told to stop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await app.run(chosen, stopping)


def main() -> None:
    chosen = settings(sys.argv[1], Path(sys.argv[2]))
    logs.configure(chosen.log_level)
    populate(chosen)
    asyncio.run(serve(chosen))


if __name__ == "__main__":
    main()
