"""The words of dates, French and English, and one canonical spelling of them for the rules to read."""

import re

from bot.dialogue.readers.fillers import phrases, strip, vocabulary
from bot.dialogue.readers.fold import tokens
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS
from bot.dialogue.readers.numbers import spelled
from bot.dialogue.readers.typos import repair

_MONTHS = (
    "janvier janv jan january", "fevrier fevr fev feb february", "mars march", "avril avr apr april",
    "mai may", "juin jun june", "juillet juil jul july", "aout aou aug august",
    "septembre sept sep september", "octobre oct october", "novembre nov november",
    "decembre dec december",
)  # fmt: skip
_WEEKDAYS = (
    "lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
    "samedi saturday", "dimanche sunday",
)  # fmt: skip
_SHORT_WEEKDAYS = (
    "lun mon", "mar tue tues", "mer wed", "jeu thu thurs", "ven fri", "sam sat", "dim sun",
)  # fmt: skip
_SAME_WORDS = {
    "early": "debut deb early beginning start commencement",
    "mid": "mi milieu mid middle",
    "late": "fin late end",
    "prochain": "prochain prochaine next",
    "annee": "annee an year",
    "annees": "annees ans years",
    "mois": "mois month",
    "semaine": "semaine week",
    "semaines": "semaines weeks",
    "jour": "jour jours day days jrs jr j",
    "trimestre": "trimestre trim quarter",
    "trimestres": "trimestres quarters",
    "semestre": "semestre half",
    "semestres": "semestres",
    "demain": "demain tomorrow",
    "today": "today ajd auj",
    "hier": "hier yesterday",
    "in": "dans ds in",
    "rentree": "rentree",
    "demi": "demi demie",
    "et": "et and",
    "o1": "premier first",
    "q1": "premiere",
    "q2": "deuxieme second seconde",
    "q3": "troisieme third",
    "q4": "quatrieme fourth",
}
_SHARED_MONTHS = vocabulary("jan feb apr jun jul sep sept oct nov dec")
ENGLISH_MONTHS = vocabulary(
    "january february march april may june july august september october november december"
)


def _month_token(word: str, number: int) -> str:
    """The month of a word, marked when it is English (e) or of both languages (x).

    "march 15" is a day and "mars 27" a year; "oct 27" may be either.
    """
    mark = "e" if word in ENGLISH_MONTHS else "x" if word in _SHARED_MONTHS else ""
    return f"{mark}m{number:02}"


MEANING = {
    **{word: _month_token(word, number) for number, line in enumerate(_MONTHS, 1) for word in line.split()},
    **{word: f"w{number}" for number, line in enumerate(_WEEKDAYS) for word in line.split()},
    **{word: meaning for meaning, line in _SAME_WORDS.items() for word in line.split()},
}
_SHORT_WEEKDAY = {word: f"w{number}" for number, line in enumerate(_SHORT_WEEKDAYS) for word in line.split()}

_NOT_SLIPS = vocabulary("prochains prochaines rentrees quartier quartiers months eleve eleves premiers")
_REPAIRABLE = (
    frozenset({*MEANING, *NUMBER_WORDS, *_NOT_SLIPS, "aujourdhui", "aujourd", "apres"}) - ENGLISH_MONTHS
)

