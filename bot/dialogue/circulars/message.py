"""A circular as its readers have it: in a chat, in a group, by e-mail."""

from markupsafe import Markup, escape

from bot.dialogue.cards import Card
from bot.dialogue.fitting import cut
from bot.dialogue.letters import Letter
from bot.dialogue.translations import N_, label, translate
from bot.store.circulars import Opened

MOST = 3000
MOST_WITH_FILE = 900
"""UTF-16 units of a text that goes with a file: under Telegram's 1024 for what stands below one."""
_SUBJECT = 90


def message(text: str, language: str) -> Markup:
    """The text under the line that says who writes."""
    head = translate(language, N_("📢 <b>The PLIE writes to its partners:</b>"))
    return Markup("{}\n\n{}").format(head, escape(text))


def card(one: Opened, language: str) -> Card:
    """What is read in a chat; below the file, where there is one."""
    return Card(message(one.text, language))


def letter(one: Opened, language: str) -> Letter:
    """What is read by e-mail: the first line is the subject, the file is attached."""
    first = cut(one.text.partition("\n")[0], _SUBJECT)
    subject = label(language, N_("The PLIE writes to its partners: {first}"), first=first)
    return Letter(subject, message(one.text, language), file=one.file)
