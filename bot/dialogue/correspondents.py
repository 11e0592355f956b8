"""Contacts written to by e-mail: the first letter, how they stand on their card."""

from collections.abc import Mapping

from markupsafe import Markup

from bot.dialogue.cards import Button
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.letters import Letter
from bot.dialogue.lists import SIZE
from bot.dialogue.translations import N_, label, translate
from bot.store import people
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import Kind, Role

ROLES: Mapping[str, Role] = {
    Kind.BUYER: Role.BUYER,
    Kind.COMPANY: Role.COMPANY,
    Kind.ANPE: Role.PRESCRIBER,
    Kind.MISSION_LOCALE: Role.PRESCRIBER,
    Kind.PRESCRIBER: Role.PRESCRIBER,
    Kind.SIAE: Role.SIAE,
    Kind.PROFESSIONAL: Role.PROFESSIONAL,
}
"""The role a contact by e-mail has in each kind of organisation; PLIE staff work on Telegram."""

_MOST = 200
_COMING: Mapping[Role, str] = {
    Role.BUYER: N_(
        "You will get the PLIE’s advice on your contracts, and the questions that wait for you: clauses to "
        "confirm, awards."
    ),
    Role.COMPANY: N_("You will get the questions that wait for you: hours to declare, news of your offers."),
    Role.PRESCRIBER: N_(
        "You will get the job offers to be filled, and can propose a candidate by the link under each."
    ),
    Role.SIAE: N_(
        "You will get the job offers the PLIE shares with you, and can propose a candidate for each."
    ),
    Role.PROFESSIONAL: N_("You will get the news of the PLIE."),
}


def welcome(person: Member, by: Member, language: str) -> Letter:
    """The first letter: who gave the address, what will come, how to stop it."""
    said = [
        translate(language, N_("Hello {name},"), name=person.name),
        translate(
            language,
            N_(
                "{by} ({home}) gave your address to Clausette, the assistant of the PLIE, as a contact of "
                "{organisation}."
            ),
            by=by.name,
            home=by.organisation,
            organisation=person.organisation,
        ),
        translate(language, _COMING[person.role])
        + " "
        + translate(
            language, N_("There is no account and no password: you answer on the page a link leads to.")
        ),
        translate(
            language,
            N_(
                "The PLIE keeps your name and this address for that only. If this is a mistake, tell the "
                "PLIE; the link below stops reminders and offers at once."
            ),
        ),
    ]
    return Letter(label(language, N_("Clausette will write to you for the PLIE")), Markup("\n\n").join(said))


def standing(person: Member, language: str) -> Markup:
    """Where one writes to a contact, whether letters arrive, whether they are wanted."""
    state = N_("By e-mail: {email}") if person.reachable else N_("By e-mail, but {email} refuses letters.")
    line = translate(language, state, email=person.email)
    if not person.unsubscribed:
        return line
    refused = N_("Wants no reminder nor offer by e-mail any more; what is asked of them alone still comes.")
    return line + Markup("\n") + translate(language, refused)


def of_organisation(session: Session, organisation_id: int) -> list[Member]:
    """The first contacts of an organisation who are written to by e-mail, at most a page of them."""
    there = people.page_of(session, organisation_id, 0, _MOST)
    return [person for person in there if person.by_mail][:SIZE]


def rows(persons: list[Member]) -> tuple[tuple[Button], ...]:
    """A button for each contact, by name."""
    return tuple((Button(cut(person.name, MAX_LABEL), f"partner:{person.id}"),) for person in persons)
