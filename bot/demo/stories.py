"""Fourteen contracts around Caen over fourteen months: every state a contract can be in."""

from bot.demo.contracts import Contract
from bot.demo.people import BATI, CAEN
from bot.demo.verbs import (
    advised,
    amended,
    awarded,
    cancelled,
    completed,
    declined,
    discussed,
    examined,
    fewer_hours,
    kicked_off,
    published,
    retained,
    suitable,
    unsuitable,
)
from bot.store.tables import Category, Reason, Role

IFS, HEROUVILLE = "Ville d’Ifs", "Ville d’Hérouville-Saint-Clair"
METROPOLIS, HOUSING = "Caen la mer", "Caen Habitat"
PAINTERS, CLEANERS = "Couleurs d’Odon", "Clair-Orne Propreté"
GARDENERS, INSULATORS, HEATERS = "Bocage et Jardins", "Façades de l’Odon", "Thermie Bocage"

SCHOOLS = "Rénovation thermique de deux écoles du Chemin-Vert"
FLATS = "Réhabilitation de 96 logements à la Pierre-Heuzé"
OFFICES = "Nettoyage des bureaux communautaires"

BUYER, FACILITATOR, COORDINATOR = Role.BUYER, Role.FACILITATOR, Role.COORDINATOR
_WORKS, _SERVICES = Category.WORKS, Category.SERVICES

_OVER = (
    Contract(
        410, IFS, "Réfection des vestiaires du stade municipal", _WORKS, "Ifs", -365, -300, 3,
        (
            ("Maçonnerie et gros œuvre", 240_000),
            ("Peinture et sols", 95_000),
            ("Chauffage et ventilation", 110_000),
        ),
        (
            (407, FACILITATOR, examined),
            (398, FACILITATOR, advised(
                suitable("1"),
                unsuitable("2", Reason.TOO_SMALL),
                unsuitable("3", Reason.TOO_TECHNICAL),
            )),
            (389, FACILITATOR, retained("1")),
            (362, FACILITATOR, published("https://marches.example/avis/4127")),
            (318, FACILITATOR, awarded(BATI, {"1": 236_500})),
            (297, FACILITATOR, kicked_off("1", note="Deux maçons à prévoir dès la troisième semaine.")),
            (196, FACILITATOR, completed("1")),
        ),
    ),
    Contract(
        300, HEROUVILLE, "Vérification et maintenance des ascenseurs", _SERVICES, "Hérouville-Saint-Clair",
        -250, -190, 36,
        (("Vérification et maintenance des ascenseurs", 198_000),),
        (
            (297, FACILITATOR, examined),
            (290, FACILITATOR, advised(suitable("1"))),
            (277, FACILITATOR, declined("1", "restricts")),
        ),
    ),
    Contract(
        230, METROPOLIS, "Construction d’une halle à vélos à la gare", _WORKS, "Caen", -140, -60, 6,
        (("Gros œuvre", 170_000), ("Charpente métallique", 140_000)),
        (
            (226, FACILITATOR, examined),
            (215, FACILITATOR, advised(suitable("1"), unsuitable("2", Reason.TOO_TECHNICAL))),
            (151, FACILITATOR, cancelled("Le projet est reporté : le budget de l’année a été revu.")),
        ),
    ),
)  # fmt: skip

_RUNNING = (
    Contract(
        380, METROPOLIS, OFFICES, _SERVICES, "Caen", -330, -275, 24,
        (("Nettoyage des bureaux", 760_000), ("Lavage des vitres en grande hauteur", 180_000)),
        (
            (377, FACILITATOR, examined),
            (370, FACILITATOR, advised(suitable("1"), unsuitable("2", Reason.TOO_TECHNICAL))),
            (356, FACILITATOR, retained("1")),
            (331, FACILITATOR, published("https://marches.example/avis/4188")),
            (292, FACILITATOR, awarded(CLEANERS, {"1": 748_000})),
            (276, FACILITATOR, kicked_off("1")),
        ),
    ),
    Contract(
        350, CAEN, SCHOOLS, _WORKS, "Caen", -300, -225, 16,
        (
            ("Gros œuvre", 720_000),
            ("Isolation par l’extérieur", 640_000),
            ("Menuiseries extérieures", 480_000),
            ("Peinture", 260_000),
            ("Chauffage et ventilation", 380_000),
        ),
        (
            (348, FACILITATOR, examined),
            (340, FACILITATOR, advised(
                suitable("1", "2", "3", "4"), unsuitable("5", Reason.TOO_TECHNICAL)
            )),
            (336, BUYER, retained("1", "2", "4")),
            (336, BUYER, discussed(
                "3", "Ce lot est surtout de la pose : 400 h nous semblent beaucoup. Pouvons-nous en parler ?"
            )),
            (333, FACILITATOR, advised(fewer_hours("3", 320))),
            (330, BUYER, retained("3")),
            (301, BUYER, published("https://marches.example/avis/4231")),
            (245, BUYER, awarded(BATI, {"1": 702_000})),
            (244, FACILITATOR, awarded(INSULATORS, {"2": 655_000, "3": 471_000})),
            (244, FACILITATOR, awarded(PAINTERS, {"4": 248_500})),
            (224, FACILITATOR, kicked_off("1", note="Chef de chantier présent chaque mardi matin.")),
            (223, FACILITATOR, kicked_off("2", "3", "4")),
            (40, BUYER, amended("1", 792_000)),
        ),
    ),
    Contract(
        280, HOUSING, FLATS, _WORKS, "Caen", -230, -128, 20,
        (
            ("Maçonnerie et façades", 1_900_000),
            ("Peinture et sols souples", 1_150_000),
            ("Serrurerie", 420_000),
            ("Plomberie", 980_000),
            ("Électricité", 1_150_000),
        ),
        (
            (277, FACILITATOR, examined),
            (268, FACILITATOR, advised(
                suitable("1", "2", renewal=True),
                suitable("4"),
                unsuitable("3", Reason.TOO_SMALL),
                unsuitable("5", Reason.TOO_TECHNICAL),
            )),
            (255, FACILITATOR, retained("1", "2", "4")),
            (226, FACILITATOR, published("https://marches.example/avis/4306")),
            (147, FACILITATOR, awarded(BATI, {"1": 1_845_000})),
            (147, FACILITATOR, awarded(PAINTERS, {"2": 1_162_000})),
            (147, FACILITATOR, awarded(HEATERS, {"4": 954_000})),
            (129, FACILITATOR, kicked_off("1", "2", "4")),
        ),
    ),
)  # fmt: skip

