"""An independent model of the Bot API: aiogram's types and methods, with unknown fields refused.

`check_result`, `check_update` and `check_request` raise `UnknownFieldError` (an AssertionError) or pydantic's
ValidationError when the data is not what the Bot API says; they return nothing.
"""

from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter


class UnknownFieldError(AssertionError):
    """A field the Bot API does not know, or a value of another type than it says."""


def strict(model: type[BaseModel], data: dict[str, Any]) -> BaseModel:
    """Return the validated model; every key and every type must be the Bot API's, at any depth."""
    instance = model.model_validate(data)
    _compare(instance, data, model.__name__, exact=True)
    return instance


def check_update(update: dict[str, Any]) -> None:
    """Refuse an update that is not one."""
    from aiogram.types import Update  # here, as it takes seconds to import

    strict(Update, update)


def check_result(method: str, result: Any) -> None:
    """Refuse a result that `method` cannot have."""
    _compare(_returning(method).validate_python(result), result, method, exact=True)


def check_request(method: str, params: dict[str, Any]) -> None:
    """Refuse parameters that `method` does not take (deprecated ones too); a number may be a text."""
    model = _methods()[method]
    instance = model.model_validate(params)
    _compare(instance, params, method, exact=False)
    for name in params:
        extra = model.model_fields[name].json_schema_extra
        if isinstance(extra, dict) and extra.get("deprecated"):
            raise UnknownFieldError(f"{method}.{name} is deprecated")


@cache
def _methods() -> dict[str, Any]:
    import aiogram.methods

    classes = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {c.__api_method__: c for c in classes if isinstance(c, type) and hasattr(c, "__api_method__")}


@cache
def _returning(method: str) -> TypeAdapter[Any]:
    from aiogram.types import WebhookInfo

    returning: Any = WebhookInfo if method == "getWebhookInfo" else _methods()[method].__returning__
    return TypeAdapter(returning)


def known_parameters(method: str) -> set[str]:
    """Return every parameter of a method, deprecated ones too."""
    return set(_methods()[method].model_fields)


def _compare(value: Any, data: Any, path: str, *, exact: bool) -> None:
    """Walk a validated value and the data it came from side by side."""
    if isinstance(value, BaseModel):
        _compare_model(value, data, path, exact=exact)
    elif isinstance(value, list) and isinstance(data, list):
        for index, (one, raw) in enumerate(zip(value, data, strict=True)):
            _compare(one, raw, f"{path}[{index}]", exact=exact)
    elif exact and isinstance(value, datetime):
        if type(data) is not int:
            raise UnknownFieldError(f"{path} is no Unix time: {data!r}")
    elif exact and not isinstance(value, Enum) and (type(value) is not type(data) or value != data):
        raise UnknownFieldError(f"{path} is {data!r}, read as {value!r}")


def _compare_model(value: BaseModel, data: Any, path: str, *, exact: bool) -> None:
    if not isinstance(data, dict):
        raise UnknownFieldError(f"{path} is no object: {data!r}")
    names = {field.alias or name: name for name, field in type(value).model_fields.items()}
    if unknown := data.keys() - names.keys():
        raise UnknownFieldError(f"{path} has unknown fields: {', '.join(sorted(unknown))}")
    for key, raw in data.items():
        _compare(getattr(value, names[key]), raw, f"{path}.{key}", exact=exact)
