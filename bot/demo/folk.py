"""Thirty-one candidates around Caen, none of whom exists; phones 06 39 98 … are reserved for fiction."""

from bot.demo.seekers import Seeker
from bot.rules.requirements import Requirement
from bot.store.tables import Eligibility, Origin, Role, Sex

_F, _M = Sex.FEMALE, Sex.MALE
_DRIVES, _CACES, _HEIGHT, _LOADS, _SHIFTS = (
    Requirement.DRIVING, Requirement.CACES, Requirement.HEIGHT, Requirement.LOADS, Requirement.SHIFTS,
)  # fmt: skip
_LONG, _RSA, _YOUNG, _SENIOR, _DISTRICT = (
    Eligibility.LONG_TERM, Eligibility.RSA, Eligibility.YOUNG, Eligibility.SENIOR, Eligibility.DISTRICT,
)  # fmt: skip
_DISABLED, _SIAE = Eligibility.DISABLED, Eligibility.STRUCTURE
_ANPE, _LOCAL, _OTHER = Origin.ANPE, Origin.MISSION_LOCALE, Origin.OTHER
_HEROUVILLE = "Hérouville-Saint-Clair"

_BUILDERS = (
    Seeker(
        312, "TRAORÉ Issa", "11", _M, 34, "Caen", 3, 6, ("F1703", "F1704"), (_DRIVES, _LOADS),
        (_RSA, _DISTRICT), note=(20, "Disponible de suite, a son équipement de sécurité."),
    ),
    Seeker(
        288, "LECHEVALLIER Didier", "12", _M, 52, "Ifs", 3, 18, ("F1703",), (_DRIVES, _HEIGHT, _LOADS),
        (_SENIOR, _LONG),
    ),
    Seeker(
        240, "KOVALENKO Andriy", "13", _M, 41, _HEROUVILLE, 4, 10, ("F1703", "F1701"), (_HEIGHT, _LOADS),
        (_LONG,), note=(33, "Cours de français le mardi et le jeudi soir."),
    ),
    Seeker(
        205, "HADDAD Sofiane", "14", _M, 24, "Caen", 2, 1, ("F1704", "F1703"), (_LOADS,), (_YOUNG, _DISTRICT)
    ),
    Seeker(
        190, "OLIVEIRA Rui", "15", _M, 38, "Mondeville", 3, 8, ("F1701",), (_CACES, _HEIGHT, _LOADS), (_RSA,)
    ),
    Seeker(
        118, "SISSOKO Mamadou", "16", _M, 29, "Caen", 2, 3, ("F1704", "F1702"), (_LOADS, _SHIFTS),
        (_RSA, _DISTRICT),
    ),
    Seeker(
        95, "GUESDON Thierry", "17", _M, 45, "Colombelles", 3, 12, ("F1702",), (_DRIVES, _CACES, _LOADS),
        (_LONG,),
    ),
    Seeker(41, "NGUYEN Van Minh", "18", _M, 33, "Caen", 3, 4, ("F1703",), (_LOADS,), (_LONG,), free=75),
    Seeker(
        27, "BARBEY Kévin", "19", _M, 22, "Caen", 2, 0, ("F1704",), (_LOADS,), (_YOUNG,), origin=_LOCAL
    ),
    Seeker(
        14, "AYDIN Murat", "20", _M, 36, _HEROUVILLE, 3, 7, ("F1703",), (_DRIVES, _LOADS), (_LONG,),
        origin=_ANPE,
    ),
)  # fmt: skip

_FINISHERS = (
    Seeker(
        334, "LEMARCHAND Cécile", "31", _F, 36, "Caen", 3, 5, ("F1606",), (_DRIVES, _HEIGHT), (_LONG,),
        by=Role.COORDINATOR,
    ),
    Seeker(
        260, "BENSAÏD Yanis", "32", _M, 25, "Caen", 3, 2, ("F1606", "F1609"), (_HEIGHT,), (_YOUNG, _DISTRICT),
        closed=90,
    ),
    Seeker(171, "PETROVA Irina", "33", _F, 44, "Ifs", 4, 9, ("F1606",), (_DRIVES,), (_RSA,)),
    Seeker(
        83, "SAVARY Mickaël", "34", _M, 31, "Giberville", 3, 6, ("F1601",), (_DRIVES, _HEIGHT, _LOADS),
        (_LONG,),
    ),
    Seeker(
        62, "HAMELIN Cyril", "35", _M, 28, "Louvigny", 3, 3, ("F1610",), (_DRIVES, _HEIGHT), (_RSA,),
        origin=_ANPE,
    ),
    Seeker(34, "RAHMANI Nassim", "36", _M, 40, "Caen", 4, 11, ("F1603",), (_DRIVES,), (_LONG,)),
)  # fmt: skip

