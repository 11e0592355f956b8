"""Whom a circular is for, in words."""

from collections.abc import Collection

from markupsafe import Markup

from bot.dialogue.partners import LISTS
from bot.dialogue.translations import N_, translate, translate_plural
from bot.store.circulars import Reach


def named(kinds: Collection[str], language: str) -> Markup:
    """The kinds of organisation, with commas between them."""
    return Markup(", ").join(translate(language, msgid) for kind, msgid in LISTS.items() if kind in kinds)


def counted(contacts: int, language: str) -> Markup:
    """So many people and groups, not told apart."""
    return translate_plural(language, "{n} contact", "{n} contacts", contacts)


def reached(reach: Reach, language: str) -> Markup:
    """How many people, and how many groups where there are any."""
    persons = translate_plural(language, "{n} person", "{n} people", reach.persons)
    if not reach.groups:
        return persons
    groups = translate_plural(language, "{n} group", "{n} groups", reach.groups)
    return translate(language, N_("{persons} and {groups}"), persons=persons, groups=groups)
