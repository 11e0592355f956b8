"""The words of the trade for the codes of the tables."""

from collections.abc import Mapping

from bot.dialogue.translations import N_
from bot.rules.lifecycle import LotState
from bot.store.tables import Category, Kind, Role

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
    LotState.SUITABLE: N_("suitable"),
    LotState.CONFIRMED: N_("clause confirmed"),
    LotState.PUBLISHED: N_("published"),
    LotState.AWARDED: N_("awarded"),
    LotState.RUNNING: N_("running"),
    LotState.COMPLETED: N_("completed"),
    LotState.UNSUITABLE: N_("not suitable"),
    LotState.DECLINED: N_("clause declined"),
    LotState.CANCELLED: N_("cancelled"),
}
