"""The kinds of answers, a file for each family."""

from bot.dialogue.days import Day, Happened
from bot.dialogue.fields.choices import Choice, Known, Toggles
from bot.dialogue.fields.documents import CommentOrDocument
from bot.dialogue.fields.lots import Lots
from bot.dialogue.fields.numbers import Duration, Money, Percent, WholeNumber
from bot.dialogue.fields.places import Commune, Job, job_name
from bot.dialogue.fields.text import Text

__all__ = [
    "Choice",
    "CommentOrDocument",
    "Commune",
    "Day",
    "Duration",
    "Happened",
    "Job",
    "Known",
    "Lots",
    "Money",
    "Percent",
    "Text",
    "Toggles",
    "WholeNumber",
    "job_name",
]
