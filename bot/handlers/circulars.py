"""/diffuser: a coordinator writes to the partners, sees it as they will, and follows what became of it."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, write_circular
from bot.dialogue import conversation
from bot.dialogue.cards import Card
from bot.dialogue.circulars.cards import circular_card, circulars_card
from bot.dialogue.circulars.fields import Audience, CircularFile, CircularText, kinds_of
from bot.dialogue.circulars.message import message
from bot.dialogue.circulars.words import reached
from bot.dialogue.fitting import cut
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import shown_answer
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import circulars
from bot.store.circulars import Opened


def _home(turn: Turn) -> None:
    demand(turn, Action.WRITE_CIRCULAR)
    turn.edit(circulars_card(turn, turn.number))


def _start(turn: Turn) -> None:
    demand(turn, Action.WRITE_CIRCULAR)
    conversation.start(turn, FORM)


def _find(turn: Turn) -> Opened:
    demand(turn, Action.WRITE_CIRCULAR)
    found = circulars.get(turn.session, turn.number)
    if found is None:
        raise Refused(N_("This message cannot be found."))
    return found


def _open(turn: Turn) -> None:
    turn.edit(circular_card(turn, _find(turn)))


def _file(turn: Turn) -> None:
    found = _find(turn)
    if found.file is None:
        raise Refused(N_("This message cannot be found."))
    turn.send_file(found.file, cut(found.file["name"], 200))


def _recap(language: str, answers: Answers) -> Markup:
    """Whom it is for, then the message word for word as they will have it."""
    head = [Markup("<b>{}</b>").format(translate(language, N_("Write to the partners")))]
    if "audience" in answers:
        to = shown_answer(FORM.step("audience"), answers, language)
        head.append(translate(language, N_("To: {kinds}"), kinds=to))
    if "text" not in answers:
        return Markup("\n").join(head)
    if answers.get("file") is not None:
        named = N_("They get “{name}” with this text under it:")
        below = translate(language, named, name=answers["file"]["name"])
    else:
        below = translate(language, N_("They will read this:"))
    return Markup("\n").join([*head, below]) + "\n\n" + message(answers["text"], language)


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    reach = write_circular.write(turn, kinds_of(answers["audience"]), answers["text"], answers.get("file"))
    said = N_("It leaves now for {reach}; between 19:00 and 8:00, on Sundays and holidays it waits.")
    return Card(turn.t(said, reach=reached(reach, turn.language)))


FORM: Form = Form(
    name="circular",
    version=1,
    title=N_("Write to the partners"),
    steps=(
        Step("audience", N_("Recipients"), N_("To which partners?"), Audience()),
        Step("text", N_("Text"), N_("What do you want to tell them?"), CircularText()),
        Step(
            "file",
            N_("Document"),
            N_("Is there a document or a photo to go with it?"),
            CircularFile(),
            optional=True,
            skip_label=N_("No document"),
        ),
    ),
    verb=N_("Send to the partners"),
    recap=_recap,
    done=_done,
)

ROUTES = (
    *entry("diffuser", _home),
    button("circulars", _home),
    button("new-circular", _start, args=""),
    button("circular", _open),
    button("circular-file", _file),
)
