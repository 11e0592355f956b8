"""A form with a field of every kind, and what the tests do with forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from limits import assert_fits
from markupsafe import Markup

from bot.dialogue.advance import Advance, Event, Tapped, Typed, advance, begin
from bot.dialogue.answers import Context
from bot.dialogue.cards import Card
from bot.dialogue.fields import (
    Choice,
    CommentOrDocument,
    Commune,
    Day,
    Duration,
    Lots,
    Money,
    Text,
    Toggles,
    WholeNumber,
)
from bot.dialogue.form import Form, State, Step
from bot.dialogue.screens import card, trouble
from bot.dialogue.turn import Turn

TODAY = date(2026, 11, 22)
CONTEXTS = {language: Context(TODAY, language) for language in ("fr", "en")}


def is_works(answers: Mapping[str, Any]) -> bool:
    return answers.get("kind") == "works"


def nothing_done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    return Markup("done: {}").format(sorted(answers))


FORM = Form(
    name="demo",
    version=1,
    title="Announce a contract",
    steps=(
        Step("title", "Subject", "What is the contract for?", Text(3, 2000)),
        Step(
            "kind", "Type", "What type of contract is it?", Choice({"works": "Works", "supplies": "Supplies"})
        ),
        Step("people", "Lots", "How long does it last?", WholeNumber(1, 99, (1, 2, 3)), when=is_works),
        Step("commune", "Commune", "In which commune?", Commune()),
        Step("amount", "Amount excl. VAT", "What is the contract for?", Money(), optional=True),
        Step("start", "Start", "When does the work start?", Day()),
        Step("months", "Duration", "How long does it last?", Duration()),
        Step(
            "held",
            "Services",
            "What is the contract for?",
            Toggles({"a": "Works", "b": "Services"}, least=1),
            optional=True,
        ),
        Step("lots", "Lots", "Which lots is it divided into?", Lots()),
        Step(
            "remark",
            "Comment or document",
            "Anything to add, a comment or a document?",
            CommentOrDocument(),
            True,
        ),
    ),
    verb="Send to the PLIE",
    done=nothing_done,
)

SHORT = replace(FORM, name="short", steps=FORM.steps[:3])

FILLED = {
    "title": "Rénovation de 40 logements",
    "kind": "works",
    "people": 2,
    "commune": "Ifs",
    "amount": "1200000",
    "start": "2027-06-21/late",
    "months": "14",
    "held": ["a"],
    "lots": [
        {"number": "1", "title": "Gros œuvre", "amount": "450000"},
        {"number": "2", "title": "Peinture", "amount": None},
    ],
    "remark": {
        "text": "Voir la pièce jointe",
        "file_id": "x",
        "file_name": "plan.pdf",
        "mime_type": "a/b",
        "file_size": 9,
    },
}


@dataclass
class Talk:
    """A form being filled, without any Telegram."""

    form: Form = FORM
    language: str = "fr"
    state: State = field(default_factory=lambda: State(0))
    last: Advance | None = None

    @property
    def context(self) -> Context:
        return CONTEXTS[self.language]

    @property
    def card(self) -> Card:
        note = None
        if self.last is not None and self.last.trouble is not None:
            note = trouble(self.last.trouble, self.last.said, self.language)
        return card(self.form, self.state, self.context, note)

    @property
    def text(self) -> str:
        return assert_fits(self.card, width=7).replace("\u00a0", " ").replace("\u202f", " ")

    @property
    def labels(self) -> list[str]:
        return [button.label.replace("\u00a0", " ") for row in self.card.keyboard for button in row]

    def sends(self, event: Event) -> Advance:
        self.last = advance(self.form, self.state, event, self.context)
        self.state = self.last.state
        return self.last

    def says(self, *texts: str) -> Advance:
        for text in texts:
            self.sends(Typed(text))
        assert self.last is not None
        return self.last

    def button(self, label: str) -> Tapped:
        found = [
            button.data
            for row in self.card.keyboard
            for button in row
            if button.label.replace("\u00a0", " ") == label
        ]
        assert len(found) == 1, f"{label!r} in {self.labels}"
        return Tapped.parse(found[0])

    def taps(self, label: str) -> Advance:
        return self.sends(self.button(label))


def talk(form: Form = FORM, answers: Mapping[str, Any] | None = None, language: str = "fr") -> Talk:
    return Talk(form, language, begin(form, 0x3FFFFFFF, answers or {}))
