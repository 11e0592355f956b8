"""A vacancy inside a sentence: the verb that looks for people, how many, for which job."""

import re

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.jobs import may_begin_name, read_job
from bot.dialogue.readers.quick.counted import (
    BEFORE_JOB,
    COUNT,
    PEOPLE,
    count_people,
    count_positions,
    counts,
)
from bot.dialogue.readers.quick.pieces import Line
from bot.dialogue.readers.quick.unknown import Vacancy, counts_unknown, unknown_vacancy

_VERB = re.compile(
    r"\b(?:j? ?cherch\w*|jcherch\w*|recherch\w*|recrut\w*|embauch\w*|besoin (?:de |d ' |d |urgent "
    r"(?:de |d ' )?)?|besoins? :?|il (?:me |nous )?"
    r"(?:faut|faudra|faudrait)|rech(?: \.)?|need|needs|looking for|hiring|(?:postes?|places?) (?:de "
    r"|d ' |d |: )?"
    r"|offres? d ' emploi|offre emploi|a pourvoir"
    r"|manqu(?:e|ons) (?:de bras|de monde|de personnel|d ' effectif)?|nous faut"
    r"|pren(?:ons|ds|d) (?=une? |\d|deux |trois |des )|prendre|prendrait|prendrions|recruit\w*|demande"
    r"|demandons|souhaitons accueillir)\b"
)
_SEEKER = re.compile(
    r"\b(?:cherche|recherche|cherchons|recherchons|cherchent) (?:actuellement |toujours )?"
    r"(?:du |de l ' |de |d ' |un |une |mon |des |d ' une |la |le |l ' |notre )?"
    r"(?:travail|emploi|poste|place|stage|formation|apprentissage|alternance|boulot|job|contrat"
    r"|cdi|cdd|interim"
    r"|numero|info\w*|contact|entreprise|patron|employeur|mission|missions|prestataire|fournisseur"
    r"|societe|logement"
    r"|materiel|local|convention|adresse|document|modele|devis|solution|rdv|rendez)\b"
    r"|\bbesoin (?:de |d ' |d )?(?:un |une |la |le |l ' |votre )?(?:devis|prix|infos?|temps|vous"
    r"|parler|savoir|connaitre"
    r"|avoir|votre|conseils?|precisions?|document|rdv|rendez|reponse|validation|accord|modele|attestation"
    r"|\d+ (?:jours?|heures?|semaines?|mois|minutes?)|plus)\b"
    r"|\b(?:cherch|recherch)\w* a \w+|\bstagiaires?\b|\bstage\b|\bje suis\b|\bwork as\b"
)
_AFTER_JOB = vocabulary(
    "confirme confirmes confirmee experimente experimentes experimentee qualifie qualifies qualifiee",
    "debutant debutants",
    "motive motives motivee serieux serieuse dispo disponible disponibles urgent h f hf x e s ne nes (",
    ") / · . - pour",
    "sur a au en chez avec dans des du de d le la les l et ou ayant titulaire permis caces qui afin",
    "rapidement",
    "immediatement svp merci tout tte pr minimum exp n hq niveau autonome autonomes polyvalent",
    "polyvalents jour nuit week",
    "from in for as at to with start starting est sera temps a3 prevu prevue saisonnier renforts",
    "besoin poste vers jusqu",
    "pendant durant courant lieu ds type ; : , \n ! — – dès tps disponibilite embauche recherche",
    "recherchee recherches demande demandee demandes demandees souhaite souhaitee souhaites",
    "habilite habilitee habilitation conge maternite maladie remplacement h / f m plein partiel "
    "mi urgence asap avant apres possible compagnon compagnons",
)
_ACTIVITIES = vocabulary(
    "peinture maconnerie nettoyage electricite plomberie couverture menuiserie menage plonge "
    "secretariat gardiennage",
    "maintenance montage pose conduite taille soudage elagage espaces entretien lavage "
    "construction chauffage",
)
"""What is done rather than who does it: looked for as "quelqu'un pour le ménage"."""
_MONDE = re.compile(r"\b(?:du monde|quelqu|personnel|main d ' oeuvre|gens|renfort)\b")
_OPENING = vocabulary(
    "offre offres d ' emploi poste postes urgent : bonjour , ! - de un une h / f cdi cdd interim \n "
    "dizaine vingtaine quinzaine"
)
_OURS = vocabulary("nos les mes ces vos ses leurs")
"""Before a number: people who are there already."""
_TELLING = vocabulary(
    "coute coutent est sont commence commencent travaille travaillent arrive arrivent quitte quittent vient",
    "viennent fait font gagne gagnent compte comptons peut peuvent va vont prend sera seront avons ont forme",
    "formons emploie employons envoie envoyons remplace termine gere gerons dispose disposons suit suivent",
)
_WHERE = vocabulary(
    "pour notre nos le la chantier chantiers site sites sur a au dans en immediatement vite svp des"
)
"""What may come before the number: "pour notre chantier, 2 maçons"."""
_STOPS = vocabulary(
    "et ou + and / . avec pour sur chez dans ayant qui titulaire permis caces dispo disponible from in"
)
_NEXT_JOB = vocabulary("et ou , + / pour afin avec")
_GENERAL = vocabulary(
    "agent agents agente agentes aide aides chef chefs technicien techniciens conducteur "
    "conducteurs conductrice",
    "ouvrier ouvriers employe employes responsable monteur poseur operateur chauffeur assistant",
)
"""Words that are no job by themselves."""
_WIDEST = 8


