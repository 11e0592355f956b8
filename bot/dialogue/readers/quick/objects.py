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
    "ravalements travx",
    "restauration renaturation desimpermeabilisation peinture demantelement building refurbishment roofing",
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
    "service laverie vitrerie portage faucardage arrosage",
)
_SUPPLIES = vocabulary("fourniture fournitures achat achats acquisition supply purchase livraison equipement")
_EITHER = vocabulary(
    "pose remplacement installation creation renouvellement mise signalisation eclairage modernisation",
    "realisation",
    "plantation plantations remise implantation changement raccordement deploiement securisation",
    "verification",
    "fabrication replacement conception montage depose reparation programme conversion amelioration",
    "reparations",
    "adaptation valorisation transformation accessibilite controle diagnostic sondages etancheites",
    "serrurerie",
)
_COMMON = vocabulary(
    "entretien mission missions formation formations transport etude etudes securite accueil "
    "assistance collecte",
    "service services livraison surveillance animation impression portage gestion exploitation tri affichage",
    "restauration controle diagnostic remise mise realisation creation programme prestation "
    "prestations peinture",
    "voirie travaux electricite plomberie equipement conception montage transformation "
    "amelioration adaptation",
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
    "restaurant",
    "bordures enrobes branchements plomberie eglise chateau",
)
_SERVED = vocabulary("scolaire collective municipale")
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


def category_of(title: list[str]) -> Category | None:
    """The category of an object from its folded words, or None when it may be several."""
    head = repair(title[0], _LONG_HEADS)
    rest = set(title[1:])
    if head in _DOING:
        return "works"
    if head in _SUPPLIES:
        return None if rest & {"pose", "installation", "maintenance", "travaux", "service"} else "supplies"
    if head == "restauration":
        return "services" if rest & _SERVED else "works" if rest & _BUILT else None
    if head in ("travaux", "chantier") and rest & _SERVICES:
        return None
    if head in _SERVICES:
        return None if rest & _WORKS_IN_SERVICES else "services"
    if head in _WORKS:
        return None if rest & {"entretien", "fourniture", "etudes", "etude"} else "works"
    return "works" if rest & _BUILT and not rest & (_SERVICES | _SUPPLIES) else None
