"""Cards and lists of partners: kinds, organisations, people, and what a person has in hand."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.dialogue import correspondents
from bot.dialogue.cards import Button, Card, Keyboard, rows_of
from bot.dialogue.commands import BY_NAME
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_buttons
from bot.dialogue.presence import gone_line
from bot.dialogue.translations import N_, label, translate, translate_plural
from bot.dialogue.words import KINDS, ROLES
from bot.rules.siret import spaced
from bot.store.holdings import Holdings
from bot.store.organisations import Work
from bot.store.people import Member
from bot.store.tables import Kind, Organisation

LISTS: Mapping[str, str] = {
    Kind.BUYER: N_("Buyers"),
    Kind.COMPANY: N_("Companies"),
    Kind.ANPE: N_("France Travail"),
    Kind.MISSION_LOCALE: N_("Missions Locales"),
    Kind.PRESCRIBER: N_("Other prescribers"),
    Kind.SIAE: N_("Work-integration enterprises"),
    Kind.PROFESSIONAL: N_("Professionals"),
    Kind.PLIE: N_("PLIE"),
}
"""Every kind of organisation, as the title of its list."""

_LONGEST_NAME = 120


def home_card(language: str) -> Card:
    """The first screen: kinds of organisation, people, search."""
    kinds = [Button(label(language, msgid), f"partners-of:{kind}:0") for kind, msgid in LISTS.items()]
    ends = [
        Button(label(language, N_("Find a partner")), "partner-search"),
        Button(label(language, N_("Everyone with access")), "partners:0"),
    ]
    return Card(translate(language, N_("Partners: which ones?")), (*rows_of(kinds), *rows_of(ends)))


def back(language: str) -> tuple[Button]:
    """The row that leads to the first screen."""
    return (Button(label(language, N_("‹ Partners")), "go:partenaires"),)


def person_line(person: Member, language: str) -> str:
    """A person in a list."""
    role = label(language, N_("by e-mail")) if person.by_mail else label(language, ROLES[person.role])
    return cut(f"{cut(person.name, 28)} · {cut(person.organisation, 22)} · {role}", MAX_LABEL)


def organisation_line(organisation: Organisation, language: str) -> str:
    """An organisation among those of other kinds."""
    return cut(f"{cut(organisation.name, 40)} · {label(language, KINDS[organisation.kind])}", MAX_LABEL)


def people_rows(persons: Sequence[Member], language: str) -> Keyboard:
    """A button for each person, at most a page of them."""
    return tuple((Button(person_line(one, language), f"partner:{one.id}"),) for one in persons[:SIZE])


def kind_card(kind: Kind, found: Sequence[Organisation], language: str, *, first: bool) -> Card:
    """A page of organisations of a kind; one more than a page when others follow."""
    if not found:
        return Card(translate(language, N_("There is no organisation of this kind yet.")), (back(language),))
    rows = [(Button(cut(one.name, MAX_LABEL), f"organisation:{one.id}"),) for one in found[:SIZE]]
    following = f"partners-of:{kind}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(language, None if first else f"partners-of:{kind}:0", following)
    text = translate(language, N_("<b>{kind}</b>, by name:"), kind=label(language, LISTS[kind]))
    return Card(text, (*rows, *pages, back(language)))


def organisation_card(organisation: Organisation, work: Work, gone: bool, language: str) -> Card:
    """An organisation: name, kind, SIRET, what it takes part in, and what can be done with it. `gone`:
    someone there lost their access."""
    lines = [
        Markup("<b>{}</b>").format(cut(organisation.name, _LONGEST_NAME)),
        translate(language, KINDS[organisation.kind]),
    ]
    if organisation.siret:
        lines.append(translate(language, N_("SIRET: {siret}"), siret=spaced(organisation.siret)))
    lines += gone_line(organisation, language)
    lines += _work(work, language)
    number = organisation.id
    buttons = [Button(label(language, N_("People with access")), f"people-of:{number}:0")]
    if gone:
        buttons.append(Button(label(language, N_("Who no longer has access")), f"gone-from:{number}:0"))
    buttons += [
        Button(label(language, N_("Correct the name")), f"rename:{number}"),
        Button(label(language, N_("Set the SIRET")), f"siret:{number}"),
    ]
    if organisation.kind in correspondents.ROLES:
        buttons += [
            Button(label(language, N_("Add a contact by e-mail")), f"by-mail:{number}"),
            Button(label(language, N_("Telegram groups")), f"groups-of:{number}:0"),
        ]
    return Card(Markup("\n").join(lines), (*rows_of(buttons), back(language)))


def _work(work: Work, language: str) -> list[Markup]:
    lines = (
        translate_plural(language, "{n} contract announced", "{n} contracts announced", work.procurements),
        translate_plural(language, "{n} lot held", "{n} lots held", work.lots),
        translate_plural(language, "{n} job offer posted", "{n} job offers posted", work.offers),
    )
    counts = (work.procurements, work.lots, work.offers)
    return [line for count, line in zip(counts, lines, strict=True) if count]


def people_of_card(
    organisation: Organisation, found: Sequence[Member], language: str, *, after: int, gone: bool
) -> Card:
    """A page of an organisation's people: with access, or without any more when `gone`."""
    home = (Button(cut(organisation.name, MAX_LABEL), f"organisation:{organisation.id}"),)
    if not found:
        nobody = N_("Nobody lost their access.") if gone else N_("Nobody has access yet. /inviter invites.")
        return Card(translate(language, nobody), (home,))
    msgid = N_("No longer have access for {name}:") if gone else N_("Have access for {name}:")
    link = f"{'gone-from' if gone else 'people-of'}:{organisation.id}"
    following = f"{link}:{found[SIZE - 1].id}" if len(found) > SIZE else None
    pages = page_buttons(language, f"{link}:0" if after else None, following)
    text = translate(language, msgid, name=cut(organisation.name, _LONGEST_NAME))
    return Card(text, (*people_rows(found, language), *pages, home))


