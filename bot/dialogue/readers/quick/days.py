"""Dates inside a sentence, and what each is said to be: the start, the consultation, or something else."""

import re
from datetime import date
from itertools import pairwise

from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS
from bot.dialogue.readers.quick.pieces import Line, Span
from bot.dialogue.readers.quick.ranges import MONTHS, OPENERS, find_periods, skip_street_days
from bot.dialogue.readers.typos import repair
from bot.dialogue.readers.when import When

_WIDEST = 11
_HEADS = vocabulary(
    "debut mi milieu fin courant dans premier premiere deuxieme troisieme quatrieme dernier demain semaine",
    "rentree t s q trimestre semestre cette ce annee early mid late end next beginning in lundi mardi",
    "mercredi",
    "jeudi vendredi samedi dimanche prochain prochaine quinzaine aujourd aujourdhui apres",
)
_KNOWN_MONTHS = frozenset(word for word in MONTHS if len(word) >= 5)
_ENDS = MONTHS | vocabulary(
    "mois annee semaine semaines jours jour an ans prochain prochaine rentree trimestre semestre",
    "demain lundi",
    "mardi mercredi jeudi vendredi samedi dimanche month year quarter tomorrow week weeks months monday er",
    "scolaire ajd hui aujourdhui cours quinzaine demi friday tuesday wednesday thursday",
)
_SEASONS = vocabulary(
    "ete automne hiver printemps noel toussaint paques vacances horizon spring summer winter"
)
_BEFORE_YEAR = vocabulary("en courant debut fin mi pour des , : rentree annee de in for")

_BLOCKED = re.compile(
    r"\b(?:avant|jusqu|ici|plus tard|remise|remettre|offres? (?:le|au|pour)|notif\w*|attrib\w*"
    r"|reception\w*|fin de"
    r"|fin des|acheve\w*|termin\w*|livres?|conseil|vote|vot\w+|reunion|visite|limite|cloture|entre"
    r"|depuis|apres"
    r"|repons\w*|depot|signature|signe\w*|echeance|fini\w*|ouverture|inaugur\w*|mise en service"
    r"|before"
    r"|until|by|publi(?!cation|er)\w*|expir\w*|renouvel\w*|reconduct\w*|etudes?|diagnostic|permis)\b"
)
_CONSULTATION = re.compile(
    r"\b(?:consultation|consult|publication|publier\w*|parution|aapc|dce|mise en ligne|appels? d ' offres?"
    r"|appels? d offres?|appels? offres?|aoo?|ao|mapa"
    r"|mise en concurrence"
    r"|tender)\b"
)
_START = re.compile(
    r"\b(?:demarr\w*|debut\w*|commenc\w*|chantier|travaux|partir|compter|des|start\w*|from|prise "
    r"de poste|embauche"
    r"|prise de fonction|tx|execution|effet|os|ordre de service)\b"
)
_DELIVERY = re.compile(r"\b(?:livraison|livrer|livre|livraisons)\b")
_LAUNCH = re.compile(r"\b(?:lanc\w*|passe|passer|lancement)\b")
_RANGE_LEFT = re.compile(
    r"(?:\b(?:d|er|premier)|\d)(?: (?:er|eme))? (?:au|a|-|et|ou|/|to)(?: le| la)?$|\b(?:entre|de"
    r"|du) \S+ (?:et|a|au)$"
)
_RANGE_BETWEEN = vocabulary("au a et ou - – — / le la les jusqu ' fin du de puis l to and or debut mi")
_RANGE_LINKS = vocabulary("au a et ou - – — / jusqu to and or")


def find_days(line: Line, today: date) -> None:
    """Take the dates and periods, a period by its first day; a choice, a season or a past day is taken
    without a value."""
    find_periods(line, today)
    streets = skip_street_days(line)
    at = 0
    while at < len(line.pieces):
        may = at not in streets and _may_start(line, at)
        last, when = _longest(line, at, today) if may else (at, None)
        if when is not None:
            line.take(Span("date", at, last, _usable(line, at, last, when, today)))
        elif line.pieces[at].word in _SEASONS and at not in line.taken:
            last = _season(line, at)
            line.take(Span("date", at, last))
        at = max(last, at + 1)
    _forget_ranges(line)


def _may_start(line: Line, at: int) -> bool:
    word = line.pieces[at].word
    if at in line.taken:
        return False
    if word.isdigit():
        return not (
            at and line.pieces[at - 1].end == line.pieces[at].start and line.pieces[at - 1].word.isalpha()
        )
    return word in _HEADS or word in MONTHS or (len(word) > 4 and repair(word, _KNOWN_MONTHS) in MONTHS)


def _longest(line: Line, first: int, today: date) -> tuple[int, When | None]:
    stop = first
    while stop < min(first + _WIDEST, len(line.pieces)) and not line.border(stop) and stop not in line.taken:
        stop += 1
    for last in range(stop, first, -1):
        when = read_date(line.cut(first, last), today) if _ends_well(line, first, last) else None
        if when is not None:
            return last, when
    return first, None


