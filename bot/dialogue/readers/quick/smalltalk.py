"""What is no announcement: questions, thanks, the past, negations, references; and the courtesies around
one."""

import re

from bot.dialogue.readers.fold import fold

_COURTESY = (
    r"merci(?: (?:d avance|d'avance|beaucoup|par avance|bien|a vous|de (?:me |nous |m'|bien )?"
    r"(?:rappeler|recontacter|contacter|confirmer|votre retour)[^.!?\n]*))?"
    r"|(?:bien )?cordialement(?:[ ,\n]+[a-z]+(?: [a-z]+){0,3})?|cdt|cdlt|bav|bonne (?:journee"
    r"|soiree|reception)"
    r"|(?:vous pouvez|pouvez[- ]vous|pourriez[- ]vous|peut[- ]on|rappelez|appelez|contactez)[- ]"
    r"(?:me |moi|nous |m'|en )?(?:rappeler|appeler|recontacter|parler|contacter)?[^.!?\n,\d]{0,25}"
    r"|(?:est[- ]ce |c'est |c est )(?:possible|faisable|bon)(?: pour vous)?|qu'en pensez[- ]vous"
    r"|s'il (?:vous|te) plait|svp|stp|a bientot|ok pour vous|bien a vous|possible"
)
_POLITE_END = re.compile(rf"(?:^|(?<=[.!?,;\n]))\s*(?:{_COURTESY})\s*[.!?)]*\s*$")
_MOST_COURTESIES = 8
_LAST_WORD = re.compile(
    r"(?<=[a-z0-9)] )(?:merci(?: d'avance| a vous| beaucoup)?|svp|stp|cordialement|cdt|cdlt)[ .!]*$"
)
_REFERENCE = re.compile(r"\b[mocp]\s*-\s*20\d\d\s*-\s*\d+")
_ALLOWED_NOT = re.compile(
    r"\bpas (?:avant|de lots?|d'alloti\w*|d'experience|encore)\b|\bne? (?:pas|depasse)\b(?= avant)"
    r"|\bsans\b|\bpas plus de\b"
    r"|\b(?:quand|des que|lorsque) (?:on|nous) (?:aura|aurons|recevra|recevrons|obtiendra)\b[^.,;\n]{0,40}"
    r"|\b(?:montant|budget|date|duree|lots?) (?:pas|non|n'est pas|ne sont pas) (?:encore )?[a-z]+"
)
_TALK = re.compile(
    r"\bn'|\bpas\b|(?<!\()\bne\b|\bjamais\b|\baucune?\b|\brien\b|\bplus de (?:besoin|place)"
    r"|\bfinalement\b|\brappel\w*|\bmerci\b"
    r"|\bannul\w*|\b(?:je confirme|confirm(?:er|ez|ons))\b|\breunion\b|\babsente?s?\b|\bconges?\b(?! mat"
    r"| par)|\bretard\w*"
    r"|\bnumero\b(?! de lot)|\btelephone\b|\bformulaire\b|\brenseignements?\b|\binformations?\b"
    r"|\bbesoin d'(?:aide|info)"
    r"|\bcandidat\w*|\bvotre\b|\bvos\b|\bavez[- ]vous\b|\best[- ]ce\b|\bou en (?:est|sont)\b"
    r"|\bpourquoi\b|\bcomment\b"
    r"|\bcombien\b|\bpeut[- ]on\b|\battribu(?!tion)\w*|\brepouss\w*|\bdecal\w*|\breport\w*"
    r"|\btermine[es]*\b|\bachevee?s?\b"
    r"|\bfinie?s?\b|\bpourvue?s?\b|\bcorrig\w*|\berreur\w*|\bfactur\w*|\bdepuis\b|\bil y a(?:vait"
    r"| eu)?\b|\btrop\b"
    r"|\b(?:avait|avais|avions|avaient|etait|etaient|etions|fut|furent)\b|\b(?:a|ont|avons|ai) "
    r"(?:ete|eu|bien|deja|fait)\b"
    r"|\bboucle[es]*\b|\b(?:m|t|l|vous )'? ?interess\w+|\bchez moi\b"
    r"|\b(?:mon|ma|mes) (?:murs?|maison|cuisine|appart\w*|jardin|salon|toit|voiture|fils|fille|mari|femme"
    r"|frere|soeur|mere|pere|voisine?s?)\b"
    r"|\bdeja\b|\bvenons de\b|\bvient de\b|\bdommage\b|\bdesole\w*|\bprobleme\w*|\ben panne\b"
    r"|\bau sujet\b|\bconcernant (?:le|la|l')"
    r"|\bje suis\b|\ben cours\b|\bs'appelle\b|\baccompli\w*|\bmon cv\b|\bmes? (?:cv|dispo\w*)\b"
    r"|\bimpossible\b|\bqui est\b|\bqui sont\b"
    r"|\bque faire\b|\bsi (?:le|la|les|on|vous|nous|je)\b"
    r"|\bvu que\b|\bquand\b|\bquel(?!qu)\w*\b|\bje (?:voudrais|veux) (?:savoir|parler|etre)\b|\bsavoir\b"
    r"|\bc'est quoi\b|\bsuite a\b(?! un (?:depart|surcroit|accroissement)| une demission)"
    r"|\bdepens\w+|\bengages\b|\b(?:recrut|embauch|cherch)\w* plus\b"
    r"|\bha+ha+\b|\blol\b|\bmdr\b|\babandonn\w*|\bsuspend\w*|\barret(?:ez|ons|er|ee?)\b|\bfelicit\w*"
    r"|\bembauchee?s\b|\brecrutee?s\b"
    r"|\bhier\b|\bdernier\w*\b(?! (?:trimestre|semestre|etage))|\bpasse(?:e)?s?\b(?! (?:un|le"
    r"|par))|\bdonc non\b|\battend\w*"
    r"|\b(?:envoie|envoyons|transmets|transmettons|adresse|voici|joins"
    r"|joint)\b[^.:\n]{0,20}\b(?:planning|compte"
    r"|devis|dossier|documents?|pieces?|cahier|bilan|rapport|liste|tableau|plans?)\b"
    r"|\bpropos(?:e|ons)\b(?! (?:\w+ )?(?:postes?|emplois?|contrats?|cdd|cdi|missions?|places?))"
    r"|\bdevis\b|\bgratuit\w*\b"
    r"|\b(?:arrive|arrivent) (?:a|en)\b|\bfiches? de postes?\b|\bordre du jour\b|\binaugur\w+"
    r"|\bwhat\b|\bwhen\b|\bhow\b|\bwhere\b|\bthanks?\b|\bnot\b|\bcall me\b|\bno longer\b"
)


