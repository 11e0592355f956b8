"""No reminder, offer or mailing any more, or again: on a page, or with the one tap of a mail program (RFC
8058). Questions and answers meant for one person still come."""

from markupsafe import Markup

from bot.actions import unsubscribe
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import subscriptions
from bot.web import html
from bot.web.answers.purpose import Done, Gone, Purpose, Seen, View
from bot.web.posted import Posted

ONE_CLICK = ("List-Unsubscribe", "One-Click")
STOP, AGAIN = "stop", "again"
_TITLE = N_("The letters of Clausette")
_STOPPED = N_(
    "You no longer get reminders, offers or mailings by e-mail. Questions and answers meant for you alone "
    "still come."
)
_SUBSCRIBED = N_("You get the letters of Clausette.")
_NONE = N_("Nothing was chosen.")
_CONSEQUENCE = N_(
    "You can stop reminders, offers and mailings. Questions and answers meant for you alone will still come, "
    "but nothing will remind you of them: the PLIE may have to call you."
)


def _show(turn: Turn, subject: int, _seen: Seen) -> View:
    _own(turn, subject)
    return View(label(turn.language, _TITLE), _body(turn))


def _own(turn: Turn, subject: int) -> None:
    """A person stops their own letters only. Raises Gone."""
    if subject != turn.me.id:
        raise Gone


def _body(turn: Turn) -> Markup:
    """How things are, and the button that changes them."""
    language = turn.language
    if subscriptions.stopped(turn.session, turn.me.id):
        told = [translate(language, _STOPPED)]
        button = html.button(label(language, N_("Get these e-mails again")), "answer", AGAIN, other=True)
    else:
        told = [translate(language, _SUBSCRIBED), translate(language, _CONSEQUENCE)]
        button = html.button(label(language, N_("Stop these e-mails")), "answer", STOP)
    lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in told)
    return lines + html.form(button)


def _answer(turn: Turn, subject: int, sent: Posted) -> Done:
    _own(turn, subject)
    name, value = ONE_CLICK
    if sent.one("answer") == AGAIN:
        unsubscribe.subscribe(turn)
    elif sent.one("answer") == STOP or sent.one(name) == value:
        unsubscribe.unsubscribe(turn)
    else:
        raise Refused(_NONE)
    return Done(label(turn.language, N_("This is done")), _body(turn))


PURPOSE = Purpose(_show, _answer, often=True)
