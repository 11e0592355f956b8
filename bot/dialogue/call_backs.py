"""Cards of requests to be called back."""

from markupsafe import Markup

from bot.dialogue.cards import Button, Card
from bot.dialogue.translations import N_, label, translate
from bot.store import people
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import CallBack


def asked_key(number: int, person_id: int) -> str:
    """The key under which a colleague of the PLIE is told of a request."""
    return f"call-back:{number}:{person_id}"


def _linked(person: Member) -> Markup:
    """The person's name, which opens their chat on Telegram: a phone number is not asked for."""
    return Markup('<a href="tg://user?id={}">{}</a>').format(person.telegram_id, person.name)


def call_back_card(session: Session, task: CallBack, title: str, language: str) -> Card:
    """Who wants to be called about what; who did it, or the button to say so."""
    asker = people.get(session, task.person_id)
    asks = N_("📞 {name} ({organisation}) asks to be called back about: {title}.")
    text = translate(
        language, asks, name=_linked(asker), organisation=asker.organisation, title=translate(language, title)
    )
    if task.done_by is None:
        return Card(text, ((Button(label(language, N_("Call made")), f"called:{task.id}"),),))
    by = translate(language, N_("Call made by {name}."), name=people.get(session, task.done_by).name)
    return Card(text + "\n" + by)
