"""Words of spreadsheets for the codes of the tables, folded: beside the labels people tap."""

from collections.abc import Mapping

from bot.rules.requirements import Requirement
from bot.store.tables import Category, Eligibility, Origin, Sex


def _words(said: Mapping[str, str]) -> dict[str, str]:
    """Each of the words, with bars between them, and its code."""
    return {word: str(code) for code, known in said.items() for word in known.split("|")}


CATEGORIES = _words(
    {
        Category.WORKS: "travaux|works|t|marche de travaux|marches de travaux",
        Category.SERVICES: "services|service|s|marche de services|prestation|prestations|"
        "prestations de services|prestation de services",
        Category.SUPPLIES: "fournitures|fourniture|f|supplies|marche de fournitures",
    }
)
SEXES = _words(
    {
        Sex.FEMALE: "f|femme|feminin|mme|madame|mlle|female|woman",
        Sex.MALE: "m|h|homme|masculin|mr|monsieur|male|man",
        Sex.UNSAID: "non precise|nc|autre|x|not stated",
    }
)
LEVELS = _words(
    {
        "2": "infra 3|infra3|niveau infra 3|sans diplome|aucun|aucun diplome|vi|v bis|niveau vi|niveau v bis|"
        "brevet|bepc|dnb|cfg|1|2|niveau 1|niveau 2|sans qualification|non diplome",
        "3": "3|niveau 3|cap|bep|cap bep|cap ou bep|niveau v|v|titre pro niveau 3",
        "4": "4|niveau 4|bac|baccalaureat|bac pro|bp|niveau iv|iv|niveau bac|bac general|bac techno",
        "5": "5|niveau 5|bac 2|bts|dut|deug|niveau iii|iii",
        "6": "6|niveau 6|bac 3|bac 4|licence|licence pro|but|master 1|niveau ii|ii",
        "7": "7|8|niveau 7|niveau 8|bac 5|master|master 2|ingenieur|doctorat|niveau i|i|bac 8|7 8",
    }
)
REQUIREMENTS = _words(
    {
        Requirement.DRIVING: "permis b|b|permis|permis de conduire|permis voiture|vl",
        Requirement.CACES: "caces|caces 1|caces 3|caces 5|cariste",
        Requirement.ELECTRICAL: "habilitation electrique|electrique|h0b0|b0h0|br",
        Requirement.HEIGHT: "travail en hauteur|hauteur|travaux en hauteur",
        Requirement.LOADS: "port de charges|charges|port de charges lourdes|charges lourdes",
        Requirement.SHIFTS: "horaires decales|horaires|decales|nuit|travail de nuit|week end",
    }
)
ELIGIBILITIES = _words(
    {
        Eligibility.LONG_TERM: "deld|demandeur d emploi de longue duree|longue duree|chomage longue duree|"
        "demandeur emploi longue duree|plus de 12 mois|chomeur longue duree|chomage de longue duree",
        Eligibility.RSA: "rsa|beneficiaire du rsa|brsa|beneficiaire rsa|allocataire rsa|allocataire du rsa",
        Eligibility.ALLOWANCE: "ass|aah|invalidite|pension d invalidite|allocation specifique de solidarite",
        Eligibility.DISABLED: "rqth|th|travailleur handicape|boeth|handicap|reconnaissance th",
        Eligibility.YOUNG: "jeune|moins de 26 ans|26 ans|jeune de moins de 26 ans|jeune moins de 26 ans|"
        "jeunes 26 ans",
        Eligibility.SENIOR: "senior|plus de 50 ans|50 ans|50 ans et plus|seniors",
        Eligibility.STRUCTURE: "siae|iae|ea|epide|e2c|ecole de la 2e chance|acces siae",
        Eligibility.DISTRICT: "qpv|quartier prioritaire|habitant qpv|resident qpv|zus",
        Eligibility.OTHER: "autre|avis motive|autre avis motive",
    }
)
ORIGINS = _words(
    {
        Origin.PLIE: "plie|participant plie|plie du pays de caen",
        Origin.ANPE: "anpe|pole emploi|france travail|pe|ft",
        Origin.MISSION_LOCALE: "mission locale|ml|mlcb|mission locale caen la mer",
        Origin.OTHER: "autre|autres|cap emploi|departement|ccas|siae|conseil departemental|"
        "spontane|candidature spontanee",
    }
)
