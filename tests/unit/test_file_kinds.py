"""What a file is, by its content: the kinds that are kept, and everything that is not."""

import time

import hostile_files as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.readers.file_kinds import (
    MEDIA_TYPES,
    MOST_BYTES,
    MOST_PARTS,
    FileKind,
    Flaw,
    kind_of,
    safe_name,
)

KEPT = [
    (made.PDF, FileKind.PDF),
    (b"\xef\xbb\xbf" + bytes(1000) + made.PDF, FileKind.PDF),
    (made.JPEG, FileKind.JPEG),
    (made.PNG, FileKind.PNG),
    (made.WEBP, FileKind.WEBP),
    (made.HEIC, FileKind.HEIC),
    (made.TIFF, FileKind.TIFF),
    (b"MM\0*" + bytes(9), FileKind.TIFF),
    (made.docx(), FileKind.DOCX),
    (made.xlsx(), FileKind.XLSX),
    (made.open_document(made.ODT_TYPE), FileKind.ODT),
    (made.open_document(made.ODS_TYPE), FileKind.ODS),
]
REFUSED = [
    (b"", Flaw.EMPTY),
    (b"%PDF-" + bytes(MOST_BYTES), Flaw.TOO_BIG),
    (bytes(21 * 1024 * 1024), Flaw.TOO_BIG),
    (b"MZ" + bytes(60) + made.PDF, Flaw.OTHER_KIND),
    (b"\x7fELF" + made.PDF, Flaw.OTHER_KIND),
    (b"<html>%PDF-1.7", Flaw.OTHER_KIND),
    (bytes(1024) + made.PDF, Flaw.OTHER_KIND),
    (b"Bonjour, voici le contrat.", Flaw.OTHER_KIND),
    (b"GIF89a" + bytes(30), Flaw.OTHER_KIND),
    (b"RIFF\0\0\0\0WAVE", Flaw.OTHER_KIND),
    (b"\0\0\0\x18ftypisom" + bytes(30), Flaw.OTHER_KIND),
    (made.OLE, Flaw.OLD_KIND),
    (made.OLE + "EncryptedPackage".encode("utf-16-le"), Flaw.PROTECTED),
    (made.packed(a=b"x"), Flaw.OTHER_KIND),
    (made.packed_parts({"[Content_Types].xml": made.WORD}), Flaw.OTHER_KIND),
    (made.office(made.WORD_MACROS, "word/document.xml"), Flaw.MACROS),
    (made.docx(**{"word/vbaProject.bin": b"x"}), Flaw.MACROS),
    (made.xlsx(**{"XL/VBAPROJECT.BIN": b"x"}), Flaw.MACROS),
    (made.open_document(made.ODT_TYPE, **{"Basic/Standard/Module1.xml": b"x"}), Flaw.MACROS),
    (made.open_document(made.ODT_TYPE, **{"META-INF/manifest.xml": b"<encryption-data/>"}), Flaw.PROTECTED),
    (made.packed_parts({"mimetype": made.ODT_TYPE}), Flaw.OTHER_KIND),
    (made.packed_parts({"mimetype": "application/epub+zip", "content.xml": "x"}), Flaw.OTHER_KIND),
    (made.locked(), Flaw.PROTECTED),
    (made.crowd(MOST_PARTS + 1), Flaw.PACKED),
    (made.docx()[:-30], Flaw.BROKEN),
    (b"PK\x03\x04", Flaw.BROKEN),
]


@pytest.mark.parametrize(("content", "kind"), KEPT, ids=lambda value: str(value)[:12])
def test_what_is_kept(content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(("content", "flaw"), REFUSED, ids=lambda value: str(value)[:12])
def test_what_is_refused(content: bytes, flaw: Flaw) -> None:
    assert kind_of(content) is flaw


def test_a_bomb_is_refused_unopened_and_a_lying_one_is_read_no_further_than_its_word() -> None:
    content = made.bomb()
    assert len(content) < 1024 * 1024
    start = time.perf_counter()
    assert kind_of(content) is Flaw.PACKED
    assert kind_of(made.lying_bomb()) in (Flaw.BROKEN, Flaw.OTHER_KIND)
    assert time.perf_counter() - start < 1


def test_a_list_of_parts_too_long_is_not_even_read() -> None:
    content = b"PK\x03\x04" + b"PK\x01\x02" * (MOST_BYTES // 4 - 1)
    start = time.perf_counter()
    assert kind_of(content) is Flaw.PACKED
    assert time.perf_counter() - start < 1


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", made.OLE[:8], b"RIFF"]))
def test_no_bytes_at_all_raise(content: bytes, start: bytes) -> None:
    assert isinstance(kind_of(start + content), FileKind | Flaw)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damaged_document_raises(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([made.docx(), made.open_document(made.ODT_TYPE)])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(content[: data.draw(st.integers(1, len(content)))])
    assert isinstance(kind_of(whole), FileKind | Flaw)


NAMES = [
    ("contrat.pdf", FileKind.PDF, "contrat.pdf"),
    ("../../etc/passwd", FileKind.PDF, "passwd.pdf"),
    ("C:\\Windows\\contrat.PDF", FileKind.PDF, "contrat.pdf"),
    ("photo.jpeg", FileKind.JPEG, "photo.jpeg"),
    ("contrat.pdf.exe", FileKind.PDF, "contrat.pdf.pdf"),
    ("con\0trat\n\r.docx", FileKind.DOCX, "contrat.docx"),
    ("fdp\u202etxt.pdf", FileKind.PDF, "fdptxt.pdf"),
    ("..", FileKind.PDF, None),
    ("/", FileKind.PDF, None),
    ("", FileKind.PNG, None),
    (None, FileKind.PNG, None),
    (".pdf", FileKind.PDF, "pdf.pdf"),
]


@pytest.mark.parametrize(("name", "kind", "kept"), NAMES)
def test_only_the_last_part_of_a_name_is_kept(name: str | None, kind: FileKind, kept: str | None) -> None:
    assert safe_name(name, kind) == kept


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.sampled_from(list(FileKind)))
def test_no_name_is_a_path_or_too_long(name: str, kind: FileKind) -> None:
    kept = safe_name(name, kind)
    assert kept is None or (len(kept) <= 90 and not set(kept) & set("/\\\0\n\r"))


def test_every_kind_has_its_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FileKind)
