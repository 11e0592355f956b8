"""Jobs as building, cleaning and green-space companies of Caen type them, slips included."""

import pytest

from bot.dialogue.readers.jobs import read_job

TYPED = """
    masson: F1703
    maçon traditionel: F1703
    macon finisseur: F1703
    ouvrier macon: F1703
    briqueteur: F1703
    aide maçon: F1704
    manoeuvre btp: F1704
    manoeuvre de chantier: F1704
    manoeuvre TP: F1704
    terrassier: F1702 F1704
    coffreur bancheur: F1701
    cofreur: F1701
    bancheur: F1701
    ferrailleur: F1701
    plaquiste: F1604 F1601
    plakiste: F1604 F1601
    platrier: F1601
    plâtriere: F1601
    peintre batiment: F1606
    pintre: F1606
    peintre en batimant: F1606
    peintre ravaleur: F1606 F1611
    carreleur: F1608
    careleur: F1608
    carrelleur: F1608
    poseur de carrelage: F1608
    solier: F1609
    poseur de sol souple: F1609
    poseur de parquet: F1608 F1609 F1604
    moquetiste: F1609
    couvreur zingueur: F1610
    couvreuse: F1610
    zingueur: F1610
    etancheur: F1613
    étanchéiste: F1613
    facadier: F1611
    façadier: F1611
    ravaleur: F1611
    enduiseur: F1611 F1601
    plombier: F1603
    plombié: F1603
    plonbier: F1603
    chauffagiste: F1603 I1308
    plombier chaufagiste: F1603
    electricien: F1602
    electricienne batiment: F1602
    électritien: F1602
    elctricien: F1602
    menuisier poseur: F1607
    poseur de fenetres: F1607
    poseur menuiserie: F1607
    menuisié: F1607 H2206
    menuisier atelier: H2206
    ébéniste: H2206
    charpentier bois: F1501 F1503
    charpantier: F1501 F1503 F1502
    serrurier metallier: F1502 F1607 H2913
    métallier: F1502
    grutier: F1301
    grutié: F1301
    conducteur de grue: F1301
    pelleur: F1302
    conducteur d'engins: F1302
    conducteur dengins: F1302
    conduteur d'engin: F1302
    conducteur de mini pelle: F1302
    canalisateur: F1705
    poseur de canalisations: F1705
    canalisateure: F1705
    ouvrier vrd: F1702
    ouvrier voirie: F1702
    poseur de bordures: F1702
    enrobeur: F1702
    paveur: F1702
    tailleur de pierre: F1612
    tailleur de pierres: F1612
    calorifugeur: F1613
    isolateur: F1613
    conducteur de travaux: F1201
    cordiste: I1501
    laveur de carreaux: K2202
    laveur de vitres: K2202
    laveuse de vitre: K2202
    agent de nettoyage: K2204
    agent dentretien: K2204
    agent d'entretient: K2204
    agent de propreté: K2204
    agent de propretée: K2204
    technicien de surface: K2204
    technicienne de surfaces: K2204
    femme de menage: K2204 K1304
    agent de nettoiement: K2303
    balayeur: K2303
    ripeur: K2303
    éboueur: K2303
    eboueur: K2303
    agent de collecte: K2303
    agent de déchèterie: K2303
    agent de dechetterie: K2303
    gardien de déchetterie: K2303
    trieur: K2304 H3302
    agent de tri: K2304
    chef d'équipe nettoyage: K2203
    chef d'équipe propreté: K2203
    jardinier: A1203
    jardiniere: A1203
    jardinié: A1203
    paysagiste: A1203
    ouvrier paysagiste: A1203
    ouvrier espace vert: A1203
    agent d'espaces verts: A1203
    elagueur: A1201
    élageur: A1201
    elageur grimpeur: A1201
    bucheron: A1201
    cantonnier: K2303 A1203 A1202 F1702
    tondeur: A1203 A1202
    agent de blanchisserie: K2201
    lingère: K2201 K1304
    repasseuse: K2201 K1304
    vigile: K2503
    agent de securite: K2503
    agent de sécuritée: K2503
    ssiap: K2503
    gardien: K2501 A1204 K2303
    gardien d'immeuble: K2501
    concierge: K2501
    agent d'acceuil: M1601
    hotesse d'accueil: M1601
    receptionniste: M1601
    standardiste: M1601
    secretaire: M1607
    agent administratif: M1602
    employé de bureau: M1602
    livreur: N4105
    chauffeur livreur: N4105
    chauffeur pl: N4101
    chauffeur poids lourds: N4101
    chauffeur spl: N4101
    cariste: N1101
    carist: N1101
    magasinier: N1103
    préparateur de commande: N1103
    preparateur commandes: N1103
    manutentionnaire: N1105
    manutentionaire: N1105
    déménageur: N1105
    agent de maintenance: I1203
    agent de maintenance batiment: I1203
    homme d'entretien: I1203 K2204
    factotum: I1203
    technicien chauffage: I1308
    frigoriste: I1306
    soudeur: H2913
    soudeuse: H2913
    soudeur tig: H2913
    conditionneuse: H3302
    agent de conditionnement: H3302
    plongeur: G1605
    plongeuse: G1605
    cuisinier: G1602
    commis de cuisine: G1602
    aide cuisinier: G1602
    agent de restauration: G1603
    employé polyvalent de restauration: G1603
    aide a domicile: K1302
    auxiliaire de vie: K1302
    aide ménagère: K1304 K1302
    assistante maternelle: K1303
    nounou: K1303
    mecanicien auto: I1604
    mécano: I1604
    distributeur de prospectus: M1603
    facteur: M1603
    agent assainissement: K2301
    égoutier: K2301
    dératiseur: K2305
    poseur de placo: F1604 F1601
    placo: F1604 F1601
    monteur de cuisine: F1604 H2206
    agenceur: F1604
"""
"""What is typed, and the code or codes that are right for it."""
NAMES = [line.strip().split(": ") for line in TYPED.strip().splitlines()]


def codes(text):
    return [match.code for match in read_job(text)]


@pytest.mark.parametrize(("typed", "right"), NAMES, ids=[name for name, _ in NAMES])
def test_a_typed_job_is_found_and_never_another_one(typed, right):
    found = codes(typed)
    assert set(found) & set(right.split())
    assert len(found) > 1 or found[0] in right.split()


@pytest.mark.parametrize(
    "text",
    [
        "commercial", "boulanger", "avocat", "pharmacien", "graphiste", "architecte", "fleuriste", "dentiste",
        "directeur", "chef de projet", "barman", "pompier", "animateur", "notaire", "traducteur", "géomètre",
        "miroitier", "poissonnier", "caissier", "mécanicien avion", "agent immobilier", "conducteur de train",
        "peintre en lettres", "peintre artiste", "aide comptable", "gardien de prison", "électricien auto",
    ],
)  # fmt: skip
def test_another_trade_finds_nothing(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    "start", ["maç", "pei", "pla", "cou", "car", "jar", "net", "vig", "sou", "adm", "dom", "ele"]
)
def test_three_letters_give_candidates(start):
    assert codes(start)


@pytest.mark.parametrize(
    ("typed", "right"),
    [("agent dentretien", "K2204"), ("conducteur dengins", "F1302"), ("assistante maternelle", "K1303"),
     ("déménageur manutentionnaire", "N1105")],
)  # fmt: skip
def test_a_forgotten_apostrophe_and_two_names_of_one_job(typed, right):
    assert codes(typed) == [right]
