"""The words of the trade for the codes of the tables."""

from collections.abc import Mapping

from bot.dialogue.translations import N_
from bot.rules.lifecycle import LotState
from bot.rules.requirements import Requirement
from bot.store.tables import (
    CandidateState,
    Category,
    Circulation,
    Contract,
    Eligibility,
    Kind,
    OfferState,
    Origin,
    Reason,
    Role,
    Sex,
)

ROLES: Mapping[str, str] = {
    Role.BUYER: N_("buyer"),
    Role.COMPANY: N_("company"),
    Role.FACILITATOR: N_("facilitator"),
    Role.COORDINATOR: N_("coordinator"),
    Role.PRESCRIBER: N_("prescriber"),
    Role.SIAE: N_("work-integration enterprise"),
    Role.PROFESSIONAL: N_("professional"),
}

KINDS: Mapping[str, str] = {
    Kind.PLIE: N_("PLIE"),
    Kind.BUYER: N_("Buyer"),
    Kind.COMPANY: N_("Company"),
    Kind.ANPE: N_("France Travail"),
    Kind.MISSION_LOCALE: N_("Mission Locale"),
    Kind.PRESCRIBER: N_("Other prescriber"),
    Kind.SIAE: N_("Work-integration enterprise"),
    Kind.PROFESSIONAL: N_("Professional"),
}

CATEGORIES: Mapping[str, str] = {
    Category.WORKS: N_("Works"),
    Category.SERVICES: N_("Services"),
    Category.SUPPLIES: N_("Supplies"),
}

STATES: Mapping[str, str] = {
    LotState.ANNOUNCED: N_("announced"),
    LotState.SUITABLE: N_("advice given, answer awaited"),
    LotState.CONFIRMED: N_("clause confirmed"),
    LotState.PUBLISHED: N_("published"),
    LotState.AWARDED: N_("awarded"),
    LotState.RUNNING: N_("running"),
    LotState.COMPLETED: N_("completed"),
    LotState.UNSUITABLE: N_("not suitable"),
    LotState.DECLINED: N_("clause declined"),
    LotState.CANCELLED: N_("cancelled"),
}

REASONS: Mapping[str, str] = {
    Reason.TOO_TECHNICAL: N_("too technical"),
    Reason.TOO_SHORT: N_("too short"),
    Reason.TOO_SMALL: N_("too small"),
    Reason.NO_PUBLIC: N_("nobody to propose"),
    Reason.OTHER: N_("another reason"),
}

CONTRACTS: Mapping[str, str] = {
    Contract.CDI: N_("Permanent (CDI)"),
    Contract.CDD: N_("Fixed term (CDD)"),
    Contract.INTERIM: N_("Temporary work"),
    Contract.APPRENTICESHIP: N_("Apprenticeship"),
    Contract.PROFESSIONALISATION: N_("Professionalisation contract"),
    Contract.CDDI: N_("Work-integration contract (CDDI)"),
}

REQUIREMENTS: Mapping[str, str] = {
    Requirement.DRIVING: N_("Driving licence B"),
    Requirement.CACES: N_("CACES"),
    Requirement.ELECTRICAL: N_("Electrical accreditation"),
    Requirement.HEIGHT: N_("Work at height"),
    Requirement.LOADS: N_("Heavy loads"),
    Requirement.SHIFTS: N_("Unusual hours"),
}

LEVELS: Mapping[str, str] = {
    "2": N_("Below level 3"),
    "3": N_("Level 3 (CAP)"),
    "4": N_("Level 4 (Bac)"),
    "5": N_("Level 5 (Bac+2)"),
    "6": N_("Level 6 (Bac+3/4)"),
    "7": N_("Level 7 or 8"),
}
"""The French framework of training levels; 2 stands for infra 3, 7 for 7 and 8."""

OFFER_STATES: Mapping[str, str] = {
    OfferState.OPEN: N_("open"),
    OfferState.FILLED: N_("filled"),
    OfferState.WITHDRAWN: N_("withdrawn"),
    OfferState.EXPIRED: N_("expired"),
}

CIRCULATIONS: Mapping[str, str] = {
    Circulation.RESERVED: N_("reserved for PLIE participants"),
    Circulation.DUE: N_("about to be sent to the partners"),
    Circulation.HELD: N_("kept within the PLIE"),
    Circulation.SENT: N_("sent to the partners"),
}

CANDIDATE_STATES: Mapping[str, str] = {
    CandidateState.ACTIVE: N_("looking for work"),
    CandidateState.CLOSED: N_("file closed"),
    CandidateState.MERGED: N_("merged with another file"),
    CandidateState.ANONYMISED: N_("anonymised"),
}

ORIGINS: Mapping[str, str] = {
    Origin.PLIE: N_("PLIE"),
    Origin.ANPE: N_("France Travail"),
    Origin.MISSION_LOCALE: N_("Mission Locale"),
    Origin.OTHER: N_("Other"),
}

SEXES: Mapping[str, str] = {Sex.FEMALE: N_("F"), Sex.MALE: N_("M"), Sex.UNSAID: N_("Not stated")}

ELIGIBILITIES: Mapping[str, str] = {
    Eligibility.LONG_TERM: N_("Out of work over 12 months"),
    Eligibility.RSA: N_("RSA"),
    Eligibility.ALLOWANCE: N_("ASS, AAH or invalidity benefit"),
    Eligibility.DISABLED: N_("Recognised disabled worker"),
    Eligibility.YOUNG: N_("Under 26, unqualified or inactive for 6 months"),
    Eligibility.SENIOR: N_("Over 50"),
    Eligibility.STRUCTURE: N_("In a SIAE, EA, EPIDE or second-chance school"),
    Eligibility.DISTRICT: N_("Resident of a priority district"),
    Eligibility.OTHER: N_("Other, with a reasoned opinion"),
}

GROUNDS: Mapping[str, str] = {
    "available_solution": N_("A solution at once available meets the need"),
    "no_link": N_("No sufficient link with the subject of the contract"),
    "restricts": N_("It would restrict competition or make the work too difficult"),
    "short_works": N_("Works that last less than three months"),
}
"""The grounds of article L2112-2-1 of the public procurement code for going without social conditions."""
