"""The object of a contract: where it begins, where it ends, and whether it is whole."""

import re
from dataclasses import dataclass

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.quick.objects import is_doing, is_head
from bot.dialogue.readers.quick.pieces import Line

LONGEST_TITLE = 200

_GREETING = (
    r"bonjour|bonsoir|salut|slt|bjr|hello|madame|monsieur|mme|m|a tous|euh|alors|donc|voila|voici|ok|hi"
    r"|chers?|cheres?|equipe|et|pour info|info"
)
_SUBJECT = (
    r"(?:nous|on|je|j '|la (?:ville|mairie|commune|metropole|region)|le (?:departement|ccas|chu"
    r"|bailleur|service \w+)|ville|mairie|commune"
    r"|l ' \w+|il|caen habitat|inolya|we)"
)
_DOES = (
    r"(?:allons|va|vais|vont|prevoyons|prevoit|prevois|preparons|prepare|prepares|souhaitons"
    r"|souhaite|souhaiterait|envisageons|envisage"
    r"|lance|lancons|lancerons|lancera|projetons|projette|avons|a|ai|devons|doit|organise|engage"
    r"|engageons|programme|programmons|publions"
    r"|publie|publierons|signale|signalons|informe|annonce|annoncons|passe|passons|ouvre|ouvrons"
    r"|voulons|veut|aimerions"
    r"|aimerait|voudrait|voudrions|realise|realisons"
    r"|comptons|compte|are|is|will|prevu|have)"
)
_DOING = (
    r"(?:(?:a )?lancer|(?:a )?realiser|faire|engager|publier|passer|demarrer|prevoir|proceder a|proceder au"
    r"|programmer|annoncer|commander|mettre en"
    r" concurrence|attribuer|contractualiser|entreprendre|preparer|mener|planifier|prochainement"
    r"|bientot| egalement|aussi|vous|de|planning|launch)"
)
_FRAME = (
    r"(?:(?:un|une|le|la|l '|notre|nos|son|du|en|d ' un|de|des|ce|a|the)? ?(?:nouveau |nouvelle "
    r"|futur |prochain |prochaine |grand |gros |petit )?"
    r"(?:marches?|projets?|consultations?|appels? d ' offres?|appel d offres?|ao|operations?"
    r"|contrats?|chantiers?(?= (?:de|d)\b)|budget|avis|annonce|intention|mapa|accord - cadre|dce|besoin)"
    r" ?(?:publics?|(?:de travaux|de services?|de fournitures?)(?= (?:pour|concernant|relati"
    r"|portant|:))|previsionnel|a venir|prevus?e?"
    r"|suivante?|suivant|a bons de commande|d ' insertion)*"
    r" ?(?:de|d '|du|des|pour|concernant|relatifs? a|relatifs? aux?|portant sur|:|sur|en vue de|a "
    r"propos de)?)"
)
_INTRO = [
    re.compile(rf"^(?:{_GREETING})(?: |$)(?:, |! |\. |- |¶ |: )*"),
    re.compile(r"^(?:[,.:;!¶—–-]|<emoji>)(?: |$)"),
    re.compile(r"^(?:(?:[a-z0-9']+|<place>) ){1,5}(?::|¶) (?=[a-z])"),
    re.compile(rf"^{_SUBJECT} (?:(?:de |d ' )?<place> )?(?:: |, )?(?:vous )?(?:{_DOES} )?(?:{_DOING} )*"),
    re.compile(rf"^{_FRAME}(?: |$)"),
    re.compile(r"^(?:<amount>|<date>|<place>|<months>|<contract>) ?(?:pour |de |d ' |du )?"),
    re.compile(
        r"^(?:nouveau|nouvelle|objet|titre|intitule|prevision|programmation|annonce|pour|en|prevu|prevue"
        r"|prochain|a venir)(?: :)?(?: |$)"
    ),
    re.compile(r"^(?:le|la|les|l '|des|du|de|d '|un|une|the|a|an)(?: |$)"),
]  # fmt: skip
_ANNOUNCING = re.compile(
    r"\b(?:marche|projet|consultation|appel d ' offres|prevoyons|prevoit|prepare|preparons|lancer"
    r"|lance|lancons|allons|programme|envisage\w*)\b"
)
_NARRATIVE = vocabulary(
    "je nous vous on il elle ils est sont sera seront serait suis etes etait qui que quoi dont mais me",
    "te se mon ma mes",
    "ce cela ca va vont doit doivent peut faut avance coute coutent parce car comme quand si mieux",
    "bien tres",
    "we is are was you i will has",
)
_VERBS = re.compile(
    r"(?:(?:va|vont|doit|doivent|devrait|devraient) (?:etre )?(?:lance|lancee|lances|demarrer"
    r"|commencer|debuter|demarree?|realisee?s?|engagee?s?|avoir lieu)"
    r"|(?:sera|seront|est|sont|serait) (?:lance|lancee|lances|lancees|prevu|prevue|prevus|prevues"
    r"|envisage|envisagee|programmee?s?|engagee?s?|estimee?s?|realisee?s?)"
    r"|(?:prevu|prevue|prevus|prevues)|debutera|debuteront|demarrera|demarreront|commencera"
    r"|commenceront|demarre|commence|debute|aura lieu|auront lieu)\b"
)
_FUTURE = re.compile(r"\b(?!operas?\b|cameras?\b)[a-z]{2,}(?:era|eront|ira|iront)\b")
_LEAD_IN = vocabulary(
    "de d ' a au aux en le la les l du des pour pendant durant sur env environ montant estime estimee",
    "estimes budget",
    "cout enveloppe duree previsionnelle previsionnel demarrage debut livraison chantier consultation",
    "appel offres",
    "partir compter prevu prevue prevus prevues : = ~ total durees un une et avec dans delai "
    "dates date total debutant",
    "commencant soit estimation projet commune ville secteur territoire quartier demarrant - . + "
    "pr ds in from for over",
    "ht vers apres avant pas jusqu entre courant realisation execution travaux maximum maxi max mini",
    "lot lots",
    "starting at with about tx",
)
_NOISE = vocabulary(
    "an annuel annuels annuelle par mois ttc ht hors taxes taxe semaine k m euros maximum minimum anru"
)
_TAIL = vocabulary("de d ' a au aux en le la les l du des pour sur et avec dans , - . un une : in of the")
_CONTINUED = vocabulary("de d du des")