def person_card(person: Member, held: Holdings, language: str) -> Card:
    """A person: organisation, role, whether they have access, what they have in hand, what can be done."""
    text = translate(
        language,
        N_("<b>{name}</b>\n{organisation} · {role}\n{state}"),
        name=person.name,
        organisation=cut(person.organisation, _LONGEST_NAME),
        role=translate(language, ROLES[person.role]),
        state=_standing(person, language),
    )
    rows: list[tuple[Button, ...]] = []
    if held:
        text += Markup("\n") + translate(language, N_("In hand: {files}."), files=counted(held, language))
        rows.append(hand_over_row(person, language))
    if not person.revoked:
        stop = N_("Write no more") if person.by_mail else N_("Withdraw access")
        end = [Button(label(language, stop), f"revoke:{person.id}")]
        if person.by_mail:
            end.insert(0, Button(label(language, N_("Correct the address")), f"email:{person.id}"))
        rows.append(tuple(end))
    where = Button(label(language, N_("Their organisation")), f"organisation:{person.organisation_id}")
    return Card(text, (*rows, (where, *back(language))))


def _standing(person: Member, language: str) -> Markup:
    if person.revoked:
        gone = N_("Is not written to any more.") if person.by_mail else N_("No longer has access.")
        return translate(language, gone)
    if person.by_mail:
        return correspondents.standing(person, language)
    return translate(language, N_("Has access.") if person.reachable else N_("Blocked Clausette."))


def hand_over_row(person: Member, language: str) -> tuple[Button]:
    """The row that hands a person's files to a colleague."""
    return (Button(label(language, N_("Hand their files to…")), f"hand:{person.id}:0"),)


def counted(held: Holdings, language: str) -> str:
    """What someone has in hand, in words: "3 marchés examinés, 2 candidats suivis"."""
    n = held.procurements, held.followed, held.proposed, held.call_backs
    parts = (
        translate_plural(language, "{n} contract examined", "{n} contracts examined", n[0]),
        translate_plural(language, "{n} candidate followed", "{n} candidates followed", n[1]),
        translate_plural(language, "{n} candidate proposed", "{n} candidates proposed", n[2]),
        translate_plural(language, "{n} call-back expected", "{n} call-backs expected", n[3]),
    )
    return ", ".join(part.unescape() for count, part in zip(n, parts, strict=True) if count)


def handed_over_card(giver: Member, taker: Member, moved: Holdings, language: str) -> Card:
    """What a colleague is told when they take over someone's files, with the way to their lists."""
    text = translate(
        language,
        N_("📁 The files of {name} are now yours: {files}."),
        name=giver.name,
        files=counted(moved, language),
    )
    names = ["marches"] * bool(moved.procurements) + ["candidats"] * bool(moved.followed)
    listed = [BY_NAME[name] for name in (names if taker.is_staff and names else ["menu"])]
    return Card(text, rows_of([Button(label(language, one.label), f"go:{one.name}") for one in listed]))
