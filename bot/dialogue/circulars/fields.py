"""The answers of the form that writes to the partners: whom it is for, the text, the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import Candidate, Context, NotUnderstood, Option, Reading, Understood
from bot.dialogue.circulars.message import MOST, MOST_WITH_FILE
from bot.dialogue.circulars.words import named, reached
from bot.dialogue.fields import Text, Toggles
from bot.dialogue.fitting import units
from bot.dialogue.journey.evidence.fields import SentFiles
from bot.dialogue.partners import LISTS
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.store import circulars
from bot.store.circulars import KINDS, Reach

FINDER = "circular-reach"
MOST_BYTES = 5 * 1024 * 1024
"""Bytes of a file: mail servers take no more for sure."""
_TOO_BIG = N_("This file is too big: at most 5 MB, please.")
_TOO_LONG = N_(
    "The text is too long to go with a document: at most {most} characters. Please shorten it, or go on "
    "without document."
)
_LONG_BESIDE = N_("With a document, the text has at most {most} characters, please.")


def find_reach(turn: Turn, _typed: str) -> tuple[Candidate, ...]:
    """How many people and groups each kind of organisation has: [people, groups] under its code."""
    found = circulars.reach(turn.session, turn.today)
    return tuple(Candidate(kind, [one.persons, one.groups]) for kind, one in found.items())


class Audience(Toggles):
    """Kinds of organisation, with how many people and groups they have now: {"kinds", "persons",
    "groups"}."""

    def __init__(self) -> None:
        super().__init__({kind: LISTS[kind] for kind in KINDS}, 1)

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every kind with a mark on those ticked and its people, then the end."""
        ticked, reach = context.partial or [], _reach(context)
        marked = (
            Option(f"tick:{code}", f"{'✓ ' if code in ticked else ''}{_named(msgid, reach[code], context)}")
            for code, msgid in self.labels.items()
        )
        return (*marked, Option("end", label(context.language, N_("That is all"))))

    def choose(self, code: str, context: Context) -> Reading:
        """As for any toggles; the whole answer says how many it reaches."""
        reading = super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        whole = circulars.of_kinds(_reach(context), reading.value)
        if not whole.persons and not whole.groups:
            return NotUnderstood(
                N_("Nobody can be reached in these organisations yet: please choose others.")
            )
        return Understood({"kinds": reading.value, "persons": whole.persons, "groups": whole.groups})

    def begin(self, value: Any) -> Any:
        """The kinds ticked earlier."""
        return list(value["kinds"]) if value else []

    def progress(self, context: Context) -> Markup | None:
        """How many people the kinds ticked so far make."""
        ticked = context.partial or []
        if not ticked:
            return None
        whole = circulars.of_kinds(_reach(context), ticked)
        return translate(context.language, N_("Reached: {reach}"), reach=reached(whole, context.language))

    def show(self, value: Any, language: str) -> Markup:
        """The kinds and how many people that is."""
        whole = Reach(value["persons"], value["groups"])
        return Markup("{} · {}").format(named(value["kinds"], language), reached(whole, language))


def _reach(context: Context) -> Mapping[str, Reach]:
    found = {str(one.label): Reach(*one.value) for one in context.lookup(FINDER, "")}
    return {str(kind): found.get(kind, Reach()) for kind in KINDS}


def _named(msgid: str, reach: Reach, context: Context) -> str:
    return f"{label(context.language, msgid)} ({reach.persons + reach.groups})"


class CircularText(Text):
    """The text: shorter where a file goes with it."""

    def __init__(self) -> None:
        super().__init__(10, MOST, N_("Write it as partners will read it: at most 3,000 characters."))

    def read(self, text: str, context: Context) -> Reading:
        """The text, unless it is too long for what goes with it."""
        reading = super().read(text, context)
        beside = context.answers.get("file") is not None
        if beside and isinstance(reading, Understood) and units(reading.value) > MOST_WITH_FILE:
            return NotUnderstood(_LONG_BESIDE, {"most": MOST_WITH_FILE})
        return reading


class CircularFile(SentFiles):
    """One document or photo, kept as soon as it arrives: {"digest", "size", "type", "name", "file_id",
    "kind"}."""

    hint = N_("A photo, a PDF or an office document, at most 5 MB.")

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """The file, once its content is there, beside a text that is short enough."""
        if units(str(context.answers.get("text") or "")) > MOST_WITH_FILE:
            return NotUnderstood(_TOO_LONG, {"most": MOST_WITH_FILE})
        if file is not None and (file.get("file_size") or 0) > MOST_BYTES:
            return NotUnderstood(_TOO_BIG)
        reading = super().attach(file, caption, context)
        if file is None or not isinstance(reading, Understood):
            return reading
        kept = reading.value[-1]
        if kept["size"] > MOST_BYTES:
            return NotUnderstood(_TOO_BIG)
        return Understood(kept | {"file_id": file["file_id"], "kind": file["kind"]})

    def begin(self, value: Any) -> Any:
        """A file sent now replaces the one before."""
        return []

    def show(self, value: Any, language: str) -> Markup:
        """Its name."""
        return escape(value["name"])

    def _before(self, context: Context) -> list[dict[str, Any]]:
        return []


def kinds_of(answer: Mapping[str, Any]) -> Sequence[str]:
    """The kinds of organisation of an `Audience`."""
    return list(answer["kinds"])
