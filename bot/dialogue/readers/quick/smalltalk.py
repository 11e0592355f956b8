"""What is no announcement: questions, thanks, the past, negations, references; and the courtesies around
one."""

import re

from bot.dialogue.readers.fold import fold

_COURTESY = (
    r"merci(?: (?:d avance|beaucoup|par avance|bien|a vous|de (?:me |nous )?(?:rappeler|recontacter|contacter)[^.!?\n]*))?",
    r"(?:bien )?cordialement", r"cdt|cdlt|bav", r"bonne (?:journee|soiree|reception)", r"(?:vous pouvez|pouvez[- ]vous|"
    r"pourriez[- ]vous|peut[- ]on|rappelez|appelez|contactez)[- ](?:me |moi|nous |m'|en )?(?:rappeler|appeler|recontacter|parler|"
    r"contacter)?[^.!?\n,\d]{0,25}",
    r"(?:est[- ]ce|c'est|c est) (?:possible|faisable|bon)(?: pour vous)?", r"qu'en pensez[- ]vous",
    r"s'il (?:vous|te) plait|svp|stp", r"a bientot", r"ok pour vous", r"bien a vous",
)  # fmt: skip
_POLITE_END = re.compile(rf"(?:^|(?<=[.!?,;\n]))\s*(?:{'|'.join(_COURTESY)})\s*[.!?)]*\s*$")
_REFERENCE = re.compile(r"\b[mocp]\s*-\s*20\d\d\s*-\s*\d+")
_ALLOWED_NOT = re.compile(
    r"\bpas (?:avant|de lots?|d'alloti\w*|d'experience|encore)\b|\bne? (?:pas|depasse)\b(?= avant)|\bsans\b|\bpas plus de\b"
)
_TALK = re.compile(
    r"\bn'|\bpas\b|\bne\b|\bjamais\b|\baucune?\b|\brien\b|\bplus de (?:besoin|place)|\bfinalement\b|\brappel\w*|\bmerci\b"
    r"|\bannul\w*|\bconfirm(?:e|er|ez|ons)\b(?! ?,)|\breunion\b|\babsente?s?\b|\bconges?\b(?! mat| par)|\bretard\w*"
    r"|\bnumero\b(?! de lot)|\btelephone\b|\bformulaire\b|\brenseignements?\b|\binformations?\b|\bbesoin d'(?:aide|info)"
    r"|\bcandidat\w*|\bvotre\b|\bvos\b|\bavez[- ]vous\b|\best[- ]ce\b|\bou en (?:est|sont)\b|\bpourquoi\b|\bcomment\b"
    r"|\bcombien\b|\bpeut[-
    ]on\b|\battribu\w*|\brepouss\w*|\bdecal\w*|\breport\w*|\btermine[es]*\b|\bachevee?s?\b"
    r"|\bfinie?s?\b|\bpourvue?s?\b|\bcorrig\w*|\berreur\w*|\bfactur\w*|\bdepuis\b|\bil y a(?:vait| eu)?\b|\btrop\b"
    r"|\b(?:avait|avais|avions|avaient|etait|etaient|etions|fut|furent)\b|\b(?:a|ont|avons|ai) (?:ete|eu|bien|deja|fait)\b"
    r"|\bdeja\b|\bvenons de\b|\bvient de\b|\bdommage\b|\bdesole\w*|\bprobleme\w*|\ben panne\b|\bau sujet\b|\bconcernant (?:le|la|l')"
    r"|\bje suis\b|\bmon cv\b|\bmes? (?:cv|dispo\w*)\b|\bimpossible\b|\bqui est\b|\bqui sont\b|\bque faire\b|\bsi (?:le|la|les|on|vous|nous|je)\b"
    r"|\bvu que\b|\bquand\b|\bquel\w*\b|\bje (?:voudrais|veux) (?:savoir|parler|etre)\b|\bsavoir\b|\bc'est quoi\b|\bsuite a\b"
    r"|\bha+ha+\b|\blol\b|\bmdr\b|\babandonn\w*|\bsuspend\w*|\barret\w*|\bfelicit\w*|\bembauchee?s\b|\brecrutee?s\b"
    r"|\bhier\b|\bdernier\w*\b(?! (?:trimestre|semestre|etage))|\bpasse(?:e)?s?\b(?! (?:un|le|par))|\bcombles? de\b|\bdonc non\b|\battend\w*"
    r"|\bwhat\b|\bwhen\b|\bhow\b|\bwhere\b|\bthanks?\b|\bnot\b|\bcall me\b|\bno longer\b"
)


def without_courtesy(text: str) -> str:
    """The text without thanks, regards and "pouvez-vous me rappeler ?" at its end."""
    while True:
        match = _POLITE_END.search(_same_length(text))
        if match is None or match.end() == match.start() or not match[0].strip(" .!?)\n"):
            return text
        text = text[: match.start()].rstrip(" ,;\n")


def is_talk(text: str) -> bool:
    """Whether the text asks, thanks, denies, tells the past or speaks of something already known."""
    said = fold(text)
    if "?" in said or _REFERENCE.search(said) or said.startswith("/"):
        return True
    said = _ALLOWED_NOT.sub(" ", said)
    return bool(_TALK.search(said) or _past(text))


_AUXILIARY = re.compile(
    r"\b(?:on|il|elle|ils|elles|qui|nous|j|\w{4,}) ?'?(?:a|avons|ont|ai)\s+(?!besoin|comme|pr[eé]vu|l['’]|d['’]|un\b|une\b|en\b)"
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
