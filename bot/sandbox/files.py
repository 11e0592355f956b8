"""Files people and the bot exchange, and what Telegram says about them."""

import hashlib
import mimetypes
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.params import Upload

MAX_DOCUMENT = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
_MAX_SIDES = 10_000
_MAX_RATIO = 20
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file at Telegram; `path` is what getFile gives."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    data: bytes
    size: tuple[int, int] | None = None

    def document(self) -> dict[str, Any]:
        """Return the file as a Bot API `Document`."""
        return {
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }

    def photo(self) -> list[dict[str, Any]]:
        """Return the file as Bot API `PhotoSize`s."""
        width, height = self.size or (0, 0)
        return [
            {
                "file_id": self.file_id,
                "file_unique_id": self.unique_id,
                "file_size": len(self.data),
                "width": width,
                "height": height,
            }
        ]


class FileStore:
    """Every file of a sandbox, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, folder: str, upload: Upload, size: tuple[int, int] | None = None) -> StoredFile:
        """Keep a file under `folder` ("documents", "photos") and return it."""
        number = len(self._by_id)
        seed = f"{folder}/{number}/{upload.name}".encode()
        file = StoredFile(
            file_id="BQACAgQAAxk" + _token(seed + b"id", 45),
            unique_id="AgAD" + _token(upload.data or seed, 8),
            path=f"{folder}/file_{number}{PurePosixPath(upload.name).suffix}",
            name=upload.name,
            mime_type=mimetypes.guess_type(upload.name)[0] or upload.mime_type or "application/octet-stream",
            data=upload.data,
            size=size,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """Return a file by its id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return a file by its path."""
        return self._by_path.get(path)

    def add_document(self, upload: Upload) -> StoredFile:
        """Keep a document.

        Raises:
            ApiError: 400, it is empty.

        """
        if not upload.data:
            raise bad("file must be non-empty")
        return self.add("documents", upload)

    def add_photo(self, upload: Upload) -> StoredFile:
        """Keep a photo.

        Raises:
            ApiError: 400, it is empty, too big, no image, or of odd dimensions.

        """
        if not upload.data:
            raise bad("file must be non-empty")
        if len(upload.data) > MAX_PHOTO:
            raise bad(f"file of size {len(upload.data)} bytes is too big for a photo")
        size = image_size(upload.data)
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
        if sum(size) > _MAX_SIDES or max(size) > _MAX_RATIO * min(size):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return self.add("photos", upload, size)


def _token(seed: bytes, size: int) -> str:
    return urlsafe_b64encode(hashlib.sha256(seed).digest() * 2).decode()[:size]


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height of a PNG or JPEG, None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return (width, height) if width and height else None
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (width, height) if width and height else None
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
