"""Files people sent as evidence, on the disk: sealed, named by the SHA-256 of what they hold, never by a
name anyone gave them.

A file is written whole or not at all, before the row that refers to it is committed. One that no row refers
to does no harm: it is swept away once no half-filled form can want it any more. Several processes share the
folder.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.store.sealed import CannotOpenError, Sealer

FOLDERS = 256
"""Folders the files are spread over, by the first two figures of their digest."""

UNUSED = timedelta(days=15)
"""How long a file nobody refers to is left: a half-filled form waits for 14 days."""

GRACE = timedelta(hours=1)
"""How long a file released is left: a transaction not committed yet, or a form about to be sent, may refer to
it."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class LostFileError(Exception):
    """The file is not on the disk, or is not what was written there."""


class Files:
    """The files of one folder. Every digest asked for is checked: nothing else ever names a file."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self.folder = folder
        self._sealer = sealer

    def keep(self, content: bytes, now: datetime) -> str:
        """Have the content on the disk, for good and for its owner only. Returns its digest."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        with self._alone():
            if not path.exists():
                self._write(path, self._sealer.seal_bytes(content, _binding(digest)))
            _date(path, now.timestamp())
        return digest

    def has(self, digest: str) -> bool:
        """Whether the file is on the disk."""
        return self._path(digest).is_file()

    def hold(self, digest: str, now: datetime) -> bool:
        """Keep the file from being swept before the row that refers to it is committed. Returns whether it is
        on the disk."""
        with self._alone():
            here = self.has(digest)
            if here:
                _date(self._path(digest), now.timestamp())
        return here

    def read(self, digest: str) -> bytes:
        """What the file holds. Raises LostFileError when it is gone, altered or sealed with a key unknown."""
        try:
            content = self._sealer.open_bytes(self._path(digest).read_bytes(), _binding(digest))
        except (OSError, CannotOpenError):
            raise LostFileError(LostFileError.__doc__) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise LostFileError(LostFileError.__doc__)
        return content

    def release(self, digest: str, now: datetime) -> None:
        """The file may go after `GRACE`, unless a row refers to it then. Nothing is lost where what was done
        now is rolled back."""
        with contextlib.suppress(FileNotFoundError):
            _date(self._path(digest), (now - UNUSED + GRACE).timestamp())

    def sweep(self, number: int, used: Callable[[Collection[str]], Collection[str]], now: datetime) -> int:
        """Delete in one of the `FOLDERS` what is older than `UNUSED` or released, and is not among those
        `used` answers. Returns how many."""
        folder = self.folder / f"{number % FOLDERS:02x}"
        if not folder.is_dir():
            return 0
        with self._alone():
            before = (now - UNUSED).timestamp()
            old = {path.parent.name + path.name: path for path in folder.iterdir() if _older(path, before)}
            wanted = set(used([digest for digest in old if _DIGEST.fullmatch(digest)])) if old else set()
            gone = [path for digest, path in old.items() if digest not in wanted]
            for path in gone:
                path.unlink(missing_ok=True)
        return len(gone)

    def all(self) -> Iterator[str]:
        """The digest of every file, in order."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            names = sorted(folder.name + path.name for path in folder.iterdir())
            yield from (name for name in names if _DIGEST.fullmatch(name))

    def reseal(self, digest: str) -> bool:
        """Seal a file with the present key. Returns whether it was sealed with another. Raises
        LostFileError."""
        path = self._path(digest)
        with path.open("rb") as file:
            if self._sealer.is_current(file.read(5)):
                return False
        content = self.read(digest)
        with self._alone():
            dated = path.stat().st_mtime
            self._write(path, self._sealer.seal_bytes(content, _binding(digest)))
            _date(path, dated)
        return True

    def _path(self, digest: str) -> Path:
        """Where a file is. Raises ValueError for what is no digest."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest[2:]

    def _write(self, path: Path, sealed: bytes) -> None:
        """Put the bytes there at once: a reader sees the file before or after, whole."""
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(f"{secrets.token_hex(8)}.part")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _settle(path.parent)
        _settle(self.folder)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process or thread keeps or sweeps meanwhile."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _binding(digest: str) -> str:
    return f"evidence.file:{digest}"


def _date(path: Path, seconds: float) -> None:
    os.utime(path, (seconds, seconds))


def _older(path: Path, seconds: float) -> bool:
    return path.stat().st_mtime < seconds


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
