"""Fields that only hires have: the offer or the lot, who is hired, from when to when, who employs."""

from collections.abc import Mapping
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
from bot.dialogue.field import Field, Rows
from bot.dialogue.fields import Choice
from bot.dialogue.fitting import MAX_LABEL, clean, cut, units
from bot.dialogue.form import Answers
from bot.dialogue.journey.placements.days import proposed
from bot.dialogue.journey.words import EMPLOYERS
from bot.dialogue.lists import SIZE, page_options
from bot.dialogue.readers.choices import match_options
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.vacancies.offer_fields import WeeklyHours
from bot.store.tables import Employer

LONGEST = 120
MOST = 6
OUTSIDE: Mapping[str, Any] = {"offer": None, "lot": None, "label": ""}
"""The answer of a hire for no offer and no lot."""
_PAGE = "page:"


def _pages(language: str, page: int, *, more: bool) -> Rows:
    return page_options(language, f"{_PAGE}0" if page else None, f"{_PAGE}{page + 1}" if more else None)


class Looked(Field):
    """One of what a lookup finds among what belongs to the company of the form, a page at a time; `kind` is
    the lookup, and its text begins with the numbers `asked` gives."""

    def __init__(self, kind: str, hint: str, unknown: str) -> None:
        self.kind, self.hint, self.unknown = kind, hint, unknown

    def asked(self, answers: Answers) -> str:
        """What the text looked up begins with: the company, the offer."""
        return f"{answers.get('company', 0)}|{(answers.get('post') or {}).get('offer') or 0}|"

    def code(self, value: Mapping[str, Any]) -> str:
        """What the button of a value carries."""
        return str(value["id"])

    def beside(self, context: Context) -> tuple[Option, ...]:
        """What is offered beside what is found."""
        return ()

    def found(self, context: Context, text: str = "") -> tuple[Candidate, ...]:
        """What the lookup finds."""
        return context.lookup(self.kind, self.asked(context.answers) + text)

    def read(self, text: str, context: Context) -> Reading:
        """The one meant: by its reference, or the only one found; several are offered."""
        typed = " ".join(clean(text).split())
        found = () if not typed or units(typed) > LONGEST else self.found(context, typed)
        if not found:
            return NotUnderstood(self.unknown)
        return Understood(found[0].value) if len(found) == 1 else Several(found[:MOST])

    def rows(self, context: Context) -> Rows:
        """A page of what is likely, one a row, then what is beside it and the other pages."""
        likely, page = self.found(context), context.partial or 0
        shown = likely[page * SIZE : (page + 1) * SIZE]
        rows = tuple((Option(self.code(one.value), cut(one.label, MAX_LABEL)),) for one in shown)
        more = len(likely) > (page + 1) * SIZE
        beside = tuple((option,) for option in self.beside(context))
        return (*rows, *beside, *_pages(context.language, page, more=more))

    def choose(self, code: str, context: Context) -> Reading:
        """The one tapped, if it still is there, or another page."""
        if code.startswith(_PAGE):
            return Partial(int(code.removeprefix(_PAGE)))
        meant = [one.value for one in self.found(context) if self.code(one.value) == code]
        return Understood(meant[0]) if meant else NotUnderstood(self.unknown)

    def show(self, value: Any, language: str) -> Markup:
        """Its label."""
        return escape(value["label"])


def lot_figures(lot_id: int | None, context: Context) -> dict[str, Any]:
    """What a recap says of a lot: {"owed", "planned", "ends"}, empty without a lot."""
    found = (
        ()
        if lot_id is None
        else context.lookup("hire-lot", f"{context.answers.get('company', 0)}|0|{lot_id}")
    )
    return dict(found[0].value) if found else {}


class Post(Looked):
    """The open offer or the lot the hire is for, or none; {"offer", "lot", "label", "job", "terms", "owed",
    "planned", "ends"}: ids or None, what the offer says, the lot's hours and the day it ends."""

    outside = N_("Outside any contract")

    def __init__(self) -> None:
        super().__init__(
            "hire-post",
            N_("Tap an offer or a lot, or write its reference, for example O-2027-0031."),
            N_("This is none of the open offers and lots of the company."),
        )

    def code(self, value: Mapping[str, Any]) -> str:
        """An offer, or a lot."""
        return f"o{value['offer']}" if value["offer"] is not None else f"l{value['lot']}"

    def asked(self, answers: Answers) -> str:
        """The company alone."""
        return f"{answers.get('company', 0)}|0|"

    def beside(self, context: Context) -> tuple[Option, ...]:
        """No offer and no lot."""
        return (Option("0", label(context.language, self.outside)),)

    def found(self, context: Context, text: str = "") -> tuple[Candidate, ...]:
        """The offers and the lots; those meant by a text with the figures of their lot."""
        found = super().found(context, text)
        if not text:
            return found
        return tuple(
            Candidate(one.label, one.value | lot_figures(one.value["lot"], context)) for one in found[:MOST]
        )

    def read(self, text: str, context: Context) -> Reading:
        """The offer or the lot meant, or none of them."""
        if match_options(text, {"0": label(context.language, self.outside)}):
            return Understood(dict(OUTSIDE))
        return super().read(text, context)

    def choose(self, code: str, context: Context) -> Reading:
        """The offer or the lot tapped, none, or another page."""
        reading = Understood(dict(OUTSIDE)) if code == "0" else super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        return Understood(reading.value | lot_figures(reading.value["lot"], context))

    def show(self, value: Any, language: str) -> Markup:
        """The offer or the lot as it is named."""
        return escape(value["label"]) if value["label"] else translate(language, self.outside)


