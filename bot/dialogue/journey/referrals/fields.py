"""Choosing whom to present for which offer: what was picked, with what to think over about the two."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.dialogue.answers import Candidate, Context, Reading, Several, Understood
from bot.dialogue.form import Answers
from bot.dialogue.journey.pickers import Picked, anyone
from bot.dialogue.journey.referrals.fit import Doubts, doubt_lines
from bot.dialogue.translations import N_, translate

CANDIDATE, OFFER = "candidate", "offer"


class OneOfPair(Picked):
    """The candidate or the offer of a referral; the value also holds "with", the number of the `other`
    when it is answered, and "doubts" about the two."""

    def __init__(self, kind: str, other: str, hint: str, likely: Callable[[Answers], str] = anyone) -> None:
        super().__init__(kind, hint, likely)
        self.other = other

    def read(self, text: str, context: Context) -> Reading:
        """As any pick, weighed with the other of the pair."""
        return self._weighed(super().read(text, context), context)

    def choose(self, code: str, context: Context) -> Reading:
        """As any pick, weighed with the other of the pair."""
        return self._weighed(super().choose(code, context), context)

    def progress(self, context: Context) -> Markup | None:
        """That no offer suits the candidate answered, where none does."""
        if self.kind != OFFER or CANDIDATE not in context.answers or self._likely(context):
            return None
        return translate(context.language, N_("No open offer suits this person fully."))

    def _weighed(self, reading: Reading, context: Context) -> Reading:
        match reading:
            case Understood(value):
                return Understood(self._value(value, context))
            case Several(found):
                return Several(tuple(Candidate(one.label, self._value(one.value, context)) for one in found))
            case _:
                return reading

    def _value(self, value: Mapping[str, Any], context: Context) -> dict[str, Any]:
        other = context.answers.get(self.other)
        if other is None:
            return dict(value)
        numbers = {self.kind: value["id"], self.other: other["id"]}
        known = context.lookup("doubts", f"{numbers[CANDIDATE]}:{numbers[OFFER]}")
        return weighed(value, other["id"], [one.value for one in known])


def weighed(value: Mapping[str, Any], other_id: int, doubts: Doubts) -> dict[str, Any]:
    """A pick with what to think over about it and the other of the pair."""
    return dict(value) | {"with": other_id, "doubts": [list(doubt) for doubt in doubts]}


def pair_lines(language: str, answers: Answers) -> list[Markup]:
    """What to think over about the candidate and the offer answered, whichever was answered last."""
    pair = [answers.get(name) or {} for name in (CANDIDATE, OFFER)]
    for one, other in (pair, reversed(pair)):
        if "doubts" in one and one["with"] == other.get("id"):
            return doubt_lines(language, one["doubts"])
    return []