_SIGNS = frozenset(("-", "/", "."))
_GLUE = vocabulary("le la les l de du des d of the au aux en")
_APPROXIMATE = vocabulary("environ env approximativement")
_LEADING = phrases(
    ":", ",", "vers", "pour", "a", "a partir", "a compter", "autour", "alentours", "environs", "courant",
    "cours", "in courant", "in cours", "prevu", "prevue", "prevus", "prevu pour", "prevue pour", "demarrage",
    "demarrer", "demarre", "commencer", "commence", "lancement", "travaux", "chantier", "mission",
    "early travaux", "early chantier", "early mission", "early prestation", "early prestations",
    "early marche", "early prevu", "early souhaite", "early :", "demarrage travaux", "demarrage chantier",
    "demarrage prevu", "demarrage souhaite", "date", "date early", "date demarrage", "dates", "disons",
    "c est", "ce sera", "ca sera", "ce serait", "on vise", "on demarre", "on commence", "plutot", "euh",
    "alors", "bonjour", "normalement", "principe", "a priori", "idealement", "from", "starting",
    "starting from", "starts", "start", "around", "as", "on", "about", "early on", "early from", "~",
    "probablement", "sans doute", "je pense", "pense", "souhaite", "est", "sera", "ce",
)  # fmt: skip
_TRAILING = phrases(
    ".", "!", ",", "si possible", "svp", "stp", "s il vous plait", "merci", "normalement", "principe",
    "a priori", "idealement", "a peu pres", "prevu", "probablement", "sans doute", "please", "thanks",
    "thank you", "if possible", "je pense", "matin", "soir", "apres midi", "apres - midi",
)  # fmt: skip
_REWRITES = tuple(
    (re.compile(pattern), result)
    for pattern, result in (
        (r"\b(\d+) (?:er|nd|rd|st|th)\b", r"o\1"),
        (r"\b(\d+) (?:ere|re|eme|ieme|e|nde)\b", r"q\1"),
        (r"(?<=[a-z]) \.(?= |$)", ""),
        (r"\b([ex]?m\d\d|w\d) \.", r"\1"),
        (r"\b(w\d) ,", r"\1"),
        (r"\b([ex]?m\d\d|[ex]?m\d\d o?#?\d{1,2}) , (?=#?\d{4}\b)", r"\1 "),
        (r"\bapres (?:- )?demain\b|\bday after demain\b|\bjour after demain\b", "overmorrow"),
        (r"\bavant (?:- )?hier\b", "ereyesterday"),
        (r"\baujourd (?:' )?hui\b|\baujourdhui\b|\baujourdui\b|\baujourd hier\b", "today"),
        (r"\bce jour\b", "today"),
        (r"\bin (?:les|the) (?=#?\d)", "within "),
        (r"\bin an? (?=(?:jour|semaine|mois|annee|trimestre)\b)", "in #1 "),
        (r"\bdernier (trimestre) (?=#?\d{4}\b)", r"q4 \1 "),
        (r"\bdernier (semestre) (?=#?\d{4}\b)", r"q2 \1 "),
        (r"(?<=[a-z]) '(?= )", ""),
        (r"\b(?<!\d )mois (?:de? |of )?(?=[ex]?m\d\d\b)", ""),
        (r"\b(early|mid|late) -", r"\1"),
        (r"\b(?:le|the) (o?#?\d{1,2})(?= prochain| [.!]|$)", r"day \1"),
        (r"\bce mois(?: -)?(?: ci)?(?= |$)", "thismonth"),
        (r"\bcette annee\b|\bannee en cours\b", "thisyear"),
        (r"\brentree (?:scolaire|(?:de )?x?m09)\b", "rentree"),
    )
)


def canonical(text: str) -> str:
    """The text as canonical tokens between spaces (`15 m03 2027`, `late annee`), harmless words left out."""
    raw = [_repaired(word) for word in tokens(text)]
    line = " ".join(_meanings(spelled(_september(raw))))
    for pattern, result in _REWRITES:
        line = pattern.sub(result, line)
    kept = _without_glue(line.split())
    if kept[:2] == ["date", "late"]:
        return line
    line = " ".join(strip(kept, _LEADING, _TRAILING))
    return re.sub(r"\bannee (?=#?\d{4}\b)", "", line)


def _repaired(word: str) -> str:
    return word if word in MEANING else repair(word, _REPAIRABLE)


def _number(word: str) -> bool:
    return word.lstrip("#o").isdigit()


def _september(raw: list[str]) -> list[str]:
    """The word "sept" as the month where it cannot be the number seven."""
    return ["septembre" if word == "sept" and _is_month(raw, at) else word for at, word in enumerate(raw)]


def _is_month(raw: list[str], at: int) -> bool:
    before = [word for word in raw[:at] if word not in _SIGNS]
    after = [word for word in raw[at + 1 :] if word not in _SIGNS]
    if before and before[-1].isdigit():
        return True
    year_or_end = not after or (after[0].isdigit() and len(after[0]) == 4) or after[0] == "prochain"
    number_before = bool(before) and (before[-1] in NUMBER_WORDS or before[-1] in ("le", "dans", "ds", "et"))
    return year_or_end and len(before) + len(after) > 0 and not number_before


def _meanings(raw: list[str]) -> list[str]:
    """Each word by its meaning; "mar", "mer", "sat" are weekdays only before a number."""
    out: list[str] = []
    for at, word in enumerate(raw):
        if word in _SHORT_WEEKDAY:
            following = [other for other in raw[at + 1 : at + 4] if other not in (".", ",", "le")][:1]
            counted = bool(following) and _number(following[0])
            out.append(_short(word, raw[:at], counted=counted))
        else:
            out.append(MEANING.get(word, word))
    return out


def _short(word: str, before: list[str], *, counted: bool) -> str:
    if word == "mar" and before and _number(before[-1]):
        return "m03"
    return _SHORT_WEEKDAY[word] if counted else word


def _without_glue(line: list[str]) -> list[str]:
    """The tokens without articles and "about"; between two numbers an article may be a range, so it stays."""
    kept: list[str] = []
    for at, word in enumerate(line):
        between = 0 < at < len(line) - 1 and _number(line[at - 1]) and _number(line[at + 1])
        if word not in _APPROXIMATE and (between or word not in _GLUE):
            kept.append(word)
    return kept
