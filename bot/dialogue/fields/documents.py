"""A comment or a document."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import (
    Context,
    NotUnderstood,
    Reading,
    Understood,
)
from bot.dialogue.field import Field
from bot.dialogue.fields.text import Text
from bot.dialogue.fitting import clean, cut, folded
from bot.dialogue.translations import N_, label

MAX_FILE_BYTES = 20_000_000


class CommentOrDocument(Field):
    """A text, a document or both: `text`, and `file_id`, `file_name`, `mime_type`, `file_size`."""

    hint = N_("Write a comment, or send a document or a photo.")
    most = 2000

    def read(self, text: str, context: Context) -> Reading:
        """The comment alone."""
        reading = Text(1, self.most).read(text, context)
        return Understood({"text": reading.value}) if isinstance(reading, Understood) else reading

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """The document, with its caption as comment."""
        if file is None:
            return NotUnderstood(N_("Only a text, a document or a photo can be read here."))
        if (file.get("file_size") or 0) > MAX_FILE_BYTES:
            return NotUnderstood(N_("This file is too big: at most 20 MB, please."))
        return Understood(dict(file) | ({"text": clean(caption)} if clean(caption) else {}))

    def show(self, value: Any, language: str) -> Markup:
        """The comment, folded when long, and the name of the file."""
        text = folded(value["text"]) if "text" in value else Markup()
        if "file_id" not in value:
            return text
        unnamed = N_("a photo") if value.get("kind") == "photo" else N_("a document")
        name = value["file_name"] or label(language, unnamed)
        return escape(cut(name, 100)) + (Markup("\n") + text if text else "")
