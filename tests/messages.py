"""The texts of the sources and the catalogues; as a script, brings the catalogues up to date."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
KEYWORDS = {"N_": None, "t": None, "translate": (2,), "label": (2,), "translate_plural": (2, 3)}
LANGUAGES = ("fr", "en")
DOMAIN = "clausette"

Msgid = str | tuple[str, str]


def extract() -> Catalog:
    """Every text of `bot/`, with the file it is in."""
    catalog = Catalog(domain=DOMAIN, project="Clausette", charset="utf-8")
    found = extract_from_dir(ROOT / "bot", [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, msgid, _comments, _context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(msgid, None, [(f"bot/{name}", None)])
    return catalog


def path(language: str) -> Path:
    """The catalogue of a language."""
    return ROOT / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is."""
    with path(language).open("rb") as source:
        return read_po(source, locale=language, domain=DOMAIN, abort_invalid=True)


def update(language: str) -> list[Msgid]:
    """Bring a catalogue up to date; returns what is left to translate. English says the msgids themselves."""
    old = read(language) if path(language).exists() else Catalog(locale=language)
    new = Catalog(
        locale=language, domain=DOMAIN, project="Clausette", version="", charset="utf-8", fuzzy=False
    )
    missing = []
    for message in extract():
        if not message.id:
            continue
        known = old.get(message.id)
        string = known.string if known is not None and known.string else ""
        if language == "en" and not (string and all(string)):
            string = message.id
        new.add(message.id, string, message.locations)
        if not (string and all(string)):
            missing.append(message.id)
    new.header_comment = f"# Clausette, {language}."
    text = BytesIO()
    write_po(text, new, width=0, sort_by_file=True, include_lineno=False)
    dated = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Report-Msgid',
        b'"Generated-By',
    )
    lines = [line for line in text.getvalue().splitlines(keepends=True) if not line.startswith(dated)]
    path(language).parent.mkdir(parents=True, exist_ok=True)
    path(language).write_bytes(b"".join(lines))
    return missing


if __name__ == "__main__":
    for code in LANGUAGES:
        for left in update(code):
            sys.stdout.write(f"{code}: {left!r}\n")
