"""Contacts written to by e-mail: a coordinator adds one without Telegram, and corrects the address."""

from bot.actions import demand
from bot.dialogue.correspondents import ROLES, welcome
from bot.dialogue.letters import withdraw_links
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, history, organisations, outbox, people
from bot.store.history import Subject
from bot.store.people import Correspondent, Member

NO_MAIL = N_(
    "Clausette cannot send e-mails yet: please ask whoever runs it to set them up first (operations guide, "
    "“Letters”)."
)


def check(turn: Turn, organisation_id: int) -> None:
    """Whether a contact by e-mail can be added here. Raises Refused."""
    demand(turn, Action.INVITE)
    if turn.site is None or not turn.site.mail:
        raise Refused(NO_MAIL)
    organisation = organisations.find_number(turn.session, organisation_id)
    if organisation is None:
        raise Refused(N_("This organisation cannot be found."))
    if organisation.kind not in ROLES:
        raise Refused(N_("PLIE staff work on Telegram: /inviter invites them."))
    check_partner(turn, organisation_id)


def add(turn: Turn, organisation_id: int, name: str, email: str, language: str) -> Member:
    """A new contact of an organisation, with the role its kind has, who gets a first letter. Raises
    Refused."""
    check(turn, organisation_id)
    _check_free(turn, email, None)
    organisation = organisations.get(turn.session, organisation_id)
    role = ROLES[organisation.kind]
    said = Correspondent(" ".join(name.split()), email, language, organisation_id, role, turn.me.id)
    person = people.add_by_mail(turn.session, said, turn.now)
    audit.record(turn.session, turn.me.id, "add by mail", "person", person.id, turn.now, role=role)
    _welcome(turn, person)
    return person


def correct(turn: Turn, person_id: int, email: str) -> Member:
    """Write to a contact at another address, or at the same one again: what could not reach them in the last
    two weeks leaves now. At another, the links sent before lead nowhere any more. Raises Refused."""
    demand(turn, Action.INVITE)
    person = people.find(turn.session, person_id)
    if person is None or person.revoked or not person.by_mail:
        raise Refused(N_("This contact is not written to by e-mail any more."))
    _check_free(turn, email, person.id)
    subject = Subject("person", person.id)
    before, after = {"email": person.email}, {"email": email}
    changed = history.record(turn.session, subject, turn.me.id, turn.now, before, after)
    people.set_email(turn.session, person, email)
    outbox.release_blocked(turn.session, person.telegram_id, turn.now)
    audit.record(turn.session, turn.me.id, "correct email", "person", person.id, turn.now)
    corrected = people.get(turn.session, person.id)
    if changed:
        withdraw_links(turn.session, corrected)
        _welcome(turn, corrected)
    return corrected


def _check_free(turn: Turn, email: str, person_id: int | None) -> None:
    """An address is one contact's. Raises Refused."""
    known = people.by_email(turn.session, email)
    if known is not None and known.id != person_id:
        taken = N_("This address is already that of {name} ({organisation}).")
        raise Refused(taken, name=known.name, organisation=known.organisation)


def _welcome(turn: Turn, person: Member) -> None:
    by = turn.me
    turn.mail(person, f"welcome:{person.uid}:{turn.uid}", lambda language: welcome(person, by, language))
