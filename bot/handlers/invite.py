"""/inviter: a coordinator invites someone."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, invite
from bot.dialogue import conversation
from bot.dialogue.fields import Choice, Text
from bot.dialogue.form import Form, Step
from bot.dialogue.routes import entry
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.words import KINDS, ROLES
from bot.rules.policy import Action
from bot.store.tables import Kind, Role

_PRESCRIBERS = {str(kind): KINDS[kind] for kind in invite.KINDS[Role.PRESCRIBER]}


def _prescribes(answers: Mapping[str, Any]) -> bool:
    return answers.get("role") == Role.PRESCRIBER


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    role = Role(answers["role"])
    kind = Kind(answers["kind"]) if "kind" in answers else invite.KINDS[role][0]
    token = invite.invite(turn, role, kind, answers["organisation"])
    link = f"https://t.me/{turn.bot_name}?start={token}"
    return turn.t(N_("Send this link to the person: it works once, for 72 hours.\n{link}"), link=link)


FORM = Form(
    name="invite",
    version=1,
    title=N_("Invite someone"),
    steps=(
        Step("role", N_("Role"), N_("What is their role?"), Choice(ROLES)),
        Step("kind", N_("Kind"), N_("Which kind of organisation?"), Choice(_PRESCRIBERS), when=_prescribes),
        Step(
            "organisation",
            N_("Organisation"),
            N_("Which organisation?"),
            Text(2, 100, N_("For example: Ville de Caen.")),
        ),
    ),
    verb=N_("Make the invitation"),
    done=_done,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.INVITE)
    conversation.start(turn, FORM)


ROUTES = entry("inviter", _start)
