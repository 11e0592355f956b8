"""Files on the disk: sealed, whole or absent, for one user only, swept when nobody wants them."""

import os
import stat
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import files as kept
from bot.store.files import GRACE, UNUSED, Files, LostFileError
from bot.store.sealed import Sealer

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTENT = b"%PDF-1.7 contrat de Marie DUPONT, 2 78 05 14 118 025 11"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "deep" / "evidence", Sealer([OLD]))


def nobody(_digests: Collection[str]) -> list[str]:
    return []


def sweep_all(files: Files, used: Any, now: datetime) -> int:
    return sum(files.sweep(number, used, now) for number in range(256))


def paths(files: Files) -> list[Path]:
    return [path for path in files.folder.rglob("*") if path.is_file() and path.name != ".lock"]


def test_a_file_is_named_by_its_content_and_sealed(files: Files) -> None:
    digest = files.keep(CONTENT, NOW)
    assert files.keep(CONTENT, NOW) == digest
    [path] = paths(files)
    assert path.parent.name + path.name == digest
    assert b"PDF" not in path.read_bytes()
    assert b"DUPONT" not in path.read_bytes()
    assert files.read(digest) == CONTENT
    assert files.has(digest)
    assert list(files.all()) == [digest]


def test_nobody_else_on_the_machine_reads_them(files: Files) -> None:
    before = os.umask(0)
    try:
        files.keep(CONTENT, NOW)
    finally:
        os.umask(before)
    [path] = paths(files)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, files.folder)} == {0o700}
    assert stat.S_IMODE((files.folder / ".lock").stat().st_mode) == 0o600


def test_what_is_lost_altered_or_moved_is_not_given(files: Files) -> None:
    digest, other = files.keep(CONTENT, NOW), files.keep(b"other", NOW)
    mine, theirs = (files.folder / name[:2] / name[2:] for name in (digest, other))
    sealed = mine.read_bytes()
    mine.write_bytes(theirs.read_bytes())
    with pytest.raises(LostFileError):
        files.read(digest)
    mine.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(LostFileError):
        files.read(digest)
    mine.write_bytes(b"")
    with pytest.raises(LostFileError):
        files.read(digest)
    mine.unlink()
    with pytest.raises(LostFileError):
        files.read(digest)
    assert not files.has(digest)
    with pytest.raises(LostFileError):
        Files(files.folder, Sealer([NEW])).read(other)


@given(
    st.one_of(st.text(max_size=80), st.sampled_from(["../../etc/passwd", "", "a" * 63, "A" * 64, "a" * 65]))
)
def test_nothing_but_a_digest_names_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        Files(Path("/nowhere"), Sealer([OLD])).has(name)


def test_a_kill_in_the_middle_of_writing_leaves_no_half_file(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(kept.os, "fsync", die)
        with pytest.raises(KeyboardInterrupt):
            files.keep(CONTENT, NOW)
    assert list(files.all()) == []
    assert [path.suffix for path in paths(files)] == [".part"]
    digest = files.keep(CONTENT, NOW)
    assert files.read(digest) == CONTENT
    real = datetime.now(UTC)
    assert sweep_all(files, lambda digests: digests, real) == 0
    assert sweep_all(files, lambda digests: digests, real + UNUSED + timedelta(days=1)) == 1
    assert list(files.all()) == [digest]


def test_the_sweep_takes_what_nobody_refers_to_once_no_form_can_want_it(files: Files) -> None:
    orphan, wanted = files.keep(b"orphan", NOW), files.keep(b"wanted", NOW)
    assert sweep_all(files, nobody, NOW + UNUSED) == 0
    late = NOW + UNUSED + timedelta(seconds=1)
    assert sweep_all(files, lambda digests: set(digests) & {wanted}, late) == 1
    assert (files.has(orphan), files.has(wanted)) == (False, True)
    files.keep(b"wanted", late)
    assert sweep_all(files, nobody, late) == 0
    assert sweep_all(files, nobody, late + UNUSED + timedelta(seconds=1)) == 1


def test_what_was_released_goes_soon_unless_it_is_wanted_all_the_same(files: Files) -> None:
    first, second = files.keep(b"first", NOW), files.keep(b"second", NOW)
    files.release(first, NOW)
    files.release(second, NOW)
    files.release("a" * 64, NOW)
    files.keep(b"second", NOW)
    soon = NOW + GRACE + timedelta(seconds=1)
    assert sweep_all(files, nobody, NOW + GRACE) == 0
    assert sweep_all(files, lambda digests: digests, soon) == 0
    assert sweep_all(files, nobody, soon) == 1
    assert (files.has(first), files.has(second)) == (False, True)


def test_resealing(files: Files) -> None:
    digests = sorted(files.keep(bytes([number]) * 9, NOW) for number in range(5))
    both = Files(files.folder, Sealer([NEW, OLD]))
    assert [both.reseal(digest) for digest in digests[:2]] == [True, True]
    assert [both.reseal(digest) for digest in both.all()] == [False, False, True, True, True]
    new = Files(files.folder, Sealer([NEW]))
    assert [new.read(digest)[:1] * 9 == new.read(digest) for digest in digests] == [True] * 5
    assert {path.stat().st_mtime for path in paths(new)} == {NOW.timestamp()}
    with pytest.raises(LostFileError):
        Files(files.folder, Sealer([bytes(32)])).reseal(digests[0])
