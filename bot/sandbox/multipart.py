"""Reading of multipart/form-data bodies."""

from dataclasses import dataclass
from email.message import Message


class MultipartError(Exception):
    """The body is not what its content type says."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; `file_name` is None for a plain value."""

    name: str
    file_name: str | None
    mime_type: str
    data: bytes


def parse_multipart(body: bytes, content_type: str) -> list[Part]:
    """Return the parts of a form.

    Raises:
        MultipartError: the body is not what the content type says.

    """
    boundary = _header("content-type", content_type).get_param("boundary")
    if not isinstance(boundary, str):
        raise MultipartError("no boundary")
    mark = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + body).split(mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise MultipartError("the body does not end with its boundary")
    return [_part(piece) for piece in pieces[1:-1]]


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = value
    return message


def _part(piece: bytes) -> Part:
    head, mark, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not mark:
        raise MultipartError("a part has no headers")
    headers = Message()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        title, _, value = line.partition(":")
        headers[title.strip()] = value.strip()
    name = headers.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise MultipartError("a part has no name")
    return Part(name, headers.get_filename(), headers.get_content_type(), data)
