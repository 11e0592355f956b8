"""A vacancy inside a sentence: the verb that looks for people, how many, for which job."""

import re
from dataclasses import dataclass

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.jobs import read_job
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS
from bot.dialogue.readers.numbers import read_whole_number
from bot.dialogue.readers.quick.pieces import Line

_VERB = re.compile(
    r"\b(?:j? ?cherch\w*|jcherch\w*|recherch\w*|recrut\w*|embauch\w*|besoin (?:de |d ' |d |urgent "
    r"(?:de |d ' )?)?|besoins? :?|il (?:me |nous )?"
    r"(?:faut|faudra|faudrait)|rech(?: \.)?|need|needs|looking for|hiring|postes? (?:de |d ' |d |: )?"
    r"|offres? d ' emploi|offre emploi|a pourvoir"
    r"|manque|nous faut|prendre|prendrait|prendrions|recruit\w*|demande|demandons|souhaitons accueillir)\b"
)
_SEEKER = re.compile(
    r"\b(?:cherche|recherche|cherchons|recherchons|cherchent) (?:actuellement |toujours )?"
    r"(?:du |de l ' |un |une |mon |des |d ' une |la |le |l ' |notre )?"
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
_COUNT = vocabulary(
    "un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt one two three four five"
)
_PEOPLE = vocabulary(
    "personne personnes salarie salaries people person persons gars collegue collegues ouvriers ouvrier"
)
_BEFORE_JOB = vocabulary(
    "poste postes de d ' des du le la les apprenti apprentie apprentis alternant alternante",
    "interimaire interimaires bon bons",
    "bonne bonnes jeune jeunes remplacant remplacante futur nouveau nouvel e ( ) · . : en contrat",
    "equipe a the an some profils",
    "profil plusieurs quelques emploi offre l urgent - un une renfort supplementaire supplementaires",
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
    "recherchee recherches",
    "habilite habilitee habilitation conge maternite maladie remplacement h / f m plein partiel "
    "mi urgence asap avant apres possible",
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
    "offre offres d ' emploi poste postes urgent : bonjour , ! - de un une h / f cdi cdd interim \n"
)
_RANGE = vocabulary("a ou - / et environ sous n entre or to lot")
_STOPS = vocabulary(
    "et ou + and / . avec pour sur chez dans ayant qui titulaire permis caces dispo disponible from in"
)
_GENERAL = vocabulary(
    "agent agents agente agentes aide aides chef chefs technicien techniciens conducteur "
    "conducteurs conductrice",
    "ouvrier ouvriers employe employes responsable monteur poseur operateur chauffeur assistant",
)
"""Words that are no job by themselves."""
_WIDEST = 8


@dataclass(frozen=True, slots=True)
class Vacancy:
    """The positions, None when not sure; the ROME code, None when several jobs fit."""

    positions: int | None
    job: str | None


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
    hired = bool(line.of("contract"))
    if not verb and not hired:
        return None
    after = len(said[: verb.end()].split()) if verb else 0
    at = _job_at(line, after) if verb else _job_at(line, 0)
    if at is None and verb:
        at = _job_at(line, 0)
    return _vacancy(line, at, hired=hired, asked=verb is not None)


def _job_at(line: Line, first: int) -> int | None:
    """Where the first job begins, at most a dozen words on."""
    seen = 0
    for at in range(first, len(line.pieces)):
        if seen > 12:
            return None
        if at in line.taken or not line.pieces[at].word.isalpha():
            continue
        seen += 1
        if _longest_job(line, at)[0] > at:
            return at
    return None


def _longest_job(line: Line, first: int) -> tuple[int, list[str]]:
    """The end of the longest words that are a job, and its codes."""
    word = line.pieces[first].word
    if word in _BEFORE_JOB or word in _AFTER_JOB or word in _COUNT or len(word) < 4 or word in _NOT_JOBS:
        return first, []
    if word.endswith("er") and not word.endswith("ier"):
        return first, []
    stop = first
    while stop < min(first + _WIDEST, len(line.pieces)) and stop not in line.taken and not _ends(line, stop):
        stop += 1
    for last in range(stop, first, -1):
        ending = line.pieces[last - 1].word
        if ending in _AFTER_JOB and last - first > 1:
            continue
        found = read_job(line.cut(first, last))
        codes = [match.code for match in found if word in _ACTIVITIES or fold(match.name)[:3] == word[:3]]
        if codes and (last - first > 1 or (word not in _GENERAL and len(word) > 4)):
            return last, codes
    return first, []


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
        counted = _people(line)
        return Vacancy(counted, None) if counted and asked and hired else None
    last, codes = _longest_job(line, at)
    positions = _positions(line, at) or _people(line)
    if not asked and positions is None and not set(line.words[:at]) <= _OPENING:
        return None
    if line.pieces[at].word in _ACTIVITIES and not (
        positions or hired or _MONDE.search(" ".join(line.words))
    ):
        return None
    other = _another_job(line, last)
    if other:
        return Vacancy(positions if other == "ou" else None, None)
    sure = len(codes) == 1 and _closed(line, last)
    return Vacancy(positions, codes[0] if sure else None)


def _closed(line: Line, last: int) -> bool:
    """Whether what follows the job does not make it another one ("peintre" + "carrossier")."""
    while last < len(line.pieces) and line.pieces[last].word in ("confirme", "confirmes", "h", "f", "/"):
        last += 1
    if last >= len(line.pieces) or last in line.taken or line.border(last):
        return True
    word = line.pieces[last].word
    return word in _AFTER_JOB or word.isdigit() or not word.isalnum()


def _another_job(line: Line, last: int) -> str:
    """The word ("et", "ou", a comma…) after which a second job is named; "" when there is none."""
    for at in range(last, min(last + 24, len(line.pieces) - 1)):
        if line.pieces[at].word not in ("et", "ou", ",", "+", "and", "\n", "puis", "/", "-", ";"):
            continue
        start = at + 1
        while start < len(line.pieces) and (
            line.pieces[start].word.isdigit()
            or line.pieces[start].word in _COUNT | {"de", "d", "'", "-", "des", "aussi"}
        ):
            start += 1
        if start < len(line.pieces) and start not in line.taken and _longest_job(line, start)[0] > start:
            return line.pieces[at].word
    return ""


def _positions(line: Line, job: int) -> int | None:
    """The number before the job, over "postes de"…; None for a range, "des", "une dizaine de"."""
    at = job - 1
    while at >= 0 and line.pieces[at].word in _BEFORE_JOB and not _counts(line.pieces[at].word):
        at -= 1
    if at < 0 or at in line.taken or not _counts(line.pieces[at].word):
        return None
    first = at
    while first > 0 and line.pieces[first - 1].word in NUMBER_WORDS and first - 1 not in line.taken:
        first -= 1
    before = line.words[max(first - 2, 0) : first]
    owned = before[-2:] == ["on", "a"] or before[-1:] == ["y"]
    if not owned and set(before[-1:]) & _RANGE:
        return None
    return read_whole_number(line.cut(first, at + 1), 1, 99)


def _counts(word: str) -> bool:
    return word.isdigit() or word in NUMBER_WORDS


def _people(line: Line) -> int | None:
    """The number before "personnes"."""
    for at, piece in enumerate(line.pieces):
        if piece.word in _PEOPLE and at not in line.taken:
            return _positions(line, at)
    return None