@dataclass(frozen=True, slots=True)
class Object:
    """Where the object is, its words, its title (None when not surely whole); `told` when a verb follows."""

    first: int
    words: list[str]
    title: str | None
    announced: bool
    told: bool


def find_object(line: Line) -> Object | None:
    """The object the sentence begins with, after greetings and "on prépare…"; None when it tells something
    else."""
    symbols, places = _symbols(line)
    first = _skip_intro(symbols)
    if first >= len(symbols) or symbols[first].startswith("<"):
        return None
    head = symbols[first]
    if not (is_head(head) or is_doing(head)) or _narrative(symbols[first:]):
        return None
    announced = bool(_ANNOUNCING.search(" ".join(symbols[:first])))
    stop = _end(line, places[first])
    words = [piece.word for piece in line.pieces[places[first] : stop] if piece.word.isalnum()]
    title = None if is_doing(head) else _title(line, places[first], stop)
    return Object(
        places[first], words, title, announced, told=_VERBS.search(" ".join(symbols[first:])) is not None
    )


def _symbols(line: Line) -> tuple[list[str], list[int]]:
    """The folded pieces, each span as one symbol, and where each begins."""
    spans = {span.first: span for span in line.spans}
    symbols, places, at = [], [], 0
    while at < len(line.pieces):
        span = spans.get(at)
        symbols.append(f"<{span.kind}>" if span else _plain(line, at))
        places.append(at)
        at = span.last if span else at + 1
    return symbols, places


def _plain(line: Line, at: int) -> str:
    word = line.pieces[at].word
    return "¶" if word == "\n" or (at in line.hard and (not word.isascii() or word == "-")) else word


def _skip_intro(symbols: list[str]) -> int:
    """How many symbols come before the object; stops at the first word an object begins with."""
    at = 0
    while at < len(symbols):
        rest = " ".join(symbols[at : at + 24])
        titled = symbols[at + 1 : at + 2] == [":"] and any(map(is_head, symbols[at + 2 : at + 4]))
        if is_head(symbols[at]) and not titled and symbols[at] not in ("programme", "mission", "prestation"):
            return at
        used = max(
            (len(match[0].split()) for match in (rule.match(rest) for rule in _INTRO) if match), default=0
        )
        if not used:
            return at
        at += used
    return at


