"""The columns of the three lists that can be imported, by the names people give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from bot.dialogue.fields import Choice, Text
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import words
from bot.dialogue.seekers.fields import Experience, FullName
from bot.dialogue.words import CATEGORIES, ELIGIBILITIES, LEVELS, ORIGINS, REQUIREMENTS, SEXES
from bot.reports.imports import readers, synonyms
from bot.reports.imports.readers import Read
from bot.store.imports import ImportKind
from bot.store.tables import Sex

_LINKS = vocabulary("de du des d la le les l en a au aux un une par et ou")
_ALIKE = 80
MODEL_EXAMPLE = "Exemple (cette ligne n’est pas lue)"
"""How the row of the model that is not read begins."""
_OURS = frozenset({"erreur", "error"})
"""The heading of the column in which what is wrong was sent back."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of its value, its heading in the model, other headings people use, how a cell is
    read, whether a row needs it, an example for the model."""

    name: str
    heading: str
    also: tuple[str, ...]
    read: Read
    required: bool = False
    example: str | int = ""


def _c(
    name: str, heading: str, also: str, read: Read, example: str | int = "", *, required: bool = False
) -> Column:
    return Column(name, heading, tuple(filter(None, also.split("|"))), read, required, example)


PROCUREMENTS = (
    _c("reference", "Référence du marché",
       "référence|réf|réf marché|n° marché|numéro de marché|marché n°|référence externe|identifiant|id|"
       "code marché",
       readers.reference, "2026-BAT-017", required=True),
    _c("buyer", "Acheteur",
       "donneur d’ordre|maître d’ouvrage|pouvoir adjudicateur|collectivité|organisme|SIRET acheteur|"
       "acheteur SIRET|MOA|nom de l’acheteur",
       readers.title, "Ville de Caen", required=True),
    _c("title", "Objet",
       "objet du marché|intitulé|intitulé du marché|libellé|libellé du marché|désignation|opération|"
       "nom du marché|marché",
       readers.title, "Réhabilitation du gymnase", required=True),
    _c("number", "N° de lot", "lot|numéro lot|n° lot|lot n°|numéro du lot", readers.lot_number, "1"),
    _c("lot", "Intitulé du lot", "objet du lot|libellé du lot|nom du lot|désignation du lot|titre du lot",
       readers.title, "Gros œuvre"),
    _c("category", "Type", "catégorie|nature|type de marché|catégorie de marché|nature du marché",
       readers.one_of(Choice(CATEGORIES), synonyms.CATEGORIES), "Travaux", required=True),
    _c("commune", "Commune", "ville|lieu|lieu d’exécution|commune d’exécution|localisation|lieu des travaux",
       readers.commune, "Caen", required=True),
    _c("amount", "Montant HT (€)",
       "montant HT|montant estimé HT|montant lot HT|montant du lot HT|montant estimé|montant|"
       "montant du lot|montant lot|estimation HT",
       readers.money, 450000),
    _c("consultation", "Consultation", "date de consultation|date consultation|lancement consultation|"
       "date de lancement|AAPC", readers.period, "mars 2026"),
    _c("start", "Début", "date de début|démarrage prévu|début prévu|date début|début des travaux|"
       "début d’exécution|date prévisionnelle de début", readers.period, "01/09/2026", required=True),
    _c("months", "Durée (mois)", "durée|durée en mois|durée mois|durée du marché|délai|délai d’exécution|"
       "dureeMois", readers.months, 14, required=True),
    _c("confirmed", "Clause retenue le", "date de la clause|clause validée le|date de validation de la "
       "clause|clause confirmée le|date clause", readers.past_day, "12/03/2026"),
    _c("hours", "Heures d’insertion", "heures|nombre d’heures|nb heures|heures clause|heures d’insertion "
       "prévues|volume horaire|heures dues|nombre d’heures d’insertion|objectif heures|nb heures insertion",
       readers.hours, 630),
    _c("published", "Publié le", "date de publication|publication|date publication|publié",
       readers.past_day, "20/03/2026"),
    _c("supplier", "Attributaire", "titulaire|entreprise|entreprise attributaire|entreprise titulaire|"
       "nom de l’attributaire|nom du titulaire", readers.title, "Maçonnerie du Bessin"),
    _c("supplier_siret", "SIRET attributaire", "SIRET titulaire|SIRET de l’attributaire|SIRET du titulaire|"
       "titulaire SIRET|SIRET entreprise|SIRET de l’entreprise", readers.siret, "73282932000074"),
    _c("awarded", "Attribué le", "date d’attribution|attribution|date attribution|date de notification|"
       "notifié le|notification|dateNotification|date notification", readers.past_day, "02/06/2026"),
    _c("awarded_amount", "Montant attribué HT (€)", "montant attribué|montant attribué HT|montant notifié|"
       "montant notifié HT|montant du marché HT", readers.money, 437500),
    _c("kicked_off", "Démarré le", "date de démarrage|démarrage|démarré|début réel|ordre de service|"
       "date OS", readers.past_day, ""),
    _c("completed", "Achevé le", "terminé le|fin réelle|achèvement|date d’achèvement|réception|"
       "date de réception|clos le", readers.past_day, ""),
)  # fmt: skip

COMPANIES = (
    _c("name", "Entreprise", "nom|raison sociale|dénomination|dénomination sociale|nom de l’entreprise|"
       "société|nom entreprise", readers.title, "Maçonnerie du Bessin", required=True),
    _c("reference", "SIRET", "numéro SIRET|n° SIRET|SIRET entreprise|SIRET de l’entreprise", readers.siret,
       "73282932000074", required=True),
)  # fmt: skip

CANDIDATES = (
    _c("reference", "N° de dossier", "numéro de dossier|dossier|n° dossier|référence|réf|identifiant|id|"
       "matricule|référence dossier|numéro dossier|n° participant|numéro participant", readers.reference,
       "PLIE-0412", required=True),
    _c("name", "Nom", "nom de famille|nom et prénom|nom prénom|participant|candidat|bénéficiaire|"
       "nom usuel|nom d’usage", Text(1, 80).read, "BENALI", required=True),
    _c("first_name", "Prénom", "prénoms", Text(1, 80).read, "Nadia"),
    _c("phone", "Téléphone", "tél|tel|mobile|portable|n° de téléphone|numéro de téléphone|téléphone mobile|"
       "téléphone portable", readers.phone, "06 12 34 56 78"),
    _c("birth_year", "Année de naissance", "date de naissance|naissance|né le|né(e) le|DDN|"
       "date naissance|année naissance", readers.birth_year, 1984, required=True),
    _c("sex", "Sexe", "genre|civilité|H/F|F/H|F/M|M/F|homme/femme",
       readers.one_of(Choice(SEXES), synonyms.SEXES), "F"),
    _c("commune", "Commune", "ville|commune de résidence|domicile|ville de résidence|lieu de résidence",
       readers.commune, "Hérouville-Saint-Clair", required=True),
    _c("district", "QPV", "quartier prioritaire|habitant QPV|résident QPV|résidence QPV|en QPV|"
       "QPV O/N|QPV oui/non", readers.yes_no, "oui"),
    _c("level", "Niveau de formation", "niveau|niveau de diplôme|diplôme|niveau d’études|formation|"
       "niveau formation|niveau scolaire", readers.one_of(Choice(LEVELS), synonyms.LEVELS), "CAP",
       required=True),
    _c("experience", "Expérience (années)", "expérience|années d’expérience|expérience en années|"
       "nb années d’expérience", readers.hinted(Experience()), 3, required=True),
    _c("jobs", "Métiers recherchés (codes ROME)", "métier|métiers|métier recherché|métiers recherchés|"
       "code ROME|codes ROME|ROME|emploi recherché|emploi visé|métier visé|projet professionnel|"
       "poste recherché", readers.jobs, "F1703"),
    _c("held", "Permis et aptitudes", "permis|habilitations|permis et habilitations|aptitudes|"
       "permis caces habilitations", readers.some_of(Choice(REQUIREMENTS), synonyms.REQUIREMENTS),
       "Permis B"),
    _c("eligibility", "Éligibilité", "critère d’éligibilité|critères d’éligibilité|critère|critères|statut|"
       "public|type de public|situation", readers.some_of(Choice(ELIGIBILITIES), synonyms.ELIGIBILITIES),
       "RSA, QPV", required=True),
    _c("available", "Disponible le", "disponibilité|disponible à partir du|date de disponibilité|disponible",
       readers.period, "01/12/2026"),
    _c("origin", "Origine", "orienté par|provenance|prescripteur|orientation|origine du candidat|"
       "structure d’origine", readers.one_of(Choice(ORIGINS), synonyms.ORIGINS), "PLIE", required=True),
    _c("adviser", "Référent", "accompagnateur|conseiller|référent PLIE|accompagnateur PLIE|suivi par|"
       "conseiller référent", Text(2, 80).read, ""),
    _c("consent", "Consentement recueilli le", "date du consentement|consentement|date de consentement|"
       "accord recueilli le|consentement le|date d’accord|date accord|RGPD|RGPD date|date RGPD|accord RGPD|"
       "consentement RGPD|"
       "date consentement", readers.past_day, "15/10/2026", required=True),
    _c("contacted", "Dernier contact", "date du dernier contact|dernier contact le|dernier entretien|"
       "date dernier contact", readers.past_day, "10/11/2026"),
    _c("distinct", "Autre personne", "homonyme vérifié|personne différente", readers.yes_no, ""),
)  # fmt: skip

LISTS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.PROCUREMENT: PROCUREMENTS,
    ImportKind.CANDIDATE: CANDIDATES,
    ImportKind.COMPANY: COMPANIES,
}
"""Every list, the one with most columns of its own first: of two that fit alike it wins."""

FULL_NAME = FullName()
UNSAID = str(Sex.UNSAID)

Found = Mapping[str, int]
"""The place in a row of the value of each name."""


def named(heading: str) -> str:
    """A heading as it is compared: its words, links and signs left out."""
    return " ".join(word for word in words(heading) if word not in _LINKS)


def _known(columns: Sequence[Column]) -> dict[str, str]:
    return {named(heading): column.name for column in columns for heading in (column.heading, *column.also)}


_NAMES = {kind: _known(columns) for kind, columns in LISTS.items()}
_RANKS = {
    kind: {
        named(heading): rank
        for column in columns
        for rank, heading in reversed([*enumerate((column.heading, *column.also))])
    }
    for kind, columns in LISTS.items()
}
"""How near each heading is to that of the model: 0 is it."""


def find(kind: ImportKind, row: Sequence[str]) -> dict[str, int]:
    """Where the columns of a list are in a row of headings; of several that say the same the one whose name
    says it best, else the first."""
    known = _NAMES[kind]
    best: dict[str, tuple[int, int]] = {}
    for place, heading in enumerate(row):
        if (name := known.get(named(heading))) is not None:
            here = (_RANKS[kind][named(heading)], place)
            best[name] = min(best.get(name, here), here)
    return {name: place for name, (_, place) in best.items()}


def missing(kind: ImportKind, found: Found) -> list[str]:
    """The headings of the columns a list needs that are not among those found."""
    return [column.heading for column in LISTS[kind] if column.required and column.name not in found]


def ignored(kind: ImportKind, row: Sequence[str], found: Found) -> dict[str, str]:
    """The headings nobody reads, each with the heading it looks like, "" where it looks like none."""
    taken = set(found.values())
    return {
        heading: _like(kind, heading, found)
        for place, heading in enumerate(row)
        if heading and place not in taken and named(heading) not in _OURS
    }


def _like(kind: ImportKind, heading: str, found: Found) -> str:
    free: dict[str, Any] = {known: name for known, name in _NAMES[kind].items() if name not in found}
    best = process.extractOne(named(heading), list(free), scorer=fuzz.WRatio, score_cutoff=_ALIKE)
    if best is None:
        return ""
    return next(column.heading for column in LISTS[kind] if column.name == free[best[0]])
