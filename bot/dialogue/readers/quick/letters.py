"""What people put around an announcement in a letter: headers, greetings, signatures."""

import re

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.quick.objects import is_head

_HEADER = re.compile(
    r"(?:(?:de|from|cc|cci|envoye|sent|expediteur|destinataires?|pieces? jointes?|pj) ?: ?.*|(?:a"
    r"|to) ?:.*@.*"
    r"|-* ?(?:message (?:transfere|d'origine|original)|forwarded message|original message).*"
    r"|debut du message.*|begin forwarded.*|(?:le )?.{0,60} a ecrit ?:?)"
)
_FORWARDED = re.compile(r"(?:(?:tr|fwd?|re|ref) ?: ?)+")
_TOPIC = re.compile(r"(?:objet|sujet|subject) ?: ?(?P<rest>.*)")
_VAGUE = vocabulary("2026 2027 2028 2029 travaux ete programme 1 2 3 4 t")
"""What may follow "Objet :" without saying which contract it is."""
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|salut|bjr|hello|chere?s?|madame|monsieur|mesdames"
    r"|messieurs)\b[a-z ,'-]{0,40}[,!.]?"
)
_REGARDS = re.compile(
    r"(?:(?:bien |tres )?(?:cordialement|sincerement|amicalement)|bien a (?:vous|toi)|cdlt?|cdt|bav"
    r"|salutations.*|(?:avec )?(?:mes|nos) (?:meilleures )?salutations.*|(?:je|nous) (?:vous|reste).*"
    r"|(?:bonne|belle|excellente) (?:journee|soiree|reception|semaine|fin).*|sinceres salutations"
    r"|respectueusement|(?:kind |best )?regards)(?:[ ,.!].{0,40})?"
)
_CONTACT = re.compile(
    r"(?:(?:tel(?:ephone)?|port(?:able)?|mob(?:ile)?|fax|mail|courriel)?[ .:]*"
    r"(?:(?:\+33 ?\(?0?\)?|0)[1-9](?:[ .-]?\d\d){4}|\S+@\S+|(?:www\.|https?:)\S+)(?: [/-] .{0,40})?"
    r"|envoye de(?:puis)? mon .*|sent from my .*|merci (?:de|pour|d'avance|par avance)\b.*)"
)
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]*)(?: (?:de |du |des )?[A-ZÀ-Þ][\w'’-]*){1,3}")
_ROLE = re.compile(
    r"(?:service|direction|responsable|charge|directeur|directrice|mairie|ville|commune)\b.{0,60}"
)

_HELLO = (
    r"(?:bonjour|bonsoir|salut|bjr|slt|hello|chere?s?)(?: [a-z'-]+){0,3} ?[,!.:;\n]+|(?:tr|fwd?"
    r"|transfere?|transmis) ?:"
    r"|(?:mesdames|messieurs|madame|monsieur|mme|m\.?)(?: [a-z'-]+){0,2} ?[,!.\n]+"
)
_CONTEXT = (
    r"(?:suite a|comme suite a|faisant suite a|apres) (?:notre|nos|votre|ma|mon|la) "
    r"(?:echange|entretien|conversation|appel|discussion|reunion|rencontre|rendez-vous|rdv|mail|courriel"
    r"|message|demande|visite)s?(?: telephoniques?)?(?: (?:d'hier|d'aujourd'hui|de ce matin|du matin"
    r"|de (?:la semaine derniere|lundi|mardi|mercredi|jeudi|vendredi)))?"
    r"|comme (?:convenu|prevu|evoque|promis|discute|demande)(?: (?:hier|ce matin|au telephone|ensemble"
    r"|lundi"
    r"|mardi|mercredi|jeudi|vendredi|par telephone))?"
    r"|pour (?:votre |ton )?info(?:rmation)?|a toutes fins utiles|en reponse a votre (?:mail|courriel"
    r"|message)"
)
_THIS = (
    r"(?:voici|voila|ci-dessous|ci-apres|veuillez trouver (?:ci-dessous|ci-apres)|je vous (?:transmets"
    r"|envoie|adresse))"
    r"(?: donc| ci-dessous)? (?:notre|nos|un|une|le|les|mon|la) (?:(?:prochaine?s?|nouve(?:au|lle)s?"
    r"|future?s?|detail|infos?"
    r"|elements|d'un|d'une|du|de|notre|informations|sur) )*(?:marches?|projets?|besoins?|operations?"
    r"|offres?|annonces?"
    r"|consultations?|recrutements?|postes?)(?: a venir| a pourvoir| de la semaine| de recrutement)?"
)
_OPENINGS = re.compile(
    rf"^(?:(?:{_HELLO})\s*|(?:j'espere|en esperant) que [^.!,;\n\d]{{0,40}}[.!,;\n]+\s*"
    rf"|(?:{_CONTEXT})(?: ?[,:;]+\s*|\n+| (?=je |nous |on |voici ))|(?:{_THIS})(?:\s*[:.;,]+\s*|\s*\n+))"
)
_MOST_OPENINGS = 6


def body(text: str) -> str:
    """The text without the headers, greetings, signatures and "suite à notre échange" of a letter."""
    quoted = [_as_written(re.sub(r"^[>| ]+(?=\S)", "", line).strip()) for line in text.splitlines()]
    lines = _unsigned([line for line in quoted if not _HEADER.fullmatch(fold(line))])
    if len(lines) > 1:
        lines = [line for line in lines if line and not _says_nothing(line)]
        lines = [line for at, line in enumerate(lines) if not _polite(fold(line), first=not at)]
    return _without_opening("\n".join(lines))


def _polite(line: str, *, first: bool) -> bool:
    """Whether a line only greets or thanks; one that begins with thanks says what the message is."""
    thanks = _REGARDS.fullmatch(line) or _CONTACT.fullmatch(line)
    return bool(_GREETING.fullmatch(line) or (thanks and not first))


def _unsigned(lines: list[str]) -> list[str]:
    """The lines up to "Cordialement", or up to a name followed by a phone number."""
    kept = list(lines)
    while len(kept) > 1 and (not kept[-1] or _CONTACT.fullmatch(fold(kept[-1]))):
        kept.pop()
    if len(kept) > 1 and len(kept) < len(lines):
        while len(kept) > 1 and (_NAME.fullmatch(kept[-1]) or _ROLE.fullmatch(fold(kept[-1]))):
            kept.pop()
    for at, line in enumerate(kept):
        if at and _REGARDS.fullmatch(fold(line)) and len(kept) - at <= 7:
            return kept[:at]
    return kept


def _says_nothing(line: str) -> bool:
    """Whether it is a line such as "Objet : prochain marché"; "Objet : réfection des sols" is the "
    "object."""
    match = _TOPIC.fullmatch(fold(line))
    if match is None:
        return False
    words = re.findall(r"[a-z]+|\d+", match["rest"])
    return not any(
        (is_head(word) and word != "travaux") or word.isdigit() for word in words if word not in _VAGUE
    )


def _as_written(line: str) -> str:
    """The line without the marks of a forwarded one: "Tr :", "> "."""
    match = _FORWARDED.match(fold(line))
    return line.split(":", match[0].count(":"))[-1].strip() if match else line


def _without_opening(text: str) -> str:
    """The text without its greetings and "suite à notre échange, voici notre prochain marché :"."""
    for _ in range(_MOST_OPENINGS):
        start = text[:300]
        said = "".join(
            new if len(new := fold(char) if char.strip() else char) == 1 else char for char in start
        )
        match = _OPENINGS.match(said)
        if not match or match.end() == len(text):
            return text
        text = text[match.end() :]
    return text