_WON = (
    Contract(
        190, IFS, "Entretien des espaces verts et des terrains de sport", _SERVICES, "Ifs", -95, 30, 36,
        (("Tonte et taille", 330_000), ("Propreté des allées et désherbage", 210_000)),
        (
            (187, FACILITATOR, examined),
            (178, FACILITATOR, advised(suitable("1", "2"))),
            (160, FACILITATOR, retained("1", "2")),
            (96, FACILITATOR, published(None)),
            (20, FACILITATOR, awarded(GARDENERS, {"1": 322_000, "2": 204_500})),
        ),
    ),
    Contract(
        165, CAEN, "Extension de la crèche de Beaulieu", _WORKS, "Caen", -85, 45, 11,
        (("Gros œuvre", 560_000), ("Peinture", 110_000), ("Plomberie et chauffage", 640_000)),
        (
            (163, FACILITATOR, examined),
            (152, FACILITATOR, advised(
                suitable("1", "3"),
                unsuitable("2", Reason.TOO_SMALL),
            )),
            (144, BUYER, retained("1", "3")),
            (86, BUYER, published("https://marches.example/avis/4420")),
            (13, FACILITATOR, awarded(HEATERS, {"3": 627_000})),
            (2, BUYER, awarded(BATI, {"1": 548_900})),
        ),
    ),
    Contract(
        130, HEROUVILLE, "Extension d’un gymnase", _WORKS, "Hérouville-Saint-Clair", -24, 75, 14,
        (
            ("Gros œuvre", 1_250_000),
            ("Charpente métallique", 940_000),
            ("Peinture", 240_000),
            ("Électricité", 670_000),
        ),
        (
            (127, FACILITATOR, examined),
            (118, FACILITATOR, advised(
                suitable("1", "2", "3"), unsuitable("4", Reason.NO_PUBLIC)
            )),
            (101, FACILITATOR, retained("1", "2", "3")),
            (24, FACILITATOR, published("https://marches.example/avis/4498")),
        ),
    ),
)  # fmt: skip

_COMING = (
    Contract(
        75, METROPOLIS, "Réfection de trottoirs et de pistes cyclables", _WORKS, "Caen", 25, 120, 12,
        (("Terrassement et bordures", 1_100_000), ("Enrobés et signalisation", 800_000)),
        (
            (72, FACILITATOR, examined),
            (60, FACILITATOR, advised(suitable("1", "2"))),
            (12, FACILITATOR, retained("1", "2")),
        ),
    ),
    Contract(
        33, CAEN, "Restauration du marché couvert", _WORKS, "Caen", 45, 150, 13,
        (("Maçonnerie", 880_000), ("Couverture", 520_000), ("Peinture", 180_000), ("Électricité", 570_000)),
        (
            (30, FACILITATOR, examined),
            (2, FACILITATOR, advised(
                suitable("1", "2", "3"), unsuitable("4", Reason.TOO_TECHNICAL)
            )),
        ),
    ),
    Contract(
        16, HOUSING, "Ravalement de trois résidences", _WORKS, "Mondeville", 60, 170, 9,
        (
            ("Ravalement des façades", 430_000),
            ("Serrurerie des garde-corps", 210_000),
            ("Nettoyage de fin de chantier", 120_000),
        ),
        (
            (12, FACILITATOR, examined),
            (5, FACILITATOR, suitable("1")),
        ),
    ),
    Contract(
        9, IFS, "Rénovation de la salle des fêtes", _WORKS, "Ifs", 80, 180, 8,
        (
            ("Démolition et gros œuvre", 290_000),
            ("Menuiseries intérieures", 190_000),
            ("Peinture et sols", 160_000),
        ),
        ((6, COORDINATOR, examined),),
        by=COORDINATOR,
    ),
    Contract(
        1, CAEN, "Réaménagement de la bibliothèque de la Grâce-de-Dieu", _WORKS, "Caen", 110, 200, 10,
        (
            ("Gros œuvre", 340_000),
            ("Peinture", 160_000),
            ("Menuiseries intérieures", 270_000),
            ("Électricité", 210_000),
        ),
    ),
)  # fmt: skip

CONTRACTS = (*_OVER, *_RUNNING, *_WON, *_COMING)
