"""Logs that can be shown to anyone."""

import asyncio
import gc
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.logs import places, redact

TOKEN = "123456:AAcanari_canari-canari_canari_canari"
NAME = "Canarinette"
PHONES = [
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "06-12-34-56-78",
    "06\u00a012\u00a034\u00a056\u00a078",
    "06\u202f12\u202f34\u202f56\u202f78",
    "+33612345678",
    "+33 6 12 34 56 78",
    "0033612345678",
    "+33 (0)6 12 34 56 78",
    "33612345678",
    "02 31 12 34 56",
]


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """Configure as the program does, and put everything back afterwards."""
    root, structure = logging.getLogger(), structlog.get_config()
    handlers_before, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs._TALKATIVE}
    root.handlers[:] = []
    yield
    root.handlers[:], root.level = handlers_before, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.configure(**structure)


def heard(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"/bot{TOKEN}/sendMessage",
        f"/file/bot{TOKEN}/documents/file_1.pdf",
        f"token={TOKEN};",
        f"bot{TOKEN.replace(':', '%3A')}/x",
        f"bot{TOKEN.replace(':', '%3a')}/x",
        f"'{TOKEN}'",
    ],
)
def test_a_token_is_blotted_out(text: str) -> None:
    assert "AAcanari" not in redact(text)
    assert "[token]" in redact(text)


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_is_blotted_out(phone: str) -> None:
    for text in (phone, f"tel:{phone}.", f"Appeler le {phone} demain"):
        assert redact(text) == text.replace(phone, "[phone]")


@pytest.mark.parametrize(
    "url",
    ["postgresql://user:canari@host/db", "http://u:canari@proxy:3128", "postgresql://u:ca@n/ari@host/db"],
)
def test_a_password_in_an_address_is_blotted_out(url: str) -> None:
    assert "canari" not in redact(url)
    assert "n/ari" not in redact(url)


@pytest.mark.parametrize(
    "text",
    [
        "event=serving webhook=false",
        "2026-11-22T16:28:27.673739Z",
        "number=4711 attempts=3",
        "http://127.0.0.1:8015/telegram",
        "M-2026-0001",
        "amount 1200000",
        "worker.py:97",
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    assert redact(text) == text


def test_places_tell_where_not_what() -> None:
    told = places(_failing())
    assert told.startswith("ValueError at test_logs.py:")
    assert NAME not in told
    assert places(KeyError(NAME)).startswith("KeyError")


def _failing() -> ValueError:
    try:
        int(f"{NAME} {TOKEN} {PHONES[1]}")
    except ValueError as error:
        return error
    raise AssertionError


def test_our_events_are_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    log = structlog.get_logger("bot.test")
    log.warning("failed", number=7, where=f"bot{TOKEN}", phone=PHONES[0], exc_info=_failing())
    log.info("called", url=f"https://api/bot{TOKEN}/x")
    try:
        int(f"{NAME} {TOKEN}")
    except ValueError:
        log.exception("crashed")
    told = heard(capsys)
    assert "event=failed" in told
    assert "number=7" in told
    assert "ValueError at test_logs.py" in told
    assert "event=crashed" in told
    _no_canary(told)


def _no_canary(told: str) -> None:
    for canary in (NAME, "AAcanari", PHONES[0], PHONES[1]):
        assert canary not in told


def test_records_of_libraries_are_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    library = logging.getLogger("some.library")
    library.debug("calling %s for %s", f"https://api/bot{TOKEN}/x", PHONES[1])
    library.error("failed %s", 7, exc_info=_failing())
    library.warning("stack", stack_info=True)
    told = heard(capsys)
    assert "calling" in told
    assert "ValueError at test_logs.py" in told
    assert "Traceback" not in told
    _no_canary(told)


def test_a_record_whose_arguments_do_not_fit_does_not_harm_its_caller(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("DEBUG")
    for words in ("%s and %s", "%d"):
        logging.getLogger("some.library").warning(words, NAME)
    assert NAME not in heard(capsys)


@pytest.mark.parametrize(
    "name",
    [
        "telegram.ext",
        "telegram.Bot",
        "httpx",
        "aiohttp.client",
        "sqlalchemy.engine",
        "alembic",
        "apscheduler",
    ],
)
def test_talkative_libraries_are_silent_at_debug(capsys: pytest.CaptureFixture[str], name: str) -> None:
    logs.configure("DEBUG")
    logging.getLogger(name).debug("update %s", NAME)
    logging.getLogger(name).info("update %s", NAME)
    assert heard(capsys) == ""
    logging.getLogger(name).warning("heard")
    assert "heard" in heard(capsys)


def test_the_level_is_honoured(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("WARNING")
    structlog.get_logger("bot.test").info("quiet")
    structlog.get_logger("bot.test").warning("loud")
    told = heard(capsys)
    assert "quiet" not in told
    assert "loud" in told


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_task_that_fails_unheard_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    """asyncio writes the exception's words into the message itself."""
    logs.configure("DEBUG")

    async def fail() -> None:
        raise ValueError(NAME)

    async def main() -> None:
        asyncio.get_running_loop().create_task(fail())
        await asyncio.sleep(0.01)
        gc.collect()

    asyncio.run(main())
    gc.collect()
    told = heard(capsys)
    assert "ValueError" in told
    assert NAME not in told


_CRASH = """
import sys, threading
from bot import app, cli

words, where = sys.argv[1:]

def fail():
    raise RuntimeError(words)

async def crash(settings, stopping, **more):
    if where == "thread":
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    elif where == "group":
        raise ExceptionGroup(words, [RuntimeError(words)])
    else:
        fail()

app.run = crash
sys.argv[1:] = ["run"]
cli.main()
"""


@pytest.mark.parametrize("where", ["main", "thread", "group"])
def test_a_crash_of_the_process_is_told_without_its_words(where: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _CRASH, f"{NAME} {TOKEN}", where]
    environment = os.environ | {
        "CLAUSETTE_DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(Path(logs.__file__).parents[1]),
    }
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert (done.returncode == 0) == (where == "thread")
    told = done.stdout + done.stderr
    assert "RuntimeError" in told
    _no_canary(told)