def _ends_well(line: Line, first: int, last: int) -> bool:
    """A date ends with one of its own words, not with a number that belongs to what follows."""
    word = line.pieces[last - 1].word
    if word in NUMBER_WORDS and "mille" in line.words[first:last]:
        return True
    if last - first == 1 and word.isdigit():
        return bool(re.fullmatch(r"20[2-4]\d", word)) and _year_alone(line, first)
    if word.isdigit():
        following = line.pieces[last].word if last < len(line.pieces) else ""
        return not (len(word) < 4 and re.fullmatch(r"k|€|m|h|mois|ans?|euros?|%|²|lots?|heures?", following))
    return word in _ENDS or repair(word, _KNOWN_MONTHS) in MONTHS


def _year_alone(line: Line, at: int) -> bool:
    before = line.pieces[at - 1].word if at else ","
    return before in _BEFORE_YEAR or line.border(at - 1) or before in _SEASONS


def _season(line: Line, at: int) -> int:
    following = line.pieces[at + 1].word if at + 1 < len(line.pieces) else ""
    return at + 2 if re.fullmatch(r"20\d\d", following) and at + 1 not in line.taken else at + 1


def _usable(line: Line, first: int, last: int, when: When, today: date) -> When | None:
    """The day, unless it is over, ends a range, or follows a season's name."""
    left = " ".join(piece.word for piece in line.pieces[max(first - 5, 0) : first])
    right = "" if line.border(last) else " ".join(line.after(last, 3))
    past = when.day < today.replace(day=1)
    season = bool(left) and left.split()[-1] in _SEASONS
    open_end = re.match(
        r"(?:au|a|-|ou|et|jusqu) (?:\d|fin|la fin|le \d|')|prochain|en (?:huit|quinze)", right
    )
    return None if past or season or open_end or _RANGE_LEFT.search(left) else when


def _forget_ranges(line: Line) -> None:
    """Two dates side by side, or with "à", "ou" between them, are neither one nor the other."""
    spans = line.of("date")
    doubtful: set[int] = set()
    for one, other in pairwise(spans):
        between = [piece.word for piece in line.pieces[one.last : other.first]]
        joined = not between or (
            len(between) < 5 and set(between) <= _RANGE_BETWEEN and bool(set(between) & _RANGE_LINKS)
        )
        if joined and not _labelled_apart(line, one, other):
            doubtful |= {one.first, other.first}
    line.spans = [
        Span("date", span.first, span.last) if span.kind == "date" and span.first in doubtful else span
        for span in line.spans
    ]


def _labelled_apart(line: Line, one: Span, other: Span) -> bool:
    return other.first - one.last > 2 and role_of(line, one) != role_of(line, other)


def role_of(line: Line, span: Span) -> str:
    """What the words before a date say it is: start, consultation, delivery, other, or "" when they say
    nothing."""
    first = line.pieces[span.first].word
    said = " ".join([*line.before(span.first), first])
    after = " ".join(line.after(span.last, 3))
    if _BLOCKED.search(said):
        return "other"
    consultation, start = _CONSULTATION.search(said), _START.search(said)
    if consultation:
        worded = start and start[0] not in ("debut", "des", "partir", "compter")
        return "other" if worded or first in OPENERS else "consultation"
    if _DELIVERY.search(said):
        return "delivery"
    if _LAUNCH.search(said):
        return "consultation" if re.match(r"(?:l '|la |une )? ?(?:consultation|appel d)", after) else "other"
    if re.match(r"\(? ?(?:consultation|appel d|ao\b|remise|livraison|reception|notif)", after):
        return "consultation" if re.match(r"\(? ?(?:consultation|appel d|ao\b)", after) else "other"
    return "start" if start or first in OPENERS else ""


def choose_days(line: Line, *, supplies: bool) -> tuple[When | None, When | None]:
    """The consultation and the start, each when exactly one date is sure to be it."""
    roles: dict[str, list[When | None]] = {}
    for span in line.of("date"):
        role = role_of(line, span)
        role = ("start" if supplies else "other") if role == "delivery" else role
        roles.setdefault(role, []).append(span.value if isinstance(span.value, When) else None)
    consultation = _only(roles.get("consultation", []))
    start = _only(roles["start"]) if "start" in roles else _only(roles.get("", []))
    if start and consultation and start.day <= consultation.day:
        return (consultation, start) if "start" in roles and start.day == consultation.day else (None, None)
    if start and "start" not in roles and "other" in roles:
        return consultation, None
    return consultation, start


def _only(found: list[When | None]) -> When | None:
    return (
        found[0] if found and len({(when.day, when.grain) if when else None for when in found}) == 1 else None
    )
