"""Files: send and fetch."""

from typing import Any

from bot.sandbox.errors import ApiError, bad
from bot.sandbox.files import MAX_DOCUMENT, MAX_DOWNLOAD, StoredFile
from bot.sandbox.markup import check_data, read_markup
from bot.sandbox.methods.messages import SENDING, sending_extra
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.targets import spend, writable_chat
from bot.sandbox.params import Params, Upload
from bot.sandbox.state import message_content
from bot.sandbox.text import caption
from bot.sandbox.world import World

_CAPTION = ("caption", "parse_mode", "caption_entities")


def _upload(params: Params, field: str) -> Upload | None:
    value = params.text(field)
    name = value.removeprefix("attach://") if value.startswith("attach://") else field
    upload = params.files.get(name)
    if upload is not None and len(upload.data) > MAX_DOCUMENT:
        raise ApiError(413, "Request Entity Too Large")
    return upload


def _stored(world: World, params: Params, field: str) -> StoredFile:
    file_id = params.text(field)
    if not file_id:
        raise bad(f"there is no {field} in the request")
    if file_id.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    file = world.files.get(file_id)
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if (file.size is None) != (field == "document"):
        raise bad("can't use file of the specified type")
    return file


async def _send(world: World, params: Params, field: str) -> Any:
    text, entities = caption(params)
    markup = read_markup(params)
    upload = _upload(params, field)
    stored = None if upload else _stored(world, params, field)
    chat = writable_chat(world, params)
    extra = sending_extra(chat, params)
    check_data(markup)
    add = world.files.add_photo if field == "photo" else world.files.add_document
    file = stored or add(upload or Upload("", "", b""))
    spend(world, chat)
    value = file.photo() if field == "photo" else file.document()
    return world.post(chat, world.bot, message_content(field, value, text, entities), markup, **extra).api()


@method("sendDocument", *SENDING, *_CAPTION, "document", "thumbnail", "disable_content_type_detection")
async def send_document(world: World, params: Params) -> Any:
    """Send a document, uploaded or known by its id."""
    return await _send(world, params, "document")


@method("sendPhoto", *SENDING, *_CAPTION, "photo", "show_caption_above_media", "has_spoiler")
async def send_photo(world: World, params: Params) -> Any:
    """Send a photo, uploaded or known by its id."""
    return await _send(world, params, "photo")


@method("getFile", "file_id")
async def get_file(world: World, params: Params) -> Any:
    """Return where a file can be fetched."""
    if not params.text("file_id"):
        raise bad("file_id not specified")
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    if len(file.data) > MAX_DOWNLOAD:
        raise bad("file is too big")
    size = len(file.data)
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": size,
        "file_path": file.path,
    }