def recruits(line: Line) -> bool:
    """Whether a verb says that people are looked for."""
    return any(word.startswith(("cherch", "recherch", "recrut", "embauch")) for word in line.words)


def seeks_work(line: Line) -> bool:
    """Whether the sentence is a person's who looks for work, or looks for something else than people."""
    return bool(_SEEKER.search(" ".join(line.words)))


def find_vacancy(line: Line) -> Vacancy | None:
    """The vacancy the sentence speaks of; None when nobody is looked for."""
    said = " ".join(line.words)
    verb = _VERB.search(said)
    hired = bool(line.of("contract")) or _engaged(line)
    if not verb and not hired:
        return None
    after = len(said[: verb.end()].split()) if verb else 0
    at = _job_at(line, after) if verb else _job_at(line, 0, people=True)
    if verb and at is not None and _someone_else(line, after, at):
        return Vacancy(None, None)
    if at is None and verb:
        at = _job_at(line, 0)
    return _vacancy(line, at, hired=hired, asked=verb is not None)


def _someone_else(line: Line, first: int, job: int) -> bool:
    """Whether another job, unknown to us, is looked for first: "un boulanger et un peintre"."""
    words = line.words
    at = next((at for at in range(first, job) if counts(words[at]) or words[at] == "des"), first)
    while at < job and (counts(words[at]) or words[at] in BEFORE_JOB):
        at += 1
    if at >= job or at in line.taken or words[at] in PEOPLE | _AFTER_JOB | _NOT_JOBS | _WHERE:
        return False
    apart = _NEXT_JOB & set(words[at:job]) or words[job] in _ACTIVITIES
    return len(words[at]) > 3 and words[at].isalpha() and bool(apart)


def _engaged(line: Line) -> bool:
    """Whether a contract of some months is spoken of without its kind: "contrat de 12 mois, 35 h"."""
    contract = "contrat" in line.words or bool(line.of("hours"))
    somewhen = bool(line.of("place") or line.of("date"))
    return (contract and bool(line.of("months")) and somewhen) or _terse(line)


def _terse(line: Line) -> bool:
    """Whether people are counted for a place and a time and nothing else is said: "2 maçons à Ifs lundi"."""
    at = _job_at(line, 0, people=True)
    if at is None or not line.of("place") or not (line.of("date") or line.of("months")):
        return False
    if {"le", "la", "les", "l"} & set(line.words[:at]):
        return False
    last = _longest_job(line, at)[0]
    rest = {word for place, word in enumerate(line.words) if place not in line.taken}
    rest -= set(line.words[at:last]) | _AFTER_JOB | _WHERE | _OPENING | BEFORE_JOB | COUNT
    return not any(word.isalpha() for word in rest) and count_positions(line, at) is not None


def _job_at(line: Line, first: int, *, people: bool = False) -> int | None:
    """Where the first job begins, at most a dozen words on; with `people`, not what is only an activity."""
    seen = 0
    for at in range(first, len(line.pieces)):
        if seen > 12:
            return None
        if at in line.taken or not line.pieces[at].word.isalpha():
            continue
        seen += 1
        if not (people and line.pieces[at].word in _ACTIVITIES) and _longest_job(line, at)[0] > at:
            return at
    return None


