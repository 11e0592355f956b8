"""How the bot gets its updates."""

import re
from typing import Any

from bot.sandbox.errors import bad, conflict
from bot.sandbox.links import BadLinkError, check_link
from bot.sandbox.methods.registry import Reply, method
from bot.sandbox.params import Params
from bot.sandbox.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@method("getMe")
async def get_me(world: World, _params: Params) -> Any:
    """Return the bot."""
    abilities = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
    more = ("can_connect_to_business", "has_main_web_app", "has_topics_enabled")
    return {**world.bot, abilities[0]: True, **dict.fromkeys((*abilities[1:], *more), False)}


def _remember_allowed(world: World, params: Params) -> None:
    kinds = params.json("allowed_updates", "allowed updates") if params.text("allowed_updates") else None
    if isinstance(kinds, list):
        world.queue.allow([str(kind) for kind in kinds])


@method("getUpdates", "offset", "limit", "timeout", "allowed_updates")
async def get_updates(world: World, params: Params) -> Any:
    """Wait for updates."""
    if world.webhook.url:
        raise conflict(_ACTIVE)
    _remember_allowed(world, params)
    limit = params.integer("limit", 100, 1, 100)
    timeout = 0 if world.closing.is_set() else params.integer("timeout", 0, 0, 50)
    return await world.queue.poll(params.integer("offset"), limit, timeout, params.left)


@method(
    "setWebhook",
    "url",
    "certificate",
    "ip_address",
    "max_connections",
    "allowed_updates",
    "drop_pending_updates",
    "secret_token",
)
async def set_webhook(world: World, params: Params) -> Any:
    """Have updates sent to an URL; http is allowed, as by a server started with --local."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return _delete(world, params)
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    _check_url(url)
    _remember_allowed(world, params)
    if params.flag("drop_pending_updates"):
        world.queue.drop()
    world.queue.end_poll(conflict("terminated by setWebhook request"))
    world.webhook.set(url, secret, params.integer("max_connections", 40, 1, 100))
    return Reply(result=True, description="Webhook was set")


def _check_url(url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    try:
        check_link(url.replace("://localhost", "://127.0.0.1", 1))
    except BadLinkError as error:
        raise bad(f"invalid webhook URL specified: {error}") from error


def _delete(world: World, params: Params) -> Reply:
    text = "Webhook was deleted" if world.webhook.url else "Webhook is already deleted"
    if params.flag("drop_pending_updates"):
        world.queue.drop()
    world.webhook.set("", "", 40)
    return Reply(result=True, description=text)


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(world: World, params: Params) -> Any:
    """Go back to polling."""
    return _delete(world, params)


@method("getWebhookInfo")
async def get_webhook_info(world: World, _params: Params) -> Any:
    """Return where updates are sent, and how that goes."""
    return world.webhook.info()
