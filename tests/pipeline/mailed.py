"""What the tests of letters share: people written to by e-mail, letters written by hand."""

from typing import Any

from markupsafe import Markup
from town import Town
from wire import opened

from bot import app
from bot.dialogue.letters import Letter, Way, posted
from bot.store import organisations, outbox, people
from bot.store.people import Correspondent, Member
from bot.store.tables import Kind, LinkPurpose, Priority, Role

NADIA, HUGO = "n.benali@exemple.fr", "hugo@exemple.fr"


def correspondent(town: Town, email: str = NADIA, name: str = "Nadia Benali") -> Member:
    """Someone of France Travail who is written to by e-mail; a coordinator is there already."""
    now = app.make_clock(town.settings).now()
    with opened(town).begin() as session:
        home = organisations.find_or_create(session, Kind.ANPE, "France Travail Caen", now)
        [first, *_] = people.with_roles(session, Role.COORDINATOR)
        said = Correspondent(name, email, "fr", home.id or 0, Role.PRESCRIBER, first.id)
        return people.add_by_mail(session, said, now)


def write(town: Town, person: Member, key: str, priority: Priority = Priority.NOTICE, **more: Any) -> None:
    """A letter that says its own key, with one link."""
    now = app.make_clock(town.settings).now()
    letter = Letter(
        more.get("subject", key),
        more.get("text", Markup("Voici <b>{}</b>").format(key)),
        (Way("Répondre", LinkPurpose.OFFER, 7),),
    )
    with opened(town).begin() as session:
        site = app.site_of(town.settings, "clausette_bot")
        row = posted(session, site, person, key, letter, priority, now)
        assert outbox.add(session, [row], now) in (1, -1)


def again(town: Town, person: Member) -> Member:
    """The person as they are now."""
    with opened(town).begin() as session:
        return people.get(session, person.id)


def headers(letter: dict[str, Any]) -> dict[str, str]:
    """The headers of a letter that came."""
    return dict(letter["headers"])
