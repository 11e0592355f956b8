"""Values as people write them, in their language. Plain text, to be escaped like any other."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import LOCALES, N_, label

_AS_MEANT = {
    Grain.WEEK: N_("week of {day}"),
    Grain.EARLY: N_("early {month}"),
    Grain.MID: N_("mid {month}"),
    Grain.LATE: N_("end of {month}"),
    Grain.YEAR_EARLY: N_("early {year}"),
    Grain.YEAR_MID: N_("mid {year}"),
    Grain.YEAR_LATE: N_("end of {year}"),
    Grain.RENTREE: N_("start of the school year {year}"),
}
_PATTERNS = {Grain.MONTH: "LLLL y", Grain.QUARTER: "QQQQ y", Grain.YEAR: "y"}
_HALVES = (N_("first half of {year}"), N_("second half of {year}"))
_SHORT, _TENTH = Decimal(3), Decimal("0.1")
_THOUSAND = 1000
_UNITS = (10**12, 10**9, 10**6, _THOUSAND)


def number(value: int | Decimal, language: str) -> str:
    """A number, its thousands grouped."""
    return str(format_decimal(value, locale=LOCALES[language]))


def money(euros: Decimal, language: str) -> str:
    """An amount in euros; cents only when there are any."""
    locale = LOCALES[language]
    pattern = locale.currency_formats["standard"].pattern
    if euros == euros.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return str(format_currency(euros, "EUR", pattern, locale, currency_digits=False))


def short_money(euros: Decimal, language: str) -> str:
    """An amount in euros at a glance: "2,5 M€", "250 k€"."""
    seen = _as_shown(euros)
    told = str(format_compact_currency(seen, "EUR", locale=LOCALES[language], fraction_digits=1))
    return told.replace("\u00a0€", "€") if abs(seen) >= _THOUSAND else told


def _as_shown(euros: Decimal) -> Decimal:
    """An amount rounded to the tenth of its unit: what rounds up to a thousand thousands is a million."""
    unit = next((unit for unit in _UNITS if abs(euros) >= unit), 1)
    return (euros / unit).quantize(_TENTH) * unit


def percent(fraction: Decimal, language: str) -> str:
    """A fraction of one as a percentage, with its decimals where there are any."""
    return str(
        format_percent(fraction, "#,##0.##\u00a0%" if language == "fr" else "#,##0.##%", LOCALES[language])
    )


def day(value: date, language: str) -> str:
    """A calendar date in full, such as "15 mars 2027"; French says "1er" for the first of a month."""
    return _day(value, "long", language)


def _day(value: date, pattern: str, language: str) -> str:
    text = str(format_date(value, pattern, LOCALES[language]))
    return f"1er{text[1:]}" if language == "fr" and value.day == 1 else text


def days(first: date, last: date, language: str) -> str:
    """A period by its first and last day, the month and the year they share said once: "du 15 mars au
    30 septembre 2026"; a single day by itself."""
    if first == last:
        return day(last, language)
    pattern = "long" if first.year != last.year else "d MMMM" if first.month != last.month else "d"
    begin, end = _day(first, pattern, language), day(last, language)
    return label(language, N_("from {first} to {last}"), first=begin, last=end)


def moment(value: datetime, zone: ZoneInfo, language: str) -> str:
    """An instant as the date and the time of a place."""
    local = value.astimezone(zone)
    time = format_time(local, "short", locale=LOCALES[language])
    return label(language, N_("{day} at {time}"), day=day(local.date(), language), time=time)


def when(value: When, language: str) -> str:
    """A date or a period as it was meant: "fin juin 2027", not its first day."""
    first = value.day
    if value.grain is Grain.DAY:
        return day(first, language)
    if value.grain in _PATTERNS:
        return str(format_date(first, _PATTERNS[value.grain], LOCALES[language]))
    msgid = _HALVES[first.month > 6] if value.grain is Grain.HALF else _AS_MEANT[value.grain]
    month = format_date(first, "LLLL y", LOCALES[language])
    return label(language, msgid, day=day(first, language), month=month, year=first.year)


def months(value: Decimal, language: str) -> str:
    """A duration in months; below three of them in weeks (÷ 4) or days (÷ 30) where these come out even."""
    weeks, days = value * 4, round(value * 30, 2)
    if value % 1 and value < _SHORT and weeks % 1 == 0:
        return _count(language, N_("{count} week"), N_("{count} weeks"), weeks)
    if value % 1 and value < _SHORT and days % 1 == 0:
        return _count(language, N_("{count} day"), N_("{count} days"), days)
    return in_months(value, language)


def mean_months(value: Decimal, language: str) -> str:
    """A mean of durations, in months to the tenth: "20,3 mois"."""
    return in_months(value.quantize(_TENTH, ROUND_HALF_UP), language)


def in_months(value: Decimal, language: str) -> str:
    """A number of months however short, with its decimals: "0,25 mois"."""
    return _count(language, N_("{count} month"), N_("{count} months"), value)


def _count(language: str, one: str, many: str, value: Decimal) -> str:
    """The plural by the whole part, the rest as decimals: "14 mois", "14,5 mois"."""
    value = value.normalize()
    msgid = one if LOCALES[language].plural_form(value) == "one" else many
    return label(language, msgid, count=number(value, language))
