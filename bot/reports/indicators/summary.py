"""The indicators as a message: by section, one line a figure, counts and amounts as people write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.journey.words import END_REASONS
from bot.dialogue.translations import LOCALES, N_, label, translate, translate_plural
from bot.dialogue.words import CATEGORIES, ELIGIBILITIES, ORIGINS
from bot.reports.indicators.changes import Changes, Show
from bot.rules.disclosure import HIDDEN, SMALL
from bot.rules.period import Period, month, quarter, year
from bot.rules.profile import AGES, EXPERIENCES, LEVELS
from bot.store.tables import Category, Eligibility, EndReason, Origin, Sex

_LINE, _GAP = Markup("\n"), Markup("\n\n")
LEVEL_WORDS = dict(
    zip(LEVELS.values(), (N_("below level 3"), "3", "4", "5", "6", N_("7 and 8")), strict=True)
)
EXPERIENCE_WORDS = dict(
    zip(EXPERIENCES, (N_("no experience"), N_("1–2 years"), N_("3–5 years"), N_("over 5 years")), strict=True)
)
AGE_WORDS = dict(zip(AGES, (N_("under 26"), N_("26–49"), N_("50 and over")), strict=True))
SEX_WORDS = {str(Sex.FEMALE): N_("women"), str(Sex.MALE): N_("men"), str(Sex.UNSAID): N_("not stated")}


def named(period: Period, language: str) -> str:
    """The period as people call it: a month, a quarter, a year, or its first and last day."""
    first, locale = period.first, LOCALES[language]
    if period == month(first):
        return str(format_date(first, "LLLL y", locale))
    if period == quarter(first):
        return str(format_date(first, "QQQQ y", locale))
    if period == year(first):
        return str(first.year)
    return formats.days(first, period.last, language)


_TITLE = N_("Indicators")


def heading(period: Period, language: str, buyer: str | None = None, title: str = _TITLE) -> Markup:
    """What the figures are of, on one line: a title, the period, and the buyer where there is one."""
    head = Markup("<b>{}</b> · {}").format(translate(language, title), named(period, language))
    return head if buyer is None else Markup("{} · {}").format(head, buyer)


def summary(
    figures: Mapping[str, Any],
    period: Period,
    language: str,
    buyer: str | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    note: Markup | None = None,
) -> Markup:
    """All sections of the figures of `store.indicators`, the profile folded. With the figures of the period
    `before`, how far each main one moved; `note` is a line under the heading."""
    said = Said(language, Changes(figures, before))
    people = figures["people"]
    head = heading(period, language, buyer)
    parts = [
        head if note is None else Markup("{}\n{}").format(head, note),
        _section(language, N_("Contracts"), _markets(figures, said)),
        _section(language, N_("People"), _people(people, said)),
        _profile(people["profile"], language),
        _section(language, N_("Work of the PLIE"), _implementation(figures["implementation"], said)),
    ]
    if figures["targets"] is not None:
        parts.append(_section(language, N_("Targets of the protocol"), _targets(figures["targets"], said)))
    return _GAP.join(parts)


@dataclass(frozen=True, slots=True)
class Said:
    """Lines in one language, each with how far its figure moved."""

    language: str
    changes: Changes

    def line(self, path: str, msgid: str, show: Show = formats.number, **values: Any) -> Markup:
        """The line, then the change of the figure at `path`."""
        return self.changes.after(translate(self.language, msgid, **values), path, self.language, show)

    def part(self, path: str, msgid: str, value: int | str) -> Markup:
        """The same for a count by the name `n`, told where it may be."""
        return self.line(path, msgid, n=_count(value, self.language))


def pictured(figures: Mapping[str, Any], language: str) -> Markup:
    """What the chart shows, in words: the hours, the exits, the departures."""
    said, people = Said(language, Changes(figures)), figures["people"]
    lines = [*_hours(figures["hours"], said), *_exits(people["positive_exits"], said)]
    return _LINE.join([*lines, said.part(_LEFT, _LEAVERS, people["leavers"]["people"])])


def legend(language: str) -> Markup:
    """What stands in the figures that leave the PLIE for those that are not told."""
    said = N_("{few}: one or two people. {hidden}: not told, because it would tell of one or two people.")
    return translate(language, said, few=SMALL, hidden=HIDDEN)


def _markets(figures: Mapping[str, Any], said: Said) -> list[Markup]:
    """The contracts, then their hours."""
    found, language = figures["markets"], said.language
    count = translate_plural(
        language, "{n} contract with a clause", "{n} contracts with a clause", found["procurements"]
    )
    lines = [
        said.changes.after(count, "markets.procurements", language),
        _listed({CATEGORIES[one]: found["by_category"][one]["count"] for one in Category}, language),
        _money("amount", N_("Amount of the contracts: {amount}"), found, said),
        _money("amount_lots", N_("of which lots with a clause: {amount}"), found, said),
    ]
    if found["mean_months"]["current"] is not None:
        months = formats.mean_months(found["mean_months"]["current"], language)
        lines.append(translate(language, N_("Mean duration: {months}"), months=months))
    return [line for line in lines if line] + _hours(figures["hours"], said)


def _hours(found: Mapping[str, Any], said: Said) -> list[Markup]:
    names = {
        "owed": N_("Hours owed: {n}"),
        "declared": N_("Hours declared: {n}"),
        "validated": N_("of which validated: {n}"),
    }
    return [said.part(f"hours.{key}", name, found[key]) for key, name in names.items()]


def _section(language: str, title: str, lines: Sequence[Markup]) -> Markup:
    return _LINE.join([Markup("<b>{}</b>").format(translate(language, title)), *lines])


def _money(key: str, msgid: str, found: Mapping[str, Any], said: Said) -> Markup:
    """An amount as awarded, and with the amendments where they change it."""
    worth, language = found[key], said.language
    amount = formats.money(worth["initial"], language)
    line = said.line(f"markets.{key}.initial", msgid, formats.short_money, amount=amount)
    if worth["current"] == worth["initial"]:
        return line
    now = formats.money(worth["current"], language)
    return Markup("{}, {}").format(line, translate(language, N_("{now} with amendments"), now=now))


def _count(count: int | str, language: str) -> str:
    """A count, or what stands for one that must not be told."""
    return count if isinstance(count, str) else formats.number(count, language)


def _listed(counts: Mapping[str, int | str], language: str) -> Markup:
    """What there is of each, in words; nothing where there is none, one word where none may be told."""
    if counts and all(count == HIDDEN for count in counts.values()):
        return escape(HIDDEN)
    said = [
        translate(
            language,
            N_("{label}: {value}"),
            label=label(language, name),
            value=_count(count, language),
        )
        for name, count in counts.items()
        if count
    ]
    return Markup(" · ").join(said)


def _people(people: Mapping[str, Any], said: Said) -> list[Markup]:
    exits, trained, left = people["positive_exits"], people["trained"], people["leavers"]
    language = said.language
    contracts = translate(language, N_("work contracts: {n}"), n=_count(left["placements"], language))
    lines = [
        said.part("people.beneficiaries", N_("Beneficiaries: {n}"), people["beneficiaries"]),
        *_exits(exits, said),
        said.part("people.trained.total", N_("People trained: {n}"), trained["total"]),
        _inner({name: trained[key] for key, name in _TRAINED.items()}, language),
        said.part(_LEFT, _LEAVERS, left["people"]),
    ]
    if left["people"]:  # of nobody there is no contract nor reason, told or not
        lines += [
            Markup("{}{}").format(_INNER, contracts) if left["placements"] else Markup(),
            _inner({END_REASONS[one]: left["reasons"][one] for one in EndReason}, language),
        ]
    return [line for line in lines if line]


def _exits(exits: Mapping[str, Any], said: Said) -> list[Markup]:
    kinds = _inner({name: exits[key] for key, name in _EXITS.items()}, said.language)
    total = said.part("people.positive_exits.total", N_("Positive exits: {n}"), exits["total"])
    return [total, kinds] if kinds else [total]


def _inner(counts: Mapping[str, int | str], language: str) -> Markup:
    """What a figure is made of, on a line under it."""
    listed = _listed(counts, language)
    return Markup() if listed in ("", HIDDEN) else Markup("{}{}").format(_INNER, listed)


def _profile(profile: Mapping[str, Mapping[str, int | str]], language: str) -> Markup:
    groups: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        (N_("Training level"), "level", LEVEL_WORDS | _BARE_LEVELS),
        (N_("Experience"), "experience", EXPERIENCE_WORDS),
        (N_("Age"), "age", AGE_WORDS),
        (N_("Sex"), "sex", SEX_WORDS),
        (N_("Eligibility"), "eligibility", {str(one): ELIGIBILITIES[one] for one in Eligibility}),
        (N_("Origin"), "origin", {str(one): ORIGINS[one] for one in Origin}),
    )
    lines = [
        Markup("<b>{}</b> {}").format(
            translate(language, title),
            _listed({names[code]: count for code, count in profile[key].items()}, language) or "–",
        )
        for title, key, names in groups
    ]
    return Markup("<blockquote expandable>{}</blockquote>").format(_LINE.join(lines))


def _implementation(found: Mapping[str, Any], said: Said) -> list[Markup]:
    made, language = found["referrals"], said.language
    hired = translate(language, N_("of which led to a hire: {n}"), n=_count(made["hired"], language))
    lines = [
        said.part("implementation.referrals.total", N_("Referrals: {n}"), made["total"]),
        Markup("{}{}").format(_INNER, hired) if made["total"] else Markup(),
    ]
    if found["interviews"] is not None:
        held = found["interviews"]["total"]
        lines.insert(0, said.part("implementation.interviews.total", N_("Interviews held: {n}"), held))
    presented = _listed({ORIGINS[one]: found["presented"][one] for one in Origin}, language)
    if presented:
        lines.append(translate(language, N_("People presented ({by_origin})"), by_origin=presented))
    return [line for line in lines if line]


def _targets(found: Mapping[str, Any], said: Said) -> list[Markup]:
    """What was reached, and each target."""
    language, percent = said.language, found["sustained_percent"]
    reached = percent if isinstance(percent, str) else formats.percent(percent / 100, language)
    return [
        translate(
            language,
            N_("{figure}, of {target} aimed at"),
            figure=said.part("targets.supported", N_("People supported: {n}"), found["supported"]),
            target=formats.number(found["supported_target"], language),
        ),
        translate(
            language,
            N_("{figure}, that is {reached}, for {target} aimed at"),
            figure=said.part(
                "targets.sustained", N_("Lasting work or certification: {n}"), found["sustained"]
            ),
            reached=reached,
            target=formats.percent(found["sustained_percent_target"] / 100, language),
        ),
    ]


_BARE_LEVELS = {"3": N_("level 3"), "4": N_("level 4"), "5": N_("level 5"), "6": N_("level 6")}
"""Levels that are a mere number would read like a count in a line of counts."""
_INNER = "– "
_LEFT, _LEAVERS = "people.leavers.people", N_("People who left before the end: {n}")
_EXITS = {
    "hiring_company": N_("hired by the company of the contract"),
    "outside_contract": N_("other work"),
    "training": N_("training"),
}
_TRAINED = {"before": N_("before the hire"), "during": N_("during the hire")}
