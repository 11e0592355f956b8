"""Reply markups: read from a request, refused in Telegram's words."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.links import BadLinkError, check_link
from bot.sandbox.params import Params

Json = dict[str, Any]

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA = 64
_TYPE = "can't parse inline keyboard button: "
_ACTIONS = ("web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")


def read_markup(params: Params) -> Json | None:
    """Return the `reply_markup` of a request as messages keep it, None when there is none.

    Raises:
        ApiError: 400 in the official words.

    """
    value = params.json("reply_markup", "reply keyboard markup")
    if value is None and not params.text("reply_markup"):
        return None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    if value.get("keyboard"):
        return {"keyboard": value["keyboard"]}
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"])
    for kind in ("remove_keyboard", "force_reply"):
        if value.get(kind):
            return {kind: True}
    return None


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list):
        raise bad('field "inline_keyboard" must be of type Array')
    if any(not isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_button(button) for button in row] for row in rows if row]
    if any(len(row) > MAX_ROW for row in kept) or sum(map(len, kept)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad(_TYPE + "InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad(_TYPE + 'Can\'t find field "text"')
    for name in ("text", "url", "callback_data"):
        if name in button and not isinstance(button[name], str):
            raise bad(f'{_TYPE}Field "{name}" must be of type String')
    text = button["text"].strip()
    if not text:
        raise bad("inline keyboard button text must be non-empty")
    if button.get("url"):
        return {"text": text, "url": _url(button["url"])}
    if button.get("callback_data"):
        return {"text": text, "callback_data": button["callback_data"]}
    for action in _ACTIONS:
        if action in button:
            return {"text": text, action: button[action]}
    raise bad(_TYPE + "Text buttons are unallowed in the inline keyboard")


def _url(url: str) -> str:
    try:
        return check_link(url)
    except BadLinkError as error:
        raise bad(f"inline keyboard button URL '{url}' is invalid: {error}") from error


def check_data(markup: Json | None) -> None:
    """Refuse callback data over 64 bytes, which the official server finds out last.

    Raises:
        ApiError: 400 BUTTON_DATA_INVALID.

    """
    if any(len(button.get("callback_data", "").encode()) > MAX_DATA for button in buttons(markup)):
        raise bad("BUTTON_DATA_INVALID")


def buttons(markup: Json | None) -> Iterator[Json]:
    """Return the buttons of an inline keyboard, row by row."""
    for row in (markup or {}).get("inline_keyboard", []):
        yield from row
