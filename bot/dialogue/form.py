"""Forms: a conversation as data, and how far a half-filled one has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from markupsafe import Markup

from bot.dialogue.answers import Candidate, Context
from bot.dialogue.cards import Card
from bot.dialogue.field import Field
from bot.dialogue.turn import Turn

Answers = Mapping[str, Any]


def always(_answers: Answers) -> bool:
    """The step is asked whatever was answered before."""
    return True


@dataclass(frozen=True)
class Step:
    """A question of a form. `label` and `ask` are msgids; `when` looks at the answers of earlier steps only.

    An optional step can be passed: its answer is then None.
    """

    name: str
    label: str
    ask: str
    field: Field
    optional: bool = False
    when: Callable[[Answers], bool] = always
    skip_label: str | None = None


@dataclass(frozen=True)
class Form:
    """A conversation: its steps, the `verb` that ends it, what is done then. `title` and `verb` are msgids.

    `done(turn, answers)` raises `Refused` before it changes anything, or does the thing and returns what to
    say under the recap (None: nothing more), perhaps with buttons; the recap's own buttons go. `recap`
    overrides the list of answers. A new `version` goes with any change after which an older half-filled form
    would be misread. A form `at_once` is sent with its last answer, without recap; its `done` says everything
    there is to say. `files` names the step that takes every file sent while the form is open, whatever is
    asked: several sent together are one answer.
    """

    name: str
    version: int
    title: str
    steps: tuple[Step, ...]
    verb: str
    done: Callable[[Turn, dict[str, Any]], Card | Markup | None]
    recap: Callable[[str, Answers], Markup] | None = None
    at_once: bool = False
    files: str | None = None

    def step(self, name: str) -> Step:
        """The step of this name. Raises LookupError."""
        for step in self.steps:
            if step.name == name:
                return step
        raise LookupError(name)

    def relevant(self, answers: Answers) -> list[Step]:
        """The steps to be asked, given these answers."""
        return [step for step in self.steps if step.when(answers)]

    def pruned(self, answers: Answers) -> dict[str, Any]:
        """The answers without those of steps that are not asked any more; what no step asked is kept."""
        names = {step.name for step in self.steps}
        kept = {name: value for name, value in answers.items() if name not in names}
        for step in self.steps:
            if step.name in answers and step.when(kept):
                kept[step.name] = answers[step.name]
        return kept

    def previous(self, state: "State") -> Step | None:
        """The question before the present one, if any."""
        names = [step.name for step in self.relevant(state.answers)]
        place = names.index(state.step) if state.step in names else 0
        return self.step(names[place - 1]) if place else None

    def missing(self, answers: Answers) -> Step | None:
        """The first step to be asked that has no answer; None when the recap is due."""
        return next((step for step in self.relevant(answers) if step.name not in answers), None)

    def lacking(self, answers: Answers) -> Step | None:
        """The first step without answer that cannot be passed; None when the form can be sent."""
        steps = self.relevant(answers)
        return next((step for step in steps if not step.optional and step.name not in answers), None)


@dataclass(frozen=True, slots=True)
class State:
    """A half-filled form. `step` is the question asked, "" on the recap; only buttons with `nonce` live.

    `reviewing`: it began at the recap, with what was understood of a message; only what cannot be passed is
    asked.
    """

    nonce: int
    step: str = ""
    answers: Answers = field(default_factory=dict)
    partial: Any = None
    candidates: tuple[Candidate, ...] = ()
    reviewing: bool = False

    def inside(self, context: Context) -> Context:
        """The context as the field of the present question sees it."""
        return replace(context, answers=self.answers, partial=self.partial)

    def to_json(self) -> dict[str, Any]:
        """The state as a draft keeps it."""
        candidates = [[candidate.label, candidate.value] for candidate in self.candidates]
        return {
            "nonce": self.nonce, "step": self.step, "answers": dict(self.answers), "partial": self.partial,
            "candidates": candidates, "reviewing": self.reviewing,
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """What `to_json` wrote."""
        candidates = tuple(Candidate(label, value) for label, value in content["candidates"])
        reviewing = bool(content.get("reviewing"))
        return cls(
            content["nonce"], content["step"], content["answers"], content["partial"], candidates, reviewing
        )
