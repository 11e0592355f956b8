"""The groups beneficiaries are counted in (`domain.md` §7): training level, experience, age."""

from datetime import date

_MIDDLE, _LONG = 2, 5
_YOUNG, _SENIOR = 26, 50
LEVELS = {2: "infra_3", 3: "3", 4: "4", 5: "5", 6: "6", 7: "7_8"}
EXPERIENCES = ("0", "1_2", "3_5", "over_5")
AGES = ("under_26", "26_49", "50_and_over")


def level(number: int) -> str:
    """The training level by its name in reports. Raises KeyError."""
    return LEVELS[number]


def experience(years: int) -> str:
    """The group of so many years of experience."""
    if years < 1:
        return EXPERIENCES[0]
    if years <= _MIDDLE:
        return EXPERIENCES[1]
    return EXPERIENCES[2] if years <= _LONG else EXPERIENCES[3]


def age(birth_year: int, last: date) -> str:
    """The group of age at the end of a period, of which only the year of birth is known: the age reached in
    that year."""
    years = last.year - birth_year
    if years < _YOUNG:
        return AGES[0]
    return AGES[1] if years < _SENIOR else AGES[2]