def _longest_job(line: Line, first: int) -> tuple[int, list[str]]:
    """The end of the longest words that are a job, and its codes."""
    word = line.pieces[first].word
    if word in BEFORE_JOB or word in _AFTER_JOB or word in COUNT or len(word) < 4 or word in _NOT_JOBS:
        return first, []
    if word not in _ACTIVITIES and not may_begin_name(word):
        return first, []
    if word.endswith("er") and not word.endswith("ier"):
        return first, []
    stop = first
    while stop < min(first + _WIDEST, len(line.pieces)) and stop not in line.taken and not _ends(line, stop):
        stop += 1
    several: tuple[int, list[str]] = (first, [])
    for last in range(stop, first, -1):
        ending = line.pieces[last - 1].word
        if (ending in _AFTER_JOB or ending == "'") and last - first > 1:
            continue
        found = read_job(line.cut(first, last))
        codes = [match.code for match in found if word in _ACTIVITIES or fold(match.name)[:3] == word[:3]]
        if codes and (last - first > 1 or (word not in _GENERAL and len(word) > 4)):
            if len(codes) == 1:
                return last, codes
            several = several if several[1] else (last, codes)
    return several


_NOT_JOBS = vocabulary(
    "cherche cherchons recherche recherchons besoin avons nous sommes pour dans avec chantier travaux",
    "mois semaine semaines",
    "heures jours offre emploi poste postes societe entreprise batiment equipe mission contrat duree",
    "lieu bonjour monsieur",
    "main oeuvre merci urgent recrute recrutons embauche embauchons plusieurs",
    "pres cours fin debut lundi mardi conduite bureau bureaux restaurant ecole personne",
    "personnes",
)


def _ends(line: Line, at: int) -> bool:
    word = line.pieces[at].word
    return (line.border(at) and word not in ("(", ")", "-")) or word in _STOPS or word.isdigit()


def _vacancy(line: Line, at: int | None, *, hired: bool, asked: bool) -> Vacancy | None:
    if at is None:
        counted = count_people(line) if asked and hired else None
        return Vacancy(counted, None) if counted else unknown_vacancy(line)
    last, codes = _longest_job(line, at)
    positions = count_positions(line, at)
    if not asked and not _opens(line, at, counted=positions is not None):
        return None
    if line.pieces[at].word in _ACTIVITIES and not (
        positions or hired or _MONDE.search(" ".join(line.words))
    ):
        return None
    other = _another_job(line, last, codes)
    if other:
        return Vacancy(positions if other == "ou" else None, None)
    sure = len(codes) == 1 and _closed(line, _past_same(line, last, codes))
    return Vacancy(positions, codes[0] if sure else None)


def _opens(line: Line, at: int, *, counted: bool) -> bool:
    """Whether the job, and the number before it, open the sentence: "notre équipe compte 12 maçons" "
    "tells."""
    first = at
    while counted and first > 0 and not line.border(first - 1) and _may_lead(line.words[first - 1]):
        first -= 1
    if (first and line.words[first - 1] in _OURS) or _TELLING & set(line.words):
        return False
    start = (
        max((border + 1 for border in line.hard | line.commas if border < first), default=0) if counted else 0
    )
    free = {line.words[place] for place in range(start, first) if place not in line.taken or not counted}
    return free <= (_OPENING | _WHERE if counted else _OPENING)


def _may_lead(word: str) -> bool:
    return counts(word) or word in BEFORE_JOB


def _past_same(line: Line, last: int, codes: list[str]) -> int:
    """The end of "cuisinier/cuisinière" from the end of "cuisinier"."""
    if last + 1 < len(line.pieces) and line.pieces[last].word in ("/", "ou"):
        end, others = _longest_job(line, last + 1)
        return end if others == codes else last
    return last


def _closed(line: Line, last: int) -> bool:
    """Whether what follows the job does not make it another one ("peintre" + "carrossier")."""
    while last < len(line.pieces) and line.pieces[last].word in ("confirme", "confirmes", "h", "f", "/"):
        last += 1
    if last >= len(line.pieces) or last in line.taken or line.border(last):
        return True
    word = line.pieces[last].word
    return word in _AFTER_JOB or word.isdigit() or not word.isalnum()


def _another_job(line: Line, last: int, codes: list[str]) -> str:
    """The word ("et", "ou", a comma…) after which a second job is named; "" when there is none."""
    for at in range(last, min(last + 24, len(line.pieces) - 1)):
        if line.pieces[at].word not in ("et", "ou", ",", "+", "and", "\n", "puis", "/", "-", ";"):
            continue
        start = at + 1
        while start < len(line.pieces) and (
            line.pieces[start].word.isdigit()
            or line.pieces[start].word in COUNT | {"de", "d", "'", "-", "des", "aussi"}
        ):
            start += 1
        if start >= len(line.pieces) or start in line.taken:
            continue
        named = _longest_job(line, start)
        same = line.pieces[at].word in ("/", "ou") and named[1] == codes
        if (named[0] > start or counts_unknown(line, at, start)) and not same:
            return line.pieces[at].word
    return ""
