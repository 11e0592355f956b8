"""What a file is, by what it holds and never by its name: documents and pictures that can prove something."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from bot.dialogue.fitting import clean, cut

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 3000
_MOST_READ = 512 * 1024
_HEADER_WITHIN = 1024
_LONGEST_NAME = 80
_MOST_SUFFIX = 6

_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"<", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_WORDPROCESSING = b"wordprocessingml.document.main+xml"
_SPREADSHEET = b"spreadsheetml.sheet.main+xml"
_BROKEN = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What a damaged archive makes `zipfile` raise."""
_PATH = re.compile(r"[/\\]")
_TURNED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that make a name read backwards."""


class FileKind(StrEnum):
    """The kinds that are kept, by the ending of their name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    HEIC = "heic"
    WEBP = "webp"
    TIFF = "tiff"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.HEIC: "image/heic",
    FileKind.WEBP: "image/webp",
    FileKind.TIFF: "image/tiff",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_OPEN_DOCUMENTS = {MEDIA_TYPES[kind].encode(): kind for kind in (FileKind.ODT, FileKind.ODS)}
_ENDINGS = {FileKind.JPEG: ("jpg", "jpeg"), FileKind.TIFF: ("tif", "tiff"), FileKind.HEIC: ("heic", "heif")}


class Flaw(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_BIG = "too big"
    OTHER_KIND = "other kind"
    OLD_KIND = "old kind"
    PROTECTED = "protected"
    MACROS = "macros"
    BROKEN = "broken"
    PACKED = "packed"


@dataclass(frozen=True, slots=True)
class _Part:
    """What is looked at of an archive: the names of its parts and two of them."""

    names: frozenset[str]
    content_types: bytes
    mimetype: bytes
    manifest: bytes


def kind_of(content: bytes) -> FileKind | Flaw:
    """What these bytes are, or why they are not kept. Nothing is ever unpacked but the small parts that say
    what an archive is."""
    if not content:
        return Flaw.EMPTY
    if len(content) > MOST_BYTES:
        return Flaw.TOO_BIG
    if content.startswith(_OLE):
        return Flaw.PROTECTED if _ENCRYPTED in content else Flaw.OLD_KIND
    if content.startswith(b"PK"):
        return _packed(content)
    return _picture(content) or _portable(content)


def safe_name(name: str | None, kind: FileKind) -> str | None:
    """A name to show and to give back: the last part of the one given, without control characters, cut, with
    the ending of what it is. None where nothing is left of it."""
    last = PurePosixPath(_PATH.split(_TURNED.sub("", clean(" ".join((name or "").split()))))[-1])
    known = _ENDINGS.get(kind, (kind.value,))
    ending = last.suffix.lower().removeprefix(".")
    stem = (last.stem if last.suffix and len(last.suffix) <= _MOST_SUFFIX else last.name).strip(" .")
    return f"{cut(stem, _LONGEST_NAME)}.{ending if ending in known else kind.value}" if stem else None


def _picture(content: bytes) -> FileKind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith((b"II*\0", b"MM\0*")):
        return FileKind.TIFF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.HEIC if content[4:8] == b"ftyp" and content[8:12] in _HEIF else None


def _portable(content: bytes) -> FileKind | Flaw:
    """A PDF says so near its beginning; what can run is none, whatever it says further on."""
    if content.startswith(_PROGRAMS) or b"%PDF-" not in content[:_HEADER_WITHIN]:
        return Flaw.OTHER_KIND
    return FileKind.PDF


def _packed(content: bytes) -> FileKind | Flaw:
    """What an archive is. Its parts are counted before `zipfile` reads their list."""
    if content.count(_ENTRY) > MOST_PARTS:
        return Flaw.PACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _flaw(packed, len(content)) or _document(_looked_at(packed))
    except _BROKEN:
        return Flaw.BROKEN


def _flaw(packed: zipfile.ZipFile, size: int) -> Flaw | None:
    """What keeps an archive from being looked at: it unpacks too big, its parts overlap, or are locked."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    held = sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size or held > size:
        return Flaw.PACKED
    return Flaw.PROTECTED if any(part.flag_bits & 1 for part in parts) else None


def _looked_at(packed: zipfile.ZipFile) -> _Part:
    names = frozenset(packed.namelist())

    def read(name: str) -> bytes:
        if name not in names:
            return b""
        with packed.open(name) as part:
            return part.read(_MOST_READ)

    return _Part(names, read("[Content_Types].xml"), read("mimetype"), read("META-INF/manifest.xml"))


def _document(part: _Part) -> FileKind | Flaw:
    lower = {name.lower() for name in part.names}
    if b"macroenabled" in part.content_types.lower() or any(map(_is_macro, lower)):
        return Flaw.MACROS
    if b"encryption-data" in part.manifest:
        return Flaw.PROTECTED
    opened = _OPEN_DOCUMENTS.get(part.mimetype.strip())
    if opened is not None:
        return opened if "content.xml" in part.names else Flaw.OTHER_KIND
    if _WORDPROCESSING in part.content_types and "word/document.xml" in part.names:
        return FileKind.DOCX
    workbook = _SPREADSHEET in part.content_types and "xl/workbook.xml" in part.names
    return FileKind.XLSX if workbook else Flaw.OTHER_KIND


def _is_macro(name: str) -> bool:
    return name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/"))
