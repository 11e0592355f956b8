"""Files as people and attackers send them, made in memory."""

import io
import struct
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
WEBP = b"RIFF\x40\0\0\0WEBPVP8 " + bytes(32)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(32)
TIFF = b"II*\0" + bytes(64)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def packed(**parts: str | bytes) -> bytes:
    """An archive of these parts: `__` in a name is a slash, `_dot_` a dot."""
    return packed_parts({name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()})


def packed_parts(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def office(main: str, part: str, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/{part}" ContentType="{main}"/></Types>'
    return packed_parts({"[Content_Types].xml": types, part: b"<x/>"} | dict(more))


def docx(**more: bytes) -> bytes:
    return office(WORD, "word/document.xml", **more)


def xlsx(**more: bytes) -> bytes:
    return office(EXCEL, "xl/workbook.xml", **more)


def open_document(kind: str, **more: bytes) -> bytes:
    return packed_parts({"mimetype": kind, "content.xml": "<x/>"} | dict(more))


def bomb() -> bytes:
    """A document whose one picture unpacks to 300 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{WORD}</Types>")
        archive.writestr("word/document.xml", "<x/>")
        with archive.open("word/media/image.bmp", "w") as part:
            for _ in range(300):
                part.write(bytes(1024 * 1024))
    return made.getvalue()


def lying_bomb() -> bytes:
    """A document that says of its list of types that it unpacks to a few bytes; it unpacks to 50 MB."""
    content = bytearray(packed_parts({"[Content_Types].xml": bytes(50 * 1024 * 1024)}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(signature) + place
        content[start : start + 4] = struct.pack("<I", 10)
    return bytes(content)


def crowd(count: int) -> bytes:
    """An archive of so many empty parts."""
    return packed_parts({f"p{number}": b"" for number in range(count)})


def locked() -> bytes:
    """A document whose parts say they are encrypted."""
    content = bytearray(docx())
    start = 0
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (found := content.find(signature, start)) >= 0:
            content[found + place] |= 1
            start = found + 4
    return bytes(content)
