"""The people of the demo: none of them exists."""

from dataclasses import dataclass

from bot.store.tables import Kind, Role


@dataclass(frozen=True, slots=True)
class Invented:
    """Someone who does not exist, and the place they hold. One person a role, but for the prescribers."""

    first_name: str
    last_name: str
    label: str
    role: Role
    organisation: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Someone who does not exist, is not on Telegram, and is written to by e-mail."""

    name: str
    label: str
    email: str
    organisation: str
    kind: Kind


CAEN = "Ville de Caen"
BATI = "Bâti Normandie"
ATELIERS = "Les Ateliers de l’Orne"
_PLIE = "PLIE du pays de Caen"

PEOPLE = (
    Invented("Brigitte", "Lemoine", "Acheteuse, Ville de Caen", Role.BUYER, CAEN),
    Invented("Fatou", "Diallo", "Facilitatrice, PLIE", Role.FACILITATOR, _PLIE),
    Invented("Claire", "Morel", "Coordinatrice, PLIE", Role.COORDINATOR, _PLIE),
    Invented("Marc", "Lefèvre", "Entreprise, Bâti Normandie", Role.COMPANY, BATI),
    Invented(
        "Nadia", "Benali", "France Travail, Caen", Role.PRESCRIBER, "France Travail Caen",
        Kind.ANPE,
    ),
    Invented(
        "Hugo", "Martin", "Mission Locale, Caen", Role.PRESCRIBER, "Mission Locale Caen la mer",
        Kind.MISSION_LOCALE,
    ),
    Invented("Sylvie", "Roussel", "SIAE, Les Ateliers de l’Orne", Role.SIAE, ATELIERS),
)  # fmt: skip

WRITTEN = (
    Written(
        "Samir Kaddour",
        "France Travail, Hérouville (par e-mail)",
        "s.kaddour@travail-herouville.example",
        "France Travail Hérouville",
        Kind.ANPE,
    ),
)
