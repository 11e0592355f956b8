"""Which chat and which message a request means, and whether the bot may write there."""

from bot.sandbox.errors import ApiError, bad, forbidden, too_many
from bot.sandbox.params import Params
from bot.sandbox.state import Chat, Group, Message, Person
from bot.sandbox.world import World

_NOT_FOUND = "chat not found"


def known_chat(world: World, value: str) -> Person | Group:
    """Return whom a `chat_id` names.

    Raises:
        ApiError: 400, it is empty or not known to the bot.

    """
    if not value:
        raise bad("chat_id is empty")
    try:
        chat_id = int(value)
    except ValueError:
        raise bad(_NOT_FOUND) from None
    found = world.people.get(chat_id) or world.groups.get(chat_id)
    if found is None or (isinstance(found, Person) and not (found.started or found.seen)):
        raise bad(_NOT_FOUND)
    return found


def writable_chat(world: World, params: Params) -> Chat:
    """Return the chat of a request the bot may write to.

    Raises:
        ApiError: 400 or 403 in the official words.

    """
    found = known_chat(world, params.text("chat_id"))
    if isinstance(found, Person):
        _check_person(found)
    else:
        _check_group(found)
    return found.chat


def _check_person(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_group(group: Group) -> None:
    if group.migrated_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, text, migrate_to_chat_id=group.migrated_to)
    if group.bot_status not in ("member", "administrator"):
        raise forbidden(f"bot was kicked from the {group.chat.type} chat")


def spend(world: World, chat: Chat) -> None:
    """Count one message against the rate limits.

    Raises:
        ApiError: 429 with the seconds to wait.

    """
    if wait := world.limits.take(chat.id):
        raise too_many(wait)


def message_of(chat: Chat, params: Params, what: str) -> Message:
    """Return the message a request means; `what` as in "message to edit".

    Raises:
        ApiError: 400, there is no such message.

    """
    message_id = params.integer("message_id")
    if message_id <= 0:
        raise bad("message identifier is not specified")
    message = chat.history.get(message_id)
    if message is None:
        raise bad(f"{what} not found")
    return message
