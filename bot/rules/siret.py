"""SIRET numbers: the fourteen digits that name an establishment in France, their check digits included."""

import re

from stdnum.exceptions import ValidationError
from stdnum.fr import siret

_LABEL = re.compile(r"(?:n\s*°|no\.?|num[ée]ro)?\s*(?:de\s+)?(?:siret)?\s*(?:est|is)?\s*[:=]?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2014]+")
_NOBODY = "000000000"


def clean_siret(text: str) -> str | None:
    """The fourteen digits of what was typed, blanks, dots and the word SIRET left out; None when they are
    not those of a SIRET."""
    label = _LABEL.match(text.strip())
    digits = _BETWEEN.sub("", text.strip()[label.end() if label else 0 :])
    if not digits.isascii() or digits.startswith(_NOBODY):
        return None
    try:
        return siret.validate(digits)
    except ValidationError:
        return None


def spaced(digits: str) -> str:
    """A SIRET as it is printed: "732 829 320 00074"."""
    return str(siret.format(digits))
