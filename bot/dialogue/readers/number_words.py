"""Numbers spelled out, French and English: the grammar, so that "deux trois" is never 5 nor 23."""

from collections.abc import Callable

UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
ENGLISH_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
ENGLISH_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
WORDS = frozenset({*UNITS, *TENS, *ENGLISH_UNITS, *ENGLISH_TENS, "cent", "cents", "mille", "milles", "mil"})

Read = tuple[int, int] | None
"""A value and how many words it took."""
Below = Callable[[list[str]], Read]


def read_run(words: list[str]) -> Read:
    """The longest number spelled at the head of `words` (up to 999 999) and the words it takes, or None."""
    french, english = _thousands(words), _english_thousands(words)
    return max((read for read in (french, english) if read), key=lambda read: read[1], default=None)


def _below_hundred(words: list[str]) -> Read:
    head = words[0] if words else ""
    if head == "quatre" and words[1:2] in (["vingt"], ["vingts"]):
        rest = _below_twenty(words[2:]) if words[1] == "vingt" else None
        return (80 + rest[0], 2 + rest[1]) if rest else (80, 2)
    if head in TENS:
        return _after_ten(TENS[head], words)
    return _below_twenty(words)


def _after_ten(ten: int, words: list[str]) -> Read:
    limit = 19 if ten == 60 else 9
    linked = words[1:2] == ["et"]
    rest = _below_twenty(words[2:] if linked else words[1:])
    if not rest or rest[0] > limit or (linked and rest[0] not in (1, 11, 10)):
        return ten, 1
    return ten + rest[0], rest[1] + (2 if linked else 1)


def _below_twenty(words: list[str]) -> Read:
    head = words[0] if words else ""
    if head == "dix" and words[1:2] and words[1] in ("sept", "huit", "neuf"):
        return 10 + UNITS[words[1]], 2
    return (UNITS[head], 1) if head in UNITS else None


def _hundreds(words: list[str]) -> Read:
    alone = words[:1] == ["cent"]
    lead = 1 if alone else UNITS.get(words[0], 0) if words else 0
    used = 1 if alone else 2
    if not (alone or 1 < lead <= 9) or words[used - 1 : used] not in (["cent"], ["cents"]):
        return _below_hundred(words)
    value = lead * 100
    rest = _below_hundred(words[used:])
    return (value + rest[0], used + rest[1]) if rest else (value, used)


def _thousands(words: list[str]) -> Read:
    lead: Read = (1, 0) if words[:1] == ["mille"] else _hundreds(words)
    return _scaled(words, lead, _hundreds, ("mille", "mil", "milles"))


def _scaled(words: list[str], lead: Read, below: Below, scale: tuple[str, ...]) -> Read:
    if not lead or not set(words[lead[1] : lead[1] + 1]) & set(scale):
        return lead
    value, used = lead[0] * 1000, lead[1] + 1
    rest = below(words[used:])
    return (value + rest[0], used + rest[1]) if rest else (value, used)


def _english_below_hundred(words: list[str]) -> Read:
    head = words[0] if words else ""
    if head in ENGLISH_TENS:
        unit = ENGLISH_UNITS.get(words[1], 10) if words[1:2] else 10
        return (ENGLISH_TENS[head] + unit, 2) if unit < 10 else (ENGLISH_TENS[head], 1)
    return (ENGLISH_UNITS[head], 1) if head in ENGLISH_UNITS else None


def _english_hundreds(words: list[str]) -> Read:
    lead = _english_below_hundred(words)
    if not lead or lead[0] > 9 or words[lead[1] : lead[1] + 1] != ["hundred"]:
        return lead
    value, used = lead[0] * 100, lead[1] + 1
    skip = 1 if words[used : used + 1] == ["and"] else 0
    rest = _english_below_hundred(words[used + skip :])
    return (value + rest[0], used + skip + rest[1]) if rest else (value, used)


def _english_thousands(words: list[str]) -> Read:
    return _scaled(words, _english_hundreds(words), _english_hundreds, ("thousand",))
