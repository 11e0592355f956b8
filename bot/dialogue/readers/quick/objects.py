"""What public buyers buy: the words an object of a contract begins with, and their category."""

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.quick.announced import Category
from bot.dialogue.readers.typos import repair

_WORKS = vocabulary(
    "renovation rehabilitation construction reconstruction demolition deconstruction refection reprise",
    "amenagement",
    "reamenagement extension agrandissement ravalement voirie travaux desamiantage isolation terrassement",
    "assainissement requalification restructuration surelevation couverture etancheite toiture",
    "viabilisation",
    "enfouissement reconversion curetage depollution renov rehab constr demol amenag refac refonte",
    "platrerie",
    "maconnerie enrobes carrelage menuiserie menuiseries plomberie electricite vrd charpente",
    "ravalements travx trvx tvx trav travau reno renos desam demo constru rehabil amgt amenagt ravalt",
    "restauration renaturation desimpermeabilisation peinture demantelement building refurbishment roofing",
    "residentialisation elargissement prolongement consolidation edification elargissements "
    "roadworks resurfacing paving redevelopment extensions travaus rejointoiement confortement",
)
_SERVICES = vocabulary(
    "nettoyage entretien gardiennage maintenance collecte location transport traitement elagage tonte",
    "prestation",
    "prestations mission missions etude etudes surveillance accueil balayage desherbage fauchage",
    "curage blanchisserie",
    "securite assistance formation formations exploitation gestion restauration collecte tri",
    "demenagement deratisation",
    "debroussaillage hygiene proprete nettoiement blanchissage deneigement abattage cleaning guarding",
    "manutention",
    "assurance assurances maitrise amo animation infogerance reprographie impression depannage "
    "ramassage enlevement "
    "taille catering",
    "affichage services",
    "inspection hydrocurage desinsectisation vidange accompagnement coordination telesurveillance "
    "moe repassage entretiens deblaiement broyage debardage ramonage viabilite pompage aide",
    "service laverie vitrerie portage faucardage arrosage hebergement numerisation archivage fourriere audit",
    "telephonie telecommunications routage communication mediation conciergerie desinfection navettes",
    "organisation elaboration expertise topographie prelevements analyses",
)
_SUPPLIES = vocabulary(
    "fourniture fournitures achat achats acquisition acquisitions supply purchase livraison equipement",
    "mobilier vehicules carburant carburants papier denrees consommables vetements outillage",
)
_EITHER = vocabulary(
    "pose remplacement installation creation renouvellement mise signalisation eclairage modernisation",
    "realisation",
    "plantation plantations remise implantation changement raccordement deploiement securisation",
    "verification",
    "fabrication replacement conception montage depose reparation programme conversion amelioration",
    "reparations",
    "adaptation valorisation transformation accessibilite controle diagnostic sondages etancheites",
    "serrurerie bardage climatisation drainage metallerie pavage vegetalisation sonorisation informatisation",
    "abonnement abonnements licences logiciel",
)
_COMMON = vocabulary(
    "entretien mission missions formation formations transport etude etudes securite accueil "
    "assistance collecte",
    "service services livraison surveillance animation impression portage gestion exploitation tri affichage",
    "restauration controle diagnostic remise mise realisation creation programme prestation "
    "prestations peinture",
    "voirie travaux electricite plomberie equipement conception montage transformation "
    "amelioration adaptation",
    "communication mediation organisation elaboration expertise audit telephonie analyses prelevements",
    "mobilier vehicules carburant carburants papier denrees consommables vetements logiciel licences",
    "abonnement abonnements climatisation navettes",
    "verification catering couverture toiture hygiene proprete reprise extension achat achats",
)
"""Words that begin an object, and as easily a remark."""
HEADS = _WORKS | _SERVICES | _SUPPLIES | _EITHER
"""First words of an object."""

_LONG_HEADS = frozenset(word for word in HEADS if len(word) > 7)
_BUILT = vocabulary(
    "parking piste voie voies trottoir trottoirs ecole ecoles gymnase logement logements salle mairie",
    "toiture toitures",
    "terrain terrains stade rond giratoire menuiseries fenetres fenetre chaudiere chaudieres",
    "canalisations cloture",
    "clotures reseau reseaux eclairage batiment batiments facade facades ascenseur ascenseurs pmr",
    "accessibilite normes",
    "cyclable college lycee creche piscine pont passerelle place rue chaussee conformite portes volets",
    "bardage",
    "cloisons sols sol carrelage toit etancheite chauffage ventilation vmc chaufferie forage bassin",
    "mur murs",
    "vestiaires sanitaires gare quai quais cimetiere skatepark aire jeux candelabres portail portails",
    "assainissement",
    "electrique public publics vestiaire sprinkler alarme isolation mediatheque bibliotheque caserne",
    "restaurant etat bornes recharge",
    "jardin jardins parc parvis digue luminaires luminaire lampadaires berges hangar halle",
    "dojo ponton tribune",
    "bordures enrobes branchements plomberie eglise chateau",
)
_SERVED = vocabulary("scolaire collective municipale")
_BRAINWORK = vocabulary("maitrise amo moe etude etudes assistance coordination diagnostic controle")
"""What architects, engineers and surveyors do about works is a service."""
_FRAMES = vocabulary("mission missions prestation prestations realisation elaboration")
_WORKS_IN_SERVICES = vocabulary("travaux renovation rehabilitation construction voirie")
_DOING = vocabulary(
    "refaire renover construire demolir rehabiliter amenager agrandir restaurer reconstruire isoler",
    "ravaler desamianter",
    "requalifier",
)


def is_head(word: str) -> bool:
    """Whether an object can begin with this word, one slip allowed in a long one."""
    return word in HEADS or repair(word, _LONG_HEADS) in HEADS


def is_common(word: str) -> bool:
    """Whether a sentence that begins with this word may be a mere remark."""
    return word in _COMMON


def is_doing(word: str) -> bool:
    """Whether the word is the verb of some works ("on va refaire…")."""
    return word in _DOING


def category_of(title: list[str], said: list[str]) -> Category | None:
    """The category of an object from its folded words and all those said, or None when it may be several."""
    head = repair(title[0], _LONG_HEADS)
    if head in _FRAMES and set(title[1:4]) & _BRAINWORK:
        return "services"
    rest = set(title[1:])
    if head in _DOING:
        return "works"
    if head in _SUPPLIES:
        unsure = not rest or "pose" in said or rest & {"installation", "maintenance", "travaux", "service"}
        return None if unsure else "supplies"
    if head == "restauration":
        return "services" if rest & _SERVED else "works" if rest & _BUILT else None
    if head in ("travaux", "travx", "trvx", "tvx", "trav", "chantier") and rest & _SERVICES:
        return None
    if head in _BRAINWORK and ("avant" in rest or not rest & {"travaux", "entretien"}):
        return "services"
    if head == "location":
        return None
    if head in _SERVICES:
        return None if rest & _WORKS_IN_SERVICES else "services"
    if head in _WORKS:
        return None if rest & {"entretien", "fourniture", "etudes", "etude"} else "works"
    return "works" if rest & _BUILT and not rest & (_SERVICES | _SUPPLIES) else None
