from typing import Any

import pytest
from bot_api_model import UnknownFieldError, check_request, check_result, check_update
from pydantic import ValidationError

MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1_700_000_000,
    "chat": {"id": 5, "type": "private", "first_name": "Ana"},
    "from": {"id": 5, "is_bot": False, "first_name": "Ana"},
    "text": "x",
}


def test_good_data_passes() -> None:
    check_update({"update_id": 1, "message": MESSAGE})
    check_result("sendMessage", MESSAGE)
    check_result("editMessageText", MESSAGE)
    check_result("deleteMessage", result=True)
    check_request("sendMessage", {"chat_id": "5", "text": "x", "reply_markup": {"inline_keyboard": []}})


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"chat": {**MESSAGE["chat"], "colour": "red"}},
        {"entities": [{"type": "bold", "offset": 0, "length": 1, "colour": "red"}]},
        {"date": "2026-11-22T10:00:00Z"},
        {"message_id": "1"},
        {"from_user": MESSAGE["from"]},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "data": "x"}]]}},
    ],
)
def test_unknown_fields_and_odd_types_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UnknownFieldError):
        check_result("sendMessage", MESSAGE | change)
    with pytest.raises(UnknownFieldError):
        check_update({"update_id": 1, "message": MESSAGE | change})


def test_missing_and_wrong_fields_are_refused() -> None:
    with pytest.raises(ValidationError):
        check_result("sendMessage", {key: value for key, value in MESSAGE.items() if key != "chat"})
    with pytest.raises(ValidationError):
        check_result("deleteMessage", "yes, of course")
    with pytest.raises(UnknownFieldError):
        check_result("getMyCommands", [{"command": "a", "description": "b", "colour": "red"}])


@pytest.mark.parametrize(
    "params",
    [
        {"chat_id": 5, "text": "x", "parse_mod": "HTML"},
        {"chat_id": 5, "text": "x", "disable_web_page_preview": True},
        {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "colour": "red"}]]}},
    ],
)
def test_requests_with_unknown_or_deprecated_parameters_are_refused(params: dict[str, Any]) -> None:
    with pytest.raises(UnknownFieldError):
        check_request("sendMessage", params)


def test_requests_without_what_is_needed_are_refused() -> None:
    with pytest.raises(ValidationError):
        check_request("sendMessage", {"chat_id": 5})
