"""The audit trail in words."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Card
from bot.dialogue.fitting import cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.parameters import WORDS as FIGURES
from bot.dialogue.translations import N_, label, translate
from bot.store import audit, organisations, people
from bot.store.audit import Entry
from bot.store.database import Session

_LONGEST_NAME = 60

ACTIONS: Mapping[str, str] = {
    "announce": N_("announced a contract"),
    "send programme": N_("sent a yearly programme"),
    "declare no programme": N_("said that a buyer plans no contract in a year"),
    "examine": N_("took a contract to examine"),
    "correct": N_("corrected a contract"),
    "add remark": N_("added a comment or a document to a contract"),
    "review": N_("reviewed a lot"),
    "advise": N_("sent the advice of the PLIE"),
    "update hours": N_("updated the hours of a lot"),
    "confirm": N_("retained the clause of a lot"),
    "discuss": N_("wrote about the advice on a lot"),
    "decline": N_("declined the clause of a lot"),
    "publish": N_("recorded the publication of a contract"),
    "award": N_("recorded the award of a lot"),
    "correct award": N_("corrected the award of a lot"),
    "postpone award": N_("said that a contract is not awarded yet"),
    "kick off": N_("recorded the first contact with the supplier of a lot"),
    "amend": N_("recorded an amendment to a lot"),
    "remove amendment": N_("removed an amendment recorded by mistake"),
    "complete": N_("completed a lot"),
    "cancel": N_("cancelled a contract"),
    "publish offer": N_("published a job offer"),
    "change offer": N_("changed a job offer"),
    "confirm offer": N_("confirmed a job offer"),
    "fill offer": N_("closed a job offer as filled"),
    "withdraw offer": N_("withdrew a job offer"),
    "hold offer": N_("kept a job offer within the PLIE"),
    "expire offer": N_("ended a job offer nothing was heard of"),
    "reopen offer": N_("opened a job offer again"),
    "send offer": N_("had a job offer sent to the partners"),
    "broadcast offer": N_("sent a job offer to the partners"),
    "decline offer": N_("had no candidate for a job offer"),
    "tick siae": N_("added a SIAE to those told of a job offer"),
    "untick siae": N_("removed a SIAE from those told of a job offer"),
    "resend messages": N_("sent messages held as uncertain again"),
    "leave messages": N_("left messages held as uncertain unsent"),
    "add candidate": N_("made a candidate’s file"),
    "change candidate": N_("corrected a candidate’s file"),
    "note candidate": N_("added a note to a candidate’s file"),
    "follow candidate": N_("took over the follow-up of a candidate"),
    "close candidate": N_("closed a candidate’s file"),
    "reopen candidate": N_("opened a candidate’s file again"),
    "hold candidate": N_("put a legal hold on a candidate’s file"),
    "lift hold": N_("lifted the legal hold of a candidate’s file"),
    "erase candidate": N_("erased a person at their request"),
    "anonymise candidate": N_("anonymised a file kept for its full time"),
    "merge candidates": N_("merged two candidates’ files"),
    "refer": N_("presented a candidate"),
    "present referral": N_("presented a candidate who had been proposed"),
    "meet": N_("asked to meet a candidate"),
    "refuse referral": N_("did not retain a candidate"),
    "propose": N_("proposed a candidate"),
    "withdraw proposal": N_("took back a candidate proposed"),
    "withdraw referral": N_("withdrew a candidate presented or proposed"),
    "log follow-up": N_("made a follow-up"),
    "miss follow-up": N_("tried a follow-up and reached nobody"),
    "correct follow-up": N_("corrected what a follow-up found"),
    "note follow-up": N_("noted something of a follow-up"),
    "tell difficulty": N_("told a company that there is a difficulty"),
    "record exit": N_("recorded the exit of a candidate"),
    "correct exit": N_("corrected the exit of a candidate"),
    "cancel exit": N_("took back the exit of a candidate"),
    "renew eligibility": N_("renewed the eligibility of a candidate"),
    "decline eligibility": N_("noted that an eligibility is not renewed"),
    "hire": N_("recorded a hire"),
    "confirm hire": N_("confirmed a hire"),
    "reject hire": N_("did not confirm a hire"),
    "renew placement": N_("renewed a work contract"),
    "change placement": N_("corrected a work contract"),
    "end placement": N_("recorded the early end of a work contract"),
    "undo end": N_("took back the early end of a work contract"),
    "share": N_("shared an offer or the hours of a lot with a SIAE"),
    "answer share": N_("answered jointly with a company"),
    "correct share answer": N_("corrected a joint answer"),
    "decline share": N_("declined to answer jointly with a company"),
    "pick share": N_("chose a SIAE"),
    "leave share": N_("did not choose a SIAE"),
    "withdraw share": N_("withdrew what was shared with a SIAE"),
    "add interview": N_("recorded an interview"),
    "correct interview": N_("corrected an interview"),
    "train": N_("planned a training for a candidate"),
    "settle training": N_("noted what came of a training"),
    "correct training": N_("corrected a training"),
    "cancel training": N_("cancelled a training"),
    "add evidence": N_("sent a supporting document"),
    "remove evidence": N_("removed a supporting document"),
    "ask evidence": N_("asked for supporting documents"),
    "ask call back": N_("asked to be called back"),
    "call back": N_("called back"),
    "invite": N_("made an invitation"),
    "invite group": N_("made a link to add a group"),
    "add group": N_("added a group"),
    "remove group": N_("removed a group"),
    "lose group": N_("lost a group Clausette was put out of"),
    "write circular": N_("wrote to the partners"),
    "invite supplier": N_("invited a supplier"),
    "close invitations": N_("closed the invitations of a company"),
    "join": N_("joined"),
    "revoke": N_("withdrew an access"),
    "hand over": N_("handed files to a colleague"),
    "rename": N_("corrected the name of an organisation"),
    "set siret": N_("set a SIRET"),
    "set parameter": N_("changed a figure of the agreement"),
    "reset parameter": N_("gave a figure its default again"),
    "declare hours": N_("declared hours worked"),
    "validate hours": N_("validated hours worked"),
    "ask hours back": N_("asked for hours to be corrected"),
    "record agreement": N_("recorded the agreement"),
    "correct agreement": N_("corrected the dates of the agreement"),
    "sign agreement": N_("recorded a signature of the agreement"),
    "correct signature": N_("corrected a signing date of the agreement"),
    "remove signatory": N_("took out a signatory recorded by mistake"),
    "ask renewal": N_("proposed to renew the agreement"),
    "answer renewal": N_("answered to the renewal of the agreement"),
    "go on without": N_("went on with the renewal without a signatory"),
    "withdraw renewal": N_("withdrew the renewal of the agreement"),
    "renew agreement": N_("the agreement is renewed"),
    "give notice": N_("recorded a termination of the agreement"),
    "withdraw notice": N_("recorded that a termination was withdrawn"),
    "leave": N_("an organisation is a partner no longer"),
    "end agreement": N_("the agreement ended"),
    "settle reminder": N_("said that a reminder is done"),
    "reopen reminder": N_("said that a reminder is not done after all"),
    "snooze reminder": N_("put off a reminder"),
    "prefer": N_("changed the personal settings"),
    "pause": N_("announced an absence"),
    "end pause": N_("ended an absence"),
    "ask stand-in": N_("chose who stands in during an absence"),
    "add by mail": N_("added a contact by e-mail"),
    "correct email": N_("corrected the e-mail address of a contact"),
    "import": N_("took over a record of a list"),
    "import list": N_("imported a list"),
    "send list": N_("sent a list to import"),
    "drop list": N_("dropped a list without importing it"),
    "unsubscribe": N_("asked for no offer and no reminder by e-mail any more"),
    "subscribe": N_("asked for offers and reminders by e-mail again"),
}
"""What each code recorded by an action means, said of who did it."""


def journal_card(
    session: Session, entries: Sequence[Entry], language: str, zone: ZoneInfo, *, first: bool
) -> Card:
    """A page of the trail, newest first; one line more than a page when others follow."""
    if not entries:
        return Card(translate(language, N_("Nothing is recorded yet.")))
    lines = [entry_line(session, entry, language, zone) for entry in entries[:SIZE]]
    following = f"journal:{entries[SIZE - 1].id}" if len(entries) > SIZE else None
    head = Markup("<b>{}</b>").format(translate(language, N_("Audit trail, newest first:")))
    text = Markup("\n\n").join([head, *lines])
    return Card(text, page_buttons(language, None if first else "journal:0", following))


def entry_line(session: Session, entry: Entry, language: str, zone: ZoneInfo) -> Markup:
    """When, who, what, and the object where it has a name."""
    about = _object(session, entry, language)
    return Markup("{} · {}\n{}{}").format(
        formats.moment(entry.at, zone, language),
        _who(session, entry, language),
        _what(entry, language),
        f" · {cut(about, _LONGEST_NAME)}" if about else "",
    )


def _who(session: Session, entry: Entry, language: str) -> str:
    person = None if entry.person_id is None else people.find(session, entry.person_id)
    return label(language, N_("system")) if person is None else cut(person.name, _LONGEST_NAME)


def _what(entry: Entry, language: str) -> Markup:
    """The action in words; a code of another version, which has none, as it is."""
    words = ACTIONS.get(entry.action)
    what = Markup("{}").format(entry.action) if words is None else translate(language, words)
    on_behalf = translate(language, N_("on a partner’s behalf"))
    return Markup("{} ({})").format(what, on_behalf) if entry.details.get("on_behalf") else what


def _object(session: Session, entry: Entry, language: str) -> str | None:
    """What people call the object: its reference or its name."""
    match entry.subject:
        case "person":
            person = people.find(session, entry.subject_id)
            return None if person is None else person.name
        case "organisation":
            organisation = organisations.find_number(session, entry.subject_id)
            return None if organisation is None else organisation.name
        case "parameter":
            words = FIGURES.get(str(entry.details.get("figure")))
            return None if words is None else label(language, words.name)
        case _:
            return audit.reference(session, entry.subject, entry.subject_id)