_GARDENERS = (
    Seeker(226, "DUVALLET Jérôme", "51", _M, 27, "Ifs", 4, 4, ("A1203",), (_DRIVES, _LOADS), (_LONG,)),
    Seeker(
        149, "MBEMBA Prince", "52", _M, 31, "Caen", 2, 2, ("A1203", "A1202"), (_DRIVES,), (_RSA, _DISTRICT)
    ),
    Seeker(
        76, "FERREIRA Tiago", "53", _M, 48, "Fleury-sur-Orne", 3, 15, ("A1203",), (_DRIVES, _CACES),
        (_DISABLED,), by=Role.COORDINATOR,
    ),
    Seeker(
        19, "HOUSSAYE Amandine", "54", _F, 23, "Ifs", 4, 0, ("A1203",), (), (_YOUNG,), origin=_LOCAL,
    ),
)  # fmt: skip

_CLEANERS = (
    Seeker(
        301, "DIABATÉ Aminata", "71", _F, 39, "Caen", 2, 7, ("K2204",), (_SHIFTS,), (_RSA, _DISTRICT),
        note=(9, "Garde d’enfants trouvée pour les horaires du matin."),
    ),
    Seeker(
        217, "GONDOUIN Martine", "72", _F, 57, "Caen", 2, 20, ("K2204", "K1304"), (_DRIVES, _SHIFTS),
        (_SENIOR, _LONG), by=Role.COORDINATOR,
    ),
    Seeker(132, "YILDIZ Elif", "73", _F, 33, _HEROUVILLE, 3, 1, ("K2204",), (_SHIFTS,), (_RSA,)),
    Seeker(
        58, "ABDI Hodan", "74", _F, 30, "Caen", 2, 0, ("K2204", "G1605"), (_SHIFTS,), (_SIAE,), origin=_OTHER
    ),
)  # fmt: skip

_OTHERS = (
    Seeker(
        49, "POTTIER Laëtitia", "91", _F, 42, "Mondeville", 4, 8, ("N1103", "M1601"), (_DRIVES, _CACES),
        (_LONG,), by=Role.COORDINATOR,
    ),
    Seeker(
        7, "DIOP Ousmane", "92", _M, 26, "Caen", 3, 2, ("N1105", "N1103"), (_LOADS, _SHIFTS), (_LONG,),
        free=10,
    ),
)  # fmt: skip

_PLACED = (
    Seeker(330, "MARTEL Solène", "37", _F, 29, "Caen", 3, 2, ("F1606",), (_HEIGHT,), (_RSA,)),
    Seeker(320, "OUEDRAOGO Salif", "22", _M, 33, "Caen", 3, 4, ("F1702",), (_DRIVES,), (_LONG,)),
    Seeker(
        310, "LEFRANC Jocelyne", "75", _F, 47, "Caen", 2, 9, ("K2204",), (_SHIFTS,), (_RSA,),
        by=Role.COORDINATOR,
    ),
    Seeker(270, "BOUVIER Alexis", "24", _M, 24, "Ifs", 3, 1, ("F1702",), (_LOADS,), (_YOUNG,)),
    Seeker(150, "ROUSSET Karim", "23", _M, 37, "Caen", 3, 6, ("F1701",), (_HEIGHT, _LOADS), (_LONG,)),
)  # fmt: skip
"""They found work: their ways are in `demo.ways`."""

SEEKERS = (*_BUILDERS, *_FINISHERS, *_GARDENERS, *_CLEANERS, *_OTHERS, *_PLACED)
