"""The object of a contract: where it begins, where it ends, and whether it is whole."""

import re
from dataclasses import dataclass

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.quick.objects import is_doing, is_head
from bot.dialogue.readers.quick.pieces import Line, symbols_of
from bot.dialogue.readers.quick.stories import VERBS, tells_story

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
_ANNOUNCES = (
    r"(?:lance(?:nt)?|lancera|lanceront|prevoi(?:t|ent)|prepare(?:nt)?|preparons|envisage(?:nt)?"
    r"|envisageons|projette"
    r"|projettent|engage(?:nt|ra|ront)?|souhaite(?:nt|rait|raient)?|aura|aurons|auront|realise(?:nt|ra"
    r"|ront)?"
    r"|a (?:prevu|programme|decide|planifie|pour projet|en projet)|ont (?:prevu|programme|decide)"
    r"|publie(?:nt|ra)?"
    r"|(?:va|vont|allons|doit|doivent|devrait) (?:lancer|realiser|engager|faire|proceder|publier"
    r"|entreprendre|mener"
    r"|passer|attribuer|conduire|demarrer|commander|acheter)|met en consultation|travaille sur"
    r"|compte (?:lancer|faire)"
    r"|prevoyons|lancons|lancerons|projetons|engageons|realisons|realiserons|programmons|passerons"
    r"|publierons)"
)
"""What a buyer says it does, whoever the buyer is."""
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
    re.compile(
        r"^(?:[a-z]{1,12} )?(?:n |no |num |numero |ref |reference |[(])?[°º:.]? ?"
        r"(?:(?:\d{1,6}|<date>|[a-z]{1,3}|[-/.)]) )"
        r"{1,7}(?::|¶|,|;) (?=[a-z])"
    ),
    re.compile(rf"^{_SUBJECT} (?:(?:de |d ' )?<place> )?(?:: |, )?(?:vous )?(?:{_DOES} )?(?:{_DOING} )*"),
    re.compile(
        r"^(?:(?!(?:qui|que|si|mais|ou|je|tu|dont|etre|est|sera|ete|seront|va|vont) )(?:[a-z'-]+"
        r"|<place>) ){1,8}"
        rf"{_ANNOUNCES} (?:{_DOING} )*"
    ),
    re.compile(
        r"^(?:(?:je|nous|on) )?(?:(?:vous|me|m|te) ?(?:' )?)?(?:informe|informons|signale|signalons"
        r"|annonce|annoncons"
        r"|fais savoir|indique|indiquons|permets de vous (?:ecrire|informer|contacter|signaler)"
        r"|ecris|ecrivons|contacte|contactons|confirme|transmets|transmettons|fais part|faisons part"
        r"|souhaite vous"
        r" informer|souhaitons vous informer)(?: (?:que|qu '|de|d '|du|pour|car|afin de))?(?: notre"
        r"| nos)?(?: |$)"
    ),
    re.compile(
        r"^(?:nous avons|on a|j ' ai|avons|ayant) (?:comme |pour |en |un |le )(?:projets?|objectif)"
        r" (?:de |d ' )?(?:: )?"
    ),
    re.compile(
        r"^(?:il |cela |ca |ceci )?(?:s ' agit|s agit|concerne|porte sur)(?: (?:de|d '|du|des))?(?: |$)"
    ),
    re.compile(rf"^{_FRAME}(?: |$)"),
    re.compile(
        r"^(?:demarrage|debut|lancement|consultation) (?:[a-z]{1,8} ){0,2}<date> "
        r"(?:, )?(?:pour |de |d ' |du |: )?"
    ),
    re.compile(r"^(?:<amount>|<date>|<place>|<months>|<contract>) ?(?:pour |de |d ' |du )?"),
    re.compile(
        r"^(?:nouveau|nouvelle|objet|titre|intitule|prevision|programmation|annonce|pour|en|prevu|prevue"
        r"|prochain|a venir)(?: :)?(?: |$)"
    ),
    re.compile(r"^(?:le|la|les|l '|des|du|de|d '|un|une|the|a|an)(?: |$)"),
]  # fmt: skip
_PREFACE = re.compile(r"^(?:(?:[a-z0-9'-]+|<place>) ){4,12}(?::|¶) (?=[a-z])")
"""A clause before a colon: "pouvez-vous enregistrer ce marché :"; it may not hold an object itself."""
_ANNOUNCING = re.compile(
    r"\b(?:marche|projet|consultation|appel d ' offres|prevoyons|prevoit|prepare|preparons|lancer"
    r"|lance|lancons|allons|programme|envisage\w*)\b"
)
_LEAD_IN = vocabulary(
    "de d ' a au aux en le la les l du des pour pendant durant sur env environ montant estime estimee",
    "estimes budget estimatif estimative fourchette provisoire",
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
    "accord cadre marche lot unique bon bons commande commandes ferme fermes jours",
    "an annuel annuels annuelle par mois ttc ht hors taxes taxe semaine k m euros maximum minimum anru",
)
_TAIL = vocabulary("de d ' a au aux en le la les l du des pour sur et avec dans , - . un une : in of the")
_CONTINUED = vocabulary("de d du des")