def _narrative(symbols: list[str]) -> bool:
    """Whether what follows tells a story instead of naming an object."""
    rest = " ".join(symbols)
    rest = re.sub(
        r"(?:la consultation|les travaux|le chantier|les prestations|le marche|l ' appel d ' "
        r"offres)[^.,;¶]{0,60}",
        " ",
        rest,
    )
    rest = re.sub(r"des que possible|au plus (?:vite|tot)|dans l ' ideal", " ", _VERBS.sub(" ", rest))
    return bool(set(rest.split()) & _NARRATIVE) or _FUTURE.search(rest) is not None


def _end(line: Line, first: int) -> int:
    """Where the object ends: at a border, at a span, or at the words that lead to it."""
    stop = first
    while stop < len(line.pieces) and stop not in line.taken and not _cuts(line, stop):
        stop += 1
    at_span = stop in line.taken
    verb = _VERBS.search(" ".join(line.words[first:stop]))
    if verb:
        stop = first + len(" ".join(line.words[first:stop])[: verb.start()].split())
    words = line.words
    lead = _LEAD_IN if at_span or verb else _TAIL
    while stop > first + 1 and words[stop - 1] in lead and not _of_name(words[first:stop]):
        stop -= 1
    return stop


def _of_name(words: list[str]) -> bool:
    """ "hôtel de ville", "centre-ville": the last word is not one that leads to a place."""
    return words[-1] in ("ville", "quartier", "commune") and words[-2] not in ("la", "le")


def _cuts(line: Line, at: int) -> bool:
    """A border, except the comma of a list that goes on: "fourniture, pose et maintenance de"."""
    if at not in line.commas:
        return at in line.hard
    return not (at + 1 < len(line.pieces) and is_head(line.pieces[at + 1].word) and at < 4)


def _title(line: Line, first: int, stop: int) -> str | None:
    text = line.cut(first, stop)
    if not _whole(line, stop):
        return None
    more = _continuation(line, first, stop)
    if more is None:
        return None
    title = " ".join(f"{text} {more}".split())
    if title.lower() in ("travaux", "prestations", "prestation", "mission", "services", "service"):
        return None
    if not 5 <= len(title) <= LONGEST_TITLE or _unsure(line, first, stop):
        return None
    return title[0].upper() + title[1:]


def _unsure(line: Line, first: int, stop: int) -> bool:
    """A town elsewhere or something in brackets may or may not belong to the title."""
    words = line.words[first:stop]
    text = line.cut(first, stop)
    return bool(
        re.search(r"\b(?:à|À|sur|entre) (?!la\b|l'|les\b|le\b)[A-ZÉ][^\W\d_]+", text)
        or re.search(r"\b(?:mairie|ville|commune|bourg|village) (?:de |d'|du )[A-ZÉ]", text)
        or {"lot", "lots"} & set(words)
        or re.search(r"(?:€|\bttc\b|\bht\b)", " ".join(words))
    )


def _whole(line: Line, stop: int) -> bool:
    """False when free words after a comma, or in brackets, may belong to the object."""
    if stop >= len(line.pieces) or not line.border(stop) or line.pieces[stop].word == ".":
        return True
    following = [at for at in range(stop + 1, len(line.pieces)) if not line.border(at)]
    segment = []
    for at in range(stop + 1, len(line.pieces)):
        if line.border(at):
            break
        segment.append(at)
    free = [line.pieces[at].word for at in segment if at not in line.taken]
    return not following or all(word in _LEAD_IN | _NOISE or not word.isalpha() for word in free)


def _continuation(line: Line, first: int, stop: int) -> str | None:
    """What follows the place and belongs to the object: "construction à Ifs d'une école"; None when in
    doubt."""
    place = next(
        (span for span in line.of("place") if 0 <= span.first - stop <= 3 and span.first >= stop), None
    )
    if place is not None and "entre" in line.words[stop : place.first]:
        return None
    if place is None or any(line.border(at) for at in range(stop, place.first)):
        return ""
    free: list[int] = []
    for at in range(place.last, len(line.pieces)):
        if line.border(at) or at in line.taken:
            break
        free.append(at)
    while free and free[-1] + 1 in line.taken and line.pieces[free[-1]].word in _LEAD_IN:
        free.pop()
    words = [line.pieces[at].word for at in free]
    if not words or _VERBS.match(" ".join(words)):
        return ""
    if stop - first <= 2 and words[0] in _CONTINUED and len(words) > 1:
        return line.cut(free[0], free[-1] + 1)
    return None
