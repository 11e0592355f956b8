"""What is said, in the language of who reads it: the only way to a text is through the catalogues."""

import gettext
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

LANGUAGES = ("fr", "en")
LOCALES = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}

_PACKAGE = Path(__file__).parents[1]
_FOLDERS = (_PACKAGE / "locales", _PACKAGE.parent / "locales")


def mark(msgid: str) -> str:
    """The msgid itself, marked so that the extraction finds it."""
    return msgid


N_ = mark


def translate(language: str, msgid: str, **values: Any) -> Markup:
    """The text of a msgid as HTML; every value is escaped unless it is Markup already."""
    return _template(language, msgid).format(**values) if values else _fixed(language, msgid)


def translate_plural(language: str, singular: str, plural: str, n: int, **values: Any) -> Markup:
    """The text for `n` things as HTML; `n` is one of the values."""
    text = _catalogue(language).ngettext(singular, plural, n)
    return Markup(text).format(n=n, **values)  # noqa: S704 (catalogues hold HTML)


def label(language: str, msgid: str, **values: Any) -> str:
    """The text of a msgid as a button says it: plain, never HTML."""
    return translate(language, msgid, **values).unescape()


def po_file(language: str) -> Path:
    """Where a language's catalogue is: in the package once installed, beside it in a checkout."""
    names = [folder / language / "LC_MESSAGES" / "clausette.po" for folder in _FOLDERS]
    return next((name for name in names if name.exists()), names[-1])


@lru_cache(4096)
def _fixed(language: str, msgid: str) -> Markup:
    return _template(language, msgid).format()


def _template(language: str, msgid: str) -> Markup:
    return Markup(_catalogue(language).gettext(msgid))  # noqa: S704 (catalogues hold HTML)


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    """The catalogue of a language, compiled in memory. Raises OSError when there is none."""
    compiled = BytesIO()
    with po_file(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, domain="clausette", abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