@dataclass(frozen=True, slots=True)
class Object:
    """Where the object is, its words, its title (None when not surely whole); `told` when a verb "
    "follows."""

    first: int
    words: list[str]
    title: str | None
    announced: bool
    told: bool


def find_object(line: Line) -> Object | None:
    """The object the sentence begins with, after greetings and "on prépare…"; None when it tells something
    else."""
    symbols, places = symbols_of(line)
    first = _skip_intro(symbols)
    head = symbols[first] if first < len(symbols) else "<end>"
    if head.startswith("<") or not (is_head(head) or is_doing(head)) or tells_story(symbols[first:]):
        return _passive(symbols, places)
    announced = bool(_ANNOUNCING.search(" ".join(symbols[:first])))
    stop = _end(line, places[first])
    words = [piece.word for piece in line.pieces[places[first] : stop] if piece.word.isalnum()]
    title = None if is_doing(head) else _title(line, places[first], stop)
    return Object(
        places[first], words, title, announced, told=VERBS.search(" ".join(symbols[first:])) is not None
    )


_PASSIVE = re.compile(
    r"^(?:[a-z0-9'-]+ ){2,10}(?:(?:va|vont|doit|doivent|devrait|devraient) etre|sera"
    r"|seront) (?:entierement |totalement )?"
    r"(?P<done>(?:re)?construite?s?|renovee?s?|rehabilitee?s?|refaite?s?|demolie?s?|agrandie?s?"
    r"|restauree?s?"
    r"|reamenagee?s?|amenagee?s?|requalifiee?s?|ravalee?s?)\b"
)
"""An object told as a sentence: "le centre technique va être construit à Carpiquet"."""


def _passive(symbols: list[str], places: list[int]) -> Object | None:
    """The works a passive sentence announces, without a title; None when it is no such sentence."""
    said = " ".join(symbols)
    match = _PASSIVE.match(said)
    if match is None or "<amount>" not in symbols or tells_story(symbols[len(match[0].split()) :]):
        return None
    at = len(match[0].split()) - 1
    return Object(places[at], ["construction"], None, announced=False, told=True)


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
        if symbols[at : at + 2] == ["l", "'"] and any(map(is_head, symbols[at + 2 : at + 3])):
            return at + 2
        preface = _PREFACE.match(rest)
        if preface and not any(map(is_head, preface[0].split())):
            used = max(used, len(preface[0].split()))
        if not used:
            return at
        at += used
    return at


def _end(line: Line, first: int) -> int:
    """Where the object ends: at a border, at a span, or at the words that lead to it."""
    stop = first
    while stop < len(line.pieces) and stop not in line.taken and not _cuts(line, stop):
        stop += 1
    at_span = stop in line.taken
    verb = VERBS.search(" ".join(line.words[first:stop]))
    if verb:
        stop = first + len(" ".join(line.words[first:stop])[: verb.start()].split())
    words = line.words
    lead = _LEAD_IN if at_span or verb else _TAIL
    while stop > first + 1 and words[stop - 1] in lead and not _of_name(words[first:stop]):
        stop -= 1
    return stop


def _of_name(words: list[str]) -> bool:
    """ "hôtel de ville", "centre-ville": the last word is not one that leads to a place."""
    return words[-1] in ("ville", "quartier", "commune") and words[-2] in ("de", "-", "centre")


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
    if free and free[-1] + 1 in line.taken:
        if {"et", "ou"} & set(line.words[place.last : free[-1] + 1]):
            somewhere = {"a", "sur"} & set(line.words[stop : place.first + 1])
            return "" if somewhere and any(span.first == free[-1] + 1 for span in line.of("place")) else None
        while free and line.pieces[free[-1]].word in _LEAD_IN:
            free.pop()
    words = [line.pieces[at].word for at in free]
    if not words or VERBS.match(" ".join(words)):
        return ""
    if stop - first <= 2 and words[0] in _CONTINUED and len(words) > 1:
        return line.cut(free[0], free[-1] + 1)
    return None
