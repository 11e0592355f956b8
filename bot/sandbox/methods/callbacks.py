"""Answers to button presses."""

import time
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.errors import bad
from bot.sandbox.methods.registry import method
from bot.sandbox.params import Params
from bot.sandbox.state import Toast
from bot.sandbox.world import World

MAX_ANSWER = 200
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery", "callback_query_id", "text", "show_alert", "url", "cache_time")
async def answer_callback_query(world: World, params: Params) -> Any:
    """Answer a press once, in time."""
    text = params.text("text")
    if utf16.length(text) > MAX_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    if params.text("url"):
        raise bad("URL_INVALID")
    press = world.presses.pop(params.text("callback_query_id"), None)
    if press is None or time.monotonic() > press.deadline:
        raise bad(_TOO_OLD)
    world.log.counters["answers"] += 1
    if text:
        at = world.clock.now().isoformat(timespec="seconds")
        press.person.toast(Toast(text, params.flag("show_alert"), at))
        world.touch(press.person.chat)
    return True
