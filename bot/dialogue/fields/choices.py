"""One or several of what is on offer."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import (
    Candidate,
    Context,
    NotUnderstood,
    Option,
    Partial,
    Reading,
    Several,
    Understood,
)
from bot.dialogue.field import Field
from bot.dialogue.fitting import clean, cut, units
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.fold import fold
from bot.dialogue.translations import N_, label, translate

MOST_CANDIDATES = 6

_PIECES = re.compile(r"[,;\n]+")


class Choice(Field):
    """One of a few codes; `labels` gives each its msgid."""

    def __init__(self, labels: Mapping[str, str], hint: str = N_("Tap an answer or write it.")) -> None:
        self.labels = {str(code): msgid for code, msgid in labels.items()}
        self.hint = hint

    def read(self, text: str, context: Context) -> Reading:
        """The option whose label is meant."""
        return _one_of(match_options(text, self._plain(context)), self._plain(context))

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every option."""
        return tuple(Option(code, text[:1].upper() + text[1:]) for code, text in self._plain(context).items())

    def choose(self, code: str, context: Context) -> Reading:
        """The option tapped."""
        return Understood(code)

    def show(self, value: Any, language: str) -> Markup:
        """The label of the option."""
        return translate(language, self.labels[value])

    def _plain(self, context: Context) -> dict[str, str]:
        return {code: label(context.language, msgid) for code, msgid in self.labels.items()}


class Toggles(Field):
    """Any number of a few codes, at least `least`; the value is their list, in the order of `labels`."""

    def __init__(
        self, labels: Mapping[str, str], least: int = 0, hint: str = N_("Tick what applies, or write it.")
    ) -> None:
        self.labels = {str(code): msgid for code, msgid in labels.items()}
        self.least, self.hint = least, hint

    def read(self, text: str, context: Context) -> Reading:
        """The options ticked so far and those written, with commas between them."""
        plain = {code: label(context.language, msgid) for code, msgid in self.labels.items()}
        meant = [match_options(piece, plain) for piece in _PIECES.split(clean(text)) if piece.strip()]
        if not meant or any(len(codes) != 1 for codes in meant):
            return NotUnderstood()
        added = [codes[0] for codes in meant]
        return Partial([code for code in self.labels if code in added or code in (context.partial or [])])

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every option with a mark on those ticked, then the end."""
        ticked = context.partial or []
        marked = (
            Option(f"tick:{code}", ("✓ " if code in ticked else "") + label(context.language, msgid))
            for code, msgid in self.labels.items()
        )
        return (*marked, Option("end", label(context.language, N_("That is all"))))

    def choose(self, code: str, context: Context) -> Reading:
        """The list with the option tapped added or taken out; the whole list at the end."""
        ticked = list(context.partial or [])
        if code == "end":
            return self._whole(ticked)
        changed = code.removeprefix("tick:")
        return Partial(
            [other for other in ticked if other != changed] if changed in ticked else [*ticked, changed]
        )

    def begin(self, value: Any) -> Any:
        """The options ticked earlier."""
        return list(value or [])

    def show(self, value: Any, language: str) -> Markup:
        """The labels, with commas between them."""
        return Markup(", ").join(translate(language, self.labels[code]) for code in value) or translate(
            language, N_("none")
        )

    def _whole(self, codes: Sequence[str]) -> Reading:
        if len(codes) < self.least:
            return NotUnderstood(N_("Please choose at least one."))
        return Understood([code for code in self.labels if code in codes])


class Known(Field):
    """Something known already, looked up by what is typed; the value is what the lookup gives, such as
    {"id", "name"}. Where `new` is set, what is not known is kept under its name alone: {"name"}."""

    most = 120

    def __init__(self, kind: str, hint: str, *, new: bool = False) -> None:
        self.kind, self.hint, self.new = kind, hint, new

    def read(self, text: str, context: Context) -> Reading:
        """The thing meant, when one is known by exactly this."""
        typed = " ".join(clean(text).split())
        if units(typed) > self.most:
            return NotUnderstood(
                N_("This is too long: at most {most} characters, please."), {"most": self.most}
            )
        found = context.lookup(self.kind, typed)
        if len(found) == 1 and fold(found[0].label) == fold(typed):
            return Understood(found[0].value)
        kept = self._kept(typed, context) if self.new and typed else ()
        candidates = found[: MOST_CANDIDATES - 1] + kept
        return (
            Several(candidates)
            if found
            else NotUnderstood(N_("Nothing is known by this name."), {}, candidates)
        )

    def show(self, value: Any, language: str) -> Markup:
        """Its name."""
        return escape(value["name"])

    def _kept(self, typed: str, context: Context) -> tuple[Candidate, ...]:
        return (
            Candidate(label(context.language, N_("New: {typed}"), typed=cut(typed, 50)), {"name": typed}),
        )


def _one_of(codes: Sequence[str], labels: Mapping[str, str]) -> Reading:
    if len(codes) == 1:
        return Understood(codes[0])
    candidates = tuple(Candidate(labels[code], code) for code in codes[:MOST_CANDIDATES])
    return Several(candidates) if candidates else NotUnderstood()