class Person(Looked):
    """Who is hired: {"id", "reference", "name", "referral", "label"}, the referral None for whom nobody
    presented."""

    def __init__(self) -> None:
        super().__init__(
            "hire-person",
            N_("Tap the person, or write the name or the reference, for example C-2027-0108."),
            N_("The PLIE has presented nobody of this name. It can be asked with “Call me back”."),
        )

    def progress(self, context: Context) -> Markup | None:
        """What a company reads when there is nobody to tap."""
        if context.answers.get("staff") or self.found(context):
            return None
        nobody = N_("Nobody presented by the PLIE awaits your answer here: “Call me back” asks it.")
        return translate(context.language, nobody)


class Proposed(Choice):
    """The kind of contract, that of the offer first."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """Every kind."""
        first = proposed(context.answers, "contract")
        return tuple(sorted(super().options(context), key=lambda option: option.code != first))


class HiredHours(WeeklyHours):
    """Hours a week, those of the offer first."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """The hours the offer says, and the usual ones."""
        offered = proposed(context.answers, "weekly_hours")
        codes = dict.fromkeys([*([offered] if offered else []), *self.likely])
        return tuple(Option(hours, str(self.show(hours, context.language))) for hours in codes)


class EmployerOf(Field):
    """Who signs the contract: {"kind", "id", "name"}; a SIAE the company chose comes with its number, one of
    those still to be named (by PLIE staff) without."""

    hint = N_("Tap who signs the work contract.")

    def read(self, text: str, context: Context) -> Reading:
        """The employer whose label was typed."""
        known = self._known(context)
        found = match_options(text, {code: name for code, (name, _) in known.items()})
        meant = [Candidate(*known[code]) for code in found[:MOST]]
        if not meant:
            return NotUnderstood()
        return Understood(meant[0].value) if len(meant) == 1 else Several(tuple(meant))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The company, each SIAE it chose, then who lends people."""
        return tuple(Option(code, cut(name, MAX_LABEL)) for code, (name, _) in self._known(context).items())

    def rows(self, context: Context) -> Rows:
        """One a row."""
        return tuple((option,) for option in self.options(context))

    def choose(self, code: str, context: Context) -> Reading:
        """The employer tapped."""
        known = self._known(context)
        return Understood(known[code][1]) if code in known else NotUnderstood()

    def show(self, value: Any, language: str) -> Markup:
        """The name of the SIAE, else the kind of employer."""
        kind = EMPLOYERS[value["kind"]]
        return escape(value["name"]) if value.get("name") else translate(language, kind)

    def _known(self, context: Context) -> dict[str, tuple[str, dict[str, Any]]]:
        answers = context.answers
        present = {"offer": answers.get("offer"), "lot": (answers.get("lot") or {}).get("id")}
        post = answers.get("post") or present
        text = f"{answers.get('company', 0)}|{post.get('offer') or 0}|{post.get('lot') or 0}"
        chosen = {str(one.value["id"]): one for one in context.lookup("hire-siae", text)}
        named = {code: (one.label, {"kind": "siae"} | one.value) for code, one in chosen.items()}
        kinds = [kind for kind in Employer if kind is not Employer.SIAE or answers.get("staff")]
        plain = {
            str(kind): (
                label(context.language, EMPLOYERS[kind]),
                {"kind": str(kind), "id": None, "name": None},
            )
            for kind in kinds
        }
        company = plain.pop(Employer.SUPPLIER)
        return {str(Employer.SUPPLIER): company, **named, **plain}


def unnamed(answers: Answers, *kinds: str) -> bool:
    """Whether the employer answered is of one of these kinds, its name still to be told."""
    said = answers.get("employer") or {}
    return said.get("kind") in kinds and not said.get("id")
