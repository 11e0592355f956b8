"""The files in the bodies of messages: made by the bot, or kept on the disk until the message leaves."""

from base64 import b64decode, b64encode
from typing import Any

from bot.store.files import Files


def upload(name: str, content: bytes) -> dict[str, str]:
    """A file of ours as a body holds it."""
    return {"upload": name, "base64": b64encode(content).decode()}


def uploaded(value: Any) -> tuple[str, bytes] | None:
    """Name and bytes of what `upload` made; None for any other value of a body."""
    if not isinstance(value, dict) or value.keys() != {"upload", "base64"}:
        return None
    return value["upload"], b64decode(value["base64"])


def kept(name: str, digest: str) -> dict[str, str]:
    """A file of `store.files` as a body holds it: it is read when the message leaves."""
    return {"upload": name, "kept": digest}


def with_files(content: dict[str, Any], files: Files) -> dict[str, Any]:
    """The body with what its kept files hold. Raises LostFileError."""
    found = {
        field: upload(value["upload"], files.read(value["kept"]))
        for field, value in content.items()
        if isinstance(value, dict) and value.keys() == {"upload", "kept"}
    }
    return content | found


def has_files(content: dict[str, Any]) -> bool:
    """Whether the body names a kept file."""
    return any(isinstance(value, dict) and "kept" in value for value in content.values())
