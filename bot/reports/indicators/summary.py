"""The indicators as a message: by section, one line a figure, counts and amounts as people write them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.journey.words import END_REASONS
from bot.dialogue.translations import LOCALES, N_, label, translate, translate_plural
from bot.dialogue.words import CATEGORIES, ELIGIBILITIES, ORIGINS, SEXES
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


def named(period: Period, language: str) -> str:
    """The period as people call it: a month, a quarter, a year, or its first and last day."""
    first, locale = period.first, LOCALES[language]
    if period == month(first):
        return str(format_date(first, "LLLL y", locale))
    if period == quarter(first):
        return str(format_date(first, "QQQQ y", locale))
    if period == year(first):
        return str(first.year)
    return label(
        language,
        N_("from {first} to {last}"),
        first=formats.day(first, language),
        last=formats.day(period.last, language),
    )


def summary(figures: Mapping[str, Any], period: Period, language: str, buyer: str | None = None) -> Markup:
    """All sections of the figures of `store.indicators`, the profile folded."""
    head = Markup("<b>{}</b> · {}").format(translate(language, N_("Indicators")), named(period, language))
    if buyer is not None:
        head = Markup("{} · {}").format(head, buyer)
    people = figures["people"]
    parts = [
        head,
        _markets(figures, language),
        _section(language, N_("People"), _people(people, language)),
        _profile(people["profile"], language),
        _section(language, N_("Work of the PLIE"), _implementation(figures["implementation"], language)),
    ]
    if figures["targets"] is not None:
        parts.append(
            _section(language, N_("Targets of the protocol"), _targets(figures["targets"], language))
        )
    return _GAP.join(parts)


def _markets(figures: Mapping[str, Any], language: str) -> Markup:
    """The section of the contracts and of the hours."""
    found, hours = figures["markets"], figures["hours"]
    lines = [
        translate_plural(
            language, "{n} contract with a clause", "{n} contracts with a clause", found["procurements"]
        ),
        _money(N_("Amount of the contracts: {amount}"), found["amount"], language),
        _money(N_("of which lots with a clause: {amount}"), found["amount_lots"], language),
        _listed({CATEGORIES[one]: found["by_category"][one]["count"] for one in Category}, language),
    ]
    if found["mean_months"]["current"] is not None:
        months = formats.months(found["mean_months"]["current"], language)
        lines.append(translate(language, N_("Mean duration: {months}"), months=months))
    owed, declared, validated = (
        formats.number(hours[key], language) for key in ("owed", "declared", "validated")
    )
    said = N_("Hours: {owed} h owed, {declared} h declared, of which {validated} h validated")
    lines.append(translate(language, said, owed=owed, declared=declared, validated=validated))
    return _section(language, N_("Contracts"), [line for line in lines if line])


def _section(language: str, title: str, lines: Sequence[Markup]) -> Markup:
    return _LINE.join([Markup("<b>{}</b>").format(translate(language, title)), *lines])


def _money(msgid: str, worth: Mapping[str, Decimal], language: str) -> Markup:
    amount = formats.money(worth["initial"], language)
    if worth["current"] != worth["initial"]:
        now = formats.money(worth["current"], language)
        amount = label(language, N_("{amount} ({now} with amendments)"), amount=amount, now=now)
    return translate(language, msgid, amount=amount)


def _count(count: int | str, language: str) -> str:
    """A count, or what stands for one that must not be told."""
    return count if isinstance(count, str) else formats.number(count, language)


def _listed(counts: Mapping[str, int | str], language: str) -> Markup:
    """What there is of each, in words; nothing where there is none."""
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


def _people(people: Mapping[str, Any], language: str) -> list[Markup]:
    exits, trained, left = people["positive_exits"], people["trained"], people["leavers"]
    lines = [
        translate(language, N_("Beneficiaries: {n}"), n=_count(people["beneficiaries"], language)),
        translate(
            language,
            N_(
                "Positive exits: {total} (hired by the company: {hiring_company}, other work: "
                "{outside_contract}, training: {training})"
            ),
            **exits,
        ),
        translate(
            language,
            N_("People trained: {total} (before the hire: {before}, during it: {during})"),
            **trained,
        ),
        translate(
            language,
            N_("People who left before the end: {people} ({placements} work contracts)"),
            people=left["people"],
            placements=left["placements"],
        ),
    ]
    reasons = _listed({END_REASONS[one]: left["reasons"][one] for one in EndReason}, language)
    return [*lines, reasons] if reasons else lines


def _profile(profile: Mapping[str, Mapping[str, int | str]], language: str) -> Markup:
    groups: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        (N_("Training level"), "level", LEVEL_WORDS),
        (N_("Experience"), "experience", EXPERIENCE_WORDS),
        (N_("Age"), "age", AGE_WORDS),
        (N_("Sex"), "sex", {str(one): SEXES[one] for one in Sex}),
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


def _implementation(found: Mapping[str, Any], language: str) -> list[Markup]:
    lines = []
    if found["interviews"] is not None:
        lines.append(
            translate(language, N_("Interviews held: {n}"), n=_count(found["interviews"]["total"], language))
        )
    lines.append(
        translate(language, N_("Referrals: {total}, of which {hired} led to a hire"), **found["referrals"])
    )
    presented = _listed({ORIGINS[one]: found["presented"][one] for one in Origin}, language)
    if presented:
        lines.append(translate(language, N_("People presented: {by_origin}"), by_origin=presented))
    return lines


def _targets(found: Mapping[str, Any], language: str) -> list[Markup]:
    percent = found["sustained_percent"]
    reached = percent if isinstance(percent, str) else formats.percent(percent / 100, language)
    aimed = formats.percent(found["sustained_percent_target"] / 100, language)
    supported = {
        "n": _count(found["supported"], language),
        "target": formats.number(found["supported_target"], language),
    }
    return [
        translate(language, N_("People supported: {n} (target: {target})"), **supported),
        translate(
            language,
            N_("Lasting work or certification: {reached} (target: {aimed})"),
            reached=reached,
            aimed=aimed,
        ),
    ]
