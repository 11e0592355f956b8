"""What was typed on a page, read by the fields of the forms of the chat: what they understand there they
understand here, and what they ask back is asked beside the control."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from bot.dialogue.answers import Context, NotUnderstood, Reading, Several, Understood
from bot.dialogue.field import Field
from bot.dialogue.fields import Choice, Toggles
from bot.dialogue.fitting import cut
from bot.dialogue.form import Step
from bot.dialogue.lookups import lookup_for
from bot.dialogue.screens import trouble as sentence
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.web import controls
from bot.web.controls import MEANT, SAID
from bot.web.html import Trouble
from bot.web.posted import Posted

_LONGEST_HINT = 400
MISSING = N_("An answer is expected here.")
PICK = N_("Please choose one of these.")


class Again(Exception):
    """Nothing was done: the page comes again with what was typed and what is wrong with it."""

    def __init__(self, troubles: dict[str, Trouble]) -> None:
        super().__init__("asked again")
        self.troubles = troubles


def context_of(turn: Turn) -> Context:
    """What the fields may know and look up for the person of this turn."""
    return Context(turn.today, turn.language, lookup=lookup_for(turn))


@dataclass
class Reader:
    """Reads a form control by control; what is not understood is gathered, so that it is told at once."""

    posted: Posted
    context: Context
    answers: dict[str, Any] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)

    def take(self, step: Step, name: str | None = None) -> Any:
        """The answer to a question, None where it has none or is passed; kept under the step's name. The
        control is called `name` where it is not called as the step."""
        place = name or step.name
        if isinstance(step.field, Toggles):
            value = self._ticked(place, step.field)
        elif isinstance(step.field, Choice):
            value = self._picked(place, step.field, needed=not step.optional)
        else:
            value = self.typed(place, step.field, needed=not step.optional)
        self.answers[step.name] = value
        return value

    def typed(self, name: str, kind: Field, *, needed: bool = True) -> Any:
        """What a text means, or which of its suggestions was picked; None when neither is known."""
        text = self.posted.one(name)
        if not text:
            if needed:
                self.wrong(name, MISSING)
            return None
        reading = kind.read(text, replace(self.context, answers=self.answers))
        if isinstance(reading, Understood):
            return reading.value
        return self._meant(name, text, reading)

    def wrong(self, place: str, msgid: str, /, **values: Any) -> None:
        """Have a sentence told beside a control."""
        self.troubles[place] = Trouble(translate(self.context.language, msgid, **values))

    def end(self) -> None:
        """Go on only when everything was understood. Raises Again."""
        if self.troubles:
            raise Again(self.troubles)

    def _meant(self, name: str, text: str, reading: Reading) -> Any:
        """The suggestion picked, where the text is still the one they were made for."""
        known = isinstance(reading, Several | NotUnderstood)
        candidates = reading.candidates if isinstance(reading, Several | NotUnderstood) else ()
        picked = self.posted.one(name + MEANT)
        if picked and self.posted.one(name + SAID) == text:
            for candidate in candidates:
                if candidate.label == picked:
                    return candidate.value
        told = sentence(reading if known else NotUnderstood(), text, self.context.language)
        self.troubles[name] = Trouble(told, tuple(candidate.label for candidate in candidates))
        return None

    def _picked(self, name: str, kind: Choice, *, needed: bool) -> Any:
        code = self.posted.one(name)
        if code in kind.labels:
            reading = kind.choose(code, self.context)
            if isinstance(reading, Understood):
                return reading.value
            self.troubles[name] = Trouble(sentence(reading, "", self.context.language))
        elif code or needed:
            self.wrong(name, PICK)
        return None

    def _ticked(self, name: str, kind: Toggles) -> Any:
        codes = [code for code in kind.labels if code in self.posted.all(name)]
        if len(codes) < kind.least:
            self.wrong(name, N_("Please choose at least one."))
        return codes


MOST_RADIOS = 4


def question(step: Step, posted: Posted, troubles: dict[str, Trouble], language: str) -> Markup:
    """The control of a question: a list, boxes, or a line to type in."""
    title, trouble = titled(step, language), troubles.get(step.name)
    if isinstance(step.field, Toggles):
        return controls.checks(step.name, title, labels(step.field, language), posted, trouble)
    if isinstance(step.field, Choice):
        known = labels(step.field, language)
        one: Callable[..., Markup] = controls.radios if len(known) <= MOST_RADIOS else controls.select
        return one(step.name, title, known, posted, trouble)
    hint = translate(language, step.field.hint)
    return controls.text(step.name, title, posted, trouble, hint=hint)


def titled(step: Step, language: str) -> Markup:
    """What a question asks, and that it can be passed where it can."""
    ask = translate(language, step.ask)
    return controls.optional(ask, language) if step.optional else ask


def labels(kind: Choice | Toggles, language: str) -> dict[str, str]:
    """The labels of a field's codes, each beginning with a capital."""
    plain = {code: label(language, msgid) for code, msgid in kind.labels.items()}
    return {code: cut(text[:1].upper() + text[1:], _LONGEST_HINT) for code, text in plain.items()}
