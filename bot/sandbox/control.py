"""The control API: JSON under /sandbox/, for the page and the tests."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import people
from bot.sandbox.errors import ApiError, ControlError
from bot.sandbox.params import load_json, read_params
from bot.sandbox.state import Group, Json, Person
from bot.sandbox.views import changes_view, group_view, person_view
from bot.sandbox.workdays import next_morning
from bot.sandbox.world import World

_LONG_POLL = 25.0
MAX_OFFSET = 50 * 366 * 86_400.0
_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}

Action = Callable[[World, Request], Awaitable[Any]]


def route(path: str, action: Action, *methods: str) -> Route:
    """Return the route of an action; POST unless said otherwise, and only with the header that a page
    elsewhere cannot send."""

    async def endpoint(request: Request) -> Response:
        if request.method != "GET" and request.headers.get("x-sandbox") != "1":
            return JSONResponse({"error": "the header X-Sandbox: 1 is needed"}, 403)
        try:
            return JSONResponse(await action(request.app.state.world, request))
        except ControlError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except ApiError as error:
            return JSONResponse({"error": error.description}, error.code)
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": f"cannot be read: {error}"}, 400)

    return Route(path, endpoint, methods=list(methods) or ["POST"])


async def body_of(request: Request) -> Json:
    """Return the JSON object a request brought, empty without one.

    Raises:
        ControlError: 400, something else was brought.

    """
    body = await request.body()
    value = load_json(body) if body else {}
    if not isinstance(value, dict):
        raise ControlError(400, "a JSON object is needed")
    return value


def _person(world: World, request: Request) -> Person:
    return people.person_of(world, int(request.path_params["id"]))


def _after(request: Request) -> int:
    return int(request.query_params.get("after", 0))


async def _state(world: World, _request: Request) -> Json:
    return changes_view(world, -1)


async def _changes(world: World, request: Request) -> Json:
    after = _after(request)
    await world.changed(after, min(_LONG_POLL, float(request.query_params.get("timeout", _LONG_POLL))))
    return changes_view(world, after)


async def _add_person(world: World, request: Request) -> Json:
    return {"id": people.add_person(world, await body_of(request)).id}


async def _get_person(world: World, request: Request) -> Json:
    return person_view(world, _person(world, request))


async def _say(world: World, request: Request) -> Json:
    given = await body_of(request)
    return {"message_id": people.say(world, _person(world, request), str(given.get("text", ""))).id}


async def _open_link(world: World, request: Request) -> Json:
    given = await body_of(request)
    return {"message_id": people.open_link(world, _person(world, request), str(given.get("start", ""))).id}


async def _tap(world: World, request: Request) -> Json:
    return {"callback_query_id": people.tap(world, _person(world, request), await body_of(request))}


async def _file(world: World, request: Request) -> Json:
    person = _person(world, request)
    params = await read_params(request)
    upload = params.files.get("file")
    if upload is None:
        raise ControlError(400, "file is needed")
    return {"message_id": people.send_file(world, person, upload, params.text("caption")).id}


async def _edit(world: World, request: Request) -> Json:
    given = await body_of(request)
    message_id, text = int(given.get("message_id", 0)), str(given.get("text", ""))
    return {"message_id": people.edit(world, _person(world, request), message_id, text).id}


def _simple(do: Callable[[World, Person], None]) -> Action:
    async def action(world: World, request: Request) -> Json:
        do(world, _person(world, request))
        return {"ok": True}

    return action


async def _add_group(world: World, request: Request) -> Json:
    return {"id": people.add_group(world, await body_of(request)).chat.id}


def _group(world: World, request: Request) -> Group:
    return people.group_of(world, int(request.path_params["id"]))


async def _get_group(world: World, request: Request) -> Json:
    return group_view(world, _group(world, request))


async def _member(world: World, request: Request) -> tuple[Group, Person, Json]:
    group, given = _group(world, request), await body_of(request)
    person = people.person_of(world, int(given.get("person", 0)))
    if person.id not in group.members:
        raise ControlError(400, "this person is not in the group")
    return group, person, given


async def _group_say(world: World, request: Request) -> Json:
    group, person, given = await _member(world, request)
    return {"message_id": people.say(world, person, str(given.get("text", "")), group.chat).id}


async def _group_open(world: World, request: Request) -> Json:
    group, person, given = await _member(world, request)
    return {"message_id": people.open_group_link(world, person, group, str(given.get("start", ""))).id}


async def _group_tap(world: World, request: Request) -> Json:
    group, person, given = await _member(world, request)
    return {"callback_query_id": people.tap(world, person, given, group.chat)}


async def _group_kick(world: World, request: Request) -> Json:
    group, person, _ = await _member(world, request)
    people.kick_bot(world, group, person)
    return {"ok": True}


async def _group_upgrade(world: World, request: Request) -> Json:
    return {"id": people.upgrade(world, _group(world, request)).chat.id}


async def _clock(world: World, request: Request) -> Json:
    step = (await body_of(request)).get("advance")
    now = world.clock.now()
    if step == "morning":
        seconds = (next_morning(now) - now).total_seconds()
    elif isinstance(step, str) and step in _STEPS:
        seconds = _STEPS[step].total_seconds()
    elif isinstance(step, int | float) and not isinstance(step, bool):
        seconds = float(step)
    else:
        raise ControlError(400, "advance is hour, day, morning, week or a number of seconds")
    if abs(world.clock.offset + seconds) > MAX_OFFSET:
        raise ControlError(400, "the clock stays within fifty years")
    world.clock.advance(seconds)
    world.touch()
    return {"now": world.clock.now().isoformat(timespec="seconds"), "offset": world.clock.offset}


async def _faults(world: World, request: Request) -> Json:
    if request.method == "DELETE":
        world.faults.clear()
    else:
        world.faults.add(await body_of(request))
    world.touch()
    return {"faults": world.faults.api()}


async def _raw(world: World, request: Request) -> Json:
    update = (await body_of(request)).get("update")
    if not isinstance(update, dict):
        raise ControlError(400, "update is a JSON object")
    return {"update_id": world.queue.add_raw({k: v for k, v in update.items() if k != "update_id"})}


async def _log(world: World, request: Request) -> Json:
    return {"entries": world.log.after(_after(request)), "total": world.log.total}


async def _download(request: Request) -> Response:
    """Give the page a file of a message, never to be shown as a page of its own."""
    world: World = request.app.state.world
    file = world.files.at(request.path_params["path"])
    if file is None:
        return JSONResponse({"error": "there is no such file"}, 404)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.data, headers=headers, media_type="application/octet-stream")


ROUTES = [
    route("/sandbox/state", _state, "GET"),
    route("/sandbox/changes", _changes, "GET"),
    route("/sandbox/log", _log, "GET"),
    Route("/sandbox/files/{path:path}", _download),
    route("/sandbox/people", _add_person),
    route("/sandbox/people/{id:int}", _get_person, "GET"),
    route("/sandbox/people/{id:int}/say", _say),
    route("/sandbox/people/{id:int}/open", _open_link),
    route("/sandbox/people/{id:int}/tap", _tap),
    route("/sandbox/people/{id:int}/file", _file),
    route("/sandbox/people/{id:int}/edit", _edit),
    route("/sandbox/people/{id:int}/block", _simple(people.block)),
    route("/sandbox/people/{id:int}/unblock", _simple(people.unblock)),
    route("/sandbox/people/{id:int}/deactivate", _simple(people.deactivate)),
    route("/sandbox/groups", _add_group),
    route("/sandbox/groups/{id}", _get_group, "GET"),
    route("/sandbox/groups/{id}/say", _group_say),
    route("/sandbox/groups/{id}/open", _group_open),
    route("/sandbox/groups/{id}/tap", _group_tap),
    route("/sandbox/groups/{id}/kick", _group_kick),
    route("/sandbox/groups/{id}/upgrade", _group_upgrade),
    route("/sandbox/clock", _clock),
    route("/sandbox/faults", _faults, "POST", "DELETE"),
    route("/sandbox/raw", _raw),
]
