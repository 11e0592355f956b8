"""The menu: what this person can do now."""

from bot.dialogue.cards import Button, Card, rows_of
from bot.dialogue.commands import commands_of
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.dialogue.words import ROLES
from bot.store.people import Member

_TYPED = ("menu", "annuler")


def menu_card(person: Member, language: str) -> Card:
    """One button for each thing the person can do."""
    text = translate(
        language,
        N_("<b>{organisation}</b> · {role}\nWhat would you like to do?"),
        organisation=person.organisation,
        role=translate(language, ROLES[person.role]),
    )
    listed = [command for command in commands_of(person.role) if command.name not in _TYPED]
    return Card(
        text, rows_of([Button(label(language, command.label), f"go:{command.name}") for command in listed])
    )


def show_commands(turn: Turn) -> None:
    """Set the list of commands Telegram shows the person of this turn: theirs, in their language."""
    listed = [
        {"command": command.named(turn.language), "description": label(turn.language, command.label)}
        for command in commands_of(turn.me.role)
    ]
    turn.set_commands(turn.chat_id, listed)


def help_card(person: Member, language: str) -> Card:
    """What Clausette is for, and every command with what it does."""
    lines = [
        translate(
            language,
            N_("Clausette follows the insertion clause with you. Write or tap; /menu shows what you can do."),
        ),
        *(
            translate(
                language,
                N_("/{name} – {label}"),
                name=command.named(language),
                label=translate(language, command.label),
            )
            for command in commands_of(person.role)
        ),
        translate(
            language,
            N_(
                "A form half filled waits for you 14 days; /annuler drops it. For anything else, call the "
                "PLIE."
            ),
        ),
    ]
    return Card(type(lines[0])("\n").join(lines))