def without_courtesy(text: str) -> str:
    """The text without thanks, regards and "pouvez-vous me rappeler ?" at its end."""
    for _ in range(_MOST_COURTESIES):
        said = _same_length(text)
        match = _POLITE_END.search(said) or _LAST_WORD.search(said)
        if match is None or match.end() == match.start() or not match[0].strip(" .!?)\n"):
            return text
        text = text[: match.start()].rstrip(" ,;\n")
    return text


def is_talk(text: str) -> bool:
    """Whether the text asks, thanks, denies, tells the past or speaks of something already known."""
    said = fold(text)
    if "?" in said or _REFERENCE.search(said) or said.startswith("/"):
        return True
    said = _ALLOWED_NOT.sub(" ", said)
    return bool(_TALK.search(said) or _past(text))


_AUXILIARY = re.compile(
    r"\b(?:on|il|elle|ils|elles|qui|nous|j|\w{4,}) ?'?(?:a|avons|ont|ai)\s+(?!besoin|comme\b"
    r"|pr[eé]vu|l['’]|d['’]|un\b|une\b|en\b)"
    r"(?:bien |tout |d[eé]j[aà] )?[^\W\d_]{2,}(?:é|i|u|is|it|és|ée|ées|us|ert)\b",
    re.IGNORECASE,
)


def _past(text: str) -> bool:
    """ "On a terminé", "la ville a choisi"; an unaccented "a" of place is followed by a name, not by a
    participle."""
    return bool(_AUXILIARY.search(text))


def _same_length(text: str) -> str:
    """The text folded letter by letter, so that places in it stay the same."""
    folded = [fold(char) if not char.isspace() else char for char in text]
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))
