"""The groups of partners on Telegram, as coordinators see them."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.cards import Button, Card
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.translations import N_, label, translate
from bot.store.groups import Registered
from bot.store.tables import Kind, Organisation

_LONGEST = 120
_OFFERS = N_("This group will get the job offers the PLIE sends out. Nothing personal will be written here.")
_NEWS = N_("This group will get the messages of the PLIE. Nothing personal will be written here.")
HERE: Mapping[str, str] = {
    Kind.BUYER: _NEWS,
    Kind.COMPANY: _NEWS,
    Kind.PROFESSIONAL: _NEWS,
    Kind.ANPE: _OFFERS,
    Kind.MISSION_LOCALE: _OFFERS,
    Kind.PRESCRIBER: _OFFERS,
    Kind.SIAE: _OFFERS,
}
"""What is said in a group, once, by the kind of organisation whose it is."""


def groups_card(organisation: Organisation, found: Sequence[Registered], language: str, after: int) -> Card:
    """A page of an organisation's groups; one more than a page when others follow."""
    number = organisation.id
    rows = [(Button(cut(one.title, MAX_LABEL), f"group:{one.id}"),) for one in found[:SIZE]]
    following = f"groups-of:{number}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(language, f"groups-of:{number}:0" if after else None, following)
    ends = (
        (Button(label(language, N_("Add a group")), f"add-group:{number}"),),
        (Button(cut(organisation.name, MAX_LABEL), f"organisation:{number}"),),
    )
    none = N_("No Telegram group of {name} is registered yet.")
    some = N_("Telegram groups of {name}:")
    text = translate(language, some if found else none, name=cut(organisation.name, _LONGEST))
    return Card(text, (*rows, *pages, *ends))


def link_card(organisation: Organisation, link: str, language: str) -> Card:
    """The link that adds a group, for a coordinator to open or to send."""
    text = translate(
        language,
        N_(
            "Open this link on your telephone and choose the group of {name}, or send it to someone there: "
            "it works once, for 72 hours.\n{link}"
        ),
        name=cut(organisation.name, _LONGEST),
        link=link,
    )
    back = Button(cut(organisation.name, MAX_LABEL), f"organisation:{organisation.id}")
    return Card(text, ((back,),))


def group_card(group: Registered, zone: ZoneInfo, language: str) -> Card:
    """A group: whose it is, since when, whether messages go there."""
    since = N_("Registered on {day}.") if group.left_at is None else N_("No longer registered since {day}.")
    day = (group.left_at or group.joined_at).astimezone(zone).date()
    lines = [
        Markup("<b>{}</b>").format(cut(group.title, _LONGEST)),
        Markup("{}").format(cut(group.organisation, _LONGEST)),
        translate(language, since, day=formats.day(day, language)),
    ]
    back = Button(label(language, N_("Their organisation")), f"organisation:{group.organisation_id}")
    gone = Button(label(language, N_("Remove this group")), f"remove-group:{group.id}")
    return Card(Markup("\n").join(lines), ((gone, back) if group.left_at is None else (back,),))


def sure_card(group: Registered, language: str) -> Card:
    """The question before a group is removed."""
    asked = N_("Remove the group “{title}” ({organisation})? Clausette leaves it and writes nothing there.")
    text = translate(
        language, asked, title=cut(group.title, _LONGEST), organisation=cut(group.organisation, _LONGEST)
    )
    yes = Button(label(language, N_("Yes, remove")), f"removed-group:{group.id}")
    no = Button(label(language, N_("No")), f"group:{group.id}")
    return Card(text, ((yes, no),))


def told_card(group: Registered, language: str) -> Card:
    """What coordinators hear when a group is registered."""
    said = N_("👥 The group “{title}” is registered for {organisation}.")
    text = translate(
        language, said, title=cut(group.title, _LONGEST), organisation=cut(group.organisation, _LONGEST)
    )
    return Card(text, ((Button(label(language, N_("See the group")), f"group:{group.id}"),),))
