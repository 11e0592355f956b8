"""The proof that the clause is in the published notice: a link or a file."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import Context, NotUnderstood, Reading, Understood
from bot.dialogue.fields import CommentOrDocument
from bot.dialogue.fitting import clean
from bot.dialogue.translations import N_

_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-zA-Z]{2,}(?:[/?#:]\S*)?")
_LONGEST = 1000


class Notice(CommentOrDocument):
    """A link, a document or a photo: {"link"} or {"file_id", "file_name", …}."""

    hint = N_("Send its link, the file or a photo.")

    def read(self, text: str, context: Context) -> Reading:
        """The link."""
        typed = clean(text)
        if len(typed) > _LONGEST or not _LINK.fullmatch(typed):
            return NotUnderstood(N_("A link is expected, such as boamp.fr/avis/26-12345, or a file."))
        return Understood({"link": typed if "://" in typed else f"https://{typed}"})

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """The document, without its caption."""
        return super().attach(file, "", context)

    def show(self, value: Any, language: str) -> Markup:
        """The link or the name of the file."""
        return escape(value["link"]) if "link" in value else super().show(value, language)
