"""Whole numbers, amounts, shares, durations."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import (
    Context,
    NotUnderstood,
    Option,
    Reading,
    Understood,
)
from bot.dialogue.field import Field
from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.money import read_amount
from bot.dialogue.readers.numbers import PEOPLE, read_whole_number
from bot.dialogue.readers.percents import read_percent
from bot.dialogue.translations import N_, label


class WholeNumber(Field):
    """A whole number from `low` to `high`, alone or before one of the `nouns`; the value is an int."""

    def __init__(
        self,
        low: int,
        high: int,
        likely: Sequence[int] = (),
        hint: str = N_("For example: 3."),
        nouns: Collection[str] = PEOPLE,
    ) -> None:
        self.low, self.high, self.likely, self.hint, self.nouns = low, high, likely, hint, nouns

    def read(self, text: str, context: Context) -> Reading:
        """The number, when it is in bounds."""
        number = read_whole_number(text, self.low, self.high, self.nouns)
        if number is None:
            return NotUnderstood(
                N_("A whole number from {low} to {high} is expected."), {"low": self.low, "high": self.high}
            )
        return Understood(number)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely numbers."""
        return tuple(Option(str(number), str(number)) for number in self.likely)

    def choose(self, code: str, context: Context) -> Reading:
        """The likely number tapped."""
        return Understood(int(code))

    def show(self, value: Any, language: str) -> Markup:
        """The number."""
        return escape(formats.number(value, language))


class Money(Field):
    """An amount in euros excluding VAT; the value is a decimal as text. `bare`: a number alone is euros;
    `most` is the highest amount taken."""

    def __init__(
        self,
        hint: str = N_("For example: 350 k€, 1.2 M€ or 90 000 euros, excluding VAT."),
        *,
        bare: bool = False,
        most: int = 10**11,
    ) -> None:
        self.hint, self.bare, self.most = hint, bare, most

    def read(self, text: str, context: Context) -> Reading:
        """The amount; one that includes VAT, is a range or counts per year is not understood."""
        amount = read_amount(text)
        if amount is None and self.bare:
            amount = read_amount(f"{text} €")
        if amount is None:
            return NotUnderstood(N_("One total amount in euros excluding VAT is expected."))
        if amount > self.most:
            most = formats.money(Decimal(self.most), context.language)
            return NotUnderstood(N_("This is too much: at most {most}."), {"most": most})
        return Understood(str(amount))

    def show(self, value: Any, language: str) -> Markup:
        """The amount with its currency."""
        return escape(formats.money(Decimal(value), language))


class Percent(Field):
    """A share of a whole; the value is a decimal fraction of one as text."""

    hint = N_("For example: 50 %.")

    def __init__(self, likely: Sequence[int] = ()) -> None:
        self.likely = likely

    def read(self, text: str, context: Context) -> Reading:
        """The fraction."""
        share = read_percent(text)
        return NotUnderstood(N_("A percentage is expected.")) if share is None else Understood(str(share))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely percentages."""
        return tuple(
            Option(str(share), formats.percent(Decimal(share) / 100, context.language))
            for share in self.likely
        )

    def choose(self, code: str, context: Context) -> Reading:
        """The percentage tapped."""
        return Understood(str(Decimal(code) / 100))

    def show(self, value: Any, language: str) -> Markup:
        """The percentage."""
        return escape(formats.percent(Decimal(value), language))


class Duration(Field):
    """A duration; the value is a decimal number of months as text."""

    hint = N_("For example: 14 months, 1 year and a half, 6 weeks.")
    likely: Mapping[str, str] = {
        "6": N_("6 months"),
        "12": N_("1 year"),
        "18": N_("18 months"),
        "24": N_("2 years"),
        "36": N_("3 years"),
        "48": N_("4 years"),
    }

    def read(self, text: str, context: Context) -> Reading:
        """The duration in months."""
        months = read_months(text)
        return NotUnderstood(N_("A duration is expected.")) if months is None else Understood(str(months))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The usual durations."""
        return tuple(Option(code, label(context.language, msgid)) for code, msgid in self.likely.items())

    def choose(self, code: str, context: Context) -> Reading:
        """The duration tapped."""
        return Understood(code)

    def show(self, value: Any, language: str) -> Markup:
        """The duration in months, or in weeks or days when it was meant so."""
        return escape(formats.months(Decimal(value), language))
