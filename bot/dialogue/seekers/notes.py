"""A note about a person, in the words of the PLIE’s staff: asked the same wherever it is written."""

from bot.dialogue.fields import Text
from bot.dialogue.form import Step
from bot.dialogue.translations import N_

ABOUT_SOMEONE = Text(
    1, 1000, N_("Facts only, nothing about health: the person may read it. Only the PLIE sees it.")
)
NOTE_STEP = Step("text", N_("Note"), N_("What should be noted?"), ABOUT_SOMEONE)
