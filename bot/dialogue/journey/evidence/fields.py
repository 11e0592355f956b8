"""The answers of the form that takes evidence: what it proves, of which object, and the files themselves."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import Candidate, Context, NotUnderstood, Option, Reading, Understood, Wanted
from bot.dialogue.field import Field
from bot.dialogue.fields import Choice
from bot.dialogue.fitting import MAX_LABEL, clean, cut
from bot.dialogue.journey.evidence.things import FINDER
from bot.dialogue.journey.pickers import Picked
from bot.dialogue.journey.words import PROOFS
from bot.dialogue.readers.file_kinds import MEDIA_TYPES, MOST_BYTES, Flaw, kind_of, safe_name
from bot.dialogue.translations import N_, label, translate
from bot.rules import evidence as rules

MOST_FILES = 20
TOO_BIG = N_("This file is too big: at most 20 MB, please.")
FLAWS: Mapping[Flaw, str] = {
    Flaw.EMPTY: N_("This file is empty. Please send it again."),
    Flaw.TOO_BIG: TOO_BIG,
    Flaw.OTHER_KIND: N_(
        "This kind of file is not accepted. Please send a photo, a PDF, or a Word, Excel or LibreOffice "
        "document."
    ),
    Flaw.OLD_KIND: N_("This is an old Word or Excel format. Please save it as .docx, .xlsx or PDF first."),
    Flaw.PROTECTED: N_("This document is protected by a password. Please send it without one."),
    Flaw.MACROS: N_("This document contains macros, which are not accepted. Please send it as a PDF."),
    Flaw.BROKEN: N_("This file is damaged and cannot be read. Please send it again."),
    Flaw.PACKED: N_("This file unpacks far too big and is not accepted. Please send it as a PDF."),
}
_NOT_A_FILE = N_("Only a photo or a document can be taken here.")
_NOT_KEPT = N_("This file could not be kept. Please send it again.")
_TOO_MANY = N_("At most {most} files at once, please: save these first.")


class ProofKind(Choice):
    """What the files prove: of what this person can prove (`may` among the answers) and the object allows."""

    def __init__(self) -> None:
        super().__init__(PROOFS, N_("Tap an answer or write it."))

    def choose(self, code: str, context: Context) -> Reading:
        """The option tapped, while it is one."""
        return Understood(code) if code in self._plain(context) else NotUnderstood()

    def _plain(self, context: Context) -> dict[str, str]:
        about = context.answers.get("object")
        may = context.answers.get("may", rules.ORDER)
        fitting = rules.FITTING.get(about["subject"], ()) if about else rules.ORDER
        plain = super()._plain(context)
        return {code: text for code, text in plain.items() if code in may and code in fitting}


class ProvenObject(Picked):
    """Which object they are about: {"subject", "id", "reference", "name"}."""

    def __init__(self) -> None:
        super().__init__(FINDER, N_("Tap it, or write a reference such as M-2027-0014 or P-2027-0009."))

    def read(self, text: str, context: Context) -> Reading:
        """The one meant, among those such a file can be about."""
        typed = " ".join(clean(text).split()).replace("|", " ")
        return super().read(f"{context.answers.get('proof', '')}|{typed}" if typed else "", context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely ones, those whose proof is missing first."""
        return tuple(Option(_code(one), cut(one.label, MAX_LABEL)) for one in self._likely(context))

    def choose(self, code: str, context: Context) -> Reading:
        """The likely one tapped, if it still is."""
        meant = [one for one in self._likely(context) if _code(one) == code]
        return Understood(meant[0].value) if meant else NotUnderstood()

    def progress(self, context: Context) -> Markup | None:
        """That there is nothing to tap, where there is not."""
        if self._likely(context):
            return None
        return translate(context.language, N_("Clausette knows nothing yet that such a document proves."))

    def _likely(self, context: Context) -> tuple[Candidate, ...]:
        return context.lookup(self.kind, f"{context.answers.get('proof', '')}|")


def _code(one: Candidate) -> str:
    return f"{one.value['subject']}:{one.value['id']}"


class SentFiles(Field):
    """One or several files, kept as soon as they arrive: a list of {"digest", "size", "type", "name"}."""

    hint = N_("A photo, a PDF or an office document, at most 20 MB. Several can be sent one after another.")

    def read(self, text: str, context: Context) -> Reading:
        """Nothing that is written is a file."""
        return NotUnderstood(_NOT_A_FILE)

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """The files so far and this one, once its content is there; what it is, is read from its content."""
        if file is None:
            return NotUnderstood(_NOT_A_FILE)
        size = file.get("file_size")
        if size is not None and (size == 0 or size > MOST_BYTES):
            return NotUnderstood(FLAWS[Flaw.TOO_BIG if size else Flaw.EMPTY])
        before = self._before(context)
        if len(before) >= MOST_FILES:
            return NotUnderstood(_TOO_MANY, {"most": MOST_FILES})
        return Wanted() if "content" not in file else self._take(before, file, context)

    def begin(self, value: Any) -> Any:
        """Where this is the question asked, what comes replaces what came before."""
        return []

    def show(self, value: Any, language: str) -> Markup:
        """The names, one a line."""
        return Markup("\n").join(escape(one["name"]) for one in value)

    def _before(self, context: Context) -> list[dict[str, Any]]:
        return [] if context.partial == [] else list(context.answers.get("files") or [])

    def _take(self, before: list[dict[str, Any]], file: Mapping[str, Any], context: Context) -> Reading:
        content = file["content"]
        kind = kind_of(content)
        if isinstance(kind, Flaw):
            return NotUnderstood(FLAWS[kind])
        digest = context.keep(content)
        if digest is None:
            return NotUnderstood(_NOT_KEPT)
        unnamed = label(context.language, N_("photo") if file.get("kind") == "photo" else N_("document"))
        name = safe_name(file.get("file_name"), kind) or f"{unnamed}.{kind}"
        taken = {"digest": digest, "size": len(content), "type": MEDIA_TYPES[kind], "name": name}
        return Understood([one for one in before if one["digest"] != digest] + [taken])
