"""What every person says and taps to announce a contract, and what each answer must show."""

from dataclasses import dataclass

TOKEN = "42:bench-not-a-secret"
PEOPLE = 200
FIRST_PERSON = 100_001
STAFF = (900_001, 900_002)

WORKS, SKIP, NO_LOTS, SEND = "Travaux", "Passer", "Pas de lots", "Transmettre au PLIE"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does: a text typed, or a button tapped by its label. The answer shows `expects`."""

    does: str
    expects: str
    taps: bool = False


FORM = (
    Step("/marche", "1/9"),
    Step("Rénovation de 40 logements à Hérouville", "2/9"),
    Step(WORKS, "3/9", taps=True),
    Step("Hérouville", "4/9"),
    Step("1,2 M€", "5/9"),
    Step(SKIP, "6/9", taps=True),
    Step("fin juin 2027", "7/9"),
    Step("14 mois", "8/9"),
    Step(NO_LOTS, "9/9", taps=True),
    Step(SKIP, SEND, taps=True),
    Step(SEND, "M-", taps=True),
)


def buyers() -> range:
    """The Telegram ids of the people who announce."""
    return range(FIRST_PERSON, FIRST_PERSON + PEOPLE)
