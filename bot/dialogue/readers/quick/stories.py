"""Whether what follows the object tells a story, or only states the amount, the dates and the duration."""

import re

from bot.dialogue.readers.fillers import vocabulary

_TELLING = vocabulary(
    "je nous vous on il elle ils est sont sera seront serait suis etes etait qui que quoi dont mais me",
    "te se mon ma mes",
    "ce cela ca va vont doit doivent peut faut avance coute coutent parce car comme quand si mieux",
    "bien tres arrive arrivent finit finissent continue continuent progresse reste restent prend prennent",
    "we is are was you i will has",
)
VERBS = re.compile(
    r"(?:(?:va|vont|doit|doivent|devrait|devraient) (?:etre )?(?:lance|lancee|lances|demarrer"
    r"|commencer|debuter|demarree?|realisee?s?|engagee?s?|avoir lieu)"
    r"|(?:sera|seront|est|sont|serait) (?:lance|lancee|lances|lancees|prevu|prevue|prevus|prevues"
    r"|envisage|envisagee|programmee?s?|engagee?s?|estimee?s?|realisee?s?)"
    r"|(?:prevu|prevue|prevus|prevues)|debutera|debuteront|demarrera|demarreront|commencera"
    r"|commenceront|demarre|commence|debute|aura lieu|auront lieu)\b"
)
"""What may be said of an object right after it."""
_FUTURE = re.compile(r"\b(?!operas?\b|cameras?\b)[a-z]{2,}(?:era|eront|ira|iront)\b")

_SOMEONE = (
    r"(?:ca|cela|ce|on|nous|il|elle|ils|elles|je|qui|le tout|l ' ensemble|tout|les travaux|le chantier)"
)
_WISH = (
    r"(?:aimerions|aimerait|voudrions|voudrait|souhaitons|souhaite|souhaiterait|souhaiterions|pensons|pense"
    r"|comptons|compte|prevoyons|prevoit|va|allons|vont|devrait|devrions|devraient|devons|doit|doivent"
    r"|pourrait|pourrions|espere|esperons|faudrait|faut|faudra|table|tablons)"
)
_START = r"(?:commenc|demarr|debut|dur|etal|s ' etal|s etal|attaqu|part(?:ir|irait|ira|ons)?\b|livr)[a-z]*"
_LINK = (
    r"(?: (?:a|au|aux|de|d|'|en|le|la|les|l|pour|sur|vers|des|du|pendant|dans|estimee?s?|evaluee?s?"
    r"|prevue?s?"
    r"|fixee?s?|envisagee?s?|programmee?s?|chiffree?s?|environ|autour|peu|pres|courant|partir|compter|plus"
    r"|tard|tot|avant|hauteur|s|eleve|tourne|avoisine|idealement|normalement|plutot|hors|nos|notre))*"
)
_IS = r"(?:est|sera|serait|sont|seront|seraient|s ' eleve|s ' elevera|tourne|avoisine|avoisinera|atteint)"
_NAMED = r"(?:le |la |les |l ' |notre |nos |son |sa |un |une )?"
_STATING = re.compile(
    rf"\b{_SOMEONE} (?:{_WISH} )?(?:que (?:ca|cela|les travaux) )?{_START}{_LINK} <(?:date|months|place"
    rf"|amount)>"
    rf"|\b(?:ce|ca|cela|elle|il) (?:sera|serait|devrait etre|va etre) (?:fait|faite|realisee?|executee?"
    rf"|a faire|pour)?"
    rf"{_LINK} <(?:date|months)>"
    rf"|\bet (?:{_WISH} )?(?:{_START}){_LINK} <(?:date|months)>"
    rf"|\b{_NAMED}(?:montant|budget|cout|enveloppe|estimation|estimatif"
    rf"|total)(?: [a-z]+){{0,3}} {_IS}{_LINK} <amount>"
    rf"|\b(?:ca|cela|il|elle|le tout|on) (?:va )?(?:cout|est estim|tourn|represent|s ' elev"
    rf"|part sur)[a-z]*{_LINK} <amount>"
    rf"|\b{_NAMED}(?:duree|delai)(?: [a-z]+){{0,4}} {_IS}{_LINK} <months>"
    rf"|\b{_NAMED}(?:demarrage|debut|lancement|chantier|travaux|prestations?|consultation|livraison|marche"
    rf"|operation|projet|appel d ' offres)(?: [a-z]+){{0,3}} {_IS}{_LINK} <(?:date|months|amount)>"
    r"|\b(?:il y a|il y aura|il y aurait|nous aurons|nous avons|on a|on aura|ce sera|ce serait"
    r"|compose en|decoupe"
    r" en|avec|en) <lots>"
    rf"|\b(?:nous avons|on a|nous disposons d|nous aurons|avec) (?: ?'? ?)?(?:un |une )?(?:budget"
    rf"|enveloppe|montant)"
    rf"(?: [a-z]+){{0,2}}{_LINK} <amount>"
    r"|\b(?:je|on|nous) (?:pense|pensons|crois|dirais)\b|\bsi (?:possible|tout va bien"
    r"|tout se passe bien)\b"
    r"|\best \.? ?(?:: )?(?=<amount>)|\bau mieux\b|\bil s ' agit (?:de |d ' )?"
)
"""Sentences that only state a value: "ça commencerait mi-mars", "le budget est de 300 k€"."""
_SCHEDULE = re.compile(
    r"(?:la consultation|les travaux|le chantier|les prestations|le marche"
    r"|l ' appel d ' offres)[^.,;¶]{0,60}"
)
_WISHES = re.compile(
    r"dont <(?:months|amount)>"
    r"|(?:quand|des que|lorsque) (?:on|nous) (?:aura|aurons|recevra|recevrons|obtiendra)[^.,;¶<]{0,40}"
    r"|des que possible|au plus (?:vite|tot)|dans l ' ideal"
)


def tells_story(symbols: list[str]) -> bool:
    """Whether the symbols from the object on tell something instead of stating values."""
    rest = _STATING.sub(" ", " ".join(symbols))
    rest = _WISHES.sub(" ", VERBS.sub(" ", _SCHEDULE.sub(" ", rest)))
    return bool(set(rest.split()) & _TELLING) or _FUTURE.search(rest) is not None
